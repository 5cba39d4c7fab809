"""The Markdown pages of the site: briefs, their sources, and the hubs that lead to them.

Addresses are the paths with ``.md`` replaced by ``.html`` (``use_directory_urls: false``), so that relative links hold
on any host, below any path, and in a folder opened from disk.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from urllib.parse import quote as percent_encoded

from generator import timex
from generator.corpus import ActorEntry, Appearance, Corpus
from generator.export.figures import cause_map, timeline_figure
from generator.export.render import render, templates, trusted
from generator.export.view import Line, Note, View, headword, safe_url, view
from generator.model import Brief, Document, Evidence, Span, Statement

ASSETS = ("briefing.css", "briefing.js")
CARDS = 12
"""How many briefs the home page shows."""
MENTIONS = 6
"""How many statements about an actor its page lists per brief, besides the role."""

FEW = 24
"""Up to how many actors are listed without a heading for each letter."""
CROWDED = 12
"""How many events of one year the merged timeline shows without headings for its months."""

_CONTEXT = 240
"""How much of a sentence is shown on either side of what is quoted of it, in characters."""
_FRAGMENT = 120
"""Longest quote that a text fragment repeats whole; of a longer one it names the first and the last words."""


def pages(corpus: Corpus) -> Iterator[tuple[str, bytes]]:
    """Every page and asset as its path below ``docs/`` and its bytes; the same corpus gives the same bytes."""
    site = _Site(corpus)
    yield "index.md", _home(site)
    yield "briefs/index.md", _all_briefs(site)
    for brief in corpus.briefs:
        yield f"briefs/{brief.slug}/index.md", _brief(site, brief)
        for number in range(1, len(brief.sources) + 1):
            yield f"briefs/{brief.slug}/source-{number}.md", _source(site, brief, number)
    yield "actors/index.md", _all_actors(site)
    for entry in corpus.actors:
        yield f"actors/{entry.slug}.md", _actor(site, entry)
    yield "timeline.md", _timeline(site)
    yield "sources.md", _all_sources(site)
    for name in ASSETS:
        yield f"assets/{name}", (templates() / "assets" / name).read_bytes()


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Passage:
    """A quoted passage within its sentence, and where to read on."""

    note: Note
    origin: str
    """Publisher or, where none is known, title of the source."""
    language: str
    before: str
    after: str
    href: str
    """Relative to the brief's page."""
    publisher_href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Card:
    brief: Brief
    date: str
    publisher: str
    bottom_line: str
    actors: tuple[tuple[str, str], ...]
    """Slug and name of the main ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """A stretch of a block: a sentence with its number and quoted runs, or what stands between two sentences."""

    number: int | None
    runs: tuple[tuple[str, bool], ...]
    notes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """One brief with what its page says."""

    brief: Brief
    view: View
    passages: dict[Evidence, _Passage]
    statements: dict[str, Statement]
    """By anchor."""
    actors: dict[str, ActorEntry]
    """By the anchor of the statement that introduces the actor."""

    def actor(self, line: Line) -> ActorEntry:
        return self.actors[line.anchor]

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
                href = _sentence_href(self.brief, context[min(added, len(context) - 1)])
                added += 1
            pieces.append((piece, href))
        return pieces


class _Site:
    """The corpus, each brief worked out once."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        actors: dict[str, dict[str, ActorEntry]] = defaultdict(dict)
        for entry in corpus.actors:
            for appearance in entry.appearances:
                actors[appearance.brief.slug][appearance.statement.anchor] = entry
        self._shown = {b.slug: self._show(b, actors[b.slug]) for b in corpus.briefs}

    def _show(self, brief: Brief, actors: dict[str, ActorEntry]) -> _Shown:
        shown = view(brief)
        passages = {e: _passage(brief, e, note) for e, note in zip(brief.notes, shown.notes, strict=True)}
        statements = {s.anchor: s for s in brief.statements}
        return _Shown(brief=brief, view=shown, passages=passages, statements=statements, actors=actors)

    def __getitem__(self, brief: Brief) -> _Shown:
        return self._shown[brief.slug]

    def cards(self, briefs: Iterable[Brief]) -> list[_Card]:
        return [self._card(b) for b in briefs]

    def _card(self, brief: Brief) -> _Card:
        shown = self[brief]
        main = dict.fromkeys(shown.actor(line).slug for line in shown.view.actors.lines)
        entries = {e.slug: e for e in shown.actors.values()}
        lines = shown.view.bottom_line.lines
        return _Card(
            brief=brief,
            date=shown.view.as_of,
            publisher=shown.view.sources[0].publisher,
            bottom_line=lines[0].text if lines else "",
            actors=tuple((slug, headword(entries[slug].name)) for slug in list(main)[:4]),
        )


# — one brief —————————————————————————————————————————————————————————————————————————————————————————————————————————


