"""Dates found and resolved, by the cases of ``tests/cases/dates.md``; hostile text."""

from __future__ import annotations

import hashlib
from itertools import pairwise
from pathlib import Path

import pytest
from casefile import Case, cases
from hypothesis import given
from hypothesis import strategies as st

from generator import timex
from generator.extract.dates import find_dates
from generator.extract.parse import parse
from generator.model import Block, Document, Span

CASES = cases(Path(__file__).parent / "cases" / "dates.md")


def document(text: str, published: str | None = None) -> Document:
    """Paragraphs; a sentence ends with a stop, an exclamation or a question mark before a blank and a capital."""
    blocks, spans, start = [], [], 0
    for paragraph in text.split("\n\n"):
        opens, end = start, start + len(paragraph)
        for at in range(start, end):
            if text[at] in ".!?" and text[at + 1 : at + 2] == " " and text[at + 2 :][:1].isupper():
                spans.append(Span(start, at + 1))
                start = at + 2
        spans.append(Span(start, end))
        blocks.append(Block(Span(opens, end)))
        start = end + 2
    return Document(
        name="t.md", title="T", text=text, blocks=tuple(blocks), sentences=tuple(spans),
        sha256=hashlib.sha256(text.encode()).hexdigest(), published=published,
    )  # fmt: skip


def found(text: str, published: str | None = None) -> list[str]:
    doc = document(text, published)
    return [f"{doc.quote(date.span)} = {date.value or '?'}" for date in find_dates(doc, parse(doc))]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case) -> None:
    dated, _, text = case.input.partition("\n")
    published = None if dated == "undated" else dated
    assert "\n".join(found(text, published)) == case.expected.replace("none", "")


def test_abbreviated_month_does_not_end_its_date() -> None:
    assert found("It ended Dec. 8 in the city, said an aide.", "2024-12-18") == ["Dec. 8 = 2024-12-08"]


@pytest.mark.parametrize(
    "text",
    [
        "A",
        "في 8 ديسمبر 2024 سقط النظام",
        "on " * 3000,
        "May " * 3000,
        "from 2011 to " * 1500,
        "a day after " * 1500,
        "99999 00:00 31.31.2024 2024-99-99T99:99 February 31",
        "On Monday, 9999 years later, in the year 1000, 10000 days earlier, a hundred centuries ago",
        "1 " * 5000,
        "the " * 3000 + "1990s",
        "the 70s and " * 1500,
        "from 6:00am to " * 1000,
    ],
)
def test_hostile_text_gives_valid_values(text: str) -> None:
    doc = document(text, "2024-12-18")
    for date in find_dates(doc, parse(doc)):
        assert date.value is None or timex.bounds(date.value)


WORDS = st.sampled_from(
    "on in since until the last next this that May March 3 31 2020 1999 Monday yesterday, two days later ago week year "
    "from to between and – night 14:00 p.m. at will had said earlier early of first quarter spring . , ( ) “ 's".split()
)


@given(st.lists(WORDS, min_size=1, max_size=30), st.sampled_from([None, "2024-12-18", "2024-12", "2024", "0001-01-01"]))
def test_any_sequence_of_date_words(words: list[str], published: str | None) -> None:
    doc = document(" ".join(words), published)
    dates = find_dates(doc, parse(doc))
    assert all(date.value is None or timex.bounds(date.value) for date in dates)
    assert all(a.span.end <= b.span.start for a, b in pairwise(dates))
    assert dates == find_dates(doc, parse(doc))
