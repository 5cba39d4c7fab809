"""The same seeds give the same bytes, whatever the machine, the folder and the order in which the files were made."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TOWNS = ("Velm", "Saal", "Ördö", "İlgaz", "Straße", "Karsk")

STORY = """{town} bridge closed after flood
Published: {day} May 2024

The bridge of {town} was closed on Monday because the Orla had washed out two piers. Mayor Ines Carrow of {town} said
that repairs could cost $4.5 million. The closure led to queues of {day} kilometres, according to the Orla Water Board.
Two days later the Velm Chamber of Trade and Norhaven Terminals warned that shops may close in June 2024.
It is not known whether Paul Aldin, Tomas Rehn or Lena Abramova will be charged.
"""
PAGE = """<html lang="en"><head><title>Queues in {town}</title>
<meta property="article:published_time" content="2024-05-09"></head><body><article><h1>Queues in {town}</h1>
<p>The closure of the bridge of {town} led to queues on Tuesday.</p>
<p>Drivers waited for 3 hours because there was no other road, Mayor Ines Carrow said.</p></article></body></html>
"""


def seeds(folder: Path, towns: Iterable[str]) -> None:
    for town in towns:
        day = TOWNS.index(town) + 3
        (folder / f"{town}.txt").write_text(STORY.format(town=town, day=day), encoding="utf-8")
        subject = folder / f"about {town}"
        if day % 3 == 0:
            subject.mkdir()
            (subject / "page.html").write_text(PAGE.format(town=town), encoding="utf-8")
            (subject / "story.md").write_text(STORY.format(town=town, day=day), encoding="utf-8")


def built(project: Path, towns: Iterable[str], jobs: int, **environment: str) -> dict[str, bytes]:
    """Every file that `briefing build` and MkDocs make in the folder `project` of a machine so set up."""
    (project / "seeds").mkdir(parents=True)
    seeds(project / "seeds", towns)
    for path in (project / "seeds").rglob("*"):
        path.chmod(0o555 if path.is_dir() else 0o444)
    shutil.copy(ROOT / "mkdocs.yml", project)
    for name in ("templates", "generator"):
        (project / name).symlink_to(ROOT / name)
    for page in (ROOT / "docs" / "about").glob("*.md"):
        (project / "docs" / "about").mkdir(parents=True, exist_ok=True)
        (project / "docs" / "about" / page.name).write_text(f"# {page.stem}\n")
    run(project, environment, "generator", "build", "--jobs", str(jobs))
    run(project, environment, "mkdocs", "build", "--strict")
    folders = (project / "docs", project / "site")
    return {p.relative_to(project).as_posix(): p.read_bytes() for f in folders for p in f.rglob("*") if p.is_file()}


def run(project: Path, environment: dict[str, str], *command: str) -> None:
    surroundings = os.environ | {"PYTHONPATH": str(ROOT), "NO_MKDOCS_2_WARNING": "1"} | environment
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=project, env=surroundings, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr
    assert "problem" not in done.stderr


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return built(tmp_path_factory.mktemp("one"), TOWNS, 1, PYTHONHASHSEED="0", TZ="UTC", LC_ALL="C")


def compiled(locale: str, folder: Path) -> dict[str, str]:
    """What makes a machine speak `locale` as far as its programs for that allow."""
    if shutil.which("localedef"):
        name, charset = locale.split(".")
        command = ["localedef", "--no-archive", "-i", name, "-f", charset, str(folder / locale)]
        subprocess.run(command, check=False, capture_output=True)
    return {"LOCPATH": str(folder), "LC_ALL": locale, "LANG": locale}


def test_equal_trees_on_unequal_machines(plain: dict[str, bytes], tmp_path: Path) -> None:
    (tmp_path / "locales").mkdir()
    other = compiled("tr_TR.UTF-8", tmp_path / "locales") | {"PYTHONHASHSEED": "4711", "TZ": "Pacific/Kiritimati"}
    again = built(tmp_path / "a longer folder – é", reversed(TOWNS), 2, SOURCE_DATE_EPOCH="1", **other)
    assert sorted(again) == sorted(plain)
    assert [path for path in sorted(plain) if again[path] != plain[path]] == []


def test_nothing_of_the_machine_is_in_a_file(plain: dict[str, bytes]) -> None:
    assert {Path(path).suffix for path in plain if path.startswith("docs/")} == {
        ".md", ".json", ".pdf", ".css", ".js", ".xml", ".ics", ".csv", ".png",
    }  # fmt: skip
    here = [str(ROOT).encode(), str(Path.home()).encode() + b"/", b"seeds/"]
    generated = {p: data for p, data in plain.items() if "/assets/" not in p}
    assert [path for path, data in generated.items() if any(place in data for place in here)] == []
