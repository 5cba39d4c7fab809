"""What a reader who reads nothing else must know: summary points, key figures, and what is not known."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from generator.extract.attribution import certainty_of
from generator.extract.clauses import Form, Kind, clauses, may_be_verb, verb_forms
from generator.extract.encoder import Reading
from generator.extract.judgement import contributions, point_signals, weigh_points
from generator.extract.parse import Sentence
from generator.extract.rules.cuts import CONDITIONS
from generator.extract.verdicts import BELOW, FULL, NOT_ALONE, TWO, Signal, Verdict, strongest
from generator.extract.wording import Voice, Wording, sends_to_another_day, speaker_shown, voice_of, word
from generator.model import BlockKind, Claim, Document, Section, Span

if TYPE_CHECKING:
    from generator.extract.names import Entity

MOST_POINTS = 6
FEWEST_POINTS = 3
EVIDENCE_WORDS = 40
_ENOUGH = 0.25
"""A sentence less likely to be a point than this is one only where there would be too few."""
_TRIED = 100
"""So many of the best candidates are looked at closely, so that a text of any length costs little."""
_ALIKE = 0.4
"""Two points may not share more of their words than this (cosine)."""
_TOO_MANY = f"{_TRIED} others stand before it"

WEIGHTS = {
    "bias": -3.31,
    "second": 0.43,
    "early": 2.75,
    "few": 2.36,
    "opens_block": 1.03,
    "title": 0.51,
    "central": 2.69,
    "plain_central": 0.79,
    "actors": 0.32,
    "new_actors": 0.69,
    "size": 0.86,
    "long": -0.45,
    "number": 0.26,
    "cause": 0.33,
    "future": 0.26,
    "old_year": -0.47,
    "weekday": 0.24,
    "quoted": -1.05,
    "first_person": -0.57,
    "pronoun": -0.25,
    "link": -0.15,
    "topic": 0.19,
    "overall": 0.38,
    "numbers": 0.06,
    "perfect": 0.15,
    "parts": -0.19,
}
"""What each feature of a sentence speaks for or against its being a summary point.

