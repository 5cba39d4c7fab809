"""The figures of a brief, as SVG: how causes and consequences hang together, and its timeline drawn to scale.

A figure is one ``svg`` element without blank lines, of fixed size, with its text alternative in ``title`` and ``desc``.
On screen it takes the colour of the text around it and the custom properties ``--figure-muted``, ``--figure-fill`` and
``--figure-ground``;
in print it has literal colours and the vendored font. Nothing is told by colour alone. Widths of text are estimated
from a table of a wide font, so that labels fit whatever font a reader has.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Literal, TypeVar

from generator import timex
from generator.export.view import Line, View, right_to_left, visible
from generator.model import Status

Palette = Literal["screen", "print"]
Layout = Literal["tall", "wide"]
_T = TypeVar("_T")

MOST_CAUSES = 5
MOST_CONSEQUENCES = 6
MOST_EVENTS = 24
MOST_ROWS = 6
"""How deep the dates hang under a wide timeline; in a crowd some go without."""


def cause_map(
    shown: View, *, palette: Palette = "screen", layout: Layout = "tall", most: int = MOST_CONSEQUENCES
) -> str | None:  # fmt: skip
    """Causes, the event and its consequences as boxes joined by arrows; None where neither is known.

    ``tall`` is 400 units wide and meant to be read at that size or a little less, also on a phone; ``wide`` is 720
    units wide. `most` limits the boxes of each kind further. Boxes carry the numbers of their notes; consequences that
    have not happened have a dashed border.
    """
    causes = _pick(shown.causes.lines + shown.disputed.lines, min(MOST_CAUSES, most))
    happened, expected = _share(shown.happened.lines, shown.expected.lines, min(MOST_CONSEQUENCES, most))
    if not causes and not happened and not expected:
        return None
    pen = _Pen(palette)
    figure = (_tall_map if layout == "tall" else _wide_map)(shown, causes, happened + expected, pen)
    return figure.finish(f"{shown.slug}-map-{layout}", f"Causes and consequences: {shown.title}", _say_map(shown))


def timeline_figure(shown: View, *, palette: Palette = "screen", layout: Layout = "tall") -> str | None:
    """The dated events of the timeline along an axis drawn to scale; None where fewer than two can be drawn.

    ``tall`` is 400 units wide and has each event's words beside the axis; ``wide`` is 720 units wide, low, and has the
    dates only, to be read together with the list of events. A day is a dot; a month, year or interval is a bar as long
    as it lasts; what the source gives as approximate is hollow. Where a long stretch has neither a beginning nor an
    end, the axis is cut, and the cut says how much it leaves out.
    """
    events = _events(shown.timeline.lines)
    if len({(e.first, e.last) for e in events}) < 2:
        return None
    drawn = _pick(events, MOST_EVENTS, evenly=True)
    pen = _Pen(palette)
    cuts = _cuts(drawn)
    figure = (_draw_tall if layout == "tall" else _draw_wide)(drawn, pen, cuts)
    asides = _asides(drawn, cuts, len(events), len(shown.timeline.lines) - len(events))
    for row in pen.wrap(" ".join(asides), 10.5, figure.width, 4) if asides else ():
        figure.height += 16
        pen.text(figure, 0, figure.height - 4, row, size=10.5, muted=True)
    return figure.finish(
        f"{shown.slug}-timeline-{layout}", f"Timeline: {shown.title}", _say_timeline(drawn, cuts, asides)
    )


def text_alternative(svg: str) -> str:
    """What `svg` shows, in words: its title and description."""
    root = ET.fromstring(svg)  # noqa: S314 - a figure made here, without a document type
    return " ".join(part for name in ("title", "desc") if (part := root.findtext(f"{{{_SVG}}}{name}")))


def figure_height(svg: str) -> float:
    """Height of `svg` in the units it is drawn in."""
    return float(ET.fromstring(svg).attrib["height"])  # noqa: S314 - as above


# --- drawing -------------------------------------------------------------------------------------------------------

_SVG = "http://www.w3.org/2000/svg"
_ASCII = (
    260, 269, 408, 646, 572, 831, 732, 225, 300, 300, 551, 572, 268, 322, 268, 372, 572, 572, 572, 572, 572, 572, 572,
    572, 572, 572, 268, 268, 572, 572, 572, 434, 899, 639, 650, 632, 730, 556, 519, 728, 741, 339, 273, 619, 524, 907,
    760, 781, 605, 781, 622, 549, 556, 731, 600, 930, 586, 566, 572, 329, 372, 329, 572, 444, 281, 561, 615, 480, 615,
    564, 344, 615, 618, 258, 258, 534, 258, 935, 618, 605, 615, 615, 413, 479, 361, 618, 508, 786, 529, 510, 470, 380,
    551, 380, 572,
)  # fmt: skip
"""Advance widths of U+0020 to U+007E in Noto Sans, in thousandths of the font size."""


_SCRIPTS = {
    "Arabic": "\u0600-\u06ff\u0750-\u077f\u0870-\u08ff",
    "Hebrew": "\u0590-\u05ff",
    "Georgian": "\u10a0-\u10ff\u1c90-\u1cbf",
    "Armenian": "\u0530-\u058f",
}
_RUN = re.compile("|".join(f"(?P<{name}>[{range_}]+(?: [{range_}]+)*)" for name, range_ in _SCRIPTS.items()))
"""Scripts whose letters join or change: the renderer of figures does not find their font by itself."""


def _advance(char: str) -> int:
    code = ord(char)
    if 0x20 <= code <= 0x7E:
        return _ASCII[code - 0x20]
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 1000 if unicodedata.east_asian_width(char) in "WF" else 660


@dataclass(slots=True)
class _Figure:
    root: ET.Element
    width: float
    height: float

    def finish(self, name: str, title: str, description: str) -> str:
        """The figure with its size and text alternative, as text."""
        root = self.root
        width, height = _number(self.width), _number(self.height)
        root.attrib = {
            "xmlns": _SVG, "width": width, "height": height, "viewBox": f"0 0 {width} {height}", "role": "img",
            "aria-labelledby": f"{name}-title {name}-desc", **root.attrib,
        }  # fmt: skip
        for index, (tag, text) in enumerate((("title", title), ("desc", description))):
            element = ET.Element(tag, {"id": f"{name}-{tag}"})
            element.text = visible(text)
            root.insert(index, element)
        for element in root:
            element.tail = "\n"
        return ET.tostring(root, encoding="unicode")


@dataclass(frozen=True, slots=True)
class _Pen:
    """Knows the colours, the font and how wide its text may run."""

    palette: Palette

    @property
    def ink(self) -> str:
        return "currentColor" if self.palette == "screen" else "#1a1a1a"

    @property
    def muted(self) -> str:
        return "var(--figure-muted, currentColor)" if self.palette == "screen" else "#555555"

    @property
    def fill(self) -> str:
        return "var(--figure-fill, none)" if self.palette == "screen" else "#f1f1ee"

    @property
    def ground(self) -> str:
        return "var(--figure-ground, none)" if self.palette == "screen" else "#ffffff"

    def figure(self, width: float) -> _Figure:
        family = "inherit" if self.palette == "screen" else "Brief Sans"
        return _Figure(ET.Element("svg", {"style": f"font-family:{family};fill:{self.ink}"}), width, 0.0)

    def measure(self, text: str, size: float, bold: bool = False) -> float:
        factor = (1.1 if bold else 1.0) * (1.08 if self.palette == "screen" else 0.92)
        return sum(map(_advance, text)) * size * factor / 1000

    def wrap(self, text: str, size: float, width: float, most: int, bold: bool = False) -> list[str]:
        """`text` in at most `most` lines no wider than `width`, cut at words; an ellipsis ends what does not fit."""
        text = visible(text)
        cut = len(text) > 1000
        lines = [""]
        for word in text[:1000].split():
            for piece in self._pieces(word, size, width, bold):
                longer = f"{lines[-1]} {piece}".strip() if piece == word or not lines[-1] else piece
                if (piece == word or not lines[-1]) and self.measure(longer, size, bold) <= width:
                    lines[-1] = longer
                else:
                    lines.append(piece)
            if len(lines) > most:
                break
        if len(lines) > most or cut:
            lines = lines[:most]
            last = lines[-1].rstrip(" .,;:–—")
            while last and self.measure(last + " …", size, bold) > width:
                last = last.rpartition(" ")[0] or last[:-1]
            lines[-1] = (last + " …").strip()
        return lines

    def _pieces(self, word: str, size: float, width: float, bold: bool) -> list[str]:
        """`word`, cut where it is wider than a whole line."""
        if self.measure(word, size, bold) <= width:
            return [word]
        pieces, piece = [], ""
        for char in word:
            if piece and self.measure(piece + char, size, bold) > width:
                pieces.append(piece)
                piece = ""
            piece += char
        return [*pieces, piece]

    def text(
        self, figure: _Figure, x: float, y: float, text: str, *,
        size: float, bold: bool = False, muted: bool = False, end: bool = False, into: ET.Element | None = None,
    ) -> None:  # fmt: skip
        attributes = {"x": _number(x), "y": _number(y), "font-size": _number(size)}
        if bold:
            attributes["font-weight"] = "bold"
        if end:
            attributes["text-anchor"] = "end"
        if muted:
            attributes["style"] = f"fill:{self.muted}"
        element = ET.SubElement(figure.root if into is None else into, "text", attributes)
        for script, run in self._runs(text):
            if script:
                ET.SubElement(element, "tspan", {"font-family": f"Brief {script}"}).text = run
            elif len(element):
                element[-1].tail = run
            else:
                element.text = run

    def _runs(self, text: str) -> Iterator[tuple[str, str]]:
        """Stretches of one script with the name of its font in print; on screen a reader's program finds fonts."""
        if self.palette == "screen":
            yield "", text
            return
        done = 0
        for match in _RUN.finditer(text):
            if match.start() > done:
                yield "", text[done : match.start()]
            yield match.lastgroup or "", match[0]
            done = match.end()
        if done < len(text):
            yield "", text[done:]

    def line(self, figure: _Figure, path: str, *, width: float = 1.0, dash: str = "") -> None:
        attributes = {"d": path, "style": f"fill:none;stroke:{self.muted};stroke-width:{_number(width)}"}
        if dash:
            attributes["stroke-dasharray"] = dash
        ET.SubElement(figure.root, "path", attributes)

    def arrow(self, figure: _Figure, x: float, y: float, direction: Literal["right", "down"]) -> None:
        """An arrow's head with its point at (x, y)."""
        wing = (-7, -3.5, -7, 3.5) if direction == "right" else (-3.5, -7, 3.5, -7)
        points = [(x, y), (x + wing[0], y + wing[1]), (x + wing[2], y + wing[3])]
        ET.SubElement(
            figure.root, "polygon",
            {"points": " ".join(f"{_number(a)},{_number(b)}" for a, b in points), "style": f"fill:{self.muted}"},
        )  # fmt: skip


