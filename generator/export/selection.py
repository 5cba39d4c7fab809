"""Which briefs a bundle holds, and what it is called."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from generator import timex
from generator.corpus import Corpus, gather, slugify
from generator.errors import BriefingError
from generator.export.interface import Interface
from generator.model import Brief, Section

_NAMED = 12
"""How many tags and actors a message names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What a brief must fulfil, all of it; of the names of one kind one is enough. Nothing given: every brief."""

    tags: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    """Names or other forms of them, in any case, or the names of their pages."""
    first: str | None = None
    """A day, month or year (``2024-12-08``, ``2024-12``, ``2024``): not before its first day…"""
    last: str | None = None
    """…and not after the last day of this one. What counts is the date of a brief's newest source or, where no source
    is dated, the date of any event in its timeline."""


def select(briefs: Iterable[Brief], wanted: Selection) -> tuple[Brief, ...]:
    """Those of `briefs` that fulfil `wanted`, newest first; BriefingError, saying what there is, if none does."""
    corpus = gather(briefs)
    first, last = _limits(wanted)
    tags = {tag.casefold() for tag in wanted.tags}
    cast = _cast(corpus, wanted.actors)
    chosen = tuple(
        brief
        for brief in corpus.briefs
        if (not tags or tags & {tag.casefold() for tag in brief.tags})
        and (not wanted.actors or brief.slug in cast)
        and (wanted.first is wanted.last is None or any(a <= last and first <= b for a, b in _dates(brief)))
    )
    if not chosen:
        raise BriefingError(f"no brief has {_conditions(wanted)}; {_there_is(corpus)}")
    return chosen


def heading(briefs: Iterable[Brief], wanted: Selection, say: Interface) -> str:
    """What a bundle of `briefs` is called: after the period asked for or, as far as none was, that of their dates."""
    first, last = _limits(wanted)
    dated = [limits for brief in briefs if brief.as_of and (limits := timex.bounds(brief.as_of))]
    first = first if wanted.first else min((a for a, _ in dated), default=dt.date.min)
    last = last if wanted.last else max((b for _, b in dated), default=dt.date.max)
    if first == dt.date.min or last == dt.date.max:
        return say("Briefs")
    if first == last:
        return say("Daily brief, {day}", day=say.date(first.isoformat()))
    return say("Briefs, {period}", period=say.date(f"{first.isoformat()}/{last.isoformat()}"))


def described(wanted: Selection, say: Interface) -> str:
    """The tags and actors asked for, in one line; the period stands in the heading."""
    lines = []
    if wanted.tags:
        lines.append(say("Tag: {names}", names=", ".join(wanted.tags)))
    if wanted.actors:
        lines.append(say("Actor: {names}", names=", ".join(wanted.actors)))
    return " · ".join(lines)


def _limits(wanted: Selection) -> tuple[dt.date, dt.date]:
    """The first and the last day of the period; BriefingError if they are none, or the wrong way round."""
    first = _bounds(wanted.first)[0] if wanted.first else dt.date.min
    last = _bounds(wanted.last)[1] if wanted.last else dt.date.max
    if first > last:
        raise BriefingError(f"{wanted.first} is after {wanted.last}; swap them")
    return first, last


def _bounds(value: str) -> timex.Bounds:
    limits = timex.bounds(value)
    if limits is None:
        raise BriefingError(f"{value} is no date; write it as 2024-12-08, 2024-12 or 2024")
    return limits


def _dates(brief: Brief) -> list[timex.Bounds]:
    """When a brief is of: the day of its newest source or, where none is dated, those of its events."""
    values = [brief.as_of] if brief.as_of else [s.date for s in brief.section(Section.TIMELINE)]
    return [limits for value in values if value and (limits := timex.bounds(value))]


def _cast(corpus: Corpus, names: tuple[str, ...]) -> set[str]:
    """The briefs in which an actor of one of these names appears, whatever they call it."""
    wanted = {form for name in names for form in (name.casefold(), slugify(name)) if form}
    return {
        appearance.brief.slug
        for entry in corpus.actors
        if wanted & {entry.slug, *(name.casefold() for name in (entry.name, *entry.aliases))}
        for appearance in entry.appearances
    }


def _conditions(wanted: Selection) -> str:
    parts = [f"the tag {' or '.join(wanted.tags)}"] if wanted.tags else []
    parts += [f"the actor {' or '.join(wanted.actors)}"] if wanted.actors else []
    if wanted.first or wanted.last:
        since = f" from {wanted.first}" if wanted.first else ""
        until = f" to {wanted.last}" if wanted.last else ""
        parts.append(f"a date{since}{until}")
    return " and ".join(parts) or "been built"


def _there_is(corpus: Corpus) -> str:
    """What could be asked for instead."""
    tags = sorted({tag for brief in corpus.briefs for tag in brief.tags})
    dates = [limits for brief in corpus.briefs for limits in _dates(brief)]
    period = f"{min(a for a, _ in dates)} to {max(b for _, b in dates)}" if dates else "none"
    actors = [entry.name for entry in corpus.actors]
    return f"there are: tags {_some(tags)}; actors {_some(actors)}; dates {period}"


def _some(names: list[str]) -> str:
    more = f" and {len(names) - _NAMED} others" if len(names) > _NAMED else ""
    return (", ".join(names[:_NAMED]) or "none") + more
