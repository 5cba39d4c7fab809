"""What a site offers for subscribing to it and for reusing it in other programs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, partial

from generator.corpus import Corpus
from generator.export.calendar import calendar
from generator.export.corrections import corrections
from generator.export.feed import feed
from generator.export.index import SCHEMA_VERSION, index
from generator.export.recipe import Digests, Recipe
from generator.export.records import Records, records
from generator.export.site import Site
from generator.export.tables import brief_tables, tables

_WHOLE: tuple[tuple[Callable[[Records], Iterator[tuple[str, bytes]]], tuple[str, ...]], ...] = (
    (feed, ("feed.xml",)),
    (corrections, ("corrections.xml",)),
    (calendar, ("timeline.ics",)),
    (tables, ("timeline.csv", "timeline.json")),
    (index, ("briefs.json", f"schema/briefs-{SCHEMA_VERSION}.json")),
)
"""What is made of all briefs, and the files it gives."""


def shared_files(corpus: Corpus, site: Site) -> Iterator[tuple[str, bytes]]:
    """Every such file as its path below ``docs/`` and its bytes; `corpus` holds a brief at least.

    Of the site: ``feed.xml``, ``corrections.xml``, ``timeline.ics``, ``timeline.csv``, ``timeline.json``,
    ``briefs.json`` and its schema.
    Of each brief: ``stix.json`` and, where an event of it has a date, ``timeline.csv`` and ``timeline.json``.
    """
    return ((recipe.path, recipe.make()) for recipe in shared_recipes(corpus, site, Digests(corpus, site)))


def shared_recipes(corpus: Corpus, site: Site, digests: Digests) -> Iterator[Recipe]:
    """How to make them."""
    from generator.export.stix import bundles  # imported when asked for: stix2 takes a third of a second to import

    held = records(corpus, site)
    for export, paths in _WHOLE:
        made = cache(partial(_made, export, held))
        for path in paths:
            yield Recipe(path, digests.corpus, lambda path=path, made=made: made()[path])  # type: ignore[misc]
    for record in held.newest_first:
        for path, make in brief_tables(record).items():
            yield Recipe(path, digests.brief(record.brief.slug), make)
    yield from bundles(held, digests)


def _made(export: Callable[[Records], Iterator[tuple[str, bytes]]], held: Records) -> dict[str, bytes]:
    return dict(export(held))
