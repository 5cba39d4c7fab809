"""The calendar of dated events, read by vobject."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
import vobject
from samples import HOSTILE_TITLE, arabic, bare, document, flood, hostile, statement

from generator.corpus import gather
from generator.export.calendar import calendar
from generator.export.interface import interface
from generator.export.records import records
from generator.export.site import Site
from generator.model import Brief, Section

SITE = Site(name="Orla Desk", url="https://desk.example/orla")


def made(*briefs: Brief, site: Site = SITE) -> bytes:
    ((path, data),) = calendar(records(gather(briefs), site))
    assert path == "timeline.ics"
    return data


def events(*briefs: Brief, site: Site = SITE) -> list[Any]:
    return list(vobject.readOne(made(*briefs, site=site).decode()).contents.get("vevent", []))


def dated(*dates: str, published: str | None = "2024-05-06", text: str = "The dam broke") -> Brief:
    """A brief with an event for each of `dates`."""
    source = document("a.txt", f"{text}.", published=published)
    held = tuple(statement((source,), Section.TIMELINE, text, date=d, date_text=d) for d in dates)
    return Brief(slug="dam", title="Dam", sources=(source,), statements=held, engine="test/1", tags=("Vara, upper",))


@pytest.mark.parametrize(
    ("value", "first", "after"),
    [
        ("2024-05-03", (2024, 5, 3), (2024, 5, 4)),
        ("2024-12-31T14:00", (2024, 12, 31), (2025, 1, 1)),
        ("2024-02", (2024, 2, 1), (2024, 3, 1)),
        ("2024-W01", (2024, 1, 1), (2024, 1, 8)),
        ("2024-WI", (2024, 12, 1), (2025, 3, 1)),
        ("0987", (987, 1, 1), (988, 1, 1)),
        ("2023-05/2023-07", (2023, 5, 1), (2023, 8, 1)),
    ],
)
def test_an_entry_lasts_from_the_first_day_to_the_last(
    value: str, first: tuple[int, int, int], after: tuple[int, int, int]
) -> None:
    (event,) = events(dated(value))
    assert (event.dtstart.value, event.dtend.value) == (dt.date(*first), dt.date(*after))


def test_the_last_day_there_is_needs_no_day_after_it() -> None:
    (event,) = events(dated("9999-12-31"))
    assert event.dtstart.value == dt.date(9999, 12, 31)
    assert "dtend" not in event.contents


def test_decades_and_longer_are_left_out() -> None:
    assert [e.dtstart.value.year for e in events(dated("199X", "1900/1999", "1914/1918"))] == [1914]


def test_an_entry_tells_what_happened_and_who_says_so() -> None:
    event = next(e for e in events(flood()) if "rain" in e.summary.value)
    assert event.summary.value == "Heavy rain burst the Orla dam."
    assert event.summary.params == {"LANGUAGE": ["en"]}
    assert event.description.value == (
        "3 May 2024\n\n“Heavy rain burst the Orla dam” – The Vessin Paper, 4 May 2024, https://paper.example/dam?id=1"
        "\n\nDam bursts above Vessin https://desk.example/orla/briefs/dam/index.html"
    )
    assert event.url.value.startswith("https://desk.example/orla/briefs/dam/index.html#timeline-")
    assert event.dtstamp.value == dt.datetime(2024, 5, 6, tzinfo=dt.UTC)
    assert event.transp.value == "TRANSPARENT"


def test_the_words_of_an_entry_are_in_the_language_of_its_source() -> None:
    brief = arabic()
    event = statement(brief.sources, Section.TIMELINE, "أمطار غزيرة", date="2024-05-03", date_text="يوم الأحد")
    (entry,) = events(replace(brief, statements=(event,)))
    assert (entry.summary.value, entry.summary.params) == ("أمطار غزيرة.", {"LANGUAGE": ["ar"]})


def test_quotes_stand_in_the_marks_of_the_interface() -> None:
    (event,) = events(dated("2024-05-03"), site=Site(say=interface("de")))
    assert "3. Mai 2024\n\n„The dam broke“ – a.txt, 6. Mai 2024" in event.description.value


def test_tags_are_categories_whole() -> None:
    (event,) = events(dated("2024-05-03"))
    assert event.categories.value == ["Dam", "Vara, upper"]


def test_what_lay_ahead_is_tentative() -> None:
    states = {e.dtstart.value.isoformat(): e.status.value for e in events(dated("2024-05-03", "2024-06-01"))}
    assert states == {"2024-05-03": "CONFIRMED", "2024-06-01": "TENTATIVE"}


def test_an_entry_keeps_its_uid_while_its_words_stay() -> None:
    def uids(brief: Brief, site: Site = SITE) -> list[str]:
        return [e.uid.value for e in events(brief, site=site)]

    renamed = replace(dated("2024-05-03", "2024-05"), title="Another title", tags=())
    assert uids(renamed, Site(name=SITE.name)) == uids(dated("2024-05-03", "2024-05"))
    assert set(uids(dated("2024-05-03", text="The dam held"))).isdisjoint(uids(dated("2024-05-03")))


def test_the_calendar_names_itself() -> None:
    whole = vobject.readOne(made(flood()).decode())
    assert whole.contents["x-wr-calname"][0].value == "Orla Desk: timeline"
    assert whole.contents["source"][0].value == "https://desk.example/orla/timeline.ics"
    assert whole.version.value == "2.0"


def test_without_events_it_is_an_empty_calendar() -> None:
    assert events(bare()) == []


def test_lines_are_folded_as_the_standard_has_it() -> None:
    lines = made(flood(), hostile(HOSTILE_TITLE + "ü" * 300)).split(b"\r\n")
    assert lines[-1] == b""
    assert max(map(len, lines)) <= 75
    assert not [line for line in lines if b"\n" in line or b"\r" in line]


def test_no_text_of_a_source_is_a_line_of_its_own() -> None:
    evil = "Dam\r\nEND:VEVENT\r\nBEGIN:VALARM\r\nACTION:AUDIO\nX:\\n;,\x00\u2028 broke"
    brief = replace(dated("2024-05-03", text=evil), title=evil, tags=(evil,))
    (event,) = events(brief)
    assert event.summary.value == "Dam END:VEVENT BEGIN:VALARM ACTION:AUDIO X:\\n;, broke."
    assert "valarm" not in event.contents
    assert b"\nBEGIN:VALARM" not in made(brief)
