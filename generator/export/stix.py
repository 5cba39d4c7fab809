"""STIX 2.1 bundles (OASIS): a brief as a report, its actors as identities, its statements as notes that quote.

``confidence`` stands only where a source's own words name a band of ICD 203, with the value that STIX 2.1, appendix A,
gives that band (the DNI scale). Identifiers and times follow from the briefs alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import msgspec
from stix2.confidence.scales import dni_to_value
from stix2.v21 import Bundle, ExternalReference, Identity, Note, Report

from generator.corpus import ActorEntry
from generator.export.recipe import Digests, Recipe
from generator.export.records import UNDATED, Record, Records, identifier, web_address
from generator.export.site import Site
from generator.export.view import Line, headword, visible
from generator.model import ActorType, Statement

_CLASSES = {
    ActorType.PERSON: "individual",
    ActorType.ORGANISATION: "organization",
    ActorType.STATE: "organization",
    ActorType.GROUP: "group",
    ActorType.OTHER: "unspecified",
}
"""Values of STIX's vocabulary of identity classes; of a state, what acts is its government."""

_DNI = {
    "remote": "Almost No Chance / Remote",
    "very unlikely": "Very Unlikely / Highly Improbable",
    "unlikely": "Unlikely / Improbable",
    "roughly even chance": "Roughly Even Chance / Roughly Even Odds",
    "likely": "Likely / Probable",
    "very likely": "Very Likely / Highly Probable",
    "almost certain": "Almost Certain / Nearly Certain",
}
"""Bands of ICD 203 as `generator.english` names them, and as STIX does."""

_EVER = UNDATED
"""When an identity was made: an object may never change this, and which brief names an actor first does."""


def bundles(held: Records, digests: Digests) -> Iterator[Recipe]:
    """How to make ``stix.json`` of each brief. An actor is the same identity in every bundle."""
    for record in held.newest_first:
        depends = digests.brief(record.brief.slug)
        yield Recipe(f"briefs/{record.brief.slug}/stix.json", depends, partial(_bundle, record))


def _producer(site: Site) -> Identity:
    return Identity(
        id=f"identity--{identifier(site, 'producer')}", name=visible(site.name), identity_class="system",
        created=_EVER, modified=_EVER,
    )  # fmt: skip


def _actor(entry: ActorEntry, site: Site, producer: Identity) -> Identity:
    """Depends on the actor alone: nothing in it is of one brief, so that bundles can be merged."""
    return Identity(
        id=f"identity--{identifier(site, 'actor', entry.type, entry.slug)}",
        name=headword(visible(entry.name)) or entry.slug,
        identity_class=_CLASSES[entry.type],
        created_by_ref=producer.id, created=_EVER, modified=_EVER,
    )  # fmt: skip


def _bundle(record: Record) -> bytes:
    """Identities, notes and the report that holds them together, as UTF-8 with a final line feed."""
    producer = _producer(record.site)
    actors = {entry.slug: _actor(entry, record.site, producer) for entry in record.actors}
    common = {
        "created": record.dated, "modified": record.updated, "created_by_ref": producer.id, "lang": record.language,
    }  # fmt: skip
    about = _About(record, {slug: identity.id for slug, identity in actors.items()})
    parts = (record.view.bottom_line, record.view.highlights, *record.view.body)
    notes = [
        Note(**about.note(part.title, line), **common)
        for part in parts for line in part.lines if visible(line.text)
    ]  # fmt: skip
    report = Report(
        id=about.report,
        name=record.title,
        description=record.bottom_line,
        published=record.dated,
        object_refs=[held.id for held in (*actors.values(), *notes)] or [producer.id],
        external_references=_sources(record),
        **({"labels": list(record.tags)} if record.tags else {}),
        **common,
    )
    whole = Bundle(producer, *actors.values(), *notes, report, id=f"bundle--{record.identifier('bundle')}")
    text: str = whole.serialize(ensure_ascii=False)
    return msgspec.json.format(text.encode(), indent=1) + b"\n"


class _About:
    """Makes the notes of one brief, each about its report and the actors that the statement names."""

    def __init__(self, record: Record, actors: Mapping[str, str]) -> None:
        """`actors`: slug of each actor of the brief → id of its identity."""
        self.record = record
        self.report = f"report--{record.identifier('report')}"
        self.statements = {s.anchor: s for s in record.brief.statements}
        self.introduced = {
            appearance.statement.anchor: actors[entry.slug]
            for entry in record.actors for appearance in entry.appearances if appearance.brief.slug == record.brief.slug
        }  # fmt: skip
        self.names = [(_names(self.statements[anchor]), actor) for anchor, actor in self.introduced.items()]

    def note(self, heading: str, line: Line) -> dict[str, Any]:
        """The properties of the note that tells `line`, which stands under `heading`."""
        statement = self.statements[line.anchor]
        speaker = visible(statement.speaker or "")
        named = {actor: None for names, actor in self.names if names.search(line.text)}
        own = self.introduced.get(line.anchor)
        properties: dict[str, Any] = {
            "id": f"note--{self.record.identifier('note', line.anchor)}",
            "abstract": visible(": ".join(filter(None, (heading, line.name or line.date, line.label, line.reviewed)))),
            "content": visible(line.text),
            "object_refs": [self.report, *([own] if own else named)],
            "labels": [statement.section, *filter(None, (statement.status, statement.review))],
            "external_references": [_reference(q.origin, q.text, q.url) for q in self.record.quotes(line)],
        }
        if speaker:
            properties["authors"] = [speaker]
        if line.band:
            properties["confidence"] = dni_to_value(_DNI[line.band])
        return properties


def _names(actor: Statement) -> re.Pattern[str]:
    """Finds any of the names that the brief has for `actor`, as whole words."""
    names = [re.escape(name) for name in (actor.name or "", *actor.aliases) if name.strip()] or [r"(?!)"]
    return re.compile(rf"(?<!\w)(?:{'|'.join(names)})(?!\w)")


def _sources(record: Record) -> list[ExternalReference]:
    """The brief's page, where its address is known, and its sources."""
    page = record.address()
    own = [_reference(visible(record.site.name), record.title, page)] if page else []
    sources = (
        _reference(visible(s.publisher or s.title), visible(s.title), web_address(s.url)) for s in record.brief.sources
    )
    return [*own, *sources]


def _reference(name: str, description: str, url: str) -> ExternalReference:
    return ExternalReference(source_name=name, description=description, **({"url": url} if url else {}))
