"""Linked data of a brief's page: JSON-LD in the words of schema.org, for search engines and other programs."""

from __future__ import annotations

import json
import re
from typing import Any

from generator.changes import History
from generator.export.records import MAIN_ACTORS, Quotation, Record, language_tag, web_address
from generator.export.site import Site
from generator.export.view import Line, headword, visible
from generator.model import ActorType, Brief

_ACTORS = {
    ActorType.PERSON: "Person",
    ActorType.ORGANISATION: "Organization",
    ActorType.STATE: "Country",
    ActorType.GROUP: "Thing",
    ActorType.OTHER: "Thing",
}
_ESCAPES = {ord(char): f"\\u{ord(char):04x}" for char in "<>&{}\u2028\u2029"}
"""In strings: what could end the element, or mean something to a template language that a site runs over its pages."""
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')


def linked_data(brief: Brief, site: Site, history: History) -> str:
    """JSON-LD for the page of `brief`, to stand in a ``script`` element of type ``application/ld+json`` as it is.

    The brief is a ``Report`` based on its sources; its causes and consequences are its parts, each a ``Claim`` with the
    ``Quotation`` it appears in. Addresses are relative to the page where that of the site is not known.
    """
    record = Record(brief, site, history=history)
    graph = {"@context": "https://schema.org", "@graph": [_report(record), _breadcrumbs(record)]}
    text = json.dumps(graph, ensure_ascii=False, separators=(",", ":"))
    return _STRING.sub(lambda string: string[0].translate(_ESCAPES), text)


def _report(record: Record) -> dict[str, Any]:
    shown = record.view
    actors = [_actor(line) for line in shown.actors.lines if visible(line.name)]
    claims = [line for part in (shown.causes, shown.disputed, shown.happened, shown.expected) for line in part.lines]
    return _without_empty({
        "@type": "Report",
        "@id": _within(record, "brief"),
        "url": record.address(),
        "identifier": record.identifier().urn,
        "headline": record.title,
        "abstract": record.bottom_line if shown.bottom_line.lines else "",
        "inLanguage": record.language,
        "dateModified": _modified(record),
        "keywords": list(record.tags),
        "image": record.address("card.png"),
        "publisher": _without_empty(
            {"@type": "Organization", "name": visible(record.site.name), "url": record.site.address("")}
        ),
        "about": actors[:MAIN_ACTORS],
        "mentions": actors[MAIN_ACTORS:],
        "isBasedOn": [_source(record, number) for number in range(1, len(record.brief.sources) + 1)],
        "citation": [{"@id": _within(record, f"source-{n}")} for n in range(1, len(record.brief.sources) + 1)],
        "hasPart": [_claim(record, line) for line in claims],
    })  # fmt: skip


def _modified(record: Record) -> str | None:
    """The date of the newest source at its own precision, or that of a later change."""
    later = record.changed if record.updated > record.dated else None
    return later.isoformat() if later else record.brief.as_of


def _actor(line: Line) -> dict[str, Any]:
    kind = _ACTORS[line.type or ActorType.OTHER]
    aliases = [alias for name in line.aliases if (alias := visible(name))]
    return _without_empty({"@type": kind, "name": headword(visible(line.name)), "alternateName": aliases})


def _source(record: Record, number: int) -> dict[str, Any]:
    document = record.brief.sources[number - 1]
    publisher, author = visible(document.publisher or ""), visible(document.author or "")
    return _without_empty({
        "@type": "Article",
        "@id": _within(record, f"source-{number}"),
        "headline": visible(document.title),
        "url": web_address(document.url),
        "datePublished": document.published,
        "inLanguage": language_tag(document.language),
        "publisher": {"@type": "Organization", "name": publisher} if publisher else None,
        "author": {"@type": "Person", "name": author} if author else None,
    })  # fmt: skip


def _claim(record: Record, line: Line) -> dict[str, Any]:
    return _without_empty({
        "@type": "Claim",
        "@id": _within(record, line.anchor),
        "text": visible(line.text),
        "description": visible(" · ".join(filter(None, (line.label, line.reviewed)))),
        "appearance": [_quotation(record, quotation) for quotation in record.quotes(line)],
    })  # fmt: skip


def _quotation(record: Record, quotation: Quotation) -> dict[str, Any]:
    return _without_empty({
        "@type": "Quotation",
        "text": quotation.text,
        "inLanguage": quotation.language,
        "isPartOf": {"@id": _within(record, f"source-{quotation.source}")},
    })  # fmt: skip


def _breadcrumbs(record: Record) -> dict[str, Any]:
    say = record.site.say
    trail = (
        (say("Home"), record.site.address("index.html") or "../../index.html"),
        (say("Briefs"), record.site.address("briefs/index.html") or "../index.html"),
        (record.title, _page(record)),
    )
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": address}
            for position, (name, address) in enumerate(trail, 1)
        ],
    }


def _page(record: Record) -> str:
    return record.address() or "index.html"


def _within(record: Record, anchor: str) -> str:
    return f"{_page(record)}#{anchor}"


def _without_empty(properties: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in properties.items() if value}
