"""Names where they stand, each with a type; `generator.extract.names` merges them into entities.

*Chunks*: runs of capitalised words are cut into names, titles and nationality words. *Types*: gazetteers and heads
decide ("… University"), else the contexts of all places that bear the same name vote. Every pass looks at each token a
bounded number of times.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from generator.extract.clauses import Form, verb_forms
from generator.extract.lexicon import Known, first_names, gazetteer, key, longest, words
from generator.extract.parse import Sentence, Token
from generator.model import ActorType, BlockKind, Span

ACRONYM = re.compile(r"(?:[A-Z]{2,6}s?|[A-Z]{1,3}\d{1,2}|(?:[A-Z]\.){2,}|[A-Z]{2,5}-[A-Z]{1,4})$")


@dataclass(slots=True)
class Name:
    """Somebody or something named in one place, by a name or by a common noun."""

    text: str
    span: Span
    sentence: int
    first: int
    last: int
    """Token range ``[first, last)`` in the sentence."""
    type: str = "?"
    """An `ActorType` value, ``place``, ``thing`` (an event, a product) or ``?``."""
    form: str = "name"
    """``name``, ``adjective``, ``seat`` or ``nominal``, as in `generator.extract.names.Mention`."""
    known: Known | None = None
    titled: bool = False
    gender: str | None = None
    owner: str = ""
    """The possessive before it: "Azerbaijan's" of "Azerbaijan's Foreign Ministry"."""
    address: str = ""
    """A single name with its title: "Pope Francis"."""
    plain: str = ""
    """The text of a common noun that is capital only because a sentence begins with it, as it is written elsewhere."""
    wider: tuple[str, ...] = ()
    """The same with what stands around it: "two gunmen", "his family", "panel of judges"."""
    thin: bool = False
    """Whether a common noun says too little without what stands around it: "team" of "team of scientists"."""
    count: str = ""
    """The number before a common noun: "two" gunmen are not "five" gunmen."""
    sure: bool = False
    votes: dict[str, float] = field(default_factory=dict)


def find_names(sentences: Sequence[Sentence]) -> list[Name]:
    """All names in text order, without overlap."""
    usage = Usage.of(sentences)
    found: list[Name] = []
    for sentence in sentences:
        if not is_display(sentence):
            found.extend(_names(sentence, usage))
    _vote(found, usage)
    _neighbours(found, sentences)
    _surnames(found, sentences)
    by_fold = {n.text.casefold(): n for n in reversed(found)}
    for sentence in sentences:
        if is_display(sentence):
            found.extend(_known_names(sentence, by_fold))
    return sorted(found, key=lambda n: (n.span.start, -n.span.end))


def _surnames(found: Sequence[Name], sentences: Sequence[Sentence]) -> None:
    """A place's name is the surname of somebody named in full ("Vera *Lisbon*") where a verb follows it and no place is
    meant anywhere."""
    people = {n.text.split()[-1] for n in found if n.type == "person" and " " in n.text}
    alike: dict[str, list[Name]] = defaultdict(list)
    for name in found:
        if name.text in people and name.known and name.known.kind in _PLACES:
            alike[name.text].append(name)
    for names in alike.values():
        before = {lower_at(sentences[n.sentence].tokens, n.first - 1) for n in names}
        if not before & _BEFORE_PLACES and any(_does(sentences[n.sentence].tokens, n.last) for n in names):
            for name in names:
                name.type, name.form, name.known, name.owner, name.wider = "person", "name", None, "", ()


def _does(tokens: Sequence[Token], index: int) -> bool:
    if index >= len(tokens) or is_possessive(tokens[index - 1].text):
        return False
    index += tokens[index].lower in words("adverbs")
    return index < len(tokens) and verb_forms(tokens)[index] is Form.FINITE


_PLACES = frozenset(["state", "seat", "region", "place"])
_BEFORE_PLACES = words("place_prepositions") | words("capital_prepositions") | {"from", "to", "near"}


def _neighbours(found: Sequence[Name], sentences: Sequence[Sentence]) -> None:
    """Organisations get the state right before them as a further form ("*Norwegian* State Assembly"), and the place
    behind: "US Embassy *in Oslo*", "University of Norland, *Southport*"."""
    for left, right in pairwise(found):
        if left.type == "organisation" and left.sentence == right.sentence and right.type in ("place", "state"):
            tokens, head = sentences[left.sentence].tokens, left.text.split()[-1].lower()
            seated = head in ("embassy", "consulate", "headquarters") and lower_at(tokens, left.last) == "in"
            campus = left.text.startswith("University of ") and lower_at(tokens, left.last) == ","
            if (seated or campus) and right.first == left.last + 1:
                start = sentences[left.sentence].span.start
                text = sentences[left.sentence].text[left.span.start - start : right.span.end - start]
                left.wider = (*left.wider, text)
        if (
            right.type == "organisation"
            and " " in right.text
            and left.sentence == right.sentence
            and left.last == right.first
            and left.span.end + 1 == right.span.start
            and left.known
            and left.known.kind in ("state", "adjective", "region", "organisation")
        ):
            right.wider = (*right.wider, f"{left.text} {right.text}")


# --- how the document writes its words -------------------------------------------------------------------------------


class Usage(NamedTuple):
    """How the document itself writes its words away from the beginnings of sentences."""

    lower: frozenset[str]
    capital: frozenset[str]

    @classmethod
    def of(cls, sentences: Sequence[Sentence]) -> Usage:
        lower: set[str] = set()
        capital: set[str] = set()
        for sentence in sentences:
            display = is_display(sentence)
            for index, token in enumerate(sentence.tokens):
                if token.text[0].islower():
                    lower.add(token.text)
                elif not display and token.text[0].isupper() and not opens(sentence.tokens, index):
                    capital.add(bare(token.text))
        return cls(frozenset(lower), frozenset(capital))

    def is_common(self, word: str) -> bool:
        """Whether a capitalised word at the beginning of a sentence is an ordinary word."""
        low = word.lower()
        if low in words("openers"):
            return True
        if word in self.capital or word in first_names() or word in gazetteer():
            return False
        ordinary = low.endswith(("ing", "ly")) or low in words("group_heads") or low in words("event_heads")
        return low in self.lower or ordinary or low in words("dropped_first")


def is_display(sentence: Sentence) -> bool:
    """Whether capitals tell nothing: a heading, or a sentence in capitals."""
    if sentence.kind is BlockKind.HEADING:
        return True
    letters = [t.text for t in sentence.tokens if t.text[0].isalpha()]
    capital = sum(t[0].isupper() for t in letters)
    shouted = sum(t.isupper() for t in letters)
    titled = capital > 0.8 * len(letters) and not sentence.text.rstrip().endswith((".", "?", "!", "”", '"'))
    return len(letters) >= 5 and (titled or shouted > 0.6 * len(letters))


_OPENING = frozenset("\"“”‘'«»([{:—–-•*….?!;")
_QUOTES = frozenset("\"“”‘’'«»")


def opens(tokens: Sequence[Token], index: int) -> bool:
    """Whether a capital at `index` may be due to the beginning of a sentence or of a quotation."""
    return index == 0 or tokens[index - 1].text in _OPENING


_POSSESSIVE = re.compile(r"['’](?:s|S)?$")


def bare(word: str) -> str:
    """`word` without a possessive ending."""
    return _POSSESSIVE.sub("", word)


def is_possessive(word: str) -> bool:
    return bool(_POSSESSIVE.search(word))


# --- chunks ----------------------------------------------------------------------------------------------------------

_ARTICLE = re.compile(r"(?:[Aa]l|[Ee]l|[Aa][sdnrtz]|[Aa]sh|[Uu]l|[Ee][zds]|[dl])[-'’](?=[A-Z])|[a-z]{1,2}(?=[A-Z])")
_COMPOUND = re.compile(
    r".*-(?:[a-z]+ed|[a-z]+ing|based|born|led|built|held|run|made|era|style|wide|like|backed|nationalist|grown|bound|sponsored"
    r"|linked|only|free|nation|member|year|old|day|friendly|rich|wing)$"
)
_ABBREVIATIONS = words("abbreviations")
_GENERIC_POSSESSIVE = words("generic_possessive")
_PURPOSES = words("purposes")
_STRONG_HEADS = words("strong_heads")
_PLACE_OF = words("place_of")


_LONGEST = 16
"""Words in the longest name; longer runs of capitals are none."""


def _is_capital(text: str) -> bool:
    if not text[0].isupper():
        return bool(_ARTICLE.match(text))
    return "-" not in text or not _COMPOUND.match(text)


def touch(left: Token, right: Token) -> bool:
    return right.start - left.end <= 1


def _capital_at(tokens: Sequence[Token], index: int) -> bool:
    return index < len(tokens) and _is_capital(tokens[index].text) and touch(tokens[index - 1], tokens[index])


def _run(tokens: Sequence[Token], start: int) -> int:
    """End of the run of capitalised words (with initials, particles) that begins at `start`."""
    end = start + 1
    while end < min(len(tokens), start + _LONGEST) and touch(tokens[end - 1], tokens[end]):
        word, previous = tokens[end].text, tokens[end - 1].text
        if is_possessive(previous) and bare(previous).lower() not in _GENERIC_POSSESSIVE and word != "Office":
            break
        if word in _WEEKDAYS or previous in _WEEKDAYS or (word[0].isupper() and word.lower() in words("links")):
            break
        particle = _after_particles(tokens, end)
        if _domain(tokens, end - 1):
            return _domain(tokens, end - 1)
        if _is_capital(word) or (
            word[0].isdigit() and previous in ("Group", "Channel", "Formula", "Number", "Expedition")
        ):
            end += 1
        elif (
            (
                word == "."
                and (len(previous) == 1 or previous.lower() in _ABBREVIATIONS)
                and _capital_at(tokens, end + 1)
            )
            or (word == "&" and _capital_at(tokens, end + 1))
            or _dashed(tokens, end)
        ):
            end += 2
        elif particle:
            end = particle + 1
        elif word in _QUOTES and _nickname(tokens, end):
            end = _nickname(tokens, end)
        else:
            break
    return end


_WEEKDAYS = words("weekdays")
_DOMAINS = words("domains")


def _domain(tokens: Sequence[Token], index: int) -> int:
    """End of the name of a site whose first part stands at `index`: "Norvik.com"; 0 if there is none."""
    end = index + 1
    while (
        end + 1 < len(tokens)
        and end < index + 6
        and tokens[end].text == "."
        and tokens[end + 1].text in _DOMAINS
        and tokens[end - 1].end == tokens[end].start
        and tokens[end].end == tokens[end + 1].start
    ):
        end += 2
    return end if end > index + 1 and tokens[index].is_word else 0


def _nickname(tokens: Sequence[Token], index: int) -> int:
    """End of a nickname in quotation marks within a name: 'Edward "Eddie" Van Halen'; 0 if there is none."""
    for close in (index + 2, index + 3):
        if close + 1 < len(tokens) and tokens[close].text in _QUOTES and tokens[index + 1].text[0].isupper():
            name = _capital_at(tokens, close + 1) or _after_particles(tokens, close + 1)
            return close + 1 if name else 0
    return 0


def _after_particles(tokens: Sequence[Token], index: int) -> int:
    """Index of the capitalised word after "van der", "bin", … at `index`; 0 if there is none."""
    after = index
    while after < len(tokens) and after < index + 3 and tokens[after].text in words("person_particles"):
        after += 1
    return after if after > index and _capital_at(tokens, after) else 0


def _dashed(tokens: Sequence[Token], index: int) -> bool:
    """Whether a dash at `index` holds one name together: "Harvard–Smithsonian"."""
    if tokens[index].text not in ("–", "/") or not _capital_at(tokens, index + 1):
        return False
    tight = tokens[index].start == tokens[index - 1].end and tokens[index + 1].start == tokens[index].end
    return tight and not (tokens[index - 1].text in gazetteer() and tokens[index + 1].text in gazetteer())


def _chunk(tokens: Sequence[Token], start: int) -> int:
    """End of the name that begins at `start`: its run, with "of", "for", "and" where they are part of a name."""
    end = _run(tokens, start)
    while end + 1 < min(len(tokens), start + _LONGEST) and not is_possessive(tokens[end - 1].text):
        link, after = tokens[end].text, end + 1
        if link in ("of", "for", "and") and tokens[after].text == "the":
            after += 1
        if link not in ("of", "for", "on", "to", "and", "in", "without") or not _capital_at(tokens, after):
            break
        if tokens[after].lower in words("calendar"):
            break
        stop = _run(tokens, after)
        left = [t.text for t in tokens[start:end]]
        right = [t.text for t in tokens[after:stop]]
        before = tokens[start - 1].lower if start else ""
        if tokens[after - 1].text == "the" and link == "and" and not _known([*left, "and", "the", *right]):
            break
        if not _joins(left, link, right, before) and not _abbreviated(tokens, left, right, stop):
            break
        end = stop
    return end


def _abbreviated(tokens: Sequence[Token], left: list[str], right: list[str], stop: int) -> bool:
    """Whether the acronym in brackets after ``left and right`` is that of both: "Pacific Gas and Electric (PG&E)"."""
    if stop + 2 >= len(tokens) or tokens[stop].text != "(" or tokens[stop + 2].text != ")":
        return False
    initials = "".join(w[0] for w in (*left, *right) if w[0].isupper())
    acronym = re.sub(r"[^A-Z]", "", tokens[stop + 1].text)
    return len(acronym) > 2 and initials.startswith(acronym)


def _joins(left: list[str], link: str, right: list[str], before: str) -> bool:
    head = left[-1].lower()
    if _known([*left, link, *right]) or _known([*left, link, "the", *right]):
        return True
    if link == "of":
        return head in words("organisation_openers") or head in _PLACE_OF or ("for" in left and head in _PURPOSES)
    if link in ("for", "on", "to"):
        mission = head in ("committee", "campaign", "mission", "coalition")
        opened = head in words("organisation_openers") or (
            link == "for" and left[0].lower() in words("organisation_openers")
        )
        return mission if link == "to" else opened
    if link != "and" or right[0] in first_names() or _known(right) or _known(left):
        return False
    if right[0].lower() in words("and_tails") and head not in words("organisation_heads"):
        return True
    right_head = right[-1].lower() in words("organisation_heads")
    if "of" in left or "for" in left:
        place = max(i for i, w in enumerate(left) if w in ("of", "for")) + 1
        complement = [w for w in left[place:] if w != "the"]
        separate = right[-1].lower() in _STRONG_HEADS or ACRONYM.match(right[0])
        return not separate and not _known(complement)
    alone = head in words("organisation_heads") or left[0] in first_names() or bool(ACRONYM.match(left[-1]))
    official = before == "the" or left[0] in ("National", "Federal", "International", "U.S.", "US", "European")
    return right_head and not alone and official


def _known(tokens: Sequence[str]) -> Known | None:
    return gazetteer().get(key(" ".join(tokens)))


def _names(sentence: Sentence, usage: Usage) -> Iterator[Name]:
    tokens = sentence.tokens
    index = _dateline(sentence)
    while index < len(tokens):
        if not _is_capital(tokens[index].text):
            site = _domain(tokens, index)
            if site:
                yield from _make(sentence, index, site, None)
            index = max(site, index + 1)
            continue
        end = _chunk(tokens, index)
        start = index
        while start < end and opens(tokens, start) and _drops(tokens, start, end, usage):
            start += 1
            if start < end and tokens[start].text == ".":
                start += 1
        if index < start < end:
            end = _chunk(tokens, start)
        while start == index and index > 0 and tokens[start - 1].text in words("strong_particles"):
            start = index = start - 1
        if start < end:
            yield from _cut(sentence, start, end, usage)
        index = max(end, index + 1)


def _dateline(sentence: Sentence) -> int:
    """How many tokens "GORIS, Armenia (Reuters) —" takes at the beginning of a paragraph."""
    tokens = sentence.tokens
    if not sentence.opens_block or not tokens or not tokens[0].text.isupper() or len(tokens[0].text) < 3:
        return 0
    dash = next((i for i in range(1, min(9, len(tokens))) if tokens[i].text in ("—", "–", "-")), 0)
    return dash + 1 if dash and all(t.text[0].isupper() or not t.is_word for t in tokens[:dash]) else 0


_PROPER_FIRST = words("proper_first")


def _drops(tokens: Sequence[Token], start: int, end: int, usage: Usage) -> bool:
    """Whether the word at `start` is capital only because a sentence begins there."""
    word = bare(tokens[start].text)
    low = word.lower()
    if _match(tokens, start, end)[1] > start:
        return False
    if low in words("titles") or (low in words("title_modifiers") and low not in words("dropped_first")):
        return False
    proper = end - start > 1 and low in _PROPER_FIRST and low not in usage.lower
    return usage.is_common(word) and not (proper and lower_at(tokens, end - 1) in words("organisation_heads"))


def _match(tokens: Sequence[Token], start: int, end: int) -> tuple[Known | None, int]:
    """The longest known name that begins at `start`, and where it ends (`start` if there is none)."""
    for stop in range(min(end, start + longest()), start, -1):
        known = gazetteer().get(key(_join(tokens, start, stop)))
        if known:
            return known, stop
    return None, start


def _join(tokens: Sequence[Token], start: int, end: int) -> str:
    parts: list[str] = []
    for index in range(start, end):
        if index > start and tokens[index].start > tokens[index - 1].end:
            parts.append(" ")
        parts.append(tokens[index].text)
    return "".join(parts)


def lower_at(tokens: Sequence[Token], index: int) -> str:
    return bare(tokens[index].text).lower() if 0 <= index < len(tokens) else ""


def _is_title(tokens: Sequence[Token], index: int) -> bool:
    low = lower_at(tokens, index)
    return low in words("titles") or (low.endswith("s") and low[:-1] in words("titles"))


def _cut(sentence: Sentence, start: int, end: int, usage: Usage) -> Iterator[Name]:
    """The names within a chunk: "Russian President Vladimir Putin" → Russian, Vladimir Putin."""
    tokens = sentence.tokens
    while (
        start < end
        and (
            tokens[start].text == "."
            or lower_at(tokens, start) in words("dropped_first")
            or (lower_at(tokens, start) in words("calendar") and _dates(tokens, start))
        )
        and end - start > 1
    ):
        start += 1
    known, stop = _match(tokens, start, end)
    if known and stop == end:
        yield from _make(sentence, start, end, known)
        return
    title = _last_title(tokens, start, end)
    if title is not None:
        yield from _around_title(sentence, start, title, end, usage)
        return
    if _all_titles(tokens, start, end):
        return
    if end - start > 2 and tokens[end - 2].text == "of" and lower_at(tokens, start) in words("organisation_openers"):
        yield from _make(sentence, start, end, None)  # "Council of Ministers"
        return
    if _is_title(tokens, end - 1) and tokens[start].text not in first_names() and not _opened(tokens, start, end):
        while end > start and (
            _is_title(tokens, end - 1) or lower_at(tokens, end - 1) in words("title_modifiers") | words("portfolios")
        ):
            end -= 1
        if start < end:
            yield from _cut(sentence, start, end, usage)
        return
    if start >= 2 and tokens[start - 1].text in ("of", "and", "for", "the") and _after_office(tokens, start - 1):
        if known and known.kind in ("state", "region", "place") and end - stop >= 2:
            yield from _make(sentence, start, stop, known)
            yield from _make(sentence, stop, end, None, titled=True)
            return
        person = start
        while person < end - 1 and (
            lower_at(tokens, person) in words("portfolios") or tokens[person].text in ("and", "of")
        ):
            person += 1
        if person > start:
            if end - person >= 2 or tokens[person].text in first_names():
                yield from _make(sentence, person, end, None, titled=True)
            return
    boundary = _boundary(tokens, start, end)
    if boundary:
        yield from _make(sentence, start, boundary, None)
        yield from _cut(sentence, boundary, end, usage)
        return
    yield from _after_known(sentence, start, stop, end, known, usage)


def _opened(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether a name says whose organisation it is: "National Association of Young *Farmers*"."""
    links = (i for i in range(start + 1, end - 1) if tokens[i].text in ("of", "for", "to"))
    link = next(links, 0)
    return link > 0 and lower_at(tokens, link - 1) in words("organisation_openers")


