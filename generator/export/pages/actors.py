"""The hub of actors, and the page of each: what all briefs say of it, in order of time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from generator import timex
from generator.cache import digest
from generator.corpus import ActorEntry
from generator.export.figures import actors_chart
from generator.export.pages.hubs import briefs_with, filterable, filtered, link_text
from generator.export.pages.library import Library, Passage, Shown, drawn
from generator.export.pages.stories import Told, says_the_same, told
from generator.export.recipe import Digests, Recipe
from generator.export.render import render
from generator.export.view import Line, actor_kind, headword
from generator.model import Brief

FEW = 24
"""Up to how many actors are listed without a heading for each letter."""
COMPANY = 12
"""With how many others an actor is said to appear."""
NEWEST = 12
"""How many briefs an actor's page lists, if the others can be had from the list of all briefs."""
LONGEST = 200
"""How many lines an actor's page tells, the latest ones; of the others it says that they are in the briefs."""
_TOLD_ROLE = 4
"""From how many words on a role is a clause, not listed where a line of the brief tells it anyway."""


def actors_page(library: Library) -> bytes:
    say = library.say
    rows = [
        {"slug": e.slug, "name": headword(e.name), "kind": actor_kind(e.type, say), "count": len(briefs_with(e))}
        for e in library.corpus.actors
    ]
    rows.sort(key=lambda r: (_letter(str(r["name"])) == "…", str(r["name"]).casefold(), str(r["slug"])))
    letters = [(letter, list(group)) for letter, group in groupby(rows, key=lambda r: _letter(str(r["name"])))]
    if 0 < len(rows) <= FEW:
        letters = [("", rows)]
    return render(
        "actors.md.j2",
        say,
        toc=False,
        title=say("Actors"),
        description=say("Everybody the briefs name, with where they appear"),
        actors=len(rows),
        letters=letters,
        briefs=len(library.corpus.briefs),
        chart=drawn(partial(actors_chart, library.corpus, say, link=lambda e: f"{e.slug}.html"), "wide", "tall"),
    )


def _letter(name: str) -> str:
    """What `name` is listed under."""
    first = name[:1].upper()
    return first if len(first) == 1 and first.isalpha() else "…"


def actor_recipes(library: Library, digests: Digests) -> Iterator[Recipe]:
    """How to make the page of each actor."""
    pages = _Pages(library)
    for entry in library.corpus.actors:
        depends = digest(digests.actor(entry), str(entry.slug in pages.offered))
        yield Recipe(f"actors/{entry.slug}.md", depends, partial(pages.page, entry))


class _Pages:
    """The pages of actors."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._entries = {entry.slug: entry for entry in library.corpus.actors}
        self._stories: dict[str, dict[str, list[Told]]] = {}
        self.offered = {entry.slug for entry in filterable(library.corpus)}
        """Slugs of those by whom the list of all briefs can be filtered."""

    def _story(self, brief: Brief) -> dict[str, list[Told]]:
        if brief.slug not in self._stories:
            self._stories[brief.slug] = told(self._library[brief])
        return self._stories[brief.slug]

    def page(self, entry: ActorEntry) -> bytes:
        library, offered = self._library, self.offered
        briefs = briefs_with(entry)
        story = [item for brief in briefs for item in self._story(brief).get(entry.slug, ())]
        name = headword(entry.name)
        return render(
            "actor.md.j2",
            library.say,
            toc=False,
            title=library.say("Actor: {name}", name=name),
            name=name,
            description=library.say("What the briefs say of {name}, with quotes", name=entry.name),
            boost=2,
            actor=entry,
            kind=actor_kind(entry.type, library.say),
            briefs=[library[brief] for brief in briefs],
            newest=NEWEST if entry.slug in offered else len(briefs),
            list_at=filtered("actor", entry.slug) if entry.slug in offered else "",
            roles=_roles(library, entry, story),
            moments=_moments(story),
            named=[] if story else list(_quotes(library, entry)),
            left_out=max(0, len(story) - LONGEST),
            company=[(link_text(self._entries[slug]), count) for slug, count in _company(library, entry, story)],
        )


def _quotes(library: Library, entry: ActorEntry) -> Iterator[tuple[Shown, Passage]]:
    """The passages that name the actor, with their briefs."""
    for appearance in entry.appearances:
        shown = library[appearance.brief]
        yield from ((shown, shown.passages[evidence]) for evidence in appearance.statement.evidence)


@dataclass(frozen=True, slots=True)
class _Role:
    brief: Shown
    line: Line


def _roles(library: Library, entry: ActorEntry, story: Iterable[Told]) -> list[_Role]:
    """Who or what the briefs say the actor is, the newest first, each once and only where no told line says it."""
    roles: dict[str, _Role] = {}
    for appearance in entry.appearances:
        shown = library[appearance.brief]
        line = shown.lines[appearance.statement.anchor]
        clause = len(line.text.split()) >= _TOLD_ROLE
        if not line.text or (clause and any(_tells(item, shown, line.text) for item in story)):
            continue
        roles.setdefault(line.text.casefold(), _Role(shown, line))
    return list(roles.values())


def _tells(item: Told, brief: Shown, role: str) -> bool:
    return item.brief is brief and says_the_same(item.line.text, role)


@dataclass(frozen=True, slots=True)
class _Moment:
    """What one brief tells of one point in time."""

    brief: Shown
    date: str
    value: str
    reported: bool
    items: tuple[Told, ...]


def _moments(story: Iterable[Told]) -> list[_Moment]:
    """The story in order of time, what has no date at the end; what is only dated by its brief follows the events."""
    ordered = sorted(story, key=_when)[-LONGEST:]
    return [
        _Moment(brief, brief.view.as_of if reported else items[0].line.date, value, reported, tuple(items))
        for (slug, value, reported), group in groupby(ordered, key=lambda t: (t.brief.brief.slug, t.value, t.reported))
        for items in [list(group)]
        for brief in [items[0].brief]
    ]


def _when(item: Told) -> tuple[object, ...]:
    known = timex.bounds(item.value) is not None
    return (not known, timex.order(item.value) if known else (), item.reported, item.brief.brief.slug)


def _company(library: Library, entry: ActorEntry, story: Iterable[Told]) -> list[tuple[str, int]]:
    """Slugs of the actors it shares most briefs with, and how many; among equals, those it shares most lines with."""
    briefs = Counter(
        slug for brief in briefs_with(entry) for slug in {other.slug for other in library[brief].actors.values()}
    )
    lines = Counter(slug for item in story for slug in item.actors)
    del briefs[entry.slug]
    ranked = sorted(briefs, key=lambda slug: (-briefs[slug], -lines[slug], slug))
    return [(slug, briefs[slug]) for slug in ranked[:COMPANY]]
