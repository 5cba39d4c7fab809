"""What feeds, calendars, tables and bundles have in common: times, identifiers, addresses, and what is published."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from samples import bare, document, flood, hostile, statement

from generator.corpus import gather
from generator.export.records import UNDATED, Record, brief_files, records, web_address
from generator.export.sharing import shared_files
from generator.export.site import Site
from generator.model import Brief, Publish, Section

SITE = Site(name="Orla Desk", url="https://desk.example/briefs-of/orla/")


def record(brief: Brief, site: Site = SITE) -> Record:
    return records(gather([brief]), site).newest_first[0]


def dated(published: str | None, *dates: str) -> Brief:
    """A brief whose only source was published then, with an event for each of `dates`."""
    source = document("a.txt", "The dam broke.", published=published)
    events = tuple(statement((source,), Section.TIMELINE, "The dam broke", date=d, date_text=d) for d in dates)
    return Brief(slug="dam", title="Dam", sources=(source,), statements=events, engine="test/1")


@pytest.mark.parametrize(
    ("published", "dates", "time"),
    [
        ("2024-05-06", ("2024-05-03",), dt.datetime(2024, 5, 6, tzinfo=dt.UTC)),
        ("2024-05", (), dt.datetime(2024, 5, 1, tzinfo=dt.UTC)),
        (None, ("2024-05-03", "2024-06-01", "2050", "2030/2040"), dt.datetime(2024, 6, 1, tzinfo=dt.UTC)),
        (None, ("2050",), UNDATED),
        (None, (), UNDATED),
    ],
)
def test_the_time_of_a_brief_follows_from_its_dates(
    published: str | None, dates: tuple[str, ...], time: dt.datetime
) -> None:
    assert record(dated(published, *dates)).updated == time


def test_a_brief_is_as_new_as_its_latest_event_where_no_source_is_dated() -> None:
    names = {"old": ("2024-05-06",), "new": (None, "2024-06-01"), "undated": (None,)}
    briefs = [replace(dated(*dates), slug=slug) for slug, dates in names.items()]
    assert [r.brief.slug for r in records(gather(briefs), SITE).newest_first] == ["new", "old", "undated"]


def test_an_event_after_its_source_was_published_is_expected() -> None:
    events = record(dated("2024-05-06", "2024-05-06", "2024-05", "2024-05-07", "2024-06", "2024")).events
    assert {e.value: e.expected for e in events} == {
        "2024-05-06": False, "2024-05": False, "2024-05-07": True, "2024-06": True, "2024": False,
    }  # fmt: skip


def test_an_event_that_stands_twice_is_told_once() -> None:
    brief = dated("2024-05-06", "2024-05-03", "2024-05-03")
    assert len(record(brief).events) == 1


def test_an_identifier_lasts_when_the_brief_changes_and_when_the_site_moves() -> None:
    brief, moved = flood(), Site(name=SITE.name, url="https://elsewhere.example")
    changed = replace(brief, title="Another title", statements=brief.statements[1:])
    assert record(brief).identifier() == record(changed).identifier() == record(brief, moved).identifier()
    others = (record(brief), record(bare()), record(brief, Site(name="X")))
    assert len({other.identifier() for other in others} | {record(brief).identifier("report")}) == 4


def test_only_what_is_dated_has_files_of_its_timeline() -> None:
    assert {"timeline.csv", "timeline.json"} <= set(brief_files(flood()))
    assert not {"timeline.csv", "timeline.json"} & set(brief_files(bare()))


def test_the_files_beside_a_page_that_are_data_are_made() -> None:
    made = {path for path, _ in shared_files(gather([flood(), bare()]), SITE)}
    for brief in (flood(), bare()):
        folder = f"briefs/{brief.slug}/"
        data = {name for name in brief_files(brief) if name.endswith((".json", ".csv"))}
        data -= {"brief.json", "manifest.json"}  # made by the build
        assert {path.removeprefix(folder) for path in made if path.startswith(folder)} == data
    assert made >= {"feed.xml", "timeline.ics", "timeline.csv", "timeline.json", "briefs.json", "schema/briefs-1.json"}


def test_the_same_corpus_gives_the_same_bytes() -> None:
    briefs = [flood(), bare(), hostile()]
    assert dict(shared_files(gather(briefs), SITE)) == dict(shared_files(gather(briefs[::-1]), SITE))


def test_no_file_holds_characters_that_its_readers_cannot_take() -> None:
    evil = hostile("\x00\x08\x1b\x7f\x9f\u202e\ufffe\u2028=1+1,\r\nEND:VEVENT\r\n]]>&lt;<b>")
    for path, data in shared_files(gather([evil, flood()]), SITE):
        text = data.decode("utf-8-sig")
        assert not [c for c in text if (ord(c) < 32 and c not in "\r\n") or c in "\x7f\x9f\u202e\ufffe"], path


@settings(max_examples=60)
@given(st.text(min_size=1).filter(lambda text: text.strip() and "\n" not in text))
def test_every_file_can_be_read_whatever_a_source_says(text: str) -> None:
    files = dict(shared_files(gather([hostile(text)]), SITE))
    for path, data in files.items():
        if path.endswith(".json"):
            json.loads(data)
    assert etree.fromstring(files["feed.xml"]).findtext(".//{*}entry/{*}id")
    assert len(vobject.readOne(files["timeline.ics"].decode()).vevent_list) == 1
    rows = list(csv.reader(io.StringIO(files["timeline.csv"].decode("utf-8-sig"), newline="")))
    assert [len(row) for row in rows] == [len(rows[0])] * 2


def test_of_a_source_that_is_only_linked_nothing_but_the_quotes_is_handed_out() -> None:
    brief = flood()
    linked = replace(brief, sources=tuple(replace(s, publish=Publish.LINK) for s in brief.sources))
    line = record(linked).view.disputed.lines[0]
    (quotation,) = record(linked).quotes(line)
    assert (quotation.before, quotation.text, quotation.after) == ("", "poor maintenance caused the break", "")
    assert quotation.page == f"https://desk.example/briefs-of/orla/briefs/dam/index.html#note-{line.notes[0]}"
    (whole,) = record(brief).quotes(line)
    assert (whole.before, whole.after) == ("The Orla Water Board said that ", ".")
    assert whole.page == "https://desk.example/briefs-of/orla/briefs/dam/source-1.html#s3"


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://a.example/x?q=1&r=%20#top", "https://a.example/x?q=1&r=%20#top"),
        ('https://a.example/<b> "x"{}|\\^`[1]', "https://a.example/%3Cb%3E%20%22x%22%7B%7D%7C%5C%5E%60%5B1%5D"),
        ("https://a.example/50%", "https://a.example/50%25"),
        ("https://a.example/Übung", "https://a.example/%C3%9Cbung"),
        ("HTTPS://a.example#a#b", "https://a.example#a%23b"),
        ("https://[::1]:80/", "https://[::1]:80/"),
        ("https://a.example:port/", ""),
        ("javascript:alert(1)", ""),
        ("https://[", ""),
        ("//a.example/", ""),
        (None, ""),
    ],
)
def test_an_address_is_a_uri_or_nothing(url: str | None, address: str) -> None:
    assert web_address(url) == address


@given(st.text().map("https://".__add__))
def test_whatever_a_source_calls_its_address_is_harmless(url: str) -> None:
    address = web_address(url)
    assert address == "" or (address.isascii() and address.isprintable() and urlsplit(address).scheme == "https")
    assert not set(address) & set(' <>"{}|\\^`')
