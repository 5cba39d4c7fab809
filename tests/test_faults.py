"""A build that is killed, refused or disturbed leaves the old tree or the new one, and the next build puts it right."""

from __future__ import annotations

import contextlib
import errno
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from faults import Fault, Running, doomed, trees

from generator import briefs
from generator import build as building
from generator.build import build, check
from generator.ingest import discover
from generator.settings import Settings
from generator.tree import Identity, replaced

ROOT = Path(__file__).parent.parent
TIMES = int(os.environ.get("BRIEFING_FAULTS", "1"))
"""How many times as many faults are tried as in a run of all tests."""
TOWNS = ("velm", "saal", "karsk", "orda")
STORY = """{Town} bridge closed after flood
Published: {day} May 2024
Source: Vara Courier

The bridge of {Town} was closed on Monday because the Orla had washed out two piers. Mayor Ines Carrow of {Town} said
that repairs could cost $4.5 million. The closure led to queues of {day} kilometres, according to the Orla Water Board.
"""
NEWS = "A ferry sank on Tuesday because its crew was asleep.\n"

Tree = dict[str, bytes]


def story(town: str) -> str:
    return STORY.format(Town=town.capitalize(), day=TOWNS.index(town) + 3)


def tree(folder: Path) -> Tree:
    return dict(trees(folder))


class Project:
    """A folder with seeds that were edited since they were built, and what ``docs/`` holds before and after."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.settings = Settings(seeds=folder / "seeds", docs=folder / "docs", jobs=0, with_pdf=False)

    @property
    def docs(self) -> Tree:
        return tree(self.settings.docs)

    def left(self) -> set[str]:
        """What lies in the folder that should not."""
        return {path.name for path in self.folder.iterdir()} - {"seeds", "docs", ".cache", "mkdocs.yml", "templates",
                                                                "generator", "site", "old", "new"}  # fmt: skip


def edit(seeds: Path) -> None:
    """One seed more, one less, one with a word more, and one under another name."""
    (seeds / "velm.txt").write_text(story("velm") + NEWS)
    (seeds / "saal.txt").unlink()
    (seeds / "tarn.txt").write_text(story("velm").replace("Velm", "Tarn"))


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project to be copied: edited seeds, the docs of before in ``docs`` and ``old``, what they become in ``new``.

    Its cache knows what the seeds give, so that builds of a copy take no longer than they must.
    """
    folder = tmp_path_factory.mktemp("model") / "project"
    project = Project(folder)
    project.settings.seeds.mkdir(parents=True)
    for town in TOWNS:
        (project.settings.seeds / f"{town}.txt").write_text(story(town))
    (project.settings.docs / "about").mkdir(parents=True)
    (project.settings.docs / "about" / "mine.md").write_text("# Mine\n")
    build(project.settings)
    shutil.copytree(project.settings.docs, folder / "old")
    edit(project.settings.seeds)
    build(project.settings)
    project.settings.docs.rename(folder / "new")
    shutil.copytree(folder / "old", project.settings.docs)
    return folder


@pytest.fixture
def project(model: Path, tmp_path: Path) -> Project:
    shutil.copytree(model, tmp_path / "project")
    return Project(tmp_path / "project")


@pytest.fixture
def old(project: Project) -> Tree:
    return tree(project.folder / "old")


@pytest.fixture
def new(project: Project) -> Tree:
    return tree(project.folder / "new")


def restore(project: Project) -> None:
    shutil.rmtree(project.settings.docs, ignore_errors=True)
    shutil.copytree(project.folder / "old", project.settings.docs)


def test_what_is_compared_differs(project: Project, old: Tree, new: Tree) -> None:
    assert project.docs == old
    assert len({path for path in old | new if old.get(path) != new.get(path)}) > 20
    assert Running(project.settings).ended() == (0, "")
    assert project.docs == new


def state(project: Project, old: Tree, new: Tree) -> str:
    docs = project.docs
    return "old" if docs == old else "new" if docs == new else "a mix"


