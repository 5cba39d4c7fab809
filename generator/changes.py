"""What changed between two versions of a brief, statement by statement, and why; and the history of such changes."""

from __future__ import annotations

import re
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Literal

import msgspec

from generator.errors import BriefingError, CodecError
from generator.model import Brief, Decision, Document, Section, Statement, Status

_DAY = r"\d{4}-\d\d-\d\d"


class Kind(StrEnum):
    """What happened to a statement."""

    ADDED = "added"
    REMOVED = "removed"
    REWORDED = "reworded"
    CONTRADICTED = "contradicted"
    """It stood before; now a source disputes it."""


class Cause(StrEnum):
    """Why a statement changed."""

    NEW_SEED = "new seed"
    EDITED_SEED = "edited seed"
    REMOVED_SEED = "removed seed"
    REVIEW = "review"
    ENGINE = "engine"


class Aspect(StrEnum):
    """What of a statement, besides its words, can change so that a reader must know."""

    SECTION = "section"
    STATUS = "status"
    SPEAKER = "speaker"
    DATE = "date"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """An aspect that is another than before. Values are those of `Section` and `Status`, an ISO 8601 date (or the
    words of the source where it has none), a speaker as the text names them; empty where there was or is none."""

    aspect: Aspect
    was: str
    now: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What happened to one statement."""

    kind: Kind
    cause: Cause
    section: Section
    text: str
    """What it says now or, if it is removed, said last. Of actors and figures: the name, and the text after a colon.
    Empty if it was removed by a decision that is not public: then say no more than that one was withdrawn."""
    was: str = ""
    """What it said before, where that was something else and may be told."""
    shifts: tuple[Shift, ...] = ()
    """What else is another than before; of a statement that is reworded or contradicted only."""
    anchor: str = ""
    """Of the statement that stands now; empty if none does."""
    before: str = ""
    """Anchor of the statement that stood before; empty if none did. It leads nowhere unless it is `anchor`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One step in the history of a brief."""

    date: Annotated[str, msgspec.Meta(pattern=f"^({_DAY})?$")]
    """The day, ISO 8601; empty where none is known."""
    changes: Annotated[tuple[Change, ...], msgspec.Meta(min_length=1)]
    """At least one, in the order of the brief."""
    more: Annotated[int, msgspec.Meta(ge=0)] = 0
    """How many further changes are not kept, since there were too many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """How a published brief came to say what it says."""

    revisions: tuple[Revision, ...] = ()
    """Newest first; empty while its first version stands."""


MOST_REVISIONS = 20
MOST_CHANGES = 200
"""What a history keeps: so many revisions, and so many changes in all of them together; the newest first."""

SAME_SENTENCE = 1 / 3
ELSEWHERE = 0.6
"""Two wordings are one statement if they share so much of their words (Dice's coefficient of the sets of words): in
one section, quoting the same sentence or not. Between sections the second counts for those that quote the same
sentence; others must have the same words."""


# — two versions of a brief ———————————————————————————————————————————————————————————————————————————————————————————


def changes(old: Brief, new: Brief) -> tuple[Change, ...]:
    """What a reader of `old` must know who now reads `new`, in the order of `new`.

    A statement that is in another section or has another date, status or speaker is reworded; one that became disputed
    is contradicted, with other words or not. No change: another order or place in the source, more or less evidence for
    the same words, other aliases or type of an actor, upper or lower case.
    """
    return _compared(old, new)[0]


def date_of(old: Brief, new: Brief, epoch: int | None = None) -> str:
    """The day, ISO 8601, to which what changed is dated; empty where nothing says it.

    That of `epoch` (seconds, as ``SOURCE_DATE_EPOCH`` has them) if given. Else the newest day on which a source new in
    `new` was published or a decision new in it was made, unless `old` already knew of a later one: then something else
    made it change. BriefingError if `epoch` is no time.
    """
    if epoch is not None:
        try:
            return datetime.fromtimestamp(epoch, UTC).date().isoformat()
        except (OverflowError, ValueError, OSError) as error:
            raise BriefingError(f"SOURCE_DATE_EPOCH cannot be {epoch}; give seconds since 1970-01-01") from error
    same = _same_sources(old, new)
    before = {n: old.sources[same[n]].published if n in same else None for n in range(len(new.sources))}
    known = _newest_day([s.published for s in old.sources], [c.date for c in old.corrections])
    newest = _newest_day(
        [s.published for n, s in enumerate(new.sources) if s.published != before[n]],
        [c.date for c in new.corrections if c not in old.corrections],
    )
    return newest if newest >= known else ""


