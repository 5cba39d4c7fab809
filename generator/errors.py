"""What can go wrong, and how it is said: where, what, what to do.

BriefingError           anything the program raises on purpose
├── SeedError           a seed cannot be read; carries a Problem
├── CodecError          a brief.json cannot be decoded
└── RenderError         a page or a PDF cannot be made
"""

from dataclasses import dataclass


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
        return f"{self.where}: {self.what}; {self.fix}"


class BriefingError(Exception):
    """Base of all errors that are raised on purpose; its text is fit to be shown to a user."""


class SeedError(BriefingError):
    """A seed that cannot become a document."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class CodecError(BriefingError):
    """A ``brief.json`` that is damaged, of another schema version, or whose quotes are not in its sources."""


class RenderError(BriefingError):
    """A page, figure or PDF that cannot be made from a valid brief."""
