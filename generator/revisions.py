"""What changed in the briefs between two revisions of the git repository that holds them."""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from generator import codec
from generator.changes import Change, Kind, changes
from generator.errors import BriefingError, CodecError, Problem
from generator.ingest.seeds import shown
from generator.model import Brief

_FILES = "100"
"""How the mode of a regular file begins in a tree of git."""

_Contents = Callable[[str], bytes | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What changed in one brief."""

    slug: str
    title: str
    """Of the newer version."""
    statements: int
    """How many the newer version has."""
    whole: Kind | None = None
    """ADDED or REMOVED where only one of the revisions has the brief; then there are no changes."""
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two revisions of the briefs."""

    differences: tuple[Difference, ...]
    """By slug; none of a brief in which no statement changed."""
    problems: tuple[Problem, ...]
    """A file that cannot be compared is one."""


def compare(old: str, new: str | None, docs: Path) -> Comparison:
    """What changed in the briefs of the folder `docs` from revision `old` to `new`; None is the working tree.

    A revision is whatever git takes for a commit. Only those files are decoded that are not the same in both. Git may
    not reach for the network. BriefingError if there is no git, no repository around `docs` or no such revision, or if
    neither revision has a brief.
    """
    repository = _Repository(docs)
    before, after = repository.briefs(old), repository.briefs(new)
    if not before and not after:
        raise BriefingError(f"{docs}: it holds no brief in either revision; name the folder with --docs")
    differences: list[Difference] = []
    problems: list[Problem] = []
    with repository.contents() as content:
        for slug in sorted(before.keys() | after.keys()):
            one, other = before.get(slug), after.get(slug)
            if one and other and one.blob == other.blob:
                continue
            try:
                difference = _difference(slug, *(_brief(f, content) if f else None for f in (one, other)))
            except _UnreadableError as error:
                problems.append(error.problem)
            else:
                differences += [difference] if difference else []
    return Comparison(tuple(differences), tuple(problems))


def _difference(slug: str, old: Brief | None, new: Brief | None) -> Difference | None:
    last = new or old
    assert last is not None
    whole = None if old and new else Kind.ADDED if new else Kind.REMOVED
    found = changes(old, new) if old and new else ()
    if not whole and not found:
        return None
    return Difference(slug=slug, title=last.title, statements=len(last.statements), whole=whole, changes=found)


@dataclass(frozen=True, slots=True)
class _Stored:
    """A ``brief.json``."""

    blob: str
    """What git calls its bytes."""
    path: Path | None
    """None in a commit."""
    where: str
    """What the user knows it by."""


class _UnreadableError(Exception):
    """A ``brief.json`` that is none."""

    def __init__(self, stored: _Stored, what: str) -> None:
        super().__init__(what)
        fix = "it is left out; build it anew" if stored.path else "it is left out; compare with a newer revision"
        self.problem = Problem(shown(stored.where), what, fix)


class _Repository:
    """The repository around a folder of briefs. Runs git without a shell; nothing it is given can be an option."""

    def __init__(self, docs: Path) -> None:
        self._docs = docs
        folder = docs.resolve()
        nearest = next(f for f in (folder, *folder.parents) if f.is_dir())
        done = _git(nearest, "rev-parse", "--show-object-format", "--show-toplevel")
        if done.returncode:
            fix = "compare briefs where docs/ is kept under git"
            raise BriefingError(f"{docs}: git finds no repository there ({_said(done)}); {fix}")
        digest, _, root = os.fsdecode(done.stdout.removesuffix(b"\n")).partition("\n")
        self._digest = digest
        self._root = Path(root).resolve()
        self._folder = (folder / "briefs").relative_to(self._root).as_posix()

    def briefs(self, revision: str | None) -> Mapping[str, _Stored]:
        """By slug, the briefs of a revision."""
        if revision is None:
            return self._standing()
        tree = self._object(f"{self._commit(revision)}:{self._folder}")
        if tree is None:
            return {}
        done = _git(self._root, "ls-tree", "-r", "-z", "--full-tree", tree)
        if done.returncode:
            raise BriefingError(f"{revision}: git cannot list its files ({_said(done)}); check it with `git fsck`")
        found = {}
        for line in done.stdout.split(b"\0")[:-1]:
            facts, _, path = line.partition(b"\t")
            mode, _, blob = facts.decode().split(" ")
            slug, _, name = os.fsdecode(path).partition("/")
            if name == "brief.json" and mode.startswith(_FILES):
                found[slug] = _Stored(blob, None, f"{revision}:{self._folder}/{slug}/{name}")
        return found

    def _standing(self) -> Mapping[str, _Stored]:
        found = {}
        for path in (self._docs / "briefs").glob("*/brief.json"):
            stored = _Stored("", path, str(path))
            try:
                data = path.read_bytes()
            except OSError as error:
                raise BriefingError(f"{path}: it cannot be read ({error.strerror or error})") from error
            blob = hashlib.new(self._digest, b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
            found[path.parent.name] = _Stored(blob, path, stored.where)
        return found

    def _commit(self, revision: str) -> str:
        """The commit that `revision` names."""
        name = None if revision.startswith("-") or "\0" in revision else self._object(f"{revision}^{{commit}}")
        if name is None:
            fix = "name a commit, branch or tag of this repository"
            if _git(self._root, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true":
                fix = (
                    "this clone is shallow: fetch the rest with `git fetch --unshallow` (in CI: check out with depth 0)"
                )
            raise BriefingError(f"{shown(revision)}: git knows no such revision here; {fix}")
        return name

    def _object(self, name: str) -> str | None:
        """The hash of the object that git knows by `name`; None if there is none."""
        done = _git(self._root, "rev-parse", "--verify", "--quiet", "--end-of-options", name)
        return None if done.returncode else done.stdout.decode("ascii").strip()

    @contextmanager
    def contents(self) -> Iterator[_Contents]:
        """What a blob holds; None if the repository lacks it. One process of git for all."""
        command = _command(self._root, ["cat-file", "--batch"])
        with subprocess.Popen(  # noqa: S603 - as in _git
            command, env=_environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as git:
            assert git.stdin is not None
            assert git.stdout is not None
            ask, answer = git.stdin, git.stdout

            def content(blob: str) -> bytes | None:
                ask.write(f"{blob}\n".encode())
                ask.flush()
                facts = answer.readline().split()  # hash, kind, length
                return answer.read(int(facts[2]) + 1)[:-1] if len(facts) == 3 else None

            yield content


def _brief(file: _Stored, content: _Contents) -> Brief:
    try:
        data = file.path.read_bytes() if file.path else content(file.blob)
        if data is None:
            raise _UnreadableError(file, "this clone is partial and lacks it")
        return codec.decode(data)
    except (CodecError, OSError) as error:
        raise _UnreadableError(file, str(error)) from error


def _command(folder: Path, arguments: Sequence[str]) -> list[str]:
    return ["git", "-C", str(folder), "--no-pager", *arguments]


def _environment() -> dict[str, str]:
    """Messages in English, no questions, no network, nothing written; the repository is that around the folder, also
    where a hook of another one runs this."""
    still = {"LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0"}
    elsewhere = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")
    return {name: value for name, value in os.environ.items() if name not in elsewhere} | still


def _git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(_command(folder, arguments), env=_environment(), capture_output=True, check=False)  # noqa: S603
    except FileNotFoundError as error:
        raise BriefingError("git is not installed or not on the PATH; install it to compare revisions") from error


def _said(done: subprocess.CompletedProcess[bytes]) -> str:
    message = " ".join(done.stderr.decode("utf-8", "replace").split()).removeprefix("fatal: ")
    return shown(message) or f"exit code {done.returncode}"
