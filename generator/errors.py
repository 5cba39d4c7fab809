"""What can go wrong, and how it is said: where, what, what to do.

BriefingError           anything the program raises on purpose
├── SeedError           a seed cannot be read; carries a Problem
├── CodecError          a brief.json cannot be decoded
└── RenderError         a page or a PDF cannot be made
"""

import re
from dataclasses import dataclass

_CONTROL = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)


def printable(text: str) -> str:
    """`text` fit for a terminal, its lines kept: what would steer it, reorder or hide letters shows as an escape."""
    return _CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with an input. It never stops the other documents from being built."""

    where: str
    """What the user knows it by: a path relative to the seeds folder, with a line where there is one."""
    what: str
    """One sentence, lower case, no full stop."""
    fix: str
    """What to do about it, in the imperative."""

    def __str__(self) -> str:
        """One line, fit for a terminal."""
        return printable(f"{self.where}: {self.what}; {self.fix}".replace("\n", " "))


class BriefingError(Exception):
    """Base of all errors that are raised on purpose; its text is fit to be shown to a user, on a terminal too."""

    def __str__(self) -> str:
        return printable(super().__str__())


class SeedError(BriefingError):
    """A seed that cannot become a document."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class CodecError(BriefingError):
    """A ``brief.json`` that is damaged, of another schema version, or whose quotes are not in its sources."""


class RenderError(BriefingError):
    """A page, figure or PDF that cannot be made from a valid brief."""