def _newest_day(published: list[str | None], decided: list[str]) -> str:
    """The newest of these dates that are known to the day; empty if none is."""
    return max((date[:10] for date in (*published, *decided) if date and re.match(_DAY, date)), default="")


def _compared(old: Brief, new: Brief) -> tuple[tuple[Change, ...], frozenset[str]]:
    """What changed, and the anchors of those statements of `old` whose words may not be told any more."""
    if old.statements == new.statements:
        return (), frozenset()
    why = _Reasons(old, new)
    pairs = _pairs(old, new)
    gone = set(range(len(old.statements))) - set(pairs.values())
    found: list[Change] = []
    secret: set[str] = set()
    for section in Section:
        here: list[tuple[Statement | None, Statement | None]] = [
            (old.statements[pairs[n]] if n in pairs else None, s)
            for n, s in enumerate(new.statements)
            if s.section is section
        ]
        here += [(old.statements[n], None) for n in sorted(gone) if old.statements[n].section is section]
        for was, now in here:
            change = _change(was, now, why)
            if change is None:
                continue
            if was is not None and why.secret(was, now):
                secret.add(was.anchor)
                change = replace(change, was="", shifts=(), text=change.text if now else "")
            found.append(change)
    return tuple(found), frozenset(secret)


def _change(was: Statement | None, now: Statement | None, why: _Reasons) -> Change | None:
    """None if both say the same."""
    said, says = _told(was), _told(now)
    shifts: tuple[Shift, ...] = ()
    if was is None:
        kind = Kind.ADDED
    elif now is None:
        kind = Kind.REMOVED
    else:
        shifts = tuple(_shifts(was, now))
        if said.casefold() == says.casefold():
            said = ""
        if not said and not shifts:
            return None
        disputed = now.status is Status.DISPUTED and was.status is not Status.DISPUTED
        kind = Kind.CONTRADICTED if disputed else Kind.REWORDED
    last = now or was
    assert last is not None
    return Change(
        kind=kind, cause=why.cause(was, now), section=last.section, text=says or said, was=said if now else "",
        shifts=shifts, anchor=now.anchor if now else "", before=was.anchor if was else "",
    )  # fmt: skip


def _told(statement: Statement | None) -> str:
    if statement is None:
        return ""
    return " ".join(": ".join(filter(None, (statement.name, statement.text))).split())


def _shifts(was: Statement, now: Statement) -> Iterator[Shift]:
    """Of each aspect what a brief keeps: no speaker of an actor; status and date mean something in a section only."""
    values: dict[Aspect, tuple[str | None, str | None]] = {Aspect.SECTION: (was.section, now.section)}
    if Section.ACTORS not in (was.section, now.section):
        values[Aspect.SPEAKER] = (was.speaker, now.speaker)
    if was.section is now.section is Section.TIMELINE:
        values[Aspect.DATE] = (was.date or was.date_text, now.date or now.date_text)
    elif was.section is now.section and was.section in (Section.CAUSES, Section.CONSEQUENCES):
        values[Aspect.STATUS] = (was.status, now.status)
    for aspect in Aspect:
        before, after = (value or "" for value in values.get(aspect, ("", "")))
        if before.casefold() != after.casefold():
            yield Shift(aspect=aspect, was=str(before), now=str(after))


# — which statement is which ——————————————————————————————————————————————————————————————————————————————————————————


@dataclass(frozen=True, slots=True)
class _Line:
    """A statement as it is recognised in another version."""

    statement: Statement
    words: frozenset[str]
    sentences: frozenset[str]
    """The sentences it quotes, as text: where they stand may change."""


def _pairs(old: Brief, new: Brief) -> dict[int, int]:
    """Index of a statement in `new` → index of the same one in `old`, each once; the surest first."""
    left: dict[int, _Line] = {n: _line(old, s) for n, s in enumerate(old.statements)}
    right: dict[int, _Line] = {n: _line(new, s) for n, s in enumerate(new.statements)}
    pairs: dict[int, int] = {}

    def take(found: Iterable[tuple[int, int]]) -> None:
        for before, after in found:
            if before in left and after in right:
                pairs[after] = before
                del left[before], right[after]

    take(_equal(left, right, _identity))
    take(_decided(left, right, old, new))
    take(_equal(left, right, _actor))
    for section in Section:
        take(_alike(_of(left, section), _of(right, section), SAME_SENTENCE, ELSEWHERE))
    take(_alike(left, right, ELSEWHERE, 1))
    return pairs


