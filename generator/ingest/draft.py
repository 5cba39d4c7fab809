"""What a reader hands on: the pieces of a text in order, and what the file itself says about where it came from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import NamedTuple

from generator.errors import Problem, SeedError
from generator.model import BlockKind, Publish

MAX_CHARACTERS = 2_000_000
MAX_PIECES = 100_000
"""Of a text at most; both are far beyond what a brief can be read from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meta:
    """Where a text came from; None is "not known". Fields mean what they mean in `generator.model.Document`."""

    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    url: str | None = None
    author: str | None = None
    language: str | None = None
    tags: tuple[str, ...] = ()
    publish: Publish | None = None

    def or_else(self, other: Meta) -> Meta:
        """These values, and the other's where these are not known."""
        return Meta(**{f.name: getattr(self, f.name) or getattr(other, f.name) for f in fields(self)})


class Piece(NamedTuple):
    """A future block; its text may still hold left-overs, odd spaces and odd characters."""

    text: str
    kind: BlockKind = BlockKind.PARAGRAPH


@dataclass(frozen=True, slots=True)
class Draft:
    """A text as a reader found it.

    `meta` is what somebody wrote down as metadata (front matter, HTML meta tags) and is believed; `hints` (document
    properties, a file's creation date) are believed only where the text itself says nothing better.
    """

    pieces: tuple[Piece, ...]
    meta: Meta = Meta()
    hints: Meta = Meta()


def refused(where: str, what: str, fix: str) -> SeedError:
    """The error for a seed that cannot be read; arguments as in `generator.errors.Problem`."""
    return SeedError(Problem(where, what, fix))


def bounded(pieces: Iterable[Piece], where: str) -> tuple[Piece, ...]:
    """All of `pieces`; SeedError as soon as they are too many or too long, so that no more of them is worked out."""
    taken: list[Piece] = []
    characters = 0
    for piece in pieces:
        taken.append(piece)
        characters += len(piece.text)
        if characters > 2 * MAX_CHARACTERS:  # white space and left-overs among them, which will go
            raise too_long(where)
        if len(taken) > MAX_PIECES:
            what = f"it has more than {MAX_PIECES:,} paragraphs, list items and table rows"
            raise refused(where, what, "split it into several files")
    return tuple(taken)


def too_long(where: str) -> SeedError:
    return refused(where, "the text is longer than 2 million characters", "split it into several files")
