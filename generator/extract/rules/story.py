"""A document as the causal rules see it: cut into clauses, every token marked, and what its title speaks of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from generator.extract.clauses import Clause, Form, clauses, verb_forms
from generator.extract.parse import Sentence, tokenise
from generator.extract.rules.lexicon import mark, stem
from generator.model import BlockKind, Document

_EMPTY = frozenset(
    """the a an of in on at by for from with to into and or but is are was were be been being has have had it
    its he she they we you i his her their our your this that these those as not will would who whom which what
    when where while after before over under out up down about than then also said says more most new one two
    first last year""".split()
)


@dataclass(frozen=True)
class Line:
    """One sentence, analysed."""

    sentence: Sentence
    words: tuple[str, ...]
    """Its tokens in lower case, with straight apostrophes."""
    forms: tuple[Form, ...]
    clauses: tuple[Clause, ...]
    marks: tuple[tuple[str, ...], ...]
    """For each token the word families it belongs to."""

    @cached_property
    def families(self) -> frozenset[str]:
        return frozenset(f for families in self.marks for f in families)

    @cached_property
    def content(self) -> frozenset[str]:
        return content(self.words)

    @property
    def heading(self) -> bool:
        return self.sentence.kind is BlockKind.HEADING

    @property
    def told(self) -> bool:
        """Whether it is running text, neither a heading nor a row of a table."""
        return self.sentence.kind not in (BlockKind.HEADING, BlockKind.ROW)


@dataclass(frozen=True)
class Story:
    """All sentences of a document."""

    lines: tuple[Line, ...]
    title: frozenset[str]
    """The stems of the words of the title: what the central event is about."""
    zones: tuple[str, ...]
    """For each sentence what the text announced it to be about: "causes", "consequences" or ""."""

    @property
    def lead(self) -> frozenset[str]:
        return next((line.content for line in self.lines if not line.heading), frozenset())


def content(words: Sequence[str]) -> frozenset[str]:
    """The stems of those of `words` (lower case) that carry meaning."""
    return frozenset(stem(w) for w in words if len(w) > 2 and w not in _EMPTY)


def read(document: Document, sentences: Sequence[Sentence]) -> Story:
    """The story that `document` tells."""
    lines = tuple(_line(sentence) for sentence in sentences)
    title = content([t.lower for t in tokenise(document.title) if t.is_word])
    return Story(lines, title, _zones(lines))


def _line(sentence: Sentence) -> Line:
    words = tuple(t.lower.replace("’", "'") for t in sentence.tokens)
    forms = tuple(verb_forms(sentence.tokens))
    return Line(sentence, words, forms, clauses(sentence, forms), mark(words))


_REASON_NOUNS = frozenset("reasons causes factors motives roots origins drivers background".split())
_RESULT_NOUNS = frozenset(
    """consequences effects impact impacts implications aftermath repercussions outcome outcomes reactions reaction
    response fallout toll""".split()
)
_LISTING = frozenset("are were include included is was remain have has".split())
_REACH = 5
"""How many sentences after its announcement a list may run on within its paragraph."""


def _zones(lines: Sequence[Line]) -> tuple[str, ...]:
    zones: list[str] = []
    zone, left, block = "", 0, -1
    for line in lines:
        announced = announces(line)
        if announced is not None:
            zone, left, block = announced, 10**9 if line.heading else _REACH, line.sentence.block
            zones.append("")
            continue
        if (left < 10**8 and line.sentence.block != block) or left <= 0 or _closes(line):
            zone = ""
        left -= 1
        zones.append(zone)
    return tuple(zones)


def announces(line: Line) -> str | None:
    """What the sentences after this one are said to be: “The reasons behind this are many.”"""
    words = line.words[:12]
    reasons = any(w in _REASON_NOUNS for w in words)
    results = any(w in _RESULT_NOUNS for w in words)
    if line.heading:
        return "causes" if reasons else "consequences" if results else ""
    if len(line.sentence.words) > 14 or not (reasons or results) or "not" in words or "unknown" in words:
        return None
    subject = next((i for i, w in enumerate(words) if w in _REASON_NOUNS or w in _RESULT_NOUNS), 0)
    if subject > 4 or not any(w in _LISTING for w in words[subject + 1 :]):
        return None
    return "causes" if words[subject] in _REASON_NOUNS else "consequences"


def _closes(line: Line) -> bool:
    return line.words[:1] in (("overall",), ("meanwhile",), ("nevertheless",)) or line.words[:2] == ("in", "conclusion")
