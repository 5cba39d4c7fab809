"""What happened when: one claim for each event that the text puts at a time.

Not every date is one. Left out are the document's own date line, a date that only names something already told
("Monday's attack"), a date told again with the same event, and a date of what somebody is quoted to say, of what did
not happen or of a mere circumstance. A date inside what is said, or inside a relative or subordinate clause, dates that
alone; and that alone is shown, where it can stand on its own.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby, islice
from typing import TYPE_CHECKING

from generator import timex
from generator.english import HEDGE, NEGATION
from generator.extract.attribution import attributions, certainty_of
from generator.extract.clauses import Clause, Form, Kind, clauses, trim, verb_forms
from generator.extract.clock import is_past, tells_ahead
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
        claim = _claim(event, document, sentences, entities)
        if claim:
            yield claim


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
_QUOTATION = 4000
"""Characters before a date in which a quotation around it opens."""
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
        if self._is_quoted(date, sentence) or _Around(sentence, date).dates_nothing(self._document.published):
            return None
        self._told.setdefault(_day(date), []).append(content)
        return _Event(date, sentence)

    def _is_quoted(self, date: Timex, sentence: Sentence) -> bool:
        """Whether it stands in somebody's own words: it dates what they tell, not what the text does."""
        opens = self._document.blocks[sentence.block].span.start
        before = self._document.text[max(opens, date.span.start - _QUOTATION) : date.span.start]
        return before.count("“") > before.count("”") or before.count('"') % 2 > 0

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


# --- what a date dates ------------------------------------------------------------------------------------------------