def _dates(tokens: Sequence[Token], index: int) -> bool:
    """Whether the month at `index` belongs to a date: "in June | Norvik", "on 25 June | Norvik"."""
    return index > 0 and (tokens[index - 1].text.isdigit() or tokens[index - 1].lower in _BEFORE_DATE)


_BEFORE_DATE = frozenset(
    ["in", "by", "since", "until", "from", "of", "last", "this", "next", "early", "late", "am", "pm"]
)


def _around_title(sentence: Sentence, start: int, title: int, end: int, usage: Usage) -> Iterator[Name]:
    tokens = sentence.tokens
    left = title
    while left > start and (
        _is_title(tokens, left - 1)
        or lower_at(tokens, left - 1) in words("title_modifiers") | words("portfolios")
        or tokens[left - 1].text in ("and", ".", "of")
    ):
        left -= 1
    if left > start:
        yield from _cut(sentence, start, left, usage)
    person = title + 1 + (tokens[title + 1].text == ".")
    if person < end and _known_place(tokens, person, end):
        yield from _cut(sentence, person, end, usage)
    elif person < end:
        gender = _gender(lower_at(tokens, title))
        for name in _make(sentence, person, end, None, titled=True):
            name.gender = gender
            if " " not in name.text:
                while left < title and (
                    tokens[left].text in ("of", "and", ".") or lower_at(tokens, left) in words("dropped_first")
                ):
                    left += 1
                name.address = bare(_join(tokens, left, name.last))
            yield name


