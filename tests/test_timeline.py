"""Dated events, by the cases of ``tests/cases/timeline.md``; what a claim of the timeline promises."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from casefile import Case, cases

from generator import timex
from generator.extract.dates import find_dates
from generator.extract.parse import parse
from generator.extract.timeline import timeline
from generator.ground import ground
from generator.model import Block, BlockKind, Claim, Document, Section, Span

CASES = cases(Path(__file__).parent / "cases" / "timeline.md")


def document(text: str, published: str | None = None) -> Document:
    """Paragraphs of sentences; a paragraph without a full stop at its end is a heading."""
    blocks, sentences, start = [], [], 0
    for paragraph in text.split("\n\n"):
        span = Span(start, start + len(paragraph))
        blocks.append(Block(span, BlockKind.PARAGRAPH if paragraph.endswith(".") else BlockKind.HEADING))
        sentences += [
            Span(start + m.start(), start + m.end()) for m in re.finditer(r"\S.*?(?:\.(?= [A-Z])|$)", paragraph)
        ]
        start = span.end + 2
    return Document(
        name="t.md", title="T", text=text, blocks=tuple(blocks), sentences=tuple(sentences),
        sha256=hashlib.sha256(text.encode()).hexdigest(), published=published,
    )  # fmt: skip


def claims(doc: Document) -> list[Claim]:
    sentences = parse(doc)
    return list(timeline(doc, sentences, find_dates(doc, sentences)))


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case) -> None:
    dated, _, text = case.input.partition("\n")
    events = claims(document(text, None if dated == "undated" else dated))
    shown = "\n".join(f"{event.date or '?'} | {event.text.rstrip('.')}" for event in events)
    assert shown == case.expected.replace("none", "")


LONG = (
    "On 3 May 2020 the ministry, which had said for weeks that the reservoirs of the northern provinces would hold, "
    "told the mayors of forty towns along the river that the gates would have to be opened, that the fields below them "
    "would be lost for a season, and that nobody who lived there could stay, because the dam, built in 1962, had begun "
    "to leak in April."
)


def test_evidence_is_at_most_forty_words_and_holds_the_date() -> None:
    doc = document(LONG)
    events = claims(doc)
    assert [event.date for event in events] == ["1962", "2020-04", "2020-05-03"]
    for event in events:
        quote = doc.quote(event.evidence[0])
        assert event.section is Section.TIMELINE
        assert event.date_text is not None
        assert event.date_text in quote
        assert event.date_text.lower() in event.text.lower()
        assert len(quote.split()) <= 40


def test_every_claim_passes_the_gate() -> None:
    text = "\n\n".join(case.input.partition("\n")[2] for case in CASES)
    doc = document(text, "2024-12-18")
    proposed = claims(doc)
    grounded = ground(doc, proposed)
    assert len(proposed) > 10
    assert [refusal.reason for refusal in grounded.refusals] == []


def test_a_table_of_dates_is_no_timeline() -> None:
    years = range(1950, 2000)
    assert claims(document("Sold in " + ", ".join(str(year) for year in years) + ".")) == []
    told = ", ".join(f"the yard was sold again in {year}" for year in years)
    assert 0 < len(claims(document(f"It is said that {told}."))) <= 8


@pytest.mark.parametrize(
    "text", ["A", "2024.", "On Monday.", "“ on 3 May 2020 ) ” ( and", "on 3 May 2020 " * 500, "سنة 2020."]
)
def test_hostile_text(text: str) -> None:
    for event in claims(document(text.strip(), "2024-12-18")):
        assert event.text
        assert event.date is None or timex.bounds(event.date)
