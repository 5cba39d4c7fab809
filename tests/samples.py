"""Small briefs for tests, written out in full: a text, and statements that quote it."""

from __future__ import annotations

from typing import Any

from generator.compose import published
from generator.model import (
    ActorType,
    Block,
    BlockKind,
    Brief,
    Document,
    Evidence,
    Publish,
    Section,
    Span,
    Statement,
    Status,
)


def document(name: str, *paragraphs: str, **metadata: Any) -> Document:
    """A document of `paragraphs`, in which every sentence ends in ``. `` or with its paragraph."""
    text = "\n\n".join(paragraphs)
    blocks, sentences, start = [], [], 0
    for paragraph in paragraphs:
        blocks.append(Block(Span(start, start + len(paragraph)), BlockKind.PARAGRAPH))
        position = start
        for piece in paragraph.split(". "):
            end = min(position + len(piece) + 1, start + len(paragraph))
            sentences.append(Span(position, end))
            position = end + 1
        start += len(paragraph) + 2
    metadata = {"title": name, "sha256": "0" * 64} | metadata
    return Document(name=name, text=text, blocks=tuple(blocks), sentences=tuple(sentences), **metadata)


def statement(sources: tuple[Document, ...], section: Section, text: str, *quotes: str, **fields: Any) -> Statement:
    """A statement whose evidence is where `quotes` first stand in `sources`; `text` itself if there are none."""
    evidence = tuple(_find(sources, quote) for quote in quotes or (text,))
    context = tuple(_find(sources, quote) for quote in fields.pop("context", ()))
    return Statement(section=section, text=text, evidence=evidence, context=context, **fields)


def _find(sources: tuple[Document, ...], quote: str) -> Evidence:
    number = next(n for n, source in enumerate(sources) if quote in source.text)
    start = sources[number].text.index(quote)
    return Evidence(number, Span(start, start + len(quote)))


def flood() -> Brief:
    """Two sources, every section, a disputed cause, words added in brackets, an undated event."""
    paper = document(
        "paper.txt",
        "Heavy rain burst the Orla dam on 3 May 2024. The flood, which drowned the lower town, cut the road to Vessin.",
        "The Orla Water Board said that poor maintenance caused the break. It is likely to raise prices, said Mayor "
        "Ines Carrow. Nobody knows how many people are missing.",
        title="Dam bursts above Vessin",
        publisher="The Vessin Paper",
        published="2024-05-04",
        url="https://paper.example/dam?id=1",
        author="A. Writer",
        language="en",
    )
    radio = document(
        "radio.txt",
        "The ministry denied that poor maintenance caused the break. Some 1,200 people left their homes.",
        title="Ministry answers critics",
        publisher="Radio Orla",
        published="2024-05-06",
        language="en",
    )
    sources = (paper, radio)

    def make(section: Section, text: str, *quotes: str, **fields: Any) -> Statement:
        return statement(sources, section, text, *quotes, **fields)

    statements = (
        make(Section.SUMMARY, "Heavy rain burst the Orla dam on 3 May 2024"),
        make(Section.SUMMARY, "Some 1,200 people left their homes"),
        make(Section.FIGURES, "Some 1,200 people left their homes", name="1,200 people"),
        make(Section.CAUSES, "Heavy rain burst the Orla dam", status=Status.STATED),
        make(
            Section.CAUSES, "poor maintenance caused the break",
            status=Status.DISPUTED, speaker="the Orla Water Board",
        ),
        make(Section.CONSEQUENCES, "cut the road to Vessin", status=Status.OCCURRED),
        make(
            Section.CONSEQUENCES, "[the Orla Water Board] is likely to raise prices", "It is likely to raise prices",
            context=["The Orla Water Board"], status=Status.EXPECTED, certainty="is likely to", speaker="Ines Carrow",
        ),
        make(
            Section.ACTORS, "runs the dam", "The Orla Water Board said",
            name="Orla Water Board", type=ActorType.ORGANISATION, aliases=("Water Board",),
        ),
        make(Section.ACTORS, "mayor", "Mayor Ines Carrow", name="Ines Carrow", type=ActorType.PERSON),
        make(Section.TIMELINE, "Heavy rain burst the Orla dam", date="2024-05-03", date_text="3 May 2024"),
        make(Section.TIMELINE, "The flood, which drowned the lower town", date="2024-05"),
        make(Section.TIMELINE, "Some 1,200 people left their homes", date_text="since then"),
        make(Section.UNKNOWNS, "Nobody knows how many people are missing"),
    )  # fmt: skip
    return Brief(slug="dam", title=paper.title, sources=sources, statements=statements, engine="test/1")


