"""The page of a source: as much of its text as is published, sentences numbered, quoted passages highlighted."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter

from generator.export.interface import Interface
from generator.export.pages.library import Library, language
from generator.export.render import render
from generator.export.view import Source
from generator.model import Brief, Document, Publish, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """A stretch of a block: a sentence with its number and quoted runs, or what stands between two sentences."""

    number: int | None
    runs: tuple[tuple[str, bool], ...]
    notes: tuple[int, ...] = ()
    gap: int = 0
    """How many sentences before it are not published."""


def source_page(library: Library, brief: Brief, number: int) -> bytes:
    shown = library[brief]
    source = shown.view.sources[number - 1]
    document = brief.sources[number - 1]
    say = library.say
    published = source.publish is not Publish.LINK
    notes = {e.span: n for n, e in enumerate(brief.notes, 1) if e.source == number - 1}
    return render(
        "source.md.j2",
        say,
        title=say("Source: {title}", title=source.title),
        description=_description(source, say),
        boost=0.5,
        toc=False,
        source=source,
        language=language(document),
        name=document.name,
        sha256=document.sha256,
        brief_title=shown.view.title,
        published=published,
        note=_note(source.publish, say),
        blocks=list(_blocks(document, notes)) if published else [],
        left_out=document.read - document.number(len(document.sentences) - 1) if document.sentences else 0,
    )


def _description(source: Source, say: Interface) -> str:
    match source.publish:
        case Publish.FULL:
            return say("The text of “{title}”, sentences numbered, quoted passages highlighted", title=source.title)
        case Publish.QUOTES:
            return say("The sentences that the brief quotes from “{title}”", title=source.title)
        case Publish.LINK:
            return say("Where to read “{title}”", title=source.title)


def _note(publish: Publish, say: Interface) -> str:
    """What the reader finds on the page, and why no more."""
    match publish:
        case Publish.FULL:
            return say(
                "This is the stored text that the brief was made from. What the brief quotes is highlighted; the small "
                "numbers lead to the quotes."
            )
        case Publish.QUOTES:
            return say(
                "The text belongs to its publisher. Only the sentences that the brief quotes are reproduced here, with "
                "their numbers in the whole text; the small numbers lead to the quotes."
            )
        case Publish.LINK:
            return say("The text belongs to its publisher and is not reproduced here. The brief quotes from it.")


def _blocks(document: Document, notes: dict[Span, int]) -> Iterator[dict[str, object]]:
    """The text in its blocks, each cut into sentences and what stands between them; no character is left out."""
    marked = _merged(notes)
    by_sentence = defaultdict(list)
    for span, note in sorted(notes.items(), key=lambda item: item[1]):
        by_sentence[document.sentence_at(span.start)].append(note)
    for block in document.blocks:
        pieces = []
        position = block.span.start
        first = bisect_left(document.sentences, block.span.start, key=attrgetter("start"))
        last = bisect_left(document.sentences, block.span.end, key=attrgetter("start"))
        for index, span in enumerate(document.sentences[first:last], first):
            if position < span.start:
                pieces.append(_Piece(number=None, runs=((document.text[position : span.start], False),)))
            runs = tuple(_runs(document, span, marked))
            before = document.number(index - 1) if index else 0
            number = document.number(index)
            pieces.append(_Piece(number=number, runs=runs, notes=tuple(by_sentence[index]), gap=number - before - 1))
            position = span.end
        if position < block.span.end:
            pieces.append(_Piece(number=None, runs=((document.text[position : block.span.end], False),)))
        yield {"kind": block.kind, "pieces": pieces}


def _merged(spans: Iterable[Span]) -> list[Span]:
    """The stretches that `spans` cover together, in order, without overlap."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def _runs(document: Document, sentence: Span, marked: list[Span]) -> Iterator[tuple[str, bool]]:
    """The words of `sentence` in order, each run with whether it is quoted."""
    position = sentence.start
    first = bisect_right(marked, sentence.start, key=attrgetter("end"))
    last = bisect_left(marked, sentence.end, key=attrgetter("start"))
    for span in marked[first:last]:
        start, end = max(span.start, sentence.start), min(span.end, sentence.end)
        if position < start:
            yield document.text[position:start], False
        yield document.text[start:end], True
        position = end
    if position < sentence.end:
        yield document.text[position : sentence.end], False
