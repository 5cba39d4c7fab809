"""What persons decide is carried out, survives what may change, and is never lost without a word."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import samples
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from generator import codec
from generator.compose import published
from generator.errors import BriefingError
from generator.export.view import BOTTOM_LINE_WORDS as SHOWN_WORDS
from generator.export.view import view
from generator.ingest import discover
from generator.model import ActorType, Brief, Decision, Evidence, Publish, Review, Section, Span, Statement, Status
from generator.review import Entry, Reviewed, ReviewFile, about, appended, load, parse, reviewed
from generator.review.desk import BOTTOM_LINE_WORDS
from generator.review.entries import MAX_BYTES

FLOOD = "The river Vara destroyed 120 homes on Monday because a dam gate jammed after days of rain."
DEAD = "At least four people were killed, leading to angry protests in front of the town hall."
PAY = "Interior Minister Ana Petrova said on Tuesday that the government would pay 4.5 million euros."
WARNED = "Engineers of the Orsa Water Company had warned the Parliament in March 2024 that the gate could fail."
PUMPS = "The European Union is expected to send pumps next week."
PRICES = "Prices of bread rose in May and prices of oil rose in June, Petrova said."
TEXT = (FLOOD, DEAD, PAY, WARNED, PUMPS, PRICES)

STATEMENTS: tuple[tuple[Section, str, str, dict[str, Any]], ...] = (
    (Section.SUMMARY, FLOOD[:-1], FLOOD, {}),
    (Section.SUMMARY, "At least four people were killed", DEAD, {}),
    (Section.FIGURES, "The river Vara destroyed 120 homes on Monday", FLOOD, {"name": "120 homes"}),
    (Section.CAUSES, "A dam gate jammed after days of rain", FLOOD, {"status": Status.STATED}),
    (Section.CONSEQUENCES, "The river Vara destroyed 120 homes on Monday", FLOOD, {"status": Status.OCCURRED}),
    (Section.CONSEQUENCES, "At least four people were killed", DEAD, {"status": Status.OCCURRED}),
    (Section.CONSEQUENCES, "angry protests in front of the town hall", DEAD, {"status": Status.OCCURRED}),
    (Section.CONSEQUENCES, "Prices of bread rose in May", PRICES, {"status": Status.OCCURRED, "speaker": "Petrova"}),
    (Section.CONSEQUENCES, "prices of oil rose in June", PRICES, {"status": Status.OCCURRED, "speaker": "Petrova"}),
    (Section.CONSEQUENCES, PUMPS[:-1], PUMPS, {"status": Status.EXPECTED, "certainty": "is expected to"}),
    (Section.ACTORS, "Interior Minister", PAY,
     {"name": "Ana Petrova", "type": ActorType.PERSON, "aliases": ("Petrova",)}),
    (Section.ACTORS, "", WARNED, {"name": "Orsa Water Company", "type": ActorType.ORGANISATION}),
    (Section.ACTORS, "", WARNED, {"name": "Parliament", "type": ActorType.ORGANISATION}),
    (Section.ACTORS, "", PAY, {"name": "government", "type": ActorType.ORGANISATION, "aliases": ("the Parliament",)}),
    (Section.TIMELINE, "Engineers of the Orsa Water Company had warned the Parliament in March 2024", WARNED,
     {"date": "2024-03", "date_text": "March 2024"}),
    (Section.TIMELINE, "Prices of bread rose in May", PRICES, {"date": "2024-05", "date_text": "May",
                                                               "speaker": "Petrova"}),
    (Section.TIMELINE, "The river Vara destroyed 120 homes on Monday", FLOOD,
     {"date": "2024-05-06", "date_text": "Monday"}),
    (Section.UNKNOWNS, "The gate could fail", WARNED, {"speaker": "Engineers"}),
)  # fmt: skip


def brief(edits: dict[str, str] | None = None, without: Iterable[str] = (), **also: Any) -> Brief:
    """The brief of the sentences of `TEXT` after `edits` of their words; no statement says what is in `without`."""

    def edited(text: str) -> str:
        for old, new in (edits or {}).items():
            text = text.replace(old, new)
        return text

    source = samples.document("vara.txt", " ".join(map(edited, also.get("order", TEXT))), published="2024-05-08")
    statements = [
        samples.statement((source,), section, edited(text), edited(quote), **fields)
        for section, text, quote, fields in (*STATEMENTS, *also.get("more", ()))
        if text not in without and fields.get("name") not in without
    ]
    return Brief(slug="vara", title="Flood", sources=(source,), statements=tuple(statements), engine="test/1")


def carried_out(decisions: str, on: Brief | None = None) -> Reviewed:
    """What becomes of a brief by `decisions`, a YAML list; the problems are those of the list, too."""
    review = parse(f"decisions:\n{decisions.strip()}\n".encode(), "vara.review.yml")
    result = reviewed(on or brief(), review)
    return replace(result, problems=review.problems + result.problems)


def texts(result: Reviewed | Brief, section: Section) -> list[str]:
    made = result.brief if isinstance(result, Reviewed) else result
    return [s.name or s.text for s in made.section(section)]


def marked(result: Reviewed) -> dict[tuple[str, str], Review]:
    return {(s.section.value, s.name or s.text): s.review for s in result.brief.statements if s.review}


def problems(result: Reviewed) -> list[str]:
    return [str(problem) for problem in result.problems]


JAMMED = "A dam gate jammed after days of rain"
REJECT = f"""
- reject: {JAMMED}
  section: causes
  quote: {FLOOD}
  reason: The inquiry found otherwise.
  reviewer: Ana Editor
  date: 2026-11-25
