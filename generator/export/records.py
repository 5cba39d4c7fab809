"""What files for other programs have in common: each brief as a record, with its time, addresses, events and quotes.

Everything a record says of itself is text without characters that XML, iCalendar or JSON in UTF-8 cannot carry, and
addresses are URIs by RFC 3986. Nothing of it is escaped for the format it goes into.
"""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import quote as percent_encoded
from urllib.parse import urlsplit, urlunsplit

from generator import timex
from generator.changes import History
from generator.corpus import ActorEntry, Corpus
from generator.export.history import Corrected, Revised, corrections, day, revisions, updated
from generator.export.site import CARD, PAPERS, Site
from generator.export.view import Line, Note, View, right_to_left, safe_url, view, visible
from generator.model import Brief, Publish, Section, Statement

UNDATED = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
"""The time of a brief that has no date at all."""
MAIN_ACTORS = 5
"""How many of a brief's actors, in its own order, stand for what it is about."""

_NAMESPACE = uuid.UUID("8d4c1f7e-9a52-5c0b-8f3d-2b6a7e90c451")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """A quoted passage as other programs get it."""

    text: str
    """The quoted words."""
    before: str
    """What stands before them in their sentence…"""
    after: str
    """…and after them; both empty where the source's text is not to be published."""
    publisher: str
    title: str
    """Of the source."""
    url: str
    """Of the source; empty where unknown."""
    published: str
    """Date of the source, ISO 8601 at the precision it gives; empty where unknown."""
    date: str
    """The same for reading."""
    language: str
    """Language tag; empty where unknown."""
    source: int
    """Number of the source in its brief, from 1."""
    sentence: int | None
    """Number of the sentence in its source, from 1."""
    place: str
    """Which sentence it is, for reading; empty where it is in none."""
    page: str
    """Where that sentence or else the quote stands on the site; empty where the site's address is not known."""

    @property
    def origin(self) -> str:
        """Who published it or, where that is not known, what it is called."""
        return self.publisher or self.title

    @property
    def direction(self) -> str:
        """``rtl`` or ``ltr``."""
        return "rtl" if right_to_left(self.text) else "ltr"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A dated event of a brief's timeline."""

    record: Record
    statement: Statement
    line: Line
    value: str
    """When, as a value of `generator.timex`."""
    first: dt.date
    last: dt.date
    """The last day of it, not the day after."""
    expected: bool
    """Whether it lay ahead when the newest source that tells of it was published."""

    @property
    def text(self) -> str:
        return visible(self.line.text)

    @property
    def quotes(self) -> tuple[Quotation, ...]:
        return self.record.quotes(self.line)

    @property
    def date(self) -> str:
        """The date for reading."""
        return visible(self.line.date)


@dataclass(frozen=True)
class Record:
    """One brief as other programs get it."""

    brief: Brief
    site: Site
    actors: tuple[ActorEntry, ...] = ()
    """Those that the brief names, in its order."""
    history: History = field(default_factory=History)

    @cached_property
    def view(self) -> View:
        return view(self.brief, self.site.say)

    def identifier(self, *parts: str) -> uuid.UUID:
        """The same for the same brief of the same site whatever becomes of its text; `parts` name something in it."""
        return identifier(self.site, "brief", self.brief.slug, *parts)

    def link(self, name: str = "index.html", anchor: str = "") -> str:
        """Address of a file beside the brief's page; relative to the site's root where its address is not known."""
        path = f"briefs/{self.brief.slug}/{name}"
        return (self.site.address(path) or path) + (f"#{anchor}" if anchor else "")

    def address(self, name: str = "index.html", anchor: str = "") -> str:
        """As `link`, but empty where the site's address is not known."""
        return self.link(name, anchor) if self.site.url else ""

    @property
    def title(self) -> str:
        return visible(self.view.title) or self.brief.slug

    @property
    def bottom_line(self) -> str:
        """The bottom line or, where there is none, the sentence that says so."""
        part = self.view.bottom_line
        return visible(" ".join(line.text for line in part.lines) or part.empty)

    @property
    def language(self) -> str:
        """Tag of the language that the statements are in; English where the sources name none that is one."""
        return language_tag(self.view.language) or "en"

    @property
    def languages(self) -> tuple[str, ...]:
        """Tags of the languages of the sources."""
        return _names(language_tag(source.language) for source in self.brief.sources)

    @property
    def publishers(self) -> tuple[str, ...]:
        return _names(source.publisher for source in self.brief.sources)

    @property
    def tags(self) -> tuple[str, ...]:
        return _names(self.brief.tags)

    @cached_property
    def dated(self) -> dt.datetime:
        """The day of the newest dated source, else of the latest event dated to the day, else `UNDATED`; midnight UTC.

        No clock is asked: the same seeds give the same time.
        """
        source = day(self.brief.as_of or "")
        return _midnight(source or max((e.first for e in self.events if e.first == e.last), default=None))

    @property
    def changed(self) -> dt.date | None:
        """The day of the newest change or public correction that has one."""
        return updated(self.brief, self.history)

    @property
    def updated(self) -> dt.datetime:
        """The later one of `dated` and `changed`."""
        return max(self.dated, _midnight(self.changed)) if self.changed else self.dated

    @cached_property
    def revisions(self) -> tuple[Revised, ...]:
        """What changed in it, newest first."""
        return revisions(self.brief, self.history, self.site.say)

    @cached_property
    def corrections(self) -> tuple[Corrected, ...]:
        """What persons publicly corrected in it, newest first."""
        return corrections(self.brief, self.site.say)

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """The dated events in the order of the timeline, each once."""
        statements = {s.anchor: s for s in self.brief.section(Section.TIMELINE)}
        lines = {line.anchor: line for line in self.view.timeline.lines}
        found = (self._event(s, lines[anchor]) for anchor, s in statements.items() if anchor in lines)
        return tuple(event for event in found if event)

    def _event(self, statement: Statement, line: Line) -> Event | None:
        value = statement.date or ""
        limits = timex.bounds(value)
        if limits is None:
            return None
        told = max((self.brief.sources[e.source].published or "" for e in statement.evidence), default="")
        known = timex.bounds(told or self.brief.as_of or "")
        return Event(
            record=self, statement=statement, line=line, value=value, first=limits[0], last=limits[1],
            expected=known is not None and limits[0] > known[1],
        )  # fmt: skip

    def quotes(self, line: Line) -> tuple[Quotation, ...]:
        """The passages that carry `line`, in the order of their notes."""
        return tuple(self._quotations[number - 1] for number in line.notes)

    @cached_property
    def _quotations(self) -> tuple[Quotation, ...]:
        return tuple(map(self._quotation, self.view.notes))

    def _quotation(self, note: Note) -> Quotation:
        say, source = self.view.say, self.brief.sources[note.source - 1]
        whole = self.view.sources[note.source - 1].publish is not Publish.LINK
        sentence = (f"source-{note.source}.html", f"s{note.sentence}")
        return Quotation(
            text=visible(note.quote),
            before=_within(note.before) if whole else "",
            after=_within(note.after) if whole else "",
            publisher=visible(source.publisher or ""),
            title=visible(source.title),
            url=web_address(source.url),
            published=visible(source.published or ""),
            date=visible(self.view.sources[note.source - 1].date),
            language=language_tag(source.language),
            source=note.source,
            sentence=note.sentence,
            place=say("sentence {n}", n=say.number(note.sentence)) if note.sentence else "",
            page=self.address(*sentence) if whole and note.sentence else self.address(anchor=note.anchor),
        )