Made by ``generator.train``, never by hand: log-odds of a logistic regression (L2) over the sentences of annotated
articles; a sentence counts as a point where it is the first quoted for one.
"""

_STOP = frozenset(
    """a an the of to in on at for from by with as and or but if that this these those it its he she they his her
    their we our i you is are was were be been being has have had do does did will would can could may might must
    should not no than then there here which who whom whose what when where while after before during into over about
    up out also more most some any all other such only said says say""".split()
)
_LINK = re.compile(
    r"(?:but|and|however|also|moreover|furthermore|meanwhile|then|so|still|yet|nevertheless|instead|in addition"
    r"|for example|for instance|thus"
    r"|therefore|additionally|later|afterwards)\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"(?:he|she|it|they|this|these|those|that|his|her|its|their|there)\b", re.IGNORECASE)
_CAUSE = re.compile(
    r"\b(?:because|due to|after|following|led to|leading to|caused?|causing|result(?:ed|ing)? (?:in|of)|in response"
    r"|amid|over|prompt(?:ed|ing)|since)\b",
    re.IGNORECASE,
)
_FUTURE = re.compile(r"\b(?:will|would|plans?|expected|scheduled|set to|may|could|might|next)\b", re.IGNORECASE)
_FIRST_PERSON = re.compile(r"\b(?:I|we|We|my|our|me|us)\b")
_TOPIC = re.compile(
    r"(?:the|these|its|several|many|a number of)\b.{0,60}\b(?:causes?|reasons?|consequences?|effects?|factors?"
    r"|impacts?|implications|results?|fallout|costs?"
    r"|background|origins?)\b",
    re.IGNORECASE,
)
_OVERALL = re.compile(
    r"(?:overall|in (?:conclusion|sum|short|summary)|ultimately|taken together|all in all)\b", re.IGNORECASE
)
_STATE = re.compile(r"\b(?:has|have|had) (?:been |already |also )?\w+(?:ed|en|n|t)\b")
_WEEKDAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\byesterday\b|\btoday\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_QUESTION = re.compile(r"\?[\"”’')\s]*$")
_BOILERPLATE = re.compile(
    r"\b(?:subscribe|newsletter|click here|sign up|photo(?:graph)?s? (?:by|credit)|file photo|getty images"
    r"|all rights reserved|copyright|read more"
    r"|follow us|contributed to this report|advertisement|this article)\b",
    re.IGNORECASE,
)


# --- summary ---


def summary(
    document: Document, sentences: Sequence[Sentence], entities: Sequence[Entity], reading: Reading | None = None
) -> Iterator[Claim]:
    """Three to six points, the most important first; fewer only where the text has no more sentences that stand alone.

    The first is the most informative sentence that needs nothing added to be understood.
    """
    points, _ = _points(document, sentences, entities, rate(document, sentences, entities, reading))
    yield from (_point_claim(document, sentences, entities, point) for point in points)


def verdicts(
    document: Document, sentences: Sequence[Sentence], entities: Sequence[Entity], reading: Reading | None = None
) -> Iterator[Verdict]:
    """What becomes of every sentence as a point; those shown in the order of their claims."""
    scored = rate(document, sentences, entities, reading)
    points, against = _points(document, sentences, entities, scored)
    chances = {s.index: chance for chance, s in scored}
    signals = dict(zip((s.index for _, s in scored), _signals(document, sentences, entities, reading), strict=True))
    claims = {p.sentence.index: _point_claim(document, sentences, entities, p) for p in points}
    for index in (*claims, *(s.index for s in sentences if s.index not in claims)):
        weighed, claim = index in chances, claims.get(index)
        yield Verdict(
            section=Section.SUMMARY,
            sentences=(index,),
            text=claim.text if claim else sentences[index].text,
            probability=chances.get(index),
            bar=_ENOUGH if weighed else None,
            rules=(f"want of {FEWEST_POINTS} likelier ones",) if claim and chances[index] < _ENOUGH else (),
            signals=strongest(signals[index]) if weighed else (),
            outcome="" if claim else against.get(index) or _unfit(sentences[index]),
            claim=claim,
        )


@dataclass(frozen=True, slots=True)
class _Point:
    chance: float
    sentence: Sentence
    span: Span
    shown: Wording
    voice: Voice
    first: bool = False


def _points(
    document: Document,
    sentences: Sequence[Sentence],
    entities: Sequence[Entity],
    scored: Sequence[tuple[float, Sentence]],
) -> tuple[list[_Point], dict[int, str]]:
    """The points, the first first, and of the other sentences by index why they are none."""
    points: list[_Point] = []
    vectors: list[Counter[str]] = []
    against: dict[int, str] = {}
    twins: dict[int, _Point] = {}
    ended = False
    for rank, (chance, sentence) in enumerate(sorted(scored, key=lambda r: (-round(r[0], 6), r[1].index))):
        enough = len(points) >= MOST_POINTS or (chance < _ENOUGH and len(points) >= FEWEST_POINTS)
        ended = ended or enough or rank >= _TRIED
        if ended:
            against[sentence.index] = BELOW if chance < _ENOUGH else FULL if enough else _TOO_MANY
            continue
        vector = Counter(_stems(sentence))
        twin = next((p for p, other in zip(points, vectors, strict=True) if _cosine(vector, other) > _ALIKE), None)
        if twin:
            twins[sentence.index] = twin
            continue
        span = passage(sentence)
        shown = word(document, sentences, entities, span)
        voice = voice_of(document, sentences, entities, sentence, span, shown.text) if shown else None
        if shown is None or voice is None or not _stands(document, sentence, span, shown.text):
            against[sentence.index] = NOT_ALONE
            continue
        points.append(_Point(chance, sentence, span, shown, voice))
        vectors.append(vector)
    first = next((p for p in points if not p.shown.context and not _PRONOUN.match(p.shown.text)), None)
    ordered = ([first] if first else []) + [p for p in points if p is not first]
    for index, twin in twins.items():
        against[index] = f"it says what point {ordered.index(twin) + 1} says"
    return [replace(p, first=p is first) for p in ordered], against


def _stands(document: Document, sentence: Sentence, span: Span, text: str) -> bool:
    """Whether a point tells something, at no time that only the text before it makes clear."""
    if sends_to_another_day(text):
        return False
    if document.language not in (None, "en"):
        return True  # whose verbs the program does not know
    own = [t for t in sentence.tokens if span.start <= t.start < span.end]
    if len(own) > _NO_SENTENCE:
        return True
    return Form.FINITE in verb_forms(own) or any(may_be_verb(t.lower) for t in own if t.text.islower())


_NO_SENTENCE = 14
"""How many tokens at most a line has that is a date or a place and no sentence."""


def _point_claim(document: Document, sentences: Sequence[Sentence], entities: Sequence[Entity], point: _Point) -> Claim:
    sentence, span, shown = point.sentence, point.span, point.shown
    return Claim(
        section=Section.SUMMARY,
        text=shown.text,
        evidence=(span,),
        context=shown.context + point.voice.context,
        speaker=point.voice.speaker,
        certainty=_outside_certainty(sentence, span),
        weight=1.0 if point.first else round(point.chance, 3),
    )


def passage(sentence: Sentence, around: Span | None = None) -> Span:
    """The whole sentence; of a long one a run of clauses of at most forty words from its start, or about `around`."""
    words = [t for t in sentence.tokens if t.is_word]
    if len(words) <= EVIDENCE_WORDS:
        return sentence.span
    if around is None and (opening := _opening(sentence)):
        return opening
    first = 0
    if around is not None and around.end > words[EVIDENCE_WORDS - 1].end:
        at = next((k for k, t in enumerate(words) if t.end > around.start), 0)
        first = max(0, at - EVIDENCE_WORDS // 2)
        breaks = [t.end for t in sentence.tokens if t.text in _BREAKS and words[first].start <= t.start < around.start]
        first = next((k for k, t in enumerate(words) if breaks and t.start >= breaks[0]), first)
    last = min(first + EVIDENCE_WORDS, len(words)) - 1
    low = max(words[first + (last - first) // 2].start, around.end if around else 0)
    conditional = {t.start for t, after in pairwise(sentence.tokens) if after.lower in CONDITIONS}
    ends = [
        t.start
        for t in sentence.tokens
        if t.text in _BREAKS and low <= t.start <= words[last].end and t.start not in conditional
    ]
    whole = last == len(words) - 1
    start = sentence.span.start if first == 0 else words[first].start
    return Span(start, sentence.span.end if whole else ends[-1] if ends else words[last].end)


_BREAKS = frozenset(",;—–")
_LOOSE = frozenset((Kind.COORDINATE, Kind.RELATIVE, Kind.PARTICIPLE, Kind.SUBORDINATE, Kind.PHRASE, Kind.ATTRIBUTION))
"""Clauses that what stands before them can do without."""


def _opening(sentence: Sentence) -> Span | None:
    """The longest run of whole clauses from the start of a long sentence; None if it is less than half as long."""
    parts, size = clauses(sentence), 0
    best: Span | None = None
    for number, part in enumerate(parts[:-1]):
        size += sum(t.is_word for t in sentence.tokens[part.first : part.last])
        if size > EVIDENCE_WORDS:
            break
        following = parts[number + 1]
        after = parts[number + 2].kind if number + 2 < len(parts) else None
        whole = (
            any(p.finite for p in parts[: number + 1])
            and following.kind in _LOOSE
            and after is not Kind.CONTINUATION
            and following.opener not in CONDITIONS
        )
        if whole and size >= EVIDENCE_WORDS // 2 and not following.quoted:
            best = Span(sentence.span.start, part.span(sentence).end)
    return best


# --- key figures ---

MOST_FIGURES = 5
_WORTH_SHOWING = 1.7
_ABOUT = (
    r"(?:(?:at least|at most|more than|less than|fewer than|as many as|as much as|up to|an estimated|about|around"
    r"|in excess of"
    r"|nearly|almost|over|some|roughly|approximately|only|under)\s)?"
)
_NUMBER = r"\d+(?:[.,]\d+)*"
_SCALE = r"(?:\s?(?:hundred|thousand|million|billion|trillion|bn|m\b|k\b))?"
_SPELT = (
    r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    r"|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|(?:tens of |hundreds of )?thousands of"
    r"|dozens of|hundreds of|millions of)"
)
_HARMED = (
    r"(?:killed|dead|died|injured|wounded|hurt|missing|arrested|detained|displaced|hospitali[sz]ed|evacuated|homeless)"
)
_NO_NOUN = (
    r"(?:of|in|on|at|to|by|for|and|or|as|from|with|a|an|the|this|that|these|each|per|into|more|less|under|over|about"
    r"|a\.m|p\.m|am|pm|is|are|was|were|be|been|being|had|has|have|will|would|who|which|than|later|earlier|ago|north"
    r"|south|east|west|long|high|wide|deep|old|UTC|GMT)\b"
)
_WORD = rf"(?:\s(?!{_NO_NOUN})(?:U\.S\.|[A-Za-z][\w'’-]*))"
_PLURAL = rf"(?:\s(?!{_NO_NOUN})(?:people|children|police|staff|personnel|[A-Za-z]*men|[A-Za-z][\w'’-]*[a-rt-z]s)\b)"
_COUNTED = rf"{_WORD}{{0,2}}?{_PLURAL}"
_AMOUNT = rf"{_NUMBER}{_SCALE}"
_CURRENCY = r"(?:\b(?:US|AU|CA|A|C|NZ|HK|R))?[$£€¥₹₽₩₪₺₴₦]"
_COINS = r"(?:dollars|euros|pounds|yen|yuan|rupees|rubles|roubles|kroner|kronor|francs|pesos|lira|reais|rand|naira)"
_TERM = r"(?:year|month|week|day|hour|seat|member|nation|point)"


def _quantity(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_QUANTITIES: tuple[tuple[float, re.Pattern[str]], ...] = (
    (4.0, _quantity(rf"\b{_ABOUT}(?:{_AMOUNT}|{_SPELT})(?:{_WORD}{{0,3}}?)(?:\s(?:were|are|have been|had been))?"
                    rf"(?:\s(?:also|confirmed|reported|remain|remained))?\s{_HARMED}\b")),
    (4.0, _quantity(rf"\b(?:kill|injur|wound|displac)(?:ed|ing)\s{_ABOUT}{_AMOUNT}(?:{_COUNTED})?")),
    (3.0, _quantity(rf"(?:\b{_ABOUT})?(?:between\s{_CURRENCY}\s?{_NUMBER}{_SCALE}\sand\s)?{_CURRENCY}\s?{_NUMBER}"
                    rf"(?:\s?(?:to|–|-)\s?{_CURRENCY}?{_NUMBER})?{_SCALE}")),
    (3.0, _quantity(rf"\b{_ABOUT}{_AMOUNT}\s(?:U\.?S\.?\s)?{_COINS}\b")),
    (2.5, _quantity(rf"\b{_ABOUT}(?:{_NUMBER}\s?(?:–|-|to)\s?)?{_NUMBER}\s?(?:%|per\s?cent\b|percentage points\b)")),
    (2.0, _quantity(rf"\b{_ABOUT}{_NUMBER}\s?(?:hundred|thousand|million|billion|trillion)(?:\sof)?{_COUNTED}")),
    (1.5, _quantity(rf"\b{_NUMBER}-{_TERM}(?!-old|\sold){_WORD}")),
    (1.0, _quantity(rf"\b{_ABOUT}(?:\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?){_COUNTED}")),
)  # fmt: skip
"""What kind of quantity is worth how much to a reader: harm to people, money, shares, large counts, terms, counts."""
_MEASURE = re.compile(
    r"\b(?:miles?|metres|meters|kilomet(?:er|re)s|feet|inches|degrees|minutes|hours|seconds|times|points|goals|years"
    r"|months"
    r"|weeks|days)$",
    re.IGNORECASE,
)
_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul"
    r"|aug|sept?|oct|nov|dec)"
)
_NO_QUANTITY = re.compile(
    rf"(?:{_MONTH}|age|aged|no|number|article|section|chapter|page|flight|boeing|airbus|route|highway|room|phase"
    rf"|version|category"
    r"|group|part|act|on|in|since|by|year)\.?\s$",
    re.IGNORECASE,
)
_DATE_AFTER = re.compile(
    rf"\d{{1,2}}(?:st|nd|rd|th)?\s(?:{_MONTH}|utc|gmt|a\.?m|p\.?m|est|et|hours|o['’]clock)\b|(?:18|19|20)\d\d\b(?!,)"
    r"|\d+(?:st|nd|rd|th)\b|\d+-year-old|\d+\syears?[\s-]old|0\d+",
    re.IGNORECASE,
)
_SEARCHED = 4_000
"""How much of one sentence is searched for quantities."""


def figures(document: Document, sentences: Sequence[Sentence]) -> Iterator[Claim]:
    """At most five quantities worth showing, with the clause that gives them: no dates, ages or numbers of things."""
    yield from (made for *_, made in _figures(document, sentences) if isinstance(made, Claim))


def figure_verdicts(document: Document, sentences: Sequence[Sentence]) -> Iterator[Verdict]:
    """What becomes of every quantity; those shown in the order of their claims."""
    for value, span, sentence, made in _figures(document, sentences):
        yield _verdict(Section.FIGURES, value, document.quote(span), sentence, made, "quantity", _WORTH_SHOWING)


def _verdict(
    section: Section, worth: float, words: str, sentence: Sentence, made: Claim | str, kind: str, bar: float | None
) -> Verdict:
    claim = made if isinstance(made, Claim) else None
    return Verdict(
        section=section,
        sentences=(sentence.index,),
        text=claim.text if claim else words,
        probability=worth,
        bar=bar,
        rules=(f"{kind} “{words}”",),
        outcome="" if isinstance(made, Claim) else made,
        claim=claim,
    )


_Made = tuple[float, Span, Sentence, Claim | str]
"""The worth and place of what was found, and its claim or why there is none."""


def _figures(document: Document, sentences: Sequence[Sentence]) -> Iterator[_Made]:
    found: list[tuple[float, Span, Sentence]] = []
    chances = {s.index: chance for chance, s in rate(document, sentences, ())}
    for sentence in sentences:
        if sentence.index in chances:
            found += [(value + 2 * chances[sentence.index], span, sentence) for value, span in _quantities(sentence)]
    shown: set[str] = set()
    used: Counter[int] = Counter()
    ended = False
    for rank, (value, span, sentence) in enumerate(sorted(found, key=lambda f: (-round(f[0], 6), f[1]))):
        ended = ended or value < _WORTH_SHOWING or rank >= _TRIED
        name = _label(document.quote(span))
        digits = "".join(c for c in name if c.isdigit()) or name.lower()
        made: Claim | str
        if ended:
            made = BELOW if value < _WORTH_SHOWING else _TOO_MANY
        elif digits in shown:
            made = "its number is shown already"
        elif len(shown) == MOST_FIGURES:
            made = FULL
        elif used[sentence.index] == 2:
            made = TWO
        else:
            made = _stated(document, sentences, sentence, span, Section.FIGURES, value, name) or NOT_ALONE
            if isinstance(made, Claim):
                shown.add(digits)
                used[sentence.index] += 1
        yield value, span, sentence, made


_BEFORE_COUNT = re.compile(r"^(?:kill|injur|wound|displac)(?:ed|ing)\s", re.IGNORECASE)
_AFTER_COUNT = re.compile(
    r"\s(?:(?:were|are|was|have been|had been|have|had|also|confirmed|reported|reportedly|remain|remained)\s)*"
    rf"{_HARMED}$",
    re.IGNORECASE,
)
_HAS_UNIT = re.compile(rf"(?:{_NUMBER}|{_SPELT})(?:{_WORD})+$", re.IGNORECASE)


def _label(quantity: str) -> str:
    """A quantity with its unit only: “12 people” of “killed 12 people” and of “12 people were killed”."""
    counted = _AFTER_COUNT.sub("", _BEFORE_COUNT.sub("", quantity))
    return counted if _HAS_UNIT.search(counted) else quantity


def _quantities(sentence: Sentence) -> Iterator[tuple[float, Span]]:
    """The quantities of a sentence with their worth; where two overlap, the worthier."""
    text = sentence.text[:_SEARCHED]
    taken: list[Span] = []
    for value, pattern in _QUANTITIES:
        for match in pattern.finditer(text):
            start, end = match.span()
            digit = next((k for k in range(start, end) if text[k].isdigit()), start)
            if value < 3 and (_NO_QUANTITY.search(text[max(0, start - 12) : start]) or _name_before(text, start)):
                continue
            if text[max(0, start - 1) : start] == "(":
                continue  # the same in other units
            if value not in (3.0, 2.5) and (_DATE_AFTER.match(text, digit) or text[digit - 1 : digit] in _JOINED):
                continue
            if value == 1.0 and _MEASURE.search(match.group()):
                value_here = 0.5
            elif value == 3.0 and not re.search(r"\d{3}|illion|bn|thousand", match.group()):
                value_here = 1.0
            else:
                value_here = value
            span = Span(sentence.span.start + start, sentence.span.start + end)
            if not any(span.overlaps(other) for other in taken):
                taken.append(span)
                yield value_here, span


_JOINED = frozenset((":", ".", "-", "/", "#"))


def _name_before(text: str, start: int) -> bool:
    """Whether the number belongs to a name: “Boeing 737”, “COVID-19 cases”."""
    before = re.search(r"(\w[\w-]*)\s$", text[max(0, start - 30) : start])
    named = before is not None and before.group(1)[0].isupper() and before.start() > 0
    return named or text[max(0, start - 1) : start] in _JOINED


# --- not known ---

MOST_UNKNOWNS = 4
_NOT_KNOWN: tuple[tuple[float, re.Pattern[str]], ...] = (
    (3.0, _quantity(
        r"\b(?:(?:is|was|are|were|remains?|remained)(?: (?:still|yet|not|immediately|also|currently|largely"
        r"|as yet)){0,2}"
        r" (?:unclear|unknown|uncertain|undetermined|unconfirmed|unresolved|unexplained|a mystery|an open question)"
        r"|remains to be seen|yet to be (?:determined|established|confirmed|identified|announced|decided|released"
        r"|explained|seen)"
        r"|(?:unclear|unknown|uncertain) (?:whether|if|how|why|what|who|when|where))\b")),
    (3.0, _quantity(
        r"(?:\bnot|n['’]t)(?: (?:yet|immediately|been|be|currently|publicly|officially)){0,3}"
        r" (?:clear|known|determined|established|confirmed|identified|disclosed|(?:independently )?verified"
        r"|made public|released"
        r"|decided)\b(?! (?:for|as|by|from)\b)")),
    (2.5, _quantity(
        r"\b(?:no(?: one|body| group| organi[sz]ation| person)? (?:has |had |have )?(?:yet "
        r"|immediately )?claimed responsibility|no (?:immediate )?claims? of responsibility|no (?:immediate "
        r"|official )?(?:word|reports?|indication|information|explanation|details|comment|cause|motive"
        r"|confirmation)\b[^.;]{0,40}?\b(?:was|were|is|are|has|have|had|on|about|from|of)"
        r"|could not (?:be )?(?:immediately |independently )?"
        r"(?:verif(?:y|ied)|confirm(?:ed)?|determined?|establish(?:ed)?))\b")),
    (1.5, _quantity(
        r"\b(?:did not|didn['’]t|has not|have not|had not|would not|declined to|refused to)(?: (?:immediately|yet|say"
        r"|publicly)){0,2}"
        r" (?:say|said|specify|specified|disclosed?|elaborated?|identify|identified|revealed?|explain(?:ed)?|give (?:a"
        r"|any|details)"
        r"|provide details|confirm(?:ed)?|comment(?:ed)?)\b")),
    (1.0, _quantity(r"\binvestigat(?:e|es|ing) (?:whether|how|why|the cause|what)\b|\bquestions remain\b")),
)  # fmt: skip
"""Ways to say that something is not known, with their worth."""


def unknowns(document: Document, sentences: Sequence[Sentence]) -> Iterator[Claim]:
    """At most four statements that something is not known, in the words of the text; the plainest first."""
    yield from (made for *_, made in _unknowns(document, sentences) if isinstance(made, Claim))


def unknown_verdicts(document: Document, sentences: Sequence[Sentence]) -> Iterator[Verdict]:
    """What becomes of every statement that something is not known; those shown in the order of their claims."""
    for value, span, sentence, made in _unknowns(document, sentences):
        yield _verdict(Section.UNKNOWNS, value, document.quote(span), sentence, made, "words", None)


def _unknowns(document: Document, sentences: Sequence[Sentence]) -> Iterator[_Made]:
    found: list[tuple[float, Span, Sentence]] = []
    for sentence in sentences:
        if sentence.kind is BlockKind.HEADING or sentence.text.rstrip('"”’ ').endswith("?"):
            continue
        for value, pattern in _NOT_KNOWN:
            match = pattern.search(sentence.text)
            if match:
                start = sentence.span.start
                found.append((value, Span(start + match.start(), start + match.end()), sentence))
                break
    shown = 0
    for rank, (value, span, sentence) in enumerate(sorted(found, key=lambda f: (-f[0], f[1]))):
        made: Claim | str = FULL
        if shown < MOST_UNKNOWNS:
            made = _TOO_MANY
            if rank < _TRIED:
                made = _stated(document, sentences, sentence, span, Section.UNKNOWNS, value) or NOT_ALONE
        shown += isinstance(made, Claim)
        yield value, span, sentence, made


def _stated(
    document: Document,
    sentences: Sequence[Sentence],
    sentence: Sentence,
    around: Span,
    section: Section,
    weight: float,
    name: str | None = None,
) -> Claim | None:
    """A claim that shows the words around `around`; None if they cannot stand alone."""
    whole = passage(sentence, around)
    for span in (_segment(sentence, around) or whole, whole):
        shown = word(document, sentences, (), span)
        if shown is not None and shown.context and span != whole:
            continue
        if shown is None or (not shown.complete and span != whole):
            continue
        speaker = speaker_shown(document, sentences, (), sentence, span, shown.text)
        if len(shown.text.split()) > 3 and (name is None or name.lower() in shown.text.lower()):
            return Claim(
                section=section,
                text=shown.text,
                evidence=(sentence.span if whole == sentence.span else span,),
                context=shown.context,
                speaker=speaker,
                certainty=_outside_certainty(sentence, span),
                name=name,
                weight=round(weight, 3),
            )
    return None


def _segment(sentence: Sentence, around: Span) -> Span | None:
    """Of a long sentence, the part with subject and verb of its own that holds `around`; None if there is none."""
    if len(sentence.words) <= SHORT_SENTENCE:
        return None
    parts = clauses(sentence)
    place = next((k for k, c in enumerate(parts) if c.span(sentence).end > around.start), len(parts) - 1)
    first = next((k for k in range(place, -1, -1) if parts[k].kind in (Kind.MAIN, Kind.COORDINATE)), 0)
    last = next((k for k in range(place + 1, len(parts)) if parts[k].kind is Kind.COORDINATE), len(parts))
    opening = parts[first].first + parts[first].opener_size
    forms = verb_forms(sentence.tokens[: opening + 2])
    if not parts[first].finite or opening >= len(forms) or forms[opening] is not Form.NONE:
        return None
    span = Span(parts[first].span(sentence).start, parts[last - 1].span(sentence).end)
    size = len(_INNER_WORD.findall(sentence.text, *_within(sentence, span)))
    return span if span.covers(around) and 4 < size <= EVIDENCE_WORDS else None


def _within(sentence: Sentence, span: Span) -> tuple[int, int]:
    return span.start - sentence.span.start, span.end - sentence.span.start


SHORT_SENTENCE = 20
"""Words up to which a sentence is shown whole."""
_INNER_WORD = re.compile(r"\w+")


def _outside_certainty(sentence: Sentence, span: Span) -> str | None:
    """The certainty words that govern what is shown and were cut off from it."""
    certainty = certainty_of(sentence, span)
    start, end = _within(sentence, span)
    return None if certainty and certainty in sentence.text[start:end] else certainty


# --- how likely a sentence is a point ---


def rate(
    document: Document, sentences: Sequence[Sentence], entities: Sequence[Entity], reading: Reading | None = None
) -> list[tuple[float, Sentence]]:
    """For every sentence that may be a point, how likely it is one, in text order."""
    view = _View.of(document, sentences, entities)
    odds = [_odds(features(view, k)) for k in range(len(view.sentences))]
    if reading:
        odds = weigh_points([s.index for s in view.sentences], odds, reading)
    return [(1 / (1 + math.exp(-max(-30.0, min(30.0, z)))), s) for z, s in zip(odds, view.sentences, strict=True)]


def _signals(
    document: Document, sentences: Sequence[Sentence], entities: Sequence[Entity], reading: Reading | None
) -> list[list[Signal]]:
    """What speaks for and against each sentence that `rate` rates: signals of the judgement, or features."""
    view = _View.of(document, sentences, entities)
    own = [features(view, k) for k in range(len(view.sentences))]
    indices = [s.index for s in view.sentences]
    read = point_signals(indices, [_odds(f) for f in own], reading) if reading else [None] * len(own)
    return [
        list(contributions("point", signals))
        if signals
        else [(name, WEIGHTS.get(name, 0.0) * value) for name, value in mine.items() if name != "bias"]
        for mine, signals in zip(own, read, strict=True)
    ]


def _unfit(sentence: Sentence) -> str:
    """Why a sentence cannot be a point whatever it says; "" where it can."""
    if sentence.kind is BlockKind.HEADING:
        return "it is a heading"
    if len(sentence.words) < 5:
        return "it has fewer than five words"
    if _BOILERPLATE.search(sentence.text):
        return "it speaks of the page, not of the story"
    return "it is a question" if _QUESTION.search(sentence.text) else ""


@dataclass(frozen=True, slots=True)
class _View:
    """A document as the features see it."""

    document: Document
    sentences: tuple[Sentence, ...]
    stems: tuple[Counter[str], ...]
    rarity: dict[str, float]
    title: Counter[str]
    centre: Counter[str]
    weighted: dict[str, float]
    """`centre`, each stem times its rarity."""
    squares: tuple[float, float]
    """Of the lengths of `weighted` and `centre`."""
    salience: tuple[float, ...]
    """For each sentence, how much of the story's actors it names, 0 to 1."""
    newcomers: tuple[int, ...]
    """For each sentence, how many actors of note it names first."""
    year: int | None

    @classmethod
    def of(cls, document: Document, sentences: Sequence[Sentence], entities: Sequence[Entity]) -> _View:
        chosen = tuple(s for s in sentences if not _unfit(s))
        stems = tuple(Counter(_stems(s)) for s in chosen)
        spread = Counter(stem for counts in stems for stem in counts)
        rarity = {stem: math.log((len(chosen) + 1) / n) for stem, n in spread.items()}
        centre: Counter[str] = Counter()
        for counts in stems:
            centre.update(counts)
        title = Counter(_stem(w.lower()) for w in re.findall(r"\w+", document.title) if w.lower() not in _STOP)
        salience, newcomers = _actors(chosen, entities)
        year = int(document.published[:4]) if document.published and document.published[:4].isdigit() else None
        weighted = {stem: n * rarity[stem] for stem, n in centre.items()}
        squares = (_square(weighted), _square(centre))
        return cls(document, chosen, stems, rarity, title, centre, weighted, squares, salience, newcomers, year)


