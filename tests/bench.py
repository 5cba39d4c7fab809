"""Measure speed and memory: ``make bench``. Prints the tables that stand in ``docs/about/performance.md``.

Documents: the development documents in ``../shared/seeds`` where they are, else the seeds of the golden tests; repeated
under new names until there are enough. Times are CPU seconds of one process (user + system), so that a busy machine
does not change them much; "wall" is ``briefing build`` with one process per core. Memory is the peak resident set.
"""

from __future__ import annotations

import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

from generator.build import build
from generator.compose import compose
from generator.corpus import gather
from generator.export.card import card
from generator.export.pages import pages
from generator.export.pdf import pdf
from generator.export.sharing import shared_files
from generator.export.site import PAPERS, Site
from generator.ingest import discover, read
from generator.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
SIZES = tuple(int(n) for n in sys.argv[1:]) or (1, 100, 1000)
PRINTED = 100
"""PDFs are made of so many briefs at most; the figure for more is scaled up and marked."""
_Result = TypeVar("_Result")


def documents() -> list[Path]:
    shared = sorted((ROOT.parent / "shared" / "seeds").glob("dev-*"))
    return shared or sorted((ROOT / "tests" / "golden" / "seeds").glob("*.*"))


def timed(work: Callable[[], _Result]) -> tuple[_Result, float]:
    """What `work` returns and the CPU seconds it took, child processes included."""

    def used() -> float:
        usages = (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
        return sum(u.ru_utime + u.ru_stime for u in usages)

    start = used()
    result = work()
    return result, used() - start


def make_seeds(folder: Path, count: int) -> None:
    folder.mkdir(parents=True)
    sources = documents()
    for number in range(count):
        source = sources[number % len(sources)]
        shutil.copy(source, folder / f"{source.stem}-{number:04}{source.suffix}")


def measure(count: int, folder: Path) -> list[str]:
    """One row of the table."""
    seeds, site = folder / "seeds", folder / "site"
    make_seeds(seeds, count)
    (subjects, _), discovering = timed(lambda: discover(seeds))
    texts, reading = timed(lambda: [[read(p, seeds) for p in s.paths] for s in subjects])
    composed, extracting = timed(lambda: [compose(s.slug, t) for s, t in zip(subjects, texts, strict=True)])
    briefs = [c.brief for c in composed]
    files, rendering = timed(lambda: dict(pages(gather(briefs), Site())))
    _, sharing = timed(lambda: dict(shared_files(gather(briefs), Site())))
    few = briefs[:PRINTED]
    _, printing = timed(lambda: [(card(b), *(pdf(b, paper) for paper in PAPERS.values())) for b in few])
    start = time.perf_counter()
    build(Settings(seeds=seeds, docs=folder / "docs"))
    wall = time.perf_counter() - start
    prepare(folder)
    _, mkdocs = timed(lambda: run(folder, "mkdocs", "build", "-q"))
    size = sum(p.stat().st_size for p in site.rglob("*") if p.is_file()) / 1e6
    scale = count / len(few)
    about = "" if scale == 1 else "≈ "
    return [f"{count:,}", *(f"{x:.2f}" for x in (discovering + reading, extracting, rendering, sharing)),
            f"{about}{printing * scale:.1f}", f"{mkdocs:.1f}", f"{wall:.1f}", f"{len(files):,}",
            f"{size:.0f}"]  # fmt: skip


def prepare(folder: Path) -> None:
    """Make it a project like this one, but for its seeds."""
    shutil.copytree(ROOT / "docs" / "about", folder / "docs" / "about", dirs_exist_ok=True)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    for name in ("templates", "generator"):
        (folder / name).symlink_to(ROOT / name)


def run(folder: Path, *command: str) -> None:
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-m", *command], cwd=folder, check=True, env=environment, stdout=subprocess.DEVNULL)


def again(count: int, folder: Path) -> str:
    """One row of the table of builds after a change: all from nothing, then nothing changed, then one seed edited."""
    make_seeds(folder / "seeds", count)
    prepare(folder)
    cells = [f"{count:,}"]
    first: dict[str, float] = {}
    for change in ("all", "nothing", "one seed"):
        if change == "one seed":
            edited = sorted((folder / "seeds").iterdir())[count // 2]
            edited.write_bytes(edited.read_bytes() + b"\n\nTwo ferries sank on Tuesday because their crews slept.\n")
        for tool in ("generator", "mkdocs"):
            _, cpu = timed(lambda tool=tool: run(folder, tool, "build"))  # type: ignore[misc]
            share = f" ({cpu / first[tool]:.1%})" if tool in first else ""
            first.setdefault(tool, cpu)
            cells.append(f"{cpu:.1f}{share}")
    cache = sum(p.stat().st_size for p in (folder / ".cache").rglob("*") if p.is_file()) / 1e6
    return "| " + " | ".join([*cells, f"{cache:.0f}"]) + " |"


def extraction(folder: Path, count: int) -> str:
    """Speed and memory of ``briefing extract`` as a user starts it."""
    make_seeds(folder / "seeds", count)
    command = [sys.executable, "-m", "generator", "extract", *sorted(map(str, (folder / "seeds").iterdir()))]
    start = time.perf_counter()
    process = subprocess.Popen([*command, "--out", str(folder / "out")])
    _, status, usage = os.wait4(process.pid, 0)
    wall, cpu = time.perf_counter() - start, usage.ru_utime + usage.ru_stime
    words = sum(len(p.read_text(encoding="utf-8").split()) for p in (folder / "seeds").iterdir())
    assert status == 0
    return (
        f"`briefing extract` on {count:,} documents ({words:,} words): {cpu:.1f} CPU s, {wall:.1f} s wall, "
        f"{count / cpu:.1f} documents per CPU s, peak memory {usage.ru_maxrss / 1024:.0f} MB."
    )


def machine() -> str:
    names = ("mkdocs", "mkdocs-material", "typst", "trafilatura", "msgspec")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    cpu = next((x.split(":")[1].strip() for x in _lines("/proc/cpuinfo") if x.startswith("model name")), "")
    return f"{os.cpu_count()} cores {cpu}, {platform.system()}, Python {platform.python_version()}; {versions}."


def _lines(path: str) -> list[str]:
    return Path(path).read_text(encoding="utf-8").splitlines() if Path(path).exists() else []


def main() -> None:
    print(machine(), "\n")
    with tempfile.TemporaryDirectory() as folder:
        print(extraction(Path(folder), max(SIZES)), "\n")
    print("| seeds | reading | extracting | rendering | sharing | print | MkDocs | wall | pages | site MB |")
    print("|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|")
    for count in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            print("| " + " | ".join(measure(count, Path(folder))) + " |", flush=True)
    print()
    print("| seeds | build | MkDocs | nothing new: build | MkDocs | one seed edited: build | MkDocs | cache MB |")
    print("|--:|--:|--:|--:|--:|--:|--:|--:|")
    for count in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            print(again(count, Path(folder)), flush=True)


if __name__ == "__main__":
    main()
