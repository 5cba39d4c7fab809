"""The pages that lead to the briefs and their sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from generator.corpus import ActorEntry, Corpus
from generator.export.pages.library import Figure, Library, Shown, language
from generator.export.render import render
from generator.export.view import headword
from generator.model import Brief, Publish

CARDS = 13
"""How many briefs the home page shows: one that leads, and whole rows of two or three."""
OFTEN = 12
"""How many of the actors that stand in several briefs the home page names."""
MAIN = 4
"""How many of a brief's actors, and of its tags, a hub names, in the brief's own order."""
UNDATED = "undated"
"""The year, in the address of a filtered list, of a brief without a date."""
FILTERS = 200
"""How many actors, and tags, the briefs can be filtered by, those of most briefs; nobody reads a longer list."""


def briefs_with(entry: ActorEntry) -> list[Brief]:
    """The briefs in which the actor appears, newest first."""
    return list({appearance.brief.slug: appearance.brief for appearance in entry.appearances}.values())


def link_text(entry: ActorEntry) -> tuple[str, str]:
    """Name of the actor's page, and what a link to it says."""
    return entry.slug, headword(entry.name)


def filterable(corpus: Corpus) -> list[ActorEntry]:
    """The actors that the list of all briefs can be filtered by: they appear in several. No list of one."""
    several = [entry for entry in corpus.actors if len({a.brief.slug for a in entry.appearances}) > 1]
    return several[:FILTERS] if len(several) > 1 else []


def filtered(key: str, value: str) -> str:
    """The fragment that filters the list of all briefs by one value, as ``assets/hubs.js`` reads it."""
    return urlencode({key: value}, errors="replace")


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A brief as a hub shows it."""

    shown: Shown
    publishers: str
    """Of its sources; empty where none is known."""
    year: str
    """Of the newest source; empty where none is dated."""
    tags: tuple[tuple[str, str], ...]
    """Each, and the fragment that filters the list of all briefs by it; empty where that cannot be."""
    actors: tuple[tuple[str, str], ...]
    """Slug and name of each, in the order of the brief."""
    found_by: Mapping[str, str]
    """By the key of a filter: the values that the brief is found by, one a line."""


def _cards(library: Library, briefs: Iterable[Brief]) -> list[Card]:
    actors = {entry.slug for entry in filterable(library.corpus)}
    tags = set(_filterable_tags(library.corpus))
    return [_card(library[brief], actors, tags) for brief in briefs]


def _card(shown: Shown, offered: Set[str], offered_tags: Set[str]) -> Card:
    actors = tuple(dict.fromkeys(map(link_text, map(shown.actor, shown.view.actors.lines))))
    tags = _tags(shown.brief)
    year = (shown.brief.as_of or "")[:4]
    return Card(
        shown=shown,
        publishers=", ".join(dict.fromkeys(s.publisher for s in shown.view.sources if s.publisher)),
        year=year,
        tags=tuple((tag, filtered("tag", tag) if tag in offered_tags else "") for tag in tags),
        actors=actors,
        found_by={
            "actor": "\n".join(slug for slug, _ in actors if slug in offered),
            "tag": "\n".join(tag for tag in tags if tag in offered_tags),
            "year": year or UNDATED,
        },
    )


def _tags(brief: Brief) -> list[str]:
    """Each once and on one line."""
    tags = dict.fromkeys(" ".join(tag.split()) for tag in brief.tags)
    return [tag for tag in tags if tag]


def _filterable_tags(corpus: Corpus) -> list[str]:
    """The tags that the list of all briefs can be filtered by, in alphabetical order. No list of one."""
    counts = Counter(tag for brief in corpus.briefs for tag in _tags(brief))
    most = sorted(counts, key=lambda tag: (-counts[tag], tag))[:FILTERS]
    return sorted(most, key=lambda tag: (tag.casefold(), tag)) if len(most) > 1 else []


def home_page(library: Library, events: Figure) -> bytes:
    """The newest briefs, and `events`, the chart of how many events fall into each month."""
    say, corpus = library.say, library.corpus
    counts = (
        (say("Briefs"), len(corpus.briefs), "briefs/index.html"),
        (say("Actors"), len(corpus.actors), "actors/index.html"),
        (say("Dated events"), len(corpus.timeline), "timeline.html"),
        (say("Sources"), sum(len(b.sources) for b in corpus.briefs), "sources.html"),
    )
    return render(
        "home.md.j2",
        say,
        toc=False,
        title=say("Home"),
        description=say("Briefs whose every line opens the sentence it rests on"),
        cards=_cards(library, corpus.briefs[:CARDS]),
        main=MAIN,
        counts=counts,
        briefs=len(corpus.briefs),
        often=[(link_text(entry), len(briefs_with(entry))) for entry in filterable(corpus)[:OFTEN]],
        chart=events,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """One thing that the list of all briefs can be filtered by."""

    key: str
    """Its name in the address of a filtered list: ``actor``."""
    label: str
    every: str
    """What is chosen at first: “Any actor”."""
    options: tuple[tuple[str, str], ...]
    """Value in the address and text of each choice."""


def briefs_page(library: Library) -> bytes:
    """All briefs. The list is filtered by ``assets/hubs.js``, by what is noted at each item."""
    say = library.say
    cards = _cards(library, library.corpus.briefs)
    filters = [f for f in _filters(library, cards) if len(f.options) > 1]
    years = groupby(cards, key=lambda card: card.year)
    return render(
        "briefs.md.j2",
        say,
        toc=False,
        title=say("Briefs"),
        description=say("All briefs, newest first"),
        years=[(year and say.date(year), list(group)) for year, group in years],
        count=len(cards),
        main=MAIN,
        filters=filters,
    )


def _filters(library: Library, cards: Sequence[Card]) -> list[Filter]:
    say = library.say
    actors = sorted(filterable(library.corpus), key=lambda entry: entry.name.casefold())
    years = dict.fromkeys(card.year for card in cards)
    return [
        Filter(
            key="actor", label=say("Actor"), every=say("Any actor"),
            options=tuple(map(link_text, actors)),
        ),
        Filter(
            key="tag", label=say("Tag"), every=say("Any tag"),
            options=tuple((tag, tag) for tag in _filterable_tags(library.corpus)),
        ),
        Filter(
            key="year", label=say("Year"), every=say("Any year"),
            options=tuple((year or UNDATED, say.date(year) if year else say("Undated")) for year in years),
        ),
    ]  # fmt: skip


def sources_page(library: Library) -> bytes:
    """Every document, newest first."""
    say = library.say
    rows = [
        (library[brief], source, document.published or "", language(document))
        for brief in library.corpus.briefs
        for source, document in zip(library[brief].view.sources, brief.sources, strict=True)
    ]
    rows.sort(key=lambda row: row[2], reverse=True)
    return render(
        "sources.md.j2",
        say,
        toc=False,
        title=say("Sources"),
        description=say("Every document the briefs rest on"),
        rows=rows,
        publishers=len({source.publisher for _, source, *_ in rows if source.publisher}),
        whole=all(source.publish is Publish.FULL for _, source, *_ in rows),
    )
