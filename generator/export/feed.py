"""An Atom feed (RFC 4287) of the newest briefs, and what any feed of the site is made of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from lxml import etree
from lxml.builder import ElementMaker
from lxml.html import HtmlElement, builder

from generator.export.history import Changed, Revised
from generator.export.records import MAIN_ACTORS, UNDATED, Record, Records, identifier, web_address
from generator.export.site import Site
from generator.export.snippets import difference, html, link, origin, words
from generator.export.view import Line, Part, headword, visible

MOST = 30
"""How many briefs the feed holds; each takes some 12 kB, and readers refuse feeds of more than half a megabyte."""

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ATOM = "http://www.w3.org/2005/Atom"
E = ElementMaker(namespace=_ATOM, nsmap={None: _ATOM})
"""Makes elements of Atom."""


def feed(held: Records) -> Iterator[tuple[str, bytes]]:
    """``feed.xml``: newest brief first; the id of an entry stays the same whatever becomes of its brief.

    Where the site's address is not known, links are relative to that of the feed.
    """
    newest = held.newest_first[:MOST]
    subtitle = held.site.say("New and changed briefs. Every line rests on a quoted sentence.")
    times = (record.updated for record in newest)
    yield whole(held.site, "feed", visible(held.site.name), subtitle, times, map(_entry, newest), "index.html")


def whole(
    site: Site, name: str, title: str, subtitle: str, times: Iterable[dt.datetime], entries: Iterable[etree._Element],
    page: str,
) -> tuple[str, bytes]:  # fmt: skip
    """The feed of `entries`, which were updated at `times`, as its path ``<name>.xml`` and its bytes.

    The `page` below ``docs/`` shows the same to readers.
    """
    path = f"{name}.xml"
    itself = [E.link(rel="self", type="application/atom+xml", href=site.address(path))] if site.url else []
    root = E.feed(
        {LANG: site.say.language},
        E.id(identifier(site, name).urn),
        E.title(title),
        E.subtitle(subtitle),
        E.updated(moment(max(times, default=UNDATED))),
        E.author(E.name(visible(site.name))),
        E.link(rel="alternate", type="text/html", href=site.address(page) or page),
        *itself,
        *entries,
    )
    return path, etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)


def moment(time: dt.datetime) -> str:
    """`time`, which is in UTC, as RFC 3339 has it."""
    return time.isoformat().replace("+00:00", "Z")


def _entry(record: Record) -> etree._Element:
    authors = record.publishers or (visible(record.site.name),)
    actors = [headword(visible(actor.name)) for actor in record.actors[:MAIN_ACTORS]]
    sources = {address: visible(s.title) for s in record.brief.sources if (address := web_address(s.url))}
    return E.entry(
        {LANG: record.language},
        E.id(record.identifier().urn),
        E.title(record.title),
        E.updated(moment(record.updated)),
        *(E.author(E.name(name)) for name in authors),
        *(E.category(term=term) for term in dict.fromkeys((*record.tags, *filter(None, actors)))),
        E.link(rel="alternate", type="text/html", href=record.link()),
        E.link(rel="enclosure", type="application/pdf", href=record.link("brief-a4.pdf")),
        *(E.link(rel="via", href=address, title=title) for address, title in sources.items()),
        E.summary(_summary(record)),
        E.content(_content(record), type="html"),
    )


def _summary(record: Record) -> str:
    """The bottom line and who published what carries it."""
    quotes = [q for line in record.view.bottom_line.lines for q in record.quotes(line)]
    origins = ", ".join(dict.fromkeys(quotation.origin for quotation in quotes))
    return f"{record.bottom_line} ({origins})" if origins else record.bottom_line


def _content(record: Record) -> str:
    """What changed last, then the statements a page shows at first, each with its quoted sentences.

    Headings are in the site's language.
    """
    shown = record.view
    opening = [element for line in shown.bottom_line.lines for element in _told(record, line)]
    parts = [shown.highlights, shown.causes, shown.happened, shown.expected]
    parts += [shown.disputed] if shown.disputed.lines else []
    own = {"lang": record.site.say.language}
    return html(
        *(element for revised in record.revisions[:1] for element in _revised(record, revised, own)),
        *(opening or [builder.P(own, visible(shown.bottom_line.empty))]),
        *(element for part in parts for element in _part(record, part, own)),
        builder.P(own, link(record.site.say("The whole brief"), record.link())),
        builder.P(own, visible(shown.made)),
    )


def _revised(record: Record, revised: Revised, own: dict[str, str]) -> Iterator[HtmlElement]:
    """The box “What changed”, as far as the page shows it at first."""
    yield builder.H2(own, record.site.say("What changed"))
    yield builder.P(own, ": ".join(filter(None, (revised.date, revised.count))))
    if revised.first:
        yield builder.UL(*(builder.LI(*_changed(record, changed, own)) for changed in revised.first))
    if revised.more:
        yield builder.P(own, link(revised.more, record.link(anchor="what-changed")))


def _changed(record: Record, changed: Changed, own: dict[str, str]) -> list[HtmlElement]:
    now = record.link(anchor=changed.anchor) if changed.anchor else ""
    return [
        builder.P(own, builder.EM(f"{changed.label} ({changed.facts})")),
        *difference(changed.was, changed.now, now, record.site.say),
        *(builder.P(shift) for shift in changed.shifts),
    ]


def _part(record: Record, part: Part, own: dict[str, str]) -> Iterator[HtmlElement]:
    yield builder.H2(own, part.title)
    if part.empty:
        yield builder.P(own, visible(part.empty))
    else:
        yield builder.UL(*(builder.LI(*_told(record, line)) for line in part.first))
    if part.more:
        yield builder.P(own, link(part.more, record.link(anchor=part.key)))


def _told(record: Record, line: Line) -> list[HtmlElement]:
    own = {"lang": record.site.say.language}
    label = [piece for text in (line.label, line.reviewed) if text for piece in (" ", builder.EM(own, visible(text)))]
    quotes = (builder.BLOCKQUOTE(words(quotation, around=True), origin(quotation)) for quotation in record.quotes(line))
    return [builder.P(visible(line.text), *label), *quotes]
