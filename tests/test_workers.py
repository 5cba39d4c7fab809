"""Items in, results out; an item that crashes or hangs costs itself alone."""

from __future__ import annotations

import os
import time

import pytest

from generator.workers import Failed, Workers


def work(item: str) -> str:
    """What each item asks for. In the module, so that other processes find it."""
    match item:
        case "crash":
            os._exit(7)
        case "hang":
            time.sleep(600)
        case "raise":
            raise ValueError("wrong item")
    return item.upper()


def test_results_come_in_the_order_of_the_items_whatever_becomes_of_some() -> None:
    items = ["a", "crash", "b", "hang", "c", "d"]
    with Workers(2, limit=5) as workers:
        found = list(workers.each(work, items))
        assert list(workers.each(work, ["e"])) == ["E"]
    assert [r.what if isinstance(r, Failed) else r for r in found] == [
        "A", "it crashed the program that read it (exit code 7)", "B", "it took longer than 5 seconds", "C", "D",
    ]  # fmt: skip


@pytest.mark.parametrize("jobs", [0, 1])
def test_what_is_raised_is_raised(jobs: int) -> None:
    with Workers(jobs, limit=30) as workers, pytest.raises(ValueError, match="wrong item"):
        list(workers.each(work, ["a", "raise"]))


def test_without_processes_all_is_done_here() -> None:
    with Workers(0, limit=1) as workers:
        assert list(workers.each(lambda item: (item, os.getpid()), [1, 2])) == [(1, os.getpid()), (2, os.getpid())]
