"""The only door from `Claim` to `Statement`: what a reader is shown must be carried by the words that are quoted.

The gate knows nothing of how a claim was made and trusts none of it. It asks, for every claim:

* do its spans lie in the text, each within one sentence?
* do the words, numbers and signs of its text stand in its evidence, in that order, nothing between them left out but
  asides? Words in square brackets must stand in its context.
* are the negations and hedges of the quoted clause kept, and those that govern it from outside shown beside it?
* if somebody says it, is it said who, and does that name stand beside it?
* do its name, aliases, certainty and date words stand where they are said to stand, and do those words mean its date?
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from generator import timex
from generator.english import HEDGE, NEGATION, REPORTING_VERBS
from generator.extract.dates import Timex, find_dates
from generator.extract.parse import parse
from generator.model import Claim, Document, Evidence, Section, Span, Statement, Status

_WORD = re.compile(r"\d+(?:[.,:]\d+)*\w*|\w+(?:['’]\w+)*")
_MARK = re.compile(rf"{_WORD.pattern}|[$€£¥₹₽%‰°]|(?<![\w.,])[-−](?=\d)")
"""What must not change between evidence and text: words, whole numbers, and the signs that say what is counted."""
_CUT_BEFORE = re.compile(r"[$€£¥₹₽]\s?$")
_CUT_AFTER = re.compile(r"\s?(?:[%‰°]|(?:percent|per cent|hundred|thousand|million|billion|trillion|dozen)\b)")
_ASIDE = re.compile(r"\s*(?:\([^()]*\)|\[[^\[\]]*\]|([,–—])[^,;:–—]*\1)[\s,]*")
"""What may be left out of the middle of a clause, if it turns or weakens nothing."""
_CONNECTIVES = frozenset("also however therefore thus then meanwhile moreover furthermore though too still".split())
_QUOTED = re.compile(r"“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)")
_BRACKETED = re.compile(r"\[([^\[\]]*)\]")
_PAIRS = (("“", "”"), ("(", ")"), ("[", "]"))
_CLAUSE_START = re.compile(
    r"[,;:—–()]|\b(?:because|after|before|while|when|since|as|although|though|but|and|or|which|who|whose|where)\b",
    re.IGNORECASE,
)
_SAYING = REPORTING_VERBS | frozenset(
    """according saying telling claiming adding stating warning announcing suggesting arguing called
    calls call noting tweeted commented remarked replied responded asked promised pledged vowed urged
    demanded concluded found thinks think thought hopes hope hoped fears fear feared expects expect
    expected quoted cited cites citing statement words indicated indicates indicating confirming
    denounced condemned criticised criticized praised revealed reveals explaining insisting accusing
    blaming reporting predicting estimating writing posted voiced expressed agreed shared speculated
    pointing stressed emphasised emphasized underlined reiterated pointed recalled observed proposed
    judged ruled""".split()
)
"""Words beside which the name of a speaker stands."""
_PRONOUNS = frozenset("he she it they we i who".split())
_SUBJECT_TO_VERB, _VERB_TO_SUBJECT = 20, 4
"""Most words between the two where the name comes first ("Jo Poe, head of …, said"), and where the verb does."""
_BACK = 10
_NAME_TO_ROLE = 12
"""Most words between an actor's name and their role in one sentence."""
_MAX_WORDS = 400
_NO_TAIL = r"(?:which|who|and|but|with|while|when|where|after|before|because)\b"
_GAP = 40
"""Most words that an aside may have."""


class RefusedError(ValueError):
    """Why a claim may not be printed."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A claim that was not let through."""

    claim: Claim
    reason: str


@dataclass(frozen=True, slots=True)
class Grounded:
    """What became of an engine's claims: nothing is dropped without a reason."""

    statements: tuple[Statement, ...]
    """In the order of their claims; a repeated statement once."""
    refusals: tuple[Refusal, ...]


def ground(document: Document, claims: Iterable[Claim], source: int = 0) -> Grounded:
    """Check each of `claims` against `document`, which is number `source` of its brief."""
    statements: dict[str, Statement] = {}
    refusals: list[Refusal] = []
    known = _known(document)
    for claim in claims:
        try:
            statement = _statement(known, claim, source)
        except RefusedError as refused:
            refusals.append(Refusal(claim, str(refused)))
        else:
            statements.setdefault(statement.anchor, statement)
    return Grounded(tuple(statements.values()), tuple(refusals))


@lru_cache(maxsize=4)
def _known(document: Document) -> _Known:
    """Kept for a while, since a review asks about one claim after the other."""
    return _Known(document)


