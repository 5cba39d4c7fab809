"""From the documents of one subject to its brief."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain, zip_longest

from generator import timex
from generator.extract import VERSIONS, engine
from generator.ground import Refusal, ground
from generator.model import Block, Brief, Claim, Document, Evidence, Publish, Section, Span, Statement, Status

MOST = 200
"""Statements that a section may take from one source: nobody reads more, and a page of thousands loads for minutes."""


@dataclass(frozen=True, slots=True)
class Composed:
    """A brief and what its engine proposed in vain."""

    brief: Brief
    refusals: tuple[Refusal, ...]


def compose(slug: str, documents: Sequence[Document], engine_name: str = "embedded") -> Composed:
    """The brief of one subject.

    Sources stand newest first. With several, each section takes turns between them; a statement that another source
    already made in the same words joins it as further evidence.
    """
    propose = engine(engine_name)
    ordered = sorted(documents, key=lambda d: d.name)
    ordered.sort(key=lambda d: d.published or "", reverse=True)
    grounded = []
    spare: list[Refusal] = []
    for number, document in enumerate(ordered):
        claims, left = _foremost(propose(document))
        grounded.append(ground(document, claims, number))
        spare += left
    statements: list[Statement] = []
    for section in Section:
        per_source = [[s for s in g.statements if s.section is section] for g in grounded]
        found = [s for s in chain.from_iterable(zip_longest(*per_source)) if s is not None]
        statements.extend(in_order(section, _joined(found)))
    brief = Brief(
        slug=slug, title=ordered[0].title, sources=tuple(ordered), statements=tuple(statements),
        engine=f"{engine_name}/{VERSIONS[engine_name]}",
        tags=tuple(dict.fromkeys(tag for document in ordered for tag in document.tags)),
    )  # fmt: skip
    return Composed(brief, (*(r for g in grounded for r in g.refusals), *spare))


def published(brief: Brief, default: Publish = Publish.FULL) -> Brief:
    """`brief` with no more of each source than it, or else `default`, lets be published.

    Of a source that is not published in full only the sentences stay that a statement quotes or takes words from, with
    their numbers in the whole text; every quote stays what it was.
    """
    used: dict[int, set[int]] = {number: set() for number in range(len(brief.sources))}
    for s in brief.statements:
        for e in s.evidence + s.context:
            index = brief.sources[e.source].sentence_at(e.span.start)
            if index is None:
                raise ValueError(f"evidence outside any sentence: {e!r}")
            used[e.source].add(index)
    cut = [_cut(source, sorted(used[n]), source.publish or default) for n, source in enumerate(brief.sources)]

    def moved(evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
        return tuple(Evidence(e.source, cut[e.source].moved(e.span)) for e in evidence)

    statements = tuple(replace(s, evidence=moved(s.evidence), context=moved(s.context)) for s in brief.statements)
    return replace(brief, sources=tuple(c.document for c in cut), statements=statements)


@dataclass(frozen=True, slots=True)
class _Cut:
    """A document as it is published, and where the sentences that stayed stood before."""

    document: Document
    before: tuple[Span, ...]

    def moved(self, span: Span) -> Span:
        if not self.before:
            return span
        index = bisect_right(self.before, span.start, key=lambda s: s.start) - 1
        offset = self.document.sentences[index].start - self.before[index].start
        return Span(span.start + offset, span.end + offset)


def _cut(document: Document, kept: Sequence[int], publish: Publish) -> _Cut:
    if publish is Publish.FULL:
        return _Cut(replace(document, publish=publish), ())
    texts: list[str] = []
    blocks: list[Block] = []
    sentences: list[Span] = []
    start = 0
    for block in document.blocks:
        inside = [document.sentences[n] for n in kept if block.span.covers(document.sentences[n])]
        if not inside:
            continue
        text = " ".join(map(document.quote, inside))
        blocks.append(Block(Span(start, start + len(text)), block.kind))
        texts.append(text)
        for span in inside:
            sentences.append(Span(start, start + span.end - span.start))
            start = sentences[-1].end + 1
        start += 1
    short = replace(
        document, publish=publish, text="\n\n".join(texts), blocks=tuple(blocks), sentences=tuple(sentences),
        numbers=tuple(map(document.number, kept)), length=document.read,
    )  # fmt: skip
    return _Cut(short, tuple(document.sentences[n] for n in kept))


def _foremost(claims: Iterable[Claim]) -> tuple[list[Claim], list[Refusal]]:
    """The weightiest `MOST` claims of each section in their order, and the others with the reason they are left out."""
    numbered = list(enumerate(claims))
    ranked = sorted(numbered, key=lambda item: (-item[1].weight, item[0]))
    taken: Counter[Section] = Counter()
    kept: set[int] = set()
    for number, claim in ranked:
        taken[claim.section] += 1
        if taken[claim.section] <= MOST:
            kept.add(number)
    why = f"{MOST} statements of its section weigh more"
    return [c for n, c in numbered if n in kept], [Refusal(c, why) for n, c in numbered if n not in kept]


def _joined(statements: Iterable[Statement]) -> list[Statement]:
    """One statement for each thing said; the evidence of repetitions is added to the first."""
    joined: dict[tuple[object, ...], Statement] = {}
    for s in statements:
        words = " ".join(re.findall(r"\w+", (s.name or s.text).casefold()))
        key = (s.section, words, s.type if s.section is Section.ACTORS else s.date)
        first = joined.get(key)
        if first is None:
            joined[key] = s
        else:
            evidence = tuple(dict.fromkeys(first.evidence + s.evidence))
            aliases = tuple(dict.fromkeys(first.aliases + tuple(a for a in s.aliases if a != first.name)))
            status = Status.DISPUTED if s.status is Status.DISPUTED else first.status
            joined[key] = replace(first, evidence=evidence, aliases=aliases, status=status)
    return list(joined.values())


def in_order(section: Section, statements: list[Statement]) -> list[Statement]:
    """`statements` of `section` as they are to be read: events by their dates, undated ones last; others as given."""
    if section is not Section.TIMELINE:
        return statements
    dated = [s for s in statements if s.date]
    return sorted(dated, key=lambda s: timex.order(s.date or "")) + [s for s in statements if not s.date]
