"""The cache gives back what was put into it, or nothing."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.cache import KEPT, Cache, program


def test_values_stay_from_build_to_build(tmp_path: Path) -> None:
    with Cache(tmp_path / "new" / "c.sqlite", "1") as cache:
        assert cache.get("key") is None
        cache.put("key", b"value")
        assert cache.get("key") == b"value"
    with Cache(tmp_path / "new" / "c.sqlite", "1") as cache:
        assert cache.get("key") == b"value"
        cache.put("key", b"other")
        assert cache.get("key") == b"other"


def test_what_no_build_asks_for_is_dropped_in_time(tmp_path: Path) -> None:
    with Cache(tmp_path / "c", "1") as cache:
        cache.put("used", b"1")
        cache.put("unused", b"2")
    for _ in range(KEPT):
        with Cache(tmp_path / "c", "1") as cache:
            assert cache.get("used") == b"1"
    with Cache(tmp_path / "c", "1") as cache:
        assert (cache.get("used"), cache.get("unused")) == (b"1", None)


def test_another_version_trusts_nothing(tmp_path: Path) -> None:
    with Cache(tmp_path / "c", "1") as cache:
        cache.put("key", b"value")
    with Cache(tmp_path / "c", "2") as cache:
        assert cache.get("key") is None
    with Cache(tmp_path / "c", "1") as cache:
        assert cache.get("key") is None


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A cache file with 40 values of some kB."""
    path = tmp_path_factory.mktemp("cache") / "c"
    with Cache(path, "1") as cache:
        for number in range(40):
            cache.put(f"key {number}", value(number))
    return path.read_bytes()


def value(number: int) -> bytes:
    return b"".join(bytes([number, n % 251, n % 83]) for n in range(2000))


@given(place=st.integers(0, 10**6), damage=st.binary(min_size=1, max_size=300))
def test_damage_is_never_taken_for_a_value(
    whole: bytes, tmp_path_factory: pytest.TempPathFactory, place: int, damage: bytes
) -> None:
    path = tmp_path_factory.mktemp("damaged") / "c"
    data = bytearray(whole)
    place %= len(data)
    data[place : place + len(damage)] = damage
    path.write_bytes(data)
    for _ in range(2):
        with Cache(path, "1") as cache:
            for number in range(40):
                assert cache.get(f"key {number}") in (None, value(number))
                cache.put(f"key {number}", value(number))
                assert cache.get(f"key {number}") in (None, value(number))


@pytest.mark.parametrize("length", [0, 1, 100, 5000])
def test_a_cut_file_is_started_anew(whole: bytes, tmp_path: Path, length: int) -> None:
    (tmp_path / "c").write_bytes(whole[:length])
    with Cache(tmp_path / "c", "1") as cache:
        cache.put("key", b"value")
    with Cache(tmp_path / "c", "1") as cache:
        assert cache.get("key") == b"value"


def test_values_do_not_change_places(tmp_path: Path) -> None:
    with Cache(tmp_path / "c", "1") as cache:
        cache.put("one", b"1")
        cache.put("two", b"2")
    with sqlite3.connect(tmp_path / "c") as base:
        rows = {key: (digest, value) for key, digest, value in base.execute("SELECT key, digest, value FROM kept")}
        base.execute("UPDATE kept SET digest = ?, value = ? WHERE key = 'one'", rows["two"])
    with Cache(tmp_path / "c", "1") as cache:
        assert (cache.get("one"), cache.get("two")) == (None, b"2")


@pytest.mark.parametrize("place", ["folder", "file/c"])
def test_where_nothing_can_be_written_there_is_a_cache_for_this_build(tmp_path: Path, place: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("mine")
    with Cache(tmp_path / place, "1") as cache:
        cache.put("key", b"value")
        assert cache.get("key") == b"value"
    assert (tmp_path / "file").read_text() == "mine"


def test_two_builds_may_share_it(tmp_path: Path) -> None:
    with Cache(tmp_path / "c", "1") as one, Cache(tmp_path / "c", "1") as other:
        for number in range(20):
            one.put(f"one {number}", b"1")
            assert other.get(f"one {number}") in (None, b"1")
    with Cache(tmp_path / "c", "1") as one, Cache(tmp_path / "c", "1") as other:
        assert (one.get("one 7"), other.get("one 7")) == (b"1", b"1")
        other.put("two", b"2")
    with Cache(tmp_path / "c", "1") as cache:
        assert (cache.get("one 19"), cache.get("two")) == (b"1", b"2")


def test_parts_of_the_program_tell_themselves_apart() -> None:
    assert len({program(), program("model.py"), program("timex.py"), program("model.py", "timex.py")}) == 4
