"""Who acts on whom: which sentences tell it, in which words, and which must not be read so."""

from __future__ import annotations

import pytest
import samples
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model import ActorType, Brief, Section, Status
from generator.relations import Relation, relations

NAMES = {
    "Ardal": ActorType.STATE, "Kessel": ActorType.STATE, "Lund": ActorType.STATE, "Ines Carrow": ActorType.PERSON,
    "Orla Water Board": ActorType.ORGANISATION,
}  # fmt: skip
ALIASES = {
    "Ines Carrow": ("Carrow", "Ms Carrow"), "Orla Water Board": ("Water Board", "board"), "Ardal": ("His people",),
}  # fmt: skip


POOL = (
    ', . " ( ) and or not never may if that who which by was has accused attacked by the of to with on Carrow sanctions'
    " said soldiers reportedly refused recognise told talks in Lund's – ; “ ”"
).split()


def read(text: str, *quotes: str, language: str = "en", status: Status | None = None) -> list[str]:
    """What is read in `text`, of which a statement quotes `quotes`, or all: “Ardal | accused | Kessel”."""
    return [_told(r) for r in relations(_brief(text, quotes or (text,), language, status))]


def _told(r: Relation) -> str:
    told = (
        f"{r.object.name} | {r.verb} | {r.actor.name}" if r.passive else f"{r.actor.name} | {r.verb} | {r.object.name}"
    )
    return f"{told}, says {r.speaker}" if r.speaker else told


def _brief(text: str, quotes: tuple[str, ...], language: str = "en", status: Status | None = None) -> Brief:
    everybody = ", ".join((*NAMES, *(alias for group in ALIASES.values() for alias in group)))
    source, named = samples.document("a.txt", text, everybody, language=language), samples.document("b.txt", everybody)
    section = Section.CAUSES if status else Section.SUMMARY
    said = [samples.statement((source,), section, quote, status=status) for quote in quotes]
    actors = [
        samples.statement(
            (source, named), Section.ACTORS, "", name, name=name, type=kind, aliases=ALIASES.get(name, ())
        )
        for name, kind in NAMES.items()
    ]
    return Brief(slug="a", title="A", sources=(source, named), statements=(*said, *actors), engine="test/1")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Ardal attacked Kessel on Monday.", ["Ardal | attacked | Kessel"]),
        ("In May the government of Lund fell, and Ardal accused Kessel of it.", ["Ardal | accused | Kessel"]),
        ("Ardal has imposed sanctions on Kessel.", ["Ardal | has imposed sanctions on | Kessel"]),
        ("Ardal will meet with Kessel next week.", ["Ardal | will meet with | Kessel"]),
        ("Ardal cut all ties with Kessel.", ["Ardal | cut all ties with | Kessel"]),
        ("Ardal handed the final document to Kessel.", ["Ardal | handed the final document to | Kessel"]),
        ("Ardal spoke to then-president Ines Carrow.", ["Ardal | spoke to | Ines Carrow"]),
        ("Ardal refused to recognise Kessel.", ["Ardal | refused to recognise | Kessel"]),
        ("Kessel was attacked by Ardal.", ["Kessel | was attacked by | Ardal"]),
        ("Ms Carrow dismissed the Water Board on Friday.", ["Ines Carrow | dismissed | Orla Water Board"]),
        ("President Ines Carrow, who was elected in May, warned Kessel.", ["Ines Carrow | warned | Kessel"]),
        ("Talks were held up by Ardal, which accused Kessel of lying.", ["Ardal | accused | Kessel"]),
        ("Ardal left the talks and attacked Kessel.", ["Ardal | attacked | Kessel"]),
        ("Ardal easily defeated Kessel.", ["Ardal | defeated | Kessel"]),
    ],
)  # fmt: skip
def test_subject_verb_and_object_are_read_in_the_words_of_the_text(text: str, told: list[str]) -> None:
    assert read(text) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Ardal did not attack Kessel.", ["Ardal | did not attack | Kessel"]),
        ("Ardal never accused Kessel.", ["Ardal | never accused | Kessel"]),
        ("Ardal may sanction Kessel.", ["Ardal | may sanction | Kessel"]),
        ("Ardal allegedly attacked Kessel.", ["Ardal | allegedly attacked | Kessel"]),
        ("Ardal is likely to attack Kessel.", ["Ardal | is likely to attack | Kessel"]),
        ("Allegedly Ardal attacked Kessel.", []),
        ("In May, perhaps Ardal attacked Kessel.", []),
        ("Never in May Ardal attacked Kessel.", []),
        ("Neither Ardal nor Lund attacked Kessel.", []),
        ("If Ardal attacked Kessel, Lund would fall.", []),
        ("Nobody asked whether Ardal attacked Kessel.", []),
        ("Ardal nearly attacked Kessel.", ["Ardal | nearly attacked | Kessel"]),
    ],
)  # fmt: skip
def test_negation_and_hedges_stay_with_the_verb_or_nothing_is_read(text: str, told: list[str]) -> None:
    assert read(text) == told


