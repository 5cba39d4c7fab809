"""The clock of a text: its publication date, the dates told so far, and the tense of the clause a date stands in."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from generator import timex
from generator.extract.parse import Sentence

PAST, FUTURE, LATER_THEN, PRESENT, UNKNOWN = "past", "future", "later then", "present", ""
"""Tenses; `LATER_THEN` is the future of a past ("was to open", "would meet")."""

_NEAR = 300
"""Days within which one date of a story follows from another."""
_REACH = 20
"""Sentences after which "that day" no longer points to a day told."""


@dataclass(frozen=True, slots=True)
class _Told:
    sentence: int
    block: int
    first: dt.date
    precision: str
    leads: bool


@dataclass(slots=True)
class Clock:
    """The dates told so far, and the thread of those that the telling follows: asides do not move it."""

    published: dt.date | None
    """What "last month" is seen from."""
    today: dt.date | None
    """What "yesterday" is seen from: None where the document is dated less exactly than to the day."""
    opening: dt.date | None
    """The first day or month that the text names with its year."""
    event: dt.date | None = None
    """The day of what the document is about: the date that it tells first, if that is a day."""
    _told: list[_Told] = field(default_factory=list)
    _thread: list[_Told] = field(default_factory=list)
    _aside: _Told | None = None

    def tell(self, sentence: Sentence, value: str, *, leads: bool, aside: bool) -> None:
        """Notes `value`; `leads`: it opens its sentence or was seen from the publication date, so the thread is there;
        `aside`: its clause is told as what had been before."""
        span = timex.bounds(value)
        if span is None:
            return
        told = _Told(sentence.index, sentence.block, span[0], timex.precision(value), leads)
        if not self._told and told.precision in ("day", "time"):
            self.event = told.first
        self._told.append(told)
        if self._follows(told, aside):
            self._thread.append(told)
        elif aside:
            self._aside = told

    def _follows(self, told: _Told, aside: bool) -> bool:
        before = self._thread[-1].first if self._thread else self.published
        days = (told.first - before).days if before else 0
        if told.precision == "year":
            return before is None or before.year < told.first.year <= before.year + (2 if told.leads else 1)
        if told.precision in ("decade", "interval", "season", "quarter") or (aside and days < 0):
            return False
        return told.leads or abs(days) <= _NEAR

    def anchor(
        self, sentence: int, precisions: Iterable[str], reach: int = _REACH, aside: bool = False
    ) -> dt.date | None:
        """The first day of what "that day" or "a year later" points to: what its sentence told; where it is told as an
        aside, the aside just before; else the thread."""
        here = [told for told in reversed(self._told[-8:]) if told.sentence == sentence]
        if aside and self._aside and self._aside.sentence in (sentence - 1, sentence):
            here.append(self._aside)
        back = (told for told in reversed(self._thread[-24:]) if sentence - told.sentence <= reach)
        return next((told.first for told in (*here, *back) if told.precision in precisions), None)

    def origin(self, sentence: Sentence, precisions: Iterable[str]) -> dt.date | None:
        """What "four years later" counts from: what its sentence or paragraph told; the event that the document is
        about, where its subject is that; None where neither is sure."""
        back = [told for told in reversed(self._told[-24:]) if told.precision in precisions]
        own = next((told.first for told in back if told.sentence == sentence.index), None)
        if own or _OF_THE_EVENT.match(sentence.text):
            return own or self.event
        return next((told.first for told in back if told.block == sentence.block), None)

    def beside(self, sentence: int) -> dt.date | None:
        """The last day that the sentence has told so far."""
        here = self._told[-1] if self._told else None
        return here.first if here and here.sentence == sentence and here.precision in ("day", "time") else None

    def thread(self, sentence: int) -> dt.date | None:
        """Where the telling is, to choose the year of a month or a day that is told without one.

        In a document with a publication date only where the telling is in another year than that.
        """
        last = self._thread[-1] if self._thread else None
        here = self._told[-1] if self._told else None
        if here and here.sentence == sentence and here.precision == "year" and here.leads:
            last = here
        if self.published is None:
            return last.first if last else self.opening
        if last is None or sentence - last.sentence > 3:
            return None
        away = abs((last.first - self.published).days) > _NEAR and last.first.year != self.published.year
        return last.first if away else None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a date stands: all that resolving it may look at."""

    clock: Clock
    sentence: Sentence
    start: int
    end: int
    until: dt.date | None = None
    """The end of the interval that the date begins, where that is known."""

    @property
    def before(self) -> str:
        """The text of the sentence just before the date."""
        return self.sentence.text[max(0, self.start - 160) : self.start]

    @property
    def after(self) -> str:
        return self.sentence.text[self.end : self.end + 160]

    @property
    def leads(self) -> bool:
        """Whether the date opens its sentence: "In 2016 …", "As a result, on 4 May …"."""
        return bool(_LEADS.match(self.before)) and len(self.before) < 160

    @property
    def aside(self) -> bool:
        """Whether its clause tells what had been before."""
        left, ahead = _BORDER.split(self.before)[-1], _CLAUSE_END.split(self.after)[0]
        return any(
            match.start() < 45 or not _BY_THE_WAY.search(ahead, 0, match.start())
            for match in (*_PLUPERFECT.finditer(left), *_PLUPERFECT.finditer(ahead))
        )

    @property
    def tense(self) -> str:
        """The tense of the clause."""
        left = _BORDER.split(self.before)[-1]
        tense = _tense(left)
        if (_UNTIL.search(left) or _MOVED.search(left)) and not self.after.startswith(("'s", "’s")):
            return LATER_THEN if tense == PAST else FUTURE
        if tense != UNKNOWN and not _OPENS.match(left):
            return tense
        return _tense(_AHEAD_BORDER.split(self.after)[0], first=True) or _tense(self.after, first=True) or tense

    def origin(self, *precisions: str) -> dt.date | None:
        return self.clock.origin(self.sentence, precisions)

    def anchor(self, *precisions: str, reach: int = _REACH) -> dt.date | None:
        return self.clock.anchor(self.sentence.index, precisions, reach, self.aside)