class _Around:
    """The clause that a date stands in."""

    def __init__(self, sentence: Sentence, date: Timex) -> None:
        start = sentence.span.start
        self._sentence = sentence
        self._tokens = sentence.tokens
        self._date = date.span
        self._value = date.value or ""
        self._words = sentence.text[date.span.start - start : date.span.end - start]
        self._before = sentence.text[max(0, date.span.start - start - _NEAR) : date.span.start - start]
        self._forms = verb_forms(sentence.tokens)
        self._parts = clauses(sentence, self._forms)
        self._index = min(
            bisect_right(self._parts, date.span.start, key=lambda p: self._tokens[p.last - 1].end), len(self._parts) - 1
        )

    # -- nothing

    def dates_nothing(self, published: str | None) -> bool:
        """Whether its clause tells of no event: supposed, denied, a circumstance, or ahead without a word for it."""
        return self._is_unreal() or self._is_circumstance() or self._is_ahead(published) or self._is_beside()

    def _is_unreal(self) -> bool:
        """Whether the clause supposes it or denies it: "It would not have …", "They did not meet on Monday"."""
        part, verb = self._parts[self._index], self._verb()
        if part.kind is Kind.SUBORDINATE and part.opener in _CONDITIONS:
            return True
        if verb is None:
            return False
        regret = _WOULD_HAVE.search(self._sentence.text)
        clause = self._text(verb, next(p.last for p in self._parts if verb < p.last))
        if _WOULD_HAVE.match(clause) or (regret and _HAD_IT.search(self._sentence.text, regret.end())):
            return True
        return self._is_adverbial(verb) and bool(_DENIED.match(clause))

    def _text(self, first: int, last: int) -> str:
        start = self._sentence.span.start
        return self._sentence.text[self._tokens[first].start - start : self._tokens[last - 1].end - start]

    def _verb(self) -> int | None:
        """The finite verb of the clause that the date is said of."""
        part = self._parts[self._index]
        if not part.finite:
            if part.kind not in (Kind.MAIN, Kind.COORDINATE, Kind.CONTINUATION, Kind.PHRASE):
                return None
            later = (p for p in self._parts[self._index + 1 :] if p.kind in (Kind.MAIN, Kind.COORDINATE))
            earlier = (p for p in reversed(self._parts[: self._index]) if p.kind is not Kind.PARENTHESIS)
            part = next(earlier if part.first else later, part)
        return next((n for n in range(part.first, part.last) if self._forms[n] is Form.FINITE), None)

    def _is_adverbial(self, verb: int) -> bool:
        """Whether it says when `verb` happens: not "the mutiny *of 3 May*", "*Monday's* attack"."""
        after = self._sentence.text[self._date.end - self._sentence.span.start :][:2]
        if after in ("'s", "’s") or _ATTRIBUTE.search(self._before):
            return False
        part = self._parts[self._index]
        inserted = part.first > 0 and not part.opener_size
        return not (inserted and any(t.text == "," for t in self._tokens[:verb] if t.start >= self._date.end))

    def _is_circumstance(self) -> bool:
        """Whether it stands in a fronted adjunct that tells how things are: "With nine cases *last year*, it is …"."""
        opening = next((n for n, token in enumerate(self._tokens) if token.is_word), 0)
        ends = sum(token.start < self._date.end for token in self._tokens)
        if self._tokens[opening].lower not in _CIRCUMSTANTIAL or opening + 1 >= ends:
            return False
        if self._tokens[opening + 1].start >= self._date.start or Form.FINITE in self._forms[opening:ends]:
            return False
        return any(token.text == "," for token in self._tokens[ends:])

    def _is_ahead(self, published: str | None) -> bool:
        """Whether it lies beyond the day of the document, and the past tense of its clause says nothing of a plan."""
        now, then = timex.bounds(published) if published else None, timex.bounds(self._value)
        if not (now and then and then[0] > now[1] and _WITHIN.search(self._before)):
            return False
        verbs = (token.lower for token, form in zip(self._tokens, self._forms, strict=True) if form is Form.FINITE)
        return all(is_past(verb) for verb in verbs) and not tells_ahead(self._sentence.text)

    def _is_beside(self) -> bool:
        """Whether it is of what goes beside the event: "…, with rules for barges expected *next month*"."""
        part = self._hung()
        return part.kind is Kind.PARTICIPLE and part.opener == "with" and bool(_SEEN.fullmatch(self._words))

    def is_taken_amiss(self) -> bool:
        """Whether it would be taken for the date of the main clause: a day seen from that of the document, in a
        relative clause that tells who is meant ("nine men who left *last summer* get letters"), or the very day."""
        part = self._hung()
        if part.kind is not Kind.RELATIVE or not _SEEN.fullmatch(self._words):
            return False
        return self._words.lower() in ("today", "tonight") or self._tokens[part.first - 1].text != ","

    # -- a part

    def part(self) -> Span | None:
        """The clause that the date is of, where that is not the main one and can stand alone."""
        clause = self._hung()
        first, last = clause.first, max(clause.last, self._parts[self._index].last)
        if clause.kind is Kind.COMPLEMENT:
            return self._said(first + clause.opener_size)
        if clause.kind is Kind.RELATIVE and clause.opener_size == 1:
            return self._alone(first, last, relative=True)
        if clause.kind is Kind.SUBORDINATE and clause.opener in _TIMES:
            return self._alone(first + clause.opener_size, last)
        return None

    def _hung(self) -> Clause:
        """The clause of the date, not a phrase that hangs on it: "who had left *before last summer*"."""
        index = self._index
        while index and self._parts[index].kind is Kind.PHRASE:
            index -= 1
        return self._parts[index]

    def _alone(self, first: int, last: int, *, relative: bool = False) -> Span | None:
        """``tokens[first:last]`` up to what follows its verb and date, if they are a clause with a subject."""
        verb = next((n for n in range(first, last) if self._forms[n] is Form.FINITE), last)
        if verb == last or self._tokens[verb].start > self._date.start:
            return None
        if not relative and (verb == first or self._forms[first] is not Form.NONE):
            return None
        stops = [n for n in range(first, last) if self._tokens[n].text in _STOPS or self._tokens[n].lower in _JOINS]
        end = next((n for n in stops if self._tokens[n].start >= self._date.end), last)
        if (stops and stops[0] < end) or self._tokens[end - 1].end < self._date.end:
            return None
        if Form.FINITE in self._forms[verb + 1 : end]:
            return None
        before = self._sentence.text[: self._tokens[first].start - self._sentence.span.start]
        return None if NEGATION.search(before) or HEDGE.search(before) else trim(self._tokens, first, end)

    def _said(self, first: int) -> Span | None:
        """What somebody is told to have said, from ``tokens[first]``: "He said *they had met in 2021*"."""
        around = (a for a in attributions(self._sentence) if a.scope.covers(self._date) and a.speaker and a.verb)
        told = next(around, None)
        if told is None or _PERFORMED.search(told.verb or "") or told.scope.start > self._tokens[first].start:
            return None
        if any(token.lower == "that" for token in self._tokens[first:] if token.start < self._date.start):
            return None
        last = self._parts[self._index].last
        for part in self._parts[self._index + 1 :]:
            if part.kind in _LOOSE or self._tokens[part.last - 1].end > told.scope.end + 1:
                break
            last = part.last
        return trim(self._tokens, first, last)


