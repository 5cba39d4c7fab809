"""The page of a brief."""

from __future__ import annotations

from functools import partial

from generator.export.figures import cause_map, network, timeline_figure
from generator.export.history import updated
from generator.export.interface import Interface
from generator.export.linked import linked_data
from generator.export.pages.library import Library, drawn, language
from generator.export.records import brief_files
from generator.export.render import render, trusted
from generator.export.view import odds, standing
from generator.model import Brief
from generator.relations import relations


def brief_page(library: Library, brief: Brief) -> bytes:
    shown = library[brief]
    say = library.say
    bottom_line = " ".join(line.text for line in shown.view.bottom_line.lines)
    papers, data = _files(brief, say)
    changed = updated(brief, library.corpus.history(brief))
    return render(
        "brief.md.j2",
        say,
        title=shown.view.title,
        description=bottom_line or shown.view.title,
        boost=2,
        shown=shown,
        language=language(brief.sources[0]),
        published=brief.as_of,
        view=shown.view,
        notes=shown.passages.values(),
        standing=partial(standing, say=say),
        odds=partial(odds, say=say),
        updated=say.date(changed.isoformat()) if changed else "",
        papers=papers,
        data=data,
        cause_map=drawn(partial(cause_map, shown.view), "wide", "tall"),
        network=drawn(partial(network, shown.view, relations(brief)), "wide", "tall"),
        timeline_figure=drawn(partial(timeline_figure, shown.view), "wide", "tall"),
        linked=trusted(linked_data(brief, library.site, library.corpus.history(brief))),
    )


def _files(brief: Brief, say: Interface) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Name and label of the files to take along: those to print, and those for programs."""
    papers = {"brief-a4.pdf": say("PDF, A4"), "brief-letter.pdf": say("PDF, US Letter")}
    data = {
        "brief.json": "JSON",
        "stix.json": "STIX 2.1",
        "timeline.csv": say("timeline as CSV"),
        "timeline.json": say("timeline for TimelineJS"),
        "manifest.json": say("manifest, with hashes"),
    }
    names = brief_files(brief)
    return [(n, papers[n]) for n in names if n in papers], [(n, data[n]) for n in names if n in data]