def _known_place(tokens: Sequence[Token], start: int, end: int) -> bool:
    known = gazetteer().get(key(_join(tokens, start, end)))
    return (
        known is not None
        and known.kind in ("state", "region", "place")
        and (end - start > 1 or tokens[start].text not in first_names())
    )


def _gender(title: str) -> str | None:
    return "m" if title in words("masculine") else "f" if title in words("feminine") else None


def _after_office(tokens: Sequence[Token], index: int) -> bool:
    """Whether the word at `index` goes on from an office: "Minister of …", "Secretary of …"."""
    back = index
    while (
        back > 0
        and back > index - 8
        and (tokens[back].text in ("of", "and", "for", "the") or lower_at(tokens, back) in words("portfolios"))
    ):
        back -= 1
    return back < index and _is_title(tokens, back)


def _boundary(tokens: Sequence[Token], start: int, end: int) -> int:
    """Where a person's name begins right after an organisation's: "Abu Dhabi Media | Ali bin Tamim"; 0 if nowhere."""
    for index in range(start + 1, end - 1):
        if tokens[index].text not in first_names() or tokens[start].text in first_names():
            continue
        before = lower_at(tokens, index - 1)
        if index - start >= 2 and (
            before in words("organisation_heads") or (before.endswith("s") and index == end - 2)
        ):
            return index
    return 0