_CONDITIONS = frozenset(("if", "unless", "lest", "even if", "as if", "whether", "in case", "provided that"))
_TIMES = frozenset("when after before since until once because where".split())
_CIRCUMSTANTIAL = frozenset("with over amid amidst despite given unlike like without".split())
_WOULD_HAVE = re.compile(r"\b(?:would|could|should)(?:n['’]t)? (?:(?!have\b)\w+ ){0,2}have\b", re.I)
_HAD_IT = re.compile(r"\bhad (?:it|he|she|they|we|I|the|this|that)\b")
"""After "would have": what would have had to be otherwise."""
_DENIED = re.compile(
    r"(?:\w+ )?(?:\w+n['’]t|(?:do|does|did|was|were|is|are|had|has|have|could|would)(?: \w+)? (?:not|never)|cannot)\b"
    r"(?! (?:only|just|solely|merely|until|guilty|far)\b)",
    re.I,
)
_ATTRIBUTE = re.compile(r"\b(?:of|the|an?|its|his|her|their)(?: (?:late|early|mid))? $|\b[a-z]+(?:ed|en) $", re.I)
_SEEN = re.compile(
    r"today|tonight|tomorrow|yesterday|(?:this|last|next) (?:week|month|year|spring|summer|autumn|fall|winter|decade)",
    re.I,
)
_WITHIN = re.compile(r"\b(?:by|in|over|during|on|at)(?: the)? $", re.I)
_PERFORMED = re.compile(
    r"\b(?:expect|predict|forecast|project|plan|hop|vow|promis|pledg|agree|decid|order|demand|urg|propos|recommend|want"
    r"|fear|threaten|intend|call|announc|declar|ask|accus|alleg)",
    re.I,
)
"""Verbs of saying that do what they say or put it ahead: what is said does not stand without them."""
_LOOSE = (Kind.MAIN, Kind.COORDINATE, Kind.ATTRIBUTION, Kind.QUOTE)
_JOINS = frozenset("and or but".split())


# --- what is quoted and shown of it ----------------------------------------------------------------------------------


def _claim(
    event: _Event, document: Document, sentences: tuple[Sentence, ...], entities: Sequence[Entity]
) -> Claim | None:
    """None where nothing can be shown that the date is of."""
    sentence, date = event.sentence, event.date
    beside = date.sentence != sentence.index
    run = sentence.span
    if not beside and len(sentence.words) > _TEXT_WORDS:
        run = _Cutter(sentence).cut(date.span) or run
    told = "" if beside else document.quote(date.span)
    quoted, part = run, None if beside else _part(event, document, sentences, entities)
    if not part and not beside and _Around(sentence, date).is_taken_amiss():
        return None
    if not part and not beside and run != sentence.span and not _is_clause(sentence, run, date.span):
        if len(_WORD.findall(sentence.text)) > _EVIDENCE_WORDS:
            return None
        run = quoted = sentence.span
    if part:
        text, context, run = part.text, part.context, part.run
        quoted = quoted if quoted.covers(run) else run
    else:
        text, context = _shown(document, sentences, entities, run, told)
    speaker = speaker_shown(document, sentences, entities, sentence, run, text)
    if not part and speaker and speaker.lower() in PRONOUNS and len(_WORD.findall(sentence.text)) <= _EVIDENCE_WORDS:
        run = quoted = sentence.span
        speaker = None
        text, context = _shown(document, sentences, entities, run, told)
    return Claim(
        section=Section.TIMELINE,
        text=text,
        evidence=(_quoted(sentence, quoted), date.span) if beside else (_quoted(sentence, quoted),),
        context=context,
        speaker=speaker,
        certainty=certainty_of(sentence, run),
        date=date.value,
        date_text=document.quote(date.span),
    )


