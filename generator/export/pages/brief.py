"""The page of a brief."""

from __future__ import annotations

from functools import partial

from generator.export.figures import cause_map, network, timeline_figure
from generator.export.interface import Interface
from generator.export.linked import linked_data
from generator.export.pages.library import Library, drawn, language
from generator.export.records import brief_files
from generator.export.render import render, trusted
from generator.export.view import odds
from generator.model import Brief, Status
from generator.relations import relations


def brief_page(library: Library, brief: Brief) -> bytes:
    shown = library[brief]
    say = library.say
    bottom_line = " ".join(line.text for line in shown.view.bottom_line.lines)
    papers, data = _files(brief, say)
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
        papers=papers,
        data=data,
        cause_map=drawn(partial(cause_map, shown.view), "wide", "tall"),
        network=drawn(partial(network, shown.view, relations(brief)), "wide", "tall"),
        timeline_figure=drawn(partial(timeline_figure, shown.view), "wide", "tall"),
        linked=trusted(linked_data(brief, shown.view, library.site)),
    )


def _files(brief: Brief, say: Interface) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Name and label of the files to take along: those to print, and those for programs."""
    papers = {"brief-a4.pdf": say("PDF, A4"), "brief-letter.pdf": say("PDF, US Letter")}
    data = {
        "brief.json": "JSON",
        "stix.json": "STIX 2.1",
        "timeline.csv": say("timeline as CSV"),
        "timeline.json": say("timeline for TimelineJS"),
    }
    names = brief_files(brief)
    return [(n, papers[n]) for n in names if n in papers], [(n, data[n]) for n in names if n in data]


def standing(status: Status | None, say: Interface) -> str:
    """How a cause stands or whether a consequence has come about; empty for what is neither."""
    match status:
        case None:
            return ""
        case Status.STATED:
            return say("Stated as a fact")
        case Status.CLAIMED:
            return say("Claimed")
        case Status.DISPUTED:
            return say("Disputed")
        case Status.OCCURRED:
            return say("Happened")
        case Status.EXPECTED:
            return say("Expected")
        case Status.POSSIBLE:
            return say("Possible")
