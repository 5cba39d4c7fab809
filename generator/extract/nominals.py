"""Actors without a name: noun phrases with a listed head, such as "Syrian opposition forces", "two gunmen", "police".

A phrase is its head with the adjectives before it. What stands around it gives further forms of the same name: a
number or an owner before ("*two* gunmen", "*his* family"), what it is of behind ("a panel *of judges*").
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.extract.clauses import CONTRACTED, MODALS, Form, verb_forms
from generator.extract.lexicon import gazetteer, words
from generator.extract.mentions import Name, bare, is_possessive, lower_at, opens, touch
from generator.extract.parse import Sentence, Token
from generator.model import BlockKind, Span


def find_nominals(sentences: Sequence[Sentence], names: Sequence[Name]) -> list[Name]:
    """All such phrases in text order. They hold no part of `names` but names that modify them ("*Syrian* rebels").

    A name of a people gets its further forms too ("*two* Syrians").
    """
    taken: dict[int, list[Name]] = defaultdict(list)
    for name in names:
        taken[name.sentence].append(name)
    plain = [s for s in sentences if s.kind is not BlockKind.HEADING]
    bound = frozenset(word for s in plain for n in taken.get(s.index, ()) for word in _offices(s.tokens, n))
    return [nominal for s in plain for nominal in _Reader.of(s, taken.get(s.index, []), bound).nominals()]


_STOPS = words("stops")
_ADJECTIVAL = words("adjectival")
_OFFICES = words("person_offices")
_PEOPLE = words("person_heads")
_LOCAL = words("service_words")
_CAMPAIGNERS = words("campaigners")
_GENERIC = words("group_generic")
_STATES = ("state", "place", "organisation", "group")
_VAGUE = words("quantifiers") - {"one", "another"}
_LINKED = frozenset(["of", "from", "in", "for"])
_COMPLEMENT = 8
"""Words behind a head that are looked through for what it is of."""


def _offices(tokens: Sequence[Token], name: Name) -> Iterator[str]:
    """What a person with a name is called: "*pilot* Ana Ruiz", "Ana Ruiz, a *pilot*"; such a word means nobody else."""
    if name.type == "person":
        apart = tokens[name.first - 1].text == "," if name.first else False
        for index in range(max(0, name.first - (9 if apart else 3)), name.first):
            yield lower_at(tokens, index)
        if name.last < len(tokens) and tokens[name.last].text == "," and not apart:
            for index in range(name.last + 1, min(name.last + 8, len(tokens))):
                yield lower_at(tokens, index)


@dataclass(frozen=True, slots=True)
class _Reader:
    """One sentence, read for its nominals."""

    sentence: Sentence
    names: Sequence[Name]
    bound: frozenset[str]
    """Words that stand for a person with a name."""
    begins: frozenset[int]
    """Where a name begins."""

    @classmethod
    def of(cls, sentence: Sentence, names: Sequence[Name], bound: frozenset[str]) -> _Reader:
        return cls(sentence, names, bound, frozenset(n.first for n in names))

    def nominals(self) -> Iterator[Name]:
        tokens = self.sentence.tokens
        taken = {i: n for n in self.names if n.type != "?" for i in range(n.first, n.last)}
        forms: list[Form] | None = None
        for name in self.names:
            if name.type == "group":
                forms = forms or verb_forms(tokens)
                self._people(name, forms, taken)
        for index, token in enumerate(tokens):
            low = bare(token.text).lower()
            office = self._office(index, taken)
            if office:
                yield self._phrase(*office)
                continue
            aged = _aged(tokens, index)
            if aged and not any(taken[i].type == "person" for i in range(aged, index + 1) if i in taken):
                yield self._nominal(aged, index, "person")
                continue
            kind = _nominal_type(low)
            proper = token.text[0].isupper() and not opens(tokens, index) and low not in words("body_acronyms")
            if not kind or index in taken or proper:
                continue
            forms = forms or verb_forms(tokens)
            if not _closes_phrase(tokens, forms, index):
                continue
            first = _phrase_start(tokens, forms, index, taken)
            if _describes(tokens, first):
                continue
            left = _left(tokens, first, taken)
            right, joined = self._complement(forms, index, taken), self._joined(forms, index, taken)
            if kind == "person":
                if not self._is_somebody(first, index, left, right, taken):
                    continue
            elif first == index and low in _MODIFIED and not self._stands_alone(forms, left, index, right or joined):
                continue
            if low in _SERVICES and lower_at(tokens, index - 1) not in _LOCAL:
                continue
            named = first in taken or _is_proper(tokens[first].text)
            if kind == "person" and low in _OFFICES and right:
                yield self._phrase(first, right, opens(tokens, first) and not named)
                continue
            name = self._nominal(first, index, kind, named)
            name.count = self._count(left, first)
            self._widen(name, left, [i for i in (right, joined) if i], named)
            name.thin = first == index and low in _MODIFIED
            if kind == "person":
                name.gender = "m" if low in words("masculine") else "f" if low in words("feminine") else None
            yield name

    def _nominal(self, first: int, head: int, kind: str, is_named: bool = False) -> Name:
        token = self.sentence.tokens[head]
        span = Span(self.sentence.tokens[first].start, token.start + len(bare(token.text)))
        text = self._text(span)
        name = Name(text, span, self.sentence.index, first, head + 1, kind, "nominal", sure=True)
        common = " " in text or kind == "person" or text.lower() in words("group_heads") | _SINGULAR
        if text[0].isupper() and opens(self.sentence.tokens, first) and not is_named and common:
            name.plain = _lower(text)
        return name

    def _text(self, span: Span) -> str:
        return self.sentence.text[span.start - self.sentence.span.start : span.end - self.sentence.span.start]

    def _people(self, name: Name, forms: Sequence[Form], taken: dict[int, Name]) -> None:
        """ "Fifteen *Democrats*", "black *Americans*"."""
        tokens = self.sentence.tokens
        if name.text.endswith("s") and name.first and not is_possessive(tokens[name.first - 1].text):
            first = _phrase_start(tokens, forms, name.first, taken)
            self._widen(name, _left(tokens, first, taken), (), True, first)

    def _widen(self, name: Name, left: int, right: Sequence[int], named: bool, first: int | None = None) -> None:
        """Further forms: with what stands before the phrase, behind it, and both."""
        tokens = self.sentence.tokens
        first = name.first if first is None else first
        inner = next((i for i in range(first + 1, name.last - 1) if tokens[i].text[0].isupper()), first)
        if tokens[first].text[0].isupper():
            inner = first
        for start in dict.fromkeys((first, _adjectives(tokens, first), left, inner)):
            for end in (name.span.end, *(tokens[i - 1].start + len(bare(tokens[i - 1].text)) for i in right)):
                text = self._text(Span(tokens[start].start, end))
                if text != name.text:
                    lower = opens(tokens, start) and text[0].isupper() and not (named and start == first)
                    lower = lower and start not in self.begins
                    name.wider = (*name.wider, _lower(text) if lower else text)

    def _count(self, left: int, first: int) -> str:
        """The number before a phrase: "two", "33"."""
        before = self.sentence.tokens[left:first]
        counted = [t.lower for t in before if t.text[0].isdigit() or t.lower in _NUMBERS or t.lower == "another"]
        return " ".join(counted)

    def _complement(self, forms: Sequence[Form], head: int, taken: dict[int, Name]) -> int:
        """Where what the head is of ends: "panel *of judges*", "workers *from Chad and Mali*"; 0 where nothing is."""
        tokens = self.sentence.tokens
        if is_possessive(tokens[head].text) or lower_at(tokens, head + 1) not in _LINKED:
            return 0
        index, end, limit = head + 2, 0, min(len(tokens), head + 2 + _COMPLEMENT)
        while index < limit and (tokens[index].lower in _DETERMINED or tokens[index].text.isdigit()):
            index += 1
        while index < limit and touch(tokens[index - 1], tokens[index]):
            token, low = tokens[index], tokens[index].lower
            if low in _ABBREVIATIONS and index + 2 in taken and tokens[index + 1].text == ".":
                index += 2  # "supporters of Mr. Tobin"
            if index in taken:
                index = end = max(taken[index].last, index + 1)
            elif low in ("of", "and") and end == index and (low == "of" or (index - 1 in taken and index + 1 in taken)):
                index += 1
                index += low == "of" and lower_at(tokens, index) in _DETERMINERS
            elif (
                low in _STOPS
                or not token.text[0].isalpha()
                or low in words("calendar")
                or (forms[index] is not Form.NONE and low not in _ADJECTIVAL)
            ):
                break
            else:
                index += 1
                end = 0 if _is_adverb(low) else index
        if lower_at(tokens, head + 1) in ("in", "for") and not any(i in taken for i in range(head + 2, end)):
            return 0
        return end

    def _joined(self, forms: Sequence[Form], head: int, taken: dict[int, Name]) -> int:
        """Where a second head ends: "friends *and relatives of prisoners*"; 0 where there is none."""
        tokens, index = self.sentence.tokens, head + 2
        if is_possessive(tokens[head].text) or lower_at(tokens, head + 1) not in ("and", "or"):
            return 0
        stop = min(head + 4, len(tokens))
        while index < stop and not (_is_people(tokens[index].lower) and _closes_phrase(tokens, forms, index)):
            if forms[index] is not Form.NONE or not tokens[index].text.isalpha() or tokens[index].lower in _STOPS:
                return 0
            index += 1
        if index >= stop:
            return 0
        return self._complement(forms, index, taken) or index + 1

    def _stands_alone(self, forms: Sequence[Form], left: int, head: int, right: int) -> bool:
        """Whether a general noun without an adjective means somebody: "the media", "two men", "panel of judges"."""
        before = {t.lower for t in self.sentence.tokens[left:head]}
        if before - _VAGUE:
            return True
        low, after = lower_at(self.sentence.tokens, head), head + 1
        if any(t.lower in _LINKED for t in self.sentence.tokens[head:right]):
            return low in words("chartered") or _nominal_type(low) != "organisation"
        definite = lower_at(self.sentence.tokens, head - 1) == "the"
        return low in _ALONE and (definite or (after < len(forms) and forms[after] is Form.FINITE))

    def _office(self, head: int, taken: dict[int, Name]) -> tuple[int, int] | None:
        """Begin and end of an office in capitals whose bearer has no name: "Governor of Vermont", "Ohio Sheriff"."""
        tokens, low = self.sentence.tokens, lower_at(self.sentence.tokens, head)
        if not tokens[head].text[0].isupper() or low not in _OFFICES or low in self.bound or head in taken:
            return None
        first, last = head, head + 1
        while first > 0 and first > head - 3 and first - 1 not in taken and tokens[first - 1].text[0].isupper():
            if lower_at(tokens, first - 1) not in words("titles") | words("title_modifiers") | words("portfolios"):
                return None
            first -= 1
        if last < len(tokens) and (tokens[last].text[0].isupper() or last in taken):
            return None
        if is_possessive(tokens[head].text):
            return None
        of = last + 1 + (lower_at(tokens, last + 1) == "the")
        if lower_at(tokens, last) == "of" and of in taken and taken[of].type != "person":
            end = taken[of].last
            follows = taken.get(end) or taken.get(end + 1)
            return None if follows and follows.type == "person" else (first, end)
        owner = taken.get(first - 1)
        owns = owner and owner.type in ("state", "place") and not is_possessive(tokens[first - 1].text)
        return (owner.first, last) if owner and owns else None

    def _phrase(self, first: int, last: int, lower: bool = False) -> Name:
        """An office with whose it is, as one name."""
        tokens = self.sentence.tokens
        span = Span(tokens[first].start, tokens[last - 1].start + len(bare(tokens[last - 1].text)))
        name = Name(self._text(span), span, self.sentence.index, first, last, "person", "nominal", sure=True)
        name.plain = _lower(name.text) if lower else ""
        return name

    def _is_somebody(self, first: int, head: int, left: int, right: int, taken: dict[int, Name]) -> bool:
        """Whether a singular noun means a person without a name, of whom more is said than an office."""
        tokens = self.sentence.tokens
        low, article = lower_at(tokens, head), lower_at(tokens, first - 1)
        after = tokens[head + 1] if head + 1 < len(tokens) else None
        if low in self.bound and first == head and not (left < first and article in ("one", "another")):
            return False
        if low in _OFFICES and first not in taken and not any(i in taken for i in range(head + 1, right)):
            return False
        if article not in ("a", "an", "the") and left == first and first not in taken:
            return False
        before = lower_at(tokens, first - 2)
        if article in ("a", "an", "the") and (before in _PREDICATIVE or (before == "," and first - 3 in taken)):
            return False
        if after is None or is_possessive(tokens[head].text):
            return True
        end = right or head + 1
        named = taken.get(end + 1) if end < len(tokens) and tokens[end].text == "," else taken.get(end)
        return not (named and named.type == "person") and not after.text[0].isupper()


def _lower(text: str) -> str:
    return text[0].lower() + text[1:] if text[1:].split(" ")[0].islower() or text[1:2] == " " else text


def _adjectives(tokens: Sequence[Token], first: int) -> int:
    """Where adjectives joined with those of a phrase begin: "*African, Arab and* European leaders"."""
    start = first
    while (
        start > 1
        and start > first - 6
        and tokens[start - 1].text in ("and", "or", ",")
        and _is_adjective(tokens[first])
        and _is_adjective(tokens[start - 2])
    ):
        start -= 2
    return start


def _is_adjective(token: Token) -> bool:
    low = token.lower
    known = gazetteer().get(token.text)
    return (
        low in words("inner_adjectives")
        or low in words("proper_adjectives")
        or (known is not None and known.kind == "adjective")
        or ("-" in low and token.text[-1].islower())
        or (low.endswith(("al", "ic", "ous", "ive")) and token.text.islower())
    )


def _left(tokens: Sequence[Token], first: int, taken: dict[int, Name]) -> int:
    """Where a phrase begins with its number, quantifier or owner: "*several thousand* people", "*his* family"."""
    start = first
    while start > 0 and start > first - 5 and touch(tokens[start - 1], tokens[start]):
        before = tokens[start - 1]
        low = before.lower
        if low in _OWN or (is_possessive(before.text) and low.replace("’", "'") not in CONTRACTED):
            owner = taken.get(start - 1)
            return owner.first if owner else start - 1
        counts = low in _NUMBERS or low in _QUANTIFIERS or before.text.replace(",", "").isdigit()
        if not counts and not (low == "of" and lower_at(tokens, start - 2) in _QUANTITIES) and low not in _QUANTITIES:
            break
        if before.text.isdigit() and lower_at(tokens, start - 2) in words("calendar"):
            break
        start -= 1
    return start


def _describes(tokens: Sequence[Token], first: int) -> bool:
    """Whether a phrase says what something named is, rather than name it: "is the highest court", ", a UN agency"."""
    article, before = lower_at(tokens, first - 1), lower_at(tokens, first - 2)
    return (article in ("a", "an") and before in (",", "is", "was", "as")) or (
        article == "the" and before in ("is", "was")
    )


_PREDICATIVE = frozenset(["is", "was", "as", "be", "been", "being", "are", "were", "became", "become", "like", "than"])


def _is_proper(word: str) -> bool:
    return word in gazetteer() or word.lower() in words("proper_adjectives") or word.isupper()


def _aged(tokens: Sequence[Token], index: int) -> int:
    """Where "66-year-old man", whose head is at `index`, begins; 0 where there is no such thing."""
    if index < 3 or bare(tokens[index].text) not in words("aged_people"):
        return 0
    year = next((i for i in (index - 1, index - 2) if tokens[i].text == "year-old"), 0)
    return year - 2 if year > 2 and tokens[year - 1].text == "-" and tokens[year - 2].text.isdigit() else 0


_SERVICES = frozenset(["service", "services", "force", "bank", "house", "guard", "office"])
_ALONE = words("alone")
_MODIFIED = (
    words("nominal_organisations_modified")
    | _GENERIC
    | (words("nominal_states") - {"authorities"})
    | (words("collectives") - {"opposition"})
)


def _nominal_type(low: str) -> str:
    if low in words("nominal_organisations") or low in words("nominal_organisations_modified"):
        return "organisation"
    if low in words("nominal_states"):
        return "state" if low != "authorities" else "group"
    if _is_people(low) or low in words("collectives"):
        return "group"
    return "person" if low in _PEOPLE or low in _OFFICES else ""


_SINGULAR = (
    words("collectives")
    | words("nominal_organisations")
    | words("nominal_organisations_modified")
    | words("nominal_states")
)
_SUFFIXES = tuple(words("generic_suffixes"))


def _is_people(low: str) -> bool:
    """Whether a word means several people or bodies."""
    if low in words("group_heads") or (low[-1:] == "s" and low[:-1] in _PEOPLE):
        return True
    if len(low) < 7 or low in words("no_people") or not low.isascii():
        return False
    known = low[-1] == "s" and low.rpartition("-")[2] in words("group_heads")
    return known or low.endswith(("ists", "ians", *_SUFFIXES))


def _closes_phrase(tokens: Sequence[Token], forms: Sequence[Form], index: int) -> bool:
    """Whether a noun phrase ends at `index`: no further noun follows, and the word is no verb."""
    if forms[index] is not Form.NONE and not (index and lower_at(tokens, index - 1) in _BEFORE_NOUNS):
        return False
    if index + 1 >= len(tokens) or is_possessive(tokens[index].text):
        return True
    if tokens[index].lower == "military" and (
        tokens[index + 1].lower in ("and", "or") or not _the_before(tokens, index)
    ):
        return False
    after = tokens[index + 1]
    if not after.text[0].isalnum():
        return after.text not in "-–/&"
    low = tokens[index].lower
    if low.endswith(("s", "men", "people")) and _is_people(low) and after.text[0].islower():
        return _nominal_type(after.lower) in ("", "person")  # "investigators determine", "analysts suspect"
    return (
        forms[index + 1] is not Form.NONE
        or after.lower in _STOPS
        or _is_adverb(after.lower)
        or after.text[0].isdigit()
        or after.lower in _AFTER
    )


def _the_before(tokens: Sequence[Token], index: int) -> bool:
    return index > 0 and (
        tokens[index - 1].lower in ("the", "country's", "nation's") or tokens[index - 1].text in gazetteer()
    )


_AFTER = words("after")
_BEFORE_NOUNS = words("inner_adjectives") | words("proper_adjectives") | {"foreign", "armed", "security", "special"}


def _phrase_start(tokens: Sequence[Token], forms: Sequence[Form], index: int, taken: dict[int, Name]) -> int:
    first = index
    while first > 0 and first > index - 4 and touch(tokens[first - 1], tokens[first]):
        token, form = tokens[first - 1], forms[first - 1]
        low = token.lower
        if first - 1 in taken:
            name = taken[first - 1]
            if name.form == "adjective" or (
                (first == index or name.known)
                and (name.type in _STATES or (name.type == "person" and tokens[index].lower in _CAMPAIGNERS))
                and name.last == first
                and not is_possessive(token.text)
            ):
                first = name.first
                continue
            break
        if not token.text[0].isalpha() or low in _STOPS or low in _OPENERS or is_possessive(token.text):
            break
        if low in words("calendar") or low.split("-")[0] in _NUMBERS:
            break
        if low in _LED and first > 2 and tokens[first - 2].text == "-" and first - 3 in taken:
            first = taken[first - 3].first  # "U.S.-led coalition"
            break
        if token.text[0].isupper() and not opens(tokens, first - 1) and low not in words("proper_adjectives"):
            if token.text.isalpha() or "-" in token.text:
                first -= 1  # "Telangana ministers", "a German-born man"
                continue
            break
        if form is not Form.NONE and not (low in _ADJECTIVAL or "-" in low):
            break
        if _is_plural(low) and not (first == index and lower_at(tokens, first - 2) in ("a", "an")):
            break
        if (low.endswith(("ed", "ing")) or _is_adverb(low)) and low not in _ADJECTIVAL and "-" not in low:
            break
        if _is_infinitive(tokens, first - 1):
            break
        first -= 1
    return first


def _is_infinitive(tokens: Sequence[Token], index: int) -> bool:
    """Whether a word before a noun is a verb no list knows: "to *empower* citizens", not "to local officials"."""
    before, low = lower_at(tokens, index - 1), tokens[index].lower
    adjective = low in words("plain") or "-" in low or low.endswith(_ADJECTIVE_ENDINGS)
    return before in MODALS or (before == "to" and not adjective and lower_at(tokens, index - 2) != "according")


_ADJECTIVE_ENDINGS = ("al", "ic", "an", "ish", "ous", "ent", "ese", "ior")
_LED = frozenset(["led", "backed", "based", "run", "owned", "born", "allied", "wide"])


def _is_adverb(low: str) -> bool:
    return low.endswith("ly") and low not in words("not_adverbs")


def _is_plural(low: str) -> bool:
    """Whether a phrase ends at the word, as in "by their rules | shareholders would lose"."""
    if low in words("group_heads"):
        return low.endswith("s")
    return (
        low.endswith("s")
        and not low.endswith(("ss", "us", "is", "ics", "ous", "less"))
        and low not in _PLURAL_MODIFIERS
    )


_PLURAL_MODIFIERS = words("plural_modifiers")
_NUMBERS = words("numbers")
_QUANTITIES = words("quantities")
_QUANTIFIERS = words("quantifiers")
_OWN = words("own_pronouns")
_DETERMINERS = words("determiners")
_DETERMINED = _DETERMINERS | {"other", "another"}
_ABBREVIATIONS = words("abbreviations")
_OPENERS = words("openers") - words("plain")
