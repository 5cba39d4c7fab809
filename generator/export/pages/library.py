"""The corpus as pages show it: each brief worked out once, with its quotes and where they lead."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import quote as percent_encoded

from markupsafe import Markup

from generator.corpus import ActorEntry, Corpus
from generator.export.figures import Layout
from generator.export.history import Corrected, Revised, corrections, formerly, revisions
from generator.export.render import trusted
from generator.export.site import Site
from generator.export.view import Line, Note, View, headword, safe_url, view
from generator.model import Brief, Document, Evidence, Publish, Statement

_CONTEXT = 240
"""How much of a sentence is shown on either side of what is quoted of it, in characters."""
_FRAGMENT = 120
"""Longest quote that a text fragment repeats whole; of a longer one it names the first and the last words."""
_LANGUAGE = re.compile(r"[a-z]{2,3}")


def fragment_url(url: str, quote: str) -> str:
    """`url` with a text fragment (``#:~:text=``) that makes a browser show and highlight `quote`; "" if no web address.

    A long quote is named by its first and last words, which is robust against notes and line breaks between them.
    """
    address = safe_url(url)
    if not address:
        return ""
    words = quote.split()
    whole = " ".join(words)
    short = len(whole) <= _FRAGMENT or len(words) < 12
    parts = [whole] if short else [" ".join(words[:5]), " ".join(words[-5:])]
    directive = ",".join(percent_encoded(part, safe="").replace("-", "%2D") for part in parts)
    return f"{address}{'' if '#' in address else '#'}:~:text={directive}"


Figure = list[tuple[str, Markup]]
"""A figure as SVG in each layout it has a drawing for; empty where there is nothing to draw."""


_BRACES = str.maketrans({"{": "&#123;", "}": "&#125;"})
"""What a template language would read in the texts of a figure, where a site runs one over its pages."""


def drawn(draw: Callable[..., str | None], *layouts: Layout) -> Figure:
    """What ``draw(layout=…)`` gives for each of `layouts`, on one line."""
    made = [(layout, draw(layout=layout)) for layout in layouts]
    return [(layout, trusted(" ".join(svg.split()).translate(_BRACES))) for layout, svg in made if svg]


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A quoted passage within its sentence, and where to read on."""

    note: Note
    origin: str
    """Publisher or, where none is known, title of the source."""
    language: str
    """Code of its language; empty where unknown."""
    before: str
    after: str
    href: str
    """Where it stands on the page of its source, or else that page; relative to the brief's page."""
    stands: bool
    """Whether it stands on the page of its source."""
    publisher_href: str
    """Where it stands at the publisher; empty where there is no address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One brief with what its page says."""

    brief: Brief
    view: View
    passages: dict[Evidence, Passage]
    statements: dict[str, Statement]
    """By anchor."""
    lines: dict[str, Line]
    """Those of all parts, by anchor."""
    actors: dict[str, ActorEntry]
    """By the anchor of the statement that introduces the actor."""

    revisions: tuple[Revised, ...]
    """What changed in it, newest first."""
    corrections: tuple[Corrected, ...]
    """What persons publicly corrected in it, newest first."""
    formerly: Mapping[str, tuple[str, ...]]
    """By anchor: the anchors that a line had before it was corrected."""

    @property
    def title_language(self) -> str:
        """Code of the language of the title; empty where unknown."""
        return language(self.brief.sources[0])

    def actor(self, line: Line) -> ActorEntry:
        return self.actors[line.anchor]

    def language(self, line: Line) -> str:
        """Code of the language that the words of `line` are in; empty where unknown."""
        return self.passages[self.statements[line.anchor].evidence[0]].language

    def speaker(self, line: Line) -> str:
        """Who says what `line` says, as the source names them; empty for the source itself."""
        return headword((self.statements[line.anchor].speaker or "").strip())

    def corrected(self, line: Line) -> Corrected | None:
        """The newest public correction that made `line` what it is."""
        return next((c for c in self.corrections if c.statement == line.anchor), None)

    def said_before(self, figure: Line) -> Line:
        """The line of bottom line or highlights that says what a key figure without a text of its own is about."""
        notes = set(figure.notes)
        top = self.view.bottom_line.lines + self.view.highlights.lines
        return max(top, key=lambda line: len(notes.intersection(line.notes)))

    def words(self, line: Line) -> list[tuple[str, str]]:
        """The text of `line` in pieces, each with the address of the sentence that its bracketed words come from."""
        context = self.statements[line.anchor].context
        if not context:
            return [(line.text, "")]
        pieces = []
        added = 0
        for piece in re.split(r"(\[[^\[\]]*\])", line.text):
            href = ""
            if piece.startswith("["):
                href = sentence_href(self.brief, context[min(added, len(context) - 1)])
                added += 1
            pieces.append((piece, href))
        return pieces


class Library:
    """The corpus, each brief worked out once, when it is first asked for."""

    def __init__(self, corpus: Corpus, site: Site) -> None:
        self.corpus = corpus
        self.site = site
        self.say = site.say
        self._cast = corpus.cast()
        self._shown: dict[str, Shown] = {}

    def _show(self, brief: Brief, actors: dict[str, ActorEntry]) -> Shown:
        shown = view(brief, self.say)
        passages = {e: _passage(brief, e, note) for e, note in zip(brief.notes, shown.notes, strict=True)}
        return Shown(
            brief=brief,
            view=shown,
            passages=passages,
            statements={s.anchor: s for s in brief.statements},
            lines={
                line.anchor: line for part in (shown.bottom_line, shown.highlights, *shown.body) for line in part.lines
            },
            actors=actors,
            revisions=revisions(brief, self.corpus.history(brief), self.say),
            corrections=corrections(brief, self.say),
            formerly=formerly(brief),
        )

    def __getitem__(self, brief: Brief) -> Shown:
        if brief.slug not in self._shown:
            self._shown[brief.slug] = self._show(brief, self._cast[brief.slug])
        return self._shown[brief.slug]


def _passage(brief: Brief, evidence: Evidence, note: Note) -> Passage:
    document = brief.sources[evidence.source]
    return Passage(
        note=note,
        origin=document.publisher or document.title,
        language=language(document),
        before=_tail(note.before),
        after=_head(note.after),
        href=sentence_href(brief, evidence),
        stands=document.publish is not Publish.LINK,
        publisher_href=fragment_url(document.url or "", note.quote),
    )


def _tail(text: str) -> str:
    """The end of `text`, from a word on."""
    return text if len(text) <= _CONTEXT else "… " + text[-_CONTEXT:].partition(" ")[2]


def _head(text: str) -> str:
    """The beginning of `text`, up to the end of a word."""
    return text if len(text) <= _CONTEXT else text[:_CONTEXT].rpartition(" ")[0] + " …"


def language(document: Document) -> str:
    """Code of the language of `document`, as an attribute ``lang`` can hold it; empty where unknown."""
    return document.language if document.language and _LANGUAGE.fullmatch(document.language) else ""


def sentence_href(brief: Brief, evidence: Evidence) -> str:
    """Where the evidence stands, relative to the brief's page: the page of its source, and there its sentence."""
    document = brief.sources[evidence.source]
    number = None if document.publish is Publish.LINK else document.number_at(evidence.span.start)
    return f"source-{evidence.source + 1}.html" + ("" if number is None else f"#s{number}")
