"""Finding again: sentences that were edited, words that were cut or spelt otherwise."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import cached_property, lru_cache
from heapq import nsmallest

from generator.english import NEGATION
from generator.model import Brief, Evidence, Span

SAME_SENTENCE = 0.75
"""Least likeness (see `likeness`) of a quote and the sentence it has become; where a sentence was split or joined nine
tenths of the shorter within the longer are enough."""
SAME_WORD = 0.75
"""What the likeness of two words (share of letters in common order) exceeds if one is but another spelling; the first
letter is the same."""
SAME_PLACE = 0.7
"""Least share of the shorter of two clauses that both have in common of their sentence."""
_RAREST = 12
"""How many words of a quote, the rarest of those there are, decide which sentences are compared with it."""
_CANDIDATES = 40
"""How many sentences, those with most of these words, are compared with a quote."""
_MAX_SENTENCE = 2000
"""Words of a sentence that is compared word by word; in a longer one only the very words are found."""

_WORD = re.compile(r"\w+(?:'\w+)*")
ADDED = re.compile(r"\[[^\[\]]*\]")
_ARTICLES = frozenset("a an the".split())
_NUMBER = re.compile(
    r"\d+|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
    r"|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|half|hundreds?|thousands?|millions?|billions?|trillions?|dozens?)\b",
    re.IGNORECASE,
)


Home = tuple[int, int]
"""A sentence: number of its source, its index there."""


class Sources:
    """The sentences of a brief's sources, as decisions look for them."""

    def __init__(self, brief: Brief) -> None:
        self.documents = brief.sources
        self._homes: dict[tuple[str, ...], tuple[Home, ...]] = {}

    def homes(self, quotes: tuple[str, ...]) -> tuple[Home, ...]:
        """The sentences in which a quote stands or, where it stands in none, those it has become; best first."""
        if quotes not in self._homes:
            found = (home for quote in quotes for home in self._running(quote) or self._alike(quote))
            self._homes[quotes] = tuple(dict.fromkeys(found))
        return self._homes[quotes]

    def home(self, evidence: Evidence) -> Home:
        """The sentence of a quoted passage; of one outside any, none that is there."""
        index = self.documents[evidence.source].sentence_at(evidence.span.start)
        return evidence.source, -1 if index is None else index

    def words(self, home: Home) -> list[str]:
        start, end = self._bounds[home]
        return self._running_words[start:end]

    def sentence(self, home: Home) -> str:
        document = self.documents[home[0]]
        return document.quote(document.sentences[home[1]])

    def evidence(self, home: Home) -> Evidence:
        return Evidence(home[0], self.documents[home[0]].sentences[home[1]])

    def names(self, evidence: Evidence, names: Iterable[str]) -> bool:
        """Whether a passage holds one of `names`."""
        text = f" {' '.join(_words(self.documents[evidence.source].quote(evidence.span)))} "
        return any(f" {' '.join(_words(name))} " in text for name in names)

    def naming(self, names: Iterable[str], among: Iterable[Evidence] = ()) -> Evidence | None:
        """A passage that holds one of `names`: of those given, or else a sentence; None if there is none."""
        names = tuple(names)
        if found := next((e for e in among if self.names(e, names)), None):
            return found
        home = next((home for name in names for home in self._running(name)), None)
        return self.evidence(home) if home else None

    def verbatim(self, quote: str) -> tuple[Evidence, ...]:
        """Where `quote` first stands, white space aside, a passage for each sentence; empty if it stands nowhere."""
        pattern = re.compile(r"\s+".join(map(re.escape, quote.split())))
        for source, document in enumerate(self.documents):
            if quote.strip() and (found := pattern.search(document.text)):
                start, end = found.span()
                cut = ((max(start, s.start), min(end, s.end)) for s in document.sentences if s.end > start)
                return tuple(Evidence(source, Span(a, b)) for a, b in cut if a < b)
        return ()

    @cached_property
    def _bounds(self) -> dict[Home, tuple[int, int]]:
        """First and last place of each sentence's words among those of all sources."""
        return self._read[0]

    @cached_property
    def _running_words(self) -> list[str]:
        return self._read[1]

    @cached_property
    def _read(self) -> tuple[dict[Home, tuple[int, int]], list[str]]:
        bounds: dict[Home, tuple[int, int]] = {}
        words: list[str] = []
        for source, document in enumerate(self.documents):
            for index, span in enumerate(document.sentences):
                start = len(words)
                words += _words(document.quote(span))
                bounds[source, index] = start, len(words)
            words.append("")  # no quote runs from one source into the next
        return bounds, words

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        places: dict[str, list[int]] = defaultdict(list)
        for place, word in enumerate(self._running_words):
            places[word].append(place)
        return places

    @cached_property
    def _home_at(self) -> list[Home]:
        """The sentence of each word."""
        found: list[Home] = []
        for home, (start, end) in self._bounds.items():
            found += [home] * (start - len(found))
            found += [home] * (end - start)
        return found

    def _running(self, quote: str) -> list[Home]:
        """The sentences that the words of `quote` run through, wherever they stand."""
        want = _words(quote)
        if not want or any(word not in self._places for word in want):
            return []
        rarest = min(range(len(want)), key=lambda n: len(self._places[want[n]]))
        homes: dict[Home, None] = {}
        for place in self._places[want[rarest]]:
            start = place - rarest
            if start >= 0 and self._running_words[start : start + len(want)] == want:
                homes.update(dict.fromkeys(self._home_at[start : start + len(want)]))
        return list(homes)

    def _alike(self, quote: str) -> list[Home]:
        """The sentences that are alike to `quote`, the likest first."""
        known = sorted({word for word in _words(quote) if word in self._places})
        want = sorted(known, key=lambda word: len(self._places[word]))[:_RAREST]
        votes: Counter[Home] = Counter()
        for word in want:
            votes.update({self._home_at[place] for place in self._places[word]})
        found = []
        likely = nsmallest(_CANDIDATES, ((-shared, home) for home, shared in votes.items()))
        for shared, home in ((-least, home) for least, home in likely):
            start, end = self._bounds[home]
            if shared * 3 >= len(want) and end - start <= _MAX_SENTENCE:
                alike, within = likeness(quote, self.sentence(home))
                if alike >= SAME_SENTENCE or within:
                    found.append((-alike, home))
        return [home for _, home in sorted(found)]


