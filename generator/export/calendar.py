"""An iCalendar file (RFC 5545, RFC 7986) of the dated events of all briefs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from icalendar import Calendar
from icalendar import Event as Entry
from icalendar.prop import vText, vUri

from generator.export.interface import Interface
from generator.export.records import Event, Quotation, Records, identifier
from generator.export.view import visible

LONGEST = 3650
"""Events of so many days and more are left out: a decade is no entry of a calendar."""


def calendar(held: Records) -> Iterator[tuple[str, bytes]]:
    """``timeline.ics``: an all-day entry for each dated event, from its first day to its last.

    An entry's UID stays the same as long as the words of its event do. What lay ahead of its source is tentative.
    """
    site = held.site
    whole = Calendar()
    whole.add("prodid", "-//briefing-site-generator//timeline//EN")
    whole.add("version", "2.0")
    name = site.say("{site}: timeline", site=visible(site.name))
    for key in ("name", "x-wr-calname"):
        whole.add(key, name)
    whole.add("uid", str(identifier(site, "timeline")))
    if site.url:
        whole.add("url", vUri(site.address("timeline.html")))
        whole.add("source", vUri(site.address("timeline.ics")))
    for event in held.events:
        if (event.last - event.first).days < LONGEST:
            whole.add_component(_entry(event))
    yield "timeline.ics", whole.to_ical()


def _entry(event: Event) -> Entry:
    record = event.record
    entry = Entry()
    entry.add("uid", str(record.identifier(event.line.anchor)))
    entry.add("dtstamp", record.updated)
    entry.add("dtstart", event.first)
    if event.last < dt.date.max:  # the end is the day after; without it an entry lasts one day
        entry.add("dtend", event.last + dt.timedelta(1))
    entry.add("summary", event.text, parameters={"language": record.language})
    entry.add("description", _description(event))
    entry.add("categories", [vText(term) for term in (record.title, *record.tags)])
    entry.add("status", "TENTATIVE" if event.expected else "CONFIRMED")
    entry.add("transp", "TRANSPARENT")
    if address := record.address(anchor=event.line.anchor):
        entry.add("url", vUri(address))
    return entry


def _description(event: Event) -> str:
    """Date at its own precision, each quote with its source, and the brief."""
    quotes = (_cited(quotation, event.record.site.say) for quotation in event.quotes)
    when = " · ".join(filter(None, (event.date, event.line.reviewed)))
    return "\n\n".join((when, *quotes, f"{event.record.title} {event.record.address()}".strip()))


def _cited(quotation: Quotation, say: Interface) -> str:
    facts = ", ".join(filter(None, (quotation.origin, quotation.date, quotation.url)))
    return f"{say('“{words}”', words=quotation.text)} – {facts}"