def mended(project: Project, new: Tree) -> None:
    """The next build puts everything right."""
    assert Running(project.settings).ended() == (0, "")
    assert project.docs == new
    assert project.left() == set()


@pytest.mark.parametrize("fault", [Fault(), Fault(without_links=True), Fault(without_exchange=True)])
def test_killed_at_any_step(project: Project, old: Tree, new: Tree, fault: Fault) -> None:
    seen: Counter[str] = Counter()
    step = killed = 0
    while True:
        step += 1 if TIMES > 1 or step < 2 else 23
        code, _ = Running(project.settings, replace(fault, killed_at=step)).ended()
        if code == 0:
            break
        assert code == -9
        killed += 1
        found = state(project, old, new)
        if fault.without_exchange and not project.settings.docs.exists():
            found = "none"  # until the next build; so it is documented where there is no way to exchange folders
        seen[found] += 1
        mended(project, new)
        restore(project)
    print(f"killed at {killed} of {step} steps: {dict(seen)}")
    assert set(seen) <= {"old", "new", "none"}
    assert seen["none"] <= 1
    assert min(seen["old"], seen["new"]) > 1


def test_killed_at_any_time(project: Project, old: Tree, new: Tree) -> None:
    dice = random.Random(5)
    start = time.monotonic()
    assert Running(project.settings).ended() == (0, "")
    whole = time.monotonic() - start
    seen: Counter[str] = Counter()
    killed = 0
    while killed < 50 * TIMES:
        restore(project)
        if Running(project.settings).killed(after=whole * dice.random()):
            killed += 1
            seen[state(project, old, new)] += 1
        else:  # the machine has more time now than when it was measured
            assert project.docs == new
            whole *= 0.95
    assert set(seen) <= {"old", "new"}
    print(dict(seen))
    mended(project, new)


def test_killed_with_all_its_processes(model: Path, tmp_path: Path) -> None:
    """The command as it is run, with workers and PDFs, and nothing known from before."""
    dice = random.Random(5)
    seeds, docs = tmp_path / "seeds", tmp_path / "docs"
    shutil.copytree(model / "seeds", seeds)
    shutil.copytree(model / "old", docs)
    command = [sys.executable, "-m", "generator", "build", "--jobs", "2"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}

    def run() -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            command, cwd=tmp_path, env=environment, start_new_session=True, stdout=subprocess.DEVNULL
        )

    start = time.monotonic()
    assert run().wait() == 0
    whole = time.monotonic() - start
    new = tree(docs)
    for _ in range(2 * TIMES):
        shutil.rmtree(docs)
        shutil.copytree(model / "old", docs)
        shutil.rmtree(tmp_path / ".cache", ignore_errors=True)
        running = run()
        time.sleep(whole * dice.random())
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
        assert tree(docs) in (tree(model / "old"), new)
    assert run().wait() == 0
    assert tree(docs) == new
    assert {path.name for path in tmp_path.iterdir()} == {"seeds", "docs", ".cache"}


@pytest.mark.parametrize("why", [errno.ENOSPC, errno.EROFS])
def test_no_space_from_any_step_on(project: Project, old: Tree, new: Tree, why: int) -> None:
    seen: Counter[str] = Counter()
    step = 1
    while True:
        code, message = Running(project.settings, Fault(refused_at=step, why=why)).ended()
        found = state(project, old, new)
        seen[f"{found}, exit code {code}"] += 1
        if code == 0:
            break
        assert f"it cannot be written ({os.strerror(why)}); check the permissions of its folder" in message
        assert found == "old"
        assert project.left() == set()
        step += 1 if TIMES > 1 or step < 3 else 23
    print(f"refused at {step} steps: {dict(seen)}")
    assert found == "new"
    mended(project, new)


def test_files_that_may_not_grow(project: Project, old: Tree, new: Tree) -> None:
    """Of the system itself, in the midst of a file; the cache is too large as well, and does without."""
    code, message = Running(project.settings, Fault(largest_file=8192)).ended()
    assert code == 3
    assert "it cannot be written (File too large)" in message
    assert project.docs == old
    mended(project, new)