def _brief(site: _Site, brief: Brief) -> bytes:
    shown = site[brief]
    bottom_line = " ".join(line.text for line in shown.view.bottom_line.lines)
    return render(
        "brief.md.j2",
        title=shown.view.title,
        description=bottom_line or shown.view.title,
        boost=2,
        site=shown,
        view=shown.view,
        notes=shown.passages.values(),
        cause_map=_drawn(cause_map, shown.view, "wide", "tall"),
        timeline_figure=_drawn(timeline_figure, shown.view, "wide"),
    )


def _drawn(draw: Callable[..., str | None], shown: View, *layouts: str) -> list[tuple[str, object]]:
    """A figure in each of `layouts`, as one line of SVG; empty where there is nothing to draw."""
    drawn = [(layout, draw(shown, layout=layout)) for layout in layouts]
    return [(layout, trusted(" ".join(svg.split()))) for layout, svg in drawn if svg]


def _source(site: _Site, brief: Brief, number: int) -> bytes:
    shown = site[brief]
    source = shown.view.sources[number - 1]
    document = brief.sources[number - 1]
    return render(
        "source.md.j2",
        title=f"Source: {source.title}",
        description=f"The stored text of “{source.title}”, sentences numbered, quoted passages highlighted",
        boost=0.5,
        source=source,
        name=document.name,
        sha256=document.sha256,
        brief_title=shown.view.title,
        blocks=list(_blocks(document, {e.span: n for n, e in enumerate(brief.notes, 1) if e.source == number - 1})),
    )


def _blocks(document: Document, notes: dict[Span, int]) -> Iterator[dict[str, object]]:
    """The text in its blocks, each cut into sentences and what stands between them; no character is left out."""
    marked = _merged(notes)
    by_sentence = defaultdict(list)
    for span, note in sorted(notes.items(), key=lambda item: item[1]):
        by_sentence[document.sentence_at(span.start)].append(note)
    for block in document.blocks:
        pieces = []
        position = block.span.start
        first = bisect_left(document.sentences, block.span.start, key=attrgetter("start"))
        last = bisect_left(document.sentences, block.span.end, key=attrgetter("start"))
        for number, span in enumerate(document.sentences[first:last], first + 1):
            if position < span.start:
                pieces.append(_Piece(number=None, runs=((document.text[position : span.start], False),)))
            runs = tuple(_runs(document, span, marked))
            pieces.append(_Piece(number=number, runs=runs, notes=tuple(by_sentence[number - 1])))
            position = span.end
        if position < block.span.end:
            pieces.append(_Piece(number=None, runs=((document.text[position : block.span.end], False),)))
        yield {"kind": block.kind, "pieces": pieces}


def _merged(spans: Iterable[Span]) -> list[Span]:
    """The stretches that `spans` cover together, in order, without overlap."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def _runs(document: Document, sentence: Span, marked: list[Span]) -> Iterator[tuple[str, bool]]:
    """The words of `sentence` in order, each run with whether it is quoted."""
    position = sentence.start
    first = bisect_right(marked, sentence.start, key=attrgetter("end"))
    last = bisect_left(marked, sentence.end, key=attrgetter("start"))
    for span in marked[first:last]:
        start, end = max(span.start, sentence.start), min(span.end, sentence.end)
        if position < start:
            yield document.text[position:start], False
        yield document.text[start:end], True
        position = end
    if position < sentence.end:
        yield document.text[position : sentence.end], False


def _passage(brief: Brief, evidence: Evidence, note: Note) -> _Passage:
    document = brief.sources[evidence.source]
    return _Passage(
        note=note,
        origin=document.publisher or document.title,
        language=document.language or "",
        before=_tail(note.before),
        after=_head(note.after),
        href=_sentence_href(brief, evidence),
        publisher_href=fragment_url(document.url or "", note.quote),
    )


def _tail(text: str) -> str:
    """The end of `text`, from a word on."""
    return text if len(text) <= _CONTEXT else "… " + text[-_CONTEXT:].partition(" ")[2]


def _head(text: str) -> str:
    """The beginning of `text`, up to the end of a word."""
    return text if len(text) <= _CONTEXT else text[:_CONTEXT].rpartition(" ")[0] + " …"


def _sentence_href(brief: Brief, evidence: Evidence) -> str:
    """Where the evidence stands, relative to the brief's page."""
    index = brief.sources[evidence.source].sentence_at(evidence.span.start)
    return f"source-{evidence.source + 1}.html" + ("" if index is None else f"#s{index + 1}")


# — actors ————————————————————————————————————————————————————————————————————————————————————————————————————————————


def _all_actors(site: _Site) -> bytes:
    rows = [
        {"slug": e.slug, "name": headword(e.name), "type": e.type, "count": len({a.brief.slug for a in e.appearances})}
        for e in site.corpus.actors
    ]
    rows.sort(key=lambda r: (_letter(str(r["name"])) == "…", str(r["name"]).casefold(), str(r["slug"])))
    letters = [(letter, list(group)) for letter, group in groupby(rows, key=lambda r: _letter(str(r["name"])))]
    if 0 < len(rows) <= FEW:
        letters = [("", rows)]
    return render(
        "actors.md.j2",
        toc=False,
        title="Actors",
        description="Everybody the briefs name, with where they appear",
        actors=rows,
        letters=letters,
        briefs=len(site.corpus.briefs),
    )


