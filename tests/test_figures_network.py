"""The network of actors: rows that read as sentences, arrows at those acted on."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import drawn
import pytest
import samples

from generator.export.figures import Layout, Palette, network, text_alternative
from generator.export.figures.network import MOST_ACTORS, MOST_DEEDS
from generator.export.view import view
from generator.model import ActorType, Brief, Section
from generator.relations import relations


def brief(*sentences: str, **actors: ActorType) -> Brief:
    """A brief that quotes `sentences`, about `actors`."""
    source = samples.document("a.txt", " ".join(sentences), ". ".join(actors), language="en")
    told = [samples.statement((source,), Section.SUMMARY, sentence) for sentence in sentences]
    named = [
        samples.statement((source,), Section.ACTORS, "", name, name=name, type=kind) for name, kind in actors.items()
    ]
    return Brief(slug="ardal", title="Ardal", sources=(source,), statements=(*told, *named), engine="test/1")


def drawing(subject: Brief, layout: Layout = "wide", palette: Palette = "screen") -> str:
    svg = network(view(subject), relations(subject), layout=layout, palette=palette)
    assert svg is not None
    return svg


WAR = brief(
    "Ardal attacked Kessel.", "Ardal did not warn Lund.", "Kessel was helped by Carrow.",
    Ardal=ActorType.STATE, Kessel=ActorType.STATE, Lund=ActorType.STATE, Carrow=ActorType.PERSON,
)  # fmt: skip


def test_it_shows_actors_with_their_kind_and_deeds_with_their_notes() -> None:
    assert sorted(drawn.texts(drawing(WAR))) == sorted(
        [
            "Ardal", "state", "Kessel", "state", "Lund", "state", "Kessel", "state", "Carrow", "person",
            "attacked [1]", "did not warn [2]", "was helped by [3]",
        ]
    )  # fmt: skip


def test_every_row_leads_to_its_statement_and_reads_as_a_sentence() -> None:
    links = list(ET.fromstring(drawing(WAR)).iter(f"{drawn.SVG}a"))
    assert [link.get("href") for link in links] == [f"#{WAR.statements[n].anchor}" for n in (0, 1, 2)]
    assert [link.findtext(f"{drawn.SVG}title") for link in links] == [
        "Ardal attacked Kessel", "Ardal did not warn Lund", "Kessel was helped by Carrow",
    ]  # fmt: skip
    assert "Kessel was helped by Carrow." in text_alternative(drawing(WAR, palette="print"))


@pytest.mark.parametrize("layout", ["wide", "tall"])
def test_arrows_point_at_those_acted_on(layout: Layout) -> None:
    heads = [path["d"] for path in drawn.shapes(drawing(WAR, layout), "path") if path.get("class") == "f-head"]
    middle = 360 if layout == "wide" else 200
    right = [float(d[1:].split()[0]) > middle for d in heads]
    assert right == [True, True, False]
    assert ["l-8" in d for d in heads] == right


def test_persons_have_round_boxes() -> None:
    corners = [rect["rx"] for rect in drawn.shapes(drawing(WAR), "rect")]
    assert sorted(corners) == ["12", "2", "2", "2", "2"]


def test_those_who_do_something_together_share_an_arrow() -> None:
    three = dict.fromkeys(("Ardal", "Kessel", "Lund", "Marrow"), ActorType.STATE)
    svg = drawing(brief("Ardal, Kessel and Lund recognised Marrow.", **three))
    assert drawn.texts(svg).count("recognised [1]") == 1
    assert len(drawn.shapes(svg, "rect")) == 4


def test_what_somebody_says_is_dashed_and_names_them() -> None:
    said = brief("Ardal attacked Kessel, the ministry said.", Ardal=ActorType.STATE, Kessel=ActorType.STATE)
    svg = drawing(said)
    (link,) = ET.fromstring(svg).iter(f"{drawn.SVG}a")
    assert link.findtext(f"{drawn.SVG}title") == "Ardal attacked Kessel (according to the ministry)"
    assert "Ardal attacked Kessel (according to the ministry)." in text_alternative(drawing(said, palette="print"))
    assert "attacked (according to the ministry) [1]" in drawn.texts(svg)
    lines = [path for path in drawn.shapes(svg, "path") if path.get("class") == "f-line"]
    assert lines
    assert all("stroke-dasharray" in line for line in lines)


@pytest.mark.parametrize("layout", ["wide", "tall"])
def test_at_most_so_many_actors_and_rows_and_the_others_are_counted(layout: Layout) -> None:
    names = [f"Land{chr(97 + n) * 4}" for n in range(12)]
    sentences = [f"{names[n]} attacked {names[(n + 1) % 12]}." for n in range(12)]
    sentences += [f"{names[n]} later helped {names[(n + 2) % 6]}." for n in range(6)]
    svg = drawing(brief(*sentences, **dict.fromkeys(names, ActorType.STATE)), layout)
    shown = {text for text in drawn.texts(svg) if text.startswith("Land")}
    rows = [text for text in drawn.texts(svg) if "[" in text]
    assert len(shown) == MOST_ACTORS
    assert len(rows) == MOST_DEEDS
    assert f"and {18 - MOST_DEEDS} more in the text" in drawn.texts(svg)
    assert drawn.faults(svg) == []


def test_no_network_where_nobody_acts_on_anybody() -> None:
    quiet = brief("Nothing happened.", Ardal=ActorType.STATE)
    assert network(view(quiet), relations(quiet)) is None
