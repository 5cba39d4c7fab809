"""Figures as such: nothing lies over anything else, no text breaks out, screen and print have each their colours."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable

import drawn
import pytest
import samples
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.corpus import Corpus, gather
from generator.export import packaged
from generator.export.figures import (
    Layout,
    Palette,
    actors_chart,
    cause_map,
    events_chart,
    figure_height,
    network,
    text_alternative,
    timeline_figure,
)
from generator.export.interface import ENGLISH
from generator.export.view import view
from generator.model import ActorType, Brief, Evidence, Section, Span, Statement, Status
from generator.relations import relations

STYLES = (packaged() / "assets" / "briefing.css").read_text(encoding="utf-8")
LAYOUTS: tuple[Layout, ...] = ("tall", "wide")
PALETTES: tuple[Palette, ...] = ("screen", "print")
DRAWINGS: dict[str, Callable[[Brief, Palette, Layout], str | None]] = {
    "map": lambda brief, palette, layout: cause_map(view(brief), palette=palette, layout=layout),
    "timeline": lambda brief, palette, layout: timeline_figure(view(brief), palette=palette, layout=layout),
    "network": lambda brief, palette, layout: network(view(brief), relations(brief), palette=palette, layout=layout),
    "events": lambda brief, palette, layout: events_chart(gather([brief]), ENGLISH, palette=palette, layout=layout),
    "actors": lambda brief, palette, layout: actors_chart(_twice(brief), ENGLISH, palette=palette, layout=layout),
}
DATES = [
    "1948-05-14", "197X", "1989", "2003-SP", "2011/2013", "2019", "2021-11", "2022-02-24", "2022-02-24T05:00",
    "2022-02-25", "2022-02-26", "2022-02-26", "2022-03", "2022-03-02", "2022-W10", "2022-03-16", "2022-04-01",
    "2022-04-08", "2022-05", "2022-05-20", "2022-Q3", "2022-08-24", "2022-09-06", "2022-09-21", "2022-09-30",
    "2022-10-08", "2022-11-11", "2022-12", "2022-WI", "2023-02-24", "2023-05/2023-06", "2023-06-06", "2023-06-24",
    "2024", None,
]  # fmt: skip
NAMES = [
    "Oberste Wasserbehörde der Vereinigten Bezirke", "Orla", "Vessin", "Ministry of the Interior and Public Safety",
    "Ines Carrow", "Tamsin Okonkwo-Featherstonehaugh", "Federation of Independent Fruit Growers", "Ardal", "Kessel",
    "Donaudampfschifffahrtsgesellschaftskapitänswitwenverein", "Lund", "Marrow",
]  # fmt: skip


def report() -> Brief:
    """A brief of a report of a hundred sentences, with more of everything than a figure can show."""
    clause = "which, as the inquiry of the regional assembly found after years of hearings, nobody had foreseen"
    deeds = [f"{NAMES[n % 12]} did not openly accuse {NAMES[(n * 5 + 1) % 12]} of it" for n in range(30)]
    facts = [f"Point number {n} of the report concerns the dam and the valley, {clause}" for n in range(70)]
    source = samples.document("report.txt", ". ".join(deeds) + ".", ". ".join(facts) + ".", language="en")

    def make(section: Section, number: int, **fields: object) -> Statement:
        said = (deeds + facts)[number % 100]
        return samples.statement((source,), section, said, **fields)

    statements = [
        *(make(Section.SUMMARY, n) for n in range(30)),
        *(make(Section.CAUSES, 30 + n, status=Status.CLAIMED, speaker="the assembly of the region") for n in range(9)),
        *(make(Section.CAUSES, 40 + n, status=Status.DISPUTED) for n in range(4)),
        *(make(Section.CONSEQUENCES, 45 + n, status=Status.OCCURRED) for n in range(20)),
        *(make(Section.CONSEQUENCES, 65 + n, status=Status.POSSIBLE, certainty="might well") for n in range(20)),
        *(make(Section.TIMELINE, 30 + n, date=date, date_text="about then") for n, date in enumerate(DATES)),
        *(make(Section.ACTORS, n, name=name, type=tuple(ActorType)[n % 5]) for n, name in enumerate(NAMES)),
    ]
    ordered = sorted(statements, key=lambda s: tuple(Section).index(s.section))
    return Brief(
        slug="report", title="What the long inquiry into the Orla dam found, and what it could not find out at all",
        sources=(source,), statements=tuple(ordered), engine="test/1",
    )  # fmt: skip


def _twice(brief: Brief) -> Corpus:
    """`brief` and a copy of it: an actor chart needs actors that stand in two briefs."""
    copy = Brief(
        slug="copy", title=brief.title, sources=brief.sources, statements=brief.statements, engine=brief.engine
    )  # fmt: skip
    return gather([brief, copy])


@pytest.mark.parametrize("palette", PALETTES)
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", DRAWINGS)
def test_nothing_overlaps_and_nothing_sticks_out(name: str, layout: Layout, palette: Palette) -> None:
    svg = DRAWINGS[name](report(), palette, layout)
    assert svg is not None
    assert drawn.faults(svg) == []
    assert len(drawn.texts(svg)) >= 10


def test_the_check_itself_finds_faults() -> None:
    box = '<g><rect rx="4" x="0" y="0" width="20" height="30"/><text x="1" y="20" font-size="12">too wide</text></g>'
    texts = '<text x="50" y="20" font-size="12">one</text><text x="60" y="24" font-size="12">other</text>'
    edge = '<text x="95" y="70" font-size="12">edge</text>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100">{box}{texts}{edge}</svg>'
    assert [fault[0] for fault in drawn.faults(svg)] == ["outside", "over", "out of its box"]


@pytest.mark.parametrize("palette", PALETTES)
@pytest.mark.parametrize("name", DRAWINGS)
def test_a_figure_names_its_size_and_says_what_it_is(name: str, palette: Palette) -> None:
    svg = DRAWINGS[name](report(), palette, "wide")
    assert svg is not None
    root = ET.fromstring(svg)
    assert (root.get("width"), root.get("viewBox")) == ("720", f"0 0 720 {root.get('height')}")
    assert figure_height(svg) == float(root.get("height", ""))
    title, description = root[0], root[1]
    assert root.get("aria-labelledby") == title.get("id")
    assert root.get("aria-describedby") == description.get("id")
    assert text_alternative(svg) == f"{title.text} {description.text}"
    assert root.get("role") == ("group" if root.find(f".//{drawn.SVG}a") is not None else "img")
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == 2


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", DRAWINGS)
def test_screen_takes_colours_from_the_page_and_print_has_grey_ones(name: str, layout: Layout) -> None:
    screen, paper = (DRAWINGS[name](report(), palette, layout) for palette in PALETTES)
    assert screen is not None
    assert paper is not None
    assert not re.search(r"#[0-9a-f]{3,6}\b(?<!href)", re.sub(r'href="[^"]*"', "", screen))
    assert "currentColor" not in paper
    assert "class=" not in paper
    assert "<a " not in paper
    assert "style=" not in screen + paper
    assert all(grey[1:3] == grey[3:5] == grey[5:] or grey[1:3] == grey[3:5] for grey in re.findall(r"#\w{6}", paper))


@pytest.mark.parametrize("name", DRAWINGS)
def test_every_class_is_in_the_style_sheet(name: str) -> None:
    svg = DRAWINGS[name](report(), "screen", "wide")
    assert svg is not None
    for used in set(re.findall(r'class="([\w-]+)"', svg)):
        assert f".figure .{used}" in STYLES


@settings(max_examples=40)
@given(st.text(max_size=80), st.text(max_size=80), st.sampled_from(PALETTES), st.sampled_from(LAYOUTS))
def test_any_text_makes_figures_without_blank_lines(title: str, text: str, palette: Palette, layout: Layout) -> None:
    source = samples.document("a.txt", "One thing was said. Another was not.")
    one, other = Evidence(0, Span(0, 19)), Evidence(0, Span(20, 36))
    statements = (
        Statement(section=Section.CAUSES, text=text, evidence=(one,), status=Status.CLAIMED, speaker=text),
        Statement(section=Section.CONSEQUENCES, text=text, evidence=(one,), status=Status.POSSIBLE, certainty=text),
        Statement(section=Section.ACTORS, text=text, evidence=(one,), name=text, aliases=("One", "thing"), type=None),
        Statement(section=Section.ACTORS, text=text, evidence=(other,), name=title, type=ActorType.STATE),
        Statement(section=Section.TIMELINE, text=text, evidence=(one,), date="2024", date_text=text),
        Statement(section=Section.TIMELINE, text=text, evidence=(other,), date="2025-02-03", date_text=text),
    )
    brief = Brief(slug="any", title=title, sources=(source,), statements=statements, engine="test/1")
    for name in ("map", "timeline", "events", "actors"):
        figure = DRAWINGS[name](brief, palette, layout)
        assert figure is not None
        assert not re.search(r"\n\s*\n", figure)
        assert {element.tag.removeprefix(drawn.SVG) for element in ET.fromstring(figure).iter()} <= {
            "svg", "title", "desc", "g", "a", "rect", "circle", "path", "text", "tspan",
        }  # fmt: skip


def test_markup_in_a_statement_is_text() -> None:
    brief = samples.hostile('<script>alert("x")</script> & <b>bold</b>')
    svg = cause_map(view(brief))
    assert svg is not None
    assert "<script" not in svg
    assert '<script>alert("x")</script> & <b>bold</b>' in " ".join(drawn.texts(svg))


def test_long_words_are_cut() -> None:
    source = samples.document("a.txt", "x" * 5000)
    long = samples.statement((source,), Section.CAUSES, "x" * 5000, status=Status.STATED)
    svg = cause_map(view(Brief(slug="x", title="x" * 500, sources=(source,), statements=(long,), engine="test/1")))
    assert svg is not None
    assert drawn.faults(svg) == []
    assert len(svg) < 15_000


def test_a_script_that_joins_its_letters_names_its_font_in_print_and_stands_on_the_right() -> None:
    source = samples.document("a.txt", "سقط السد بعد أيام من المطر")
    said = samples.statement((source,), Section.CAUSES, source.text, status=Status.STATED)
    svg = cause_map(
        view(Brief(slug="a", title="السد", sources=(source,), statements=(said,), engine="test/1")), palette="print"
    )
    assert svg is not None
    text = next(e for e in ET.fromstring(svg).iter(f"{drawn.SVG}text") if "سقط" in "".join(e.itertext()))
    assert text.get("text-anchor") == "end"
    assert [span.get("font-family") for span in text] == ["Brief Arabic"]


@pytest.mark.parametrize("name", DRAWINGS)
def test_equal_briefs_make_equal_figures_and_layouts_differ(name: str) -> None:
    draw = DRAWINGS[name]
    assert draw(report(), "screen", "wide") == draw(report(), "screen", "wide")
    assert draw(report(), "screen", "wide") != draw(report(), "screen", "tall")
