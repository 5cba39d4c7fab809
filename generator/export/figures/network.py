"""Who acts on whom in a brief."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.export.figures.canvas import WIDTHS, Canvas, Layout, Palette, number, spread
from generator.export.interface import Interface
from generator.export.view import Line, View
from generator.extract.lexicon import words
from generator.model import ActorType
from generator.relations import Relation

MOST_ACTORS = 8
MOST_DEEDS = 10
_NAME, _KIND, _DEED = 12.5, 10.5, 11.0
_ROW, _STEP = 15.5, 13.0
_GAP = 12.0
_WIDTHS: dict[Layout, tuple[float, float]] = {"wide": (190.0, 64.0), "tall": (112.0, 22.0)}
"""How wide a box is, and the strip in which lines run from boxes to words."""


def network(
    shown: View, found: Sequence[Relation], *, palette: Palette = "screen", layout: Layout = "tall"
) -> str | None:  # fmt: skip
    """Actors as boxes, joined by arrows in the words of the source; None where nobody acts on anybody.

    `found` are the relations of the brief. ``wide`` is 720 units wide, ``tall`` 400, for phones. Every row reads from
    left to right as a sentence; the arrow points at whom something is done to, so of "was accused by" to the left. What
    somebody says rather than the source is dashed and named. At most 8 actors and 10 rows, the others are counted; on
    the screen a row leads to its statement.
    """
    names = {line.anchor: line for line in shown.actors.lines}
    told = [r for r in found if r.actor.anchor in names and r.object.anchor in names]
    rows = _rows(told, names)
    if not rows:
        return None
    canvas = Canvas(palette, WIDTHS[layout])
    figure = _Network(canvas, shown.say, rows, layout)
    figure.draw()
    left = len(_joined(told)) - len(rows)
    if left:
        more = shown.say.plural("and {n} more in the text", "and {n} more in the text", left)
        canvas.height += 18
        canvas.text(0, canvas.height - 4, more, size=_KIND, tone="muted")
    title = shown.say("Who acts on whom: {title}", title=shown.title)
    return canvas.finish(f"{shown.slug}-network-{layout}", title, figure.described())


@dataclass(frozen=True, slots=True)
class _Row:
    """What one or several do to one or several others."""

    relation: Relation
    left: tuple[Line, ...]
    """Those whom the words make the subject…"""
    right: tuple[Line, ...]
    """…and the object, or after "by" the agent."""

    @property
    def said(self) -> str:
        """The row as a sentence, without its full stop."""
        left, right = (", ".join(line.name for line in side) for side in (self.left, self.right))
        return f"{left} {self.relation.verb} {right}"


def _joined(found: Iterable[Relation]) -> list[list[Relation]]:
    """Relations told by the same words of the same passage together."""
    joined: dict[tuple[int, str, bool], list[Relation]] = {}
    for relation in found:
        joined.setdefault((relation.note, relation.verb, relation.passive), []).append(relation)
    return list(joined.values())


def _rows(found: Iterable[Relation], names: dict[str, Line]) -> list[_Row]:
    """The first rows that together have no more actors than there is room for."""
    rows: list[_Row] = []
    taken: set[str] = set()
    for group in _joined(found):
        actors = tuple(dict.fromkeys(r.actor.anchor for r in group))
        objects = tuple(dict.fromkeys(r.object.anchor for r in group))
        if len(rows) < MOST_DEEDS and len(taken.union(actors, objects)) <= MOST_ACTORS:
            taken.update(actors, objects)
            sides = (objects, actors) if group[0].passive else (actors, objects)
            left, right = (tuple(names[anchor] for anchor in side) for side in sides)
            rows.append(_Row(group[0], left, right))
    return rows


@dataclass(slots=True)
class _Box:
    line: Line
    name: list[str]
    kind: list[str]
    rows: list[int]
    """Numbers of the rows that a line joins it to."""
    y: float = 0.0

    @property
    def height(self) -> float:
        return 16.0 + _ROW * len(self.name) + (_STEP if self.kind else 0.0)

    def port(self, row: int) -> float:
        """Where on its side the line to a row begins."""
        return self.y + self.height * (self.rows.index(row) + 1) / (len(self.rows) + 1)


class _Network:
    def __init__(self, canvas: Canvas, say: Interface, rows: Sequence[_Row], layout: Layout) -> None:
        self.canvas, self.say = canvas, say
        self.box, self.strip = _WIDTHS[layout]
        self.words = (self.box + self.strip, canvas.width - self.box - self.strip)
        self.rows = self.ordered(rows)
        self.deeds = [self.deed(row.relation) for row in self.rows]
        self.left = self.boxes([row.left for row in self.rows])
        self.right = self.boxes([row.right for row in self.rows])

    def ordered(self, rows: Sequence[_Row]) -> list[_Row]:
        """Rows of the same subject together, as they first come; within those, of the same object."""
        first: dict[str, int] = {}
        for row in rows:
            for line in (*row.left, *row.right):
                first.setdefault(line.anchor, len(first))
        return sorted(rows, key=lambda row: (first[row.left[0].anchor], first[row.right[0].anchor]))

    def boxes(self, sides: Sequence[Sequence[Line]]) -> list[_Box]:
        """The boxes of one side, each as near to its rows as the others let it."""
        found: dict[str, _Box] = {}
        for number_, side in enumerate(sides):
            for line in side:
                if line.anchor not in found:
                    name = self.canvas.wrap(line.name, _NAME, self.box - 20, 3, bold=True)
                    kind = self.canvas.wrap(line.kind, _KIND, self.box - 20, 1) if line.kind else []
                    found[line.anchor] = _Box(line, name, kind, [])
                found[line.anchor].rows.append(number_)
        return sorted(found.values(), key=lambda box: sum(box.rows) / len(box.rows))

    def deed(self, relation: Relation) -> list[str]:
        """The words on the arrow and the number of their note."""
        verb, room = self.voiced(relation.verb, relation), self.words[1] - self.words[0]
        note = f"[{relation.note}]"
        rows = self.canvas.wrap(verb, _DEED, room, 3, tail=self.canvas.measure(f" {note}", _DEED))
        return [*rows[:-1], f"{rows[-1]} {note}".strip()]

    def voiced(self, deed: str, relation: Relation) -> str:
        """`deed` with who says so, where that is not the source itself."""
        if not relation.speaker:
            return deed
        first, _, rest = relation.speaker.partition(" ")
        who = f"{first.lower()} {rest}" if first.lower() in words("determiners") else relation.speaker
        return self.say("{deed} (according to {who})", deed=deed, who=who)

    def draw(self) -> None:
        heights = [_STEP * len(deed) + 14 for deed in self.deeds]
        columns = (self.left, self.right)
        body = max(sum(heights), *(sum(box.height + _GAP for box in column) - _GAP for column in columns))
        middles = [
            top + height - 8
            for top, height in zip(
                spread([(body - sum(heights)) / 2] * len(heights), heights, 0.0, body), heights, strict=True
            )
        ]
        for column, x in zip(columns, (1.0, self.canvas.width - self.box - 1), strict=True):
            wanted = [sum(middles[r] for r in box.rows) / len(box.rows) - box.height / 2 for box in column]
            tops = spread(wanted, [box.height + _GAP for box in column], 1.0, body + _GAP + 1)
            for box, top in zip(column, tops, strict=True):
                box.y = top
                self.draw_box(box, x)
        for index, middle in enumerate(middles):
            self.draw_row(index, middle)
        self.canvas.height = body + 4

    def draw_box(self, box: _Box, x: float) -> None:
        """A rectangle, with round ends for a person."""
        round_ = 12.0 if box.line.type is ActorType.PERSON else 2.0
        self.canvas.rect(x, box.y, self.box, box.height, "card", round_=round_)
        y = box.y + 20
        self.canvas.text(x + 10, y, box.name, size=_NAME, step=_ROW, width=self.box - 20, bold=True)
        y += _ROW * (len(box.name) - 1) + _STEP + 1
        self.canvas.text(x + 10, y, box.kind, size=_KIND, tone="muted")

    def draw_row(self, index: int, y: float) -> None:
        """The words of a row on a line, and the lines from there to the boxes on both sides."""
        relation = self.rows[index].relation
        group = self.canvas.group(f"#{relation.statement.anchor}", self.voiced(self.rows[index].said, relation))
        near, far = self.words
        ends = [(box, self.box + 1, near, "left") for box in self.left if index in box.rows]
        ends += [(box, self.canvas.width - self.box - 1, far, "right") for box in self.right if index in box.rows]
        self.canvas.line(f"M{number(near)} {number(y)}H{number(far)}", dashed=bool(relation.speaker), into=group)
        for box, edge, inner, side in ends:
            port = box.port(index)
            pointed = (side == "left") == relation.passive
            stop = edge + (7 if side == "left" else -7) * pointed
            self.canvas.curve((inner, y), (stop, port), dashed=bool(relation.speaker), into=group)
            if pointed:
                self.canvas.arrow(edge, port, "left" if side == "left" else "right", into=group)
        deed = self.deeds[index]
        self.canvas.text(
            (near + far) / 2, y - 5 - _STEP * (len(deed) - 1), deed, size=_DEED, step=_STEP, anchor="middle", into=group
        )

    def described(self) -> str:
        """The figure in words; on the screen its rows are read out themselves."""
        told = [self.say("Diagram with arrows from those who act to those acted on.")]
        if not self.canvas.on_screen:
            told += [f"{self.voiced(row.said, row.relation)}." for row in self.rows]
        return " ".join(told)
