"""Processes that work off many items; one item that crashes or hangs costs itself alone."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import TimeoutError
from dataclasses import dataclass
from typing import TypeVar

from pebble import ProcessExpired, ProcessPool

_FRESH = 200
"""After how many items a process makes room for a new one: libraries that it uses keep what they once needed."""

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Failed:
    """Why there is no result for an item: its process did not live to give one."""

    what: str
    """One clause: “it took longer than 300 seconds”."""


class Workers:
    """At most `jobs` processes (0: none, all is done in this one, unguarded), each at one item for `limit` seconds.

    They are started when first needed and kept until `close`, which leaving the context calls.
    """

    def __init__(self, jobs: int, limit: float) -> None:
        self._jobs = jobs
        self._limit = limit
        self._pool: ProcessPool | None = None

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the processes; what they work on is given up."""
        if self._pool:
            self._pool.stop()  # type: ignore[no-untyped-call]
            self._pool.join()
            self._pool = None

    def each(self, function: Callable[[_Item], _Result], items: Sequence[_Item]) -> Iterator[_Result | Failed]:
        """``function(item)`` for each of `items`, in their order; what it raises is raised here.

        `function` and `items` go to other processes: both must be picklable.
        """
        if not self._jobs or not items:
            yield from map(function, items)
            return
        if not self._pool:
            # spawned, not forked: the PDF compiler keeps threads, and a fork would inherit their locks
            processes = min(self._jobs, len(items))
            self._pool = ProcessPool(processes, _FRESH, context=multiprocessing.get_context("spawn"))
        futures = [self._pool.schedule(function, args=(item,), timeout=self._limit) for item in items]
        for future in futures:
            try:
                yield future.result()
            except TimeoutError:
                yield Failed(f"it took longer than {self._limit:g} seconds")
            except ProcessExpired as ended:
                yield Failed(f"it crashed the program that read it (exit code {ended.exitcode})")
