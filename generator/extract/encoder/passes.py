"""A document laid out for the encoder: whole, or where it is long in passes that overlap.

A pass is ``[CLS] title [SEP]``, then every sentence with a marker before it. The encoder's token types, which MiniLM
does not use, tell it the shape of each word, whether it stands in the title, and for a marker where in the document
its sentence stands and whether it opens a paragraph.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from generator.extract.encoder.wordpiece import CLS, MARKER, SEP, SHAPES, pieces, shape
from generator.extract.parse import Sentence, Token

LONGEST = 512
"""Pieces of one pass at most: MiniLM has no positions beyond."""
TYPES = 2 * SHAPES + 17
"""Rows of the table of token types."""
NO_PLACE = TYPES - 1
"""The type of the marker of a sentence that stands alone."""

_TITLE = 48
_SENTENCE = 160
_BEFORE = 2
"""How many sentences a further pass repeats, so that none is read without what stands before it."""
_PLACES = (1, 2, 3, 4, 6, 9, 13)


@dataclass(slots=True)
class Pass:
    """One input of the encoder. Positions count its pieces; ends are half-open."""

    ids: list[int] = field(default_factory=list)
    types: list[int] = field(default_factory=list)
    sentences: list[tuple[int, int, int, int]] = field(default_factory=list)
    """Of each sentence read here: its index, its marker, its first piece, its end."""
    tokens: dict[int, list[int]] = field(default_factory=dict)
    """Index of a sentence → the first piece of each of its tokens, and the end of the last; fewer where it is cut."""

    def add(self, piece: int, type_: int) -> None:
        self.ids.append(piece)
        self.types.append(type_)

    def word(self, text: str, segment: int) -> None:
        for piece in pieces(text):
            self.add(piece, segment * SHAPES + shape(text))

    def span(self, index: int, first: int, last: int) -> tuple[int, int, int] | None:
        """Marker, first piece and end of the tokens ``[first, last)`` of a sentence; None where they were cut off."""
        starts = self.tokens.get(index)
        if starts is None or first + 1 >= len(starts):
            return None
        marker = next(m for i, m, _, _ in self.sentences if i == index)
        return marker, starts[first], starts[min(last, len(starts) - 1)]


def passes(title: Sequence[Token], sentences: Sequence[Sentence], *, placed: bool = True) -> Iterator[Pass]:
    """The passes over `sentences`, each read in one of them. `placed`: whether they are a document from its start."""
    laid = [_lay(sentence, number, placed) for number, sentence in enumerate(sentences)]
    done = 0
    while done < len(laid):
        whole = Pass()
        whole.add(CLS, 0)
        for token in title:
            whole.word(token.text, 0)
        del whole.ids[_TITLE:], whole.types[_TITLE:]
        whole.add(SEP, 0)
        number = max(0, done - _BEFORE)
        while number < len(laid) and (number <= done or len(whole.ids) + len(laid[number].ids) <= LONGEST):
            _append(whole, laid[number], sentences[number].index, read=number >= done)
            number += 1
        done = number
        yield whole


def _lay(sentence: Sentence, number: int, placed: bool) -> Pass:
    laid = Pass()
    place = sum(number >= limit for limit in _PLACES)
    laid.add(MARKER, 2 * SHAPES + 2 * place + sentence.opens_block if placed else NO_PLACE)
    starts = []
    for token in sentence.tokens:
        starts.append(len(laid.ids))
        laid.word(token.text, 1)
        if len(laid.ids) > _SENTENCE:
            del laid.ids[_SENTENCE:], laid.types[_SENTENCE:]
            break
    laid.tokens[0] = [*(start for start in starts if start < len(laid.ids)), len(laid.ids)]
    return laid


def _append(whole: Pass, laid: Pass, index: int, *, read: bool) -> None:
    offset = len(whole.ids)
    whole.ids += laid.ids
    whole.types += laid.types
    if read and len(laid.ids) > 1:
        whole.sentences.append((index, offset, offset + 1, len(whole.ids)))
        whole.tokens[index] = [offset + start for start in laid.tokens[0]]