def likeness(one: str, other: str) -> tuple[float, bool]:
    """How many of their three-letter pieces two texts share, from 0 to 1 (Dice's coefficient: L. R. Dice, Ecology 26,
    1945); and whether the shorter, no less than a third as long, lies within the longer."""
    a, b = _pieces_of(one), _pieces_of(other)
    shared = (a & b).total()
    short, long = sorted((a.total(), b.total()))
    return 2 * shared / (short + long), shared >= 0.9 * short and long <= 3 * short


@lru_cache(maxsize=4096)
def _pieces_of(text: str) -> Counter[str]:
    spaced = f" {plain(text)} "
    return Counter(spaced[n : n + 3] for n in range(max(1, len(spaced) - 2)))


def _words(text: str) -> list[str]:
    """The words of a text without case and possessive endings."""
    return [word.removesuffix("'s") for word in _WORD.findall(text.casefold().replace("’", "'"))]


@lru_cache(maxsize=16384)
def plain(text: str) -> str:
    """The words of a text without case, punctuation, articles and additions in brackets."""
    words = _words(ADDED.sub(" ", text)) or _words(text)
    return " ".join(w for w in words if w not in _ARTICLES) or " ".join(words)


def is_respelt(one: str, other: str) -> bool:
    """Whether two texts are the same but for the spelling of some words; numbers and negations are the same."""
    a, b = plain(one).split(), plain(other).split()
    if len(a) != len(b) or _figures(one) != _figures(other):
        return False
    pairs = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
    return len(pairs) * 3 <= len(a) + 2 and all(_is_same_word(x, y) for x, y in pairs)


def _is_same_word(one: str, other: str) -> bool:
    """Whether one is but another spelling of the other, as “decreased” is not of “increased”."""
    return one[:1] == other[:1] and SequenceMatcher(None, one, other).ratio() > SAME_WORD


def _figures(text: str) -> Counter[str]:
    """What turns a statement into another one: its numbers and negations."""
    return _negations(text) + Counter(m.group().casefold() for m in _NUMBER.finditer(text))


def _negations(text: str) -> Counter[str]:
    return Counter(m.group().casefold() for m in NEGATION.finditer(text))


def same_place(one: str, other: str, sentence: list[str]) -> float:
    """Whether two clauses are cuts of the same place in the words of a sentence: 1, ½ if `one` lost words, else 0.

    A negation that one of them has before or within what both share makes another statement of it.
    """
    ours, whole = _region(one, sentence)
    theirs, _ = _region(other, sentence)
    if not ours or not theirs or len(ours & theirs) < SAME_PLACE * min(len(ours), len(theirs)):
        return 0
    end = max(ours & theirs) + 1
    negations = (_negations(" ".join(sentence[min(region) : end])) for region in (ours, theirs))
    if next(negations) != next(negations):
        return 0
    return 1 if whole else 0.5


def _region(text: str, sentence: list[str]) -> tuple[frozenset[int], bool]:
    """The places in `sentence` of the words of `text`, and whether all are there but for their spelling.

    No places where fewer than `SAME_PLACE` of its words stand there, or not all of its numbers.
    """
    want = _words(ADDED.sub(" ", text))
    if not want or len(sentence) > _MAX_SENTENCE:
        return frozenset(), False
    blocks = SequenceMatcher(None, sentence, want, autojunk=False).get_matching_blocks()
    places = frozenset(place for block in blocks for place in range(block.a, block.a + block.size))
    matched = {place for block in blocks for place in range(block.b, block.b + block.size)}
    lost = [word for n, word in enumerate(want) if n not in matched and word not in _ARTICLES]
    if len(lost) > (1 - SAME_PLACE) * len(want) or any(_NUMBER.search(word) for word in lost):
        return frozenset(), False
    respelt = all(any(_is_same_word(word, w) for w in sentence) for word in lost)
    return places, respelt
