"""`briefing serve`: what is saved shows, what is broken is said, what is left out at first follows."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
STORY = """Flood closes the {town} bridge
Published: 8 May 2024

The bridge of {town} was closed on Monday because the Orla had washed out two piers.
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with two seeds."""
    (tmp_path / "seeds").mkdir()
    for town in ("Velm", "Saal"):
        (tmp_path / "seeds" / f"{town.lower()}.txt").write_text(STORY.format(town=town), encoding="utf-8")
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    for name in ("templates", "generator"):
        (tmp_path / name).symlink_to(ROOT / name)
    shutil.copytree(ROOT / "docs" / "about", tmp_path / "docs" / "about")
    return tmp_path


@pytest.fixture
def site(project: Path) -> Iterator[str]:
    """Address at which it is served."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "NO_MKDOCS_2_WARNING": "1", "PYTHONUNBUFFERED": "1"}
    with (project / "said").open("w") as said:
        command = [sys.executable, "-m", "generator", "serve", "--port", str(port), "--jobs", "1"]
        process = subprocess.Popen(command, cwd=project, env=environment, stdout=said, stderr=said)
        until(lambda: "open http" in (project / "said").read_text())
        yield f"http://127.0.0.1:{port}/"
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0, (project / "said").read_text()


def until(holds: Callable[[], object]) -> None:
    """Wait for what must come to hold."""
    for _ in range(600):
        if holds():
            return
        time.sleep(0.1)
    raise AssertionError("it never came to hold")


def get(address: str) -> bytes:
    with urllib.request.urlopen(address) as answer:
        return bytes(answer.read())


def test_what_is_saved_shows(project: Path, site: str) -> None:
    page, printed = f"{site}briefs/velm/index.html", f"{site}briefs/velm/brief-a4.pdf"
    assert b"washed out two piers" in get(page)
    assert b'http-equiv="Content-Security-Policy"' not in get(page)  # it would stop the reloading
    before = get(printed)
    seed = project / "seeds" / "velm.txt"
    seed.write_text(seed.read_text() + "A ferry sank on Tuesday because its crew was asleep.\n")
    until(lambda: b"crew was asleep" in get(f"{site}briefs/velm/source-1.html"))
    assert b"What changed" in get(page)
    until(lambda: get(printed) != before)
    assert b"crew was asleep" in get(f"{site}search/search_index.json")
    (project / "seeds" / "velm.review.yml").write_text(
        "decisions:\n  - reject: Its crew was asleep\n    reason: The inquiry found otherwise.\n    date: 2024-06-01\n"
    )
    until(lambda: b"The inquiry found otherwise" in get(f"{site}corrections.html"))
    (project / "seeds" / "broken.pdf").write_text("no PDF")
    until(lambda: re.search(r"problem: broken.pdf: ", (project / "said").read_text()))
    assert b"washed out two piers" in get(page)
