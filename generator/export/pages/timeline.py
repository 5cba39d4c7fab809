"""The merged timeline of all briefs: the hub, a page for each year, and one for each month of a full year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import TypeVar

from generator import timex
from generator.cache import digest
from generator.corpus import Appearance
from generator.export.figures import events_chart
from generator.export.pages.library import Figure, Library, Shown, drawn
from generator.export.recipe import Digests, Recipe
from generator.export.render import render
from generator.export.view import Line, headword

FEW = 40
"""Up to how many events the hub lists itself; where there are more, it leads to the years."""
CROWDED = 12
"""Up to how many events of one year are listed without headings for its months."""
LATEST = 10
"""How many of the latest days with an event a hub shows that does not list all."""
FULL = 100
"""Up to how many events the page of a year lists itself; where there are more, it leads to the months."""

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class _Event:
    """A dated line and the brief it stands in."""

    library: Library
    appearance: Appearance

    @property
    def brief(self) -> Shown:
        return self.library[self.appearance.brief]

    @property
    def line(self) -> Line:
        return self.brief.lines[self.appearance.statement.anchor]


@dataclass(frozen=True, slots=True)
class _Month:
    period: str
    """``2024-12``, or ``2024`` for what that year holds but no one month of it."""
    name: str
    """“December”; empty for the year."""
    events: tuple[_Event, ...]


@dataclass(frozen=True, slots=True)
class _Year:
    period: str
    name: str
    months: tuple[_Month, ...]
    """Those with events, what no one month holds first; a year that is not crowded is one list."""

    @property
    def count(self) -> int:
        return sum(len(month.events) for month in self.months)

    @property
    def named(self) -> tuple[_Month, ...]:
        """Its months that have a heading or a page of their own."""
        return tuple(month for month in self.months if month.name)

    @property
    def full(self) -> bool:
        """Whether its months have pages of their own."""
        return self.count > FULL and self.named != ()

    def address(self, period: str) -> str:
        """Where `period`, this year or a month of it, is listed, below ``timeline/``."""
        if all(month.period != period for month in self.named):
            return f"{self.period}.html"
        return f"{period}.html" if self.full else f"{self.period}.html#t{period}"


@dataclass(frozen=True, slots=True)
class _Stop:
    """Where a reader who goes through time page by page comes past: a year or, of a crowded one, a month."""

    year: _Year
    month: _Month | None = None

    @property
    def period(self) -> str:
        return self.month.period if self.month else self.year.period

    @property
    def address(self) -> str:
        return self.year.address(self.period)


class Calendar:
    """All dated events by year and month, and where each of these is listed."""

    def __init__(self, library: Library) -> None:
        self.library = library
        found = groupby(library.corpus.timeline, key=lambda a: _period(a)[:4])
        self.years = [self._year(year, list(appearances)) for year, appearances in found]

    def _year(self, year: str, found: list[Appearance]) -> _Year:
        if len(found) > CROWDED:
            found.sort(key=_period)
        months = groupby(found, key=_period if len(found) > CROWDED else lambda a: year)
        return _Year(
            year,
            self.library.say.date(year),
            tuple(_Month(period, self._name(period), tuple(map(self._event, group))) for period, group in months),
        )

    def _name(self, period: str) -> str:
        return headword(self.library.say.month(period)) if "-" in period else ""

    def _event(self, appearance: Appearance) -> _Event:
        return _Event(self.library, appearance)

    @property
    def count(self) -> int:
        return sum(year.count for year in self.years)

    def figure(self, root: str = "") -> Figure:
        """The chart of events per month; `root` leads from the page it stands on to ``docs/``."""
        years = {year.period: year for year in self.years}

        def link(period: str) -> str:
            year = years.get(period[:4])
            return f"{root}timeline/{year.address(period)}" if year else ""

        return drawn(partial(events_chart, self.library.corpus, self.library.say, link=link), "wide", "tall")

    def recipes(self, digests: Digests) -> Iterator[Recipe]:
        """How to make the hub and all pages below it."""
        yield Recipe("timeline.md", digests.corpus, self._hub)
        for before, stop, after in _with_neighbours([_Stop(year) for year in self.years]):
            yield self._recipe(before, stop, after, digests)
        stops = [_Stop(year, month) for year in self.years for month in year.named or (None,)]
        for before, stop, after in _with_neighbours(stops):
            if stop.month and stop.year.full:
                yield self._recipe(before, stop, after, digests)

    def _recipe(self, before: _Stop | None, stop: _Stop, after: _Stop | None, digests: Digests) -> Recipe:
        """Its events come from the briefs it depends on; the rest is where its neighbours and other pages stand."""
        events = [event.appearance for month in stop.year.months for event in month.events]
        places = [near and (near.address, near.period) for near in (before, stop, after)]
        several = len(self.library.corpus.briefs) > 1
        found = [f"{event.brief.slug} {event.statement.anchor}" for event in events]
        briefs = sorted({digests.brief(event.brief.slug) for event in events})
        depends = digest(digests.site, repr((places, several, stop.year.full)), *found, *briefs)
        return Recipe(f"timeline/{stop.period}.md", depends, partial(self._listing, before, stop, after))

    def _hub(self) -> bytes:
        say = self.library.say
        return render(
            "timeline.md.j2",
            say,
            toc=False,
            title=say("Timeline"),
            description=say("The dated events of all briefs on one timeline"),
            count=self.count,
            years=self.years,
            listed=self.count <= FEW,
            latest=self._latest(),
            several=len(self.library.corpus.briefs) > 1,
            chart=self.figure(),
        )

    def _latest(self) -> list[_Event]:
        """The last events dated to the day, the last one first."""
        events = (event for year in self.years for month in year.months for event in month.events)
        precise = [event for event in events if timex.precision(event.line.value) in ("day", "time")]
        return sorted(precise, key=lambda event: timex.order(event.line.value))[: -LATEST - 1 : -1]

    def _listing(self, before: _Stop | None, stop: _Stop, after: _Stop | None) -> bytes:
        say = self.library.say
        name = say.date(stop.period)
        return render(
            "period.md.j2",
            say,
            toc=False,
            title=headword(name),
            description=say("The dated events of {period} in all briefs", period=name),
            count=len(stop.month.events) if stop.month else stop.year.count,
            year=stop.year,
            month=stop.month,
            several=len(self.library.corpus.briefs) > 1,
            before=before and (before.address, headword(say.date(before.period))),
            after=after and (after.address, headword(say.date(after.period))),
        )


def _with_neighbours(items: Sequence[_T]) -> Iterator[tuple[_T | None, _T, _T | None]]:
    """Each item with the one before it and the one after it."""
    return zip((None, *items), items, (*items[1:], None), strict=False)


def _period(appearance: Appearance) -> str:
    """The month that holds the event, as ``2024-12``, or else the year in which it begins."""
    limits = timex.bounds(appearance.statement.date or "")
    if limits is None:
        raise ValueError(f"an event without a date: {appearance.statement!r}")
    first, last = (day.isoformat()[:7] for day in limits)
    return first if first == last else first[:4]
