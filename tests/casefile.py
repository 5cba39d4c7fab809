"""Reads text cases: a Markdown file of titled blocks, each an input and what is expected of it.

    ## title
    ```text
    the input, any number of lines
    ```
    ```expect
    the expected lines
    ```

Anything outside the blocks is commentary. A fence may be longer than three backticks where the input holds one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_FENCE = re.compile(r"^(`{3,})(text|expect)\s*$")


@dataclass(frozen=True, slots=True)
class Case:
    """One case; `line` is the line of its title in the file, so that a failure can be found."""

    title: str
    input: str
    expected: str
    line: int

    def __str__(self) -> str:
        return f"{self.title} (line {self.line})"


def cases(path: Path | str) -> list[Case]:
    """All cases of the file in order; raises ValueError on a block that is incomplete."""
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    found: list[Case] = []
    title, at, parts = "", 0, dict[str, str]()
    number = 0
    while number < len(lines):
        line = lines[number]
        if line.startswith("## "):
            if parts:
                raise ValueError(f"{path}:{at}: case without an expect block")
            title, at = line[3:].strip(), number + 1
        elif fence := _FENCE.match(line):
            end = _closing(lines, number, fence[1])
            if end is None:
                raise ValueError(f"{path}:{number + 1}: block is not closed")
            parts[fence[2]] = "\n".join(lines[number + 1 : end])
            number = end
            if fence[2] == "expect":
                if "text" not in parts:
                    raise ValueError(f"{path}:{at}: expect block without a text block")
                found.append(Case(title, parts["text"], parts["expect"], at))
                parts = {}
        number += 1
    if parts:
        raise ValueError(f"{path}:{at}: case without an expect block")
    return found


def _closing(lines: list[str], start: int, fence: str) -> int | None:
    return next((n for n in range(start + 1, len(lines)) if lines[n].rstrip() == fence), None)