def _is_clause(sentence: Sentence, run: Span, date: Span) -> bool:
    """Whether what was cut out of a sentence is more than an adjunct, a clause that leans on another, or a time."""
    tokens = sentence.tokens
    inside = [n for n, token in enumerate(tokens) if run.covers(Span(token.start, token.end))]
    opening = next((tokens[n].lower for n in inside if tokens[n].is_word), "")
    outside = (tokens[n] for n in inside if not date.covers(Span(tokens[n].start, tokens[n].end)))
    if sum(token.text[0].isalpha() and token.lower not in _CALENDAR for token in outside) < 3:
        return False
    first, last = inside[0], inside[-1] + 1
    if opening not in _PREPOSITIONS and opening not in _LEANING:
        return Form.FINITE in verb_forms(tokens)[first:last]
    return any(part.finite and part.kind not in _HANGING and first <= part.first < last for part in clauses(sentence))


_CALENDAR = frozenset(
    (*(month.lower() for month in timex.MONTHS), *"monday tuesday wednesday thursday friday saturday sunday".split())
)
_LEANING = frozenset(
    "if when while although though because unless whether once where over amid despite of to who which".split()
)
_HANGING = (Kind.SUBORDINATE, Kind.RELATIVE, Kind.PHRASE, Kind.PARTICIPLE, Kind.PARENTHESIS)


@dataclass(frozen=True, slots=True)
class _Part:
    run: Span
    text: str
    context: tuple[Span, ...]


def _part(
    event: _Event, document: Document, sentences: tuple[Sentence, ...], entities: Sequence[Entity]
) -> _Part | None:
    """The clause of the date alone, as it is shown."""
    run = _Around(event.sentence, event.date).part()
    worded = word(document, sentences, entities, run) if run else None
    if run is None or worded is None or not worded.complete:
        return None
    if document.quote(event.date.span).lower() not in worded.text.lower():
        return None
    said = attributions(event.sentence)
    if said and (
        sum(a.scope.covers(run) for a in said) != 1
        or not speaker_shown(document, sentences, entities, event.sentence, run, worded.text)
    ):
        return None
    opens = event.sentence.text[run.start - event.sentence.span.start :].partition(" ")[0].lower()
    for span in worded.context:
        added = document.quote(span)
        own = any(a.speaker and (a.speaker in added or added in a.speaker) for a in said)
        if not own and added[0].isupper() and opens != "who" and document.text[span.end : run.start].strip() != ",":
            return None  # "the attack on Gallipoli, *Turkey* that began in April"
        if not own and (opens not in _RELATIVES or not _HEAD.fullmatch(added) or not _adjoins(document, span, run)):
            return None
        deeper = document.text[max(0, span.start - 8) : span.start].split()[-1:]
        if not own and deeper and deeper[0] in ("of", *(("from", "in", "at", "near") if opens == "who" else ())):
            return None  # "nine men from *the town* who left"
    return _Part(run, worded.text, worded.context)


_RELATIVES = frozenset("who which that".split())
_HEAD = re.compile(
    r"(?:(?:the|an?|this|that|its|his|her|their|one|two|three|four|five|some|many|several) |(?=[A-Z]))"
    r"(?:(?!(?:ones?|and|or|of|in|on|with|for|to|from|at|by|between|against|about) )[\w’'.-]+ ?){1,6}",
)


def _adjoins(document: Document, head: Span, run: Span) -> bool:
    """Whether nothing but a comma parts a noun from the relative clause at `run`."""
    return head.end <= run.start and document.text[head.end : run.start].strip() in ("", ",")


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
