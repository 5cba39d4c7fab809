"""What needs all briefs at once: who appears where, and one timeline over everything."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import combinations

from generator import timex
from generator.changes import History
from generator.extract.lexicon import gazetteer, key
from generator.model import ActorType, Brief, Section, Statement
from generator.relations import describes

_ACCENT = re.compile("[\u0300-\u036f]")
_ACRONYM = re.compile(r"[^\W\d_]{2,8}")


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
    """The one that most appearances go by."""
    type: ActorType
    aliases: tuple[str, ...]
    """Its other names, without what only describes it ("his party")."""
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
    histories: Mapping[str, History] = field(default_factory=dict)
    """By the slug of a brief: what changed in it; of a brief that never changed none need be there."""

    def history(self, brief: Brief) -> History:
        return self.histories.get(brief.slug, History())

    def cast(self) -> dict[str, dict[str, ActorEntry]]:
        """By the slug of a brief: its actors, by the anchor of the statement that introduces them there."""
        cast: dict[str, dict[str, ActorEntry]] = {brief.slug: {} for brief in self.briefs}
        for entry in self.actors:
            for appearance in entry.appearances:
                cast[appearance.brief.slug][appearance.statement.anchor] = entry
        return cast


def slugify(text: str, limit: int = 60) -> str:
    """`text` as lower-case ASCII letters, digits and hyphens; "" if nothing of it can be written so."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    return re.sub(r"[^a-z0-9]+", "-", ascii_text)[: limit + 1].strip("-")[:limit].rstrip("-")


def gather(briefs: Iterable[Brief], histories: Mapping[str, History] | None = None) -> Corpus:
    """The corpus of `briefs`; the order they come in does not matter. ValueError if two have the same slug."""
    ordered = sorted(briefs, key=lambda b: b.slug)
    ordered.sort(key=lambda b: b.as_of or "", reverse=True)
    if len({b.slug for b in ordered}) < len(ordered):
        raise ValueError("two briefs have the same slug")
    events = [Appearance(b, s) for b in ordered for s in b.section(Section.TIMELINE) if s.date and timex.bounds(s.date)]
    events.sort(key=lambda a: (timex.order(a.statement.date or ""), a.brief.slug))
    return Corpus(tuple(ordered), _actors(ordered), tuple(events), histories or {})


def _actors(briefs: list[Brief]) -> tuple[ActorEntry, ...]:
    """One entry for all appearances that share an identity."""
    appearances = [Appearance(brief, statement) for brief in briefs for statement in brief.section(Section.ACTORS)]
    entries: list[ActorEntry] = []
    taken: set[str] = set()
    groups = [(_headword(group), group) for group in _joined(appearances)]
    for name, group in sorted(groups, key=lambda g: (-len(g[1]), _key(g[0]), g[1][0].brief.slug)):
        slug = _unique(slugify(name) or "actor", taken)
        aliases = {n for a in group for n in (a.statement.name or "", *_names(a.statement))} - {name, ""}
        kind = group[0].statement.type or ActorType.OTHER
        entries.append(ActorEntry(slug, name, kind, tuple(sorted(aliases)), tuple(group)))
    return tuple(entries)


def _headword(group: Iterable[Appearance]) -> str:
    """The name that most appearances go by; of equals the one the gazetteer has for it, or else the longest."""
    counts = Counter(a.statement.name or "" for a in group)

    def rank(name: str) -> tuple[object, ...]:
        known = gazetteer().get(key(name))
        return -counts[name], not (known and known.name == name), -len(name), name

    return min(counts, key=rank)


def _joined(appearances: Iterable[Appearance]) -> list[list[Appearance]]:
    """The appearances of each actor, in the order given."""
    ordered = list(appearances)
    shared = _shared_acronyms(a.statement for a in ordered)
    first: dict[tuple[ActorType, str], int] = {}
    parents = list(range(len(ordered)))

    def root(index: int) -> int:
        while parents[index] != index:
            index = parents[index]
        return index

    for index, appearance in enumerate(ordered):
        kind = appearance.statement.type or ActorType.OTHER
        for identity in _identities(appearance.statement) - shared:
            one, other = sorted((root(index), root(first.setdefault((kind, identity), index))))
            parents[other] = one
    groups: dict[int, list[Appearance]] = {}
    for index, appearance in enumerate(ordered):
        groups.setdefault(root(index), []).append(appearance)
    return list(groups.values())


