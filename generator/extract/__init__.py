"""Engines: what proposes claims about a document.

An engine is a function ``(Document) -> Iterable[Claim]``, deterministic, that never changes or checks anything itself:
`generator.ground` decides what of it may be printed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module

from generator.errors import BriefingError
from generator.model import Claim, Document

Engine = Callable[[Document], Iterable[Claim]]

ENGINES = {"embedded": "generator.extract.embedded:extract"}
"""Engine name → ``module:function``, imported when asked for."""

VERSIONS = {"embedded": "4"}
"""Engine name → version, raised when its output changes on purpose; printed in every brief."""


def engine(name: str = "embedded") -> Engine:
    """The engine called `name`; BriefingError names the valid choices if there is none."""
    if name not in ENGINES:
        raise BriefingError(f"no engine is called {name!r}; choose one of: {', '.join(sorted(ENGINES))}")
    module, function = ENGINES[name].split(":")
    found: Engine = getattr(import_module(module), function)
    return found