def _line(brief: Brief, statement: Statement) -> _Line:
    sentences = set()
    for evidence in statement.evidence:
        source = brief.sources[evidence.source]
        index = source.sentence_at(evidence.span.start)
        text = brief.quote(evidence) if index is None else source.quote(source.sentences[index])
        sentences.add(" ".join(text.split()))
    return _Line(statement, frozenset(re.findall(r"\w+", _told(statement).casefold())), frozenset(sentences))


def _of(lines: Mapping[int, _Line], section: Section) -> dict[int, _Line]:
    return {n: line for n, line in lines.items() if line.statement.section is section}


def _identity(line: _Line) -> Hashable:
    s = line.statement
    return s.section, s.name, s.date, s.date_text, s.text


def _actor(line: _Line) -> Hashable:
    s = line.statement
    return (s.name or "").casefold() if s.section is Section.ACTORS else None


def _equal(
    left: Mapping[int, _Line], right: Mapping[int, _Line], key: Callable[[_Line], Hashable]
) -> list[tuple[int, int]]:
    """Those with the same key (None: no key), the first with the first."""
    known: dict[Hashable, deque[int]] = defaultdict(deque)
    for n, line in left.items():
        known[key(line)].append(n)
    known.pop(None, None)
    return [(known[k].popleft(), n) for n, line in right.items() if (k := key(line)) in known and known[k]]


def _decided(
    left: Mapping[int, _Line], right: Mapping[int, _Line], old: Brief, new: Brief
) -> Iterator[tuple[int, int]]:
    """Those of which a decision, made or taken back, says that one became the other."""
    before = {line.statement.anchor: n for n, line in left.items()}
    after = {line.statement.anchor: n for n, line in right.items()}
    steps = [(c.before, c.after) for c in new.corrections] + [(c.after, c.before) for c in old.corrections]
    for was, now in steps:
        if was in before and now in after:
            yield before[was], after[now]


def _alike(
    left: Mapping[int, _Line], right: Mapping[int, _Line], same_sentence: float, elsewhere: float
) -> list[tuple[int, int]]:
    """Those that share enough of their words, the most alike first; of equals those nearest to one another in order."""
    holders: dict[str, list[int]] = defaultdict(list)
    for n, line in left.items():
        for word in line.words:
            holders[word].append(n)
    place = {n: rank for rank, n in enumerate(left)}
    found = []
    for rank, (after, line) in enumerate(right.items()):
        shared: Counter[int] = Counter()
        for word in line.words:
            shared.update(holders.get(word, ()))
        for before, number in shared.items():
            other = left[before]
            likeness = 2 * number / (len(line.words) + len(other.words))
            together = not line.sentences.isdisjoint(other.sentences)
            if likeness >= (same_sentence if together else elsewhere):
                order = (-likeness - together / 2, abs(place[before] - rank), place[before] + rank)
                found.append((order, before, after))
    return [(before, after) for _, before, after in sorted(found)]


# — why ———————————————————————————————————————————————————————————————————————————————————————————————————————————————


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """A decision that only one version carries out, as a step from the old to the new."""

    decision: Decision
    before: Statement | None
    """None also where the old version has no such statement."""
    after: Statement | None
    public: bool
    placed: bool
    """Whether the old version has what it starts from."""
    taken_back: bool
    """The old version carried it out; the step runs backwards."""


