"""Charts over all briefs: events in time, actors by number of briefs."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from generator import timex
from generator.corpus import ActorEntry, Appearance, Corpus
from generator.export.figures.canvas import WIDTHS, Canvas, Layout, Palette, number
from generator.export.interface import Interface
from generator.export.view import headword

MOST_ACTORS: dict[Layout, int] = {"wide": 15, "tall": 12}
MOST_MONTHS: dict[Layout, int] = {"wide": 36, "tall": 18}
MOST_YEARS: dict[Layout, int] = {"wide": 40, "tall": 20}
_ENOUGH = 0.6
"""The share of all events that a stretch of months must hold, or years are drawn."""
_SIZE, _SMALL = 12.0, 10.0
_BARS = 120.0
"""Height of the bars of events."""


def actors_chart(
    corpus: Corpus, say: Interface, *, link: Callable[[ActorEntry], str] = lambda entry: "",
    palette: Palette = "screen", layout: Layout = "tall",
) -> str | None:  # fmt: skip
    """The actors that stand in the most briefs, one bar each; None where none stands in two.

    `link` gives the address of an actor's page, "" for none. ``wide`` is 720 units wide, ``tall`` 400.
    """
    counted = sorted(((_briefs(entry), entry) for entry in corpus.actors), key=lambda c: (-c[0], c[1].name, c[1].slug))
    drawn = [(count, entry) for count, entry in counted[: MOST_ACTORS[layout]] if count > 1]
    if not drawn:
        return None
    canvas = Canvas(palette, WIDTHS[layout])
    names = canvas.width * (0.32 if layout == "wide" else 0.42)
    unit = (canvas.width - names - 40) / drawn[0][0]
    for index, (count, entry) in enumerate(drawn):
        y, name = 24.0 * index, headword(entry.name)
        said = say.plural("{name}: {n} brief", "{name}: {n} briefs", count, name=name)
        row = canvas.group(link(entry), said)
        shown = canvas.wrap(name, _SIZE, names - 10, 1)
        canvas.text(names - 8, y + 16, shown, size=_SIZE, anchor="end", into=row)
        canvas.rect(names, y + 4, unit * count, 16, "solid", round_=1.5, into=row)
        canvas.text(names + unit * count + 6, y + 16, say.number(count), size=_SIZE, bold=True, into=row)
    canvas.line(f"M{number(names)} 0V{number(24.0 * len(drawn))}", "thin")
    canvas.height = 24.0 * len(drawn) + 2
    most = say.plural("{name}: {n} brief", "{name}: {n} briefs", drawn[0][0], name=headword(drawn[0][1].name))
    described = say("Bar chart of the actors that stand in the most briefs. {most}.", most=most)
    return canvas.finish(f"actors-{layout}", say("Actors by number of briefs"), described)


def _briefs(entry: ActorEntry) -> int:
    return len({appearance.brief.slug for appearance in entry.appearances})


def events_chart(
    corpus: Corpus, say: Interface, *, link: Callable[[str], str] = lambda period: "",
    palette: Palette = "screen", layout: Layout = "tall",
) -> str | None:  # fmt: skip
    """How many dated events each month saw, or each year where months would be too many; None where fewer than two
    of them saw any.

    `link` gives the address of a period's page (``2024-05`` or ``2024``), "" for none. ``wide`` is 720 units wide,
    ``tall`` 400. Only the stretch with the most events is drawn, its empty periods too; those outside it and those
    dated too vaguely are counted in words.
    """
    chosen = _stretch(corpus.timeline, layout)
    if sum(1 for count in chosen.counts if count) < 2:
        return None
    canvas = Canvas(palette, WIDTHS[layout])
    _draw_events(canvas, say, chosen, link)
    outside = _outside(chosen, say)
    for row in canvas.wrap(" ".join(outside), _SMALL, canvas.width, 4) if outside else ():
        canvas.height += 15
        canvas.text(0, canvas.height - 4, row, size=_SMALL, tone="muted")
    most = max(range(len(chosen.counts)), key=lambda n: chosen.counts[n])
    title = say("Events per month") if chosen.months else say("Events per year")
    told = say.plural(
        "{period}: {n} event", "{period}: {n} events", chosen.counts[most], period=say.date(chosen.name(most))
    )
    described = [say("Bar chart. The most events: {most}.", most=told), *outside]
    return canvas.finish(f"events-{layout}", title, " ".join(described))


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Periods one after another and how many events each saw."""

    months: bool
    first: int
    """Number of the first month, counted from the year 0, or of the first year."""
    counts: list[int]
    before: int
    after: int
    vague: int

    def name(self, index: int) -> str:
        """The value of time of a period."""
        period = self.first + index
        return timex.month(period // 12, period % 12 + 1) if self.months else f"{period:04d}"


def _stretch(timeline: Sequence[Appearance], layout: Layout) -> _Stretch:
    limits = [found for a in timeline if (found := timex.bounds(a.statement.date or ""))]
    months = _densest(limits, lambda day: day.year * 12 + day.month - 1, MOST_MONTHS[layout], True)
    if sum(months.counts) >= _ENOUGH * len(limits):
        return months
    return _densest(limits, lambda day: day.year, MOST_YEARS[layout], False)


def _densest(limits: Sequence[timex.Bounds], period: Callable[[dt.date], int], most: int, months: bool) -> _Stretch:
    """The `most` periods in a row that hold the most events, the latest of equals, without empty ones at the ends."""
    placed = Counter(period(first) for first, last in limits if period(first) == period(last))
    vague = len(limits) - placed.total()
    if not placed:
        return _Stretch(months, 0, [], 0, 0, vague)
    last = max(placed, key=lambda end: (sum(placed[end - n] for n in range(most)), end))
    inside = [n for n in range(last - most + 1, last + 1) if placed[n]]
    counts = [placed[n] for n in range(inside[0], inside[-1] + 1)]
    before = sum(count for n, count in placed.items() if n < inside[0])
    return _Stretch(months, inside[0], counts, before, placed.total() - before - sum(counts), vague)


def _outside(chosen: _Stretch, say: Interface) -> list[str]:
    """What is not drawn."""
    first, last = say.date(chosen.name(0)), say.date(chosen.name(len(chosen.counts) - 1))
    told = []
    if chosen.before:
        told.append(
            say.plural(
                "{n} event lies before {period}.", "{n} events lie before {period}.", chosen.before, period=first
            )
        )
    if chosen.after:
        told.append(
            say.plural("{n} event lies after {period}.", "{n} events lie after {period}.", chosen.after, period=last)
        )
    if chosen.vague:
        told.append(
            say.plural("{n} event is dated less precisely.", "{n} events are dated less precisely.", chosen.vague)
        )
    return told


def _draw_events(canvas: Canvas, say: Interface, chosen: _Stretch, link: Callable[[str], str]) -> None:
    top, most = 18.0, max(chosen.counts)
    left, foot = canvas.measure(say.number(most), _SMALL) + 10, top + _BARS
    wide = (canvas.width - left) / max(len(chosen.counts), 8)
    scale = _BARS / most
    for mark in _marks(most):
        y = foot - mark * scale
        canvas.line(f"M{number(left)} {number(y)}H{number(canvas.width)}", "grid")
        canvas.text(left - 6, y + 3.5, say.number(mark), size=_SMALL, tone="muted", anchor="end")
    free, counted = 0.0, 0.0
    for index, count in enumerate(chosen.counts):
        x, name, high = left + wide * index, chosen.name(index), foot - count * scale
        free = _name_period(canvas, say, chosen, index, x + wide / 2, foot, free)
        if not count:
            continue
        said = say.plural("{period}: {n} event", "{period}: {n} events", count, period=say.date(name))
        bar = canvas.group(link(name), said)
        canvas.rect(x + wide * 0.12, high, wide * 0.76, count * scale, "solid", into=bar)
        half = canvas.measure(say.number(count), _SMALL) / 2
        middle = min(x + wide / 2, canvas.width - half)
        if middle - half > counted:
            counted = middle + half
            canvas.text(middle, high - 4, say.number(count), size=_SMALL, anchor="middle", into=bar)
    canvas.line(f"M{number(left)} {number(foot)}H{number(canvas.width)}", "line")
    canvas.height = foot + 22


def _name_period(
    canvas: Canvas, say: Interface, chosen: _Stretch, index: int, x: float, foot: float, free: float
) -> float:  # fmt: skip
    """Names a period under its bar where that is free from `free` on; how far the names then reach."""
    name = say.date(chosen.name(index))
    half = canvas.measure(name, _SMALL) / 2
    at = min(max(x, half), canvas.width - half)
    if at - half < free:
        return free
    canvas.line(f"M{number(x)} {number(foot)}v4")
    canvas.text(at, foot + 16, name, size=_SMALL, tone="muted", anchor="middle")
    return at + half + 10


def _marks(most: int) -> list[int]:
    """Counts to draw a line at: two to five of them."""
    step = next(s * 10**power for power in range(9) for s in (1, 2, 5) if most / (s * 10**power) <= 5)
    return list(range(step, most + 1, step))
