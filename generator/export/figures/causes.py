"""The map of a brief: its causes, the event, its consequences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.export.figures.canvas import WIDTHS, Anchor, Canvas, Layout, Look, Palette, number
from generator.export.interface import Interface
from generator.export.view import Line, View, right_to_left
from generator.model import Status

MOST: dict[Layout, tuple[int, int]] = {"wide": (5, 6), "tall": (3, 4)}
"""How many causes and how many consequences a layout has room for."""
_TEXT, _ROW, _SMALL, _TITLE = 12.5, 15.5, 10.5, 13.5
_GAP, _HEAD, _PART = 8.0, 20.0, 14.0


def cause_map(shown: View, *, palette: Palette = "screen", layout: Layout = "tall", most: int = 6) -> str | None:
    """Causes, the event and its consequences as boxes joined by arrows; None where neither is known.

    Only what a page shows at first, at most `most` of each and fewer where the layout is narrow; the figure says how
    many more there are. ``wide`` is 720 units wide, ``tall`` 400, for phones. Boxes carry the numbers of their notes,
    and on the screen lead to their statements; consequences that have not happened have a dashed border.
    """
    causes = (shown.causes.first + shown.disputed.first)[: min(most, MOST[layout][0])]
    happened, expected = _share(shown.happened.first, shown.expected.first, min(most, MOST[layout][1]))
    if not (causes or happened or expected):
        return None
    say = shown.say
    canvas = Canvas(palette, WIDTHS[layout])
    columns = [
        _Column(say("Causes"), causes, len(shown.causes.lines + shown.disputed.lines) - len(causes)),
        _Column(say("Consequences so far"), happened, len(shown.happened.lines) - len(happened)),
        _Column(say("Expected or possible"), expected, len(shown.expected.lines) - len(expected)),
    ]
    for column, other in (columns[1:], columns[:0:-1]):
        if not column.lines:
            other.left += column.left  # there is no other place to say so
    drawn = _Map(canvas, say, columns, shown.title)
    drawn.tall() if layout == "tall" else drawn.wide()
    title = say("Causes and consequences: {title}", title=shown.title)
    return canvas.finish(f"{shown.slug}-map-{layout}", title, drawn.described())


def _share(happened: Sequence[Line], expected: Sequence[Line], most: int) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """The consequences to draw: those to come get a third of the room, or what the others leave."""
    first = tuple(happened[: most - min(most // 3, len(expected))])
    return first, tuple(expected[: most - len(first)])


@dataclass(slots=True)
class _Column:
    name: str
    lines: tuple[Line, ...]
    left: int
    """How many more of them there are."""


@dataclass(frozen=True, slots=True)
class _Box:
    line: Line
    head: list[str]
    rows: list[str]
    notes: str

    @property
    def height(self) -> float:
        return 15.0 + (13.0 if self.head else 0.0) + _ROW * len(self.rows)

    @property
    def dashed(self) -> bool:
        return self.line.status in (Status.EXPECTED, Status.POSSIBLE)


class _Map:
    def __init__(self, canvas: Canvas, say: Interface, columns: list[_Column], title: str) -> None:
        self.canvas, self.say, self.title = canvas, say, title
        self.causes, self.after = columns[0], [c for c in columns[1:] if c.lines]

    def described(self) -> str:
        """The figure in words; on the screen its boxes are read out themselves."""
        causes, consequences = len(self.causes.lines), sum(len(c.lines) for c in self.after)
        told = []
        if causes:
            told.append(
                self.say.plural(
                    "{n} cause leads to the event “{title}”.", "{n} causes lead to the event “{title}”.", causes,
                    title=self.title,
                )
            )  # fmt: skip
        if consequences:
            told.append(
                self.say.plural(
                    "{n} consequence follows from the event.", "{n} consequences follow from the event.", consequences
                )
            )
        if not self.canvas.on_screen:
            columns = [c for c in (self.causes, *self.after) if c.lines]
            told += [f"{c.name}: " + " ".join(f"({n}) {s.text}" for n, s in enumerate(c.lines, 1)) for c in columns]
        return " ".join(told)

    # - layouts -

    def wide(self) -> None:
        """Causes on the left, the event in the middle, consequences on the right, each column centred."""
        side, middle, top = 252.0, 126.0, 2.0
        left = [self.box(line, side, 4) for line in self.causes.lines]
        right = [[self.box(line, side, 4) for line in c.lines] for c in self.after]
        title = self.canvas.wrap(self.title, _TITLE, middle - 24, 12, bold=True)
        event = 18.0 * len(title) + 18
        heights = [self.tall_of([left], [self.causes]), self.tall_of(right, self.after)]
        body = max(*heights, event)
        at = (self.canvas.width - middle) / 2
        centre = top + body / 2
        y = top + (body - heights[0]) / 2
        for place in self.column(self.causes, left, 1, y, side) if left else ():
            self.join((side + 1, place), (at - 1, centre), left[0].dashed)
        self.event(at, centre - event / 2, middle, title)
        y = top + (body - heights[1]) / 2
        far = self.canvas.width - side - 1
        for column, boxes in zip(self.after, right, strict=True):
            for place, box in zip(self.column(column, boxes, far, y, side), boxes, strict=True):
                self.join((at + middle, centre), (far - 1, place), box.dashed)
            y += self.tall_of([boxes], [column]) + _PART
        self.canvas.height = top + body + 2

    def tall(self) -> None:
        """Causes above, the event, consequences below; a rail on the left joins them."""
        left, y = 26.0, 2.0
        width = self.canvas.width - left - 1
        title = self.canvas.wrap(self.title, _TITLE, self.canvas.width - 26, 4, bold=True)
        if self.causes.lines:
            boxes = [self.box(line, width, 3) for line in self.causes.lines]
            places = self.column(self.causes, boxes, left, y, width)
            y += self.tall_of([boxes], [self.causes]) + 12
            self.canvas.line("".join(f"M{number(left)} {number(place)}H13" for place in places))
            self.canvas.line(f"M13 {number(places[0])}V{number(y - 8)}")
            self.canvas.arrow(13, y - 1, "down")
        y += self.event(1, y, self.canvas.width - 2, title)
        bottom, last = y, y
        for column in self.after:
            y += 12
            boxes = [self.box(line, width, 3) for line in column.lines]
            for place, box in zip(self.column(column, boxes, left, y, width), boxes, strict=True):
                self.canvas.line(f"M13 {number(place)}H{number(left - 8)}", dashed=box.dashed)
                self.canvas.arrow(left - 1, place, "right")
                last = place
            y += self.tall_of([boxes], [column])
        if self.after:
            self.canvas.line(f"M13 {number(bottom)}V{number(last)}")
        self.canvas.height = y + 2

    def join(self, start: tuple[float, float], stop: tuple[float, float], dashed: bool) -> None:
        """An arrow from one point to another further right."""
        self.canvas.curve(start, (stop[0] - 7, stop[1]), dashed=dashed)
        self.canvas.arrow(*stop, "right")

    # - boxes -

    def column(self, column: _Column, boxes: Sequence[_Box], x: float, y: float, width: float) -> list[float]:
        """Draws a headed column from `y` down; the heights at which the middles of its boxes lie."""
        self.canvas.text(x, y + 11, self.canvas.wrap(column.name, 12, width, 1, bold=True), size=12, bold=True)
        y += _HEAD
        middles = []
        for box in boxes:
            self.place(box, x, y, width)
            middles.append(y + box.height / 2)
            y += box.height + _GAP
        if column.left:
            more = self.say.plural("and {n} more in the text", "and {n} more in the text", column.left)
            self.canvas.text(x + 11, y + 7, self.canvas.wrap(more, _SMALL, width - 22, 1), size=_SMALL, tone="muted")
        return middles

    def tall_of(self, columns: Sequence[Sequence[_Box]], heads: Sequence[_Column]) -> float:
        """How high columns under one another are."""
        boxes = sum(_HEAD + sum(box.height + _GAP for box in column) - _GAP for column in columns if column)
        return boxes + _PART * max(len(columns) - 1, 0) + sum(18.0 for head in heads if head.left)

    def box(self, line: Line, width: float, most: int) -> _Box:
        notes = f"[{', '.join(map(str, line.notes))}]"
        head = line.label
        if line.certainty:
            certainty = self.say("“{words}”", words=line.certainty)
            head = f"{head} ({certainty})".strip()
        tail = self.canvas.measure(notes, _SMALL) + 8
        rows = self.canvas.wrap(line.text.removesuffix("."), _TEXT, width - 22, most, tail=tail)
        return _Box(line, self.canvas.wrap(head, _SMALL, width - 22, 1) if head else [], rows, notes)

    def place(self, box: _Box, x: float, y: float, width: float) -> None:
        cut = box.rows[-1].endswith(" …")
        group = self.canvas.group(f"#{box.line.anchor}", box.line.text if cut else "")
        look: Look = "open" if box.dashed else "card"
        self.canvas.rect(x, y, width, box.height, look, round_=4, dashed=box.dashed, into=group)
        y += 19.0
        if box.head:
            self.canvas.text(x + 11, y - 2, box.head, size=_SMALL, tone="muted", width=width - 22, into=group)
            y += 13.0
        self.canvas.text(x + 11, y, box.rows, size=_TEXT, step=_ROW, width=width - 22, into=group)
        y += _ROW * (len(box.rows) - 1)
        anchor: Anchor = "start" if right_to_left(box.rows[0]) else "end"
        at = x + (11 if anchor == "start" else width - 11)
        self.canvas.text(at, y, box.notes, size=_SMALL, tone="muted", anchor=anchor, into=group)

    def event(self, x: float, y: float, width: float, rows: Sequence[str]) -> float:
        """Draws the event; how high it is."""
        height = 18.0 * len(rows) + 18
        self.canvas.rect(x, y, width, height, "strong", round_=5)
        self.canvas.text(x + 12, y + 22, rows, size=_TITLE, step=18, width=width - 24, bold=True, tone="inverse")
        return height