class _Known:
    """A document, and what many claims ask of it, worked out once."""

    def __init__(self, document: Document) -> None:
        self.document = document

    @cached_property
    def words(self) -> _Words:
        """Of its title and text."""
        return _Words(f"{self.document.title} {self.document.text}")

    @cached_property
    def dates(self) -> dict[int, list[Timex]]:
        """By sentence."""
        found: dict[int, list[Timex]] = defaultdict(list)
        for date in find_dates(self.document, parse(self.document)):
            found[date.sentence].append(date)
        return found


class _Words:
    """The words of a text, where runs of them are found by the first."""

    def __init__(self, text: str) -> None:
        self._words = _words(text)
        self._places: dict[str, list[int]] = defaultdict(list)
        for place, word in enumerate(self._words):
            self._places[word].append(place)
            if (bare := _bare(word)) != word:
                self._places[bare].append(place)

    def hold(self, want: list[str]) -> bool:
        """Whether `want` stands here as a run; a possessive ending of its last word here is overlooked."""
        if not want:
            return False
        *first, last = want
        width = len(first)
        return any(
            self._words[i : i + width] == first
            and i + width < len(self._words)
            and last in (self._words[i + width], _bare(self._words[i + width]))
            for i in self._places.get(want[0], ())
        )


def _bare(word: str) -> str:
    return re.sub(r"['’]s?$", "", word)


def _statement(known: _Known, claim: Claim, source: int) -> Statement:
    document = known.document
    if not claim.evidence:
        raise RefusedError("it quotes no evidence")
    if len(claim.text.split()) > _MAX_WORDS:
        raise RefusedError(f"it is longer than {_MAX_WORDS} words")
    for span in claim.evidence + claim.context:
        _check_place(document, span)
    if claim.section is not Section.ACTORS and not _WORD.search(claim.text):
        raise RefusedError("it says nothing")
    if claim.text:
        _check_balance(claim.text)
        _check_brackets(document, claim)
        _check_words(document, claim)
    _check_fields(known, claim)
    _check_date(known, claim)

    def evidence(spans: tuple[Span, ...]) -> tuple[Evidence, ...]:
        return tuple(Evidence(source, span) for span in spans)

    return Statement(
        section=claim.section, text=claim.text, evidence=evidence(claim.evidence), context=evidence(claim.context),
        status=claim.status, speaker=claim.speaker, certainty=claim.certainty, date=claim.date,
        date_text=claim.date_text, name=claim.name, type=claim.type, aliases=claim.aliases,
    )  # fmt: skip


def _check_place(document: Document, span: Span) -> None:
    if span.end > len(document.text):
        raise RefusedError(f"its evidence [{span.start}, {span.end}) reaches beyond the text")
    index = document.sentence_at(span.start)
    if index is None or span.end > document.sentences[index].end:
        raise RefusedError(f"its evidence [{span.start}, {span.end}) is not within one sentence")


def _check_balance(text: str) -> None:
    for opening, closing in _PAIRS:
        if text.count(opening) != text.count(closing):
            raise RefusedError(f"{opening}{closing} do not balance in its text")
    if text.count('"') % 2:
        raise RefusedError("quotation marks do not balance in its text")


def _check_brackets(document: Document, claim: Claim) -> None:
    """Every addition in brackets stands in the context, if the brackets are not the source's own."""
    quotes = [document.quote(s) for s in claim.evidence]
    context = [_Words(document.quote(s)) for s in claim.context]
    for addition in _BRACKETED.findall(claim.text):
        own = any(f"[{addition}]".casefold() in quote.casefold() for quote in quotes)
        if not own and not any(words.hold(_words(addition)) for words in context):
            raise RefusedError(f"[{addition}] does not stand in its context")


def _check_words(document: Document, claim: Claim) -> None:
    """Words in order; nothing lost that turns or weakens the meaning."""
    region = next((r for piece in claim.evidence if (r := _region(document, claim, piece))), None)
    if region is None:
        raise RefusedError(_why_not(document, claim))
    if claim.section is Section.ACTORS:
        _check_role(document, claim, region)
        return
    inside = document.quote(region)
    if _CUT_BEFORE.search(document.text, max(0, region.start - 3), region.start) or (
        inside[-1].isdigit() and _CUT_AFTER.match(document.text, region.end)
    ):
        raise RefusedError("it cuts an amount off from what it counts")
    shown = _BRACKETED.sub(" ", claim.text) if "[" not in inside else claim.text
    if _count(NEGATION, inside) - _count(NEGATION, shown):
        raise RefusedError("it drops a negation")
    if (_count(HEDGE, inside) - _count(HEDGE, shown)) and not claim.certainty:
        raise RefusedError("it drops a hedge")
    sentence = document.sentences[document.sentence_at(region.start) or 0]
    before, after = document.text[sentence.start : region.start], document.text[region.end : sentence.end]
    governing = _governing(before)
    if NEGATION.search(governing):
        raise RefusedError("a negation before it is cut off")
    weakened = claim.status in (Status.EXPECTED, Status.POSSIBLE, Status.CLAIMED, Status.DISPUTED)
    if HEDGE.search(governing) and not (claim.certainty or claim.speaker or weakened):
        raise RefusedError("a hedge before it is cut off")
    if not claim.speaker and _is_reported(before, after, shown):
        raise RefusedError("it does not say who says it")