def _actors(sentences: Sequence[Sentence], entities: Sequence[Entity]) -> tuple[tuple[float, ...], tuple[int, ...]]:
    of_note = sorted(
        (e for e in entities if e.type is not None),
        key=lambda e: (-len(e.mentions), e.mentions[0].span.start if e.mentions else 0),
    )[:5]
    total = sum(len(e.mentions) for e in of_note) or 1
    share: Counter[int] = Counter()
    new: Counter[int] = Counter()
    for entity in of_note:
        for index in sorted({m.sentence for m in entity.mentions}):
            share[index] += len(entity.mentions)
        if entity.mentions:
            new[min(m.sentence for m in entity.mentions)] += 1
    return tuple(share[s.index] / total for s in sentences), tuple(new[s.index] for s in sentences)


def features(view: _View, k: int) -> dict[str, float]:
    """What the judgement of the `k`-th sentence rests on; every value lies between 0 and about 1."""
    sentence, stems = view.sentences[k], view.stems[k]
    text, count, size = sentence.text, len(view.sentences), len(sentence.words)
    mine = {s: n * view.rarity[s] for s, n in stems.items()}
    years = [int(y) for y in _YEAR.findall(text)]
    return {
        "bias": 1.0,
        "second": float(k == 1),
        "early": 1 / (1 + k),
        "few": 1 / count,
        "opens_block": float(sentence.opens_block),
        "title": _share(view.title, stems, view.rarity),
        "central": _dot(mine, view.weighted, view.squares[0]),
        "plain_central": _dot(stems, view.centre, view.squares[1]),
        "actors": view.salience[k],
        "new_actors": min(view.newcomers[k], 3) / 3,
        "size": min(size, 40) / 40,
        "long": float(size > 34),
        "number": float(any(c.isdigit() for c in text)),
        "cause": float(bool(_CAUSE.search(text))),
        "future": float(bool(_FUTURE.search(text))),
        "old_year": float(bool(years) and view.year is not None and max(years) < view.year - 1),
        "weekday": float(bool(_WEEKDAY.search(text))),
        "quoted": _quoted_share(sentence),
        "first_person": float(bool(_FIRST_PERSON.search(text))),
        "pronoun": float(bool(_PRONOUN.match(text.lstrip("\"“‘' ")))),
        "link": float(bool(_LINK.match(text))),
        "topic": float(size < 14 and bool(_TOPIC.match(text)) and not any(c.isdigit() for c in text)),
        "overall": float(bool(_OVERALL.match(text))),
        "numbers": min(len(re.findall(r"\b\d[\d.,]*", text)), 4) / 4,
        "perfect": float(bool(_STATE.search(text))),
        "parts": min(text.count(",") + text.count(";"), 4) / 4,
    }