def _after_known(
    sentence: Sentence, start: int, stop: int, end: int, known: Known | None, usage: Usage
) -> Iterator[Name]:
    """A chunk that begins with a known name, or with none: kept whole, or cut behind the known name."""
    tokens = sentence.tokens
    head = _head(tokens, start, end)
    owned = any(t.text in ("of", "for") for t in tokens[start:end])
    follows = lower_at(tokens, end) in _ORGANISATION_NOUNS
    if known and head not in words("organisation_heads") and not owned and not follows:
        named = tokens[stop].text in first_names() and end - stop >= 2
        partisan = (
            known.kind == "organisation"
            and known.type == "group"
            and stop == start + 1
            and head not in words("event_heads")
        )
        if partisan and head not in words("place_heads"):
            yield from _make(sentence, start, stop, known)
            place = _known_place(tokens, stop, end)
            yield from _cut(sentence, stop, end, usage) if place else _make(sentence, stop, end, None, titled=True)
            return
        if gazetteer().get(key(_join(tokens, stop, end))) or named or _all_titles(tokens, stop, end):
            if not (tokens[start].text in first_names() and stop == start + 1 and not named):
                yield from _make(sentence, start, stop, known)
                yield from _cut(sentence, stop, end, usage)
                return
        elif known.kind == "adjective" and head not in words("place_heads") and head not in words("event_heads"):
            yield from _make(sentence, start, stop, known)
            yield from _make(sentence, stop, end, None)
            return
    yield from _make(sentence, start, end, None)


