"""Word lists and gazetteers of the rules: general knowledge, kept as plain tables beside this file.

Everything is read once, when first asked for. Names are keyed by `key`, so that case at the start of a sentence, "the"
and the possessive do not matter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from generator.model import ActorType


@dataclass(frozen=True, slots=True)
class Known:
    """What the gazetteers say of a name."""

    name: str
    """The entry it belongs to: "Russia" for "Kremlin"."""
    type: ActorType | None
    """None for a place that hardly ever acts."""
    kind: str
    """``state``, ``adjective``, ``people``, ``seat``, ``region``, ``place``, ``organisation`` or ``media``."""


def _lines(name: str) -> list[str]:
    text = files(__package__).joinpath(name).read_text(encoding="utf-8")
    return [line for line in text.split("\n") if line.strip() and not line.startswith("#")]


def _items(name: str) -> list[str]:
    return [item.replace("_", " ") for line in _lines(name) for item in line.split()]


def key(name: str) -> str:
    """Form under which two spellings of a name are the same."""
    name = re.sub(r"['’]s?$", "", name.strip()).replace("’", "'")
    return re.sub(r"^[Tt]he ", "", name)


@cache
def words(name: str) -> frozenset[str]:
    """The list called `name` in ``words.txt``, lower case."""
    return _word_lists()[name]


@cache
def _word_lists() -> dict[str, frozenset[str]]:
    lists: dict[str, set[str]] = {}
    current: set[str] = set()
    for line in _lines("words.txt"):
        if line.startswith("["):
            current = lists.setdefault(line.strip("[] "), set())
        else:
            current.update(word.replace("_", " ") for word in line.split())
    return {name: frozenset(found) for name, found in lists.items()}


@cache
def first_names() -> frozenset[str]:
    """Ordinary given names."""
    return frozenset(_items("first_names.txt"))


@cache
def gazetteer() -> dict[str, Known]:
    """Every known name by its `key`; of two entries the first of states, organisations, media, regions, places."""
    table: dict[str, Known] = {}
    for line in _lines("states.tsv"):
        names, adjectives, people, seats = (part.split(";") for part in (line + "\t\t\t").split("\t")[:4])
        state = names[0]
        for kind, forms in (("state", names), ("adjective", adjectives), ("people", people), ("seat", seats)):
            kind_type = ActorType.GROUP if kind == "people" else ActorType.STATE
            for form in forms:
                if form:
                    table.setdefault(key(form), Known(state if kind != "people" else form, kind_type, kind))
    for line in _lines("organisations.tsv"):
        entry, type_ = line.split("\t")
        for form in entry.split(";"):
            table.setdefault(key(form), Known(entry.split(";")[0], ActorType(type_.strip()), "organisation"))
    for line in _lines("media.txt"):
        for form in line.split(";"):
            table.setdefault(key(form), Known(form, ActorType.ORGANISATION, "media"))
    for item in _items("regions.txt"):
        table.setdefault(key(item), Known(item, ActorType.STATE, "region"))
    for item in _items("places.txt"):
        table.setdefault(key(item), Known(item, None, "place"))
    return table


@cache
def longest() -> int:
    """Words in the longest known name."""
    return max(len(name.split()) for name in gazetteer())


@cache
def salience(type_: ActorType) -> dict[str, float]:
    """Weights of the traits that make an entity of `type_` an actor of its story (``salience.tsv``)."""
    header, *rows = (line.split("\t") for line in _lines("salience.tsv"))
    column = header.index(type_.value)
    return {row[0]: float(row[column]) for row in rows}
