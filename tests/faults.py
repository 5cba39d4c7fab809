"""What a build may meet: processes that run one and are killed, or refused something, at a chosen step.

The steps are what Python's audit events tell of: everything that is done to a file outside the cache. The processes are
forked from this one, which has the program loaded, so that many can be tried.
"""

from __future__ import annotations

import contextlib
import errno
import os
import resource
import signal
import sys
import time
import traceback
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mkdocs.commands.build import build as build_site
from mkdocs.config import load_config
from mkdocs.exceptions import BuildError

from generator.briefs import Outcome, outcome_of
from generator.build import build
from generator.errors import BriefingError
from generator.ingest import Subject
from generator.settings import Settings

_STEPS = {
    "os.link", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.chmod", "os.utime", "os.symlink", "os.truncate",
}  # fmt: skip
_TAKING_SPACE = {"open", "os.mkdir", "os.link", "os.symlink"}


def _is_step(event: str, arguments: tuple[Any, ...]) -> bool:
    if event == "ctypes.dlsym":  # just before folders are exchanged
        return "rename" in str(arguments[1])
    if not arguments or "/.cache/" in str(arguments[0]):
        return False
    if event == "open":
        path, _, flags = arguments
        return isinstance(path, str) and not path.startswith("/dev/") and bool(flags & (os.O_WRONLY | os.O_RDWR))
    return event in _STEPS


@dataclass(frozen=True)
class Fault:
    """What befalls a process. Picklable, as it goes there. None of these: nothing."""

    killed_at: int = 0
    """Number of the step before which it is killed."""
    refused_at: int = 0
    """Number of the step from which on nothing can be made that takes space, as on a disk that is full."""
    why: int = errno.ENOSPC
    without_links: bool = False
    """As on a file system that has no hard links."""
    without_exchange: bool = False
    """As with a C library that cannot exchange folders."""
    largest_file: int = 0
    """In bytes; 0: no limit."""

    def befall(self) -> None:
        if self.largest_file:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (self.largest_file, self.largest_file))
        steps = 0

        def hook(event: str, arguments: tuple[Any, ...]) -> None:
            nonlocal steps
            if self.without_links and event == "os.link":
                raise OSError(errno.EPERM, os.strerror(errno.EPERM))
            if self.without_exchange and event == "ctypes.dlsym" and "rename" in str(arguments[1]):
                raise AttributeError(arguments[1])
            if _is_step(event, arguments):
                steps += 1
                if steps == self.killed_at:
                    os.kill(os.getpid(), signal.SIGKILL)
                if 0 < self.refused_at <= steps and event in _TAKING_SPACE:
                    raise OSError(self.why, os.strerror(self.why))

        sys.addaudithook(hook)


class Running:
    """A process that builds ``docs/``, or the site in the folder `project`, while `fault` befalls it."""

    def __init__(self, work: Settings | Path, fault: Fault = Fault()) -> None:
        said, self._says = os.pipe()
        self._said = os.fdopen(said, encoding="utf-8")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # threads of libraries: the child does not need them
            self._process = os.fork()
        if self._process == 0:
            self._run(work, fault)
        with contextlib.suppress(OSError):  # whoever of the two comes first
            os.setpgid(self._process, self._process)
        os.close(self._says)

    def _run(self, work: Settings | Path, fault: Fault) -> None:
        code = 1
        try:
            os.setpgid(0, 0)
            fault.befall()
            _work(work)
            code = 0
        except (BriefingError, BuildError) as error:
            os.write(self._says, str(error).encode())
            code = 3
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)

    def ended(self) -> tuple[int, str]:
        """Its exit code, or less than 0 the signal that ended it, and the message of its error, if the code is 3."""
        with self._said:
            message = self._said.read()
        return os.waitstatus_to_exitcode(os.waitpid(self._process, 0)[1]), message

    def killed(self, after: float) -> bool:
        """Kill it after so many seconds, with all processes that it started; whether it still ran."""
        time.sleep(after)
        running = os.waitpid(self._process, os.WNOHANG) == (0, 0)
        if running:
            os.killpg(self._process, signal.SIGKILL)
            os.waitpid(self._process, 0)
        self._said.close()
        return running


def _work(work: Settings | Path) -> None:
    if isinstance(work, Settings):
        build(work)
    else:
        _mkdocs(work)


def _mkdocs(project: Path) -> None:
    os.chdir(project)
    config = load_config("mkdocs.yml")
    config.plugins.run_event("startup", command="build", dirty=False)
    build_site(config)
    config.plugins.run_event("shutdown")


def doomed(subject: Subject, root: Path, engine: str) -> Outcome:
    """What a worker does of which the system kills one, for want of memory say."""
    if subject.slug == "saal":
        os.kill(os.getpid(), signal.SIGKILL)
    return outcome_of(subject, root, engine)


def trees(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of every file below `folder`."""
    return ((p.relative_to(folder).as_posix(), p.read_bytes()) for p in sorted(folder.rglob("*")) if p.is_file())