def _last_title(tokens: Sequence[Token], start: int, end: int) -> int | None:
    """Where the last title before a person's name stands."""
    if lower_at(tokens, end - 1) in words("organisation_heads") and tokens[end - 2].text not in first_names():
        return None
    for index in range(end - 2, start - 1, -1):
        if _is_title(tokens, index) and tokens[index + 1].text not in ("of", "for", "and"):
            ends = tokens[index + 1].text == "." and index + 2 >= end
            return None if ends or is_possessive(tokens[index].text) else index
    return None


def _all_titles(tokens: Sequence[Token], start: int, end: int) -> bool:
    return all(
        _is_title(tokens, i)
        or lower_at(tokens, i) in words("title_modifiers")
        or tokens[i].text in (".", "of", "and", "the")
        for i in range(start, end)
    )


_ROMAN = re.compile(r"(?:I{1,3}|IV|VI{0,3}|IX|XI{0,3}|XIV|XV|XVI)$")


def _head(tokens: Sequence[Token], start: int, end: int) -> str:
    """The word that tells what a name names; numerals do not."""
    while end - 1 > start and (
        _ROMAN.match(tokens[end - 1].text) or tokens[end - 1].text[0].isdigit() or tokens[end - 1].text == "."
    ):
        end -= 1
    return lower_at(tokens, end - 1)


def _make(sentence: Sentence, start: int, end: int, known: Known | None, titled: bool = False) -> Iterator[Name]:
    """The name at tokens ``[start, end)`` with the type its own words give it."""
    tokens = sentence.tokens
    medium = known is not None and known.kind == "media"
    while start < end and tokens[start].text in ("The", "A", "An", "the", "of", "and", "for", ".") and not medium:
        start += 1
    while end > start and tokens[end - 1].text in (".", "&", "–", "/", "of", "for", "and"):
        end -= 1
    if start >= end:
        return
    span = Span(tokens[start].start, tokens[end - 1].end)
    text = bare(sentence.text[span.start - sentence.span.start : span.end - sentence.span.start])
    if not text:
        return
    name = Name(text, Span(span.start, span.start + len(text)), sentence.index, start, end, titled=titled)
    titled = titled and not _is_institution(tokens, start, end)
    governed = _government(text) if known is None else None
    known = known or gazetteer().get(key(text)) or governed
    if known is None and text.isupper() and len(text) > 3:
        known = gazetteer().get(text.title())
    if known is None and text.split()[-1].lower() in words("media_heads") and " " in text and not titled:
        known = Known(text, ActorType.ORGANISATION, "media")
    if known and not titled:
        name.known = known
        name.sure = True
        name.form = known.kind if known.kind in ("adjective", "seat") else "name"
        if known is governed:
            name.form = "nominal"
        if known.type is ActorType.GROUP and known.name == text + "s":
            name.form = "adjective"
        name.type = known.type.value if known.type else "place"
        if known.kind == "seat" and _is_located(tokens, name):
            name.known, name.type, name.form = Known(text, None, "place"), "place", "name"
        _widen(sentence, name)
        _own(tokens, name)
        if name.type == "organisation":
            _number(sentence, name)
        yield name
        return
    name.type, name.sure = _own_type(tokens, start, end, text, titled)
    if name.type != "skip":
        name.votes = _context(tokens, start, end)
        if not titled and _is_quoted(tokens, start, end):
            name.type, name.sure = "thing", True
        if name.type == "organisation":
            _own(tokens, name)
            _number(sentence, name)
        yield name


