"""What all figures are drawn with: a canvas that knows its colours, its font and how wide a text runs.

On the screen a shape names a class of the site's style sheet (``f-…``, see ``templates/assets/briefing.css``) and takes
the theme's colours; in print it has grey values of its own and the vendored font. No style attributes, so that a page
may forbid them.
"""

from __future__ import annotations

import re
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Literal

from generator.export.view import right_to_left, visible

Palette = Literal["screen", "print"]
Layout = Literal["tall", "wide"]
WIDTHS: dict[Layout, float] = {"tall": 400.0, "wide": 720.0}
"""In units; one is a pixel where a figure is shown at its own size."""

Look = Literal["card", "open", "strong", "line", "thin", "solid", "hollow", "head", "grid"]
"""A filled box; one with a dashed border; the box the eye goes to; arrows, rules, marks, arrow heads."""
Tone = Literal["ink", "muted", "inverse"]
Anchor = Literal["start", "middle", "end"]

_SVG = "http://www.w3.org/2000/svg"
_PRINTED: dict[Look | Tone, dict[str, str]] = {
    "card": {"fill": "#f2f2f0", "stroke": "#9a9a9a"},
    "open": {"fill": "#ffffff", "stroke": "#555555"},
    "strong": {"fill": "#262626"},
    "line": {"fill": "none", "stroke": "#555555", "stroke-width": "1.3"},
    "thin": {"fill": "none", "stroke": "#8a8a8a", "stroke-width": "0.7"},
    "solid": {"fill": "#262626", "stroke": "#262626"},
    "hollow": {"fill": "#ffffff", "stroke": "#262626", "stroke-width": "1.4"},
    "head": {"fill": "#555555"},
    "grid": {"fill": "none", "stroke": "#d4d4d4", "stroke-width": "0.7"},
    "ink": {},
    "muted": {"fill": "#555555"},
    "inverse": {"fill": "#ffffff"},
}
_ASCII = (
    260, 269, 408, 646, 572, 831, 732, 225, 300, 300, 551, 572, 268, 322, 268, 372, 572, 572, 572, 572, 572, 572, 572,
    572, 572, 572, 268, 268, 572, 572, 572, 434, 899, 639, 650, 632, 730, 556, 519, 728, 741, 339, 273, 619, 524, 907,
    760, 781, 605, 781, 622, 549, 556, 731, 600, 930, 586, 566, 572, 329, 372, 329, 572, 444, 281, 561, 615, 480, 615,
    564, 344, 615, 618, 258, 258, 534, 258, 935, 618, 605, 615, 615, 413, 479, 361, 618, 508, 786, 529, 510, 470, 380,
    551, 380, 572,
)  # fmt: skip
"""Advance widths of U+0020 to U+007E in Noto Sans, a wide font, in thousandths of the font size."""
_SCRIPTS = {
    "Arabic": "\u0600-\u06ff\u0750-\u077f\u0870-\u08ff",
    "Hebrew": "\u0590-\u05ff",
    "Georgian": "\u10a0-\u10ff\u1c90-\u1cbf",
    "Armenian": "\u0530-\u058f",
}
_RUN = re.compile("|".join(f"(?P<{name}>[{range_}]+(?: [{range_}]+)*)" for name, range_ in _SCRIPTS.items()))
"""Scripts whose letters join or change: the renderer of print does not find their font by itself."""
_LONGEST = 1000
"""Characters of a text that are looked at at all."""


