"""The page of corrections: what persons publicly corrected in all briefs."""

from __future__ import annotations

from generator.export.history import newest_first
from generator.export.pages.library import Library
from generator.export.render import render
from generator.model import Decision


def corrections_page(library: Library) -> bytes:
    """Newest first; where there is none, the page says so."""
    say = library.say
    briefs = [brief for brief in library.corpus.briefs if brief.corrections]
    rows = newest_first((library[brief], correction) for brief in briefs for correction in library[brief].corrections)
    return render(
        "corrections.md.j2",
        say,
        toc=False,
        title=say("Corrections"),
        description=say("What people corrected in the briefs, and why"),
        rows=rows,
        accepted=sum(c.decision is Decision.ACCEPT for brief in briefs for c in brief.corrections),
    )