def _number(value: float) -> str:
    """With one decimal at most, the same on every machine."""
    return f"{value:.1f}".removesuffix(".0")


def _pick(items: Sequence[_T], most: int, evenly: bool = False) -> list[_T]:
    """At most `most` of the items in their order: the first ones, or some spread evenly with both ends."""
    if len(items) <= most:
        return list(items)
    if not evenly:
        return list(items[:most])
    return [items[round(i * (len(items) - 1) / (most - 1))] for i in range(most)]


# --- map of causes and consequences --------------------------------------------------------------------------------


def _share(happened: Sequence[Line], expected: Sequence[Line], most: int) -> tuple[list[Line], list[Line]]:
    """The consequences to draw: those to come get a third of the room, or what the others leave."""
    first = _pick(happened, most - min(most // 3, len(expected)))
    return first, _pick(expected, most - len(first))


def _say_map(shown: View) -> str:
    """Names every line the figure stands for, also those that have no box."""
    groups = (
        ("Causes", shown.causes.lines),
        ("Disputed causes", shown.disputed.lines),
        ("Consequences so far (solid border)", shown.happened.lines),
        ("Consequences expected or possible (dashed border)", shown.expected.lines),
    )
    said = " ".join(
        f"{name}: " + " ".join(f"({n}) {line.text}" for n, line in enumerate(lines, 1))
        for name, lines in groups
        if lines
    )
    return (
        f"Diagram with arrows from the causes to the event “{shown.title}” and from there to its consequences. {said}"
    )


@dataclass(frozen=True, slots=True)
class _Box:
    line: Line
    head: str
    rows: list[str]
    dashed: bool
    height: float


_TEXT = 13.0
_ROW = 16.0
_HEAD = 10.5


def _box(line: Line, pen: _Pen, width: float, most: int) -> _Box:
    dashed = line.status in (Status.EXPECTED, Status.POSSIBLE)
    head = line.label or "Happened"
    if line.certainty:
        head += f" (“{line.certainty}”)"
    rows = pen.wrap(line.text.removesuffix("."), _TEXT, width - 20, most)
    return _Box(line, head, rows, dashed, 22 + _ROW * len(rows) + 8)


def _draw_box(figure: _Figure, pen: _Pen, box: _Box, x: float, y: float, width: float) -> None:
    group = ET.SubElement(figure.root, "g")
    ET.SubElement(group, "title").text = visible(box.line.text)
    rect = {
        "x": _number(x), "y": _number(y), "width": _number(width), "height": _number(box.height), "rx": "4",
        "style": f"fill:none;stroke:{pen.ink};stroke-width:1",
    }  # fmt: skip
    if box.dashed:
        rect["stroke-dasharray"] = "5 3"
    ET.SubElement(group, "rect", rect)
    notes = f"[{', '.join(map(str, box.line.notes))}]"
    taken = pen.measure(notes, _HEAD)
    head = pen.wrap(box.head, _HEAD, width - 30 - taken, 1)[0]
    pen.text(figure, x + 10, y + 16, head, size=_HEAD, muted=True, into=group)
    pen.text(figure, x + width - 10, y + 16, notes, size=_HEAD, muted=True, end=True, into=group)
    _rows(figure, pen, box.rows, x + 10, y + 32, width - 20, into=group)


def _rows(
    figure: _Figure, pen: _Pen, rows: Iterable[str], x: float, y: float, width: float, *,
    size: float = _TEXT, step: float = _ROW, bold: bool = False, into: ET.Element | None = None,
) -> None:  # fmt: skip
    """Lines of text from the left, or from the right where they begin with a script that runs that way."""
    for index, row in enumerate(rows):
        end = right_to_left(row)
        pen.text(figure, x + width if end else x, y + index * step, row, size=size, bold=bold, end=end, into=into)


def _draw_event(figure: _Figure, pen: _Pen, rows: list[str], x: float, y: float, width: float) -> float:
    height = 17 * len(rows) + 22
    ET.SubElement(
        figure.root, "rect",
        {
            "x": _number(x), "y": _number(y), "width": _number(width), "height": _number(height), "rx": "4",
            "style": f"fill:{pen.fill};stroke:{pen.ink};stroke-width:2",
        },
    )  # fmt: skip
    _rows(figure, pen, rows, x + 12, y + 24, width - 24, size=13.5, step=17, bold=True)
    return height


def _more(shown: int, all_of: int) -> str:
    return f"and {all_of - shown} more in the text" if all_of > shown else ""


def _tall_map(shown: View, causes: Sequence[Line], after: Sequence[Line], pen: _Pen) -> _Figure:
    """Causes above, the event, consequences below; a rail on the left joins them."""
    figure = pen.figure(400)
    left, width, gap = 24.0, 375.0, 8.0
    y = 1.0
    middles = []

    def column(lines: Sequence[Line], name: str, more: str) -> None:
        nonlocal y
        pen.text(figure, left, y + 13, name, size=12, bold=True)
        y += 22
        for line in lines:
            box = _box(line, pen, width, 3)
            _draw_box(figure, pen, box, left, y, width)
            middles.append(y + box.height / 2)
            y += box.height + gap
        if more:
            pen.text(figure, left + 10, y + 10, more, size=_HEAD, muted=True)
            y += 18

    if causes:
        column(causes, "Causes", _more(len(causes), len(shown.causes.lines) + len(shown.disputed.lines)))
        y += 12
    rail_from = middles[0] if middles else 0.0
    rows = pen.wrap(shown.title, 13.5, width, 4, bold=True)
    top = y
    y += _draw_event(figure, pen, rows, 1, y, left + width - 1) + 12
    for middle in middles:
        pen.line(figure, f"M{_number(left)} {_number(middle)}H12")
    if middles:
        pen.line(figure, f"M12 {_number(rail_from)}V{_number(top - 7)}")
        pen.arrow(figure, 12, top - 1, "down")
    middles.clear()
    if after:
        bottom = y - 12
        total = len(shown.happened.lines) + len(shown.expected.lines)
        column(after, "Consequences", _more(len(after), total))
        pen.line(figure, f"M12 {_number(bottom)}V{_number(middles[-1])}")
        for middle in middles:
            pen.line(figure, f"M12 {_number(middle)}H{_number(left - 7)}")
            pen.arrow(figure, left - 1, middle, "right")
    figure.height = y - (gap if after else 12) + 2
    return figure


def _wide_map(shown: View, causes: Sequence[Line], after: Sequence[Line], pen: _Pen) -> _Figure:
    """Causes on the left, the event in the middle, consequences on the right, each column centred."""
    figure = pen.figure(720)
    side, middle, gap = 246.0, 146.0, 7.0
    columns = [(lines, [_box(line, pen, side, 3) for line in lines]) for lines in (causes, after)]
    rows = pen.wrap(shown.title, 13.5, middle - 24, 9, bold=True)
    event_height = 17 * len(rows) + 22
    totals = [
        len(shown.causes.lines) + len(shown.disputed.lines),
        len(shown.happened.lines) + len(shown.expected.lines),
    ]
    mores = [_more(len(lines), total) for (lines, _), total in zip(columns, totals, strict=True)]
    heights = [
        sum(b.height + gap for b in boxes) - gap + (16 if more else 0) if boxes else 0.0
        for (_, boxes), more in zip(columns, mores, strict=True)
    ]
    body = max(*heights, event_height)
    top = 24.0
    x_event = (720 - middle) / 2
    y_event = top + (body - event_height) / 2
    for number, ((_, boxes), x, name) in enumerate(
        zip(columns, (1.0, 719 - side), ("Causes", "Consequences"), strict=True)
    ):
        y = top + (body - heights[number]) / 2
        if boxes:
            pen.text(figure, x, y - 8, name, size=12, bold=True)
        for index, box in enumerate(boxes):
            _draw_box(figure, pen, box, x, y, side)
            port = y_event + event_height * (index + 1) / (len(boxes) + 1)
            _join(figure, pen, box, (x, y), side, (x_event, port), middle, number == 0)
            y += box.height + gap
        if mores[number]:
            pen.text(figure, x + 10, y + 8, mores[number], size=_HEAD, muted=True)
    _draw_event(figure, pen, rows, x_event, y_event, middle)
    figure.height = top + body + 2
    return figure


def _join(
    figure: _Figure, pen: _Pen, box: _Box, corner: tuple[float, float], side: float,
    event: tuple[float, float], middle: float, before: bool,
) -> None:  # fmt: skip
    """An arrow from a cause to the event, or from the event to a consequence."""
    y = corner[1] + box.height / 2
    start = (corner[0] + side, y) if before else (event[0] + middle, event[1])
    stop = (event[0] - 1, event[1]) if before else (corner[0] - 1, y)
    bend = (stop[0] - 7 - start[0]) / 2
    pen.line(
        figure,
        f"M{_number(start[0])} {_number(start[1])}C{_number(start[0] + bend)} {_number(start[1])} "
        f"{_number(stop[0] - 7 - bend)} {_number(stop[1])} {_number(stop[0] - 7)} {_number(stop[1])}",
        dash="5 3" if box.dashed else "",
    )
    pen.arrow(figure, stop[0], stop[1], "right")


# --- timeline ------------------------------------------------------------------------------------------------------

_ABOUT = re.compile(
    r"\b(?:about|around|roughly|circa|approximately|approx|some time|early|late|mid|or so|nearly|almost)\b|\bca?\.",
    re.IGNORECASE,
)
LONG_GAP = 0.25
"""The share of the period from which a stretch without a beginning or an end is cut out of the axis."""
_CUT = 26.0
_MOST_CUTS = 4


@dataclass(frozen=True, slots=True)
class _Event:
    line: Line
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

    @property
    def when(self) -> str:
        return f"About {timex.display(self.line.value)}" if self.about else self.line.date


def _events(lines: Iterable[Line]) -> list[_Event]:
    events = []
    for line in lines:
        limits = timex.bounds(line.value) if line.value else None
        if limits:
            about = _ABOUT.search(line.date_text) is not None
            events.append(_Event(line, limits[0].toordinal(), limits[1].toordinal() + 1, about))
    return sorted(events, key=lambda e: (e.first + e.last, e.first))


def _asides(events: Sequence[_Event], cuts: Sequence[object], dated: int, undated: int) -> list[str]:
    """What a reader must know to read the figure right."""
    asides = []
    if cuts:
        asides.append("The axis leaves out the times in brackets.")
    if any(e.about for e in events):
        asides.append("Hollow marks: approximate dates.")
    if len(events) < dated:
        asides.append(f"{len(events)} of {dated} dated events are drawn.")
    if undated:
        asides.append(f"{undated} {'event has' if undated == 1 else 'events have'} no date that can be drawn.")
    return asides


def _say_timeline(events: Sequence[_Event], cuts: Sequence[tuple[int, int]], asides: Sequence[str]) -> str:
    said = " ".join(f"{e.when}: {e.line.text}" for e in events)
    cut = "".join(f" The axis leaves out {_length(b - a)} in which nothing begins or ends." for a, b in cuts)
    return f"{len(events)} events along a time axis drawn to scale.{cut} {said} {' '.join(asides)}".strip()


def _length(days: int) -> str:
    """A stretch of days in the largest unit that fits it well."""
    for unit, size in (("year", 365.25), ("month", 30.44), ("week", 7.0)):
        if days >= 2 * size:
            return f"{round(days / size)} {unit}s"
    return f"{days} day{'' if days == 1 else 's'}"


def _cuts(events: Sequence[_Event]) -> list[tuple[int, int]]:
    """The stretches to leave out: free of beginnings and ends, and long against what remains."""
    ends = sorted({day for e in events for day in (e.first, e.last)})
    gaps = sorted(((b - a, a, b) for a, b in pairwise(ends)), reverse=True)
    steps = sorted((b - a for a, b in pairwise(sorted({e.middle for e in events}))), reverse=True)
    usual = steps[len(steps) // 2]
    left = ends[-1] - ends[0]
    cuts = []
    for length, a, b in gaps[:_MOST_CUTS]:
        margin = max(1, (left - length) // 12)
        if length < max(LONG_GAP * left, 3 * usual, 14) or length <= 2 * margin + 2:
            break
        cuts.append((a + margin, b - margin))
        left -= length - 2 * margin
    return sorted(cuts)


@dataclass(frozen=True, slots=True)
class _Axis:
    """Where a day lies: to scale between the cuts, which all have the same small height."""

    start: int
    stop: int
    cuts: tuple[tuple[int, int], ...]
    top: float
    height: float

    @property
    def scale(self) -> float:
        days = self.stop - self.start - sum(b - a for a, b in self.cuts)
        return (self.height - _CUT * len(self.cuts)) / days

    def __call__(self, day: float) -> float:
        y = self.top + (day - self.start) * self.scale
        for a, b in self.cuts:
            if day > a:
                inside = min(day, b) - a
                y += inside / (b - a) * _CUT - inside * self.scale
        return y


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


def _spread(wanted: Sequence[float], heights: Sequence[float], top: float, bottom: float) -> list[float]:
    """Tops of labels in order, none over another, all between `top` and `bottom`, near where they are wanted."""
    offsets = [sum(heights[:i]) for i in range(len(heights))]
    runs: list[list[float]] = []
    for want, offset in zip(wanted, offsets, strict=True):
        runs.append([want - offset, 1.0])
        while len(runs) > 1 and runs[-2][0] > runs[-1][0]:
            value, weight = runs.pop()
            runs[-1][0] = (runs[-1][0] * runs[-1][1] + value * weight) / (runs[-1][1] + weight)
            runs[-1][1] += weight
    flat = [value for value, weight in runs for _ in range(int(weight))]
    room = max(bottom - top - sum(heights), 0.0)
    return [min(max(value, top), top + room) + offset for value, offset in zip(flat, offsets, strict=True)]


def _draw_tall(events: Sequence[_Event], pen: _Pen, cuts: list[tuple[int, int]]) -> _Figure:
    """Time runs down; to its right every event with its date and words, joined to its mark by a thin line."""
    figure = pen.figure(400)
    lanes = _lanes(events)
    size, step = 12.0, 15.0
    axis_x = 66.0
    label_x = axis_x + (9.0 * max(lanes) + 3 if max(lanes) else 0.0) + 30
    room = figure.width - label_x - 2
    dates = [pen.wrap(e.when, size, room, 1, bold=True) for e in events]
    texts = [pen.wrap(e.line.text.removesuffix("."), size, room, 2) for e in events]
    heights = [(len(d) + len(t)) * step + 6 for d, t in zip(dates, texts, strict=True)]
    height = max(sum(heights), 150.0 + _CUT * len(cuts))
    axis = _Axis(min(e.first for e in events), max(e.last for e in events), tuple(cuts), 8.0, height - heights[0] / 2)
    tops = _spread([axis(e.middle) - 11 for e in events], heights, 0.0, height + 8)
    _draw_axis(figure, pen, axis, axis_x, down=True)
    for event, lane, top, date, text in zip(events, lanes, tops, dates, texts, strict=True):
        x, y = axis_x + (9.0 * lane + 3 if lane else 0.0), axis(event.middle)
        pen.line(figure, f"M{_number(x + 5)} {_number(y)}L{_number(label_x - 10)} {_number(top + 9)}h6", width=0.6)
        group = _mark(figure, pen, event, (x, y), (axis(event.first), axis(event.last)), down=True)
        _rows(figure, pen, date, label_x, top + 13, room, size=size, step=step, bold=True, into=group)
        _rows(figure, pen, text, label_x, top + 13 + step * len(date), room, size=size, step=step, into=group)
    figure.height = height + 10
    return figure


def _draw_wide(events: Sequence[_Event], pen: _Pen, cuts: list[tuple[int, int]]) -> _Figure:
    """Time runs to the right; under each mark hangs its date, deeper the further left, so that nothing is crossed."""
    figure = pen.figure(720)
    groups = [list(same) for _, same in groupby(events, key=lambda e: (e.first, e.last, e.when))]
    names = [e.when if len(same) == 1 else f"{e.when} ({len(same)} events)" for same in groups for e in same[:1]]
    firsts = [same[0] for same in groups]
    size = 11.5
    widths = [pen.measure(name, size, bold=True) + 8 for name in names]
    lanes = _lanes(firsts)
    axis_y = 20.0 + 9 * max(lanes)
    length = figure.width - 8 - max(widths)
    axis = _Axis(min(e.first for e in events), max(e.last for e in events), tuple(cuts), 6.0, length)
    _draw_axis(figure, pen, axis, axis_y, down=False)
    depths = _hang([axis(event.middle) for event in firsts], widths)
    for event, name, depth, lane in zip(firsts, names, depths, lanes, strict=True):
        x, y = axis(event.middle), axis_y - (9.0 * lane + 3 if lane else 0.0)
        foot = axis_y + 22 + 14.0 * (depth or 0)
        if depth is not None:
            pen.line(figure, f"M{_number(x)} {_number(y + 4)}V{_number(foot)}", width=0.6)
        group = _mark(figure, pen, event, (x, y), (axis(event.first), axis(event.last)), down=False)
        if depth is not None:
            pen.text(figure, x + 4, foot, name, size=size, bold=True, into=group)
    deepest = max(depth for depth in depths if depth is not None)
    figure.height = axis_y + 22 + 14.0 * deepest + 6
    return figure


def _hang(places: Sequence[float], widths: Sequence[float]) -> list[int | None]:
    """The row under the axis that each label hangs in; None for those left out where they crowd."""
    kept = list(range(len(places)))
    while True:
        rows: dict[int, int] = {}
        for index in reversed(kept):
            end = places[index] + widths[index]
            rows[index] = 1 + max((row for other, row in rows.items() if places[other] < end), default=-1)
        if max(rows.values()) < MOST_ROWS:
            return [rows.get(index) for index in range(len(places))]
        inner = [(places[b] - places[a], n) for n, (a, b) in enumerate(pairwise(kept[:-1]), 1)]
        del kept[min(inner)[1]]


def _mark(
    figure: _Figure, pen: _Pen, event: _Event, at: tuple[float, float], reach: tuple[float, float], *, down: bool
) -> ET.Element:  # fmt: skip
    """The dot or the bar of an event, in a group that its label joins."""
    group = ET.SubElement(figure.root, "g")
    ET.SubElement(group, "title").text = visible(f"{event.when}: {event.line.text}")
    style = f"fill:{pen.ground if event.about else pen.ink};stroke:{pen.ink};stroke-width:1.4"
    x, y = at
    if event.is_day:
        ET.SubElement(group, "circle", {"cx": _number(x), "cy": _number(y), "r": "3.6", "style": style})
        return group
    long = max(reach[1] - reach[0] - 1.5, 3.0)
    width, height = (5.0, long) if down else (long, 5.0)
    box = {"x": x - width / 2, "y": y - height / 2, "width": width, "height": height, "rx": 1.5}
    ET.SubElement(group, "rect", {**{key: _number(value) for key, value in box.items()}, "style": style})
    return group


def _draw_axis(figure: _Figure, pen: _Pen, axis: _Axis, across: float, *, down: bool) -> None:
    """The line, its cuts with what they leave out, and its ticks; `across` is where it lies on the other axis."""
    at, run, tick = _number(across), ("V" if down else "H"), ("h-5" if down else "v-5")

    def point(along: float) -> str:
        return f"{at} {_number(along)}" if down else f"{_number(along)} {at}"

    def name(along: float, text: str) -> None:
        if down:
            pen.text(figure, across - 8, along + 3.5, text, size=9.5, muted=True, end=True)
        else:
            pen.text(figure, along, 9, text, size=9.5, muted=True)

    edge = axis.start
    taken: list[tuple[float, float]] = []
    for a, b in (*axis.cuts, (axis.stop, axis.stop)):
        pen.line(figure, f"M{point(axis(edge))}{run}{_number(axis(a))}", width=1.4)
        if b > a:
            q, label = _number(_CUT / 4), f"({_length(b - a)})"
            zigzag = f"l-5 {q}l10 {q}l-10 {q}l5 {q}" if down else f"l{q} -5l{q} 10l{q} -10l{q} 5"
            pen.line(figure, f"M{point(axis(a))}{zigzag}")
            along = axis(a) + (_CUT / 2 if down else 0)
            name(along, label)
            taken.append((along - 13, along + 13) if down else (along - 6, along + pen.measure(label, 9.5) + 6))
        edge = b
    for day, label in _ticks(axis):
        along = axis(day)
        low, high = (along - 6, along + 6) if down else (along, along + pen.measure(label, 9.5) + 6)
        if all(high <= a or low >= b for a, b in taken):
            taken.append((low, high))
            pen.line(figure, f"M{point(along)}{tick}")
            name(along, label)


def _ticks(axis: _Axis) -> list[tuple[int, str]]:
    """Days to mark with their names: years or decades before months before days, as far as there is room."""
    days = max(1, axis.stop - axis.start - sum(b - a for a, b in axis.cuts))
    first, last = _date(axis.start), _date(axis.stop - 1)
    step = next((n for n in (1, 2, 5, 10, 20, 50, 100, 200, 500) if days / 365 / n <= 10), 1000)
    years = [(dt.date(year, 1, 1), str(year)) for year in range(first.year, last.year + 1) if year % step == 0]
    months: list[tuple[dt.date, str]] = []
    if days <= 900:
        months = [
            (dt.date(year, month, 1), f"{timex.MONTHS[month - 1][:3]} {year}")
            for a, b in _stretches(axis)
            for year in range(_date(a).year, _date(b - 1).year + 1)
            for month in range(1, 13)
        ]
    fine: list[tuple[dt.date, str]] = []
    if days <= 75:
        fine = [
            (day, f"{day.day} {timex.MONTHS[day.month - 1][:3]}")
            for a, b in _stretches(axis)
            for day in map(_date, range(a, b))
            if days <= 16 or day.weekday() == 0
        ]
    named = [(day.toordinal(), name) for day, name in (*years, *months, *fine)]
    return [(day, name) for day, name in named if any(a <= day < b for a, b in _stretches(axis))]


def _stretches(axis: _Axis) -> list[tuple[int, int]]:
    edges = [axis.start, *(day for cut in axis.cuts for day in cut), axis.stop]
    return [(edges[i], edges[i + 1]) for i in range(0, len(edges), 2)]


def _date(ordinal: int) -> dt.date:
    return dt.date.fromordinal(ordinal)
