"""The wire form: `Brief` ↔ ``brief.json``.

The file is what evaluation and other programs read and what CI renders from. It repeats each quote beside its span so
that a reader needs no offsets; decoding recomputes every quote and refuses a file in which one differs.
The layout is described by `schema` and versioned by `SCHEMA_VERSION`.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from generator import timex
from generator.errors import CodecError
from generator.model import (
    ActorType,
    Block,
    BlockKind,
    Brief,
    Correction,
    Decision,
    Document,
    Evidence,
    Publish,
    Review,
    Section,
    Span,
    Statement,
    Status,
)

SCHEMA_VERSION: Literal[1] = 1

_Position = Annotated[int, Meta(ge=0, description="code points from the start of the source's text")]


class _Quote(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A verbatim passage of a source."""

    quote: str
    source: Annotated[int, Meta(ge=0, description="index in sources")]
    start: _Position
    end: _Position
    sentence: Annotated[int | None, Meta(description="number of the sentence on the source page, from 1")] = None


class _Statement(msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    """One thing the brief says, with the passages that carry it."""

    text: str
    evidence: Annotated[list[_Quote], Meta(min_length=1)]
    context: list[_Quote] = []
    status: Status | None = None
    speaker: str | None = None
    certainty: str | None = None
    review: Review | None = None


class _Event(_Statement, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    date: str | None
    date_text: str | None = None


class _Figure(_Statement, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    name: str


class _Actor(msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    name: str
    type: ActorType
    aliases: list[str]
    role: str
    evidence: Annotated[list[_Quote], Meta(min_length=1)]
    context: list[_Quote] = []
    review: Review | None = None


class _Correction(msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    """What a person decided."""

    decision: Decision
    section: Section
    before: Annotated[str | None, Meta(description="anchor of the statement as it would be without the decision")]
    after: Annotated[str | None, Meta(description="anchor of the statement that stands now")]
    public: bool
    was: str = ""
    now: str = ""
    reason: str = ""
    reviewer: str = ""
    date: str = ""


class _Block(msgspec.Struct, forbid_unknown_fields=True, array_like=True):
    start: _Position
    end: _Position
    kind: BlockKind


class _Source(msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    name: str
    title: str
    sha256: str
    published: str | None = None
    publisher: str | None = None
    url: str | None = None
    author: str | None = None
    language: str | None = None
    tags: list[str] = []
    publish: Publish | None = None
    numbers: Annotated[list[int], Meta(description="numbers of the sentences, where not all are published")] = []
    length: Annotated[int, Meta(description="sentences of the whole text, where not all are published")] = 0
    text: str
    blocks: list[_Block]
    sentences: list[tuple[_Position, _Position]]


class _Brief(msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    """A brief and its sources."""

    schema: Literal[1]
    slug: str
    title: str
    engine: str
    tags: list[str]
    summary: list[_Statement]
    figures: list[_Figure]
    causes: list[_Statement]
    consequences: list[_Statement]
    actors: list[_Actor]
    timeline: list[_Event]
    unknowns: list[_Statement]
    sources: Annotated[list[_Source], Meta(min_length=1)]
    corrections: list[_Correction] = []


def encode(brief: Brief) -> bytes:
    """``brief.json`` as UTF-8 with a final line feed; equal briefs give equal bytes."""

    def quotes(evidence: tuple[Evidence, ...]) -> list[_Quote]:
        out = []
        for e in evidence:
            number = brief.sources[e.source].number_at(e.span.start)
            out.append(
                _Quote(quote=brief.quote(e), source=e.source, start=e.span.start, end=e.span.end, sentence=number)
            )
        return out

    def wire(s: Statement) -> Any:
        common: dict[str, Any] = {"evidence": quotes(s.evidence), "context": quotes(s.context)}
        if s.section is Section.ACTORS:
            kind = s.type or ActorType.OTHER
            return _Actor(name=s.name or "", type=kind, aliases=list(s.aliases), role=s.text, review=s.review, **common)
        common |= {"text": s.text, "status": s.status, "speaker": s.speaker, "certainty": s.certainty}
        common["review"] = s.review
        if s.section is Section.TIMELINE:
            return _Event(date=s.date, date_text=s.date_text, **common)
        if s.section is Section.FIGURES:
            return _Figure(name=s.name or "", **common)
        return _Statement(**common)

    sections: dict[str, Any] = {s.value: [wire(statement) for statement in brief.section(s)] for s in Section}
    sources = [
        _Source(
            name=d.name, title=d.title, sha256=d.sha256, published=d.published, publisher=d.publisher, url=d.url,
            author=d.author, language=d.language, tags=list(d.tags), publish=d.publish, numbers=list(d.numbers),
            length=d.length, text=d.text,
            blocks=[_Block(b.span.start, b.span.end, b.kind) for b in d.blocks],
            sentences=[(s.start, s.end) for s in d.sentences],
        )
        for d in brief.sources
    ]  # fmt: skip
    whole = _Brief(
        schema=SCHEMA_VERSION, slug=brief.slug, title=brief.title, engine=brief.engine, tags=list(brief.tags),
        sources=sources, corrections=[_Correction(**asdict(c)) for c in brief.corrections], **sections,
    )  # fmt: skip
    return msgspec.json.format(msgspec.json.encode(whole), indent=1) + b"\n"


def decode(data: bytes) -> Brief:
    """The brief in ``data``; CodecError if it is not one, or if a quote is not what stands at its span."""
    try:
        wire = msgspec.json.decode(data, type=_Brief)
        if undated := [s.published for s in wire.sources if s.published is not None and not timex.bounds(s.published)]:
            raise ValueError(f"{undated[0]!r} is no date")
        sources = tuple(
            Document(
                name=s.name, title=s.title, sha256=s.sha256, published=s.published, publisher=s.publisher, url=s.url,
                author=s.author, language=s.language, tags=tuple(s.tags), publish=s.publish,
                numbers=_numbers(s), length=s.length, text=s.text,
                blocks=tuple(Block(Span(b.start, b.end), b.kind) for b in s.blocks),
                sentences=tuple(Span(a, b) for a, b in s.sentences),
            )
            for s in wire.sources
        )  # fmt: skip

        def evidence(quotes: list[_Quote]) -> tuple[Evidence, ...]:
            for q in quotes:
                if q.source >= len(sources) or sources[q.source].quote(Span(q.start, q.end)) != q.quote:
                    raise ValueError(f"the quote {q.quote!r} does not stand at {q.start} of source {q.source}")
            return tuple(Evidence(q.source, Span(q.start, q.end)) for q in quotes)

        statements = []
        for section in Section:
            for s in getattr(wire, section.value):
                fields = {f: getattr(s, f) for f in s.__struct_fields__}
                fields["text"] = fields.pop("role", None) or fields.get("text", "")
                fields["aliases"] = tuple(fields.get("aliases", ()))
                for key in ("evidence", "context"):
                    fields[key] = evidence(fields[key])
                statements.append(Statement(section=section, **fields))
        return Brief(
            slug=wire.slug, title=wire.title, engine=wire.engine, tags=tuple(wire.tags),
            sources=sources, statements=tuple(statements),
            corrections=tuple(Correction(**msgspec.structs.asdict(c)) for c in wire.corrections),
        )  # fmt: skip
    except (msgspec.MsgspecError, ValueError, IndexError) as error:
        raise CodecError(f"not a brief of schema version {SCHEMA_VERSION}: {error}") from error


def _numbers(source: _Source) -> tuple[int, ...]:
    if source.numbers and len(source.numbers) != len(source.sentences):
        raise ValueError(f"source {source.name!r} has {len(source.sentences)} sentences, {len(source.numbers)} numbers")
    return tuple(source.numbers)


def schema() -> bytes:
    """The JSON Schema (draft 2020-12) of ``brief.json``, as UTF-8 with a final line feed."""
    described = msgspec.json.schema(_Brief)
    described["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    described["title"] = f"Brief, version {SCHEMA_VERSION}"
    return msgspec.json.format(msgspec.json.encode(described, order="sorted"), indent=1) + b"\n"
