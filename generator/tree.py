"""Putting a whole folder in the place of another: a reader sees the old tree or the new one, never some of both."""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from filelock import FileLock, Timeout

from generator.errors import BriefingError

PATIENCE = 600
"""Seconds that a build waits for another one of the same folder."""


@contextlib.contextmanager
def locked(folder: Path, lock: Path) -> Iterator[None]:
    """Only one process at a time gets into this block for the same file `lock`, which stands for `folder`.

    The system opens the lock when its holder ends, however it ends. BriefingError if another one holds it for longer
    than `PATIENCE`. Where no lock can be had (a folder that cannot be written) the block is entered without.
    """
    holder = FileLock(lock)
    try:
        lock.parent.mkdir(parents=True, exist_ok=True)
        holder.acquire(timeout=PATIENCE)
    except Timeout as error:
        raise BriefingError(f"{folder}: another build of it has been running for long; end that one first") from error
    except OSError:
        pass
    try:
        yield
    finally:
        holder.release()


Identity = tuple[int, int, int]
"""By what a file is known not to have been touched since."""


def identity(path: Path) -> Identity:
    status = path.lstat()
    return status.st_ino, status.st_mtime_ns, status.st_size


@contextlib.contextmanager
def replaced(folder: Path, seen: Mapping[Path, Identity] | None = None) -> Iterator[Path]:
    """An empty folder that takes the place of `folder`, whole, when the block ends well; else nothing has happened.

    `seen`: what lay in `folder`, by relative path, when the new one was begun; what somebody put or changed there
    since stays as they left it. None: nothing of the old folder is kept.

    What a killed process left behind is put right or cleared away first; hold a lock (`locked`) around it. Where the
    system cannot exchange folders (Windows), there is a moment in which `folder` is missing; where `folder` cannot be
    moved at all (a mounted one), its files are replaced one by one, each whole. OSError if it cannot be written.
    """
    repair(folder)
    folder, staging, old = _places(folder)
    try:
        staging.mkdir(parents=True)
    except OSError:
        staging = Path(tempfile.mkdtemp(prefix="briefing-"))
    try:
        yield staging
        if folder.is_dir():
            shutil.copystat(folder, staging)
        else:
            staging.chmod(0o755)
        _put_in_place(staging, folder, old, seen)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def repair(folder: Path) -> None:
    """Put right what a process that was killed in `replaced` left; hold a lock around it. OSError if it cannot."""
    folder, staging, old = _places(folder)
    if old.is_dir() and not folder.exists():
        old.rename(folder)
    for left in (staging, old):
        shutil.rmtree(left, ignore_errors=True)


def linked(source: Path, target: Path) -> None:
    """Make `target` the same file as `source`, or a copy where the system links none; a symbolic link stays one."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_symlink():
        target.symlink_to(source.readlink())
        return
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def files_below(folder: Path) -> Iterator[Path]:
    """Every file and symbolic link below `folder`, relative to it, in no order; none if there is no such folder."""
    for place, folders, names in os.walk(folder):
        here = Path(place)
        links = [name for name in folders if (here / name).is_symlink()]
        yield from ((here / name).relative_to(folder) for name in (*names, *links))


def _places(folder: Path) -> tuple[Path, Path, Path]:
    """Where it is, where a new one is made, and where the old one is for a moment."""
    folder = folder.resolve()
    return folder, folder.with_name(f".{folder.name}.new"), folder.with_name(f".{folder.name}.old")


def _put_in_place(staging: Path, folder: Path, old: Path, seen: Mapping[Path, Identity] | None) -> None:
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(OSError):
            staging.rename(folder)
            return
    for way in (_exchange, _move):
        try:
            gone = way(staging, folder, old)
        except OSError:
            continue
        if seen is not None:
            _keep_later(gone, folder, seen)
        shutil.rmtree(gone, ignore_errors=True)
        return
    _overwrite(staging, folder, seen)


def _keep_later(gone: Path, folder: Path, seen: Mapping[Path, Identity]) -> None:
    """Move over what came into the old folder, or changed there, after it was looked through."""
    for path in list(files_below(gone)):
        if seen.get(path) != identity(gone / path):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (gone / path).replace(folder / path)


def _exchange(staging: Path, folder: Path, _: Path) -> Path:
    """Both at once, and where the old folder is then; OSError where the system or the file system cannot."""
    libc = ctypes.CDLL(None, use_errno=True)
    one, other = os.fsencode(staging), os.fsencode(folder)
    calls: dict[str, Callable[[], int]] = {
        "linux": lambda: libc.renameat2(-100, one, -100, other, 2),  # AT_FDCWD, RENAME_EXCHANGE
        "darwin": lambda: libc.renamex_np(one, other, 2),  # RENAME_SWAP
    }
    try:
        done = calls[sys.platform]()
    except (KeyError, AttributeError) as error:
        raise OSError("this system exchanges no folders") from error
    if done != 0:
        raise OSError(ctypes.get_errno(), "the folders cannot be exchanged")
    return staging


def _move(staging: Path, folder: Path, old: Path) -> Path:
    """One after the other, and where the old folder is then."""
    folder.rename(old)
    try:
        staging.rename(folder)
    except OSError:
        old.rename(folder)
        raise
    return old


def _overwrite(staging: Path, folder: Path, seen: Mapping[Path, Identity] | None) -> None:
    """File by file, each whole; for a folder that cannot be moved."""
    there = set(files_below(folder))
    later = {path for path in there if seen is not None and seen.get(path) != identity(folder / path)}
    wanted = set(files_below(staging))
    for path in sorted(wanted - later):
        _copied(staging / path, folder / path)
    for path in sorted(there - wanted - later):
        (folder / path).unlink()
        for parent in (folder / path).parents:
            if parent == folder or any(parent.iterdir()):
                break
            parent.rmdir()


def _copied(source: Path, target: Path) -> None:
    if target.is_file() and not target.is_symlink() and target.read_bytes() == source.read_bytes():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".part")
    os.close(handle)
    part = Path(temporary)
    try:
        part.unlink()
        shutil.copy2(source, part, follow_symlinks=False)
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
