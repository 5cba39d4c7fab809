"""The card of a brief: size, weight, and what is seen on it."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
import samples
from PIL import Image
from test_pdf import ARABIC, HAN, PLAIN, brief, document

from generator.export.card import HEIGHT, WIDTH, card
from generator.export.site import Site
from generator.model import Brief

WHITE = 255
TOP, FOOT = 90, 545
"""Pixel rows between which title and bottom line stand."""


def picture(one: Brief, site: Site | None = None) -> Image.Image:
    return Image.open(io.BytesIO(card(one, site))).convert("L")


def inked(image: Image.Image, top: int = TOP, bottom: int = FOOT) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of what is drawn between two rows."""
    part = image.crop((0, top, image.width, bottom)).point([WHITE if value < 200 else 0 for value in range(256)])
    box = part.getbbox()
    assert box is not None
    return box[0], box[1] + top, box[2], box[3] + top


LONG = " ".join(f"consequence {n}" for n in range(60))


@pytest.mark.parametrize("one", [samples.flood(), samples.bare(), samples.hostile(), ARABIC], ids=lambda b: b.slug)
def test_is_a_small_picture_of_the_size_that_services_expect(one: Brief) -> None:
    data = card(one)
    image = Image.open(io.BytesIO(data))
    assert image.format == "PNG"
    assert image.size == (WIDTH, HEIGHT) == (1200, 630)
    assert len(data) <= 40_000


@pytest.mark.parametrize(
    "title", ["Rain", "A dam broke near Ardal and flooded the town", LONG, "x" * 400, "wordword " * 30]
)
def test_title_and_bottom_line_stay_within_their_room_whatever_their_length(title: str) -> None:
    long = brief(document(f"{LONG} {LONG}.", "Short."), title=title)
    left, _, right, bottom = inked(picture(long))
    assert left >= 60
    assert right <= WIDTH - 60
    assert bottom < FOOT - 5


def test_a_short_title_is_larger_than_a_long_one() -> None:
    """The first line of a short title is the taller: measured as the height of its ink down to the first white row."""

    def first_line(image: Image.Image) -> int:
        rows = [image.crop((0, y, WIDTH, y + 1)).getextrema()[0] < 100 for y in range(TOP, FOOT)]
        start = rows.index(True)
        return rows.index(False, start) - start

    assert first_line(picture(replace(PLAIN, title="Hill"))) > first_line(picture(replace(PLAIN, title="Hill " * 40)))


def test_right_to_left_titles_begin_at_the_right() -> None:
    left, _, right, _ = inked(picture(replace(ARABIC, title="الأزمة", statements=())))
    assert right > WIDTH - 90
    assert left > WIDTH / 2


@pytest.mark.parametrize(
    "other",
    [
        replace(PLAIN, title="Another"),
        replace(PLAIN, statements=PLAIN.statements[1:]),
        replace(PLAIN, sources=(replace(PLAIN.sources[0], published="2023-05-05"),)),
        replace(PLAIN, sources=(replace(PLAIN.sources[0], publisher="The Bergen Courier"),)),
    ],
    ids=["title", "bottom line", "date", "publisher"],
)
def test_whatever_it_names_is_seen(other: Brief) -> None:
    assert picture(other).tobytes() != picture(PLAIN).tobytes()


def test_of_many_publishers_two_are_named() -> None:
    def published(*names: str) -> Brief:
        return brief(*(document("It rained.", name=name, publisher=name) for name in names))

    two, three, other = (published("A", "B", *further) for further in ((), ("C",), ("D",)))
    assert inked(picture(three), 560, HEIGHT)[2] > inked(picture(two), 560, HEIGHT)[2] + 60
    assert picture(three).tobytes() == picture(other).tobytes()


def test_it_names_the_site_and_nothing_of_the_address() -> None:
    assert picture(PLAIN, Site(name="The Desk")).tobytes() != picture(PLAIN).tobytes()
    assert card(PLAIN, Site(url="https://example.org")) == card(PLAIN)


def test_the_same_brief_gives_the_same_bytes() -> None:
    assert card(samples.flood()) == card(samples.flood())


def test_further_fonts_are_used() -> None:
    beijing = replace(PLAIN, title="北京")
    assert card(beijing, fonts=HAN) != card(beijing)
