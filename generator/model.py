"""The values everything else passes around. Pure data: no input, no output, no rules.

    Document → Claim → Statement → Brief

A `Document` is text that never changes. A `Claim` is what an engine proposes about it. A `Statement` is a claim whose
evidence was checked (only `generator.ground` makes one from a claim). A `Brief` is what a reader gets.

Positions are half-open ``[start, end)`` counts of Unicode code points in `Document.text`.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from dataclasses import dataclass, field
from enum import StrEnum


class Section(StrEnum):
    """The parts of a brief, in the order a reader meets them."""

    SUMMARY = "summary"
    FIGURES = "figures"
    CAUSES = "causes"
    CONSEQUENCES = "consequences"
    ACTORS = "actors"
    TIMELINE = "timeline"
    UNKNOWNS = "unknowns"


class Status(StrEnum):
    """How a cause stands (the first three) or whether a consequence has come about (the last three)."""

    STATED = "stated"
    CLAIMED = "claimed"
    DISPUTED = "disputed"
    OCCURRED = "occurred"
    EXPECTED = "expected"
    POSSIBLE = "possible"


class ActorType(StrEnum):
    """What kind of actor somebody is."""

    PERSON = "person"
    ORGANISATION = "organisation"
    STATE = "state"
    GROUP = "group"
    OTHER = "other"


class Publish(StrEnum):
    """How much of a source the site shows; the quoted sentences stand in the brief in any case."""

    FULL = "full"
    """The whole stored text."""
    QUOTES = "quotes"
    """The quoted sentences, each with its number, and where others are left out."""
    LINK = "link"
    """Title, publisher and the address of the original; its words stand in the brief alone, where that quotes them."""


class Decision(StrEnum):
    """What a person may decide about what a brief says."""

    ACCEPT = "accept"
    REJECT = "reject"
    REWORD = "reword"
    MOVE = "move"
    """To another section."""
    ADD = "add"
    MERGE = "merge"
    """Two actors into one."""
    SPLIT = "split"
    """One actor into two."""
    DATE = "date"
    """Correct the date of an event."""
    PIN = "pin"
    """Make it the bottom line."""


class Review(StrEnum):
    """What a person vouches for of a statement."""

    CHECKED = "checked"
    """A person accepted or changed it, and its words passed the grounding gate."""
    EDITED = "edited"
    """A person worded, dated or placed it in a way that the grounding gate cannot vouch for."""


class BlockKind(StrEnum):
    """What a stretch of text between two blank lines is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    ROW = "row"
    """Of a table, its cells with dashes between them."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch ``[start, end)`` of a document's text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a span: [{self.start}, {self.end})")

    def covers(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item or table row; sentences never cross its borders."""

    span: Span
    kind: BlockKind = BlockKind.PARAGRAPH


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One source as it is stored, quoted and published: normalised text, its sentences, and where it came from.

    `blocks` and `sentences` are in text order and do not overlap; each sentence lies within one block; `text` holds
    no title line. Between two blocks stand two line feeds; within a block there is no line feed.
    """

    name: str
    """Path below the seeds folder, with ``/``; unique in a build."""
    title: str
    text: str
    blocks: tuple[Block, ...]
    sentences: tuple[Span, ...]
    sha256: str
    """Of the seed's bytes, in hexadecimal."""
    published: str | None = None
    """Document creation time, ISO 8601, at the precision the source gives (``2024-05-08``, ``2024-05``, ``2024``); what
    relative dates are resolved from."""
    publisher: str | None = None
    """Name of the source, as a reader knows it: “Reuters”."""
    url: str | None = None
    """Always http or https."""
    author: str | None = None
    language: str | None = None
    """ISO 639-1 code."""
    tags: tuple[str, ...] = ()
    publish: Publish | None = None
    """How much of it is published; None leaves that to the site."""
    numbers: tuple[int, ...] = ()
    """Of a document reduced to some of its sentences: the number of each in the whole; empty where none is missing."""
    length: int = 0
    """Of a document reduced to some of its sentences: how many the whole has."""

    def quote(self, span: Span) -> str:
        """The text at `span`; IndexError if it reaches beyond the text."""
        if span.end > len(self.text):
            raise IndexError(f"{self.name}: [{span.start}, {span.end}) is beyond the end of the text")
        return self.text[span.start : span.end]

    def sentence_at(self, position: int) -> int | None:
        """Index of the sentence that holds `position`, or None between sentences."""
        index = bisect_right(self.sentences, position, key=lambda s: s.start) - 1
        return index if index >= 0 and position < self.sentences[index].end else None

    def number_at(self, position: int) -> int | None:
        """Number, from 1 and in the whole document, of the sentence that holds `position`; None between sentences."""
        index = self.sentence_at(position)
        return None if index is None else self.number(index)

    def number(self, index: int) -> int:
        """Number, from 1 and in the whole document, of the sentence with that index."""
        return self.numbers[index] if self.numbers else index + 1

    @property
    def read(self) -> int:
        """How many sentences the whole document has."""
        return self.length or len(self.sentences)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What an engine proposes to print, before anybody checked it."""

    section: Section
    text: str
    """What the reader is shown: the clause that carries the point, readable on its own. Words an engine adds (an
    antecedent for a pronoun) stand in square brackets and are quoted in `context`. Actors: the role, "" if none."""
    evidence: tuple[Span, ...]
    """The quoted passages that carry the claim, most important first; each within one sentence."""
    context: tuple[Span, ...] = ()
    """Where the words in square brackets come from."""
    status: Status | None = None
    """Causes and consequences only."""
    speaker: str | None = None
    """Who says it, as the text names them; None for the source's own voice."""
    certainty: str | None = None
    """The source's own certainty words ("is likely to"), verbatim; see `generator.english.band`."""
    date: str | None = None
    """Timeline only: a TIMEX3-like ISO 8601 value (see `generator.timex`); None where it cannot be resolved."""
    date_text: str | None = None
    """Timeline only: the words that give the date, verbatim."""
    name: str | None = None
    """Actors: the fullest form in the text. Figures: the quantity with its unit, verbatim ("24 years")."""
    type: ActorType | None = None
    """Actors only."""
    aliases: tuple[str, ...] = ()
    """Actors only: the other forms in the text."""
    weight: float = 0.0
    """Importance to the brief, for ordering within the section (timeline: by date; no meaning across sections)."""


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """A quoted passage of one of a brief's sources. The quote is computed from it, never stored."""

    source: int
    """Index in `Brief.sources`."""
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A claim whose evidence was checked. Fields mean what they mean in `Claim`."""

    section: Section
    text: str
    evidence: tuple[Evidence, ...]
    context: tuple[Evidence, ...] = ()
    status: Status | None = None
    speaker: str | None = None
    certainty: str | None = None
    date: str | None = None
    date_text: str | None = None
    name: str | None = None
    type: ActorType | None = None
    aliases: tuple[str, ...] = ()
    review: Review | None = None
    """None where no person had a say in it."""

    def __post_init__(self) -> None:
        if not self.evidence:
            raise ValueError(f"a statement needs evidence: {self.text!r}")

    @property
    def anchor(self) -> str:
        """A fragment identifier that lasts as long as the statement's words do: ``causes-1f3a9c02``."""
        key = "\0".join((self.section, self.name or "", self.date or "", self.date_text or "", self.text))
        return f"{self.section}-{hashlib.sha256(key.encode('utf-8')).hexdigest()[:8]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A decision of a person that a brief carries out. Of one that is not public only what has no default is kept."""

    decision: Decision
    section: Section
    """Where the statement stands now or, if it stands nowhere, stood."""
    before: str | None
    """Anchor of the statement as it would be without this decision; None where there would be none. Of a rejection
    that the engine agrees with: the anchor that follows from the words rejected."""
    after: str | None
    """Anchor of the statement that stands now; None where there is none."""
    public: bool
    was: str = ""
    """What the brief would say without it."""
    now: str = ""
    """What it says instead."""
    reason: str = ""
    reviewer: str = ""
    date: str = ""
    """Day of the decision, ISO 8601; empty where not given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """One subject: its sources and what they say, every line with its evidence.

    Statements are in the order they are to be read in; `statements` may hold any section zero times.
    """

    slug: str
    """Name of its folder and address: lower-case ASCII letters, digits, hyphens; unique in a build."""
    title: str
    sources: tuple[Document, ...]
    statements: tuple[Statement, ...]
    engine: str
    """Engine and version that proposed the statements: ``embedded/1``."""
    tags: tuple[str, ...] = field(default=())
    corrections: tuple[Correction, ...] = field(default=())
    """What persons decided about it, in the order of their review."""

    def __post_init__(self) -> None:
        if not self.sources:
            raise ValueError(f"a brief needs a source: {self.slug}")

    def section(self, section: Section) -> tuple[Statement, ...]:
        return tuple(s for s in self.statements if s.section is section)

    def quote(self, evidence: Evidence) -> str:
        """The verbatim words of `evidence`."""
        return self.sources[evidence.source].quote(evidence.span)

    @property
    def as_of(self) -> str | None:
        """Publication date of the newest dated source."""
        return max((s.published for s in self.sources if s.published), default=None)

    @property
    def notes(self) -> tuple[Evidence, ...]:
        """Every quoted passage once, in order of first use: note *n* of page and print is ``notes[n - 1]``."""
        return tuple(dict.fromkeys(e for s in self.statements for e in s.evidence))