class _Reasons:
    """What else changed between two versions of a brief: sources, decisions, engine."""

    def __init__(self, old: Brief, new: Brief) -> None:
        self._old, self._new = old, new
        self._fate_old: list[Cause | None] = [Cause.REMOVED_SEED] * len(old.sources)
        self._fate_new: list[Cause | None] = [Cause.NEW_SEED] * len(new.sources)
        for after, before in _same_sources(old, new).items():
            edited = old.sources[before].sha256 != new.sources[after].sha256
            self._fate_old[before] = self._fate_new[after] = Cause.EDITED_SEED if edited else None
        self._steps = list(_steps(old, new))
        self._otherwise = Cause.ENGINE
        if old.engine == new.engine:
            review = Cause.REVIEW if self._steps else Cause.ENGINE
            self._otherwise = _first({*self._fate_old, *self._fate_new}) or review
        private = [step for step in self._steps if not step.public]
        # one more than are taken back: a decision that stands is named otherwise where the engine words things anew
        unplaced = Counter(step.decision for step in private if not step.placed)
        self._unplaced = bool(unplaced - Counter(step.decision for step in private if step.taken_back))

    def cause(self, was: Statement | None, now: Statement | None) -> Cause:
        """A decision about the statement; else what happened to a source that it quotes; else the engine or, if that
        is the same, what happened to the brief at all."""
        if self._decisions(was, now):
            return Cause.REVIEW
        fates = {self._fate_old[e.source] for e in was.evidence} if was else set()
        fates |= {self._fate_new[e.source] for e in now.evidence} if now else set()
        return _first(fates) or self._otherwise

    def secret(self, was: Statement, now: Statement | None) -> bool:
        """Whether a decision that is not public took the words of `was` away: for certain or, where such a decision
        starts from words that the old version did not have, possibly."""
        if self._unplaced and not self._decisions(was, now):
            return True
        private = [step for step in self._steps if not step.public]
        return any(self._is_about(step, was, now) or self._is_about(step, was, None) for step in private)

    def _decisions(self, was: Statement | None, now: Statement | None) -> list[_Step]:
        return [step for step in self._steps if self._is_about(step, was, now)]

    def _is_about(self, step: _Step, was: Statement | None, now: Statement | None) -> bool:
        """Whether it names one of the two. A rejection is also about the other statements that were cut from the same
        place; merging actors also about those that now go by another one's name."""
        if (was and was is step.before) or (now and now is step.after):
            return True
        if was and now:
            return False
        if step.decision is Decision.REJECT:
            return _is_cut_alike(self._old, was, step.before) if was else _is_cut_alike(self._new, now, step.after)
        return step.decision is Decision.MERGE and (_goes_by(was, step.after) if was else _goes_by(now, step.before))


def _is_cut_alike(brief: Brief, one: Statement | None, other: Statement | None) -> bool:
    if one is None or other is None:
        return False
    a, b = _line(brief, one), _line(brief, other)
    return a.words == b.words or not a.sentences.isdisjoint(b.sentences)


def _goes_by(one: Statement | None, other: Statement | None) -> bool:
    if one is None or other is None or one.section is not Section.ACTORS:
        return False
    return (one.name or "") in (other.name, *other.aliases)


def _steps(old: Brief, new: Brief) -> Iterator[_Step]:
    """What the decisions that only one version carries out make of which statement."""
    there = {s.anchor: s for s in old.statements}
    here = {s.anchor: s for s in new.statements}
    for brief, other in ((new, old), (old, new)):
        known = {(c.decision, c.before, c.after) for c in other.corrections}
        for c in brief.corrections:
            changes_something = c.before != c.after or c.decision is Decision.MERGE
            if changes_something and (c.decision, c.before, c.after) not in known:
                back = brief is old
                before, after = (c.after, c.before) if back else (c.before, c.after)
                yield _Step(
                    decision=c.decision, before=there.get(before or ""), after=here.get(after or ""), public=c.public,
                    placed=not before or before in there, taken_back=back,
                )  # fmt: skip


def _first(causes: set[Cause | None]) -> Cause | None:
    """The one that matters most to a reader, of those that a source can be; None if there is none of them."""
    return next((c for c in (Cause.NEW_SEED, Cause.EDITED_SEED, Cause.REMOVED_SEED) if c in causes), None)


def _same_sources(old: Brief, new: Brief) -> dict[int, int]:
    """Index of a source in `new` → index of the same in `old`: by name and bytes, or by bytes, or by name."""
    left, right = dict(enumerate(old.sources)), dict(enumerate(new.sources))
    same: dict[int, int] = {}
    keys: tuple[Callable[[Document], Hashable], ...] = (
        lambda d: (d.name, d.sha256), lambda d: d.sha256, lambda d: d.name,
    )  # fmt: skip
    for key in keys:
        known = {key(document): n for n, document in reversed(left.items())}
        for n, document in list(right.items()):
            if (before := known.pop(key(document), None)) is not None:
                same[n] = before
                del left[before], right[n]
    return same


# — history ———————————————————————————————————————————————————————————————————————————————————————————————————————————


