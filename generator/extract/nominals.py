"""Actors without a name: noun phrases with a listed head, such as "Syrian opposition forces", "police", "residents"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from generator.extract.clauses import Form, verb_forms
from generator.extract.lexicon import gazetteer, words
from generator.extract.mentions import Name, bare, is_possessive, lower_at, opens, touch
from generator.extract.parse import Sentence, Token
from generator.model import BlockKind, Span


def find_nominals(sentences: Sequence[Sentence], names: Sequence[Name]) -> list[Name]:
    """All such phrases in text order. They hold no part of `names` but names that modify them ("*Syrian* rebels")."""
    taken: dict[int, list[Name]] = defaultdict(list)
    for name in names:
        taken[name.sentence].append(name)
    plain = (s for s in sentences if s.kind is not BlockKind.HEADING)
    return [nominal for s in plain for nominal in _nominals(s, taken.get(s.index, []))]


_STOPS = words("stops")
_ADJECTIVAL = words("adjectival")


def _nominals(sentence: Sentence, names: Sequence[Name]) -> Iterator[Name]:
    """Noun phrases with a head such as "rebels", "police": the head with what stands before it."""
    tokens = sentence.tokens
    taken = {i: n for n in names if n.type != "?" for i in range(n.first, n.last)}
    forms: list[Form] | None = None
    for index, token in enumerate(tokens):
        low = bare(token.text).lower()
        aged = _aged(tokens, index)
        if aged and not taken.keys() & {*range(aged, index + 1)}:
            yield _nominal(sentence, aged, index, "person")
            continue
        kind = _nominal_type(low)
        if not kind or index in taken or (token.text[0].isupper() and not opens(tokens, index)):
            continue
        forms = forms or verb_forms(tokens)
        if not _closes_phrase(tokens, forms, index):
            continue
        first = _phrase_start(tokens, forms, index, taken)
        if (first == index and low in _MODIFIED) or _describes(tokens, first):
            continue
        if low in ("service", "services", "force", "bank", "house", "guard", "office") and lower_at(
            tokens, index - 1
        ) not in words("service_words"):
            continue
        yield _nominal(sentence, first, index, kind, is_named=first in taken or _is_proper(tokens[first].text))


def _nominal(sentence: Sentence, first: int, head: int, kind: str, is_named: bool = False) -> Name:
    start, token = sentence.tokens[first].start, sentence.tokens[head]
    span = Span(start, token.start + len(bare(token.text)))
    text = sentence.text[span.start - sentence.span.start : span.end - sentence.span.start]
    name = Name(text, span, sentence.index, first, head + 1, kind, "nominal", sure=True)
    if text[0].isupper() and opens(sentence.tokens, first) and not is_named:
        name.plain = text[0].lower() + text[1:]
    return name


def _describes(tokens: Sequence[Token], first: int) -> bool:
    """Whether a phrase says what something named is, rather than name it: "is the highest court", ", a UN agency"."""
    article, before = lower_at(tokens, first - 1), lower_at(tokens, first - 2)
    return (article in ("a", "an") and before in (",", "is", "was", "as")) or (
        article == "the" and before in ("is", "was")
    )


def _is_proper(word: str) -> bool:
    return word in gazetteer() or word.lower() in words("proper_adjectives") or word.isupper()


def _aged(tokens: Sequence[Token], index: int) -> int:
    """Where "66-year-old man", whose head is at `index`, begins; 0 where there is no such thing."""
    if index < 3 or bare(tokens[index].text) not in words("aged_people"):
        return 0
    year = next((i for i in (index - 1, index - 2) if tokens[i].text == "year-old"), 0)
    return year - 2 if year > 2 and tokens[year - 1].text == "-" and tokens[year - 2].text.isdigit() else 0


_MODIFIED = (
    words("nominal_organisations_modified")
    | words("group_generic")
    | words("nominal_states")
    | (words("collectives") - {"opposition"})
)


def _nominal_type(low: str) -> str:
    if low in words("nominal_organisations") or low in words("nominal_organisations_modified"):
        return "organisation"
    if low in words("nominal_states"):
        return "state" if low != "authorities" else "group"
    return "group" if low in words("group_heads") or low in words("collectives") else ""


def _closes_phrase(tokens: Sequence[Token], forms: Sequence[Form], index: int) -> bool:
    """Whether a noun phrase ends at `index`: no further noun follows, and the word is no verb."""
    if forms[index] not in (Form.NONE,):
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
    return (
        forms[index + 1] is not Form.NONE
        or after.lower in _STOPS
        or after.lower.endswith("ly")
        or after.text[0].isdigit()
        or after.lower in _AFTER
    )


def _the_before(tokens: Sequence[Token], index: int) -> bool:
    return index > 0 and (
        tokens[index - 1].lower in ("the", "country's", "nation's") or tokens[index - 1].text in gazetteer()
    )


_AFTER = words("after")


def _phrase_start(tokens: Sequence[Token], forms: Sequence[Form], index: int, taken: dict[int, Name]) -> int:
    first = index
    while first > 0 and first > index - 4 and touch(tokens[first - 1], tokens[first]):
        token, form = tokens[first - 1], forms[first - 1]
        low = token.lower
        if first - 1 in taken:
            name = taken[first - 1]
            if name.form == "adjective" or (
                first == index
                and name.type in ("state", "place", "organisation", "group")
                and name.last == first
                and not is_possessive(token.text)
            ):
                first = name.first
                continue
            break
        if not token.text[0].isalpha() or low in _STOPS or low in _OPENERS or is_possessive(token.text):
            break
        if token.text[0].isupper() and not opens(tokens, first - 1) and low not in words("proper_adjectives"):
            break
        if form is not Form.NONE and not (low in _ADJECTIVAL or "-" in low):
            break
        if low in words("calendar") or _is_plural(low) or low.split("-")[0] in _NUMBERS:
            break
        if low.endswith(("ly", "ed", "ing")) and low not in _ADJECTIVAL and "-" not in low:
            break
        first -= 1
    return first


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
_OPENERS = words("openers") - words("plain")
