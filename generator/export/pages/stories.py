"""What the briefs say of each actor, line by line and each thing once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from generator.export.pages.library import Shown
from generator.export.view import Line
from generator.relations import describes


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Something a brief says, in its fullest wording; several of its lines may say it."""

    brief: Shown
    line: Line
    """With the notes of all of these lines."""
    kinds: tuple[str, ...]
    """What it is told as, for reading: “Cause”, “Consequence” …; empty for a mere event."""
    value: str
    """When it happened or, where no date is given, the date of the brief; empty where that has none either."""
    reported: bool
    """Whether `value` is only the date of the brief."""
    actors: frozenset[str]
    """Slugs of those whom the line names and of who says it."""


def told(shown: Shown) -> dict[str, list[Told]]:
    """What the brief says, by the slug of the actor it is said of, in the order of the brief: events first."""
    named = _Naming(shown)
    by_actor: dict[str, list[Told]] = defaultdict(list)
    for item in _once(_every_line(shown)):
        speaker = shown.statements[item.line.anchor].speaker or ""
        actors = named.find(item.line.text) | named.find(speaker)
        for slug in sorted(actors):
            by_actor[slug].append(replace(item, actors=actors))
    return dict(by_actor)


def says_the_same(one: str, other: str) -> bool:
    """Whether one of two texts is the other or holds it, whatever stands at their ends."""
    first, second = _folded(one), _folded(other)
    return first in second or second in first


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _every_line(shown: Shown) -> Iterator[Told]:
    """The lines of the brief, those that are dated first."""
    view = shown.view
    as_of = shown.brief.as_of or ""
    cause, consequence, question = view.say("Cause"), view.say("Consequence"), view.say("Open question")
    parts = (
        (view.timeline, ""), (view.causes, cause), (view.disputed, cause), (view.happened, consequence),
        (view.expected, consequence), (view.unknowns, question), (view.bottom_line, ""), (view.highlights, ""),
    )  # fmt: skip
    for part, kind in parts:
        for line in part.lines:
            yield Told(
                brief=shown,
                line=line,
                kinds=(kind,) if kind else (),
                value=line.value or as_of,
                reported=not line.value,
                actors=frozenset(),
            )


def _once(lines: Iterable[Told]) -> list[Told]:
    """`lines` without repetition: what says the same as an earlier one is joined with it."""
    kept: list[Told] = []
    for item in lines:
        same = [n for n, other in enumerate(kept) if says_the_same(item.line.text, other.line.text)]
        if not same:
            kept.append(item)
        elif len(same) == 1:
            kept[same[0]] = _joined(kept[same[0]], item)
    return kept


def _joined(first: Told, second: Told) -> Told:
    """One for both: dated as the first, worded as the longer one."""
    longer = max(first.line, second.line, key=lambda line: len(line.text))
    shorter = second.line if longer is first.line else first.line
    standing = longer if longer.label or longer.certainty else shorter
    line = replace(
        longer,
        notes=tuple(sorted({*longer.notes, *shorter.notes})),
        label=standing.label, status=standing.status, certainty=standing.certainty, band=standing.band,
        date=first.line.date, value=first.line.value,
    )  # fmt: skip
    return replace(first, line=line, kinds=tuple(dict.fromkeys(first.kinds + second.kinds)))


class _Naming:
    """Finds the actors of a brief in a text by their names, as whole words; a longer name hides those within it.

    Aliases that are no names are left out: "airlines" would be found in the name of another airline.
    """

    def __init__(self, shown: Shown) -> None:
        slugs: dict[str, set[str]] = defaultdict(set)
        for anchor, entry in shown.actors.items():
            statement = shown.statements[anchor]
            for name in (entry.name, statement.name or "", *(a for a in statement.aliases if not describes(a))):
                for form in (name, name[:1].upper() + name[1:]):
                    slugs[form].add(entry.slug)
        self._slugs = {name: found.pop() for name, found in slugs.items() if name.strip() and len(found) == 1}
        names = "|".join(re.escape(name) for name in sorted(self._slugs, key=len, reverse=True))
        self._pattern = re.compile(rf"(?<!\w)(?:{names})(?!\w)" if names else r"(?!)")

    def find(self, text: str) -> frozenset[str]:
        return frozenset(self._slugs[name] for name in self._pattern.findall(text))
