"""An Atom feed (RFC 4287) of the newest briefs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from lxml import etree
from lxml.builder import ElementMaker
from lxml.html import HtmlElement, builder

from generator.export.records import MAIN_ACTORS, Record, Records, identifier, web_address
from generator.export.snippets import html, link, origin, words
from generator.export.view import Line, Part, headword, visible

MOST = 30
"""How many briefs the feed holds; each takes some 12 kB, and readers refuse feeds of more than half a megabyte."""

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ATOM = "http://www.w3.org/2005/Atom"
_E = ElementMaker(namespace=_ATOM, nsmap={None: _ATOM})


def feed(held: Records) -> Iterator[tuple[str, bytes]]:
    """``feed.xml``: newest brief first; the id of an entry stays the same whatever becomes of its brief.

    Where the site's address is not known, links are relative to that of the feed.
    """
    site, newest = held.site, held.newest_first[:MOST]
    itself = [_E.link(rel="self", type="application/atom+xml", href=site.address("feed.xml"))] if site.url else []
    root = _E.feed(
        {_LANG: site.say.language},
        _E.id(identifier(site, "feed").urn),
        _E.title(visible(site.name)),
        _E.subtitle(site.say("New and changed briefs. Every line rests on a quoted sentence.")),
        _E.updated(_time(max(record.updated for record in newest))),
        _E.author(_E.name(visible(site.name))),
        _E.link(rel="alternate", type="text/html", href=site.address("index.html") or "index.html"),
        *itself,
        *map(_entry, newest),
    )
    yield "feed.xml", etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)


def _entry(record: Record) -> etree._Element:
    authors = record.publishers or (visible(record.site.name),)
    actors = [headword(visible(actor.name)) for actor in record.actors[:MAIN_ACTORS]]
    sources = {address: visible(s.title) for s in record.brief.sources if (address := web_address(s.url))}
    return _E.entry(
        {_LANG: record.language},
        _E.id(record.identifier().urn),
        _E.title(record.title),
        _E.updated(_time(record.updated)),
        *(_E.author(_E.name(name)) for name in authors),
        *(_E.category(term=term) for term in dict.fromkeys((*record.tags, *filter(None, actors)))),
        _E.link(rel="alternate", type="text/html", href=record.link()),
        _E.link(rel="enclosure", type="application/pdf", href=record.link("brief-a4.pdf")),
        *(_E.link(rel="via", href=address, title=title) for address, title in sources.items()),
        _E.summary(_summary(record)),
        _E.content(_content(record), type="html"),
    )


def _time(moment: dt.datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def _summary(record: Record) -> str:
    """The bottom line and who published what carries it."""
    quotes = [q for line in record.view.bottom_line.lines for q in record.quotes(line)]
    origins = ", ".join(dict.fromkeys(quotation.origin for quotation in quotes))
    return f"{record.bottom_line} ({origins})" if origins else record.bottom_line


def _content(record: Record) -> str:
    """The statements a page shows at first, each with its quoted sentences; headings are in the site's language."""
    shown = record.view
    opening = [element for line in shown.bottom_line.lines for element in _told(record, line)]
    parts = [shown.highlights, shown.causes, shown.happened, shown.expected]
    parts += [shown.disputed] if shown.disputed.lines else []
    own = {"lang": record.site.say.language}
    return html(
        *(opening or [builder.P(own, visible(shown.bottom_line.empty))]),
        *(element for part in parts for element in _part(record, part, own)),
        builder.P(own, link(record.site.say("The whole brief"), record.link())),
        builder.P(own, visible(shown.made)),
    )


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
    label = [" ", builder.EM(own, visible(line.label))] if line.label else []
    quotes = (builder.BLOCKQUOTE(words(quotation, around=True), origin(quotation)) for quotation in record.quotes(line))
    return [builder.P(visible(line.text), *label), *quotes]
