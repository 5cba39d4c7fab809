"""Figures: what is drawn, that nothing lies over anything else, and that no text can break out of them."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.export.figures import (
    MOST_EVENTS,
    Layout,
    Palette,
    _Pen,
    cause_map,
    figure_height,
    text_alternative,
    timeline_figure,
)
from generator.export.view import view
from generator.model import Block, Brief, Document, Evidence, Section, Span, Statement, Status

TEXT = "The dam broke. The town flooded. The plant closed. Prices may rise."
SENTENCES = (Span(0, 14), Span(15, 32), Span(33, 50), Span(51, 67))
SOURCE = Document(
    name="a.txt", title="A dam broke", text=TEXT, blocks=(Block(Span(0, len(TEXT))),), sentences=SENTENCES, sha256="0"
)  # fmt: skip
SVG = "{http://www.w3.org/2000/svg}"


def brief(*statements: Statement, title: str = "A dam broke near Ardal") -> Brief:
    return Brief(slug="ardal", title=title, sources=(SOURCE,), statements=statements, engine="test/1")


def cause(text: str, status: Status = Status.STATED, number: int = 0) -> Statement:
    return Statement(section=Section.CAUSES, text=text, evidence=(Evidence(0, SENTENCES[number]),), status=status)


def consequence(
    text: str, status: Status = Status.OCCURRED, number: int = 1, certainty: str | None = None
) -> Statement:
    return Statement(
        section=Section.CONSEQUENCES, text=text, evidence=(Evidence(0, SENTENCES[number]),), status=status,
        certainty=certainty,
    )  # fmt: skip


def event(date: str | None, text: str = "Something happened", date_text: str = "then") -> Statement:
    evidence = (Evidence(0, SENTENCES[2]),)
    return Statement(section=Section.TIMELINE, text=text, evidence=evidence, date=date, date_text=date_text)


def shown(svg: str) -> list[str]:
    return ["".join(element.itertext()) for element in ET.fromstring(svg).iter(f"{SVG}text")]


MAP = brief(
    cause("The rain fell for days"),
    cause("The wall was old", Status.CLAIMED),
    consequence("The town flooded"),
    consequence("Prices may rise", Status.POSSIBLE, 3, "may"),
)


def test_map_shows_causes_event_and_consequences_with_their_notes() -> None:
    svg = cause_map(view(MAP))
    assert svg is not None
    assert shown(svg) == [
        "Causes", "Stated", "[1]", "The rain fell for days", "Claimed", "[1]", "The wall was old",
        "A dam broke near Ardal",
        "Consequences", "Happened", "[2]", "The town flooded", "Possible (“may”)", "[3]", "Prices may rise",
    ]  # fmt: skip


@pytest.mark.parametrize("palette", ["screen", "print"])
@pytest.mark.parametrize("layout", ["tall", "wide"])
def test_only_what_has_not_happened_has_a_dashed_border(layout: Layout, palette: Palette) -> None:
    svg = cause_map(view(MAP), layout=layout, palette=palette)
    assert svg is not None
    dashed = [
        group.findtext(f"{SVG}title")
        for group in ET.fromstring(svg).iter(f"{SVG}g")
        if (rect := group.find(f"{SVG}rect")) is not None and rect.get("stroke-dasharray")
    ]
    assert dashed == ["Prices may rise."]


def test_map_without_causes_and_without_consequences() -> None:
    assert cause_map(view(brief(event("2024")))) is None
    only = cause_map(view(brief(cause("It rained"))))
    assert only is not None
    assert "Consequences" not in shown(only)


def test_map_says_how_many_it_leaves_out_and_keeps_room_for_what_is_to_come() -> None:
    many = [consequence(f"Event number {n}") for n in range(9)]
    open_ones = [consequence(f"Prospect {n}", Status.EXPECTED, 3) for n in range(3)]
    svg = cause_map(view(brief(*many, *open_ones)))
    assert svg is not None
    texts = shown(svg)
    assert [t for t in texts if t.startswith(("Event", "Prospect"))] == [
        "Event number 0", "Event number 1", "Event number 2", "Event number 3", "Prospect 0", "Prospect 1",
    ]  # fmt: skip
    assert "and 6 more in the text" in texts


def test_text_alternative_says_what_the_map_shows() -> None:
    svg = cause_map(view(MAP))
    assert svg is not None
    words = text_alternative(svg)
    assert words.startswith("Causes and consequences: A dam broke near Ardal Diagram with arrows")
    assert "Causes: (1) The rain fell for days. (2) The wall was old." in words
    assert "expected or possible (dashed border): (1) Prices may rise." in words


def test_figure_names_its_size_role_and_parts() -> None:
    svg = timeline_figure(view(brief(event("2024-01-02"), event("2024-05"))))
    assert svg is not None
    root = ET.fromstring(svg)
    assert root.get("viewBox") == f"0 0 {root.get('width')} {root.get('height')}"
    assert figure_height(svg) == float(root.get("height", ""))
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "ardal-timeline-tall-title ardal-timeline-tall-desc"
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert sorted(ids) == ["ardal-timeline-tall-desc", "ardal-timeline-tall-title"]


def test_screen_takes_colours_from_the_page_and_print_has_its_own() -> None:
    screen, paper = cause_map(view(MAP)), cause_map(view(MAP), palette="print")
    assert screen is not None
    assert paper is not None
    assert "currentColor" in screen
    assert not re.search(r"#[0-9a-f]{3,6}\b", screen)
    assert "currentColor" not in paper
    assert "var(" not in paper


def marks(svg: str, tag: str) -> list[dict[str, float]]:
    """Positions of the dots (circle) or bars (rect) in a timeline."""
    out = []
    for element in ET.fromstring(svg).iter(f"{SVG}{tag}"):
        out.append({key: float(value) for key, value in element.attrib.items() if key != "style"})
    return out


def test_timeline_is_to_scale() -> None:
    svg = timeline_figure(view(brief(event("2024-01-01"), event("2024-01-11"), event("2024-01-31"))))
    assert svg is not None
    first, second, third = (mark["cy"] for mark in marks(svg, "circle"))
    assert (third - second) / (second - first) == pytest.approx(2, abs=0.02)


def test_days_are_dots_and_longer_times_bars_as_long_as_they_last() -> None:
    svg = timeline_figure(
        view(brief(event("2024-01-01"), event("2024-02"), event("2024-03/2024-04"), event("2024-06-30")))
    )
    assert svg is not None
    assert len(marks(svg, "circle")) == 2
    month, two_months = (bar["height"] for bar in marks(svg, "rect"))
    assert (two_months + 1.5) / (month + 1.5) == pytest.approx(61 / 29, abs=0.05)


def test_bars_of_the_same_time_lie_side_by_side() -> None:
    svg = timeline_figure(view(brief(event("2024"), event("2024-03"), event("2024-03"))))
    assert svg is not None
    assert len({bar["x"] for bar in marks(svg, "rect")}) == 3


def test_a_far_date_cuts_the_axis_and_the_figure_says_so() -> None:
    days = [event(f"2024-03-{day:02d}") for day in range(1, 20, 3)]
    svg = timeline_figure(view(brief(event("1948-05-14"), *days)))
    assert svg is not None
    assert "(76 years)" in shown(svg)
    assert "The axis leaves out 76 years in which nothing begins or ends." in text_alternative(svg)
    heights = [mark["cy"] for mark in marks(svg, "circle")]
    assert heights[-1] - heights[1] > (heights[-1] - heights[0]) / 2


def test_evenly_spread_dates_leave_the_axis_whole() -> None:
    svg = timeline_figure(view(brief(*(event(f"{year}-06-01") for year in (1990, 2000, 2010, 2020)))))
    assert svg is not None
    assert "leaves out" not in svg


def test_approximate_dates_are_hollow_and_said_to_be() -> None:
    svg = timeline_figure(
        view(brief(event("1970", date_text="around 1970"), event("1982", date_text="in 1982"))), palette="print"
    )
    assert svg is not None
    about, exact = (bar.get("style", "") for bar in ET.fromstring(svg).iter(f"{SVG}rect"))
    assert about.startswith("fill:#ffffff")
    assert exact.startswith("fill:#1a1a1a")
    assert "About 1970" in shown(svg)


@pytest.mark.parametrize("dates", [(), ("2024-05-01",), ("2024-05-01", "2024-05-01"), (None, "2024"), ("soon", "2024")])
def test_no_timeline_where_there_is_nothing_to_compare(dates: tuple[str | None, ...]) -> None:
    assert timeline_figure(view(brief(*map(event, dates)))) is None


def test_undated_and_surplus_events_are_counted() -> None:
    dated = [event(f"2024-{month:02d}-{day:02d}") for month in (1, 2) for day in range(1, 21)]
    svg = timeline_figure(view(brief(*dated, event(None))))
    assert svg is not None
    assert len(marks(svg, "circle")) == MOST_EVENTS
    last = " ".join(shown(svg)[-2:])
    assert f"{MOST_EVENTS} of 40 dated events are drawn." in last
    assert "1 event has no date that can be drawn." in last


def test_a_crowded_wide_timeline_marks_every_event_and_names_some_with_both_ends() -> None:
    dates = ["1990-01-01", *(f"2024-03-{day:02d}" for day in range(1, 20)), "2024-12-31"]
    svg = timeline_figure(view(brief(*map(event, dates))), layout="wide")
    assert svg is not None
    assert len(marks(svg, "circle")) == len(dates)
    named = [text for text in shown(svg) if text.endswith(("1990", "March 2024", "December 2024")) and " " in text]
    assert {"1 January 1990", "31 December 2024"} < set(named)
    assert len(named) < len(dates)
    assert figure_height(svg) < 170


@pytest.mark.parametrize("layout", ["tall", "wide"])
@pytest.mark.parametrize(
    "dates",
    [
        [f"2024-03-{day:02d}" for day in range(1, 25)],
        ["1960", "196X", *(f"2019-{month:02d}" for month in range(1, 13)), "2019-03-10", "2019-03-11", "2024-12"],
        ["0001", "9999"],
        ["2024-03-10T14:00", "2024-03-11"],
        [f"{year}" for year in range(1000, 2000, 50)],
    ],
)
def test_labels_never_overlap_and_stay_inside(dates: list[str], layout: Layout) -> None:
    texts = ["A rather long sentence that says at some length what happened on the day"] * len(dates)
    svg = timeline_figure(view(brief(*map(event, dates, texts))), layout=layout)
    assert svg is not None
    root = ET.fromstring(svg)
    boxes = []
    for element in root.iter(f"{SVG}text"):
        size, x, y = (float(element.get(key, "0")) for key in ("font-size", "x", "y"))
        width = _Pen("screen").measure("".join(element.itertext()), size, element.get("font-weight") == "bold")
        left = x - width if element.get("text-anchor") == "end" else x
        boxes.append((left, y - 0.72 * size, left + width, y))
    for left, top, right, bottom in boxes:
        assert left >= -1
        assert top >= -1
        assert right <= float(root.get("width", "")) + 1
        assert bottom <= float(root.get("height", "")) + 1
    for one, other in combinations(boxes, 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1], (one, other)


@pytest.mark.parametrize("layout", ["tall", "wide"])
def test_map_boxes_never_overlap_and_hold_their_text(layout: Layout) -> None:
    long = "A very long statement about what happened and why it happened in the town, " * 8
    svg = cause_map(view(brief(*[cause(long)] * 5, *[consequence(long)] * 6, title=long)), layout=layout)
    assert svg is not None
    rects = marks(svg, "rect")
    for one, other in combinations(rects, 2):
        assert (
            one["x"] + one["width"] <= other["x"] or other["x"] + other["width"] <= one["x"]
            or one["y"] + one["height"] <= other["y"] or other["y"] + other["height"] <= one["y"]
        )  # fmt: skip
    assert sum(text.endswith(" …") for text in shown(svg)) == 12
    assert svg.count(f"<title>{long.strip(', ')}.</title>") == 11


@settings(max_examples=60)
@given(st.text(max_size=80), st.text(max_size=80), st.sampled_from(["screen", "print"]))
def test_any_text_makes_a_figure_without_blank_lines(title: str, text: str, palette: Palette) -> None:
    hostile = brief(
        cause(text), consequence(text, certainty=text), event("2024", text), event("2025", text), title=title
    )
    layouts: tuple[Layout, Layout] = ("tall", "wide")
    for layout in layouts:
        for draw in (cause_map, timeline_figure):
            figure = draw(view(hostile), palette=palette, layout=layout)
            assert figure is not None
            assert not re.search(r"\n\s*\n", figure)
            root = ET.fromstring(figure)
            assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
                "svg", "title", "desc", "g", "rect", "circle", "path", "polygon", "text", "tspan",
            }  # fmt: skip


def test_markup_in_a_statement_is_text() -> None:
    svg = cause_map(view(brief(cause('<script>alert("x")</script> & <b>bold</b>'))))
    assert svg is not None
    assert "<script" not in svg
    assert '<script>alert("x")</script> & <b>bold</b>' in " ".join(shown(svg))


def test_long_words_are_cut() -> None:
    svg = cause_map(view(brief(cause("x" * 5000))))
    assert svg is not None
    widest = max(_Pen("screen").measure(text, 13) for text in shown(svg))
    assert widest <= 375
    assert len(svg) < 20_000


def test_equal_briefs_make_equal_figures() -> None:
    assert cause_map(view(MAP)) == cause_map(view(MAP))
    assert cause_map(view(MAP)) != cause_map(view(MAP), layout="wide")
