"""Summary points, key figures, what is not known: text cases in ``cases/summary.md``."""

from dataclasses import replace
from pathlib import Path

import pytest
from casefile import Case, cases
from test_wording import document

from generator.extract.parse import parse
from generator.extract.summary import (
    EVIDENCE_WORDS,
    FEWEST_POINTS,
    MOST_FIGURES,
    MOST_POINTS,
    MOST_UNKNOWNS,
    figures,
    passage,
    summary,
    unknowns,
)
from generator.ground import ground
from generator.model import Claim, Document, Section

CASES = cases(Path(__file__).parent / "cases" / "summary.md")
STORY = "\n".join(
    f"On Monday the council of town number {name} voted to close its harbour after {name} storms had damaged the wall."
    for name in ("Abel", "Boro", "Ceri", "Dorn", "Elva", "Faro", "Gost", "Hulm", "Ister", "Juno")
)


def read(text: str) -> Document:
    title, _, body = text.partition("\n")
    return replace(document(body), title=title)


def claims(source: Document) -> list[Claim]:
    sentences = parse(source)
    return [*summary(source, sentences, ()), *figures(source, sentences), *unknowns(source, sentences)]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case) -> None:
    found = claims(read(case.input))
    lines = [f"first: {c.text}" for c in found if c.section is Section.SUMMARY][:1]
    lines += [f"figure: {c.name}" for c in found if c.section is Section.FIGURES]
    lines += [f"unknown: {c.text}" for c in found if c.section is Section.UNKNOWNS]
    asked = {line.split(":")[0] for line in case.expected.splitlines()} or {"unknown"}
    assert "\n".join(line for line in lines if line.split(":")[0] in asked) == case.expected


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_gate_lets_every_claim_through(case: Case) -> None:
    source = read(case.input)
    assert ground(source, claims(source)).refusals == ()


def test_points_do_not_repeat_one_another() -> None:
    source = read("Harbours close\n" + STORY)
    assert len(list(summary(source, parse(source), ()))) == 1


def test_the_number_of_points_is_bounded() -> None:
    sentences = [
        "The river Amel rose by four metres overnight.", "Bakers in the old quarter lost their ovens to the water.",
        "Soldiers carried patients from the clinic on Hill Road.", "A cargo ship struck the northern pier at dawn.",
        "Parliament meets on Thursday to debate emergency spending.", "Insurers expect claims worth 90 million euros.",
        "Trains between Norburg and the coast stand still.", "Teachers opened two gymnasiums as shelters for families.",
    ]  # fmt: skip
    source = read("Flood in Norburg\n" + "\n".join(sentences))
    points = list(summary(source, parse(source), ()))
    assert FEWEST_POINTS <= len(points) <= MOST_POINTS
    assert [p.weight for p in points[1:]] == sorted((p.weight for p in points[1:]), reverse=True)


def test_the_first_point_needs_nothing_added() -> None:
    source = read(
        "Lopez flees\nPresident Ana Lopez lost the vote on Sunday.\nShe fled to Spain by night with her guards."
    )
    first = next(iter(summary(source, parse(source), ())))
    assert "[" not in first.text


def test_a_long_sentence_is_quoted_in_part() -> None:
    text = "The council met on Monday, " + "talked about the wall again, " * 12 + "and lost 4,000 euros in the end."
    source = read("Council\n" + text)
    (sentence,) = parse(source)
    assert len(source.quote(passage(sentence)).split()) <= EVIDENCE_WORDS
    (figure,) = figures(source, (sentence,))
    assert "4,000 euros" in source.quote(figure.evidence[0])
    assert len(source.quote(figure.evidence[0]).split()) <= EVIDENCE_WORDS


def test_at_most_so_many_figures_and_unknowns() -> None:
    lines = [
        f"The town of {n} lost {k}7 million euros; it is unclear who in {n} will pay."
        for k, n in enumerate("ABCDEFGH", 1)
    ]
    source = read("Losses\n" + "\n".join(lines))
    found = claims(source)
    assert sum(c.section is Section.FIGURES for c in found) == MOST_FIGURES
    assert sum(c.section is Section.UNKNOWNS for c in found) == MOST_UNKNOWNS


@pytest.mark.parametrize(
    "text", ["T\n.", "T\nword", "\nقال الوزير إن الحرب انتهت.", "T\n" + "he said it " * 400, 'T\n"', "T\n$5 5% 5"]
)
def test_odd_text_is_no_problem(text: str) -> None:
    source = read(text)
    assert ground(source, claims(source)).refusals == ()
