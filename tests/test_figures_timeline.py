"""The timeline drawn to scale: marks, labels, cuts, and what it says of what it leaves out."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import drawn
import pytest
import samples

from generator.export.figures import Layout, text_alternative, timeline_figure
from generator.export.figures.timeline import MOST_EVENTS
from generator.export.view import View, view
from generator.model import Brief, Section

SOURCE = samples.document("a.txt", "Something happened")


def shown(*dates: str | None, words: str = "then") -> View:
    statements = tuple(
        samples.statement((SOURCE,), Section.TIMELINE, "Something happened", date=date, date_text=words)
        for date in dates
    )
    return view(Brief(slug="ardal", title="Ardal", sources=(SOURCE,), statements=statements, engine="test/1"))


def marks(svg: str, tag: str) -> list[dict[str, float]]:
    """Positions of the dots (circle) or bars (rect)."""
    return [{k: float(v) for k, v in mark.items() if k not in ("class", "fill")} for mark in drawn.shapes(svg, tag)]


def figure(*dates: str | None, layout: Layout = "wide") -> str:
    svg = timeline_figure(shown(*dates), layout=layout)
    assert svg is not None
    return svg


@pytest.mark.parametrize("layout", ["wide", "tall"])
def test_it_is_to_scale(layout: Layout) -> None:
    first, second, third = (
        dot["cx"] for dot in marks(figure("2024-01-01", "2024-01-11", "2024-01-31", layout=layout), "circle")
    )
    assert (third - second) / (second - first) == pytest.approx(2, abs=0.02)


def test_days_are_dots_and_longer_times_bars_as_long_as_they_last() -> None:
    svg = figure("2024-01-01", "2024-02", "2024-03/2024-04", "2024-06-30")
    assert len(marks(svg, "circle")) == 2
    month, two_months = (bar["width"] for bar in marks(svg, "rect"))
    assert (two_months + 1.5) / (month + 1.5) == pytest.approx(61 / 29, abs=0.02)


def test_seasons_and_years_are_bars_too() -> None:
    season, year = (bar["width"] for bar in marks(figure("2022-SP", "2023"), "rect"))
    assert (year + 1.5) / (season + 1.5) == pytest.approx(365 / 92, abs=0.02)


def test_bars_of_the_same_time_lie_over_one_another_and_equal_dates_are_one_mark() -> None:
    svg = figure("2024", "2024-03", "2024-03", "2024-03-05")
    assert len({bar["y"] for bar in marks(svg, "rect")}) == len(marks(svg, "rect")) == 2
    assert "March 2024" in drawn.texts(svg)
    assert "Something happened and 1 more" in drawn.texts(svg)


def test_a_far_date_cuts_the_axis_and_the_figure_says_so() -> None:
    svg = figure("1948-05-14", *(f"2024-03-{day:02d}" for day in range(1, 20, 3)))
    assert "76 years" in drawn.texts(svg)
    assert "Zigzags leave out the time they name." in drawn.texts(svg)
    assert "The axis leaves out 76 years in which nothing begins or ends." in text_alternative(svg)
    places = [dot["cx"] for dot in marks(svg, "circle")]
    assert places[-1] - places[1] > (places[-1] - places[0]) / 2


@pytest.mark.parametrize(
    ("dates", "name"),
    [
        (("2023-01-01", "2023-01-03", "2023-12-01", "2023-12-03"), "11 months"),
        (("2023-01-01", "2023-01-02", "2023-03-01", "2023-03-02"), "8 weeks"),
        (("2023-01-01", "2023-01-02", "2023-01-18"), "13 days"),
    ],
)
def test_a_cut_names_what_it_leaves_out_in_a_fitting_unit(dates: tuple[str, ...], name: str) -> None:
    assert name in drawn.texts(figure(*dates))


def test_a_bar_is_cut_only_where_it_lasts_many_years() -> None:
    assert "leave" not in figure("2024", "2024-03", "2024-03-05")
    assert "49 years" in drawn.texts(figure("1975/2024", "2024-03-03", "2024-03-05", "2024-03-08"))


def test_evenly_spread_dates_leave_the_axis_whole() -> None:
    assert "leave" not in figure("1990-06-01", "2000-06-01", "2010-06-01", "2020-06-01")


def test_approximate_dates_are_hollow_and_said_to_be() -> None:
    statements = (
        samples.statement((SOURCE,), Section.TIMELINE, "Something happened", date="1970", date_text="around 1970"),
        samples.statement((SOURCE,), Section.TIMELINE, "Something happened", date="1982", date_text="in 1982"),
    )
    brief = Brief(slug="a", title="A", sources=(SOURCE,), statements=statements, engine="test/1")
    svg, paper = timeline_figure(view(brief)), timeline_figure(view(brief), palette="print")
    assert svg is not None
    assert paper is not None
    assert [bar["class"] for bar in drawn.shapes(svg, "rect")] == ["f-hollow", "f-solid"]
    about, exact = (int(bar["fill"][1:], 16) for bar in drawn.shapes(paper, "rect"))
    assert (about, exact < 0x555555) == (0xFFFFFF, True)
    assert {"About 1970", "1982", "Hollow marks are approximate dates."} <= set(drawn.texts(svg))


@pytest.mark.parametrize("dates", [(), ("2024-05-01",), ("2024-05-01", "2024-05-01"), (None, "2024"), ("soon", "2024")])
def test_no_timeline_where_there_is_nothing_to_compare(dates: tuple[str | None, ...]) -> None:
    assert timeline_figure(shown(*dates)) is None


def test_events_without_words_undated_and_surplus_ones_are_counted() -> None:
    days = [f"2024-{month:02d}-{day:02d}" for month in (1, 2) for day in range(1, 21)]
    svg = figure(*days, None)
    assert len(marks(svg, "circle")) == MOST_EVENTS
    said = " ".join(drawn.texts(svg))
    assert f"{MOST_EVENTS - 10} events have a mark only." in said
    assert f"{MOST_EVENTS} of 40 dated events are drawn." in said
    assert "1 event has no date that can be drawn." in said


@pytest.mark.parametrize(("layout", "most"), [("wide", 10), ("tall", 6)])
def test_as_many_labels_as_there_is_room_for_with_both_ends_and_each_leads_to_its_event(
    layout: Layout, most: int
) -> None:
    dates = ["1990-01-01", *(f"2024-03-{day:02d}" for day in range(1, 20)), "2024-12-31"]
    svg = figure(*dates, layout=layout)
    assert len(marks(svg, "circle")) == len(dates)
    assert len(drawn.shapes(svg, "a")) == most
    assert {"1 January 1990", "31 December 2024"} < set(drawn.texts(svg))
    anchors = {f"#{line.anchor}" for line in shown(*dates).timeline.lines}
    assert {link["href"] for link in drawn.shapes(svg, "a")} <= anchors


@pytest.mark.parametrize("layout", ["tall", "wide"])
@pytest.mark.parametrize(
    "dates",
    [
        [f"2024-03-{day:02d}" for day in range(1, 25)],
        ["1960", "196X", *(f"2019-{month:02d}" for month in range(1, 13)), "2019-03-10", "2019-03-11", "2024-12"],
        ["0001", "9999"],
        ["2024-03-10T14:00", "2024-03-11"],
        ["2024-05-16", "2024-05"],
        [f"{year}" for year in range(1000, 2000, 50)],
        ["1994", "2020-FA", "2022-12-12", "2023", "2023-09", "2023-09-19", "2023-09-20", "2024-01-01", "2024-02"],
    ],
)
def test_labels_never_overlap_and_no_line_runs_through_the_names_under_the_axis(
    dates: list[str], layout: Layout
) -> None:
    svg = figure(*dates, layout=layout)
    assert drawn.faults(svg) == []
    paths = [mark["d"].split("V")[0][1:].split() for mark in drawn.shapes(svg, "path") if mark.get("class") == "f-thin"]
    below = [float(x) for (x, y), d in zip(paths, _thin(svg), strict=True) if d > float(y)]
    named = [box for text, box in drawn.rows(ET.fromstring(svg)) if _under_axis(svg, box)]
    assert all(not box[0] < x < box[2] for x in below for box in named)


def _thin(svg: str) -> list[float]:
    """How far down the first stroke of every line to a label goes."""
    paths = [mark["d"] for mark in drawn.shapes(svg, "path") if mark.get("class") == "f-thin"]
    return [float(path.split("V")[1].split("L")[0]) for path in paths]


def _under_axis(svg: str, box: drawn.Box) -> bool:
    """Whether a text is one of the small ones right under the axis."""
    axis = next(float(m["d"].split()[1].split("H")[0]) for m in drawn.shapes(svg, "path") if "H" in m["d"])
    return axis < box[1] < axis + 14
