"""What changed between two versions of a brief: each kind, each cause, and the history of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import codec
from generator.changes import (
    MOST_CHANGES,
    MOST_REVISIONS,
    Aspect,
    Cause,
    Change,
    History,
    Kind,
    Revision,
    Shift,
    changes,
    date_of,
    decode,
    encode,
    extended,
    schema,
)
from generator.compose import compose, published
from generator.errors import BriefingError, CodecError
from generator.ingest import read
from generator.model import ActorType, Brief, Correction, Decision, Document, Publish, Section, Statement, Status
from tests.samples import document, flood, hostile, statement

Line = tuple[Any, ...]


def source(name: str, *sentences: str, **metadata: Any) -> Document:
    text = " ".join(sentences)
    return document(name, text, **{"sha256": f"hash of {name} {text}", "title": "Flood"} | metadata)


RAIN = "Heavy rain burst the Orla dam."
ROAD = "The flood cut the road to Vessin."
POOR = "The board said that poor maintenance caused the break."
DENIED = "The ministry denied that poor maintenance caused the break."


def brief(
    sources: Sequence[Document], *statements: Statement, engine: str = "test/1", made: Iterable[Correction] = ()
) -> Brief:
    return Brief(
        slug="dam", title="Flood", sources=tuple(sources), statements=statements, engine=engine, corrections=tuple(made)
    )


def cause_of(sources: Sequence[Document], text: str, *quotes: str, **fields: Any) -> Statement:
    return statement(tuple(sources), Section.CAUSES, text, *quotes, **{"status": Status.STATED} | fields)


def short(found: Iterable[Change]) -> list[tuple[str, str, str, str]]:
    return [(c.kind.value, c.cause.value, c.text, c.was) for c in found]


PAPER = (source("paper.txt", RAIN, ROAD, POOR),)
RAIN_CAUSE = cause_of(PAPER, "Heavy rain burst the Orla dam")
POOR_CAUSE = cause_of(PAPER, "poor maintenance caused the break", status=Status.CLAIMED, speaker="The board")


def decided(decision: Decision, before: Statement | None, after: Statement | None, **fields: Any) -> Correction:
    section = (after or before or RAIN_CAUSE).section
    return Correction(
        decision=decision, section=section, before=before.anchor if before else None,
        after=after.anchor if after else None, **{"public": True} | fields,
    )  # fmt: skip


# — each kind by each cause ———————————————————————————————————————————————————————————————————————————————————————————


def test_a_new_seed_adds_what_it_says() -> None:
    both = (*PAPER, source("radio.txt", DENIED))
    new = brief(both, RAIN_CAUSE, cause_of(both, "poor maintenance caused the break", DENIED, status=Status.DISPUTED))
    assert short(changes(brief(PAPER, RAIN_CAUSE), new)) == [
        ("added", "new seed", "poor maintenance caused the break", "")
    ]


def test_a_removed_seed_takes_what_it_said() -> None:
    both = (*PAPER, source("radio.txt", DENIED))
    old = brief(both, RAIN_CAUSE, cause_of(both, "poor maintenance caused the break", DENIED))
    assert short(changes(old, brief(PAPER, RAIN_CAUSE))) == [
        ("removed", "removed seed", "poor maintenance caused the break", "")
    ]


def test_an_edited_seed_adds_removes_and_rewords() -> None:
    edited = (
        source("paper.txt", "Two days of heavy rain burst the Orla dam.", ROAD, "Birds sang because it was May."),
    )
    old = brief(PAPER, RAIN_CAUSE, POOR_CAUSE)
    new = brief(edited, cause_of(edited, "Two days of heavy rain burst the Orla dam"), cause_of(edited, "it was May"))
    assert short(changes(old, new)) == [
        ("reworded", "edited seed", "Two days of heavy rain burst the Orla dam", "Heavy rain burst the Orla dam"),
        ("added", "edited seed", "it was May", ""),
        ("removed", "edited seed", "poor maintenance caused the break", ""),
    ]


def test_a_new_engine_adds_removes_and_rewords() -> None:
    old = brief(PAPER, RAIN_CAUSE, POOR_CAUSE)
    new = brief(PAPER, cause_of(PAPER, "Heavy rain"), cause_of(PAPER, "The flood"), engine="test/2")
    assert short(changes(old, new)) == [
        ("reworded", "engine", "Heavy rain", "Heavy rain burst the Orla dam"),
        ("added", "engine", "The flood", ""),
        ("removed", "engine", "poor maintenance caused the break", ""),
    ]


def test_a_review_adds_removes_and_rewords() -> None:
    old = brief(PAPER, RAIN_CAUSE, POOR_CAUSE)
    rain, flooded = cause_of(PAPER, "rain"), cause_of(PAPER, "The flood")
    made = [
        decided(Decision.REWORD, RAIN_CAUSE, rain), decided(Decision.REJECT, POOR_CAUSE, None),
        decided(Decision.ADD, None, flooded),
    ]  # fmt: skip
    found = changes(old, brief(PAPER, rain, flooded, made=made))
    assert short(found) == [
        ("reworded", "review", "rain", "Heavy rain burst the Orla dam"),
        ("added", "review", "The flood", ""),
        ("removed", "review", "poor maintenance caused the break", ""),
    ]


def test_a_decision_taken_back_is_a_review_too() -> None:
    rejected = brief(PAPER, RAIN_CAUSE, made=[decided(Decision.REJECT, POOR_CAUSE, None)])
    found = changes(rejected, brief(PAPER, RAIN_CAUSE, POOR_CAUSE))
    assert short(found) == [("added", "review", "poor maintenance caused the break", "")]


def test_accepting_a_statement_explains_nothing() -> None:
    edited = (source("paper.txt", "Very heavy rain burst the Orla dam."),)
    now = cause_of(edited, "Very heavy rain burst the Orla dam")
    new = brief(edited, now, made=[decided(Decision.ACCEPT, now, now)])
    assert [c.cause for c in changes(brief(PAPER, RAIN_CAUSE), new)] == [Cause.EDITED_SEED]


@pytest.mark.parametrize(
    ("sources", "engine", "expected"),
    [
        ((*PAPER, source("radio.txt", POOR)), "test/1", Cause.NEW_SEED),
        ((source("paper.txt", RAIN, ROAD, POOR, "He said."),), "test/1", Cause.EDITED_SEED),
        (PAPER, "test/2", Cause.ENGINE),
        (PAPER, "test/1", Cause.ENGINE),
    ],
)
def test_a_claim_becomes_disputed(sources: Sequence[Document], engine: str, expected: Cause) -> None:
    quotes = [POOR] if len(sources) == 1 else [POOR, POOR]
    now = cause_of(sources, POOR_CAUSE.text, *quotes, status=Status.DISPUTED, speaker="The board")
    if len(sources) > 1:
        now = replace(now, evidence=(*now.evidence, statement(sources[1:], Section.CAUSES, POOR).evidence[0]))
        now = replace(now, evidence=(now.evidence[0], replace(now.evidence[-1], source=1)))
    (found,) = changes(brief(PAPER, POOR_CAUSE), brief(sources, now, engine=engine))
    assert (found.kind, found.cause, found.was) == (Kind.CONTRADICTED, expected, "")
    assert found.shifts == (Shift(aspect=Aspect.STATUS, was="claimed", now="disputed"),)
    assert found.anchor == found.before == POOR_CAUSE.anchor


def test_a_dispute_that_ends_is_no_contradiction() -> None:
    now = replace(POOR_CAUSE, status=Status.DISPUTED)
    (found,) = changes(brief(PAPER, now), brief(PAPER, POOR_CAUSE))
    assert found.kind is Kind.REWORDED


def test_what_a_new_seed_displaces_is_its_doing() -> None:
    both = (*PAPER, source("radio.txt", DENIED))
    found = changes(brief(PAPER, RAIN_CAUSE), brief(both, cause_of(both, "poor maintenance caused the break", DENIED)))
    assert [(c.kind, c.cause) for c in found] == [(Kind.ADDED, Cause.NEW_SEED), (Kind.REMOVED, Cause.NEW_SEED)]


def test_what_a_new_engine_no_longer_finds_is_not_laid_on_a_new_seed() -> None:
    both = (*PAPER, source("radio.txt", DENIED))
    found = changes(brief(PAPER, RAIN_CAUSE), brief(both, cause_of(both, DENIED), engine="test/2"))
    assert [(c.kind, c.cause) for c in found] == [(Kind.ADDED, Cause.NEW_SEED), (Kind.REMOVED, Cause.ENGINE)]


def test_a_seed_under_another_name_is_the_same_seed() -> None:
    moved = (replace(PAPER[0], name="2024/dam.txt"),)
    found = changes(brief(PAPER, RAIN_CAUSE), brief(moved, RAIN_CAUSE, POOR_CAUSE, engine="test/2"))
    assert [(c.kind, c.cause) for c in found] == [(Kind.ADDED, Cause.ENGINE)]


# — what else a reader must know ——————————————————————————————————————————————————————————————————————————————————————


def test_status_speaker_and_date_are_told_without_words_changing() -> None:
    event = statement(PAPER, Section.TIMELINE, "The flood cut the road to Vessin", date="2024-05-03")
    later = replace(event, date="2024-05-04")
    other = replace(POOR_CAUSE, status=Status.STATED, speaker="Ines Carrow")
    found = changes(brief(PAPER, POOR_CAUSE, event), brief(PAPER, other, later))
    assert [(c.kind, c.text, c.was, c.shifts) for c in found] == [
        (
            Kind.REWORDED, "poor maintenance caused the break", "",
            (
                Shift(aspect=Aspect.STATUS, was="claimed", now="stated"),
                Shift(aspect=Aspect.SPEAKER, was="The board", now="Ines Carrow"),
            ),
        ),
        (
            Kind.REWORDED, "The flood cut the road to Vessin", "",
            (Shift(aspect=Aspect.DATE, was="2024-05-03", now="2024-05-04"),),
        ),
    ]  # fmt: skip


def test_a_date_without_value_is_told_in_its_words() -> None:
    event = statement(PAPER, Section.TIMELINE, "The flood cut the road to Vessin", date_text="that day")
    (found,) = changes(brief(PAPER, event), brief(PAPER, replace(event, date="2024-05-04")))
    assert found.shifts == (Shift(aspect=Aspect.DATE, was="that day", now="2024-05-04"),)


def test_a_statement_in_another_section_is_the_same_one() -> None:
    moved = replace(RAIN_CAUSE, section=Section.CONSEQUENCES, status=Status.OCCURRED)
    (found,) = changes(brief(PAPER, RAIN_CAUSE), brief(PAPER, moved, made=[decided(Decision.MOVE, RAIN_CAUSE, moved)]))
    assert (found.kind, found.cause, found.section) == (Kind.REWORDED, Cause.REVIEW, Section.CONSEQUENCES)
    assert found.shifts == (Shift(aspect=Aspect.SECTION, was="causes", now="consequences"),)


def test_an_actor_is_known_by_name_a_figure_by_words() -> None:
    actor = statement(PAPER, Section.ACTORS, "said", "The board", name="The board", type=ActorType.ORGANISATION)
    figure = statement(PAPER, Section.FIGURES, "cut the road to Vessin", name="12 km")
    other = statement(PAPER, Section.ACTORS, ROAD, name="The board", type=ActorType.GROUP)
    now = brief(PAPER, replace(figure, name="14 km"), other)
    assert short(changes(brief(PAPER, figure, actor), now)) == [
        ("reworded", "engine", "14 km: cut the road to Vessin", "12 km: cut the road to Vessin"),
        ("reworded", "engine", f"The board: {ROAD}", "The board: said"),
    ]


def test_each_is_matched_once_with_the_most_alike() -> None:
    old = brief(PAPER, cause_of(PAPER, "rain burst the dam", RAIN), cause_of(PAPER, "heavy rain fell on the dam", RAIN))
    new = brief(PAPER, cause_of(PAPER, "heavy rain fell on the Orla dam", RAIN))
    assert short(changes(old, new)) == [
        ("reworded", "engine", "heavy rain fell on the Orla dam", "heavy rain fell on the dam"),
        ("removed", "engine", "rain burst the dam", ""),
    ]


@pytest.mark.parametrize(
    ("was", "now", "quotes", "same"),
    [
        ("the dam broke overnight", "rain broke walls", (RAIN, RAIN), False),
        ("the dam broke overnight", "rain broke the walls", (RAIN, RAIN), True),
        ("the dam broke overnight", "rain broke the walls", (RAIN, ROAD), False),
        ("the dam broke at night", "the dam broke at noon", (RAIN, ROAD), True),
    ],
)
def test_how_much_makes_two_wordings_one_statement(was: str, now: str, quotes: tuple[str, str], same: bool) -> None:
    found = changes(brief(PAPER, cause_of(PAPER, was, quotes[0])), brief(PAPER, cause_of(PAPER, now, quotes[1])))
    assert [c.kind for c in found] == ([Kind.REWORDED] if same else [Kind.ADDED, Kind.REMOVED])


# — no change —————————————————————————————————————————————————————————————————————————————————————————————————————————


def test_order_offsets_names_and_cuts_of_sources_are_no_change() -> None:
    radio = source("radio.txt", POOR)
    both, swapped = (
        (*PAPER, radio),
        (radio, source("2024/paper.txt", "Vessin.", RAIN, ROAD, POOR, sha256=PAPER[0].sha256)),
    )
    old = brief(both, RAIN_CAUSE, POOR_CAUSE)
    new = brief(swapped, cause_of(swapped, POOR_CAUSE.text, status=Status.CLAIMED, speaker="The board"),
                cause_of(swapped, RAIN_CAUSE.text))  # fmt: skip
    assert changes(old, new) == ()
    assert changes(old, published(new, Publish.QUOTES)) == ()


def test_a_further_source_for_the_same_words_is_no_change() -> None:
    both = (*PAPER, source("radio.txt", "Experts agree: heavy rain burst the Orla dam."))
    more = cause_of(
        both, "Heavy rain burst the Orla dam", "Heavy rain burst the Orla dam", "heavy rain burst the Orla dam"
    )
    assert changes(brief(PAPER, RAIN_CAUSE), brief(both, more)) == ()


@pytest.mark.parametrize("one", [flood(), hostile()])
def test_a_brief_does_not_differ_from_itself(one: Brief) -> None:
    assert changes(one, one) == ()
    assert changes(one, codec.decode(codec.encode(one))) == ()


WORDS = st.sampled_from("rain dam flood burst cut road the a of heavy".split())
STATEMENTS = st.lists(
    st.builds(
        lambda words, section, status: statement(PAPER, section, " ".join(words), RAIN, status=status),
        st.lists(WORDS, min_size=1, max_size=6), st.sampled_from([Section.CAUSES, Section.SUMMARY]),
        st.sampled_from([Status.STATED, Status.CLAIMED]),
    ),
    max_size=6,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(STATEMENTS, STATEMENTS)
def test_nothing_is_lost_and_what_is_added_one_way_is_removed_the_other(
    was: list[Statement], now: list[Statement]
) -> None:
    old, new = brief(PAPER, *was), brief(PAPER, *now)
    there, back = changes(old, new), changes(new, old)
    told = {(c.before, c.anchor) for c in there}
    assert sorted((c.anchor, c.before) for c in back) == sorted((c.before, c.anchor) for c in there)
    assert {s.anchor for s in now} <= {after for _, after in told} | {s.anchor for s in was}
    assert {s.anchor for s in was} <= {before for before, _ in told} | {s.anchor for s in now}


# — decisions that are not public —————————————————————————————————————————————————————————————————————————————————————

SECRET = "poor maintenance caused the break"


def test_what_is_rejected_in_private_is_not_told() -> None:
    made = [decided(Decision.REJECT, POOR_CAUSE, None, public=False)]
    (found,) = changes(brief(PAPER, POOR_CAUSE), brief(PAPER, made=made))
    assert (found.kind, found.cause, found.text, found.was) == (Kind.REMOVED, Cause.REVIEW, "", "")


def test_what_is_reworded_in_private_is_not_told() -> None:
    now = cause_of(PAPER, "maintenance", POOR)
    made = [decided(Decision.REWORD, POOR_CAUSE, now, public=False)]
    (found,) = changes(brief(PAPER, POOR_CAUSE), brief(PAPER, now, made=made))
    assert (found.kind, found.text, found.was, found.shifts) == (Kind.REWORDED, "maintenance", "", ())


def test_what_may_be_rejected_in_private_is_not_told_either() -> None:
    """The seed was edited as well: the decision names words that the old brief did not have."""
    edited = (source("paper.txt", RAIN, "The board said that very poor maintenance caused the break."),)
    made = [decided(Decision.REJECT, cause_of(edited, "very poor maintenance caused the break"), None, public=False)]
    old = brief(PAPER, POOR_CAUSE)
    assert short(changes(old, brief(edited, made=made))) == [("removed", "edited seed", "", "")]
    reworded = cause_of(edited, "maintenance caused the break", "The board said that very poor maintenance")
    assert short(changes(old, brief(edited, reworded, made=made))) == [("reworded", "edited seed", reworded.text, "")]
    before = [decided(Decision.REJECT, cause_of(PAPER, "The flood"), None, public=False)]
    known = changes(replace(old, corrections=tuple(before)), brief(edited, made=made))
    assert short(known) == [("removed", "edited seed", SECRET, "")]


@pytest.mark.parametrize("public", [True, False])
def test_a_rejection_takes_every_cut_of_its_place(public: bool) -> None:
    """The correction names one of them."""
    cuts = [POOR_CAUSE, statement(PAPER, Section.SUMMARY, POOR), statement(PAPER, Section.TIMELINE, SECRET)]
    made = [decided(Decision.REJECT, POOR_CAUSE, None, public=public)]
    old, new = brief(PAPER, RAIN_CAUSE, *cuts), brief(PAPER, RAIN_CAUSE, made=made)
    told = [POOR, SECRET, SECRET] if public else ["", "", ""]
    assert short(changes(old, new)) == [("removed", "review", text, "") for text in told]
    assert short(changes(new, old)) == [("added", "review", text, "") for text in (POOR, SECRET, SECRET)]


def test_merging_actors_takes_the_other_names() -> None:
    """The correction names the first of them."""
    board = statement(PAPER, Section.ACTORS, "", "The board", name="The board", type=ActorType.ORGANISATION)
    owner = statement(PAPER, Section.ACTORS, "", "The flood", name="The Orla Board", type=ActorType.ORGANISATION)
    both = replace(board, aliases=("The Orla Board",), name="Orla Water Board")
    old, new = brief(PAPER, board, owner), brief(PAPER, both, made=[decided(Decision.MERGE, board, both)])
    assert short(changes(old, new)) == [
        ("reworded", "review", "Orla Water Board", "The board"),
        ("removed", "review", "The Orla Board", ""),
    ]
    assert {c.cause for c in changes(new, old)} == {Cause.REVIEW}
    kept = replace(board, aliases=("The Orla Board",))
    same_name = brief(PAPER, kept, made=[decided(Decision.MERGE, board, kept)])
    assert short(changes(old, same_name)) == [("removed", "review", "The Orla Board", "")]


def test_history_forgets_what_is_rejected_in_private_after_it_went() -> None:
    there, gone = brief(PAPER, POOR_CAUSE), brief(PAPER)
    history = extended(History(), there, gone, "2024-05-01")
    rejected = replace(gone, corrections=(decided(Decision.REJECT, POOR_CAUSE, None, public=False),))
    (revision,) = extended(history, gone, rejected, "2024-05-02").revisions
    assert [(revision.date, c.kind, c.text) for c in revision.changes] == [("2024-05-01", Kind.REMOVED, "")]


def test_history_forgets_what_is_withdrawn_in_private() -> None:
    """… and what that was before it was reworded."""
    none, first = brief(PAPER, RAIN_CAUSE), brief(PAPER, RAIN_CAUSE, POOR_CAUSE)
    reworded = replace(POOR_CAUSE, text=f"{SECRET}, twice")
    second = brief(PAPER, RAIN_CAUSE, reworded)
    last = brief(PAPER, RAIN_CAUSE, made=[decided(Decision.REJECT, reworded, None, public=False)])
    history = extended(extended(History(), none, first, "2024-05-01"), first, second, "2024-05-02")
    assert encode(history).decode().count(SECRET) == 3
    history = extended(history, second, last, "2024-05-03")
    assert SECRET not in encode(history).decode()
    assert [(r.date, len(r.changes)) for r in history.revisions] == [("2024-05-03", 1)]


# — history ———————————————————————————————————————————————————————————————————————————————————————————————————————————


def versions(*texts: str) -> list[Brief]:
    """Versions of a brief with one cause each; an empty text: none."""
    made = [cause_of(PAPER, text, RAIN) if text else None for text in texts]
    return [brief(PAPER, *filter(None, [one])) for one in made]


def followed(dates: Sequence[str], all_versions: Sequence[Brief]) -> History:
    history = History()
    for date, old, new in zip(dates, all_versions, all_versions[1:], strict=False):
        history = extended(history, old, new, date)
    return history


def test_newest_first_and_the_same_if_nothing_changed() -> None:
    steps = versions("rain", "heavy rain", "very heavy rain")
    history = followed(["2024-05-01", ""], steps)
    assert [(r.date, short(r.changes)) for r in history.revisions] == [
        ("", [("reworded", "engine", "very heavy rain", "heavy rain")]),
        ("2024-05-01", [("reworded", "engine", "heavy rain", "rain")]),
    ]
    assert extended(history, steps[2], steps[2], "2024-05-09") == history


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("rain", "heavy rain", "very heavy rain"), [("reworded", "engine", "very heavy rain", "rain")]),
        (("rain", "heavy rain", "rain"), []),
        (("", "rain", ""), []),
        (("", "rain", "heavy rain"), [("added", "engine", "heavy rain", "")]),
        (("rain", "", "rain"), []),
        (("rain", "heavy rain", ""), [("removed", "engine", "rain", "")]),
        (("rain", "Orla"), [("added", "engine", "Orla", ""), ("removed", "engine", "rain", "")]),
    ],
)
def test_one_day_is_one_step(texts: tuple[str, ...], expected: list[Line]) -> None:
    history = followed(["2024-05-01"] * 9, versions(*texts))
    assert [short(r.changes) for r in history.revisions] == ([expected] if expected else [])


@settings(max_examples=150, deadline=None)
@given(STATEMENTS, STATEMENTS, STATEMENTS)
def test_one_step_tells_what_the_first_and_last_version_differ_in(
    first: list[Statement], second: list[Statement], third: list[Statement]
) -> None:
    one, two, three = (brief(PAPER, *{s.anchor: s for s in found}.values()) for found in (first, second, third))
    history = followed(["", ""], [one, two, three])
    found = [c for r in history.revisions for c in r.changes]
    was, now = ({s.anchor for s in b.statements} for b in (one, three))
    told_now, told_was = [c.anchor for c in found if c.anchor], [c.before for c in found if c.before]
    assert now - was <= set(told_now) <= now
    assert was - now <= set(told_was) <= was
    assert len(set(told_now)) == len(told_now)
    assert len(set(told_was)) == len(told_was)
    assert decode(encode(history)) == history


def test_a_status_that_turns_twice_on_a_day() -> None:
    disputed, stated = (replace(POOR_CAUSE, status=s) for s in (Status.DISPUTED, Status.STATED))
    steps = [brief(PAPER, s) for s in (POOR_CAUSE, stated, disputed, POOR_CAUSE)]
    (revision,) = followed(["", ""], steps).revisions
    (found,) = revision.changes
    assert found.kind is Kind.CONTRADICTED
    assert found.shifts == (Shift(aspect=Aspect.STATUS, was="claimed", now="disputed"),)
    assert followed(["", "", ""], steps) == History()


def test_a_history_is_bounded() -> None:
    days = [f"2024-05-{day:02}" for day in range(1, 29)]
    history = followed(days, versions(*(f"heavy rain {n}" for n in range(29))))
    assert [r.date for r in history.revisions] == days[: -MOST_REVISIONS - 1 : -1]
    many = [cause_of(PAPER, f"rain{n}", RAIN) for n in range(MOST_CHANGES + 7)]
    (only,) = extended(history, brief(PAPER), brief(PAPER, *many), "2024-06-01").revisions
    assert (len(only.changes), only.more) == (MOST_CHANGES, 7)


def test_the_file_of_a_history() -> None:
    history = followed(["2024-05-01", ""], versions("rain", "heavy rain", 'Ördög "rain"\u202e'))
    assert decode(encode(history)) == history
    assert encode(decode(encode(history))) == encode(history)
    assert b"https://json-schema.org/draft/2020-12/schema" in schema()


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:-9], lambda data: b"", lambda data: b"[" * 100_000, lambda data: b"\xff" + data,
        lambda data: data.replace(b'"schema": 1', b'"schema": 2'), lambda data: data.replace(b"added", b"lost"),
        lambda data: data.replace(b'"date": ""', b'"date": "<b>"'),
        lambda data: data.replace(b'"more": 0', b'"more": -1'),
        lambda data: data.replace(b'"schema"', b'"x": 1, "schema"'),
    ],
)  # fmt: skip
def test_a_damaged_history_is_refused(damage: Any) -> None:
    change = Change(kind=Kind.ADDED, cause=Cause.ENGINE, section=Section.CAUSES, text="rain", anchor="causes-1")
    data = encode(History(revisions=(Revision(date="", changes=(change,)),)))
    decode(data)
    with pytest.raises(CodecError):
        decode(damage(data))


# — dates —————————————————————————————————————————————————————————————————————————————————————————————————————————————


def dated(*published: str | None, made: Iterable[str] = ()) -> Brief:
    sources = [source(f"{n}.txt", RAIN, published=date) for n, date in enumerate(published)]
    return brief(sources, made=[decided(Decision.REJECT, POOR_CAUSE, None, date=date) for date in made])


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (dated("2024-05-01"), dated("2024-05-01", "2024-05-03"), "2024-05-03"),
        (dated("2024-05-01"), dated("2024-05-01", "2024-05-03T09:30"), "2024-05-03"),
        (dated("2024-05-01"), dated("2024-05-02"), "2024-05-02"),
        (dated("2024-05-01"), dated("2024-05-01", made=["2024-06-01"]), "2024-06-01"),
        (dated("2024-05-01"), dated("2024-05-01", "2019-01-01"), ""),
        (dated("2024-05-01"), dated("2024-05-01", "2024-06"), ""),
        (dated("2024-05-01"), dated("2024-05-01", None), ""),
        (dated("2024-05-01", "2024-05-02"), dated("2024-05-01"), ""),
        (dated(None), dated(None), ""),
    ],
)
def test_the_day_of_a_change(old: Brief, new: Brief, expected: str) -> None:
    assert date_of(old, new) == expected
    assert date_of(old, new, epoch=1714694400) == "2024-05-03"


def test_a_day_that_is_none() -> None:
    with pytest.raises(BriefingError, match="SOURCE_DATE_EPOCH"):
        date_of(flood(), flood(), epoch=10**20)


# — with the engine ———————————————————————————————————————————————————————————————————————————————————————————————————

FIRST = """Dam bursts above Vessin
Published: 4 May 2024

The Orla dam burst on 3 May 2024 because heavy rain had filled the lake. The flood destroyed 120 homes in Vessin.
Mayor Ines Carrow said that repairs could cost $4.5 million.
"""
SECOND = """Ministry answers critics
Published: 6 May 2024

The flood led to queues of 9 kilometres on Sunday, according to the Orla Water Board.
"""


def test_one_more_seed_changes_what_it_says_and_nothing_else(tmp_path: Any) -> None:
    for name, text in (("first.txt", FIRST), ("second.txt", SECOND)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    first, second = (read(tmp_path / name, tmp_path) for name in ("first.txt", "second.txt"))
    alone, both = (compose("dam", documents).brief for documents in ([first], [first, second]))
    found = changes(alone, both)
    assert {c.cause for c in found} == {Cause.NEW_SEED}
    assert {c.kind for c in found} == {Kind.ADDED}
    said = {s.anchor for s in compose("dam", [second]).brief.statements}
    assert {c.anchor for c in found} == said - {s.anchor for s in alone.statements}
    assert any("queues" in c.text for c in found)
    assert {(c.kind, c.cause) for c in changes(both, alone)} == {(Kind.REMOVED, Cause.REMOVED_SEED)}
