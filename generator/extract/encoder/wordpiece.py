"""Words cut into the pieces of the encoder's vocabulary.

The vocabulary is that of uncased BERT, as MiniLM has it; the cutting follows Wu et al. 2016 (greedy, longest piece
first). Case, which the pieces do not show, goes to the encoder beside them as one of six word shapes.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from importlib import resources

CLS, SEP, UNKNOWN, MARKER = 101, 102, 100, 1
"""Pieces with a meaning of their own; MARKER stands before each sentence."""

SHAPES = 6
"""lower or other, Title, UPPER, mIxed, with digits, a single capital."""

_LONGEST_WORD = 60
_MOST_PIECES = 16
"""A longer word is an address or noise: what stands after these pieces of it is left out."""


@cache
def _vocabulary() -> dict[str, int]:
    text = resources.files(__package__).joinpath("vocabulary.txt").read_text(encoding="utf-8")
    return {piece: number for number, piece in enumerate(text.splitlines())}


@lru_cache(maxsize=50_000)
def pieces(word: str) -> tuple[int, ...]:
    """The numbers of the pieces of `word`; at least one, at most 16."""
    found: list[int] = []
    for part in _parts(word[:_LONGEST_WORD]):
        found += _cut(part)
    return tuple(found[:_MOST_PIECES]) or (UNKNOWN,)


def shape(word: str) -> int:
    """Which of the six shapes `word` has."""
    if any(c.isdigit() for c in word):
        return 4
    if not any(c.isalpha() for c in word) or word.islower():
        return 0
    if len(word) == 1 or (len(word) == 2 and word[1] == "."):
        return 5 if word[0].isupper() else 0
    if word.isupper():
        return 2
    return 1 if word[0].isupper() and word[1:].islower() else 3


def _parts(word: str) -> list[str]:
    """Lower case without accents, with each punctuation mark and ideograph on its own."""
    parts = [""]
    for char in unicodedata.normalize("NFD", word.lower()):
        category = unicodedata.category(char)
        if category == "Mn" or category[0] == "C":
            continue
        if category[0] in "PS" or "\u4e00" <= char <= "\u9fff":
            parts += [char, ""]
        elif category[0] == "Z":
            parts.append("")
        else:
            parts[-1] += char
    return [p for p in parts if p]


def _cut(part: str) -> list[int]:
    vocabulary = _vocabulary()
    found, start = [], 0
    while start < len(part):
        for end in range(len(part), start, -1):
            number = vocabulary.get(("##" if start else "") + part[start:end])
            if number is not None:
                break
        else:
            return [UNKNOWN]
        found.append(number)
        start = end
    return found
