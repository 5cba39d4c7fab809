"""An Atom feed (RFC 4287) of what persons publicly corrected in the briefs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from lxml import etree
from lxml.html import builder

from generator.export.feed import LANG, E, moment, whole
from generator.export.history import Corrected, day, newest_first
from generator.export.records import Record, Records
from generator.export.snippets import difference, html, link
from generator.export.view import visible

MOST = 100
"""How many corrections the feed holds; the page has all."""


def corrections(held: Records) -> Iterator[tuple[str, bytes]]:
    """``corrections.xml``: newest correction first; there may be none.

    The id of an entry stays the same as long as what was corrected does, whatever becomes of reason, reviewer and date.
    """
    say = held.site.say
    found = newest_first((record, correction) for record in held.newest_first for correction in record.corrections)
    newest = found[:MOST]
    title = say("{site}: corrections", site=visible(held.site.name))
    subtitle = say("What people corrected in the briefs, and why")
    times = [_time(record, correction) for record, correction in newest]
    entries = [_entry(record, correction) for record, correction in newest]
    yield whole(held.site, "corrections", title, subtitle, times, entries, "corrections.html")


def _time(record: Record, correction: Corrected) -> dt.datetime:
    """The day of the correction; where it has none, that of its brief."""
    known = day(correction.value)
    return dt.datetime.combine(known, dt.time(), dt.UTC) if known else record.dated


def _entry(record: Record, correction: Corrected) -> etree._Element:
    site = record.site
    page = site.address("corrections.html") or "corrections.html"
    return E.entry(
        {LANG: record.language},
        E.id(record.identifier("correction", correction.anchor).urn),
        E.title(f"{correction.what}: {record.title}"),
        E.updated(moment(_time(record, correction))),
        E.author(E.name(correction.reviewer or visible(site.name))),
        E.link(rel="alternate", type="text/html", href=f"{page}#{record.brief.slug}-{correction.anchor}"),
        E.link(rel="related", type="text/html", href=record.link(anchor=correction.statement)),
        E.content(_content(record, correction), type="html"),
    )


def _content(record: Record, correction: Corrected) -> str:
    say = record.site.say
    own = {"lang": say.language}
    place = record.link(anchor=correction.statement)
    reason = builder.P(builder.SPAN(own, say("Reason:")), " ", correction.reason)
    return html(
        builder.P(own, f"{correction.what} ({correction.section})"),
        *difference(correction.was, correction.now, place, say),
        *([reason] if correction.reason else []),
        *([builder.P(own, correction.by)] if correction.by else []),
        builder.P(own, link(say("The whole brief"), record.link())),
    )
