"""A build after a change does only what depends on it, and gives the same bytes as one that starts from nothing."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from generator import briefs
from generator import build as building
from generator.build import build, check
from generator.export.site import Site
from generator.model import Publish
from generator.settings import Settings

TOWNS = ("velm", "saal", "karsk", "orda", "lind", "tarn")
STORY = """{Town} bridge closed after flood
Published: {day} May 2024
Source: Vara Courier

The bridge of {Town} was closed on Monday because the Orla had washed out two piers. Mayor Ines Carrow of {Town} said
that repairs could cost $4.5 million. The closure led to queues of {day} kilometres, according to the Orla Water Board.
"""
LATER = """Inquiry names jammed gate
Published: 20 May 2024

The bridge of Velm was closed because a dam gate had jammed, the Orla Water Board said on Friday.
"""


def story(town: str) -> str:
    return STORY.format(Town=town.capitalize(), day=TOWNS.index(town) + 3)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Six seeds, built."""
    made = Settings(seeds=tmp_path / "seeds", docs=tmp_path / "docs", jobs=0, with_pdf=False)
    made.seeds.mkdir()
    for town in TOWNS:
        (made.seeds / f"{town}.txt").write_text(story(town), encoding="utf-8")
    build(made)
    return made


def tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def clean(settings: Settings, before: dict[str, bytes], folder: Path) -> dict[str, bytes]:
    """What a build gives that has nothing but the seeds and what was published before."""
    for path, data in before.items():
        (folder / "docs" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "docs" / path).write_bytes(data)
    build(replace(settings, docs=folder / "docs"))
    return tree(folder / "docs")


def edit(seeds: Path, town: str) -> None:
    path = seeds / f"{town}.txt"
    path.write_text(path.read_text() + "A ferry sank on Tuesday because its crew was asleep.\n")


def review(seeds: Path) -> None:
    quote = "The bridge of Saal was closed on Monday because the Orla had washed out two piers."
    (seeds / "saal.review.yml").write_text(
        "decisions:\n  - reject: The Orla had washed out two piers\n    section: causes\n"
        f"    quote: {quote}\n    reason: The inquiry found otherwise.\n    date: 2024-06-01\n"
    )


def tag(seeds: Path) -> None:
    (seeds / "lind.md").write_text(f"---\ntags: [floods]\n---\n{story('lind')}")
    (seeds / "lind.txt").unlink()