class Canvas:
    """An ``svg`` element in the making, `width` units wide; `height` is set by whoever draws."""

    def __init__(self, palette: Palette, width: float) -> None:
        self.palette = palette
        self.width = width
        self.height = 0.0
        self.root = ET.Element("svg")

    @property
    def on_screen(self) -> bool:
        return self.palette == "screen"

    def finish(self, name: str, title: str, description: str) -> str:
        """The figure as text, named and described; `name` must be one of its kind on the page.

        A figure with links is a group of them to a screen reader, one without is an image.
        """
        width, height = number(self.width), number(self.height)
        self.root.attrib = {
            "xmlns": _SVG, "width": width, "height": height, "viewBox": f"0 0 {width} {height}",
            "role": "img" if self.root.find(".//a") is None else "group",
            "aria-labelledby": f"{name}-title", "aria-describedby": f"{name}-desc",
            **({"fill": "currentColor"} if self.on_screen else {"fill": "#1a1a1a", "font-family": "Brief Sans"}),
        }  # fmt: skip
        for index, (tag, text) in enumerate((("title", title), ("desc", description))):
            element = ET.Element(tag, {"id": f"{name}-{tag}"})
            element.text = visible(text)
            self.root.insert(index, element)
        for element in self.root:
            element.tail = "\n"
        return ET.tostring(self.root, encoding="unicode")

    # - measuring -

    def measure(self, text: str, size: float, bold: bool = False) -> float:
        """How wide `text` runs at most, in units."""
        factor = (1.1 if bold else 1.0) * (1.08 if self.on_screen else 0.92)
        return sum(map(_advance, text)) * size * factor / 1000

    def wrap(
        self, text: str, size: float, width: float, most: int, *, bold: bool = False, tail: float = 0.0
    ) -> list[str]:  # fmt: skip
        """`text` in at most `most` lines no wider than `width`, cut at words; an ellipsis ends what does not fit.

        The last line leaves `tail` units free.
        """
        text = visible(text)
        lines = self._broken(text[:_LONGEST], size, width, most, bold)
        if len(lines) <= most and len(text) <= _LONGEST and lines[-1]:
            if self.measure(lines[-1], size, bold) + tail <= width:
                return lines
            if len(lines) < most:
                kept, _, last = lines[-1].rpartition(" ")
                return [*lines[:-1], *([kept] if kept else []), last] if kept else [*lines, ""]
        last = lines[:most][-1].rstrip(" .,;:–—")
        while last and self.measure(last + " …", size, bold) + tail > width:
            last = last.rpartition(" ")[0] or last[:-1]
        return [*lines[: most - 1], (last + " …").strip()]

    def _broken(self, text: str, size: float, width: float, most: int, bold: bool) -> list[str]:
        """`text` in lines, one more than `most` if there are more."""
        lines = [""]
        for word in text.split():
            for piece in self._pieces(word, size, width, bold):
                longer = f"{lines[-1]} {piece}".strip()
                if (piece == word or not lines[-1]) and self.measure(longer, size, bold) <= width:
                    lines[-1] = longer
                else:
                    lines.append(piece)
            if len(lines) > most:
                break
        return lines

    def _pieces(self, word: str, size: float, width: float, bold: bool) -> list[str]:
        """`word`, cut where it is wider than a whole line."""
        if self.measure(word, size, bold) <= width:
            return [word]
        pieces = [""]
        for char in word:
            if pieces[-1] and self.measure(pieces[-1] + char, size, bold) > width:
                pieces.append("")
            pieces[-1] += char
        return pieces

    # - drawing -

    def group(self, href: str = "", title: str = "") -> ET.Element:
        """A group; on the screen it leads to `href` if that is given, and says `title` when pointed at."""
        linked = self.on_screen and href
        element = ET.SubElement(self.root, "a", {"href": href}) if linked else ET.SubElement(self.root, "g")
        if title:
            ET.SubElement(element, "title").text = visible(title)
        return element

    def text(
        self, x: float, y: float, rows: str | Sequence[str], *, size: float, step: float = 0.0, width: float = 0.0,
        bold: bool = False, tone: Tone = "ink", anchor: Anchor = "start",
        into: ET.Element | None = None,
    ) -> None:  # fmt: skip
        """Rows of text `step` units apart, the first on the line `y`.

        With `width`, rows that begin in a script from right to left stand against that edge.
        """
        rows = [rows] if isinstance(rows, str) else list(rows)
        right = bool(width) and bool(rows) and right_to_left(rows[0])
        x, anchor = (x + width, "end") if right else (x, anchor)
        attributes = {"x": number(x), "y": number(y), "font-size": number(size), **self._paint(tone)}
        if bold:
            attributes["font-weight"] = "bold"
        if anchor != "start":
            attributes["text-anchor"] = anchor
        element = ET.SubElement(self.root if into is None else into, "text", attributes)
        line = element
        for index, row in enumerate(rows):
            if index:
                _end_word(element)
                line = ET.SubElement(element, "tspan", {"x": number(x), "dy": number(step)})
            self._write(line, row)

    def rect(
        self, x: float, y: float, width: float, height: float, look: Look, *,
        round_: float = 0.0, dashed: bool = False, into: ET.Element | None = None,
    ) -> None:  # fmt: skip
        """A box, its corner at (x, y)."""
        box = {"x": x, "y": y, "width": width, "height": height} | ({"rx": round_} if round_ else {})
        attributes = {key: number(value) for key, value in box.items()} | self._paint(look)
        if dashed:
            attributes["stroke-dasharray"] = "5 3"
        ET.SubElement(self.root if into is None else into, "rect", attributes)

    def dot(self, x: float, y: float, radius: float, look: Look, *, into: ET.Element | None = None) -> None:
        """A round mark around (x, y)."""
        circle = {"cx": number(x), "cy": number(y), "r": number(radius)} | self._paint(look)
        ET.SubElement(self.root if into is None else into, "circle", circle)

    def line(self, path: str, look: Look = "line", *, dashed: bool = False, into: ET.Element | None = None) -> None:
        """A line along an SVG path."""
        attributes = {"d": path, **self._paint(look)} | ({"stroke-dasharray": "5 3"} if dashed else {})
        ET.SubElement(self.root if into is None else into, "path", attributes)

    def curve(
        self, start: tuple[float, float], stop: tuple[float, float], *,
        dashed: bool = False, into: ET.Element | None = None,
    ) -> None:  # fmt: skip
        """A line that leaves one point and reaches the other level."""
        bend = number((start[0] + stop[0]) / 2)
        (x, y), (end, to) = map(number, start), map(number, stop)
        self.line(f"M{x} {y}C{bend} {y} {bend} {to} {end} {to}", dashed=dashed, into=into)

    def arrow(self, x: float, y: float, way: Literal["right", "left", "down"], into: ET.Element | None = None) -> None:
        """An arrow's head with its point at (x, y)."""
        wing = {"right": "l-8 -4v8z", "left": "l8 -4v8z", "down": "l-4 -8h8z"}[way]
        self.line(f"M{number(x)} {number(y)}{wing}", "head", into=into)

    def _paint(self, look: Look | Tone) -> dict[str, str]:
        if not self.on_screen:
            return _PRINTED[look]
        return {} if look == "ink" else {"class": f"f-{look}"}

    def _write(self, element: ET.Element, text: str) -> None:
        """`text` into `element`; in print each stretch of a script that joins its letters names its font."""
        for script, run in self._runs(text):
            if script:
                ET.SubElement(element, "tspan", {"font-family": f"Brief {script}"}).text = run
            elif len(element):
                element[-1].tail = run
            else:
                element.text = run

    def _runs(self, text: str) -> Iterator[tuple[str, str]]:
        if self.on_screen:
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


