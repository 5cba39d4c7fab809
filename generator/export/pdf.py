"""A brief on paper, or many in one file: the same parts in the same order as the page, every quoted passage at the end.

Page one is meant to be carried alone: title, facts, bottom line, highlights, key figures, the map of causes and
consequences. The result is tagged, declares PDF/A-2a (ISO 19005-2) and PDF/UA-1 (ISO 14289-1), and is the same bytes
every time.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import segno

from generator import codec, timex
from generator.errors import Problem, RenderError
from generator.export.figures import cause_map, figure_height, network, text_alternative, timeline_figure
from generator.export.history import Corrected, corrections
from generator.export.interface import Interface
from generator.export.site import Paper, Site
from generator.export.typeset import Fit, language, shorten, typeset
from generator.export.view import Line, Note, Part, Source, View, odds, right_to_left, safe_url, view, visible
from generator.model import Brief, Review
from generator.relations import relations

STANDARDS = ("a-2a", "ua-1")
"""What the compiler checks and declares. PDF/A-4 needs PDF 2.0, which excludes PDF/UA-1; PDF/A-3 adds attachments."""

PAGE_ONE = 6
"""How many highlights and how many key figures stand on page one, so that the map has room; the others follow it."""

_HEAD, _LEAST = 84, 24
"""Characters of a running head at most, beside the date; and those that the title of a brief has of it in any case."""
_LONG = 600
"""Characters from which a statement may break over pages."""
_UNDATED = dt.date(1970, 1, 1)
"""What PDF/A's compulsory date says where no source is dated: nothing. It is not printed."""


@dataclass(frozen=True, slots=True)
class Pdf:
    """A document and what its maker should know about it."""

    data: bytes
    problems: tuple[Problem, ...]
    """Characters that no font could show, and what else the compiler warned of."""


def pdf(brief: Brief, paper: Paper = "a4", *, site: Site | None = None, fonts: Path | None = None) -> Pdf:
    """`brief` as a PDF; RenderError if the compiler refuses it.

    Where `site` has an address, that of the brief's page is printed and page one has a QR code of it. `fonts` is a
    folder with further fonts, for scripts that the vendored ones lack (Chinese, Devanagari, …).
    """
    site = site or Site()
    return _made([brief], None, f"{brief.slug}.pdf", paper, site, fonts)


def bundle(
    briefs: Sequence[Brief], title: str, *,
    about: str = "", paper: Paper = "a4", site: Site | None = None, fonts: Path | None = None,
) -> Pdf:  # fmt: skip
    """`briefs` in that order in one PDF: contents, then each from a new page on; RenderError as in `pdf`.

    `title` is the title of the whole and its running head, `about` says how the briefs were chosen.
    """
    return _made(briefs, (title, about), "bundle.pdf", paper, site or Site(), fonts)


def build_id(brief: Brief) -> str:
    """The first ten digits of the SHA-256 of the brief's ``brief.json``: equal for equal briefs only."""
    return hashlib.sha256(codec.encode(brief)).hexdigest()[:10]


def _made(
    briefs: Sequence[Brief], cover: tuple[str, str] | None, name: str, paper: Paper, site: Site, fonts: Path | None
) -> Pdf:
    fit = Fit(fonts)
    room = _HEAD - (len(cover[0]) if cover else 0)
    parts = [_Brief(brief, number, site, fit).data(room) for number, brief in enumerate(briefs, 1)]
    whole = _whole(briefs, cover, site, fit) | {"paper": paper, "fallback": fonts is not None, "briefs": parts}
    problems = fit.problems(name)
    options = {"format": "pdf", "pdf_standards": list(STANDARDS)}
    try:
        made, warnings = typeset("main.typ", whole, site.say.templates, fonts, **options)
    except RenderError as error:
        problems += (Problem(name, f"printed without figures: {error}", "report this as a fault of the program"),)
        try:
            bare = [part | {"maps": [], "network": None, "timeline_figure": None} for part in parts]
            made, warnings = typeset("main.typ", whole | {"briefs": bare}, site.say.templates, fonts, **options)
        except RenderError as fatal:
            raise RenderError(f"{name}: the PDF cannot be made: {fatal}") from fatal
    return Pdf(made, problems + tuple(Problem(name, w, "report this as a fault of the template") for w in warnings))


# --- data for the template -------------------------------------------------------------------------------------------


def _whole(briefs: Sequence[Brief], cover: tuple[str, str] | None, site: Site, fit: Fit) -> dict[str, Any]:
    """What concerns the document and not one of its briefs."""
    say = site.say
    newest = max((day for brief in briefs if (day := _day(brief))), default=_UNDATED)
    title, about = cover or (visible(briefs[0].title), "")
    return {
        "title": fit(title) or say("Untitled"),
        "running": fit(shorten(title, _HEAD - _LEAST)),
        "author": fit(site.name),
        "keywords": list(dict.fromkeys(fit(tag) for brief in briefs for tag in brief.tags)),
        "date": [newest.year, newest.month, newest.day],
        "language": say.language,
        "rtl": say.right_to_left,
        "site": fit(site.name),
        "page": say("Page {page} of {pages}", page="{page}", pages="{pages}"),
        "cover": None if cover is None else {
            "about": fit.line(about),
            "count": say.plural("{n} brief", "{n} briefs", len(briefs)),
            "contents": say("Contents"),
        },
    }  # fmt: skip