@dataclass(frozen=True)
class Records:
    """All briefs of a site as other programs get them."""

    site: Site
    newest_first: tuple[Record, ...]

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """Of all briefs, earliest first."""
        events = [event for record in self.newest_first for event in record.events]
        return tuple(sorted(events, key=lambda event: (timex.order(event.value), event.record.brief.slug)))


def records(corpus: Corpus, site: Site) -> Records:
    """`corpus` as it is handed to other programs."""
    cast = corpus.cast()
    made = []
    for brief in corpus.briefs:
        named = cast[brief.slug]
        found = (named[s.anchor] for s in brief.section(Section.ACTORS) if s.anchor in named)
        order = {entry.slug: entry for entry in found}  # by slug: to hash an actor is to hash all its briefs
        made.append(Record(brief, site, tuple(order.values()), corpus.history(brief)))
    made.sort(key=lambda record: record.updated, reverse=True)
    return Records(site, tuple(made))


def brief_files(brief: Brief) -> tuple[str, ...]:
    """Names of the files that are published beside the brief's page; its timeline only where an event has a date."""
    timeline = ("timeline.csv", "timeline.json") if has_dates(brief) else ()
    return (*PAPERS, "brief.json", "stix.json", *timeline, "manifest.json", CARD)


def has_dates(brief: Brief) -> bool:
    """Whether an event of its timeline has a date."""
    return any(s.date and timex.bounds(s.date) for s in brief.section(Section.TIMELINE))


def identifier(site: Site, *parts: str) -> uuid.UUID:
    """A UUID (version 5) of `parts`. It depends on the site's name but not its address: a site may move."""
    return uuid.uuid5(_NAMESPACE, "\0".join(map(visible, (site.name, *parts))))


def language_tag(code: str | None) -> str:
    """`code` where it has the form of a language tag, else nothing."""
    return code if code and _LANGUAGE.fullmatch(code) else ""


def web_address(url: str | None) -> str:
    """`url` with what RFC 3986 does not allow percent-encoded; empty where it is no http or https address."""
    try:
        parts = urlsplit(safe_url(visible(url or "")))
        parts.port  # noqa: B018 - raises ValueError where the port is none
    except ValueError:
        return ""
    host, *rest = (
        _STRAY_PERCENT.sub("%25", percent_encoded(part, safe=f"%!$&'()*+,;=:@~/{more}", errors="replace"))
        for part, more in ((parts.netloc, "[]"), (parts.path, ""), (parts.query, "?"), (parts.fragment, "?"))
    )
    return urlunsplit((parts.scheme, host, *rest))


def _midnight(day: dt.date | None) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), dt.UTC) if day else UNDATED


def _names(names: Iterable[str | None]) -> tuple[str, ...]:
    """Each name once, as it can be shown, without the empty ones."""
    return tuple(dict.fromkeys(shown for name in names if (shown := visible(name or ""))))


def _within(text: str) -> str:
    """Part of a sentence, with a space at either end where it has one."""
    shown = visible(text)
    if not shown:
        return " " if text else ""
    return " " * text[0].isspace() + shown + " " * text[-1].isspace()