_OF_THE_EVENT = re.compile(
    r"\W*(?:(?:overall|but|and|yet|still|however|even so|in the end|in all|by then|today),? )?the (?:[a-z]+ )?"
    r"(?:disaster|catastrophe|tragedy|explosion|blast|(?:earth)?quake|tsunami|floods?|storm|hurricane|cyclone|eruption"
    r"|attacks?|bombings?|shooting|massacre|siege|accident|crash|collapse|fire|spill|sinking|derailment|coup|uprising"
    r"|revolt|mutiny|invasion|assassination|murder|killing)\b(?!['’-])",
    re.I,
)
_LEADS = re.compile(
    r"^\W*(?:(?:as a result|however|then|but|and|also|meanwhile|later|earlier|finally|by contrast|back|so|yet|only"
    r"|just),? ){0,2}(?:(?:on|in|at|by|since|until|from|as of|during|before|after|around|about|over|between|throughout"
    r"|late|early|within|roughly|the) ){0,3}$",
    re.I,
)
_PLUPERFECT = re.compile(
    r"\bhad (?:[a-z]+ ){0,2}(?:been|[a-z]+ed|said|met|won|lost|made|taken|begun|seen|led|told|fallen|become|fled)\b"
)
_BY_THE_WAY = re.compile(r"\b(?:who|which|that|he|she|it|they|whose [a-z]+) $")
_BORDER = re.compile(r"[;:—()“\"]|, (?=(?:and|but|while|which|who|when|after|before|as) )")
_AHEAD_BORDER = re.compile(r"[;:—()”\"]")
_CLAUSE_END = re.compile(r"[;:—]")
_OPENS = re.compile(
    r"^\W*(?:(?:and|but|then|also|earlier|later|only|just|back|while|which|who) )?"
    r"(?:(?:on|in|at|by|since|until|from|as of|during|the|late|early) ){0,2}$",
    re.I,
)
_UNTIL = re.compile(r"\b(?:until|till|through|for)(?: (?:after|the|at least|late|early))? $")
_MOVED = re.compile(
    r"\b(?:(?:re)?scheduled|postponed|delayed|moved|deferred|pushed back|put off)\b[^.;]{0,60} (?:to|until|till|for) $"
)
_AHEAD = r"(?:scheduled|rescheduled|expected|slated|due|planned|forecast|set (?:to|for)|likely|meant|supposed|to)(?= )"
_LATER = (
    rf"(?:was|were|had been) (?:also |originally |initially |then )?{_AHEAD}|would(?! have)"
    r"|(?:intended|hoped|wanted) to"
)
_FUTURE = (
    rf"will|['’]ll|won['’]t|shall|going to|(?:is|are|be) (?:also |now |currently )?{_AHEAD}|scheduled|expected|slated"
    r"|due|planned|(?:plans?|wants?|seeks?|needs?|trying) to|planning|set (?:to|for)|upcoming|forthcoming|intends?"
    r"|hop(?:es?|ing) to|aims? to|vow(?:s|ed)? to|promised? to|pledged? to|agreed to"
    r"|(?:(?-i:may)|might|could|must|should|can)(?! have)"
)
_PRESENT = r"(?:is|are) (?:also |now |currently |still |not )?(?:[a-z]{2,20}(?:ed|ing)|known|seen|held|given)"
_PAST = (
    "was|were|had|has|have|did|said|says|told|met|won|lost|died|killed|shot|hit|struck|began|came|went|took|gave|made"
    "|became|left|fell|rose|grew|held|led|broke|spoke|wrote|saw|found|got|put|cut|sent|built|bought|sold|paid|ran|kept"
    "|brought|thought|flew|drove|chose|swore|sank|shut|spent|stood|fought|rode|threw|drew|laid|lay|beat|burst|caught"
    "|dealt|fed|fled|froze|hid|hurt|let|lent|quit|read|shook|slid|split|spread|stole|swept|tore|woke|withdrew|overcame"
    "|underwent|overthrew"
)
_TENSE = re.compile(
    rf"\b(?:(?P<later>{_LATER})(?: [a-z]+){{0,2}}|(?P<future>{_FUTURE})(?: [a-z]+){{0,2}}|(?P<present>{_PRESENT})"
    rf"|(?P<past>{_PAST})|(?<!-)(?P<weak>born|begun|known|seen|given|taken|(?-i:[a-z]{{2,20}}ed)))\b",
    re.I,
)
_NEW_CLAUSE = re.compile(r"\b(?:which|who|that|and|but|after|when|as|while|because|since)\b|,", re.I)


def _tense(text: str, first: bool = False) -> str:
    """The tense of the last verb of `text`, or the first; a participle after an auxiliary has the auxiliary's tense."""
    tense, end = UNKNOWN, 0
    for match in _TENSE.finditer(text):
        kind = str(match.lastgroup)
        led = kind == "weak" and match.start() - end < 3 and tense in (FUTURE, LATER_THEN)
        if not (led and not _NEW_CLAUSE.search(text[end : match.start()])):
            tense = {"later": LATER_THEN, "future": FUTURE, "present": PRESENT}.get(kind, PAST)
            end = match.end()
        if first:
            break
    return tense


_PLAN = re.compile(
    rf"\b(?:{_LATER}|{_FUTURE}|{_PRESENT}|to [a-z]{{3,}}|until|till|through|deadline|next|coming|called|set)\b", re.I
)
_PAST_VERB = re.compile(rf"(?:{_PAST}|[a-z]+ed)(?:n['’]t)?", re.I)


def tells_ahead(text: str) -> bool:
    """Whether a word of `text` points ahead: a modal, a plan."""
    return bool(_PLAN.search(text))


def is_past(verb: str) -> bool:
    return bool(_PAST_VERB.fullmatch(verb))
