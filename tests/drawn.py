"""What stands where in a figure, measured apart from the code that drew it: with the font that print uses."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from functools import cache
from itertools import combinations

from fontTools.ttLib import TTFont

from generator.export import packaged

SVG = "{http://www.w3.org/2000/svg}"
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


def texts(svg: str) -> list[str]:
    """The texts of a figure as they read, one for each ``text`` element."""
    return [" ".join("".join(element.itertext()).split()) for element in ET.fromstring(svg).iter(f"{SVG}text")]


def rows(root: ET.Element) -> Iterator[tuple[str, Box]]:
    """Every line of text below `root` with the room it takes up."""
    for element in root.iter(f"{SVG}text"):
        size, y = float(element.get("font-size", "0")), float(element.get("y", "0"))
        lines, step = [(element.text or "", float(element.get("x", "0")))], 0.0
        for span in element.findall(f"{SVG}tspan"):
            text = "".join(span.itertext())
            if down := span.get("dy"):
                step = float(down)
                lines.append((text, float(span.get("x", "0"))))
            else:
                lines[-1] = (lines[-1][0] + text + (span.tail or ""), lines[-1][1])
        for number, (text, x) in enumerate(lines):
            wide = _width(text.strip(), size, element.get("font-weight") == "bold")
            anchor = element.get("text-anchor", "start")
            left = x - wide * {"end": 1.0, "middle": 0.5, "start": 0.0}[anchor]
            base = y + number * step
            yield text, (left, base - 0.74 * size, left + wide, base + 0.2 * size)


def shapes(svg: str, tag: str) -> list[dict[str, str]]:
    """Attributes of all elements called `tag`."""
    return [dict(element.attrib) for element in ET.fromstring(svg).iter(f"{SVG}{tag}")]


def faults(svg: str) -> list[tuple[str, ...]]:
    """Texts that lie over one another, over the edge of the figure or over that of the box they stand in."""
    root = ET.fromstring(svg)
    whole = (0.0, 0.0, float(root.get("width", "0")), float(root.get("height", "0")))
    found = list(rows(root))
    wrong: list[tuple[str, ...]] = [("outside", text) for text, box in found if not _within(box, whole)]
    wrong += [("over", one, other) for (one, a), (other, b) in combinations(found, 2) if _meet(a, b)]
    for group in (*root.iter(f"{SVG}g"), *root.iter(f"{SVG}a")):
        frame = group.find(f"{SVG}rect[@rx='4']")
        if frame is not None:
            wrong += [("out of its box", text) for text, box in rows(group) if not _within(box, _frame(frame))]
    return wrong


def _frame(rect: ET.Element) -> Box:
    x, y, width, height = (float(rect.get(key, "0")) for key in ("x", "y", "width", "height"))
    return x, y, x + width, y + height


def _within(inner: Box, outer: Box) -> bool:
    return (
        inner[0] >= outer[0] - 0.5 and inner[1] >= outer[1] - 0.5
        and inner[2] <= outer[2] + 0.5 and inner[3] <= outer[3] + 0.5
    )  # fmt: skip


def _meet(one: Box, other: Box) -> bool:
    """Whether letters touch letters; tails may reach into the line below."""
    a, b = one[3] - 0.2 * (one[3] - one[1]), other[3] - 0.2 * (other[3] - other[1])
    return one[0] < other[2] and other[0] < one[2] and one[1] < b and other[1] < a


def _width(text: str, size: float, bold: bool) -> float:
    glyphs, advances, units = _font("Bold" if bold else "Regular")
    return sum(advances[glyphs.get(ord(char), ".notdef")][0] for char in text) * size / units


@cache
def _font(weight: str) -> tuple[dict[int, str], dict[str, tuple[int, int]], int]:
    font = TTFont(packaged() / "pdf" / "fonts" / f"BriefSans-{weight}.ttf")
    return font.getBestCmap(), font["hmtx"].metrics, font["head"].unitsPerEm
