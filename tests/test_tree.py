"""Replacing a folder as a whole, on systems that can exchange folders and on those that cannot."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from generator import tree
from generator.tree import files_below, identity, linked, locked, replaced


def content(folder: Path) -> dict[str, str]:
    return {p.as_posix(): (folder / p).read_text() for p in sorted(files_below(folder))}


def fill(folder: Path, **files: str) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


@pytest.fixture(params=["exchange", "move", "overwrite"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each way to put a folder in place, those that are tried before it having failed."""

    def fails(*_: Path) -> Path:
        raise OSError("not on this system")

    for name in {"exchange": (), "move": ("_exchange",), "overwrite": ("_exchange", "_move")}[request.param]:
        monkeypatch.setattr(tree, name, fails)


@pytest.mark.usefixtures("way")
def test_the_new_tree_stands_in_the_place_of_the_old(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    fill(docs, **{"a": "old", "b/c": "old", "gone/d": "old"})
    with replaced(docs) as staging:
        fill(staging, **{"a": "new", "e/f": "new"})
        linked(docs / "b/c", staging / "b/c")
        assert content(docs) == {"a": "old", "b/c": "old", "gone/d": "old"}
    assert content(docs) == {"a": "new", "b/c": "old", "e/f": "new"}
    assert not (docs / "gone").exists()
    assert [p.name for p in tmp_path.iterdir()] == ["docs"]


@pytest.mark.usefixtures("way")
def test_what_came_in_meanwhile_is_kept(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    fill(docs, **{"about/mine.md": "first", "generated.md": "old"})
    seen = {path: identity(docs / path) for path in files_below(docs)}
    with replaced(docs, seen) as staging:
        fill(staging, **{"generated.md": "new"})
        linked(docs / "about/mine.md", staging / "about/mine.md")
        fill(tmp_path, saved="second")
        (tmp_path / "saved").replace(docs / "about/mine.md")
        fill(docs, **{"about/later.md": "third"})
    assert content(docs) == {"about/later.md": "third", "about/mine.md": "second", "generated.md": "new"}


def test_a_failure_leaves_the_old_tree(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    fill(docs, a="old")
    with pytest.raises(FileNotFoundError), replaced(docs) as staging:
        (staging / "a" / "missing" / "file").write_text("new")
    assert content(docs) == {"a": "old"}
    assert [p.name for p in tmp_path.iterdir()] == ["docs"]


def test_what_a_killed_process_left_is_put_right(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    fill(tmp_path / ".docs.old", a="old")
    fill(tmp_path / ".docs.new", a="half")
    with replaced(docs) as staging:
        assert content(docs) == {"a": "old"}
        assert content(staging) == {}
        fill(staging, a="new")
    assert content(docs) == {"a": "new"}
    assert [p.name for p in tmp_path.iterdir()] == ["docs"]


def test_a_link_to_a_folder_stays_one(tmp_path: Path) -> None:
    fill(tmp_path / "real", a="old")
    (tmp_path / "docs").symlink_to(tmp_path / "real")
    with replaced(tmp_path / "docs") as staging:
        fill(staging, a="new")
    assert (tmp_path / "docs").is_symlink()
    assert content(tmp_path / "real") == {"a": "new"}


def test_links_within_are_neither_followed_nor_lost(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    fill(tmp_path, outside="mine")
    docs.mkdir()
    (docs / "file").symlink_to(tmp_path / "outside")
    (docs / "folder").symlink_to(tmp_path)
    (docs / "dangling").symlink_to("nowhere")
    assert sorted(p.as_posix() for p in files_below(docs)) == ["dangling", "file", "folder"]
    with replaced(docs) as staging:
        for path in files_below(docs):
            linked(docs / path, staging / path)
    assert sorted(p.name for p in docs.iterdir() if p.is_symlink()) == ["dangling", "file", "folder"]
    assert (tmp_path / "outside").read_text() == "mine"


def test_only_one_at_a_time(tmp_path: Path) -> None:
    inside: list[int] = []
    most: list[int] = []

    def work(number: int) -> None:
        with locked(tmp_path / "docs", tmp_path / "lock"):
            inside.append(number)
            most.append(len(inside))
            inside.remove(number)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1] * 20
