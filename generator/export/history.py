"""How a brief came to say what it says, for reading: what changed in it, and what persons corrected.

Worked out once for pages, feeds and print. Every string is plain text without characters that no reader sees, and as
hostile as who wrote it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from generator import timex
from generator.changes import Aspect, Cause, Change, History, Kind, Revision, Shift
from generator.export.interface import Interface
from generator.export.view import capital, sentence, standing, visible
from generator.model import Brief, Correction, Decision, Section, Status

AT_FIRST = 6
"""How many changes of a revision are shown before the reader asks for more."""

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A statement that changed."""

    kind: Kind
    label: str
    """What happened to it: “Added”."""
    facts: str
    """Where it stands or stood, and why it changed: “Causes · new source”."""
    was: str
    """What it said; empty where it said nothing else."""
    now: str
    """What it says; empty where it no longer stands."""
    shifts: tuple[str, ...]
    """What else is another than before: “Date: 3 May 2024 (before: 2 May 2024)”."""
    anchor: str
    """Where it stands in the brief; empty where it no longer does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revised:
    """One step in the history of a brief."""

    value: str
    """ISO 8601; empty where no date is known."""
    date: str
    """The same for reading."""
    count: str
    """How many statements changed in which way: “2 added, 1 reworded”."""
    changes: tuple[Changed, ...]
    """Without those of which nothing may be told."""
    more: str
    """Names those that are not shown at first: “4 more changes”; empty exactly where there are none."""
    left: str
    """Says how many further ones are not known any more; empty exactly where there are none."""

    @property
    def first(self) -> tuple[Changed, ...]:
        return self.changes[:AT_FIRST]

    @property
    def rest(self) -> tuple[Changed, ...]:
        return self.changes[AT_FIRST:]


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """A public decision of a person that altered what a brief says."""

    anchor: str
    """A fragment identifier that lasts as long as the decision does; one of its kind in the brief."""
    what: str
    """What was decided: “Reworded”."""
    section: str
    was: str
    """What the brief said; empty where it said nothing, or the same."""
    now: str
    """What it says; empty where it says nothing any more."""
    reason: str
    reviewer: str
    """Who decided it; empty where that is not said."""
    by: str
    """The same and when, for reading; empty where neither is known."""
    value: str
    """The day of it, ISO 8601; empty where that is not known."""
    date: str
    """The same for reading."""
    statement: str
    """Where the statement stands in the brief; empty where it no longer does."""


def revisions(brief: Brief, history: History, say: Interface) -> tuple[Revised, ...]:
    """What changed in `brief`, newest first; nothing while its first version stands."""
    standing = {s.anchor for s in brief.statements}
    return tuple(_revised(revision, standing, say) for revision in history.revisions)


def corrections(brief: Brief, say: Interface) -> tuple[Corrected, ...]:
    """What persons publicly corrected in `brief`, newest first. Letting a statement stand is no correction."""
    standing = {s.anchor for s in brief.statements}
    made = {_anchor(c): c for c in brief.corrections if c.public and c.decision is not Decision.ACCEPT}
    found = [_corrected(anchor, correction, standing, say) for anchor, correction in made.items()]
    return tuple(c for _, c in newest_first((None, c) for c in found))


def newest_first(found: Iterable[tuple[_Item, Corrected]]) -> list[tuple[_Item, Corrected]]:
    """Corrections, each with what it is of, by their dates; those without one last, in the order given."""
    return sorted(found, key=lambda item: day(item[1].value) or dt.date.min, reverse=True)


def updated(brief: Brief, history: History) -> dt.date | None:
    """The day of the newest change or public correction that has one."""
    values = [r.date for r in history.revisions] + [c.date for c in brief.corrections if c.public]
    return max((found for value in values if (found := day(value))), default=None)


def day(value: str) -> dt.date | None:
    """The first day of a value of time; None where it is none."""
    limits = timex.bounds(value)
    return limits[0] if limits else None


def formerly(brief: Brief) -> Mapping[str, tuple[str, ...]]:
    """By the anchor of a statement: those it had before public corrections, as far as nothing else has them now."""
    before = {c.before: c.after for c in brief.corrections if c.public and c.before and c.after}
    standing = {s.anchor for s in brief.statements}
    found = defaultdict(list)
    for old in before:
        new, steps = before[old], 0
        while new not in standing and new in before and steps < len(before):
            new, steps = before[new], steps + 1
        if new in standing and old not in standing:
            found[new].append(old)
    return {anchor: tuple(old) for anchor, old in found.items()}


# — what changed ———————————————————————————————————————————————————————————————————————————————————————————————————————


def _revised(revision: Revision, standing: set[str], say: Interface) -> Revised:
    told = tuple(_changed(change, standing, say) for change in _foremost(revision.changes) if change.text.strip())
    rest = len(told[AT_FIRST:])
    return Revised(
        value=revision.date if day(revision.date) else "",
        date=say.date(revision.date) if day(revision.date) else "",
        count=_count(revision.changes, say),
        changes=told,
        more=say.plural("{n} more change", "{n} more changes", rest) if rest else "",
        left=say.plural("{n} further change is not listed.", "{n} further changes are not listed.", revision.more)
        if revision.more
        else "",
    )


def _foremost(changes: Iterable[Change]) -> list[Change]:
    """What a source now disputes before all else, each in the order of the brief: the first few are what is seen."""
    return sorted(changes, key=lambda change: change.kind is not Kind.CONTRADICTED)


def _count(changes: Iterable[Change], say: Interface) -> str:
    """How many of each kind; what has no text was withdrawn and may not be told."""
    counts = Counter("withdrawn" if not c.text.strip() else "shifted" if _only_shifted(c) else c.kind for c in changes)
    words = {
        Kind.ADDED: say.plural("{n} added", "{n} added", counts[Kind.ADDED]),
        Kind.REMOVED: say.plural("{n} removed", "{n} removed", counts[Kind.REMOVED]),
        Kind.REWORDED: say.plural("{n} reworded", "{n} reworded", counts[Kind.REWORDED]),
        Kind.CONTRADICTED: say.plural(
            "{n} newly contradicted", "{n} newly contradicted", counts[Kind.CONTRADICTED]
        ),
        "shifted": say.plural("{n} changed otherwise", "{n} changed otherwise", counts["shifted"]),
        "withdrawn": say.plural("{n} statement withdrawn", "{n} statements withdrawn", counts["withdrawn"]),
    }  # fmt: skip
    return ", ".join(said for kind, said in words.items() if counts[kind])


def _changed(change: Change, standing: set[str], say: Interface) -> Changed:
    stands = change.kind is not Kind.REMOVED
    was, text = _shown(change.was, change.section), _shown(change.text, change.section)
    return Changed(
        kind=change.kind,
        label=say("Changed") if _only_shifted(change) else _happened(change.kind, say),
        facts=f"{_heading(change.section, say)} · {_cause(change.cause, say)}",
        was=(was if was != text else "") if stands else text,
        now=text if stands else "",
        shifts=tuple(_shift(shift, say) for shift in change.shifts if not _is_said(shift, change)),
        anchor=change.anchor if change.anchor in standing else "",
    )


def _only_shifted(change: Change) -> bool:
    """Whether it has the words it had."""
    return change.kind is Kind.REWORDED and not change.was and change.shifts != ()


def _is_said(shift: Shift, change: Change) -> bool:
    """Whether what happened to the statement says it already."""
    return shift.aspect is Aspect.STATUS and change.kind is Kind.CONTRADICTED


def _shift(shift: Shift, say: Interface) -> str:
    match shift.aspect:
        case Aspect.SECTION:
            what = say("Part")
        case Aspect.STATUS:
            what = say("Status")
        case Aspect.SPEAKER:
            what = say("Who says it")
        case Aspect.DATE:
            what = say("Date")
    was, now = (_value(shift.aspect, value, say) or say("not given") for value in (shift.was, shift.now))
    return say("{what}: {now} (before: {was})", what=what, now=now, was=was)


def _value(aspect: Aspect, value: str, say: Interface) -> str:
    """`value` for reading; as it is where it is not one of its kind."""
    if aspect is Aspect.SECTION and value in list(Section):
        return _heading(Section(value), say)
    if aspect is Aspect.STATUS and value in list(Status):
        return standing(Status(value), say)
    if aspect is Aspect.DATE and day(value):
        return say.date(value)
    return visible(value)


def _happened(kind: Kind, say: Interface) -> str:
    match kind:
        case Kind.ADDED:
            return say("Added")
        case Kind.REMOVED:
            return say("Removed")
        case Kind.REWORDED:
            return say("Reworded")
        case Kind.CONTRADICTED:
            return say("Newly contradicted")


def _cause(cause: Cause, say: Interface) -> str:
    match cause:
        case Cause.NEW_SEED:
            return say("new source")
        case Cause.EDITED_SEED:
            return say("edited source")
        case Cause.REMOVED_SEED:
            return say("source taken out")
        case Cause.REVIEW:
            return say("review by a person")
        case Cause.ENGINE:
            return say("new version of the program")


# — what was corrected —————————————————————————————————————————————————————————————————————————————————————————————————


def _corrected(anchor: str, correction: Correction, standing: set[str], say: Interface) -> Corrected:
    was, now = (_said(text, correction, say) for text in (correction.was, correction.now))
    reviewer = visible(correction.reviewer)
    date = say.date(correction.date) if day(correction.date) else ""
    return Corrected(
        anchor=anchor,
        what=_decided(correction, say),
        section=_place(correction, say),
        was=was if was != now else "",
        now=now,
        reason=visible(correction.reason),
        reviewer=reviewer,
        by=", ".join(filter(None, (reviewer, date))),
        value=correction.date if date else "",
        date=date,
        statement=correction.after if correction.after and correction.after in standing else "",
    )


def _anchor(correction: Correction) -> str:
    """Does not depend on reason, reviewer or date: these may be mended."""
    parts = (correction.decision, correction.section, correction.before, correction.after)
    key = "\0".join(part or "" for part in parts)
    return f"correction-{hashlib.sha256(key.encode('utf-8', 'replace')).hexdigest()[:8]}"


def _said(text: str, correction: Correction, say: Interface) -> str:
    """What it said or says; of an event whose date was corrected with its date, for reading, before a colon."""
    date, colon, words = text.partition(": ")
    if correction.decision is not Decision.DATE or not colon:
        return _shown(text, correction.section)
    when = say.date(date) if day(date) else say("Undated") if date == "?" else visible(date)
    return f"{capital(when)}: {_shown(words)}"


def _place(correction: Correction, say: Interface) -> str:
    """The part of the brief; of what was moved both, “Causes → Consequences”, for an anchor names its part."""
    here, before = _heading(correction.section, say), (correction.before or "").partition("-")[0]
    if correction.decision is not Decision.MOVE or before not in list(Section) or before == correction.section:
        return here
    return f"{_heading(Section(before), say)} → {here}"


def _decided(correction: Correction, say: Interface) -> str:
    match correction.decision:
        case Decision.ACCEPT:
            return say("Checked")
        case Decision.REJECT:
            return say("Removed")
        case Decision.REWORD:
            return say("Reworded")
        case Decision.MOVE:
            return say("Moved")
        case Decision.ADD:
            return say("Added")
        case Decision.MERGE:
            return say("Actors merged")
        case Decision.SPLIT:
            return say("Actor split") if ", " in correction.now else say("Actor renamed")
        case Decision.DATE:
            return say("Date corrected")
        case Decision.PIN:
            return say("Made the bottom line")


def _heading(section: Section, say: Interface) -> str:
    match section:
        case Section.SUMMARY:
            return say("Summary")
        case Section.FIGURES:
            return say("Key figures")
        case Section.CAUSES:
            return say("Causes")
        case Section.CONSEQUENCES:
            return say("Consequences")
        case Section.ACTORS:
            return say("Actors")
        case Section.TIMELINE:
            return say("Timeline")
        case Section.UNKNOWNS:
            return say("Not known")


def _shown(text: str, section: Section | None = None) -> str:
    """`text` for reading: a sentence or, of actors, a name with its role."""
    return (capital if section is Section.ACTORS else sentence)(visible(text))