def _day(brief: Brief) -> dt.date | None:
    """First day of the newest source's date, which dates the document: no clock is read."""
    limits = timex.bounds(brief.as_of) if brief.as_of else None
    return limits[0] if limits else None


class _Brief:
    """Everything that the template shows of one brief; `number` sets its labels apart from those of others."""

    def __init__(self, brief: Brief, number: int, site: Site, fit: Fit) -> None:
        self.brief = brief
        self.site = site
        self.say: Interface = site.say
        self.fit = fit
        self.shown = view(brief, site.say)
        self.corrections = corrections(brief, site.say)
        self.prefix = f"{number}-"
        self.ids = _Ids(self.shown, self.prefix)

    def data(self, room: int) -> dict[str, Any]:
        """All of it; the running head has room for so many characters of the title."""
        shown, say, fit = self.shown, self.say, self.fit
        build = build_id(self.brief)
        address = safe_url(self.site.address(f"briefs/{shown.slug}/"))
        as_of = say("As of {date}", date=shown.as_of) if shown.as_of else ""
        return {
            "prefix": self.prefix,
            "title": fit(shown.title) or say("Untitled"),
            "rtl": right_to_left(shown.title),
            "running": fit(shorten(shown.title, max(room, _LEAST))),
            "language": language(shown.language),
            "as_of": fit.line(as_of),
            "by": fit.line(shorten(" · ".join(dict.fromkeys(s.publisher for s in shown.sources if s.publisher)), 90)),
            "strip": [[label, fit.line(value)] for label, value in shown.strip],
            "address": self.link(address),
            "qr": _qr(visible(address), say) if address else None,
            "build": say("Build {build}", build=build),
            **self.parts(),
            **self.figures(),
            "corrections_title": say("Corrections"),
            "corrections": [self.correction(correction) for correction in self.corrections],
            **self.end(build),
        }

    def parts(self) -> dict[str, Any]:
        """The parts of the brief; what page one has no room for stands in parts of its own."""
        shown, say = self.shown, self.say
        first = {
            name: self.part(getattr(shown, name))
            for name in ("bottom_line", "causes", "happened", "expected", "actors", "timeline", "disputed", "unknowns")
        }  # fmt: skip
        return first | {
            "highlights": self.part(shown.highlights, 0, PAGE_ONE),
            "figures": self.part(shown.figures, 0, PAGE_ONE),
            "more_highlights": self.part(shown.highlights, PAGE_ONE) | {"title": say("Further highlights")},
            "more_figures": self.part(shown.figures, PAGE_ONE) | {"title": say("Further key figures")},
            "actor_columns": [
                say("Actor"), say("Kind"),
                say.plural("What the source says it does", "What the sources say it does", len(shown.sources)),
            ],
        }  # fmt: skip

    def figures(self) -> dict[str, Any]:
        """The map from the fullest to the smallest that is still worth its room, the network, the timeline."""
        shown, say = self.shown, self.say
        maps = [cause_map(shown, palette="print", layout="wide", most=most) for most in (6, 5, 4, 3, 2)]
        return {
            "maps": [figure for svg in dict.fromkeys(maps) if (figure := self.figure(svg))],
            "map_caption": say(
                "Solid border: has happened. Dashed border: expected or possible. Numbers in brackets: notes."
            ),
            "network": self.figure(network(shown, relations(self.brief), palette="print", layout="wide")),
            "network_caption": say(
                "Solid line: the source says so itself. Dashed line: the one it names does. Numbers in brackets: notes."
            ),
            "timeline_figure": self.figure(timeline_figure(shown, palette="print", layout="wide")),
            "timeline_caption": say("Drawn to scale; each date is in the list below."),
        }

    def end(self, build: str) -> dict[str, Any]:
        """Sources, how the brief was made, notes."""
        shown, say = self.shown, self.say
        only = self.name(shown.sources[0]) if len(shown.sources) == 1 else ""
        return {
            "sources_title": say("Sources"),
            "sources": [self.source(source) for source in shown.sources],
            "made": self.fit(shown.made),
            "web": say("On the web: {address}", address="{address}"),
            "build_line": say(
                "Build {build}: the first ten digits of the SHA-256 of this brief’s brief.json. The same brief has the "
                "same number.",
                build=build,
            ),
            "notes_title": say("Notes"),
            "notes_intro": self.fit.line(say("Quoted from {source}.", source=only)) if only else "",
            "notes": [self.note(note) for note in shown.notes],
        }

    def part(self, part: Part, start: int = 0, stop: int | None = None) -> dict[str, Any]:
        return {
            "title": part.title,
            "empty": self.fit.line(part.empty),
            "lines": [self.line(line) for line in part.lines[start:stop]],
        }

    def line(self, line: Line) -> dict[str, Any]:
        fit = self.fit
        return {
            "id": self.ids.of(line),
            "text": fit(line.text),
            "long": len(line.text) > _LONG,
            "rtl": right_to_left(line.text or line.name),
            "language": language(self.source_of(line).language or self.shown.language),
            "notes": line.notes,
            "label": fit.line(line.label),
            "certainty": self.say("“{words}”", words=fit(line.certainty)) if line.certainty else "",
            "band": self.say("ICD 203: {band}", band=odds(line.band, self.say)) if line.band else "",
            "name": fit(line.name),
            "kind": fit(line.kind),
            "aliases": fit(", ".join(line.aliases)),
            "date": fit.line(line.date),
            "review": "✓" if line.review is Review.CHECKED else fit(line.reviewed),
            "correction": next(
                (f"{self.prefix}{c.anchor}" for c in self.corrections if c.statement == line.anchor), ""
            ),
        }

    def correction(self, correction: Corrected) -> dict[str, Any]:
        say, fit = self.say, self.fit
        return {
            "rtl": right_to_left(correction.was or correction.now),
            "language": language(self.shown.language),
            "id": f"{self.prefix}{correction.anchor}",
            "long": len(correction.was + correction.now + correction.reason) > _LONG,
            "what": correction.what,
            "facts": fit.line(" · ".join(filter(None, (correction.section, correction.by)))),
            "was_label": say("It said:"),
            "was": fit(correction.was),
            "now_label": say("Now it says:"),
            "now": fit(correction.now),
            "reason_label": say("Reason:"),
            "reason": fit(correction.reason),
        }

    def source_of(self, line: Line) -> Source:
        """The source of the first passage that carries `line`."""
        return self.shown.sources[self.shown.notes[line.notes[0] - 1].source - 1]

    def note(self, note: Note) -> dict[str, Any]:
        say, fit = self.say, self.fit
        source = self.shown.sources[note.source - 1]
        sentence = say("sentence {n}", n=say.number(note.sentence)).replace(" ", "\u00a0") if note.sentence else ""
        cited = self.cited(source) if len(self.shown.sources) > 1 else ""
        opening = "…\u00a0" if any(map(str.isalnum, note.before)) else ""
        closing = "\u00a0…" if any(map(str.isalnum, note.after)) else ""
        return {
            "number": note.number,
            "quote": say("“{words}”", words=f"{opening}{fit(note.quote)}{closing}"),
            "rtl": right_to_left(note.quote),
            "language": language(source.language),
            "long": len(note.quote) > _LONG,
            "facts": ", ".join(fact for fact in (fit.line(cited), sentence) if fact),
            "back": self.ids.first(note.cited_by),
        }

    def source(self, source: Source) -> dict[str, Any]:
        facts = (source.publisher, source.author, source.date, source.read)
        return {
            "number": source.number,
            "title": self.fit(source.title),
            "rtl": right_to_left(source.title),
            "language": language(source.language or self.shown.language),
            "facts": self.fit.line(" · ".join(fact for fact in facts if fact)),
            "url": self.link(source.url),
        }

    def name(self, source: Source) -> str:
        """The source as a note names it: publisher or title, and date."""
        name = source.publisher or self.say("“{words}”", words=shorten(source.title, 60))
        return f"{name}, {source.date}" if source.date else name

    def cited(self, source: Source) -> str:
        """One of several sources as a note names it; the list of sources has its title."""
        number = self.say.number(source.number)
        if not source.publisher:
            return self.say("Source {n}", n=number)
        return self.say("Source {n}: {name}", n=number, name=self.name(source))

    def link(self, url: str) -> dict[str, str] | None:
        return {"url": visible(url), "text": self.fit(url)} if url else None

    def figure(self, svg: str | None) -> dict[str, Any] | None:
        if svg is None:
            return None
        drawn = self.fit.drawn(svg)
        return {"svg": drawn, "alt": text_alternative(drawn), "height": figure_height(drawn)}


class _Ids:
    """A label of its own for every statement, though two of them say the same."""

    def __init__(self, shown: View, prefix: str) -> None:
        parts = (shown.bottom_line, shown.highlights, *shown.body)
        lines = [line for part in parts for line in part.lines]
        self._of = {id(line): f"{prefix}line-{number}" for number, line in enumerate(lines)}
        self._first: dict[str, str] = {}
        for number, line in enumerate(lines):
            self._first.setdefault(line.anchor, f"{prefix}line-{number}")

    def of(self, line: Line) -> str:
        return self._of[id(line)]

    def first(self, anchors: Sequence[str]) -> str:
        return self._first[anchors[0]]


def _qr(address: str, say: Interface) -> dict[str, Any]:
    """A QR code (ISO/IEC 18004) of `address` that survives a crease: level M restores 15 % of it."""
    drawn = io.BytesIO()
    segno.make_qr(address, error="m").save(drawn, kind="svg", border=0, xmldecl=False, nl=False)
    return {"svg": drawn.getvalue().decode(), "alt": say("QR code with the address of this brief on the web.")}
