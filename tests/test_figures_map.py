"""The map of causes and consequences: what it shows, what it counts."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import Any

import drawn
import pytest
import samples

from generator.export.figures import Layout, Palette, cause_map, text_alternative
from generator.export.view import View, view
from generator.model import Brief, Section, Status

SOURCE = samples.document(
    "a.txt", "The dam broke. The rain fell for days. The wall was old. The town flooded. Prices may rise."
)


def shown(*said: tuple[Section, str, Status, str | None]) -> View:
    statements = tuple(
        samples.statement((SOURCE,), section, text, status=status, certainty=certainty)
        for section, text, status, certainty in said
    )
    title = "A dam broke near Ardal"
    return view(Brief(slug="ardal", title=title, sources=(SOURCE,), statements=statements, engine="test/1"))


def many(**counts: int) -> View:
    """So many causes, disputed causes, consequences and prospects, in this order."""
    kinds = {
        "causes": (Section.CAUSES, Status.STATED),
        "disputed": (Section.CAUSES, Status.DISPUTED),
        "happened": (Section.CONSEQUENCES, Status.OCCURRED),
        "expected": (Section.CONSEQUENCES, Status.EXPECTED),
    }
    said: list[Any] = [
        samples.statement((SOURCE,), kinds[kind][0], f"{kind} {n}", "The dam broke", status=kinds[kind][1])
        for kind, count in counts.items()
        for n in range(count)
    ]
    return view(Brief(slug="many", title="Many", sources=(SOURCE,), statements=tuple(said), engine="test/1"))


FLOOD = shown(
    (Section.CAUSES, "The rain fell for days", Status.STATED, None),
    (Section.CAUSES, "The wall was old", Status.CLAIMED, None),
    (Section.CONSEQUENCES, "The town flooded", Status.OCCURRED, None),
    (Section.CONSEQUENCES, "Prices may rise", Status.POSSIBLE, "may"),
)


def test_it_shows_causes_event_and_consequences_with_their_notes() -> None:
    svg = cause_map(FLOOD)
    assert svg is not None
    assert drawn.texts(svg) == [
        "Causes", "The rain fell for days", "[1]", "Claimed", "The wall was old", "[2]",
        "A dam broke near Ardal",
        "Consequences so far", "The town flooded", "[3]",
        "Expected or possible", "Possible (“may”)", "Prices may rise", "[4]",
    ]  # fmt: skip


@pytest.mark.parametrize("palette", ["screen", "print"])
@pytest.mark.parametrize("layout", ["tall", "wide"])
def test_only_what_has_not_happened_has_a_dashed_border(layout: Layout, palette: Palette) -> None:
    svg = cause_map(FLOOD, layout=layout, palette=palette)
    assert svg is not None
    boxes = [group for group in ET.fromstring(svg) if group.find(f"{drawn.SVG}rect") is not None]
    dashed = [group for group in boxes if group.find(f"{drawn.SVG}rect[@stroke-dasharray]") is not None]
    assert len(boxes) == 4
    assert ["Prices may rise" in "".join(group.itertext()) for group in dashed] == [True]


def test_a_box_leads_to_its_statement_on_the_screen_only() -> None:
    svg, paper = cause_map(FLOOD), cause_map(FLOOD, palette="print")
    assert svg is not None
    assert paper is not None
    anchors = [line.anchor for part in (FLOOD.causes, FLOOD.happened, FLOOD.expected) for line in part.lines]
    assert [link["href"] for link in drawn.shapes(svg, "a")] == [f"#{anchor}" for anchor in anchors]
    assert drawn.shapes(paper, "a") == []


def test_no_map_without_causes_and_consequences_and_no_heading_for_what_is_not_there() -> None:
    assert cause_map(shown()) is None
    svg = cause_map(shown((Section.CAUSES, "The wall was old", Status.STATED, None)))
    assert svg is not None
    assert not any(text.startswith(("Consequences", "Expected")) for text in drawn.texts(svg))


@pytest.mark.parametrize(
    ("layout", "happened", "expected"),
    [("wide", ["0", "1", "2", "3", "and 2 more"], ["0", "1", "and 3 more"]),
     ("tall", ["0", "1", "2", "and 3 more"], ["0", "and 4 more"])],
)  # fmt: skip
def test_it_keeps_room_for_what_is_to_come_and_says_how_much_it_leaves_out_of_each(
    layout: Layout, happened: list[str], expected: list[str]
) -> None:
    svg = cause_map(many(causes=2, happened=6, expected=5), layout=layout)
    assert svg is not None
    texts = [text for text in drawn.texts(svg) if not text.startswith("[") and text != "Expected"]
    told = [text.removeprefix("Happened ").removeprefix("Expected ").removesuffix(" in the text") for text in texts]
    first = told.index("Consequences so far") + 1
    assert told[first:] == [*happened, "or possible", *expected]
    assert drawn.faults(svg) == []


def test_only_what_the_page_shows_at_first_is_drawn() -> None:
    crowded = many(happened=9, expected=3)
    assert crowded.expected.first == ()
    svg = cause_map(crowded, layout="wide")
    assert svg is not None
    assert "Expected or possible" not in drawn.texts(svg)
    assert "and 6 more in the text" in drawn.texts(svg)


def test_disputed_causes_come_last_and_are_called_so() -> None:
    svg = cause_map(many(causes=2, disputed=2), layout="wide")
    assert svg is not None
    assert [t for t in drawn.texts(svg) if not t.startswith("[")] == [
        "Causes", "Causes 0", "Causes 1", "Disputed", "Disputed 0", "Disputed", "Disputed 1", "Many",
    ]  # fmt: skip


@pytest.mark.parametrize(("most", "left"), [(6, 3), (4, 4), (3, 5)])
def test_fewer_are_drawn_where_that_is_asked_for(most: int, left: int) -> None:
    svg = cause_map(many(causes=8), layout="wide", most=most)
    assert svg is not None
    assert f"and {left} more in the text" in drawn.texts(svg)


def test_in_print_the_text_alternative_says_what_each_box_says() -> None:
    svg = cause_map(FLOOD, palette="print")
    assert svg is not None
    assert text_alternative(svg) == (
        "Causes and consequences: A dam broke near Ardal "
        "2 causes lead to the event “A dam broke near Ardal”. 2 consequences follow from the event. "
        "Causes: (1) The rain fell for days. (2) The wall was old. "
        "Consequences so far: (1) The town flooded. Expected or possible: (1) Prices may rise."
    )


def test_what_is_cut_in_a_box_stands_in_its_title() -> None:
    long = "The wall was old and nobody had looked after it for many years, as the town council well knew, " * 3
    source = samples.document("long.txt", long)
    said = samples.statement((source,), Section.CAUSES, long.strip(", "), status=Status.STATED)
    svg = cause_map(view(Brief(slug="l", title="Long", sources=(source,), statements=(said,), engine="test/1")))
    assert svg is not None
    assert any(" …" in text for text in drawn.texts(svg))
    assert f"<title>{long.strip(', ')}.</title>" in svg
