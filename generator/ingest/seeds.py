"""Which seeds there are, and what each is called."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from generator.errors import Problem
from generator.ingest.readers import READERS

REVIEW = ".review.yml"
"""What the name of a review file ends in."""

_MAX_SLUG = 60
_RESERVED = re.compile(r"con|prn|aux|nul|com\d|lpt\d|index|conin|conout")
_LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i", "’": "", "'": ""}
)
"""Letters that have no decomposition to an ASCII one."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What becomes one brief: a file in the seeds folder, or a folder there with several sources."""

    slug: str
    """Lower-case ASCII letters, digits and single hyphens; unique in a build."""
    title: str | None
    """A folder's name made readable; None for a file, whose document has a title of its own."""
    paths: tuple[Path, ...]
    """Its files, sorted; never empty."""
    review: Path | None = None
    """What persons decided about its brief: ``NAME.review.yml`` beside the file ``NAME.txt`` or the folder ``NAME``."""


def discover(root: Path) -> tuple[tuple[Subject, ...], tuple[Problem, ...]]:
    """All subjects below `root`, sorted by name, and what is wrong with the rest.

    Left out without a word: names that begin with ``.`` or ``~$``, and files called README with any suffix. A file of
    an unknown kind, a symbolic link that leads out of `root` or to a folder, a folder without a readable file and a
    name that gives a slug already taken are one Problem each, and so is a review file that belongs to no subject.
    Nothing is opened.
    """
    if root.exists() and not root.is_dir():
        return (), (Problem(root.name, "it is a file, not a folder", "name the folder that holds the documents"),)
    if not root.is_dir():
        return (), (Problem(root.name or ".", "there is no such folder", "create it and put source documents in it"),)
    subjects: dict[str, Subject] = {}
    problems: list[Problem] = []
    reviews: list[Path] = []
    owners: dict[str, str] = {}
    for entry in _entries(root):
        where = entry.name
        if _is_review(entry):
            reviews.append(entry)
            continue
        folder = entry.is_dir() and not entry.is_symlink()
        paths: list[Path] = []
        before = len(problems)
        try:
            for path in _files(entry) if folder else (entry,):
                if folder and _is_review(path):
                    reviews.append(path)
                elif problem := _refusal(path, root):
                    problems.append(problem)
                else:
                    paths.append(path)
        except OSError as error:
            why = f"the folder cannot be opened ({error.strerror})"
            problems.append(Problem(shown(where), why, "check its permissions"))
        if not paths:
            if folder and len(problems) == before:
                fix = f"put a {', '.join(sorted(READERS))} file in it, or remove it"
                problems.append(Problem(shown(where), "the folder holds no file that can be read", fix))
            continue
        name = entry.name if folder else entry.stem
        slug = slug_of(name)
        if slug in subjects:
            first = subjects[slug].paths[0].relative_to(root).parts[0]
            fix = "rename one of them, or put both in one folder if they are about the same subject"
            problems.append(Problem(shown(where), f'its address "{slug}" is already that of {first}', fix))
            continue
        subjects[slug] = Subject(slug, readable(name) if folder else None, tuple(paths))
        owners.setdefault(unicodedata.normalize("NFC", name), slug)
    problems += _pair(reviews, root, subjects, owners)
    return tuple(subjects.values()), tuple(problems)


def slug_of(name: str) -> str:
    """A short address for `name`: ``[a-z0-9-]``, never empty, never a name that Windows reserves or "index".

    Where letters are lost (another script) or the name is cut, a digest of the whole name keeps it apart from others.
    """
    name = unicodedata.normalize("NFC", name)
    plain = unicodedata.normalize("NFKD", name.lower().translate(_LETTERS))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    lost = any(c.isalnum() and not c.isascii() for c in plain)
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if lost or not slug or len(slug) > _MAX_SLUG:
        digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
        if len(slug) > _MAX_SLUG - 9:
            slug = slug[: _MAX_SLUG - 9].rpartition("-")[0] or slug[: _MAX_SLUG - 9]
        slug = f"{slug or 'seed'}-{digest}"
    return f"{slug}-seed" if _RESERVED.fullmatch(slug) else slug


def readable(name: str) -> str | None:
    """A file's or folder's name as words ("fall-of-assad" → "Fall of assad"); None if there are no words in it."""
    words = re.sub(r"[-_\s]+", " ", "".join(c for c in unicodedata.normalize("NFC", name) if c.isprintable())).strip()
    if len(re.findall(r"[^\W\d_]{3,}", words)) < 1 or re.search(r"[0-9a-f]{12,}", words):
        return None
    return words[0].upper() + words[1:]


def _entries(folder: Path) -> list[Path]:
    return sorted(
        (p for p in folder.iterdir() if not p.name.startswith((".", "~$")) and p.stem.lower() != "readme"),
        key=lambda p: (p.name.casefold(), p.name),
    )


def _files(folder: Path) -> Iterator[Path]:
    for entry in _entries(folder):
        if entry.is_dir() and not entry.is_symlink():
            yield from _files(entry)
        else:
            yield entry


def shown(name: str) -> str:
    """`name` fit to be printed: what is no printable character is escaped."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in name)


def _pair(
    reviews: Iterable[Path], root: Path, subjects: dict[str, Subject], owners: dict[str, str]
) -> Iterator[Problem]:
    """Give each review file to the subject that `owners` has under its name, and say what is wrong with the others."""
    for path in reviews:
        name = unicodedata.normalize("NFC", path.name.removesuffix(REVIEW))
        slug = owners.get(name) if path.parent == root else None
        if problem := _refusal(path, root, review=True):
            yield problem
        elif slug is None or subjects[slug].review:
            fix = f"call it as its seed or the folder of its seeds, with {REVIEW} for the suffix, and put it beside"
            yield Problem(shown(path.relative_to(root).as_posix()), "it is the review file of no seed", fix)
        else:
            subjects[slug] = replace(subjects[slug], review=path)


def _is_review(path: Path) -> bool:
    """Whether a file is meant as a review file, though its name may not be just right."""
    return bool(re.search(r"\.review\.ya?ml$", path.name, re.IGNORECASE)) and (path.is_symlink() or not path.is_dir())


def _refusal(path: Path, root: Path, review: bool = False) -> Problem | None:
    """Why a file below `root` cannot be a source, or a review file, judged by its name and kind alone."""
    name = path.relative_to(root).as_posix()
    where = shown(name)
    if where != name:
        return Problem(where, "its name holds characters that cannot be printed", "rename it")
    if path.is_symlink():
        target = Path(os.path.realpath(path))
        if not target.is_relative_to(os.path.realpath(root)) or not target.is_file():
            return Problem(
                where, "it is a symbolic link that leads to no file in the seeds folder", "put a copy there instead"
            )
    if not path.is_file():
        return Problem(where, "it is not a regular file", "remove it")
    if not review and path.suffix.lower() not in READERS:
        kind = f"of the kind {path.suffix}" if path.suffix else "without a suffix"
        return Problem(where, f"files {kind} are not read", f"convert it to one of {', '.join(sorted(READERS))}")
    return None
