"""Cutting sentences into clauses: what is cut where, and that nothing is lost, whatever the text."""

from itertools import pairwise
from pathlib import Path

import pytest
from casefile import Case, cases
from hypothesis import given
from hypothesis import strategies as st

from generator.extract.clauses import Form, clauses, trim, verb_forms
from generator.extract.parse import Sentence, tokenise
from generator.model import BlockKind, Span

CASES = cases(Path(__file__).parent / "cases" / "clauses.md")


def sentence(text: str) -> Sentence:
    return Sentence(0, Span(0, len(text)), text, BlockKind.PARAGRAPH, 0, True, tokenise(text))


@pytest.mark.parametrize("case", CASES, ids=str)
def test_sentence_is_cut_as_the_case_says(case: Case) -> None:
    parsed = sentence(case.input)
    shown = [(c.kind, c.span(parsed)) for c in clauses(parsed)]
    assert "\n".join(f"{kind}: {case.input[span.start : span.end]}" for kind, span in shown) == case.expected


@pytest.mark.parametrize(
    ("text", "verbs"),
    [
        ("The bank has been sold to a rival.", ["has"]),
        ("The proposed law could hurt small farms.", ["could"]),
        ("Workers based in Leeds walked out and went home.", ["walked", "went"]),
        ("She hopes to return.", ["hopes"]),
        ("The alleged attack on the base was denied.", ["was"]),
    ],
)
def test_finite_verbs_are_told_from_participles_and_infinitives(text: str, verbs: list[str]) -> None:
    tokens = tokenise(text)
    found = [t.text for t, form in zip(tokens, verb_forms(tokens), strict=True) if form is Form.FINITE]
    assert found == verbs


@given(st.text(alphabet=st.sampled_from(list("aeinst .,;:()\"“”'’—-AT\n1")), min_size=1, max_size=200))
def test_clauses_follow_one_another_and_hold_every_word(text: str) -> None:
    parsed = sentence(text)
    found = clauses(parsed)
    assert all(a.last <= b.first for a, b in pairwise(found))
    held = {i for c in found for i in range(c.first, c.last)}
    assert all(i in held for i, token in enumerate(parsed.tokens) if token.is_word)


def test_a_sentence_of_ten_thousand_words_with_open_quotations_is_cut() -> None:
    parsed = sentence('he said "because it fell, which has (led to ' * 1500)
    found = clauses(parsed)
    assert len(found) > 1000
    assert found[-1].last == len(parsed.tokens)


def test_trim_leaves_nothing_of_mere_punctuation() -> None:
    assert trim(tokenise(", ; —"), 0, 3) is None
