"""Charts over all briefs: bars to scale, empty periods drawn, what lies outside counted."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Sequence

import drawn
import pytest
import samples

from generator.corpus import Corpus, gather
from generator.export.figures import Layout, actors_chart, events_chart, text_alternative
from generator.export.interface import ENGLISH
from generator.model import ActorType, Brief, Section


def corpus(*briefs: Sequence[str], actors: Sequence[Sequence[str]] = ()) -> Corpus:
    """Briefs with events at these dates, and with these actors."""
    made = []
    for number in range(max(len(briefs), len(actors))):
        dates = briefs[number] if number < len(briefs) else ()
        names = actors[number] if number < len(actors) else ()
        source = samples.document(f"{number}.txt", "Something happened", *names)
        statements = [
            *(samples.statement((source,), Section.ACTORS, "", n, name=n, type=ActorType.STATE) for n in names),
            *(samples.statement((source,), Section.TIMELINE, "Something happened", date=date) for date in dates),
        ]
        title = f"Brief {number}"
        made.append(
            Brief(slug=f"b{number}", title=title, sources=(source,), statements=tuple(statements), engine="test/1")
        )
    return gather(made)


def bars(svg: str, size: str) -> list[float]:
    return [float(rect[size]) for rect in drawn.shapes(svg, "rect")]


def events(*dates: str, layout: Layout = "wide") -> str:
    svg = events_chart(corpus(dates), ENGLISH, link=lambda period: f"timeline/{period}.html", layout=layout)
    assert svg is not None
    return svg


def test_a_bar_for_each_month_as_high_as_its_events_are_many_leading_to_its_page() -> None:
    svg = events("2024-01-05", "2024-01-06", "2024-01", "2024-03-01", "2024-04-30")
    one, two, three = bars(svg, "height")
    assert one / two == pytest.approx(3, abs=0.02)
    assert two == three
    assert [link["href"] for link in drawn.shapes(svg, "a")] == [
        "timeline/2024-01.html", "timeline/2024-03.html", "timeline/2024-04.html",
    ]  # fmt: skip
    titles = [link.findtext(f"{drawn.SVG}title") for link in ET.fromstring(svg).iter(f"{drawn.SVG}a")]
    assert titles == ["January 2024: 3 events", "March 2024: 1 event", "April 2024: 1 event"]
    assert text_alternative(svg) == "Events per month Bar chart. The most events: January 2024: 3 events."


def test_a_month_without_events_keeps_its_place() -> None:
    first, second, third = bars(events("2024-01-05", "2024-02-05", "2024-06-05"), "x")
    assert (third - second) / (second - first) == pytest.approx(4, abs=0.02)


def test_what_lies_outside_the_densest_stretch_or_is_dated_vaguely_is_counted() -> None:
    svg = events("1970-01-01", "2024", *(f"2024-0{month}-01" for month in range(1, 8)))
    said = " ".join(drawn.texts(svg))
    assert len(bars(svg, "x")) == 7
    assert "1 event lies before January 2024. 1 event is dated less precisely." in said
    assert "1 event lies before January 2024." in text_alternative(svg)


def test_years_where_months_would_show_too_little() -> None:
    svg = events("1990-05-01", "1995", "2001-02-03", "2001", "2010/2012")
    assert text_alternative(svg).startswith("Events per year")
    assert [link["href"] for link in drawn.shapes(svg, "a")] == [f"timeline/{y}.html" for y in (1990, 1995, 2001)]
    assert "1 event is dated less precisely." in drawn.texts(svg)


def test_bars_without_pages_are_no_links() -> None:
    svg = events_chart(corpus(["2024-01-05", "2024-02-05"]), ENGLISH)
    assert svg is not None
    assert drawn.shapes(svg, "a") == []
    assert ET.fromstring(svg).get("role") == "img"


@pytest.mark.parametrize("dates", [(), ("2024-01-01", "2024-01-02"), ("1990/2010", "199X")])
def test_no_chart_of_fewer_than_two_periods(dates: tuple[str, ...]) -> None:
    assert events_chart(corpus(dates), ENGLISH) is None


@pytest.mark.parametrize("layout", ["wide", "tall"])
def test_counts_and_names_never_overlap(layout: Layout) -> None:
    dates = [f"20{year:02d}-{month:02d}-01" for year in range(24) for month in range(1, 13) for _ in range(year * 9)]
    assert drawn.faults(events(*dates, layout=layout)) == []
    assert drawn.faults(events(*dates[-2000:], layout=layout)) == []


def test_actors_in_the_most_briefs_first_one_bar_each_leading_to_their_pages() -> None:
    three = corpus(actors=[("Ardal", "Kessel", "Lund"), ("Ardal", "Kessel"), ("Ardal", "Marrow")])
    svg = actors_chart(three, ENGLISH, link=lambda entry: f"actors/{entry.slug}.html", layout="wide")
    assert svg is not None
    assert drawn.texts(svg) == ["Ardal", "3", "Kessel", "2"]
    first, second = bars(svg, "width")
    assert first / second == pytest.approx(1.5, abs=0.01)
    assert [link["href"] for link in drawn.shapes(svg, "a")] == ["actors/ardal.html", "actors/kessel.html"]
    assert "most briefs. Ardal: 3 briefs." in text_alternative(svg)


def test_no_chart_where_every_actor_stands_in_one_brief() -> None:
    assert actors_chart(corpus(actors=[("Ardal",), ("Kessel",)]), ENGLISH) is None


@pytest.mark.parametrize(("layout", "most"), [("wide", 15), ("tall", 12)])
def test_only_so_many_actors_are_drawn(layout: Layout, most: int) -> None:
    names = [f"A body with a name so long that no label could ever hold the whole of it, number {n}" for n in range(20)]
    svg = actors_chart(corpus(actors=[names, names]), ENGLISH, layout=layout)
    assert svg is not None
    assert len(bars(svg, "x")) == most
    assert drawn.faults(svg) == []
