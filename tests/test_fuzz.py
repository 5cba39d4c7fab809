"""What holds of any input at all: readers, sentences, engine, gate, pages, wire form.

Few examples here; ``FUZZ=1000 pytest tests/test_fuzz.py`` tries a thousand of each. What a run finds is kept as a file
in ``tests/cases/fuzz``, with the suffix of a seed or as ``.json``, and read again by every later run.
"""

from __future__ import annotations

import io
import json
import os
import re
import xml.etree.ElementTree as ET
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import icalendar
import lxml.etree
import pytest
import samples
import typst
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from generator import codec
from generator.compose import compose
from generator.corpus import gather
from generator.errors import CodecError, SeedError
from generator.export.pages import pages
from generator.export.sharing import shared_files
from generator.export.site import Site
from generator.extract.embedded import extract
from generator.ground import ground
from generator.ingest import read
from generator.model import ActorType, Brief, Claim, Document, Section, Span, Status

TIMES = int(os.environ.get("FUZZ", "1"))
FOUND = Path(__file__).parent / "cases" / "fuzz"


def few(examples: int) -> settings:
    quiet = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]
    return settings(max_examples=max(examples, TIMES), deadline=None, suppress_health_check=quiet)


def document_or_none(path: Path) -> Document | None:
    """What reading gives; any exception but SeedError goes through."""
    try:
        return read(path, path.parent)
    except SeedError as error:
        assert error.problem.fix  # noqa: PT017 - that it says so is the point
        return None


def check_document(document: Document) -> None:
    """Blocks are the text, sentences are the blocks, and all can be written."""
    assert document.text == "\n\n".join(document.quote(b.span) for b in document.blocks)
    end = 0
    for sentence in document.sentences:
        assert sentence.start >= end
        end = sentence.end
        assert document.quote(sentence) == document.quote(sentence).strip() != ""
    covered = "".join(map(document.quote, document.sentences))
    assert "".join(covered.split()) == "".join(document.text.split())
    assert document.title
    repr(document).encode()


# --- texts -----------------------------------------------------------------------------------------------------------

PIECES = """The the dam Orla Water Board Jo Poe said says that “ ” " ' ’ ( ) [ ] — – - , ; : . ! ? … because of after
led to not may might is are was 3 May 2024 2024-05-03 Monday last week in 1,200 people $5 million 12% killed U.S. Mr. He
it which who if when It is unknown whether of and the mayor according to denied warned could will on by from said, 水。
؟
é Ω 😀 \u0301 \u200d I a A .. 's n't //x.example https://x.example @ # * _ ` | < > & { } \\ = + ~ ^ %
/ 0 1/2 x""".split()
GAPS = ["", " ", " ", " ", "\n", "\n\n"]
PAIRS = st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(GAPS)), min_size=1, max_size=60)
TEXT = PAIRS.map(lambda pairs: "".join(word + gap for word, gap in pairs)) | st.text(min_size=1, max_size=80)
LINE = TEXT.map(lambda text: " ".join("".join(c for c in text if c.isprintable()).split())).filter(bool)
NEWS = (
    "Dam fails\n\nThe Orla dam failed on Monday because of heavy rain, the Water Board said. It may cost $4.5 million. "
    "Mayor Jo Poe denied that 1,200 people had been warned on 3 May 2024.\n\nIt is not known who will pay.\n\n"
)


@few(25)
@given(suffix=st.sampled_from([".txt", ".md", ".html"]), text=TEXT, before=st.sampled_from(["", NEWS, "<p>", "---\n"]))
def test_any_text_gives_a_sound_document_and_a_brief(tmp_path: Path, suffix: str, text: str, before: str) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes((before + text).encode("utf-8", "surrogatepass"))
    if document := document_or_none(path):
        check_document(document)
        brief = compose("a", [document]).brief
        assert codec.decode(codec.encode(brief)) == brief