def bare() -> Brief:
    """A brief of a source that says nothing of what is asked."""
    source = document("note.txt", "A quiet day. Nothing was said.", title="A quiet day")
    only = statement((source,), Section.SUMMARY, "A quiet day")
    return Brief(slug="quiet", title="A quiet day", sources=(source,), statements=(only,), engine="test/1")


ARABIC = ("انهار السد يوم الأحد بعد أمطار غزيرة", "وأُجلي أكثر من 1200 شخص")


def arabic() -> Brief:
    """A brief of an Arabic source, one statement of which rests on both quotes of `ARABIC`."""
    source = document(
        "sadd.txt", f"{ARABIC[0]}، وفق ما أعلنت البلدية. {ARABIC[1]} من منازلهم.",
        title="انهيار سد أورلا", publisher="صحيفة النهر", published="2024-05-04",
        url="https://nahr.example/sadd", language="ar",
    )  # fmt: skip
    statements = (
        statement((source,), Section.CAUSES, "أمطار غزيرة", *ARABIC, status=Status.CLAIMED, speaker="البلدية"),
        statement((source,), Section.ACTORS, "", "البلدية", name="البلدية", type=ActorType.ORGANISATION),
    )
    return Brief(slug="sadd", title=source.title, sources=(source,), statements=statements, engine="test/1")


UNQUOTED = "This sentence nobody quotes"


def guarded(publish: Publish) -> Brief:
    """A brief that quotes the first and the fourth of its source's five sentences; the others hold `UNQUOTED`."""
    source = document(
        "paper.txt", f"The dam burst. {UNQUOTED}. {UNQUOTED} either.", f"The road is cut, they say. {UNQUOTED} at all.",
        title="Dam", publisher="The Paper", published="2024-05-04", url="https://paper.example/dam", language="en",
    )  # fmt: skip
    statements = (
        statement((source,), Section.SUMMARY, "The dam burst"),
        statement((source,), Section.CONSEQUENCES, "The road is cut", status=Status.OCCURRED),
    )
    brief = Brief(slug=f"dam-{publish}", title="Dam", sources=(source,), statements=statements, engine="test/1")
    return published(brief, publish)


HOSTILE_TITLE = (
    "<script>alert(1)</script> {{ 7*7 }} {% raw %} *b* _i_ `c` [[_TOC_]] [TOC] [x](javascript:alert(1)) --- ../.. "
    '| :smile: --8<-- "f" *[abbr]: {: .x onclick=y } &lt; ![i](/x) </h1> ~~s~~ ==m== ^^ $x$ http://a.example'
)


def hostile(text: str = HOSTILE_TITLE, slug: str = "hostile") -> Brief:
    """A brief whose every field is `text`, which must hold something besides white space and no line feed."""
    source = document(
        text, f"{text} stands here", title=text, publisher=text, author=text, language=text,
        url=f"https://x.example/{text}", published="2024-01-01",
    )  # fmt: skip

    def make(section: Section, **fields: Any) -> Statement:
        return Statement(
            section=section, text=text, evidence=(Evidence(0, Span(0, len(text))),),
            context=(Evidence(0, Span(0, 1)),), speaker=text, certainty=text, **fields,
        )  # fmt: skip

    statements = (
        make(Section.SUMMARY),
        make(Section.FIGURES, name=text),
        make(Section.CAUSES, status=Status.CLAIMED),
        make(Section.CONSEQUENCES, status=Status.POSSIBLE),
        make(Section.ACTORS, name=text, type=ActorType.GROUP, aliases=(text, f"{text} too")),
        make(Section.TIMELINE, date="2024-01-01", date_text=text),
        make(Section.TIMELINE, date=None, date_text=text),
        make(Section.UNKNOWNS),
    )
    return Brief(slug=slug, title=text, sources=(source,), statements=statements, engine=text, tags=(text,))
