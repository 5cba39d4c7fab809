"""``briefs.json``: all briefs of the site for programs, with where their files stand; its layout is `schema`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from generator import codec
from generator.export.records import Record, Records, brief_files
from generator.export.view import headword, visible
from generator.model import ActorType, Section

SCHEMA_VERSION: Literal[1] = 1

_Day = Annotated[str, Meta(pattern=r"^\d{4}-\d\d-\d\d$")]
_Count = Annotated[int, Meta(ge=0)]


_Changed = Annotated[
    str,
    Meta(pattern=r"^\d{4}-\d\d-\d\d$", description="day of the newest change or correction; absent if there is none"),
]


class _Period(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """First and last day of the dated events."""

    first: _Day
    last: _Day


class _Actor(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    slug: Annotated[str, Meta(description="its page is actors/<slug>.html")]
    name: str
    type: ActorType


class _Counts(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """How much of each kind; sentences are those of the whole sources, quotes the passages that carry the brief."""

    sources: _Count
    sentences: _Count
    quotes: _Count
    summary: _Count
    figures: _Count
    causes: _Count
    consequences: _Count
    actors: _Count
    timeline: _Count
    unknowns: _Count


class _Brief(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    slug: str
    id: Annotated[str, Meta(description="urn:uuid; also the id of its entry in feed.xml")]
    title: str
    page: Annotated[str, Meta(description="path of its page below the site's root")]
    url: Annotated[str | None, Meta(description="address of its page; null where the site's address is not known")]
    as_of: Annotated[str | None, Meta(description="publication date of the newest source, at the precision given")]
    changed: _Changed | msgspec.UnsetType = msgspec.UNSET
    period: _Period | None
    bottom_line: str
    publishers: list[str]
    languages: list[str]
    tags: list[str]
    actors: list[_Actor]
    counts: _Counts
    files: Annotated[list[str], Meta(description="paths of what else there is of it: print, data, picture")]
    sha256: Annotated[str, Meta(description="of brief.json, in hexadecimal")]


class _Index(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The briefs of a site, newest first."""

    schema: Literal[1]
    name: str
    url: Annotated[str | None, Meta(description="address of the site; null where it is not known")]
    briefs: list[_Brief]


def index(held: Records) -> Iterator[tuple[str, bytes]]:
    """``briefs.json`` and its JSON Schema."""
    site = held.site
    whole = _Index(
        schema=SCHEMA_VERSION, name=visible(site.name), url=site.address("") or None,
        briefs=list(map(_brief, held.newest_first)),
    )  # fmt: skip
    yield "briefs.json", msgspec.json.format(msgspec.json.encode(whole), indent=1) + b"\n"
    yield f"schema/briefs-{SCHEMA_VERSION}.json", schema()


def schema() -> bytes:
    """The JSON Schema (draft 2020-12) of ``briefs.json``, as UTF-8 with a final line feed."""
    described = msgspec.json.schema(_Index)
    described["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    described["title"] = f"Index of briefs, version {SCHEMA_VERSION}"
    return msgspec.json.format(msgspec.json.encode(described, order="sorted"), indent=1) + b"\n"


def _brief(record: Record) -> _Brief:
    brief, events = record.brief, record.events
    folder = f"briefs/{brief.slug}"
    return _Brief(
        slug=brief.slug,
        id=record.identifier().urn,
        title=record.title,
        page=f"{folder}/index.html",
        url=record.address() or None,
        as_of=brief.as_of,
        changed=record.changed.isoformat() if record.changed else msgspec.UNSET,
        period=_Period(
            first=min(e.first for e in events).isoformat(), last=max(e.last for e in events).isoformat()
        ) if events else None,
        bottom_line=record.bottom_line if record.view.bottom_line.lines else "",
        publishers=list(record.publishers),
        languages=list(record.languages),
        tags=list(record.tags),
        actors=[_Actor(slug=a.slug, name=headword(visible(a.name)), type=a.type) for a in record.actors],
        counts=_counts(record),
        files=[f"{folder}/{name}" for name in brief_files(brief)],
        sha256=hashlib.sha256(codec.encode(brief)).hexdigest(),
    )  # fmt: skip


def _counts(record: Record) -> _Counts:
    brief = record.brief
    return _Counts(
        sources=len(brief.sources),
        sentences=sum(source.read for source in brief.sources),
        quotes=len(brief.notes),
        **{section.value: len(brief.section(section)) for section in Section},
    )
