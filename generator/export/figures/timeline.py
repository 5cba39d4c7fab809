"""The dated events of a brief along an axis drawn to scale."""

from __future__ import annotations

import datetime as dt
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import TypeVar

from generator import timex
from generator.export.figures.canvas import WIDTHS, Canvas, Layout, Look, Palette, number, spread
from generator.export.interface import Interface
from generator.export.view import Line, View

_T = TypeVar("_T")

MOST_EVENTS = 24
LONG_GAP = 0.25
"""The share of the period from which a stretch without a beginning or an end is cut out of the axis."""
_MOST_CUTS: dict[Layout, int] = {"wide": 4, "tall": 2}
_WHOLE = 3 * 366
"""Days up to which a bar is never cut."""
_ABOUT = re.compile(
    r"\b(?:about|around|roughly|circa|approximately|approx|some time|early|late|mid|or so|nearly|almost)\b|\bca?\.",
    re.IGNORECASE,
)
_LABELS: dict[Layout, int] = {"wide": 5, "tall": 3}
"""How many labels stand side by side."""
_SIZE, _STEP, _TICK = 11.0, 13.5, 9.5
_WORDS = 3
"""Rows of words under a label's date."""
_LANE = 9.0
_CHANNEL = 24.0
"""Height of the strip in which thin lines run from marks to labels."""


def timeline_figure(shown: View, *, palette: Palette = "screen", layout: Layout = "tall") -> str | None:
    """The dated events of the timeline as marks on an axis; None where fewer than two dates can be drawn.

    ``wide`` is 720 units wide, ``tall`` 400, for phones. A day is a dot; a month, season, year or interval is a bar as
    long as it lasts; what the source gives as approximate is hollow. As many events as there is room for have their
    date and words beside the axis, both ends among them; on the screen these lead to the event. Where a long
    stretch has neither a beginning nor an end, the axis is cut, and the cut says how much it leaves out.
    """
    events = _events(shown.timeline.lines, shown.say)
    if len({(e.first, e.last) for e in events}) < 2:
        return None
    drawn = evenly(events, MOST_EVENTS)
    canvas = Canvas(palette, WIDTHS[layout])
    figure = _Timeline(canvas, shown.say, drawn, layout)
    figure.draw()
    asides = figure.asides(len(events), len(shown.timeline.lines) - len(events))
    for row in canvas.wrap(" ".join(asides), 10, canvas.width, 6) if asides else ():
        canvas.height += 15
        canvas.text(0, canvas.height - 4, row, size=10, tone="muted")
    title = shown.say("Timeline: {title}", title=shown.title)
    return canvas.finish(f"{shown.slug}-timeline-{layout}", title, figure.described(asides))


@dataclass(frozen=True, slots=True)
class _Event:
    line: Line
    when: str
    first: int
    """Ordinal of its first day…"""
    last: int
    """…and of the day after its last."""
    about: bool

    @property
    def is_day(self) -> bool:
        return self.last - self.first == 1

    @property
    def middle(self) -> float:
        return (self.first + self.last) / 2

    def told(self, say: Interface) -> str:
        return say("{date}: {event}", date=self.when, event=self.line.text)


def _events(lines: Iterable[Line], say: Interface) -> list[_Event]:
    events = []
    for line in lines:
        limits = timex.bounds(line.value) if line.value else None
        if limits:
            about = _ABOUT.search(line.date_text) is not None
            when = say("About {date}", date=say.date(line.value)) if about else line.date
            events.append(_Event(line, when, limits[0].toordinal(), limits[1].toordinal() + 1, about))
    return sorted(events, key=lambda e: (e.first + e.last, e.first))


def evenly(items: Sequence[_T], most: int) -> list[_T]:
    """At most `most` of the items, spread evenly, with both ends."""
    if len(items) <= most:
        return list(items)
    return [items[round(i * (len(items) - 1) / (most - 1))] for i in range(most)]


# --- the axis --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Cut:
    first: int
    last: int
    """The days left out…"""
    name: str
    """…how long they are, in words…"""
    size: float
    """…and how wide the gap is drawn."""


