"""The Markdown pages of the site: briefs, their sources, and the hubs that lead to them.

Addresses are the paths with ``.md`` replaced by ``.html`` (``use_directory_urls: false``), so that relative links hold
on any host, below any path, and in a folder opened from disk.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.corpus import Corpus
from generator.export import templates
from generator.export.pages.actors import actor_pages, actors_page
from generator.export.pages.brief import brief_page
from generator.export.pages.hubs import briefs_page, home_page, sources_page
from generator.export.pages.library import Library, fragment_url
from generator.export.pages.source import source_page
from generator.export.pages.timeline import Calendar
from generator.export.site import Site

__all__ = ["fragment_url", "pages"]

ASSETS = ("briefing.css", "briefing.js", "hubs.js")


def pages(corpus: Corpus, site: Site) -> Iterator[tuple[str, bytes]]:
    """Every page and asset as its path below ``docs/`` and its bytes; the same corpus gives the same bytes."""
    library = Library(corpus, site)
    calendar = Calendar(library)
    yield "index.md", home_page(library, calendar.figure())
    yield "briefs/index.md", briefs_page(library)
    for brief in corpus.briefs:
        yield f"briefs/{brief.slug}/index.md", brief_page(library, brief)
        for number in range(1, len(brief.sources) + 1):
            yield f"briefs/{brief.slug}/source-{number}.md", source_page(library, brief, number)
    yield "actors/index.md", actors_page(library)
    yield from actor_pages(library)
    yield from calendar.pages()
    yield "sources.md", sources_page(library)
    for name in ASSETS:
        yield f"assets/{name}", (templates() / "assets" / name).read_bytes()
