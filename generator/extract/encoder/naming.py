"""Names as the encoder hears them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.extract.encoder import Numbers, Reading
from generator.extract.encoder.heads import NAME_TAGS, TOKEN_HEADS, columns
from generator.extract.parse import Sentence


@dataclass(frozen=True, slots=True)
class Named:
    """A name in one place, tokens ``[first, last)`` of a sentence."""

    sentence: int
    first: int
    last: int
    type: str
    """``person``, ``organisation`` or ``place``."""
    margin: float
    """How far the least sure of its tokens is from being no name (log-odds)."""


def named(reading: Reading, sentences: Sequence[Sentence]) -> list[Named]:
    """All names, in text order; each token is tagged by itself, and I goes on only after B or I of its type."""
    found = []
    for sentence in sentences:
        rows = reading.tokens.get(sentence.index)
        if rows is not None and len(rows):
            found += _decoded(sentence.index, rows[:, columns(TOKEN_HEADS, "names")])
    return found


def _decoded(index: int, logits: Numbers) -> list[Named]:
    tags = [NAME_TAGS[k] for k in logits.argmax(axis=1)]
    margins = logits[:, 1:].max(axis=1) - logits[:, 0]
    found, first = [], 0
    while first < len(tags):
        last = first + 1
        if tags[first] != "O":
            type_ = tags[first][2:]
            while last < len(tags) and tags[last] == f"I-{type_}":
                last += 1
            found.append(Named(index, first, last, type_, float(margins[first:last].min())))
        first = last
    return found
