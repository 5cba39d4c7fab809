"""What earlier builds worked out, kept in one file. It may be lost at any time: a build then does the work again.

Nothing in it is trusted for where it stands: a value counts only if its digest holds and it was put there by the same
version of the program. Values are plain bytes; none is ever executed or unpickled.
"""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
import sys
import zlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

KEPT = 8
"""For how many builds a value is kept that none of them asked for."""

_LAYOUT = 1
_OFTEN = 8
"""After how many new values they are written to disk: so much work a killed build may lose."""


def digest(*parts: str | bytes) -> str:
    """SHA-256 of `parts`, in hexadecimal; where one ends and the next begins counts."""
    whole = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        whole.update(b"%d:" % len(data))
        whole.update(data)
    return whole.hexdigest()


def folder_digest(place: Path) -> str:
    """Digest of a file or of all files below a folder, with their names; compiled modules do not count."""
    files = [place] if place.is_file() else sorted(p for p in place.rglob("*") if p.is_file() and p.suffix != ".pyc")
    return digest(*(part for file in files for part in (file.relative_to(place.parent).as_posix(), file.read_bytes())))


@cache
def program(*parts: str) -> str:
    """Digest of these modules and folders of the program (none named: of all but ``train``), without its templates.

    The versions of Python and of all installed packages are in it too.
    """
    package = Path(__file__).parent
    places = [package / part for part in parts] or sorted(package.iterdir())
    code = (folder_digest(place) for place in places if place.name not in ("train", "templates", "__pycache__"))
    return digest(*code, *_installed())


def _installed() -> Iterator[str]:
    """Python's version, and names and versions of all distributions that it finds."""
    yield f"python {sys.version_info.major}.{sys.version_info.minor}"
    for folder in dict.fromkeys(sys.path):
        yield from sorted(path.name for path in Path(folder or ".").glob("*.dist-info"))


class Cache:
    """Values by key in the file `path`, made by the program called `version`; another one's are dropped.

    A missing, damaged or locked file, a full disk or a folder that cannot be written are as good as an empty cache;
    nothing here raises for them. Two processes may share the file. Use as a context manager, or call `close`.
    """

    def __init__(self, path: Path, version: str) -> None:
        self._path = path
        self._version = f"{_LAYOUT} {version}"
        self._used: set[str] = set()
        self._unwritten = 0
        self._open()

    def __enter__(self) -> Cache:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def get(self, key: str) -> bytes | None:
        """The value that was put under `key`; None if there is none that is whole."""
        try:
            row = self._base.execute("SELECT digest, value FROM kept WHERE key = ?", (key,)).fetchone()
        except sqlite3.Error as error:
            self._broken(error)
            return None
        try:
            if row and row[0] == _seal(key, row[1]):
                self._used.add(key)
                return zlib.decompress(row[1])
        except (TypeError, zlib.error):  # a damaged page of the file may give values of any kind
            pass
        return None

    def put(self, key: str, value: bytes) -> None:
        """Keep `value` under `key`."""
        packed = zlib.compress(value, 1)
        with self._tried():
            self._base.execute(
                "INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?)", (key, _seal(key, packed), packed, self._build)
            )
            self._unwritten += 1
            if self._unwritten >= _OFTEN:
                self._base.commit()
                self._unwritten = 0

    def close(self) -> None:
        """Write everything, and drop what the last builds did not ask for; nothing can be got or put any more."""
        with self._tried():
            self._base.executemany(
                "UPDATE kept SET used = ? WHERE key = ?", ((self._build, key) for key in sorted(self._used))
            )
            self._base.execute("DELETE FROM kept WHERE used <= ?", (self._build - KEPT,))
            self._base.commit()
        self._base.close()

    @contextlib.contextmanager
    def _tried(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            self._broken(error)

    def _open(self) -> None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._base = self._connected(str(self._path))
        except (OSError, sqlite3.Error) as error:
            if _is_damage(error) and self._removed():
                self._open()
            else:
                self._base = self._connected(":memory:")

    def _connected(self, place: str) -> sqlite3.Connection:
        base = sqlite3.connect(place, timeout=10)
        try:
            base.execute("PRAGMA synchronous = OFF")  # what a power cut destroys is found out by its digest
            base.execute("CREATE TABLE IF NOT EXISTS about (version TEXT, build INTEGER)")
            base.execute(
                "CREATE TABLE IF NOT EXISTS kept (key TEXT PRIMARY KEY, digest BLOB, value BLOB, used INTEGER)"
            )
            found = base.execute("SELECT version, build FROM about").fetchone()
            if not found or found[0] != self._version or not isinstance(found[1], int):
                base.execute("DELETE FROM kept")
                found = (self._version, 0)
            self._build: int = found[1] + 1
            base.execute("DELETE FROM about")
            base.execute("INSERT INTO about VALUES (?, ?)", (self._version, self._build))
            base.commit()
        except BaseException:
            base.close()
            raise
        return base

    def _broken(self, error: sqlite3.Error) -> None:
        """Go on with an empty cache; a damaged file is removed, one that is only busy or full is left alone."""
        self._base.close()
        self._unwritten = 0
        if _is_damage(error) and self._removed():
            self._open()
        else:
            self._base = self._connected(":memory:")

    def _removed(self) -> bool:
        try:
            for suffix in ("", "-journal", "-wal", "-shm"):
                self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)
        except OSError:
            return False
        return True


def _is_damage(error: Exception) -> bool:
    """Whether the file is no database or a broken one; not whether it is locked or the disk full."""
    return type(error) is sqlite3.DatabaseError


def _seal(key: str, packed: bytes) -> bytes:
    return hashlib.blake2b(packed, key=hashlib.blake2b(key.encode(), digest_size=32).digest(), digest_size=20).digest()
