"""A fresh site repository: ``briefing new DIR``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import yaml

from generator import __version__
from generator.errors import BriefingError
from generator.export import packaged

ABOUT = tuple(f"{page}.md" for page in "method settings review ci reuse security model performance".split())
"""Pages about the program that come with the package: what pages of a site link to, and what these link to."""

_DOTTED = ("gitignore", "github", "gitlab-ci.yml")
"""What begins with a dot in the repository of a site, and without one where it is kept."""
_PLACE = re.compile(r"@(NAME|VERSION|LIBRARIES)@")


def new(folder: Path, name: str = "Briefings") -> list[Path]:
    """Put a site repository called `name` into `folder`, which is made where it is missing; the paths of its files.

    It builds with the installed package, has one invented seed and names nothing of this machine. BriefingError if
    `folder` holds anything but ``.git``, or `name` cannot be that of a site; nothing is overwritten.
    """
    name = " ".join(name.split())
    if not name or not name.isprintable():
        raise BriefingError(f"{name!r} cannot be the name of a site; write it on one line, without control characters")
    if folder.exists() and not folder.is_dir():
        raise BriefingError(f"{folder}: it is a file; name a folder that is empty or not there yet")
    if folder.is_dir() and any(entry.name != ".git" for entry in folder.iterdir()):
        raise BriefingError(f"{folder}: it is not empty; name a folder that is empty or not there yet")
    written = []
    for path, data in sorted(files(name)):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as file:
            file.write(data)
        written.append(target)
    return written


def files(name: str) -> Iterator[tuple[str, bytes]]:
    """Every file of a fresh repository by its path in it, for a site called `name`."""
    kept = packaged() / "new"
    for file in _below(kept):
        path = file.relative_to(kept).as_posix()
        written = _WRITTEN.get(path)
        text = file.read_text(encoding="utf-8")
        if written:
            text = _filled(text, written(name))
        yield f".{path}" if path.split("/")[0] in _DOTTED else path, text.encode()
    for file in _below(packaged() / "theme"):
        yield f"templates/theme/{file.relative_to(packaged() / 'theme').as_posix()}", file.read_bytes()
    for page in ABOUT:
        yield f"docs/about/{page}", (_about() / page).read_bytes()


def _below(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file() and "__pycache__" not in file.parts]


def _about() -> Path:
    """Folder of `ABOUT`: with the other templates once installed, in the documentation in a checkout."""
    installed = packaged() / "about"
    return installed if installed.is_dir() else packaged().parent / "docs" / "about"


def _filled(text: str, name: str) -> str:
    """`text` with name and versions at their places; what stands in `name` is not looked at again."""
    values = {"NAME": name, "VERSION": __version__, "LIBRARIES": _libraries()}
    return _PLACE.sub(lambda place: values[place[1]], text)


def _libraries() -> str:
    """Every library that the program was tested with, pinned; with others the same seeds may give other bytes."""
    installed = packaged() / "requirements.txt"
    locked = installed if installed.is_file() else packaged().parent / "requirements.txt"
    pins = (line.rstrip("\\ ") for line in locked.read_text(encoding="utf-8").splitlines())
    return "\n".join(pin for pin in pins if re.match(r"[a-z0-9]", pin))


def _yaml(name: str) -> str:
    """`name` as YAML reads back that very string, on one line."""
    return yaml.safe_dump(name, default_style='"', allow_unicode=True, width=10**6).strip()


def _markdown(name: str) -> str:
    """`name` as Markdown shows it."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", name)


_WRITTEN: dict[str, Callable[[str], str]] = {"mkdocs.yml": _yaml, "README.md": _markdown, "requirements.txt": str}
"""How the name of the site is written in the files that have it or the version."""
