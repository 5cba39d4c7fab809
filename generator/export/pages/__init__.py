"""The Markdown pages of the site: briefs, their sources, and the hubs that lead to them.

Addresses are the paths with ``.md`` replaced by ``.html`` (``use_directory_urls: false``), so that relative links hold
on any host, below any path, and in a folder opened from disk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from generator.corpus import Corpus
from generator.export.pages.actors import actor_recipes, actors_page
from generator.export.pages.brief import brief_page
from generator.export.pages.corrections import corrections_page
from generator.export.pages.hubs import briefs_page, home_page, sources_page
from generator.export.pages.library import Library, fragment_url
from generator.export.pages.source import source_page
from generator.export.pages.timeline import Calendar
from generator.export.recipe import Digests, Recipe
from generator.export.site import Site

__all__ = ["fragment_url", "page_recipes", "pages"]

ASSETS = ("briefing.css", "briefing.js", "hubs.js")


def pages(corpus: Corpus, site: Site) -> Iterator[tuple[str, bytes]]:
    """Every page and asset as its path below ``docs/`` and its bytes; the same corpus gives the same bytes."""
    return ((recipe.path, recipe.make()) for recipe in page_recipes(corpus, site, Digests(corpus, site)))


def page_recipes(corpus: Corpus, site: Site, digests: Digests) -> Iterator[Recipe]:
    """How to make every page and asset."""
    library = Library(corpus, site)
    calendar = Calendar(library)
    hubs: dict[str, Callable[[], bytes]] = {
        "index.md": lambda: home_page(library, calendar.figure()),
        "briefs/index.md": partial(briefs_page, library),
        "actors/index.md": partial(actors_page, library),
        "sources.md": partial(sources_page, library),
        "corrections.md": partial(corrections_page, library),
    }
    for path, make in hubs.items():
        yield Recipe(path, digests.corpus, make)
    for brief in corpus.briefs:
        depends = digests.brief(brief.slug)
        yield Recipe(f"briefs/{brief.slug}/index.md", depends, partial(brief_page, library, brief))
        for number in range(1, len(brief.sources) + 1):
            make = partial(source_page, library, brief, number)
            yield Recipe(f"briefs/{brief.slug}/source-{number}.md", depends, make)
    yield from actor_recipes(library, digests)
    yield from calendar.recipes(digests)
    for name in ASSETS:
        yield Recipe(f"assets/{name}", digests.site, site.say.templates.file(f"assets/{name}").read_bytes)