def text_alternative(svg: str) -> str:
    """What `svg` shows, in words: its title and description."""
    root = ET.fromstring(svg)  # noqa: S314 - a figure made here, without a document type
    return " ".join(part for name in ("title", "desc") if (part := root.findtext(f"{{{_SVG}}}{name}")))


def figure_height(svg: str) -> float:
    """Height of `svg` in the units it is drawn in."""
    return float(ET.fromstring(svg).attrib["height"])  # noqa: S314 - as above


def number(value: float) -> str:
    """`value` as figures write it: one decimal at most, the same on every machine."""
    return f"{value:.1f}".removesuffix(".0")


def spread(wanted: Sequence[float], sizes: Sequence[float], low: float, high: float) -> list[float]:
    """Where to put things of `sizes` in a row: in order, none over another, between `low` and `high`, each as near
    to where it is wanted as the others let it. They must fit."""
    offsets = [sum(sizes[:i]) for i in range(len(sizes))]
    runs: list[list[float]] = []
    for want, offset in zip(wanted, offsets, strict=True):
        runs.append([want - offset, 1.0])
        while len(runs) > 1 and runs[-2][0] > runs[-1][0]:
            value, weight = runs.pop()
            runs[-1][0] = (runs[-1][0] * runs[-1][1] + value * weight) / (runs[-1][1] + weight)
            runs[-1][1] += weight
    flat = [value for value, weight in runs for _ in range(int(weight))]
    room = max(high - low - sum(sizes), 0.0)
    return [min(max(value, low), low + room) + offset for value, offset in zip(flat, offsets, strict=True)]


def _end_word(element: ET.Element) -> None:
    """Parts what is in `element` from what comes, for those who read or copy the text."""
    if len(element):
        element[-1].tail = (element[-1].tail or "") + "\n"
    else:
        element.text = (element.text or "") + "\n"


@cache
def _advance(char: str) -> int:
    code = ord(char)
    if 0x20 <= code <= 0x7E:
        return _ASCII[code - 0x20]
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 1000 if unicodedata.east_asian_width(char) in "WF" else 660
