"""What happened when: one claim for each event that the text puts at a time.

Not every date is one: the document's own date line, a date that only names something already told ("Monday's attack")
and a date told again with the same event are left out.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby, islice
from typing import TYPE_CHECKING

from generator import timex
from generator.extract.attribution import certainty_of
from generator.extract.clauses import Clause, Form, Kind, clauses, trim, verb_forms
from generator.extract.dates import Timex
from generator.extract.parse import Sentence
from generator.extract.reference import PRONOUNS
from generator.extract.wording import speaker_shown, word
from generator.model import BlockKind, Claim, Document, Section, Span

if TYPE_CHECKING:
    from generator.extract.names import Entity

_EVIDENCE_WORDS = 40
"""A longer sentence is quoted only in part."""
_TEXT_WORDS = 28
"""A longer sentence is shown only in part, where a part stands on its own."""


def timeline(
    document: Document,
    sentences: tuple[Sentence, ...],
    dates: tuple[Timex, ...],
    entities: Sequence[Entity] = (),
) -> Iterator[Claim]:
    """The dated events of `document` in the order of their dates; those whose date is not known come last."""
    events = _Chronicle(document, sentences).events(dates)
    dated = sorted((e for e in events if e.date.value), key=lambda e: (timex.order(e.date.value or ""), e.date.span))
    for event in (*dated, *(e for e in events if not e.date.value)):
        yield _claim(event, document, sentences, entities)


@dataclass(frozen=True, slots=True)
class _Event:
    date: Timex
    sentence: Sentence
    """The sentence that tells it: not the one of its date where the date stands alone on its line."""


# --- which dates are events ------------------------------------------------------------------------------------------

_NOUN = re.compile(
    r" (?!(?:and|or|but|to|in|at|on|for|after|before|when|as|by|with|from|that|the|an?|s?he|it|they|was|is)\b)[a-z]"
)
_IN_BRACKETS = re.compile(r"\([^()]*$")
_NEAR = 40
"""Characters around a date that tell what it is there for."""
_PER_SENTENCE = 8
"""A sentence with more dates is a table; the rest of them are left out."""
_SAME_EVENT = 0.5
"""Share of its words by which a sentence tells again what another has told of the same day."""


class _Chronicle:
    """Chooses, among the dates of a document, those that put an event at a time."""

    def __init__(self, document: Document, sentences: tuple[Sentence, ...]) -> None:
        self._document = document
        self._sentences = sentences
        self._told: dict[str, list[frozenset[str]]] = {}

    def events(self, dates: tuple[Timex, ...]) -> list[_Event]:
        events: list[_Event] = []
        for index, group in groupby(dates, key=lambda date: date.sentence):
            sentence = self._sentences[index]
            content = _content(sentence)
            events += filter(None, (self._event(date, sentence, content) for date in islice(group, _PER_SENTENCE)))
        return events

    def _event(self, date: Timex, sentence: Sentence, content: frozenset[str]) -> _Event | None:
        if self._is_date_line(date, sentence):
            return None
        if _stands_alone(date, sentence):
            following = self._sentences[sentence.index + 1 : sentence.index + 2]
            return _Event(date, following[0]) if following and following[0].kind is not BlockKind.HEADING else None
        if sentence.kind is BlockKind.HEADING or (date.value is None and self._document.published):
            return None
        if date.value is not None and self._is_repeated(date, content):
            return None
        self._told.setdefault(_day(date), []).append(content)
        return _Event(date, sentence)

    def _is_date_line(self, date: Timex, sentence: Sentence) -> bool:
        """The publication date at the head of the text."""
        explicit = any(character.isdecimal() for character in self._document.quote(date.span))
        return explicit and sentence.index == 0 and date.span.start < _NEAR and date.value == self._document.published

    def _is_repeated(self, date: Timex, content: frozenset[str]) -> bool:
        before = self._document.text[max(0, date.span.start - _NEAR) : date.span.start]
        after = self._document.text[date.span.end : date.span.end + _NEAR]
        if _IN_BRACKETS.search(before) and "T" in (date.value or ""):
            return True
        told = self._told.get(_day(date), [])[-24:]
        if told and (re.match(r"['’]s? ", after) or (before.endswith("the ") and _NOUN.match(after))):
            return True  # "Monday's attack", "the January 7 quake": which one is meant, not when it happened
        return any(len(content & other) >= _SAME_EVENT * min(len(content), len(other)) for other in told)


def _day(date: Timex) -> str:
    return (date.value or "").partition("T")[0]


def _stands_alone(date: Timex, sentence: Sentence) -> bool:
    """A line of a chronicle that holds nothing but its date."""
    if len(sentence.words) > 10:
        return False
    return sum(token.is_word and not date.span.covers(Span(token.start, token.end)) for token in sentence.tokens) <= 1


def _content(sentence: Sentence) -> frozenset[str]:
    return frozenset(word for word in sentence.words if word not in _IDLE and not word.isdecimal())


_IDLE = frozenset(
    """the a an of in on at to for by with from and or but that which who it its his her their was were is are be been
    has have had as after before this said says""".split()
)


# --- what is quoted and shown of it ----------------------------------------------------------------------------------


def _claim(event: _Event, document: Document, sentences: tuple[Sentence, ...], entities: Sequence[Entity]) -> Claim:
    sentence, date = event.sentence, event.date
    beside = date.sentence != sentence.index
    run = sentence.span
    if not beside and len(sentence.words) > _TEXT_WORDS:
        run = _Cutter(sentence).cut(date.span) or run
    told = "" if beside else document.quote(date.span)
    text, context = _shown(document, sentences, entities, run, told)
    speaker = speaker_shown(document, sentences, entities, sentence, run, text)
    if speaker and speaker.lower() in PRONOUNS and len(_WORD.findall(sentence.text)) <= _EVIDENCE_WORDS:
        run, speaker = sentence.span, None
        text, context = _shown(document, sentences, entities, run, told)
    return Claim(
        section=Section.TIMELINE,
        text=text,
        evidence=(_quoted(sentence, run), date.span) if beside else (_quoted(sentence, run),),
        context=context,
        speaker=speaker,
        certainty=certainty_of(sentence, run),
        date=date.value,
        date_text=document.quote(date.span),
    )


def _shown(
    document: Document, sentences: tuple[Sentence, ...], entities: Sequence[Entity], run: Span, date: str
) -> tuple[str, tuple[Span, ...]]:
    """What the reader sees of `run`, and where the words added to it come from; its date always stays in."""
    worded = word(document, sentences, entities, run)
    if worded and date.lower() in worded.text.lower():
        return worded.text, worded.context
    plain = _STOP.sub("", document.quote(run))
    return plain[0].upper() + plain[1:], ()


_STOP = re.compile(r"(?<![.\s][A-Z])(?<!\.)\.$")
"""The full stop of a sentence, not that of "the U.S." or of an ellipsis."""


class _Cutter:
    """Cuts the clauses of one long sentence that tell what happened at a date."""

    def __init__(self, sentence: Sentence) -> None:
        self._tokens = sentence.tokens
        self._parts = clauses(sentence)
        self._forms = verb_forms(sentence.tokens)
        self._size = (0, *accumulate(len(_WORD.findall(token.text)) for token in sentence.tokens))
        """Words before each token."""

    def cut(self, date: Span) -> Span | None:
        parts = self._parts
        begins = low = self._part_at(date.start)
        ends = high = self._part_at(date.end - 1)
        while low > 0 and not self._may_open(parts[low]):
            low -= 1
        while high + 1 < len(parts) and (self._is_unfinished(low, high, date) or self._leans(low, high)):
            high += 1
        while high > ends and not self._fits(parts[low].first, parts[high].last):
            high -= 1
        while low < begins and not self._fits(parts[low].first, parts[high].last):
            low += 1
        return trim(self._tokens, *self._shortened(parts[low].first, parts[high].last, date))

    def _part_at(self, position: int) -> int:
        return min(
            bisect_right(self._parts, position, key=lambda p: self._tokens[p.last - 1].end), len(self._parts) - 1
        )

    def _may_open(self, part: Clause) -> bool:
        """Whether a run may begin with `part`: it has a subject and a verb of its own."""
        first = min(part.first + (part.opener_size if part.kind is Kind.COORDINATE else 0), part.last - 1)
        if part.kind is Kind.COORDINATE and part.opener_size == 2:
            return False  # "and that the ministry knew"
        if part.kind not in (Kind.MAIN, Kind.COORDINATE) or self._forms[first] is not Form.NONE:
            return False
        if Form.FINITE not in self._forms[part.first : part.last]:
            return False
        opening = self._tokens[first]
        return part.kind is Kind.MAIN or opening.text[0].isupper() or opening.lower in _OPENERS

    def _is_unfinished(self, low: int, high: int, date: Span) -> bool:
        """Whether the parts are no sentence yet: "In a letter published on Monday,", "… on Friday, a day after"."""
        tokens, first, last = self._tokens, self._parts[low].first, self._parts[high].last
        if not self._fits(first, last):
            return False
        if Form.FINITE not in self._forms[first:last] or tokens[last - 1].lower in ("after", "before", "that"):
            return True
        run = self._parts[low : high + 1]
        if run[0].kind in (Kind.SUBORDINATE, Kind.PHRASE) and all(p.kind is not Kind.MAIN for p in run):
            return True  # "When he resumed his work in May"
        if tokens[last - 1].end == date.end and tokens[last].lower in ("after", "before"):
            return True
        opening = tokens[last - 1].text == "," and tokens[first].lower in _PREPOSITIONS
        return opening and all(token.text != "," for token in tokens[first : last - 1])

    def _leans(self, low: int, high: int) -> bool:
        """Whether the next clause still belongs to the run, and there is room for it."""
        after, first = self._parts[high + 1], self._parts[low].first
        inserted = self._tokens[after.first - 1].text == "," and self._forms[after.first] is Form.FINITE
        if after.kind in (Kind.COMPLEMENT, Kind.CONTINUATION) or inserted:
            return self._fits(first, after.last)
        loose = after.kind in (Kind.MAIN, Kind.COORDINATE, Kind.ATTRIBUTION)
        return not loose and self._fits(first, after.last, _TEXT_WORDS)

    def _fits(self, first: int, last: int, words: int = _EVIDENCE_WORDS) -> bool:
        return self._size[last] - self._size[first] <= words

    def _shortened(self, first: int, last: int, date: Span) -> tuple[int, int]:
        """``tokens[first:last]``; if too many to be quoted those that fit around `date`, cut at commas."""
        if self._fits(first, last):
            return first, last
        tokens = self._tokens
        near = bisect_right(tokens, date.start, first, last, key=lambda token: token.end)
        end = bisect_left(tokens, date.end, near, last, key=lambda token: token.end) + 1
        low = next((n for n in range(max(first, end - 20), near) if not n or tokens[n - 1].text in _STOPS), first)
        low = low if self._fits(low, end, 20) else max(first, near - 15)
        high = end
        while high < last and self._fits(low, high + 1):
            high += 1
        stop = next((n for n in range(high - 1, end + 4, -1) if tokens[n].text in _STOPS), high)
        return low, max(stop, end)


_STOPS = frozenset(",;:—–")
_OPENERS = frozenset(
    """the a an this these those his her its their he she it they we on in at by two three four five six some
    many""".split()
)
_PREPOSITIONS = frozenset("""in on at after before during under following from by with for since until as""".split())


def _quoted(sentence: Sentence, run: Span) -> Span:
    """The sentence; of one that is too long to be quoted only `run`."""
    return sentence.span if len(_WORD.findall(sentence.text)) <= _EVIDENCE_WORDS else run


_WORD = re.compile(r"\w+")
