"""Actors and their roles, by the cases of ``tests/cases/actors.md``; what the grounding gate asks of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from casefile import Case, cases
from story import story

from generator.extract.actors import actors
from generator.extract.names import find_entities
from generator.ground import ground
from generator.model import Claim, Document

CASES = cases(Path(__file__).parent / "cases" / "actors.md")


def claims(text: str) -> tuple[Document, list[Claim]]:
    document, sentences = story(text)
    return document, list(actors(document, sentences, find_entities(document, sentences)))


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case) -> None:
    _, found = claims(case.input)
    lines = [f"{c.type}: {' = '.join((c.name or '', *c.aliases))}" + (f" — {c.text}" if c.text else "") for c in found]
    assert "\n".join(lines) == case.expected.replace("none", "")


@pytest.mark.parametrize("case", CASES, ids=str)
def test_every_actor_is_grounded(case: Case) -> None:
    document, found = claims(case.input)
    assert ground(document, found).refusals == ()


def test_weights_fall() -> None:
    _, found = claims("Lennart Kask resigned.\nMaria Duarte thanked Kask.\nPolice closed the road to Norvik.")
    assert [c.weight for c in found] == sorted((c.weight for c in found), reverse=True)


def test_evidence_of_a_long_sentence_is_a_run_of_its_clauses() -> None:
    filler = "while the rain went on falling over the empty fields of the north as it had fallen for weeks, "
    text = f"After a night of talks, {filler}{filler}Prime Minister Lennart Kask resigned, {filler}and left the town."
    document, found = claims(text)
    kask = next(c for c in found if c.name == "Lennart Kask")
    quote = document.quote(kask.evidence[0])
    assert "Prime Minister Lennart Kask resigned" in quote
    assert len(quote.split()) <= 40


@pytest.mark.parametrize(
    "text",
    [
        "word " * 10_000,
        "Anna Ruiz and Peter Holm of Norvik Group said that the rebels fled, " * 1_000,
        "Russia and " * 5_000,
        "قال الرئيس السوري بشار الأسد " * 1_000,
        "PRESIDENT KASK SAID NO TO THE UNITED NATIONS",
    ],
    ids=lambda text: text[:12],
)
def test_hostile_text(text: str) -> None:
    document, found = claims(text.strip())
    assert len(found) <= 40
    assert ground(document, found[:5]).refusals == ()