@dataclass(frozen=True, slots=True)
class _Axis:
    """Where a day lies: to scale between the cuts."""

    start: int
    stop: int
    cuts: tuple[_Cut, ...]
    left: float
    length: float

    @property
    def scale(self) -> float:
        days = self.stop - self.start - sum(cut.last - cut.first for cut in self.cuts)
        return (self.length - sum(cut.size for cut in self.cuts)) / days

    def __call__(self, day: float) -> float:
        x = self.left + (day - self.start) * self.scale
        for cut in self.cuts:
            if day > cut.first:
                inside = min(day, cut.last) - cut.first
                x += inside / (cut.last - cut.first) * cut.size - inside * self.scale
        return x

    @property
    def stretches(self) -> list[tuple[int, int]]:
        """What lies between the cuts."""
        edges = [self.start, *(day for cut in self.cuts for day in (cut.first, cut.last)), self.stop]
        return [(edges[i], edges[i + 1]) for i in range(0, len(edges), 2)]


def _gaps(events: Sequence[_Event], most: int) -> list[tuple[int, int]]:
    """The stretches to leave out: free of beginnings and ends, not within a bar but a long one, and long against what
    remains."""
    ends = sorted({day for e in events for day in (e.first, e.last)})
    bars = [(e.first, e.last) for e in events if e.last - e.first <= _WHOLE]
    free = [(a, b) for a, b in pairwise(ends) if not any(first <= a and b <= last for first, last in bars)]
    gaps = sorted(((b - a, a, b) for a, b in free), reverse=True)
    steps = sorted((b - a for a, b in pairwise(sorted({e.middle for e in events}))), reverse=True)
    usual = steps[len(steps) // 2] if steps else 0
    left = ends[-1] - ends[0]
    cuts = []
    for length, a, b in gaps[:most]:
        margin = max(1, (left - length) // 12)
        if length < max(LONG_GAP * left, 3 * usual, 14) or length <= 2 * margin + 2:
            break
        cuts.append((a + margin, b - margin))
        left -= length - 2 * margin
    return sorted(cuts)


def _length(days: int, say: Interface) -> str:
    """A stretch of days in the largest unit that fits it well."""
    if days >= 2 * 365.25:
        return say.plural("{n} year", "{n} years", round(days / 365.25))
    if days >= 2 * 30.44:
        return say.plural("{n} month", "{n} months", round(days / 30.44))
    if days >= 14:
        return say.plural("{n} week", "{n} weeks", round(days / 7))
    return say.plural("{n} day", "{n} days", days)


def _ticks(axis: _Axis, say: Interface) -> list[tuple[int, str]]:
    """Days to mark with their names: years or decades before months before days, as far as there may be room."""
    days = max(1, sum(b - a for a, b in axis.stretches))
    first, last = _date(axis.start), _date(axis.stop - 1)
    step = next((n for n in (1, 2, 5, 10, 20, 50, 100, 200, 500) if days / 365 / n <= 10), 1000)
    named = [(dt.date(year, 1, 1), str(year)) for year in range(first.year, last.year + 1) if year % step == 0]
    if days <= 900:
        named += [
            (dt.date(year, month, 1), say.date(timex.month(year, month)))
            for a, b in axis.stretches
            for year in range(_date(a).year, _date(b - 1).year + 1)
            for month in range(1, 13)
        ]
    if days <= 75:
        named += [
            (day, say.date(day.isoformat()))
            for a, b in axis.stretches
            for day in map(_date, range(a, b))
            if days <= 16 or day.weekday() == 0
        ]
    found: dict[int, str] = {}
    for day, name in named:
        if any(a <= day.toordinal() < b for a, b in axis.stretches):
            found.setdefault(day.toordinal(), name)
    return list(found.items())


def _date(ordinal: int) -> dt.date:
    return dt.date.fromordinal(ordinal)


# --- the drawing -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Label:
    date: list[str]
    words: list[str]

    @property
    def height(self) -> float:
        return _STEP * (len(self.date) + len(self.words)) + 2


class _Timeline:
    def __init__(self, canvas: Canvas, say: Interface, events: Sequence[_Event], layout: Layout) -> None:
        self.canvas, self.say, self.events = canvas, say, events
        cuts = tuple(
            _Cut(a, b, (name := _length(b - a, say)), max(26.0, canvas.measure(name, _TICK) + 8))
            for a, b in _gaps(events, _MOST_CUTS[layout])
        )
        first, last = min(e.first for e in events), max(e.last for e in events)
        self.axis = _Axis(first, last, cuts, 6.0, canvas.width - 12)
        groups = [list(same) for _, same in groupby(events, key=lambda e: (e.first, e.last, e.when))]
        self.groups = sorted(groups, key=lambda group: self.place(group[0]))
        beside = _LABELS[layout]
        labelled = evenly(range(len(self.groups)), 2 * beside)
        self.below = labelled if len(labelled) <= beside else labelled[::2]
        self.above = [] if len(labelled) <= beside else labelled[1::2]
        self.room = canvas.width / beside - 14
        self.labels = {n: self.label(self.groups[n]) for n in labelled}

    def place(self, event: _Event) -> float:
        """Where the mark of an event is pointed at: its middle, or before the cut that takes that out."""
        cut = next((c for c in self.axis.cuts if c.first < event.middle < c.last), None)
        if cut is None:
            return self.axis(event.middle)
        start = max([event.first, *(c.last for c in self.axis.cuts if c.last <= cut.first)])
        return self.axis((start + cut.first) / 2)

    def label(self, group: Sequence[_Event]) -> _Label:
        others = len(group) - 1
        date = self.canvas.wrap(group[0].when, _SIZE, self.room, 2, bold=True)
        words = self.canvas.wrap(group[0].line.text.removesuffix("."), _SIZE, self.room, _WORDS - (others > 0))
        if others:
            words += self.canvas.wrap(self.say.plural("and {n} more", "and {n} more", others), _SIZE, self.room, 1)
        return _Label(date, words)

    def draw(self) -> None:
        lanes = _lanes([group[0] for group in self.groups])
        top = max((self.labels[n].height for n in self.above), default=-_CHANNEL) + _CHANNEL
        y = top + _LANE * max(lanes) + 8
        places = dict(zip(self.above, self.spread(self.above), strict=True))
        places |= dict(zip(self.below, self.spread(self.below), strict=True))
        self.draw_axis(y)
        foot = y + 20
        for n, group in enumerate(self.groups):
            mark = y - (_LANE * lanes[n] + 2 if lanes[n] else 0.0)
            said = " ".join(e.told(self.say) for e in group)
            into = self.canvas.group(f"#{group[0].line.anchor}" if n in self.labels else "", said)
            x = self.place(group[0])
            if n in self.labels:
                self.flag(self.labels[n], (x, mark), places[n], top if n in self.above else foot, n in self.above, into)
            self.mark(group[0], x, mark, into)
        deepest = max(self.labels[n].height for n in self.below)
        self.canvas.height = foot + _CHANNEL + deepest + 4

    def flag(
        self, label: _Label, mark: tuple[float, float], left: float, turn: float, above: bool, into: ET.Element
    ) -> None:  # fmt: skip
        """A label beyond the strip that begins at `turn`, and the line from its mark along its left edge."""
        high = turn - _CHANNEL - label.height if above else turn + _CHANNEL
        near, far = (high + label.height, high + 3) if above else (high, high + label.height)
        x, y = map(number, mark)
        self.canvas.line(f"M{x} {y}V{number(turn)}L{number(left)} {number(near)}V{number(far)}", "thin", into=into)
        self.canvas.text(left + 6, high + 11, label.date, size=_SIZE, step=_STEP, width=self.room, bold=True, into=into)
        words = high + 11 + _STEP * len(label.date)
        self.canvas.text(left + 6, words, label.words, size=_SIZE, step=_STEP, width=self.room, into=into)

    def spread(self, numbers: Sequence[int]) -> list[float]:
        """Left edges of labels in a row."""
        wanted = [self.place(self.groups[n][0]) for n in numbers]
        return spread(wanted, [self.room + 14] * len(numbers), 1.0, self.canvas.width + 1)

    def mark(self, event: _Event, x: float, y: float, into: ET.Element) -> None:
        """The dot or the bar of an event."""
        look: Look = "hollow" if event.about else "solid"
        if event.is_day:
            self.canvas.dot(x, y, 3.6, look, into=into)
            return
        first, last = self.axis(event.first), self.axis(event.last)
        long = max(last - first - 1.5, 3.0)
        self.canvas.rect(min(first, self.canvas.width - 6 - long), y - 2.5, long, 5, look, round_=1.5, into=into)

    def draw_axis(self, y: float) -> None:
        """The line, its cuts with what they leave out, and its ticks, which make way for the lines to the labels."""
        axis, canvas = self.axis, self.canvas
        for a, b in axis.stretches:
            canvas.line(f"M{number(axis(a))} {number(y)}H{number(axis(b))}")
        taken = [(x - 3, x + 3) for x in (self.place(self.groups[n][0]) for n in self.below)]
        for cut in axis.cuts:
            q, rest = number(6.5), number(axis(cut.last) - axis(cut.first) - 26)
            canvas.line(f"M{number(axis(cut.first))} {number(y)}l{q} -5l{q} 10l{q} -10l{q} 5")
            canvas.line(f"M{number(axis(cut.first) + 26)} {number(y)}h{rest}", dashed=True)
            canvas.text(axis(cut.first) + 2, y + 14, cut.name, size=_TICK, tone="muted")
            taken.append((axis(cut.first), axis(cut.last)))
        for day, name in _ticks(axis, self.say):
            x, wide = axis(day), canvas.measure(name, _TICK)
            canvas.line(f"M{number(x)} {number(y)}v5")
            for low, high in ((x + 2, x + 2 + wide), (x - 2 - wide, x - 2)):
                if low >= 0 and high <= canvas.width and all(high + 4 <= a or low >= b + 4 for a, b in taken):
                    taken.append((low, high))
                    canvas.text(low, y + 14, name, size=_TICK, tone="muted")
                    break

    # - words -

    def asides(self, dated: int, undated: int) -> list[str]:
        """What a reader must know to read the figure right."""
        say, asides = self.say, []
        if self.axis.cuts:
            asides.append(say("Zigzags leave out the time they name."))
        if any(e.about for e in self.events):
            asides.append(say("Hollow marks are approximate dates."))
        bare = sum(len(group) for n, group in enumerate(self.groups) if n not in self.labels)
        if bare:
            asides.append(say.plural("{n} event has a mark only.", "{n} events have a mark only.", bare))
        if len(self.events) < dated:
            asides.append(say("{n} of {all} dated events are drawn.", n=len(self.events), all=dated))
        if undated:
            asides.append(
                say.plural(
                    "{n} event has no date that can be drawn.", "{n} events have no date that can be drawn.", undated
                )
            )
        return asides

    def described(self, asides: Sequence[str]) -> str:
        """The figure in words; on the screen its labels are read out themselves."""
        say, count = self.say, len(self.events)
        told = [
            say.plural(
                "{n} event along a time axis drawn to scale.", "{n} events along a time axis drawn to scale.", count
            )
        ]
        told += [
            say("The axis leaves out {time} in which nothing begins or ends.", time=c.name) for c in self.axis.cuts
        ]
        if not self.canvas.on_screen:
            told += [e.told(say) for e in self.events]
        return " ".join([*told, *asides])


def _lanes(events: Sequence[_Event]) -> list[int]:
    """For each event the lane of its bar, so that bars do not cover one another; days lie on the axis, lane 0."""
    free: list[int] = []
    lanes = [0] * len(events)
    for index in sorted(range(len(events)), key=lambda i: (events[i].first, -events[i].last)):
        event = events[index]
        if event.is_day:
            continue
        lane = next((n for n, until in enumerate(free) if until <= event.first), len(free))
        free[lane : lane + 1] = [event.last]
        lanes[index] = min(lane, 4) + 1
    return lanes