def _is_institution(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether what follows a title is no person's name: "chairman of the House | Reform Committee"."""
    head = _head(tokens, start, end)
    if head in _SURNAMES or tokens[end - 1].text in first_names():
        return False
    return head in words("organisation_heads") or head in words("place_heads") or head in words("group_heads")


_GOVERNMENT_OF = re.compile(r"(?:State|Government|Province|Commonwealth|Kingdom|Republic|Emirate) of (?:the )?(.+)$")


def _government(text: str) -> Known | None:
    """The state behind "Government of Iraq", "Japanese Government"."""
    match = _GOVERNMENT_OF.match(text)
    owner = match[1] if match else text.removesuffix(" Government") if text.endswith(" Government") else ""
    known = gazetteer().get(key(owner)) if owner else None
    return Known(known.name, known.type, "state") if known and known.kind in ("state", "adjective", "region") else None


def _is_quoted(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether the name alone stands in quotation marks, or a year in brackets follows: a title of a work."""
    if end + 1 < len(tokens) and tokens[end].text == "(" and re.match(r"(?:1[89]|20)\d\d$", tokens[end + 1].text):
        return True
    closing = end + 1 if end < len(tokens) and tokens[end].text in ",." else end
    return start > 0 and tokens[start - 1].text in _QUOTES and closing < len(tokens) and tokens[closing].text in _QUOTES


def _is_located(tokens: Sequence[Token], name: Name) -> bool:
    """Whether a capital is a mere place: "in Lisbon", "Lisbon, Portugal"."""
    before, noun = lower_at(tokens, name.first - 1), lower_at(tokens, name.first - 2)
    if before in words("capital_prepositions") or (
        before == "of" and (noun in _PLACE_NOUNS or noun in words("of_places"))
    ):
        return True
    follows = tokens[name.last].text == "," and name.last + 1 < len(tokens) if name.last < len(tokens) else False
    known = gazetteer().get(tokens[name.last + 1].text) if follows else None
    return known is not None and known.kind == "state"


_OWNED = words("owned")


def _own(tokens: Sequence[Token], name: Name) -> None:
    """Keeps the state before a general name: "Azerbaijan's Foreign Ministry"."""
    before = tokens[name.first - 1].text if name.first else ""
    if name.text.split()[-1].lower() in _OWNED and is_possessive(before):
        owner = gazetteer().get(bare(before))
        if owner and owner.kind in ("state", "region", "seat"):
            name.owner = before


_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)$")


def _number(sentence: Sentence, name: Name) -> None:
    """Takes an ordinal into the name of a body: "*2nd* Armoured Brigade"; only as a further form of a known one."""
    tokens, first = sentence.tokens, name.first
    body = _head(tokens, first, name.last) in words("organisation_heads") and name.last - first > 1
    if not (first and body and _ORDINAL.match(tokens[first - 1].text) and touch(tokens[first - 1], tokens[first])):
        return
    start = tokens[first - 1].start
    text = sentence.text[start - sentence.span.start : name.span.end - sentence.span.start]
    if name.known:
        name.wider = (*name.wider, text)
    else:
        name.first, name.span, name.text = first - 1, Span(start, name.span.end), text


def _own_type(tokens: Sequence[Token], start: int, end: int, text: str, titled: bool) -> tuple[str, bool]:
    """The type a name's own words give it, and whether that is final."""
    parts = [t.text for t in tokens[start:end] if t.text != "."]
    first, head = parts[0].lower(), _head(tokens, start, end)
    if head in words("calendar") and len(parts) <= 2 and not titled and parts[0] not in first_names():
        return "skip", True
    if len(parts) == 1:
        return _single_type(text, head, titled)
    if all(len(p) == 1 for p in parts):
        return "skip", True
    if _domain(tokens, end - 3) == end or _domain(tokens, start) == end:
        return "organisation", True
    if titled:
        return "person", True
    named = parts[0] in first_names() or any(p.lower() in _PATRONYMIC for p in parts[1:-1])
    linked = any(p in ("of", "for") for p in parts)
    opener = first in words("organisation_openers") and parts[1] in ("of", "for", "to", "on")
    if opener or (linked and any(p.lower() in words("organisation_heads") for p in parts)):
        return "organisation", True
    if head in words("organisation_heads") and not (named and len(parts) == 2 and head in _SURNAMES):
        return "organisation", True
    if head in words("event_heads") and not (named and len(parts) == 2 and head in _SURNAMES):
        return "thing", True
    if head in words("place_heads") and not (named and len(parts) <= 3 and head in _SURNAMES):
        return "place", True
    if first in ("mount", "lake", "river", "wadi", "fort", "cape", "port", "camp", "gulf", "strait", "sea"):
        return "place", True
    if first in _THING_NOUNS or first == "tropical":
        return "thing", True
    if head in words("proper_adjectives"):
        return "skip", True
    last = gazetteer().get(bare(parts[-1]))
    if not named and last and last.kind == "state" and parts[0] not in gazetteer():
        return "organisation", first in words("fields")
    if any(c.isdigit() for c in text):
        return "thing", True
    if ACRONYM.match(parts[0]) and len(parts[0]) > 1 and not named and parts[0].isupper() and "." not in parts:
        return "organisation", False
    return ("person" if named else "?"), False


_PATRONYMIC = frozenset(["bin", "bint", "ibn", "binti"])
_SURNAMES = words("surnames")


def _single_type(text: str, head: str, titled: bool) -> tuple[str, bool]:
    if len(text) == 1 or head in words("not_names") or head in words("titles"):
        return "skip", True
    if (
        head in words("numbers")
        or _ROMAN.match(text)
        or (head in words("calendar") and not (titled and text in first_names()))
    ):
        return "skip", True
    if titled:
        return "person", True
    if head in words("title_modifiers") or head in words("proper_adjectives"):
        return "skip", True
    if head in words("openers") or re.search(r"['’](?:m|d|ve|ll|re)$", text):
        return "skip", True
    if re.match(r"i[A-Z]", text):
        return "thing", True
    if ACRONYM.match(text):
        return "organisation", True
    if head in words("organisation_heads"):
        return "organisation", True
    if head in words("event_heads") or head in words("place_heads"):
        return "thing", True
    return ("person" if text in first_names() else "?"), False


_WIDE_BETWEEN = words("wide_between")


def _widen(sentence: Sentence, name: Name) -> None:
    """Takes the forces into the name: "Russian troops", "Chinese government", "Taliban fighters"."""
    tokens, end = sentence.tokens, name.last
    heads = words("force_heads") if name.known and name.known.kind in ("state", "adjective", "seat") else frozenset()
    if name.type == "group" and name.known and name.known.kind == "organisation":
        heads = words("group_heads") | {"movement", "members", "regime", "government"}
    lead = name.first - 2 if lower_at(tokens, name.first - 1) == "of" else name.first - 3
    if (
        heads
        and lead >= 0
        and tokens[lead].lower in ("government", "governments", "army")
        and lower_at(tokens, lead + 1) == "of"
    ):
        name.form, name.first, name.span = "nominal", lead, Span(tokens[lead].start, name.span.end)
        name.text = sentence.text[name.span.start - sentence.span.start : name.span.end - sentence.span.start]
        return
    if not heads or is_possessive(tokens[end - 1].text) or _renewed(tokens, name.first):
        return
    stop = end
    while stop < len(tokens) and stop < end + 3 and touch(tokens[stop - 1], tokens[stop]):
        word = bare(tokens[stop].text)
        stop += 1
        if word in heads:
            name.form, name.last = "nominal", stop
            name.span = Span(name.span.start, tokens[stop - 1].start + len(word))
            name.text = sentence.text[name.span.start - sentence.span.start : name.span.end - sentence.span.start]
            if is_possessive(tokens[stop - 1].text):
                return
        elif word not in _WIDE_BETWEEN:
            return


def _renewed(tokens: Sequence[Token], index: int) -> bool:
    return lower_at(tokens, index - 1) in words("renewing") if index else False


def _known_names(sentence: Sentence, by_fold: dict[str, Name]) -> Iterator[Name]:
    """Names in a heading or in capitals: only those known from elsewhere."""
    tokens = sentence.tokens
    index = 0
    while index < len(tokens):
        stop = index + 1
        if tokens[index].text[0].isupper():
            for end in range(min(len(tokens), index + longest()), index, -1):
                name = _known_name(sentence, index, end, by_fold)
                if name:
                    yield name
                    stop = end
                    break
        index = stop


def _known_name(sentence: Sentence, first: int, last: int, by_fold: dict[str, Name]) -> Name | None:
    tokens = sentence.tokens
    text = bare(_join(tokens, first, last))
    model = by_fold.get(text.casefold())
    entry = gazetteer().get(text) or (gazetteer().get(text.title()) if text.isupper() else None)
    if not text or not (model or (entry and text.lower() not in words("openers"))):
        return None
    span = Span(tokens[first].start, tokens[first].start + len(text))
    if (
        span.end > sentence.span.end
        or sentence.text[span.start - sentence.span.start : span.end - sentence.span.start] != text
    ):
        return None
    name = Name(text, span, sentence.index, first, last, sure=True)
    if model:
        name.type, name.form, name.known, name.titled = model.type, model.form, model.known, model.titled
    elif entry:
        name.known = entry
        name.type = entry.type.value if entry.type else "place"
        name.form = entry.kind if entry.kind in ("adjective", "seat") else "name"
    return name


# --- types by context ------------------------------------------------------------------------------------------------

_ORGANISATION_NOUNS = words("organisation_nouns")
_PLACE_NOUNS = words("place_nouns")
_THING_NOUNS = words("thing_nouns")


def _context(tokens: Sequence[Token], first: int, last: int) -> dict[str, float]:
    """What the words around a name say of its type."""
    votes: dict[str, float] = defaultdict(float)
    before, before2 = lower_at(tokens, first - 1), lower_at(tokens, first - 2)
    after = lower_at(tokens, last)
    own = is_possessive(tokens[last - 1].text)
    _left_context(votes, "" if first and is_possessive(tokens[first - 1].text) else before, before2)
    if first and tokens[first - 1].text[0].isdigit():
        votes["person"] -= 2
    if after in _ORGANISATION_NOUNS and not own:
        votes["organisation"] += 2
    if after in _PLACE_NOUNS and not own:
        votes["place"] += 1.5
        votes["person"] -= 1.5
    if after in _THING_NOUNS and not own:
        votes["thing"] += 1
        votes["person"] -= 2
    if after in words("speech_verbs") and not own:
        votes["person"] += 1
        votes["organisation"] += 0.6
    elif after in words("state_verbs") and not own:
        votes["person"] += 0.3
        votes["organisation"] += 0.3
    if after in words("titles") and before not in words("titles"):
        votes["organisation"] += 0.5 if own else 1.5
    if after in (",", "("):
        _apposition_context(votes, tokens, last)
    if after == "and" and last + 1 < len(tokens) and tokens[last + 1].text in first_names():
        votes["person"] += 0.7
    if own:
        votes["person"] += 0.2
    return votes


def _left_context(votes: dict[str, float], before: str, before2: str) -> None:
    if before == "the":
        votes["person"] -= 2.5
        votes["organisation"] += 0.4
        votes["place"] += 0.2
    elif before in words("titles"):
        votes["person"] += 3
    if before in _ORGANISATION_NOUNS:
        votes["organisation"] += 2
    if before in _PLACE_NOUNS or (before == "of" and before2 in _PLACE_NOUNS):
        votes["place"] += 2.5
    if before in _THING_NOUNS or (before in ("named", "called") and before2 in _THING_NOUNS):
        votes["thing"] += 2.5
    if before in words("speech_verbs") and before not in ("called", "named"):
        votes["person"] += 0.8
    if before in words("place_prepositions"):
        votes["place"] += 1.6
        votes["person"] -= 0.5
    elif before == "from":
        votes["place"] += 0.8
    if before == "of" and before2 in words("of_a_place"):
        votes["place"] += 2
    elif before in ("of", "for", "at") and before2 in words("titles"):
        votes["organisation"] += 1.5


def _apposition_context(votes: dict[str, float], tokens: Sequence[Token], last: int) -> None:
    after, after2 = lower_at(tokens, last), lower_at(tokens, last + 1)
    if after == "(" and last + 1 < len(tokens) and ACRONYM.match(tokens[last + 1].text):
        votes["organisation"] += 2.5
        votes["person"] -= 2
    if after2.isdigit() and len(after2) <= 2:
        votes["person"] += 3
    if after != ",":
        return
    insertion = [lower_at(tokens, i) for i in range(last + 1, min(last + 9, _next_comma(tokens, last + 1)))]
    title = next((i for i, w in enumerate(insertion) if w in words("titles")), len(insertion))
    if after2 == "its" or any(w in words("kinds") for w in insertion[:title]):
        votes["organisation"] += 2
        votes["person"] -= 1
    elif any(w in _THING_NOUNS for w in insertion):
        votes["thing"] += 2
        votes["organisation"] -= 0.5
    known = gazetteer().get(tokens[last + 1].text) if last + 1 < len(tokens) else None
    if after2 in ("who", "whose"):
        votes["person"] += 1.5
    elif after2 in ("which", "where"):
        votes["place"] += 0.8
        votes["organisation"] += 0.5
    elif known and known.kind in ("state", "region", "place"):
        votes["place"] += 2
    elif any(lower_at(tokens, i) in words("titles") for i in range(last + 1, min(last + 6, len(tokens)))):
        votes["person"] += 1.2


def _next_comma(tokens: Sequence[Token], index: int) -> int:
    return next((i for i in range(index, min(index + 10, len(tokens))) if tokens[i].text in ",.;()"), index)


def _vote(found: list[Name], usage: Usage) -> None:
    """Gives every name without a sure type the type for which all places that bear it speak."""
    totals: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    sure: dict[str, str] = {}
    for name in found:
        if name.sure:
            sure.setdefault(name.text, name.type)
        for kind, value in name.votes.items():
            totals[name.text][kind] += value
    singles = {n.text for n in found if " " not in n.text}
    often = Counter(n.text for n in found)
    for name in found:
        if not name.sure:
            parts = name.text.split()
            if len(parts) > 1 and (parts[-1] in singles or parts[0] in singles):
                totals[name.text]["person"] += 0.3
            name.type = sure.get(name.text) or _elect(name, totals[name.text], usage)
            if name.type == "?" and _is_name(name.text, usage, often[name.text] > 1):
                name.type, name.sure = ("person" if totals[name.text]["person"] > 0.5 else "?"), True


def _is_name(text: str, usage: Usage, often: bool) -> bool:
    """Whether a word of which no context tells the type is a name all the same."""
    low = text.lower()
    common = low in usage.lower or low in _ORDINARY or low in words("openers")
    seen = text in usage.capital or (often and not low.endswith(("ed", "ing", "ly")))
    return seen and not common and len(text) > 3 and _WORD.match(text) is not None


_WORD = re.compile(r"[^\W\d_a-z][^\W\d_]+(?:['’-][^\W\d_]+)*$")


def _elect(name: Name, votes: dict[str, float], usage: Usage) -> str:
    parts = len(name.text.split())
    person = votes.get("person", 0.0) + (0.9 if parts in (2, 3) else 0.0)
    if parts > 1 and any(
        w in usage.lower or w in _ORDINARY or w in words("openers") for w in name.text.lower().split()
    ):
        person -= 1.0
    if name.type == "person":
        person += 3 if parts >= 2 else 1.2
    if parts == 1 and name.text not in first_names():
        person -= 0.7
    inner = bool(re.search(r"[a-z][A-Z]", name.text))
    score = {
        "person": person,
        "organisation": votes.get("organisation", 0.0) + (1.0 if inner else 0.3),
        "place": votes.get("place", 0.0),
        "thing": votes.get("thing", 0.0),
    }
    best = max(score, key=lambda k: score[k])
    if parts > 1:
        return best if score[best] > (0.8 if best == "organisation" else 0.3) else "thing"
    seen = name.text in usage.capital
    return best if score[best] >= (0.6 if seen else 2.0) else "?"


_ORDINARY = (
    words("event_heads")
    | words("place_heads")
    | words("organisation_heads")
    | words("group_heads")
    | words("title_modifiers")
    | words("proper_adjectives")
    | words("portfolios")
    | {"summer", "winter", "big", "celebrity", "american", "british", "emergency"}
) - _SURNAMES