def extended(history: History, old: Brief, new: Brief, date: str) -> History:
    """`history` of `old`, and what changed from it to `new` on the day `date` (ISO 8601 or empty; see `date_of`).

    The same if nothing changed. One day is one revision: what changed and changed again within it is told once, and
    what came and went is not told. Of words that a decision took away which is not public, none stay. At most
    `MOST_REVISIONS` and `MOST_CHANGES` are kept.
    """
    found, secret = _compared(old, new)
    decided = {c.before for c in new.corrections if c.before and c.before != c.after and not c.public}
    revisions = _without(secret | decided, history.revisions)
    more = 0
    if found and revisions and revisions[0].date == date:
        found, more = _folded(revisions[0].changes, found), revisions[0].more
        revisions = revisions[1:]
    if found:
        revisions = (Revision(date=date, changes=found, more=more), *revisions)
    return History(revisions=tuple(_bounded(revisions)))


def _bounded(revisions: Iterable[Revision]) -> Iterator[Revision]:
    room = MOST_CHANGES
    for number, revision in enumerate(revisions):
        kept = revision.changes[:room] if number == 0 else revision.changes
        if number == MOST_REVISIONS or len(kept) > room:
            return
        room -= len(kept)
        yield replace(revision, changes=kept, more=revision.more + len(revision.changes) - len(kept))


def _without(secret: frozenset[str], revisions: Iterable[Revision]) -> tuple[Revision, ...]:
    """`revisions`, newest first, without the words of the statements with the anchors `secret`, and those they had
    before."""
    wanted = set(secret)
    left = []
    for revision in revisions:
        kept = []
        for change in revision.changes:
            if change.anchor in wanted:
                wanted |= {change.before} - {""}
            elif change.before in wanted:
                kept.append(replace(change, text=change.text if change.anchor else "", was="", shifts=()))
            else:
                kept.append(change)
        if kept:
            left.append(replace(revision, changes=tuple(kept)))
    return tuple(left)


def _folded(earlier: Iterable[Change], later: Iterable[Change]) -> tuple[Change, ...]:
    """What changed over both, in the order of the sections."""
    standing = {c.anchor: c for c in earlier if c.anchor}
    gone = {c.before: c for c in earlier if not c.anchor}
    found: list[Change | None] = []
    for change in later:
        if change.before in standing:
            found.append(_joined(standing.pop(change.before), change))
        elif not change.before and change.anchor in gone:
            found.append(None)
            del gone[change.anchor]
        else:
            found.append(change)
    left = [c for c in (*found, *standing.values(), *gone.values()) if c is not None]
    return tuple(sorted(left, key=lambda c: list(Section).index(c.section)))


def _joined(first: Change, second: Change) -> Change | None:
    """Two changes of one statement as one; None if it is as it was before."""
    joined = replace(second, before=first.before, was="", shifts=())
    if not first.before:
        return replace(joined, kind=Kind.ADDED) if second.anchor else None
    told = first.was or first.text
    if not second.anchor:
        section = next((Section(s.was) for s in first.shifts if s.aspect is Aspect.SECTION), first.section)
        return replace(joined, text=told if second.text else "", section=section)
    shifts = {s.aspect: s for s in first.shifts}
    for s in second.shifts:
        shifts[s.aspect] = replace(s, was=shifts.get(s.aspect, s).was)
    kept = tuple(s for s in shifts.values() if s.was != s.now)
    was = first.was or second.was
    same = was.casefold() == second.text.casefold()
    if not kept and (same or first.before == second.anchor):
        return None
    disputed = any(s.aspect is Aspect.STATUS and s.now == Status.DISPUTED for s in kept)
    return replace(
        joined, kind=Kind.CONTRADICTED if disputed else Kind.REWORDED, was="" if same else was, shifts=kept
    )  # fmt: skip


class _File(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """``changes.json``: how a published brief came to say what it says."""

    schema: Literal[1]
    revisions: tuple[Revision, ...]


def encode(history: History) -> bytes:
    """``changes.json`` as UTF-8 with a final line feed; equal histories give equal bytes."""
    whole = _File(schema=1, revisions=history.revisions)
    return msgspec.json.format(msgspec.json.encode(whole), indent=1) + b"\n"


def decode(data: bytes) -> History:
    """The history in ``data``; CodecError if it is none."""
    try:
        return History(revisions=msgspec.json.decode(data, type=_File).revisions)
    except (msgspec.MsgspecError, ValueError) as error:
        raise CodecError(f"not a history of changes of schema version 1: {error}") from error


def schema() -> bytes:
    """The JSON Schema (draft 2020-12) of ``changes.json``, as UTF-8 with a final line feed."""
    described = msgspec.json.schema(_File) | {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return msgspec.json.format(msgspec.json.encode(described, order="sorted"), indent=1) + b"\n"