@cache
def valid() -> dict[str, bytes]:
    """A small valid file of every kind that is not plain text."""
    file = io.BytesIO()
    import docx

    written = docx.Document()
    for part in NEWS.split("\n\n"):
        written.add_paragraph(part)
    written.add_table(2, 2).cell(0, 0).text = "Vessin"
    written.save(file)
    paragraphs = "".join(f"<p>{part}</p>" for part in NEWS.split("\n\n"))
    meta = (
        '<script type="application/ld+json">{"@type": "Article", "headline": "Dam", "author": {"name": "Jo"}}</script>'
    )
    return {
        ".pdf": bytes(typst.compile(NEWS.replace("$", "\\$").encode())),
        ".docx": file.getvalue(),
        ".html": f"<html lang=en><head><title>Dam</title>{meta}</head><body>{paragraphs * 3}</body></html>".encode(),
        ".md": f"---\ntitle: Dam\ndate: 2024-05-03\ntags: [a, b]\n---\n# Dam\n{NEWS}- a\n\n|a|b|\n|-|-|\n".encode(),
    }


@few(25)
@given(suffix=st.sampled_from([".pdf", ".docx", ".html", ".md"]), data=st.data())
def test_damaged_files_give_a_document_or_a_problem(tmp_path: Path, suffix: str, data: st.DataObject) -> None:
    content = valid()[suffix]
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        content = content[:at] + data.draw(st.binary(max_size=12)) + content[at + data.draw(st.integers(0, 30)) :]
    path = tmp_path / f"a{suffix}"
    path.write_bytes(content or b"x")
    if document := document_or_none(path):
        check_document(document)


@few(15)
@given(part=st.sampled_from(["word/document.xml", "word/styles.xml", "docProps/core.xml"]), data=st.data())
def test_damaged_parts_of_a_word_document(tmp_path: Path, part: str, data: st.DataObject) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(valid()[".docx"])) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == part:
                words = re.split(rb"(?<=[>\" ])", content)
                at = data.draw(st.integers(0, len(words) - 1))
                words[at : at + data.draw(st.integers(0, 2))] = data.draw(st.lists(st.sampled_from(words), max_size=3))
                content = b"".join(words)
            new.writestr(name, content)
    (tmp_path / "a.docx").write_bytes(file.getvalue())
    if document := document_or_none(tmp_path / "a.docx"):
        check_document(document)


def finds() -> list[Path]:
    return sorted(path for path in FOUND.glob("*") if path.suffix != ".json")


@pytest.mark.parametrize("path", finds(), ids=lambda path: path.name)
def test_what_was_once_found(path: Path) -> None:
    if document := document_or_none(path):
        check_document(document)
        brief = compose("a", [document]).brief
        assert codec.decode(codec.encode(brief)) == brief
        assert dict(pages(gather([brief]), Site()))


# --- the gate --------------------------------------------------------------------------------------------------------

GIVEN = samples.flood().sources[0]
"""A text with names, dates, a speaker, a hedge."""


def spans(document: Document) -> st.SearchStrategy[Span]:
    size = len(document.text)
    return st.tuples(st.integers(0, size + 5), st.integers(1, 120)).map(lambda p: Span(p[0], p[0] + p[1])) | (
        st.sampled_from(document.sentences)
    )


WORDS = [*sorted(set(re.findall(r"\w+|[^\w\s]", GIVEN.text))), "not", "three", "2025", "[", "]"]
CLAIMED = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join) | spans(GIVEN).map(
    lambda s: GIVEN.text[s.start : s.end]
)
MAYBE = st.none() | CLAIMED
CLAIMS = st.builds(
    Claim, section=st.sampled_from(Section), text=CLAIMED, evidence=st.lists(spans(GIVEN), max_size=3).map(tuple),
    context=st.lists(spans(GIVEN), max_size=2).map(tuple), status=st.none() | st.sampled_from(Status), speaker=MAYBE,
    certainty=MAYBE, date=st.none() | st.sampled_from(["2024-05-03", "2024-05", "2024", "x", "2024-13"]),
    date_text=MAYBE, name=MAYBE, type=st.none() | st.sampled_from(ActorType),
    aliases=st.lists(CLAIMED, max_size=2).map(tuple),
)  # fmt: skip