def _odds(values: dict[str, float]) -> float:
    return sum(WEIGHTS.get(name, 0.0) * value for name, value in values.items())


def _stems(sentence: Sentence) -> list[str]:
    return [_stem(w) for w in sentence.words if w not in _STOP]


def _stem(token: str) -> str:
    """Crude but even-handed: “attacks”, “attacked”, “attacking”, “attack’s” are one."""
    token = re.sub(r"['’]s?$", "", token)
    for ending in ("ing", "ied", "ies", "ed", "es", "s"):
        if token.endswith(ending) and len(token) - len(ending) > 3:
            return token[: -len(ending)]
    return token


def _share(wanted: Counter[str], have: Counter[str], rarity: dict[str, float]) -> float:
    whole = sum(rarity.get(s, 0.0) + 0.5 for s in wanted)
    return sum(rarity.get(s, 0.0) + 0.5 for s in wanted if s in have) / whole if whole else 0.0


def _dot(left: Mapping[str, float], right: Mapping[str, float], square: float | None = None) -> float:
    """Cosine of two weighted word counts; `square` is that of the length of `right`, where it is known."""
    size = math.sqrt(_square(left) * (_square(right) if square is None else square))
    if len(left) > len(right):
        left, right = right, left
    both = sum(v * right[s] for s, v in left.items() if s in right)
    return both / size if size else 0.0


def _square(vector: Mapping[str, float]) -> float:
    return sum(v * v for v in vector.values())


def _cosine(left: Counter[str], right: Counter[str]) -> float:
    return _dot(left, right)


def _quoted_share(sentence: Sentence) -> float:
    inside, quoted = False, 0
    for token in sentence.tokens:
        if token.text in "“”":
            inside = token.text == "“"
        elif token.text == '"':
            inside = not inside
        elif token.is_word:
            quoted += inside
    return quoted / max(len(sentence.words), 1)
