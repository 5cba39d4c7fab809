"""The default engine: rules only, no model, no network.

Rules run in the order of this file; each is its own module, with its own cases in ``tests/cases``.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.extract.actors import actors
from generator.extract.causality import causes_and_consequences
from generator.extract.dates import find_dates
from generator.extract.names import find_entities
from generator.extract.parse import parse
from generator.extract.summary import figures, summary, unknowns
from generator.extract.timeline import timeline
from generator.model import Claim, Document


def extract(document: Document) -> Iterator[Claim]:
    """Claims about `document` in reading order: each section's most important first, the timeline by date.

    What follows from what, and what is not known, is only read in English: in another language the rules would not
    see who says it, nor a "not" or a "may". There summary, figures and names must do.
    """
    english = document.language in (None, "en")
    sentences = parse(document)
    dates = find_dates(document, sentences)
    entities = find_entities(document, sentences)
    questions = tuple(unknowns(document, sentences)) if english else ()
    open_ = {claim.text for claim in questions}
    yield from summary(document, sentences, entities)
    yield from figures(document, sentences)
    if english:
        yield from (c for c in causes_and_consequences(document, sentences, entities) if c.text not in open_)
    yield from actors(document, sentences, entities)
    yield from timeline(document, sentences, dates, entities)
    yield from questions