def carried(text: str, quotes: list[str], context: list[str]) -> bool:
    """Whether the words and numbers of `text` stand in one of `quotes` in order, those in brackets in `context`."""
    shown = [w.casefold() for w in re.findall(r"\w+", re.sub(r"\[[^\[\]]*\]", " ", text))]
    added = [w.casefold() for part in re.findall(r"\[([^\[\]]*)\]", text) for w in re.findall(r"\w+", part)]
    around = {w.casefold() for quote in (*context, *quotes) for w in re.findall(r"\w+", quote)}
    if not set(added) <= around:
        return False
    for quote in quotes:
        words = iter([w.casefold() for w in re.findall(r"\w+", quote)])
        if all(word in words for word in shown):
            return True
    return False


@few(150)
@given(CLAIMS)
def test_what_passes_the_gate_is_carried_by_its_quotes(claim: Claim) -> None:
    grounded = ground(GIVEN, [claim])
    assert len(grounded.statements) + len(grounded.refusals) == 1
    for s in grounded.statements:
        quotes = [GIVEN.quote(e.span) for e in s.evidence]
        assert carried(s.text, quotes, [GIVEN.quote(e.span) for e in s.context])
        known = {w.casefold() for w in re.findall(r"\w+", f"{GIVEN.title} {GIVEN.text}")}
        for field in (s.name, s.speaker, s.certainty, s.date_text, *s.aliases):
            assert set(re.findall(r"\w+", (field or "").casefold())) <= known
        assert s.date is None or re.fullmatch(r"2024(-05(-03)?)?", s.date)


@cache
def proposed() -> list[Claim]:
    return list(extract(GIVEN))


@few(60)
@given(st.data())
def test_a_falsified_claim_of_the_engine_is_still_carried_or_refused(data: st.DataObject) -> None:
    claim = data.draw(st.sampled_from(proposed()))
    words = claim.text.split(" ")
    at = data.draw(st.integers(0, len(words)))
    words[at : at + data.draw(st.integers(0, 3))] = data.draw(st.lists(st.sampled_from(WORDS), max_size=2))
    changed = Claim(**{f: getattr(claim, f) for f in claim.__dataclass_fields__} | {"text": " ".join(words)})
    for s in ground(GIVEN, [changed]).statements:
        assert carried(s.text, [GIVEN.quote(e.span) for e in s.evidence], [GIVEN.quote(e.span) for e in s.context])


# --- the wire form and what is rendered ------------------------------------------------------------------------------


@few(40)
@given(st.data())
def test_any_bytes_are_a_brief_or_a_codec_error(data: st.DataObject) -> None:
    content = data.draw(st.sampled_from([codec.encode(samples.flood()), codec.encode(samples.bare())]))
    at = data.draw(st.integers(0, len(content)))
    insert = data.draw(st.binary(max_size=20) | st.sampled_from([b"null", b"[]", b"-1", b'"\\ud800"', b"1e999", b"{}"]))
    content = content[:at] + insert + content[at + data.draw(st.integers(0, 20)) :]
    try:
        brief = codec.decode(content)
    except CodecError:
        return
    assert codec.decode(codec.encode(brief)) == brief


@few(12)
@given(text=LINE)
def test_a_brief_of_any_text_gives_well_formed_files(text: str) -> None:
    assume(any(c.isalnum() for c in text))
    brief = samples.hostile(text, "a")
    corpus = gather([brief])
    files: dict[str, Any] = dict(pages(corpus, Site()))
    files.update(shared_files(corpus, Site()))
    for path, content in files.items():
        if path.endswith((".xml", ".svg")):
            ET.fromstring(content)
            lxml.etree.fromstring(content, lxml.etree.XMLParser(huge_tree=False))
        elif path.endswith(".json"):
            json.loads(content)
        elif path.endswith(".ics"):
            icalendar.Calendar.from_ical(content)
        else:
            content.decode("utf-8")
    assert {Path(path).suffix for path in files} >= {".md", ".xml", ".json", ".ics", ".csv"}


def stored(path: Path) -> Brief | None:
    try:
        return codec.decode(path.read_bytes())
    except CodecError:
        return None


@pytest.mark.parametrize("path", sorted(FOUND.glob("*.json")), ids=lambda path: path.name)
def test_a_stored_brief_that_was_once_found(path: Path) -> None:
    brief = stored(path)
    if brief:
        assert codec.decode(codec.encode(brief)) == brief
