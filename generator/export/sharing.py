"""What a site offers for subscribing to it and for reusing it in other programs."""

from __future__ import annotations

from collections.abc import Iterator

from generator.corpus import Corpus
from generator.export.calendar import calendar
from generator.export.feed import feed
from generator.export.index import index
from generator.export.records import records
from generator.export.site import Site
from generator.export.tables import tables


def shared_files(corpus: Corpus, site: Site) -> Iterator[tuple[str, bytes]]:
    """Every such file as its path below ``docs/`` and its bytes; `corpus` holds a brief at least.

    Of the site: ``feed.xml``, ``timeline.ics``, ``timeline.csv``, ``timeline.json``, ``briefs.json`` and its schema.
    Of each brief: ``stix.json`` and, where an event of it has a date, ``timeline.csv`` and ``timeline.json``.
    """
    from generator.export.stix import bundles  # imported when asked for: stix2 takes a third of a second to import

    held = records(corpus, site)
    for export in (feed, calendar, tables, index, bundles):
        yield from export(held)