@contextlib.contextmanager
def mounted(folder: Path, *options: str) -> Iterator[None]:
    done = subprocess.run(["mount", *options, str(folder)], capture_output=True, check=False)
    if done.returncode:
        pytest.skip("nothing can be mounted here")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_disk_that_is_full(project: Project, old: Tree, new: Tree, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    with mounted(disk, "-t", "tmpfs", "-o", f"size={sum(map(len, old.values())) // 1024 + 300}k", "tmpfs"):
        shutil.copytree(project.settings.docs, disk / "docs")
        full = replace(project.settings, docs=disk / "docs")
        (disk / "ballast").write_bytes(bytes(shutil.disk_usage(disk).free - 30_000))
        code, message = Running(full).ended()
        assert (code, "No space left on device" in message) == (3, True)
        assert tree(disk / "docs") == old
        assert {path.name for path in disk.iterdir()} - {".cache"} == {"docs", "ballast"}
        (disk / "ballast").unlink()
        subprocess.run(["mount", "-o", "remount,size=8m", str(disk)], check=True)
        assert Running(full).ended() == (0, "")
        assert tree(disk / "docs") == new


def test_docs_on_a_file_system_of_its_own(project: Project, new: Tree) -> None:
    """It cannot be exchanged then; its files are replaced one by one."""
    kept = tree(project.settings.docs)
    with mounted(project.settings.docs, "-t", "tmpfs", "tmpfs"):
        for path, data in kept.items():
            (project.settings.docs / path).parent.mkdir(parents=True, exist_ok=True)
            (project.settings.docs / path).write_bytes(data)
        for step in (20, 90, 130, 170, 210):  # then a killed build may leave some of both, until the next one
            Running(project.settings, Fault(killed_at=step)).ended()
        assert Running(project.settings).ended() == (0, "")
        assert project.docs == new
        assert project.left() == set()


def test_a_read_only_disk(project: Project, old: Tree) -> None:
    disk = project.folder / "docs"
    with mounted(disk, "--bind", "-o", "ro", str(disk)):
        code, message = Running(project.settings).ended()
        assert (code, "it cannot be written (Read-only file system)" in message) == (3, True)
        assert project.docs == old


def test_a_cache_that_cannot_be_made(project: Project, new: Tree) -> None:
    shutil.rmtree(project.folder / ".cache")
    (project.folder / ".cache").write_text("no folder")
    assert build(project.settings).problems == []
    assert project.docs == new
    assert (project.folder / ".cache").read_text() == "no folder"


def vanish(path: Path) -> None:
    path.unlink()


def shrink(path: Path) -> None:
    path.write_text("")


def become_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("how", [vanish, shrink, become_folder])
@pytest.mark.parametrize("when", ["before it is hashed", "before it is read"])
def test_a_seed_that_goes_while_it_is_built(
    project: Project, monkeypatch: pytest.MonkeyPatch, how: Callable[[Path], None], when: str
) -> None:
    shutil.rmtree(project.folder / ".cache")
    module, name = (building, "discover") if when == "before it is hashed" else (briefs, "_digest")
    real, path = getattr(module, name), project.settings.seeds / "velm.txt"

    def disturbed(*given: object) -> object:
        found = real(*given)
        if path.is_file() and path.stat().st_size and given[0] in ("velm", project.settings.seeds):
            how(path)
        return found

    monkeypatch.setattr(module, name, disturbed)
    report = build(project.settings)
    assert [problem.where for problem in report.problems] == ["velm.txt"]
    assert {brief.slug for brief in report.briefs} == {"karsk", "orda", "tarn"}
    monkeypatch.undo()
    if path.is_dir():
        path.rmdir()
    path.write_text(story("velm") + NEWS)
    assert build(project.settings).problems == []
    assert check(project.settings) == []


@pytest.mark.parametrize("how", [vanish, shrink, become_folder])
def test_a_review_that_goes_while_it_is_built(
    project: Project, monkeypatch: pytest.MonkeyPatch, how: Callable[[Path], None]
) -> None:
    review = project.settings.seeds / "velm.review.yml"
    review.write_text("decisions:\n  - accept: The Orla had washed out two piers\n    section: causes\n")
    real = discover

    def disturbed(seeds: Path) -> object:
        found = real(seeds)
        how(review)
        return found

    monkeypatch.setattr("generator.build.discover", disturbed)
    report = build(project.settings)
    assert {problem.where for problem in report.problems} <= {"velm.review.yml"}
    assert "velm" in [brief.slug for brief in report.briefs]
    assert bool(report.problems) == (how is not shrink)


def test_what_somebody_edits_meanwhile_stays(project: Project, new: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    real = replaced

    @contextlib.contextmanager
    def disturbed(docs: Path, seen: Mapping[Path, Identity]) -> Iterator[Path]:
        with real(docs, seen) as staging:
            (docs / "about" / "mine.md").write_text("# Mine, edited\n")
            (docs / "about" / "later.md").write_text("# Later\n")
            yield staging

    monkeypatch.setattr("generator.build.replaced", disturbed)
    build(project.settings)
    mine = {"about/mine.md": b"# Mine, edited\n", "about/later.md": b"# Later\n"}
    assert project.docs == new | mine


@pytest.mark.parametrize("number", [2, 4])
def test_builds_of_the_same_folder_at_once(project: Project, number: int) -> None:
    each = []
    for n in range(number):
        seeds = project.folder.parent / f"seeds-{n}"
        shutil.copytree(project.settings.seeds, seeds)
        (seeds / "velm.txt").write_text(story(TOWNS[n]))
        (seeds / f"only-{n}.txt").write_text(story("velm").replace("Velm", f"Velm{'abcd'[n]}"))
        each.append(replace(project.settings, seeds=seeds))
        build(replace(each[n], docs=project.folder.parent / f"docs-{n}", cache=project.folder / ".cache" / "briefing"))
    running = [Running(settings) for settings in each]
    assert [r.ended() for r in running] == [(0, "")] * number
    assert [check(settings) for settings in each].count([]) == 1
    assert project.left() == set()


def test_a_worker_that_is_killed_costs_its_seed_alone(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    (project.settings.seeds / "saal.txt").write_text(story("saal"))
    shutil.rmtree(project.folder / ".cache")
    monkeypatch.setattr(briefs, "outcome_of", doomed)
    report = build(replace(project.settings, jobs=2))
    assert {brief.slug for brief in report.briefs} == {"karsk", "orda", "tarn", "velm"}
    (problem,) = report.problems
    assert (problem.where, problem.what) == ("saal.txt", "it crashed the program that read it (exit code -9)")


@pytest.fixture
def website(project: Project) -> Project:
    """With what MkDocs needs, and its site built once from what ``docs/`` was before."""
    (project.folder / "mkdocs.yml").write_text((ROOT / "mkdocs.yml").read_text())
    shutil.copytree(ROOT / "templates" / "theme", project.folder / "templates" / "theme")
    (project.folder / "generator").symlink_to(ROOT / "generator")
    assert Running(project.folder).ended() == (0, "")
    return project


def test_a_site_is_the_old_or_the_new_one(website: Project) -> None:
    site = website.folder / "site"
    shutil.copytree(site, website.folder.parent / "old-site")
    old = tree(site)
    build(website.settings)
    start = time.monotonic()
    assert Running(website.folder).ended() == (0, "")
    whole = time.monotonic() - start
    new = tree(site)
    assert old != new
    dice = random.Random(5)
    seen: Counter[str] = Counter()
    for _ in range(10 * TIMES):
        shutil.rmtree(site)
        shutil.copytree(website.folder.parent / "old-site", site)
        Running(website.folder).killed(after=whole * 1.1 * dice.random())
        found = tree(site)
        seen["old" if found == old else "new" if found == new else "a mix"] += 1
    print(f"site: {dict(seen)}")
    assert set(seen) <= {"old", "new"}
    assert Running(website.folder).ended() == (0, "")
    assert tree(site) == new
    assert website.left() == set()
