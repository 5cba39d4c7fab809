"""A document cut into tokens, once, for all rules of the embedded engine."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from generator.model import BlockKind, Document, Span

_TOKEN = re.compile(
    r"https?://\S+|(?:[A-Za-z]\.){2,}|\d+(?:[.,:]\d+)*(?:st|nd|rd|th|s)?\b|[^\W_]+(?:['’\-&][^\W_]+)*(?:['’](?=\s))?|[^\w\s]|_"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number or one punctuation mark; `start` and `end` count in the document's text."""

    text: str
    start: int
    end: int

    @property
    def lower(self) -> str:
        return self.text.lower()

    @property
    def is_word(self) -> bool:
        return self.text[0].isalnum()


@dataclass(frozen=True)
class Sentence:
    """One sentence of the document."""

    index: int
    span: Span
    text: str
    kind: BlockKind
    block: int
    """Index of its block in `Document.blocks`."""
    opens_block: bool
    tokens: tuple[Token, ...]

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Its words in lower case, without punctuation."""
        return tuple(t.lower for t in self.tokens if t.is_word)


def tokenise(text: str, offset: int = 0) -> tuple[Token, ...]:
    """The tokens of `text`, placed as if it began at `offset`."""
    return tuple(Token(m.group(), m.start() + offset, m.end() + offset) for m in _TOKEN.finditer(text))


def parse(document: Document) -> tuple[Sentence, ...]:
    """All sentences of `document`, headings included, in text order."""
    sentences, block, previous = [], 0, -1
    for index, span in enumerate(document.sentences):
        while not document.blocks[block].span.covers(span):
            block += 1
        text = document.quote(span)
        kind = document.blocks[block].kind
        sentences.append(Sentence(index, span, text, kind, block, block != previous, tokenise(text, span.start)))
        previous = block
    return tuple(sentences)