def _letter(name: str) -> str:
    """What `name` is listed under."""
    first = name[:1].upper()
    return first if len(first) == 1 and first.isalpha() else "…"


def _actor(site: _Site, entry: ActorEntry) -> bytes:
    appearances = sorted(entry.appearances, key=lambda a: (a.brief.as_of or "", a.brief.slug))
    return render(
        "actor.md.j2",
        toc=False,
        title=f"Actor: {headword(entry.name)}",
        name=headword(entry.name),
        description=f"Where {entry.name} appears in the briefs, with quotes",
        boost=2,
        actor=entry,
        count=len({a.brief.slug for a in appearances}),
        appearances=[_appearance(site[a.brief], a, _names(entry)) for a in appearances],
    )


def _names(entry: ActorEntry) -> re.Pattern[str]:
    """Finds any of the actor's names as whole words."""
    names = [re.escape(name) for name in (entry.name, *entry.aliases) if name.strip()] or [r"(?!)"]
    return re.compile(rf"(?<!\w)(?:{'|'.join(names)})(?!\w)")


def _appearance(shown: _Shown, appearance: Appearance, names: re.Pattern[str]) -> dict[str, object]:
    statement = appearance.statement
    own = next(line for line in shown.view.actors.lines if line.anchor == statement.anchor)
    told = shown.view
    parts = (
        ("Cause", told.causes), ("Disputed", told.disputed), ("Consequence", told.happened),
        ("To come", told.expected), ("Event", told.timeline),
    )  # fmt: skip
    mentions: dict[str, tuple[str, Line]] = {}
    for kind, part in parts:
        for line in part.lines:
            if names.search(line.text):
                mentions.setdefault(line.text, (kind, line))
    return {
        "brief": shown.brief,
        "anchor": statement.anchor,
        "date": told.as_of,
        "role": own.text,
        "quotes": [shown.passages[e] for e in statement.evidence],
        "mentions": list(mentions.values())[:MENTIONS],
    }


# — hubs ——————————————————————————————————————————————————————————————————————————————————————————————————————————————


def _home(site: _Site) -> bytes:
    corpus = site.corpus
    return render(
        "home.md.j2",
        toc=False,
        title="Home",
        description="Briefs whose every line opens the sentence it rests on",
        cards=site.cards(corpus.briefs[:CARDS]),
        counts={
            "briefs": len(corpus.briefs),
            "actors": len(corpus.actors),
            "events": len(corpus.timeline),
            "sources": sum(len(b.sources) for b in corpus.briefs),
        },
    )


def _all_briefs(site: _Site) -> bytes:
    cards = site.cards(site.corpus.briefs)
    years = groupby(cards, key=lambda c: c.brief.as_of[:4] if c.brief.as_of else "Undated")
    return render(
        "briefs.md.j2",
        title="Briefs",
        description="All briefs, newest first",
        years=[(year, list(group)) for year, group in years],
        count=len(cards),
    )


def _timeline(site: _Site) -> bytes:
    return render(
        "timeline.md.j2",
        title="Timeline",
        description="The dated events of all briefs on one timeline",
        count=len(site.corpus.timeline),
        groups=list(_months(site)),
    )


def _all_sources(site: _Site) -> bytes:
    rows = [
        {"slug": b.slug, "brief_title": site[b].view.title, "source": source, "published": document.published}
        for b in site.corpus.briefs
        for source, document in zip(site[b].view.sources, b.sources, strict=True)
    ]
    rows.sort(key=lambda r: str(r["published"] or ""), reverse=True)
    return render(
        "sources.md.j2", toc=False, title="Sources", description="Every document the briefs rest on", rows=rows
    )


def _months(site: _Site) -> Iterator[tuple[str, str, list[dict[str, object]]]]:
    """Heading, date and events of each year that holds any; a crowded year is cut into its months.

    What no one month holds stands under its year.
    """
    for year, found in groupby(site.corpus.timeline, key=lambda a: _month(a)[:4]):
        in_year = list(found)
        if len(in_year) <= CROWDED:
            yield year, year, [_event(site, a) for a in in_year]
            continue
        months = {
            month: [_event(site, a) for a in group] for month, group in groupby(sorted(in_year, key=_month), _month)
        }
        yield year, year, months.pop(year, [])
        for month, events in months.items():
            yield timex.display(month), month, events


def _month(appearance: Appearance) -> str:
    """The month that holds the event, as ``2024-12``, or else the year in which it begins."""
    limits = timex.bounds(appearance.statement.date or "")
    if limits is None:
        raise ValueError(f"an event without a date: {appearance.statement!r}")
    first, last = (day.isoformat()[:7] for day in limits)
    return first if first == last else first[:4]


def _event(site: _Site, appearance: Appearance) -> dict[str, object]:
    shown = site[appearance.brief]
    line = next(line for line in shown.view.timeline.lines if line.anchor == appearance.statement.anchor)
    return {"slug": shown.brief.slug, "title": shown.view.title, "line": line}
