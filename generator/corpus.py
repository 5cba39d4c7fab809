"""What needs all briefs at once: who appears where, and one timeline over everything."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from generator import timex
from generator.model import ActorType, Brief, Section, Statement


@dataclass(frozen=True, slots=True)
class Appearance:
    """A statement and the brief it stands in."""

    brief: Brief
    statement: Statement


@dataclass(frozen=True, slots=True)
class ActorEntry:
    """One real-world actor over all briefs."""

    slug: str
    """Unique in the corpus; lower-case ASCII letters, digits, hyphens."""
    name: str
    type: ActorType
    aliases: tuple[str, ...]
    appearances: tuple[Appearance, ...]
    """At least one; newest brief first."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """All briefs and what follows from them together."""

    briefs: tuple[Brief, ...]
    """Newest first; undated ones last, by slug."""
    actors: tuple[ActorEntry, ...]
    """Most appearances first, then by name."""
    timeline: tuple[Appearance, ...]
    """Dated events, earliest first."""


def slugify(text: str, limit: int = 60) -> str:
    """`text` as lower-case ASCII letters, digits and hyphens; "" if nothing of it can be written so."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    return re.sub(r"[^a-z0-9]+", "-", ascii_text)[: limit + 1].strip("-")[:limit].rstrip("-")


def gather(briefs: Iterable[Brief]) -> Corpus:
    """The corpus of `briefs`; the order they come in does not matter. ValueError if two have the same slug."""
    ordered = sorted(briefs, key=lambda b: b.slug)
    ordered.sort(key=lambda b: b.as_of or "", reverse=True)
    if len({b.slug for b in ordered}) < len(ordered):
        raise ValueError("two briefs have the same slug")
    events = [Appearance(b, s) for b in ordered for s in b.section(Section.TIMELINE) if s.date and timex.bounds(s.date)]
    events.sort(key=lambda a: (timex.order(a.statement.date or ""), a.brief.slug))
    return Corpus(tuple(ordered), _actors(ordered), tuple(events))


def _key(name: str) -> str:
    return " ".join(re.findall(r"\w+", name.casefold()))


def _actors(briefs: list[Brief]) -> tuple[ActorEntry, ...]:
    """Appearances joined where type and name agree, or where the name of one is an alias of the other.

    Surnames and common nouns are no ground to join: of persons and groups, aliases of one word do not count.
    """
    groups: list[list[Appearance]] = []
    by_name: dict[tuple[ActorType, str], list[Appearance]] = {}
    for brief in briefs:
        for statement in brief.section(Section.ACTORS):
            kind = statement.type or ActorType.OTHER
            unique = kind in (ActorType.STATE, ActorType.ORGANISATION)
            names = [_key(statement.name or "")]
            names += [key for alias in statement.aliases if " " in (key := _key(alias)) or unique]
            group = next((by_name[kind, n] for n in names if (kind, n) in by_name), None)
            if group is None:
                group = []
                groups.append(group)
            group.append(Appearance(brief, statement))
            for name in names:
                by_name.setdefault((kind, name), group)
    entries: list[ActorEntry] = []
    taken: set[str] = set()
    for group in sorted(groups, key=lambda g: (-len(g), _key(g[0].statement.name or ""), g[0].brief.slug)):
        name = max((a.statement.name or "" for a in group), key=lambda n: (len(n), n))
        aliases = {n for a in group for n in (a.statement.name or "", *a.statement.aliases)} - {name, ""}
        slug = _unique(slugify(name) or "actor", taken)
        kind = group[0].statement.type or ActorType.OTHER
        entries.append(ActorEntry(slug, name, kind, tuple(sorted(aliases)), tuple(group)))
    return tuple(entries)


def _unique(slug: str, taken: set[str]) -> str:
    """`slug`, or the first of ``slug-2``, ``slug-3`` … not yet in `taken`, to which it is added."""
    number, candidate = 1, slug
    while candidate in taken or candidate == "index":
        number += 1
        candidate = f"{slug}-{number}"
    taken.add(candidate)
    return candidate
