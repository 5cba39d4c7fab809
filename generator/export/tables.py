"""The timeline as data: CSV for spreadsheets, and JSON for TimelineJS 3.

TimelineJS: https://timeline.knightlab.com/docs/json-format.html
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from html import escape
from typing import Any

import msgspec
from lxml.html import builder

from generator import timex
from generator.export.records import Event, Record, Records, has_dates
from generator.export.snippets import html, link, origin, words
from generator.export.view import visible

COLUMNS = (
    "date", "date_end", "precision", "date_text", "status", "text", "speaker", "quote", "sentence", "publisher",
    "source_title", "source_date", "source_url", "brief", "brief_title", "page", "review",
)  # fmt: skip
"""Of the CSV. ``date`` and ``date_end`` are the first and the last day, both included."""

_FORMULA = re.compile(r"(?:^|(?<=;))(?=[=+\-@\t\r\n＝＋－＠])")
"""Before what a spreadsheet takes for the beginning of a formula (OWASP, "CSV Injection"): one that expects semicolons
between cells, as in German, begins another cell within ours."""


def tables(held: Records) -> Iterator[tuple[str, bytes]]:
    """``timeline.csv`` and ``timeline.json`` of all briefs."""
    name = visible(held.site.name)
    introduction = held.site.say("The dated events of all briefs. Every event is a quoted sentence of its source.")
    yield "timeline.csv", _csv(held.events)
    yield "timeline.json", _slides(name, introduction, held.events)


def brief_tables(record: Record) -> dict[str, Callable[[], bytes]]:
    """How to make the same for one brief; nothing where no event of it has a date."""
    if not has_dates(record.brief):
        return {}
    return {
        f"briefs/{record.brief.slug}/timeline.csv": lambda: _csv(record.events),
        f"briefs/{record.brief.slug}/timeline.json": lambda: _slides(record.title, record.bottom_line, record.events),
    }


def _csv(events: Sequence[Event]) -> bytes:
    """RFC 4180, with the byte order mark by which Excel knows UTF-8; no cell is a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS)
    writer.writerows(map(_harmless, _row(event)) for event in events)
    return text.getvalue().encode("utf-8-sig")


def _row(event: Event) -> tuple[str, ...]:
    """The cells of an event, with the first of the passages that carry it."""
    record, quotation = event.record, event.quotes[0]
    return (
        event.first.isoformat(),
        event.last.isoformat(),
        timex.precision(event.value),
        visible(event.line.date_text),
        "expected" if event.expected else "reported",
        event.text,
        visible(event.statement.speaker or ""),
        quotation.text,
        str(quotation.sentence or ""),
        quotation.publisher,
        quotation.title,
        quotation.published,
        quotation.url,
        record.brief.slug,
        record.title,
        record.link(anchor=event.line.anchor),
        event.statement.review or "",
    )


def _harmless(cell: str) -> str:
    return _FORMULA.sub("'", cell)


def _slides(title: str, introduction: str, events: Sequence[Event]) -> bytes:
    """TimelineJS shows headlines and texts as HTML."""
    slides = {
        "title": {
            "unique_id": "title",
            "text": {"headline": escape(title), "text": html(builder.P(introduction))},
            "autolink": False,
        },
        "events": list(map(_slide, events)),
        "scale": "human",
    }
    return msgspec.json.format(msgspec.json.encode(slides), indent=1) + b"\n"


def _slide(event: Event) -> dict[str, Any]:
    record = event.record
    page = builder.P(link(record.title, record.address(anchor=event.line.anchor)))
    review = [builder.P(event.line.reviewed)] if event.line.reviewed else []
    quotes = [element for q in event.quotes for element in (builder.BLOCKQUOTE(words(q)), origin(q))]
    return _dates(event) | {
        "display_date": escape(event.date),
        "unique_id": f"{record.brief.slug}-{event.line.anchor}",
        "text": {"headline": escape(event.text), "text": html(*review, *quotes, page)},
        "autolink": False,
    }


def _dates(event: Event) -> dict[str, Any]:
    """At the precision of the value where the format has it, else the first and the last day."""
    if timex.precision(event.value) in ("time", "day", "month", "year"):
        return {"start_date": _date(event.value)}
    return {"start_date": _date(event.first.isoformat()), "end_date": _date(event.last.isoformat())}


def _date(value: str) -> dict[str, int]:
    day, _, clock = value.partition("T")
    parts = zip(("year", "month", "day"), day.split("-"), strict=False)
    hours = zip(("hour", "minute"), clock.split(":"), strict=False) if clock else ()
    return {name: int(number) for name, number in (*parts, *hours)}
