"""The gate lets through what its evidence carries, and nothing else."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.ground import ground
from generator.model import ActorType, Block, Claim, Document, Section, Span, Status

SENTENCES = (
    "Flooding on the Vara destroyed 120 homes on Monday.",
    "The ministry said that the dam did not fail.",
    "Repairs could cost $4.5 million, according to the mayor.",
    "She [the mayor] thanked the “brave crews” of Vara Rescue.",
)
TEXT = " ".join(SENTENCES)


def document(text: str = TEXT, sentences: tuple[str, ...] = SENTENCES) -> Document:
    starts = [text.index(s) for s in sentences]
    return Document(
        name="flood.txt",
        title="Flood on the Vara",
        text=text,
        blocks=(Block(Span(0, len(text))),),
        sentences=tuple(Span(a, a + len(s)) for a, s in zip(starts, sentences, strict=True)),
        sha256="0" * 64,
        published="2024-05-08",
    )


def whole(number: int) -> Span:
    return document().sentences[number]


def refusal(claim: Claim) -> str:
    """Why the claim is refused; "" if it is let through."""
    result = ground(document(), [claim])
    assert len(result.statements) + len(result.refusals) == 1
    return result.refusals[0].reason if result.refusals else ""


def consequence(text: str, number: int, **fields: object) -> Claim:
    return replace(Claim(section=Section.CONSEQUENCES, text=text, evidence=(whole(number),)), **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "claim",
    [
        consequence("Flooding on the Vara destroyed 120 homes", 0, status=Status.OCCURRED),
        consequence("Destroyed 120 homes on Monday", 0),
        consequence("[Flooding on the Vara] destroyed 120 homes", 0, context=(Span(0, 20),)),
        consequence("The ministry said that the dam did not fail", 1),
        consequence("The dam did not fail", 1, speaker="The ministry"),
        consequence("Repairs could cost $4.5 million", 2, speaker="the mayor", certainty="could"),
        consequence("She [the mayor] thanked the “brave crews”", 3),
        consequence("She [the ministry] thanked the “brave crews”", 3, context=(Span(52, 64),)),
    ],
    ids=lambda c: c.text,
)
def test_carried_claims_pass(claim: Claim) -> None:
    assert refusal(claim) == ""


@pytest.mark.parametrize(
    ("claim", "reason"),
    [
        (consequence("Flooding on the Vara destroyed 130 homes", 0), "its words are not those of its evidence"),
        (consequence("Flooding on the Drina destroyed 120 homes", 0), "its words are not those of its evidence"),
        (consequence("Homes destroyed flooding", 0), "its words are not those of its evidence"),
        (consequence("[The dam] destroyed 120 homes", 0, context=(Span(0, 20),)), "[The dam] does not stand"),
        (consequence("The dam did fail", 1, speaker="The ministry"), "it drops a negation"),
        (consequence("fail", 1, speaker="The ministry"), "a negation before it is cut off"),
        (consequence("Repairs cost $4.5 million", 2, speaker="the mayor"), "it drops a hedge"),
        (consequence("cost $4.5 million", 2), "a hedge before it is cut off"),
        (consequence("Repairs could cost $4.5 million", 2), "it does not say who says it"),
        (consequence("The dam did not fail", 1), "it does not say who says it"),
        (consequence("The dam did not fail", 1, speaker="The governor"), "the speaker 'The governor' does not stand"),
        (consequence("Thanked the “brave crews", 3), "“” do not balance"),
        (consequence("Flooding destroyed 120 homes", 0), "it leaves out words of its evidence"),
        (consequence("Repairs could cost $4.5", 2, speaker="the mayor"), "cuts an amount off from what it counts"),
        (consequence("Repairs could cost €4.5 million", 2, speaker="the mayor"), "its words are not those"),
        (consequence("Flooding on the vara destroyed 120 homes", 0), "its words are not those of its evidence"),
        (consequence("Repairs could cost $4.5 million", 2, speaker="Vara Rescue"), "the speaker 'Vara Rescue'"),
        (consequence("…", 0), "it says nothing"),
        (consequence("Destroyed 120 homes", 0, evidence=()), "it quotes no evidence"),
        (consequence("Destroyed 120 homes", 0, evidence=(Span(0, 9_999),)), "beyond the text"),
        (consequence("Destroyed 120 homes", 0, evidence=(Span(0, 80),)), "not within one sentence"),
    ],
    ids=lambda v: v.text if isinstance(v, Claim) else None,
)  # fmt: skip
def test_others_are_refused_with_the_reason(claim: Claim, reason: str) -> None:
    assert reason in refusal(claim)


def test_fields_stand_where_they_are_said_to_stand() -> None:
    event = Claim(
        section=Section.TIMELINE, text=SENTENCES[0], evidence=(whole(0),), date="2024-05-06", date_text="Monday"
    )
    assert refusal(event) == ""
    assert "is no date" in refusal(replace(event, date="2024-13-06"))
    assert "means 2024-05-07" in refusal(replace(event, date="2024-05-07"))
    assert "date words" in refusal(replace(event, date_text="Tuesday"))
    actor = Claim(
        section=Section.ACTORS, text="", evidence=(whole(3),), name="Vara Rescue", type=ActorType.ORGANISATION
    )  # fmt: skip
    assert refusal(actor) == ""
    assert "alias" in refusal(replace(actor, aliases=("Vara Rangers",)))
    assert "does not name it" in refusal(replace(actor, evidence=(whole(0),)))
    figure = Claim(section=Section.FIGURES, text=SENTENCES[0], evidence=(whole(0),), name="120 homes")
    assert refusal(figure) == ""
    assert "name" in refusal(replace(figure, name="120 houses"))


def test_a_repeated_statement_stands_once() -> None:
    claim = consequence("Destroyed 120 homes", 0)
    assert len(ground(document(), [claim, claim]).statements) == 1


_WORDS = st.lists(
    st.sampled_from(["dam", "not", "“", "”", "[", "]", "could", "said", "the", "4.5", "İ", "ß"]), max_size=12
)


@given(_WORDS, st.integers(0, len(TEXT) - 1), st.integers(1, len(TEXT)), st.sampled_from(Section))
def test_no_statement_without_words_of_its_evidence(
    words: list[str], start: int, length: int, section: Section
) -> None:
    claim = Claim(section=section, text=" ".join(words), evidence=(Span(start, start + length),), name="dam")
    for statement in ground(document(), [claim]).statements:
        quote = document().quote(statement.evidence[0].span).casefold()
        outside = statement.text.split("[")[0].casefold().split()
        assert all(word in quote for word in outside)


def test_a_negation_reaches_over_an_infinitive() -> None:
    text = "There was no reason for them to expect that the gate would jam."
    source = document(text, (text,))
    start = text.index("the gate")
    claim = consequence("The gate would jam", 0, evidence=(Span(start, len(text) - 1),), status=Status.EXPECTED)
    assert [r.reason for r in ground(source, [claim]).refusals] == ["a negation before it is cut off"]
