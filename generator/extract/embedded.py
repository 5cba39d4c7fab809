"""The default engine: rules that propose, a small trained encoder that rates what they propose; no network.

They run in the order of this file; each rule is its own module, with its own cases in ``tests/cases``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from generator.extract import actors, causality, encoder, summary
from generator.extract.dates import Timex, find_dates
from generator.extract.encoder import Reading
from generator.extract.encoder.naming import named
from generator.extract.names import Entity, find_entities
from generator.extract.parse import Sentence, parse
from generator.extract.timeline import timeline
from generator.extract.verdicts import Verdict
from generator.model import Claim, Document, Section


def extract(document: Document) -> Iterator[Claim]:
    """Claims about `document` in reading order: each section's most important first, the timeline by date.

    What follows from what, and what is not known, is only read in English: in another language the rules would not
    see who says it, nor a "not" or a "may", and the encoder knows English alone. There main sentences, figures, names
    and dates must do, chosen by rules.
    """
    found = _find(document)
    given = (document, found.sentences, found.entities)
    questions = tuple(summary.unknowns(document, found.sentences)) if found.english else ()
    open_ = {claim.text for claim in questions}
    yield from summary.summary(*given, found.reading)
    yield from summary.figures(document, found.sentences)
    if found.proposals:
        claims = causality.causes_and_consequences(*given, found.proposals, found.reading)
        yield from (claim for claim in claims if claim.text not in open_)
    yield from actors.actors(*given, found.reading)
    yield from timeline(document, found.sentences, found.dates, found.entities)
    yield from questions


def explain(document: Document) -> Iterator[Verdict]:
    """What became of everything that was proposed, section by section; the claims shown are those of `extract`."""
    found = _find(document)
    given = (document, found.sentences, found.entities)
    questions = tuple(summary.unknown_verdicts(document, found.sentences)) if found.english else ()
    open_ = {v.text for v in questions if not v.outcome}
    yield from summary.verdicts(*given, found.reading)
    yield from summary.figure_verdicts(document, found.sentences)
    if found.proposals:
        for verdict in causality.verdicts(*given, found.proposals, found.reading):
            again = not verdict.outcome and verdict.text in open_
            yield replace(verdict, outcome="it is shown as not known") if again else verdict
    yield from actors.verdicts(*given, found.reading)
    yield from _dated(document, found)
    yield from questions
    if not found.english:
        for section in (Section.CAUSES, Section.CONSEQUENCES, Section.UNKNOWNS):
            for s in found.sentences:
                why = f"{section} are only read in English"
                yield Verdict(section=section, sentences=(s.index,), text=s.text, outcome=why)


@dataclass(frozen=True, slots=True)
class _Found:
    """What all choices rest on."""

    english: bool
    sentences: tuple[Sentence, ...]
    dates: tuple[Timex, ...]
    entities: tuple[Entity, ...]
    proposals: causality.Proposals | None
    reading: Reading | None


def _find(document: Document) -> _Found:
    english = document.language in (None, "en")
    sentences = parse(document)
    dates = find_dates(document, sentences)
    proposals = causality.propose(document, sentences) if english else None
    reading = encoder.read(document, sentences, proposals.places) if proposals else None
    entities = find_entities(document, sentences, named(reading, sentences) if reading else ())
    return _Found(english, sentences, dates, entities, proposals, reading)


def _dated(document: Document, found: _Found) -> Iterator[Verdict]:
    """What becomes of every date; those shown in the order of their claims."""
    left = list(found.dates)
    for claim in timeline(document, found.sentences, found.dates, found.entities):
        told = dict.fromkeys(document.sentence_at(span.start) for span in claim.evidence)
        date = next(
            d for d in left if (d.value, document.quote(d.span)) == (claim.date, claim.date_text) and d.sentence in told
        )
        left.remove(date)
        yield _date_verdict(document, date, tuple(index for index in told if index is not None), claim)
    yield from (_date_verdict(document, date, (date.sentence,), None) for date in left)


def _date_verdict(document: Document, date: Timex, sentences: tuple[int, ...], claim: Claim | None) -> Verdict:
    words = document.quote(date.span)
    return Verdict(
        section=Section.TIMELINE,
        sentences=sentences,
        text=claim.text if claim else words,
        rules=(f"date “{words}” ({date.value or 'not resolved'})",),
        outcome="" if claim else "it dates no event, or one that the timeline has already",
        claim=claim,
    )