def _check_role(document: Document, claim: Claim, role: Span) -> None:
    """A role stands beside one of the actor's names, where its sentence names the actor."""
    sentence = document.sentences[document.sentence_at(role.start) or 0]
    before = _words(document.text[sentence.start : role.start])
    within, after = _words(document.quote(role)), _words(document.text[role.end : sentence.end])
    words = [*before, *within, *after]
    first, last = len(before), len(before) + len(within)
    gaps = [
        max(first - start - len(name), start - last, 0)
        for name in (_words(n) for n in (claim.name or "", *claim.aliases) if n)
        for start in _runs(name, words)
    ]
    if gaps and min(gaps) > _NAME_TO_ROLE:
        raise RefusedError("its role stands far from its name")


def _why_not(document: Document, claim: Claim) -> str:
    """What is wrong with words of which no piece of evidence has just these."""
    loose = next((r for piece in claim.evidence if (r := _region(document, claim, piece, strict=False))), None)
    if loose is None:
        return "its words are not those of its evidence"
    if _count(NEGATION, document.quote(loose)) - _count(NEGATION, claim.text):
        return "it drops a negation"
    if _count(HEDGE, document.quote(loose)) - _count(HEDGE, claim.text):
        return "it drops a hedge"
    return "it leaves out words of its evidence"


def _region(document: Document, claim: Claim, piece: Span, strict: bool = True) -> Span | None:
    """The shortest stretch of `piece` with the words of the claim's text, its additions aside; None if there is none.

    If `strict`, nothing stands between two of these words that is not shown, but for asides, connectives and, in the
    role of an actor, their name.
    """
    quote = document.quote(piece)
    shown = _BRACKETED.sub(lambda m: m[0] if m[0].casefold() in quote.casefold() else " ", claim.text)
    want = [m.group() for m in _MARK.finditer(shown)] or [m.group() for m in _MARK.finditer(claim.text)]
    found = list(_MARK.finditer(quote))
    have = [m.group() for m in found]
    names = [set(_words(n)) for n in (claim.name or "", *claim.aliases) if n] if claim.section is Section.ACTORS else []

    def may_go(first: int, after: int) -> bool:
        if not strict:
            return True
        lost = quote[found[first].start() : found[after].start()]
        if NEGATION.search(lost) or HEDGE.search(lost) or REPORTING_VERBS & set(_words(lost)):
            return False
        if all(word.casefold() in _CONNECTIVES for word in have[first:after]):
            return True
        before = found[first - 1].end()
        if _ASIDE.fullmatch(quote[before : found[after].start()]):
            return True
        return after - first <= 8 and any(name <= set(_words(lost)) for name in names)

    best = _shortest(want, have, may_go)
    return Span(piece.start + found[best[0]].start(), piece.start + found[best[1]].end()) if best else None


def _shortest(want: list[str], have: list[str], may_go: Callable[[int, int], bool]) -> tuple[int, int] | None:
    """First and last place of `want` in `have`, in order, with no more left out between than `may_go` allows."""
    best: tuple[int, int] | None = None
    if not want or len(want) > len(have):
        return None
    opening = want[0].casefold()  # the first word may have been given a capital
    for start in (i for i, word in enumerate(have) if word.casefold() == opening):
        position = start
        for word in want[1:]:
            following = position + 1
            if following < len(have) and have[following] == word:
                position = following
                continue
            place = next((i for i in range(following + 1, min(following + _GAP, len(have))) if have[i] == word), None)
            if place is None or not may_go(following, place):
                break
            position = place
        else:
            if position - start + 1 == len(want):
                return start, position
            if best is None or position - start < best[1] - best[0]:
                best = (start, position)
    return best


def _governing(before: str) -> str:
    """The words between the start of the clause and the shown part of it."""
    starts = [m.end() for m in _CLAUSE_START.finditer(before)]
    return before[starts[-1] if starts else 0 :]


