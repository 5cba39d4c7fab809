"""The sentence splitter: a table of cases, and what holds of any text."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from casefile import Case, cases
from hypothesis import given
from hypothesis import strategies as st

from generator.ingest.sentences import LONGEST, split, unglue

CASES = cases(Path(__file__).parent / "cases" / "sentences.md")
WORDS = st.sampled_from(
    "The regime officials U.S. Gen. 3.5 a.m. “We went.” (Inc.) ... No. A I . ? ! … 。 ؟ ' \" […] x@y.Z Ünal".split()
)
BLOCKS = st.one_of(
    st.text(max_size=200).map(lambda text: " ".join(text.split())),
    st.lists(st.tuples(WORDS, st.sampled_from(["", " "]))).map(lambda pairs: "".join(a + b for a, b in pairs).strip()),
)


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split(text)]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case) -> None:
    assert sentences(unglue(case.input)) == case.expected.split("\n")


@given(BLOCKS)
def test_sentences_cover_the_text_but_for_the_spaces_between_them(text: str) -> None:
    spans = split(text)
    assert "".join(text[start:end] for start, end in spans).replace(" ", "") == text.replace(" ", "")
    assert all(text[start:end] == text[start:end].strip() != "" for start, end in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


@given(BLOCKS)
def test_unglue_adds_spaces_only_and_is_done_after_one_pass(text: str) -> None:
    apart = unglue(text)
    assert apart.replace(" ", "") == text.replace(" ", "")
    assert unglue(apart) == apart


def test_a_sentence_without_end_is_cut_at_spaces() -> None:
    text = "word " * 10_000 + "end."
    lengths = [end - start for start, end in split(text)]
    assert max(lengths) <= LONGEST
    assert all(piece.endswith("word") for piece in sentences(text)[:-1])
    assert [end - start for start, end in split("x" * (2 * LONGEST + 5))] == [LONGEST, LONGEST, 5]
    assert len(split("word " * 390 + "end.")) == 1