"""

# — each decision —————————————————————————————————————————————————————————————————————————————————————————————————————


def test_without_decisions_the_brief_is_what_it_was() -> None:
    for text in (b"", b"# nothing yet\n", b"decisions:\n", b"decisions: []\n"):
        result = reviewed(brief(), parse(text, "vara.review.yml"))
        assert (result.brief, result.problems) == (brief(), ())


def test_accept() -> None:
    result = carried_out(f"- accept: {JAMMED}\n  section: causes\n  quote: {FLOOD}\n  reviewer: Ana Editor\n")
    assert problems(result) == []
    assert marked(result) == {("causes", JAMMED): Review.CHECKED}
    (correction,) = result.brief.corrections
    anchor = brief().section(Section.CAUSES)[0].anchor
    assert (correction.decision, correction.before, correction.after) == (Decision.ACCEPT, anchor, anchor)
    assert (correction.reviewer, correction.public, correction.now) == ("Ana Editor", True, JAMMED)


def test_reject() -> None:
    result = carried_out(REJECT)
    assert problems(result) == []
    assert texts(result, Section.CAUSES) == []
    assert len(result.brief.statements) == len(brief().statements) - 1
    (correction,) = result.brief.corrections
    assert (correction.before, correction.after) == (brief().section(Section.CAUSES)[0].anchor, None)
    assert (correction.was, correction.now, correction.date) == (JAMMED, "", "2026-11-25")
    assert correction.reason == "The inquiry found otherwise."


def test_reject_without_a_section_means_everywhere() -> None:
    result = carried_out("- reject: The river Vara destroyed 120 homes on Monday\n")
    assert problems(result) == []
    assert all("120 homes" not in (s.name or s.text) for s in result.brief.statements if s.section != Section.SUMMARY)


def test_reword_passes_the_gate_or_is_edited() -> None:
    faithful = carried_out(f"- reword: {JAMMED}\n  section: causes\n  to: A dam gate jammed\n")
    assert marked(faithful) == {("causes", "A dam gate jammed"): Review.CHECKED}
    assert faithful.carried[0].refusal == ""
    free = carried_out(f"- reword: {JAMMED}\n  section: causes\n  to: A gate was stuck\n  reason: Shorter\n")
    assert marked(free) == {("causes", "A gate was stuck"): Review.EDITED}
    assert "words are not those of its evidence" in free.carried[0].refusal
    assert b"words are not" not in codec.encode(free.brief)
    (correction,) = free.brief.corrections
    assert (correction.was, correction.now) == (JAMMED, "A gate was stuck")
    assert correction.after == free.brief.section(Section.CAUSES)[0].anchor


def test_reword_the_role_of_an_actor() -> None:
    result = carried_out("- reword: Ana Petrova\n  section: actors\n  to: Minister\n")
    petrova = result.brief.section(Section.ACTORS)[0]
    assert (petrova.name, petrova.text, petrova.review) == ("Ana Petrova", "Minister", Review.CHECKED)


def test_move() -> None:
    result = carried_out("- move: The gate could fail\n  section: unknowns\n  to: causes\n  speaker: Engineers\n")
    assert problems(result) == []
    assert texts(result, Section.UNKNOWNS) == []
    moved = result.brief.section(Section.CAUSES)[-1]
    assert (moved.text, moved.status, moved.speaker) == ("The gate could fail", Status.STATED, "Engineers")
    assert result.brief.corrections[0].section is Section.CAUSES


def test_move_into_the_timeline_lands_at_its_date() -> None:
    result = carried_out(f"- move: {PUMPS[:-1]}\n  section: consequences\n  to: timeline\n  dated: 2024-04\n")
    assert [s.date for s in result.brief.section(Section.TIMELINE)] == ["2024-03", "2024-04", "2024-05", "2024-05-06"]
    assert marked(result) == {("timeline", PUMPS[:-1]): Review.EDITED}  # nothing says April


def test_what_is_called_by_a_name_needs_one_to_be_moved() -> None:
    into = f"- move: {JAMMED}\n  section: causes\n  to: figures\n"
    assert 'add "name:"' in problems(carried_out(into))[0]
    result = carried_out(into + "  name: days of rain\n")
    assert texts(result, Section.FIGURES) == ["120 homes", "days of rain"]


def test_add_with_its_quote() -> None:
    added = (
        f"- add: The gate could fail\n  section: causes\n  quote: {WARNED}\n  status: claimed\n  speaker: Engineers\n"
    )
    result = carried_out(added)
    assert problems(result) == []
    new = result.brief.section(Section.CAUSES)[-1]
    assert (new.text, new.review, new.status) == ("The gate could fail", Review.CHECKED, Status.CLAIMED)
    assert [result.brief.quote(e) for e in new.evidence] == [WARNED]
    assert result.brief.corrections[0].before is None
    free = carried_out(f"- add: A warning was given\n  section: causes\n  quote: {WARNED}\n")
    assert marked(free) == {("causes", "A warning was given"): Review.EDITED}


def test_a_quote_over_two_sentences_is_two_passages_white_space_aside() -> None:
    quote = f"{DEAD[21:]}   {PAY[:40]}"
    result = carried_out(f"- add: angry protests\n  section: consequences\n  quote: '{quote}'\n")
    new = result.brief.section(Section.CONSEQUENCES)[-1]
    assert [result.brief.quote(e) for e in new.evidence] == [DEAD[21:], PAY[:40]]
    assert new.review is Review.CHECKED


def test_what_is_not_quoted_word_for_word_is_never_added() -> None:
    result = carried_out(
        f"- add: Five people were killed\n  section: causes\n  quote: {DEAD.replace('four', 'five')}\n"
    )
    assert result.brief.statements == brief().statements
    assert result.brief.corrections == ()
    assert problems(result) == [
        "vara.review.yml:2: add “Five people were killed” cannot be carried out: its quote does not stand in the "
        f"brief's sources word for word; quote it as it stands now: “{DEAD}”"
    ]


def test_merge_actors() -> None:
    result = carried_out("- merge: [Parliament, government]\n  to: Parliament\n")
    assert texts(result, Section.ACTORS) == ["Ana Petrova", "Orsa Water Company", "Parliament"]
    one = result.brief.section(Section.ACTORS)[-1]
    assert set(one.aliases) == {"government", "the Parliament"}
    assert [result.brief.quote(e) for e in one.evidence] == [WARNED, PAY]
    assert one.review is Review.CHECKED


def test_split_an_actor() -> None:
    result = carried_out("- split: government\n  off: the Parliament\n", brief(without=["Parliament"]))
    assert problems(result) == []
    actors = {s.name: s for s in result.brief.section(Section.ACTORS)}
    assert list(actors) == ["Ana Petrova", "Orsa Water Company", "government", "the Parliament"]
    assert actors["government"].aliases == ()
    assert result.brief.quote(actors["the Parliament"].evidence[0]) == WARNED
    joined = carried_out("- split: government\n  off: the Parliament\n")  # there is one already
    assert texts(joined, Section.ACTORS) == ["Ana Petrova", "Orsa Water Company", "Parliament", "government"]


def test_another_name_tells_an_actor_from_its_namesakes() -> None:
    result = carried_out("- split: Parliament\n  to: Parliament of Lom\n")
    renamed = result.brief.section(Section.ACTORS)[2]
    assert (renamed.name, renamed.aliases, renamed.review) == ("Parliament of Lom", ("Parliament",), Review.EDITED)
    person = carried_out("- split: Ana Petrova\n  to: Ana Petrova (minister)\n").brief.section(Section.ACTORS)[0]
    assert person.aliases == ("Petrova",)


def test_correct_a_date() -> None:
    wrong = brief()
    result = carried_out("- redate: The river Vara destroyed 120 homes on Monday\n  to: 2024-02-01\n", wrong)
    events = result.brief.section(Section.TIMELINE)
    assert [(s.date, s.review) for s in events] == [
        ("2024-02-01", Review.EDITED), ("2024-03", None), ("2024-05", None),
    ]  # fmt: skip
    (correction,) = result.brief.corrections
    assert (correction.decision, correction.was[:11], correction.now[:11]) == (
        Decision.DATE, "2024-05-06:", "2024-02-01:",
    )  # fmt: skip


def test_a_date_that_the_source_gives_is_checked() -> None:
    wrong = brief()
    events = tuple(replace(s, date="2023-03") if s.date == "2024-03" else s for s in wrong.statements)
    warned = STATEMENTS[14][1]
    result = carried_out(f"- redate: {warned}\n  dated: 2023-03\n  to: 2024-03\n", replace(wrong, statements=events))
    assert marked(result) == {("timeline", warned): Review.CHECKED}


def test_pin_the_bottom_line() -> None:
    result = carried_out("- pin: At least four people were killed\n")
    assert texts(result, Section.SUMMARY)[0] == "At least four people were killed"
    assert view(result.brief).bottom_line.lines[0].text == "At least four people were killed."
    assert len(result.brief.section(Section.CONSEQUENCES)) == len(brief().section(Section.CONSEQUENCES))
    elsewhere = carried_out(f"- pin: {JAMMED}\n  section: causes\n")
    assert texts(elsewhere, Section.SUMMARY)[0] == JAMMED
    assert texts(elsewhere, Section.CAUSES) == [JAMMED]


def test_what_is_too_long_for_a_bottom_line_cannot_be_pinned() -> None:
    assert BOTTOM_LINE_WORDS == SHOWN_WORDS
    long = "The dam burst and " + "the water rose and " * 20 + "fell again."
    of_one = samples.document("long.txt", f"{long} {FLOOD}")
    statements = tuple(samples.statement((of_one,), Section.SUMMARY, text) for text in (FLOOD[:-1], long[:-1]))
    made = Brief(slug="long", title="Long", sources=(of_one,), statements=statements, engine="test/1")
    result = carried_out(f"- pin: {long[:-1]}\n", made)
    assert texts(result, Section.SUMMARY) == texts(made, Section.SUMMARY)
    assert "has 60 at most" in problems(result)[0]


# — what decisions survive ————————————————————————————————————————————————————————————————————————————————————————————


@pytest.mark.parametrize(
    "edits",
    [
        {"destroyed": "destroied"},
        {"destroyed 120 homes on Monday": "on Monday destroyed 120 homes"},
        {"120 homes": "102 homes"},
        {"dam gate": "damm gate"},
        {" on Monday": ""},
    ],
)
def test_a_rejection_survives_small_edits_of_the_source(edits: dict[str, str]) -> None:
    changed = brief(edits)
    assert len(texts(changed, Section.CAUSES)) == 1
    result = carried_out(REJECT, changed)
    assert (texts(result, Section.CAUSES), problems(result)) == ([], [])


def test_a_rejection_survives_a_sentence_cut_in_two() -> None:
    first, second = "The river Vara destroyed 120 homes on Monday.", "A dam gate jammed after days of rain."
    others = [s[1] for s in STATEMENTS if s[2] == FLOOD]
    more = [(Section.CAUSES, second[:-1], second, {"status": Status.STATED})]
    result = carried_out(REJECT, brief(order=(first, second, *TEXT[1:]), without=others, more=more))
    assert (texts(result, Section.CAUSES), problems(result)) == ([], [])


def test_a_rejection_survives_moved_sentences() -> None:
    result = carried_out(REJECT, brief(order=(PRICES, PUMPS, WARNED, PAY, DEAD, FLOOD)))
    assert (texts(result, Section.CAUSES), problems(result)) == ([], [])


@pytest.mark.parametrize(
    "worded",
    [
        "a dam gate jammed",
        "The river Vara destroyed 120 homes on Monday because a dam gate jammed after days of rain",
        "because a dam gate jammed after days",
        "[the] dam gate jammed after days of rain",
    ],
)
def test_what_is_rejected_does_not_come_back_in_other_words(worded: str) -> None:
    upgraded = brief(without=[JAMMED], more=[(Section.CAUSES, worded, FLOOD, {"status": Status.STATED})])
    result = carried_out(REJECT, upgraded)
    assert (texts(result, Section.CAUSES), problems(result)) == ([], [])


def test_other_statements_of_the_same_sentence_stay() -> None:
    result = carried_out(f"- reject: prices of oil rose in June\n  section: consequences\n  quote: {PRICES}\n")
    assert "Prices of bread rose in May" in texts(result, Section.CONSEQUENCES)
    assert "prices of oil rose in June" not in texts(result, Section.CONSEQUENCES)
    for decision in ("reject", "accept"):  # also where the engine no longer proposes the one
        without = brief(without=["prices of oil rose in June"])
        result = carried_out(
            f"- {decision}: prices of oil rose in June\n  section: consequences\n  quote: {PRICES}\n"
            "  speaker: Petrova\n",
            without,
        )
        assert texts(result, Section.CONSEQUENCES).count("Prices of bread rose in May") == 1
        assert problems(result) == []


def test_a_longer_statement_that_a_person_could_see_is_not_rejected_with_a_shorter() -> None:
    more = [(Section.CAUSES, "A dam gate jammed", FLOOD, {"status": Status.STATED})]
    result = carried_out(f"- reject: A dam gate jammed\n  section: causes\n  quote: {FLOOD}\n", brief(more=more))
    assert texts(result, Section.CAUSES) == [JAMMED]


def test_a_negated_statement_is_another_one() -> None:
    more: list[Any] = [(Section.CAUSES, "no dam gate jammed after days of rain", FLOOD.replace("a dam", "no dam"), {})]
    changed = brief({"because a dam": "because no dam"}, without=[JAMMED], more=more)
    result = carried_out(REJECT, changed)
    assert texts(result, Section.CAUSES) == ["no dam gate jammed after days of rain"]


def test_a_rejection_the_engine_fulfils_is_kept_and_no_problem() -> None:
    result = carried_out(REJECT, brief(without=[JAMMED]))
    assert problems(result) == []
    (correction,) = result.brief.corrections
    assert (correction.before, correction.after, correction.was) == (
        brief().section(Section.CAUSES)[0].anchor,
        None,
        JAMMED,
    )


def test_a_rejection_whose_sentence_is_gone_is_reported() -> None:
    without = [s[1] for s in STATEMENTS if s[2] == FLOOD]
    result = carried_out(REJECT, brief({FLOOD: "It rained."}, without=without))
    assert problems(result) == [
        f"vara.review.yml:2: reject “{JAMMED}” cannot be carried out: neither it nor the sentence it rests on stands "
        "in the brief's sources any more; remove it, or give it the sentence as it stands now"
    ]


def test_a_sentence_whose_words_changed_is_rejected_and_reported() -> None:
    changed = brief({"dam gate jammed after days": "dam gate broke after days"})
    result = carried_out(REJECT, changed)
    assert texts(result, Section.CAUSES) == []
    assert "but the source now says “A dam gate broke after days of rain”" in problems(result)[0]


def test_what_is_accepted_keeps_its_words() -> None:
    upgraded = brief(without=[JAMMED], more=[(Section.CAUSES, "a dam gate jammed", FLOOD, {"status": Status.STATED})])
    result = carried_out(f"- accept: {JAMMED}\n  section: causes\n  quote: {FLOOD}\n", upgraded)
    assert marked(result) == {("causes", JAMMED): Review.CHECKED}
    assert len(result.brief.section(Section.CAUSES)) == 1


@pytest.mark.parametrize(("section", "words", "quote", "further"), [
    (Section.CAUSES, JAMMED, FLOOD, ""),
    (Section.CONSEQUENCES, PUMPS[:-1], PUMPS, "  status: expected\n  certainty: is expected to\n"),
    (Section.FIGURES, "120 homes", FLOOD, "  text: The river Vara destroyed 120 homes on Monday\n"),
    (Section.ACTORS, "Ana Petrova", PAY, "  text: Interior Minister\n  type: person\n"),
    (Section.TIMELINE, "Prices of bread rose in May", PRICES, "  dated: 2024-05\n  speaker: Petrova\n"),
])  # fmt: skip
def test_what_is_accepted_is_restored(section: Section, words: str, quote: str, further: str) -> None:
    decision = f"- accept: {words}\n  section: {section}\n  quote: {quote}\n{further}"
    result = carried_out(decision, brief(without=[words]))
    assert problems(result) == []
    (restored,) = [s for s in result.brief.section(section) if (s.name or s.text) == words]
    assert restored.review is Review.CHECKED
    whole = next(s for s in brief().section(section) if (s.name or s.text) == words)
    assert (restored.text, restored.status, restored.date, restored.type) == (
        whole.text, whole.status, whole.date, whole.type,
    )  # fmt: skip


def test_what_the_source_no_longer_says_is_not_restored() -> None:
    decision = f"- accept: {JAMMED}\n  section: causes\n  quote: {FLOOD}\n"
    result = carried_out(decision, brief({"a dam gate jammed": "a dam gate broke"}, without=[JAMMED]))
    assert texts(result, Section.CAUSES) == []
    assert "the sentence does not carry it as it is" in problems(result)[0]


@pytest.mark.parametrize("edits", [{"four": "five"}, {"killed": "saved"}, {"were killed": "were not killed"}])
def test_nobody_vouches_for_what_has_changed_its_meaning(edits: dict[str, str]) -> None:
    decision = f"- accept: At least four people were killed\n  section: consequences\n  quote: {DEAD}\n"
    result = carried_out(decision, brief(edits))
    assert marked(result) == {}
    assert len(problems(result)) == 1


def test_a_word_of_opposite_meaning_is_not_another_spelling() -> None:
    words = "Prices of bread increased in May"
    decision = (
        f"- accept: {words}\n  section: consequences\n  quote: {PRICES.replace('rose in May', 'increased in May')}\n"
    )
    result = carried_out(decision, brief({"rose in May": "decreased in May"}))
    assert marked(result) == {}
    assert "the sentence does not carry it" in problems(result)[0]


@pytest.mark.parametrize("other", [("Australia", ()), ("Lower Austria", ("Austria",))])
def test_an_actor_is_not_taken_for_its_namesake(other: tuple[str, tuple[str, ...]]) -> None:
    text = "Austria, Lower Austria and Australia took part."
    name, aliases = other
    actors = [
        (Section.ACTORS, "", text, {"name": n, "aliases": a, "type": ActorType.STATE})
        for n, a in ((name, aliases), ("Austria", ()))
    ]
    on = brief(order=(*TEXT, text), more=actors)
    result = carried_out("- reject: Austria\n  section: actors\n", on)
    assert set(texts(on, Section.ACTORS)) - set(texts(result, Section.ACTORS)) == {"Austria"}


def test_an_actor_that_is_merely_spelt_alike_is_not_renamed() -> None:
    text = "Austria and Australia took part."
    australia = (Section.ACTORS, "", text, {"name": "Australia", "type": ActorType.STATE})
    result = carried_out("- accept: Austria\n  section: actors\n", brief(order=(*TEXT, text), more=[australia]))
    assert {"Australia", "Austria"} <= set(texts(result, Section.ACTORS))


def test_a_spelling_that_was_mended_keeps_the_mark() -> None:
    misspelt = "At least four peeple were killed"
    decision = f"- accept: {misspelt}\n  section: consequences\n  quote: {DEAD.replace('people', 'peeple')}\n"
    result = carried_out(decision)
    assert marked(result) == {("consequences", "At least four people were killed"): Review.CHECKED}


def test_a_rewording_survives_an_edit_and_an_engine() -> None:
    decision = f"- reword: {JAMMED}\n  section: causes\n  quote: {FLOOD}\n  to: A gate was stuck\n"
    upgraded = [(Section.CAUSES, "a dam gate jammed", FLOOD, {"status": Status.STATED})]
    for changed in (
        brief({"destroyed": "destroied"}), brief(without=[JAMMED]), brief(without=[JAMMED], more=upgraded),
        brief(order=TEXT[::-1]),
    ):  # fmt: skip
        result = carried_out(decision, changed)
        assert (texts(result, Section.CAUSES), problems(result)) == (["A gate was stuck"], [])


def test_events_in_the_same_words_are_told_apart_by_their_dates() -> None:
    more = [(Section.TIMELINE, "Prices of bread rose in May", PRICES, {"date": "2024-06", "speaker": "Petrova"})]
    decision = f"- reject: Prices of bread rose in May\n  section: timeline\n  quote: {PRICES}\n  dated: 2024-06\n"
    assert "2024-05" in [s.date for s in carried_out(decision, brief(more=more)).brief.section(Section.TIMELINE)]
    result = carried_out(decision)  # the other is no longer proposed; this one is not it
    assert "2024-05" in [s.date for s in result.brief.section(Section.TIMELINE)]
    assert "the brief now dates it 2024-05" in problems(result)[0]


def test_an_event_is_not_taken_for_one_of_the_same_month() -> None:
    words = "Prices of bread rose in May"
    more = [(Section.TIMELINE, words, PRICES, {"date": "2024-05-01", "speaker": "Petrova"})]
    for decision, marked_or_left in (("accept", [None, Review.CHECKED]), ("reject", [None])):
        text = f"- {decision}: {words}\n  section: timeline\n  quote: {PRICES}\n  dated: 2024-05-01\n"
        events = [s for s in carried_out(text, brief(more=more)).brief.section(Section.TIMELINE) if s.text == words]
        assert [s.review for s in events if s.date == "2024-05"] == [None]
        assert [s.review for s in events] == marked_or_left


def test_evidence_of_every_source_is_searched() -> None:
    result = carried_out("- accept: Some 1,200 people left their homes\n  section: summary\n", samples.flood())
    assert marked(result) == {("summary", "Some 1,200 people left their homes"): Review.CHECKED}
    added = (
        "- add: The ministry denied that poor maintenance caused the break\n  section: summary\n"
        "  quote: The ministry denied that poor maintenance caused the break.\n"
    )
    made = carried_out(added, samples.flood()).brief
    assert made.section(Section.SUMMARY)[-1].evidence[0].source == 1


def test_what_a_source_keeps_back_is_kept_back_after_a_review() -> None:
    result = carried_out(f"- accept: {JAMMED}\n  section: causes\n")
    short = published(result.brief, Publish.QUOTES)
    assert short.section(Section.CAUSES)[0].review is Review.CHECKED
    assert short.corrections == result.brief.corrections


# — what does not fit together ————————————————————————————————————————————————————————————————————————————————————————


def test_of_two_that_contradict_one_another_the_later_counts() -> None:
    accept = f"- accept: {JAMMED}\n  section: causes\n  quote: {FLOOD}\n"
    rejected = carried_out(accept + REJECT.lstrip("\n"))
    assert texts(rejected, Section.CAUSES) == []
    assert "contradicts the decision in line 2, which no longer counts; remove one of the two" in problems(rejected)[0]
    assert [c.decision for c in rejected.brief.corrections] == [Decision.REJECT]
    accepted = carried_out(REJECT.lstrip("\n") + accept)
    assert marked(accepted) == {("causes", JAMMED): Review.CHECKED}
    assert accepted.brief.section(Section.CAUSES)[0].status is Status.STATED
    assert len(problems(accepted)) == 1


def test_two_wordings_two_dates_two_bottom_lines() -> None:
    reword = f"- reword: {JAMMED}\n  section: causes\n  to: A gate was stuck\n"
    result = carried_out(reword + reword.replace("was stuck", "jammed"))
    assert (texts(result, Section.CAUSES), len(problems(result))) == (["A gate jammed"], 1)
    chained = carried_out(reword + "- reword: A gate was stuck\n  section: causes\n  to: A dam gate jammed\n")
    assert (texts(chained, Section.CAUSES), problems(chained)) == (["A dam gate jammed"], [])
    pins = carried_out(f"- pin: At least four people were killed\n- pin: {JAMMED}\n  section: causes\n")
    assert texts(pins, Section.SUMMARY)[0] == JAMMED
    assert len(problems(pins)) == len(pins.brief.corrections) == 1


def test_where_words_stand_in_several_sections_one_must_be_named() -> None:
    result = carried_out("- accept: At least four people were killed\n")
    assert marked(result) == {}
    assert "it stands in consequences and summary" in problems(result)[0]


def test_unknown_actors_are_reported() -> None:
    result = carried_out("- merge: [Parliament, Senate]\n- split: Senate\n  to: Senate of Lom\n")
    assert [p.partition("cannot be carried out: ")[2] for p in problems(result)] == [
        "“Senate” is no actor of this brief; name actors as the brief does",
        "“Senate” is no actor of this brief; name it as the brief does",
    ]
    assert result.brief.statements == brief().statements


# — what is not public ————————————————————————————————————————————————————————————————————————————————————————————————


def test_of_what_is_not_public_nothing_gets_into_the_brief() -> None:
    private = (
        f"- reword: {JAMMED}\n  section: causes\n  to: A gate was stuck\n  reason: Sekret\n  reviewer: Sekret\n"
        "  public: false\n"
    )
    result = carried_out(private)
    assert b"Sekret" not in codec.encode(result.brief)
    (correction,) = result.brief.corrections
    assert (correction.public, correction.was, correction.now, correction.date) == (False, "", "", "")
    assert marked(result) == {("causes", "A gate was stuck"): Review.EDITED}


def test_no_later_decision_tells_what_one_that_is_not_public_took_out() -> None:
    result = carried_out(
        f"- reword: {JAMMED}\n  section: causes\n  to: Slander of Poe\n  public: false\n"
        "- reword: Slander of Poe\n  section: causes\n  to: A dam gate jammed\n  reason: Better\n"
    )
    assert texts(result, Section.CAUSES) == ["A dam gate jammed"]
    assert b"Slander" not in codec.encode(result.brief)
    assert [(c.was, c.now, c.reason) for c in result.brief.corrections] == [
        ("", "", ""),
        ("", "A dam gate jammed", "Better"),
    ]


def test_nor_does_one_that_overrules_it() -> None:
    secret = f"- reword: {JAMMED}\n  section: causes\n  to: Slander of Poe\n  public: false\n"
    for overruling in ("reject: {}", "reword: {}\n  to: A dam gate jammed"):
        result = carried_out(f"{secret}- {overruling.format(JAMMED)}\n  section: causes\n  quote: {FLOOD}\n")
        assert len(problems(result)) == len(result.brief.corrections) == 1
        assert b"Slander" not in codec.encode(result.brief)


def test_a_name_given_by_one_that_is_not_public_is_not_told_once_it_is_gone() -> None:
    result = carried_out(
        "- move: 120 homes\n  section: figures\n  to: actors\n  name: Slander\n  text: destroyed\n  public: false\n"
        "- merge: [Parliament, Slander]\n  to: House\n- reject: House\n  section: actors\n  public: false\n"
    )
    assert [c.decision for c in result.brief.corrections] == [Decision.MOVE, Decision.MERGE, Decision.REJECT]
    assert b"Slander" not in codec.encode(result.brief)


def test_what_the_brief_says_anyway_is_told_of_public_decisions() -> None:
    result = carried_out(
        "- reword: Ana Petrova\n  section: actors\n  to: Minister\n  public: false\n"
        "- move: angry protests in front of the town hall\n  to: causes\n  public: false\n"
        f"- add: Ana Petrova spoke of the causes\n  section: summary\n  quote: {PAY}\n"
    )
    assert [c.now for c in result.brief.corrections] == ["", "", "Ana Petrova spoke of the causes"]


def test_a_slip_in_a_note_keeps_a_decision_private() -> None:
    for slip in ("pubic: false", "public: nope", "date: soon"):
        result = carried_out(f"- reject: {JAMMED}\n  section: causes\n  reason: Sekret\n  {slip}\n")
        assert texts(result, Section.CAUSES) == []
        assert not result.brief.corrections[0].public
        assert len(problems(result)) == 1


# — reading ———————————————————————————————————————————————————————————————————————————————————————————————————————————


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("decisions:\n- reject: Oil: up\n- reject: gone\n", 2, "not valid YAML"),
        ("decisions:\n- reject: gone\n- accept: a\n  section: nowhere\n", 3, "'nowhere' is no section"),
        ("decisions:\n- reject: gone\n- just words\n", 3, "this is no decision"),
        ("decisions:\n- reject: gone\n- accept: a\n  reject: b\n", 3, "it holds 2 decisions"),
        ("decisions:\n- reject: gone\n- reason: a\n", 3, "it holds 0 decisions"),
        ("decisions:\n- reject: gone\n- reword: a\n  section: causes\n", 3, 'lacks "to:"'),
        ("decisions:\n- reject: gone\n- add: a\n  section: causes\n", 3, 'lacks "section:" and "quote:"'),
        ("decisions:\n- reject: gone\n- redate: a\n  to: soon\n", 3, "'soon' is no date"),
        ("decisions:\n- reject: gone\n- move: a\n  section: causes\n  to: there\n", 3, "'there' is no section"),
        ("decisions:\n- reject: gone\n- reject: [a, b]\n", 3, "lacks the words of one statement"),
        ("decisions:\n- reject: gone\n- merge: alone\n", 3, "lacks a second name"),
        ("decisions:\n- reject: gone\n- split: alone\n", 3, 'lacks "off:"'),
        ("decisions:\n- reject: gone\n- accept: a\n  quote: {a: b}\n", 3, "quote is no text"),
        ("decisions:\n- reject: gone\n- accept: a\n  section: causes\n  section: summary\n", 3, "says section twice"),
        ("decisions:\n- reject: gone\n- accept: " + "a" * 1001 + "\n", 3, "too long"),
        ("decisions:\n- reject: gone\n- &x accept: *x\n", 3, "an alias is not read"),
        ("decisions:\n- reject: gone\n- accept: !!python/name:os.system a\n", 3, "a tag is not read"),
        ("decisions:\n- reject: gone\n- accept: " + "[" * 500 + "\n", 3, "nesting so deep is not read"),
        ("decisions:\n- reject: gone\n- accept: a\x1b[2J\n", 3, "not valid YAML"),
        ("decisions:\n- reject: gone\nwhat: else\n", 0, "'what' besides decisions"),
        ("decisions:\n- reject: gone\n\tx: y\n", 2, ""),
    ],
)
def test_one_bad_decision_does_not_cost_the_others(text: str, line: int, what: str) -> None:
    review = parse(text.encode(), "vara.review.yml")
    if what:
        assert [entry.words for entry in review.entries] == ["gone"]
    (problem,) = review.problems
    assert problem.where == (f"vara.review.yml:{line}" if line else "vara.review.yml")
    assert what in problem.what


@pytest.mark.parametrize(
    ("data", "where", "what"),
    [
        (b"\xff\xfe", ":1", "not UTF-8"),
        (b"decisions: 5\n", ":1", "no list of decisions"),
        (b"just words", ":1", "no list of decisions"),
        (b"{", "", "not valid YAML"),
        (b"a" * (MAX_BYTES + 1), "", "larger than 256 KiB"),
    ],
)
def test_a_damaged_file_is_one_problem(data: bytes, where: str, what: str) -> None:
    review = parse(data, "vara.review.yml")
    assert review.entries == ()
    (problem,) = review.problems
    assert problem.where == f"vara.review.yml{where}"
    assert what in problem.what


def test_a_billion_laughs_are_not_laughed() -> None:
    bomb = "a: &a [lol, lol]\n" + "".join(
        f"{y}: &{y} [*{x}, *{x}]\n" for x, y in zip("abcdefgh", "bcdefghi", strict=True)
    )
    review = parse(f"{bomb}decisions:\n- reject: *i\n- reject: gone\n".encode(), "vara.review.yml")
    assert [entry.words for entry in review.entries] == ["gone"]


@pytest.mark.parametrize("line", ["- reject: gone\n", "- reject: a: b\n"])
def test_more_decisions_than_anybody_makes_are_cut_off(line: str) -> None:
    review = parse(f"decisions:\n{line * 1005}".encode(), "x")
    assert len(review.entries) + len(review.problems) == 1001
    assert "only the first 1000 decisions count" in " ".join(p.what for p in review.problems if p.where == "x:1002")


def test_a_file_that_cannot_be_opened_is_a_problem(tmp_path: Path) -> None:
    assert "cannot be opened" in load(tmp_path / "none.review.yml", "none.review.yml").problems[0].what
    assert "not a regular file" in load(tmp_path, "folder").problems[0].what


def test_texts_are_cleaned() -> None:
    review = parse(b'decisions:\n- reject: "a\\u202e  b\\e[1m\\nc"\n', "vara.review.yml")
    assert review.entries[0].words == "a b[1m c"


@settings(max_examples=60)
@given(st.binary(max_size=400) | st.text(max_size=400).map(lambda t: ("decisions:\n- " + t).encode("utf-8", "replace")))
def test_nothing_makes_reading_fail(data: bytes) -> None:
    result = reviewed(brief(), parse(data, "vara.review.yml"))
    assert all(s.evidence for s in result.brief.statements)


# — writing ———————————————————————————————————————————————————————————————————————————————————————————————————————————

WRITTEN = Entry(
    decision=Decision.REJECT, words="Oil: up # 5 %", section=Section.CAUSES, quotes=("He said: “no” - 'never'.",),
    reason="- not so\u2028", reviewer="Ana", date="2026-11-25", public=False,
)  # fmt: skip


@pytest.mark.parametrize(
    "stands",
    [
        b"",
        b"# Mine\r\n\r\ndecisions:  # all\r\n    - reject:   'a'   # because\r\n",
        b"decisions:\n- accept: a\n  section: causes",
        b"decisions:\n\n  - merge: [a, b]\n\n\n# the end\n",
        b"# only a comment\n",
        b"- accept: a\n",  # the line above the list may be left out
        b"decisions:\n",
    ],
)
def test_a_decision_is_added_and_all_else_stays_byte_for_byte(stands: bytes) -> None:
    grown = appended(stands, WRITTEN, "vara.review.yml")
    assert grown.startswith(stands)
    before, after = parse(stands, "x"), parse(grown, "x")
    assert after.problems == ()
    assert after.entries[: len(before.entries)] == before.entries
    assert replace(after.entries[-1], line=0) == replace(WRITTEN, reason="- not so")


@pytest.mark.parametrize("stands", [b"decisions: []\n", b"decisions:\n- accept: a\nmore: b\n", b"\xff"])
def test_where_nothing_can_be_added_nothing_is(stands: bytes) -> None:
    with pytest.raises(BriefingError, match="no decision can be added at its end"):
        appended(stands, WRITTEN, "vara.review.yml")


@settings(max_examples=60)
@given(st.text(min_size=1, max_size=80), st.text(max_size=80), st.sampled_from(Section))
def test_whatever_is_written_is_read_again(words: str, reason: str, section: Section) -> None:
    entry = parse(
        yaml.safe_dump({"decisions": [{"accept": words, "section": str(section), "reason": reason}]}).encode(), "x"
    ).entries
    for one in entry:  # none where nothing is left of the words
        assert [replace(e, line=0) for e in parse(appended(b"", one, "x"), "x").entries] == [replace(one, line=0)]


@pytest.mark.parametrize("decision", [Decision.ACCEPT, Decision.REJECT])
def test_what_is_written_about_a_statement_finds_it(decision: Decision) -> None:
    for made in (brief(), samples.flood()):
        for statement in made.statements:
            data = appended(b"", about(made, statement, decision, date=dt.date(2026, 11, 25).isoformat()), "x")
            result = reviewed(made, parse(data, "x"))
            assert result.problems == ()
            if decision is Decision.ACCEPT:
                assert [s.anchor for s in result.brief.statements if s.review] == [statement.anchor]
            else:
                assert statement.anchor not in [s.anchor for s in result.brief.statements]


# — what holds of every review ————————————————————————————————————————————————————————————————————————————————————————


def _entry(draw: Any, made: Brief) -> Entry:
    statement: Statement = draw(st.sampled_from(made.statements))
    decision: Decision = draw(st.sampled_from(Decision))
    words = draw(st.sampled_from([s.text for s in made.statements if s.text]))
    further: dict[str, Any] = {
        Decision.REWORD: {"to": words},
        Decision.MOVE: {"to": draw(st.sampled_from(Section)).value, "name": "120 homes"},
        Decision.DATE: {"to": draw(st.sampled_from(["2024-05-06", "2023"])), "section": Section.TIMELINE},
        Decision.MERGE: {"names": (draw(st.sampled_from(["Parliament", "government"])),), "section": Section.ACTORS},
        Decision.SPLIT: {"names": ("Petrova",), "section": Section.ACTORS},
        Decision.ADD: {"words": words},
    }.get(decision, {})  # fmt: skip
    return about(made, statement, decision, **further)


@st.composite
def reviews(draw: Any) -> list[Entry]:
    return [_entry(draw, brief()) for _ in range(draw(st.integers(1, 3)))]


@settings(max_examples=60)
@given(reviews())
def test_a_review_twice_is_a_review_once(entries: list[Entry]) -> None:
    named = [entry for entry in entries if entry.section in (Section.ACTORS, Section.FIGURES)]
    assume(
        len({entry.words for entry in entries}) == len(entries)
    )  # a second decision about a statement follows the first
    assume(len(named) < 2 and all(entry.decision is not Decision.MOVE for entry in named))  # a name is lost with a move
    # where it is gone, "Parliament" means the government, which is called so too
    assume(not any(entry.decision is Decision.REJECT and entry.words == "Parliament" for entry in named))
    review = ReviewFile("x", entries=tuple(entries))
    once = reviewed(brief(), review)
    assume(not once.problems)
    twice = reviewed(once.brief, review)
    assert twice.problems == ()
    one, other = (sorted((s.anchor, str(s.review)) for s in r.brief.statements) for r in (once, twice))
    assert one == other


@settings(max_examples=60)
@given(reviews())
def test_whatever_is_decided_every_line_has_a_quote(entries: list[Entry]) -> None:
    made = brief()
    result = reviewed(made, ReviewFile("x", entries=tuple(entries)))
    text = made.sources[0].text
    for statement in result.brief.statements:
        for evidence in statement.evidence:
            assert result.brief.quote(evidence) in text
            assert made.sources[0].sentence_at(evidence.span.start) is not None
    dates = [s.date or "9999" for s in result.brief.section(Section.TIMELINE)]
    assert dates == sorted(dates)
    assert len(result.brief.corrections) + len(result.problems) >= len(entries)
    assert codec.decode(codec.encode(published(result.brief, Publish.QUOTES))).corrections == result.brief.corrections


# — which file is whose ———————————————————————————————————————————————————————————————————————————————————————————————


def test_a_review_file_belongs_to_the_seed_or_folder_of_its_name(tmp_path: Path) -> None:
    root = tmp_path / "seeds"
    for name in ("vara-flood.txt", "both/one.txt", "alone.md"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(FLOOD)
    for name in (
        "vara-flood.review.yml",
        "both.review.yml",
        "nobody.review.yml",
        "both/one.review.yml",
        "alone.review.yaml",
    ):
        (root / name).write_text("decisions: []\n")
    outside = tmp_path / "outside.yml"
    outside.write_text("decisions: []\n")
    (root / "alone.review.yml").symlink_to(outside)
    subjects, found = discover(root)
    assert {s.slug: s.review and s.review.name for s in subjects} == {
        "alone": None, "both": "both.review.yml", "vara-flood": "vara-flood.review.yml",
    }  # fmt: skip
    assert [path.name for s in subjects for path in s.paths] == ["alone.md", "one.txt", "vara-flood.txt"]
    assert {(p.where, p.what) for p in found} == {
        ("alone.review.yaml", "it is the review file of no seed"),
        ("alone.review.yml", "it is a symbolic link that leads to no file in the seeds folder"),
        ("both/one.review.yml", "it is the review file of no seed"),
        ("nobody.review.yml", "it is the review file of no seed"),
    }


def test_evidence_may_lie_outside_every_sentence() -> None:
    made = brief()
    odd = replace(made.statements[0], evidence=(Evidence(0, Span(0, len(made.sources[0].text))),))
    result = carried_out(REJECT, replace(made, statements=(odd, *made.statements[1:])))
    assert texts(result, Section.CAUSES) == []