@pytest.mark.parametrize(
    "text",
    [
        "Ardal visited the capital of Kessel.",
        "Ardal rejected Kessel's plan.",
        "Soldiers of Ardal attacked Kessel.",
        "Ardal attacked Kessel's soldiers.",
        "Ardal said Kessel had fallen.",
        "Ardal wanted Kessel to leave.",
        "Ardal is a neighbour of Kessel.",
        "Ardal saw Kessel attack Lund.",
        "Ardal and Kessel signed a treaty.",
        "“Ardal attacked Kessel,” it read.",
        "Ardallian troops attacked Kessel.",
        "Ardal fled to Kessel.",
        "Ardal told a conference with Kessel that all was well.",
        "Ardal adopted a resolution calling for Kessel to fall.",
        "According to Ardal, the police came, and shot Kessel.",
        "Has Ardal attacked Kessel, which was calm? Ardal attacked Kessel?",
        "Ardal attacked everybody except Kessel.",
        "Ardal attacked Kessel or Lund.",
        "Ardal or Lund attacked Kessel.",
        "A war between Ardal and Kessel hurt Lund.",
        "Ardal failed to coerce Kessel.",
        "Ardal attacked from Kessel.",
        "Ms Carrow sacked a minister and gave his job to Kessel.",
        "Ardal told the board that Lund fell.",
        "His people attacked Kessel.",
        "Ardal warned Kessel may fall.",
    ],
)
def test_what_only_stands_near_is_not_read(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Ardal attacked Kessel, the ministry said.", ["Ardal | attacked | Kessel, says the ministry"]),
        ("Ms Carrow said that Ardal attacked Kessel.", ["Ardal | attacked | Kessel, says Ms Carrow"]),
        ("Lund denied that Ardal attacked Kessel.", []),
        ("Ardal warned Kessel and Lund.", ["Ardal | warned | Kessel", "Ardal | warned | Lund"]),
    ],
)
def test_what_somebody_says_is_theirs_and_what_they_deny_nobodys(text: str, told: list[str]) -> None:
    assert read(text) == told


def test_all_of_a_list_act_and_are_acted_on() -> None:
    assert read("Ardal, Kessel and Lund recognised Ms Carrow and the Orla Water Board.") == [
        "Ardal | recognised | Ines Carrow", "Kessel | recognised | Ines Carrow", "Lund | recognised | Ines Carrow",
        "Ardal | recognised | Orla Water Board", "Kessel | recognised | Orla Water Board",
        "Lund | recognised | Orla Water Board",
    ]  # fmt: skip


def test_subject_and_object_must_stand_in_what_is_quoted() -> None:
    text = "After long talks, Ardal attacked Kessel in the north. Lund warned Ardal."
    assert read(text, "Ardal attacked", "in the north") == []
    assert read(text, "Ardal attacked Kessel") == ["Ardal | attacked | Kessel"]


def test_a_sentence_within_a_longer_quotation_is_not_read() -> None:
    text = "“We know it. Ardal attacked Kessel. That is all,” Ms Carrow said."
    assert read(text, "Ardal attacked Kessel.") == []


def test_english_is_read_and_nothing_else_and_no_disputed_statement() -> None:
    assert read("Ardal attacked Kessel.", language="de") == []
    assert read("Ardal attacked Kessel.", status=Status.DISPUTED) == []
    assert read("Ardal attacked Kessel.", status=Status.CLAIMED) == ["Ardal | attacked | Kessel"]


def test_a_relation_knows_its_statement_and_its_note_and_is_told_once() -> None:
    text = "Lund fell. Ardal attacked Kessel. Ardal attacked Kessel again."
    brief = _brief(text, ("Lund fell", "Ardal attacked Kessel.", "Ardal attacked Kessel again"))
    (only,) = relations(brief)
    assert only.statement == brief.statements[1]
    assert brief.quote(brief.notes[only.note - 1]) == "Ardal attacked Kessel."


@settings(max_examples=200)
@given(st.lists(st.sampled_from([*NAMES, *POOL]), min_size=3, max_size=25).map(" ".join))
def test_whatever_the_words_a_relation_is_verbatim_and_loses_no_negation(text: str) -> None:
    brief = _brief(f"{text}.", (f"{text}.",))
    for relation in relations(brief):
        quote = brief.quote(brief.notes[relation.note - 1])
        assert f" {relation.verb} " in quote
        assert relation.actor != relation.object
        first, last = sorted((quote.find(relation.verb), quote.find(relation.verb) + len(relation.verb)))
        left, right = (relation.object, relation.actor) if relation.passive else (relation.actor, relation.object)
        assert any(name in quote[:first] for name in (left.name or "", *left.aliases))
        assert any(name in quote[last:] for name in (right.name or "", *right.aliases))


def test_a_name_that_two_actors_share_is_nobodys() -> None:
    source = samples.document("a.txt", "The Board sued Ardal. One Board, another Board.")
    statements = (
        samples.statement((source,), Section.SUMMARY, "The Board sued Ardal."),
        samples.statement((source,), Section.ACTORS, "", "One Board", name="One Board", aliases=("Board",)),
        samples.statement((source,), Section.ACTORS, "", "another Board", name="another Board", aliases=("Board",)),
        samples.statement((source,), Section.ACTORS, "", "Ardal", name="Ardal"),
    )
    assert relations(Brief(slug="a", title="A", sources=(source,), statements=statements, engine="test/1")) == ()