def _is_reported(before: str, after: str, shown: str) -> bool:
    """Whether the words around a clause put it into somebody's mouth."""
    shown_words = _words(shown)
    if REPORTING_VERBS & set(shown_words) or "according" in shown_words:
        return False
    last = _words(_governing(before))[-8:]
    if last and (last[-1] in REPORTING_VERBS or (last[-1] == "that" and REPORTING_VERBS & set(last))):
        return True
    if re.match(r"[”\"'’]?,?[”\"'’]?\s*,?\s*according to\b", after):
        return True
    tail = re.match(r"\s*[”\"'’]?,[”\"'’]?\s+((?:[^\s,.;:]+\s*){1,7})", after)
    return bool(tail and REPORTING_VERBS & set(_words(tail.group(1))) and not re.match(_NO_TAIL, tail.group(1)))


def _check_fields(known: _Known, claim: Claim) -> None:
    document = known.document
    quotes = _Words(" ".join(document.quote(s) for s in claim.evidence))
    around = _Words(
        " ".join(document.quote(document.sentences[i]) for i in _sentences(document, claim.evidence + claim.context))
    )
    for field, value, where in (
        ("name", claim.name, quotes if claim.section is Section.FIGURES else known.words),
        ("date words", claim.date_text, quotes),
        ("certainty", claim.certainty, around),
        *(("alias", alias, known.words) for alias in claim.aliases),
    ):
        if value is not None and not where.hold(_words(value)):
            raise RefusedError(f"the {field} {value!r} does not stand in its source")
    if claim.speaker is not None and not _may_speak(document, claim):
        raise RefusedError(f"the speaker {claim.speaker!r} does not stand where somebody says it")
    if claim.section is Section.ACTORS and not any(quotes.hold(_words(n)) for n in (claim.name or "", *claim.aliases)):
        raise RefusedError("its evidence does not name it")


def _may_speak(document: Document, claim: Claim) -> bool:
    """Whether the speaker stands by a reporting verb of the evidence, or shortly before it if it names nobody.

    "He added" and a quotation that goes on after its first sentence leave the name to what stands before.
    """
    speaker = _words(claim.speaker or "")
    own = list(_sentences(document, claim.evidence))
    named = False
    for index in own:
        sentence = document.quote(document.sentences[index])
        words = _words(sentence)
        verbs = [i for i, word in enumerate(words) if word in _SAYING]
        for start in _runs(speaker, words):
            end = start + len(speaker)
            if any(0 <= verb - end <= _SUBJECT_TO_VERB or 0 <= start - verb <= _VERB_TO_SUBJECT for verb in verbs):
                return True
        named = named or _names_a_sayer(sentence)
    if named:
        return False
    before = {*range(max(0, own[0] - _BACK), own[0]), *_sentences(document, claim.context)}
    return any(_runs(speaker, _words(document.quote(document.sentences[i]))) for i in before)


def _names_a_sayer(sentence: str) -> bool:
    """Whether a reporting verb outside quotation marks has a subject other than a pronoun."""
    words = _words(_QUOTED.sub(" ", sentence))
    finite = [i for i, word in enumerate(words) if word in _SAYING and (word == "according" or word[-3:] != "ing")]
    return any(not _PRONOUNS & set(words[max(0, i - 3) : i]) for i in finite)


def _runs(want: list[str], have: list[str]) -> list[int]:
    """Where `want` begins in `have`; a possessive ending of its last word there is overlooked."""
    *first, last = want or [""]
    width = len(first)
    return [
        i
        for i in range(len(have) - width)
        if have[i : i + width] == first and last in (have[i + width], _bare(have[i + width]))
    ]


def _check_date(known: _Known, claim: Claim) -> None:
    """Its date is what the date words of its evidence mean, read anew."""
    if claim.date is None:
        return
    if timex.bounds(claim.date) is None:
        raise RefusedError(f"{claim.date!r} is no date")
    words = _words(claim.date_text or "")
    for index in _sentences(known.document, claim.evidence):
        for date in known.dates.get(index, ()):
            found = known.document.quote(date.span)
            if date.value == claim.date and (
                not words or _Words(found).hold(words) or _Words(claim.date_text or "").hold(_words(found))
            ):
                return
    raise RefusedError(f"nothing in its evidence means {claim.date}")


def _sentences(document: Document, spans: tuple[Span, ...]) -> Iterator[int]:
    found = {i for s in spans if (i := document.sentence_at(s.start)) is not None}
    yield from sorted(found)


def _words(text: str) -> list[str]:
    return [m.group().casefold() for m in _WORD.finditer(text)]


def _count(pattern: re.Pattern[str], text: str) -> Counter[str]:
    return Counter(m.group().casefold() for m in pattern.finditer(text))