def _identities(statement: Statement) -> set[str]:
    """By what an actor is known again among those of its kind: its name; of states and organisations the one that
    the gazetteer has for it, and acronyms; of persons the aliases that begin with the same first name.

    No surname, title, common noun or short form: “Ms Carrow”, “police”, “the Council” are somebody else elsewhere.
    """
    name = statement.name or ""
    found = {f"name {_key(name)}"}
    match statement.type:
        case ActorType.PERSON:
            first = _key(name).partition(" ")[0]
            found |= {f"name {key}" for key in map(_key, statement.aliases) if key.startswith(f"{first} ")}
        case ActorType.STATE | ActorType.ORGANISATION:
            found |= {f"known {known}" for known in _known(statement)}
            found |= {f"acronym {acronym}" for alias in (name, *statement.aliases) if (acronym := _acronym(alias))}
    return found


def _known(statement: Statement) -> set[str]:
    """The name that the gazetteer has for an organisation's name, or for the one state that a state's names are of."""
    if statement.type is ActorType.ORGANISATION:
        name = key(statement.name or "")
        known = gazetteer().get(name)
        return {known.name} if known and known.kind == "organisation" and name not in _generic() else set()
    found = (gazetteer().get(key(name)) for name in (statement.name or "", *statement.aliases))
    states = {known.name for known in found if known and known.kind in ("state", "seat")}
    return states if len(states) == 1 else set()


@cache
def _generic() -> frozenset[str]:
    """Short forms that the gazetteer has for an organisation and that other states have too: "Army" for "US Army"."""
    found = set()
    for form, known in gazetteer().items():
        words = form.split()
        for cut in range(1, len(words)):
            owner, rest = gazetteer().get(key(" ".join(words[:cut]))), " ".join(words[cut:])
            short = gazetteer().get(rest)
            if owner and short and short.name == known.name:
                found.add(rest)
    return frozenset(found)


def _acronym(name: str) -> str:
    """`name` without full stops if it is an acronym, else empty: "UN" for "U.N."."""
    letters = name.replace(".", "")
    return letters if _ACRONYM.fullmatch(letters) and letters.isupper() else ""


def _shared_acronyms(statements: Iterable[Statement]) -> set[str]:
    """Acronyms, as identities, that stand for several names none of which holds the other: they tell nobody apart."""
    names: dict[str, set[frozenset[str]]] = {}
    for statement in statements:
        name = statement.name or ""
        if not _acronym(name):
            for identity in _identities(statement):
                if identity.startswith("acronym "):
                    names.setdefault(identity, set()).add(frozenset(_key(name).split()))
    return {
        identity for identity, full in names.items() if any(not (a <= b or b <= a) for a, b in combinations(full, 2))
    }


def _names(statement: Statement) -> Iterator[str]:
    """The aliases that are names, not descriptions: "his party", "some officials", "Russian troops"."""
    for alias in statement.aliases:
        known = gazetteer().get(key(alias))
        state = statement.type is ActorType.STATE and known is not None and known.kind in ("state", "seat")
        if (
            state
            or _acronym(alias)
            or (statement.type is not ActorType.STATE and not alias[:1].islower() and not describes(alias))
        ):
            yield alias


def _key(name: str) -> str:
    """The words of a name without case and accents: "António" is "Antonio"."""
    plain = _ACCENT.sub("", unicodedata.normalize("NFKD", name.casefold()))
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFC", plain)))


def _unique(slug: str, taken: set[str]) -> str:
    """`slug`, or the first of ``slug-2``, ``slug-3`` … not yet in `taken`, to which it is added."""
    number, candidate = 1, slug
    while candidate in taken or candidate == "index":
        number += 1
        candidate = f"{slug}-{number}"
    taken.add(candidate)
    return candidate