CHANGES: dict[str, Callable[[Path], object]] = {
    "edit": lambda seeds: edit(seeds, "karsk"),
    "add": lambda seeds: (seeds / "new.txt").write_text(LATER),
    "remove": lambda seeds: (seeds / "orda.txt").unlink(),
    "rename": lambda seeds: (seeds / "orda.txt").rename(seeds / "zorda.txt"),
    "tag": tag,
    "review": review,
    "nothing": lambda seeds: None,
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_same_bytes_as_a_clean_build(settings: Settings, tmp_path: Path, change: str) -> None:
    before = tree(settings.docs)
    CHANGES[change](settings.seeds)
    report = build(settings)
    assert tree(settings.docs) == clean(settings, before, tmp_path / "clean")
    assert (report.written == []) == (change == "nothing")
    assert check(settings) == []


def test_any_row_of_changes_gives_the_same_bytes_as_clean_builds(settings: Settings, tmp_path: Path) -> None:
    dice = random.Random(1)
    names = [name for name in CHANGES if name not in ("rename",)]
    for step, name in enumerate(dice.sample(names, len(names))):
        before = tree(settings.docs)
        CHANGES[name](settings.seeds)
        build(settings)
        assert tree(settings.docs) == clean(settings, before, tmp_path / str(step)), name


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Fills up with what is extracted, printed and made."""
    done: list[str] = []

    def counted(module: object, name: str, says: Callable[..., str]) -> None:
        real = getattr(module, name)
        monkeypatch.setattr(module, name, lambda *a, **k: (done.append(says(*a)), real(*a, **k))[1])

    counted(briefs, "compose", lambda slug, *_: f"extract {slug}")
    counted(building, "_made", lambda recipe: f"make {recipe.path}")
    counted(building, "pdf", lambda brief, paper: f"print {brief.slug} {paper}")
    counted(building, "card", lambda brief, _: f"draw {brief.slug}")
    return done


def test_only_what_depends_on_a_seed_is_worked_out_again(settings: Settings, work: list[str]) -> None:
    settings = replace(settings, with_pdf=True)
    build(settings)
    work.clear()
    build(settings)
    assert work == []
    edit(settings.seeds, "karsk")
    report = build(settings)
    assert [w for w in work if not w.startswith("make")] == [
        "extract karsk", "print karsk a4", "print karsk us-letter", "draw karsk",
    ]  # fmt: skip
    folders = {"/".join(path.split("/")[:2]) for path in report.written if path.startswith("briefs/")}
    assert folders <= {"briefs/index.md", "briefs/karsk"}
    others = {f"actors/mayor-of-{town}.md" for town in TOWNS if town != "karsk"}
    assert not others & set(report.written)


def test_a_new_source_changes_its_brief_and_no_other(settings: Settings) -> None:
    before = tree(settings.docs)
    (settings.seeds / "velm").mkdir()
    (settings.seeds / "velm.txt").rename(settings.seeds / "velm" / "first.txt")
    (settings.seeds / "velm" / "later.txt").write_text(LATER)
    build(settings)
    after = tree(settings.docs)
    changed = {path for path in before | after if before.get(path) != after.get(path)}
    assert {path.split("/")[1] for path in changed if path.startswith("briefs/")} <= {"velm", "index.md"}
    text = after["briefs/velm/changes.json"].decode()
    assert '"kind": "added"' in text
    assert '"cause": "new seed"' in text
    assert "jammed" in text
    assert '"kind": "removed"' not in text


def test_files_that_do_not_change_are_not_touched(settings: Settings) -> None:
    before = {p: p.stat() for p in settings.docs.rglob("*") if p.is_file()}
    edit(settings.seeds, "karsk")
    written = {settings.docs / path for path in (*build(settings).written, "manifest.json")}
    for path, status in before.items():
        if path not in written:
            assert (path.stat().st_ino, path.stat().st_mtime_ns) == (status.st_ino, status.st_mtime_ns), path


@pytest.mark.parametrize(
    "path", ["briefs/velm/index.md", "briefs/velm/brief.json", "index.md", "feed.xml", "manifest.json"]
)
@pytest.mark.parametrize("how", ["changed", "deleted"])
def test_what_was_damaged_is_made_again(settings: Settings, path: str, how: str) -> None:
    before = tree(settings.docs)
    data = before[path]
    if how == "changed":
        (settings.docs / path).write_bytes(data.replace(b"e", b"a", 1))
    else:
        (settings.docs / path).unlink()
    assert path in check(settings)
    build(settings)
    after = tree(settings.docs)
    assert {p for p in before | after if before.get(p) != after.get(p)} <= _history(path)


def _history(path: str) -> set[str]:
    """What differs after a published brief was altered by hand: that it is put right is a change like others."""
    return set() if not path.endswith("brief.json") else {
        "briefs/velm/changes.json", "briefs/velm/index.md", "briefs/velm/manifest.json", "feed.xml", "manifest.json",
        "briefs/velm/stix.json", "briefs.json", "index.md", "briefs/index.md",
    }  # fmt: skip


def _damages(cache: Path) -> Iterator[None]:
    whole = cache.read_bytes()
    cache.unlink()
    yield
    cache.write_bytes(b"no database")
    yield
    cache.write_bytes(whole[: len(whole) // 2])
    yield
    cache.write_bytes(whole[:4000] + bytes(len(whole) - 4000))
    yield


def test_a_damaged_cache_changes_nothing(settings: Settings) -> None:
    before = tree(settings.docs)
    for _ in _damages(settings.docs.parent / ".cache" / "briefing" / "build.sqlite"):
        assert build(settings).written == []
        assert tree(settings.docs) == before


def test_another_program_trusts_nothing(settings: Settings, work: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(briefs, "program", lambda *_: "another version")
    monkeypatch.setattr(building, "program", lambda *_: "another version")
    assert build(settings).written == []
    assert len([w for w in work if w.startswith("extract")]) == len(TOWNS)
    assert len([w for w in work if w.startswith("make briefs/")]) > len(TOWNS)


@pytest.mark.parametrize(
    "other", [{"site": Site(name="Other", url="https://other.example")}, {"publish": Publish.QUOTES}]
)
def test_settings_count(settings: Settings, tmp_path: Path, other: dict[str, object]) -> None:
    before = tree(settings.docs)
    settings = replace(settings, **other)  # type: ignore[arg-type]
    assert build(settings).written
    assert tree(settings.docs) == clean(settings, before, tmp_path / "clean")
    shutil.rmtree(tmp_path / "clean")
