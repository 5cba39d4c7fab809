"""Ways out of a brief: pages, figures, print. Each is pure: briefs in, paths and bytes out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from generator.errors import RenderError


@dataclass(frozen=True, slots=True)
class Templates:
    """What a site is made with: pages, style and script, catalogues, print. A site's own go before the package's."""

    own: Path | None = None
    """Folder of the site's own; its owner is trusted. None, or a file it lacks: the package's is taken."""

    @property
    def folders(self) -> tuple[Path, ...]:
        """Where a template is looked for, in this order."""
        return (*((self.own,) if self.own else ()), packaged())

    def file(self, name: str) -> Path:
        """The first file called `name` (``assets/briefing.css``) in `folders`; RenderError if there is none."""
        return self._first(name, Path.is_file)

    def folder(self, name: str) -> Path:
        """The first folder called `name` in `folders`, for what only works as a whole; RenderError as in `file`."""
        return self._first(name, Path.is_dir)

    def _first(self, name: str, is_there: Callable[[Path], bool]) -> Path:
        found = next((place / name for place in self.folders if is_there(place / name)), None)
        if found is None:
            looked = " or ".join(map(str, self.folders))
            raise RenderError(f"{name}: there is no such template in {looked}; install the package again")
        return found


PACKAGED = Templates()


def packaged() -> Path:
    """Folder of the package's own templates: beside the package in a checkout, inside it once installed."""
    package = Path(__file__).parent.parent
    found = next((p for p in (package / "templates", package.parent / "templates") if (p / "assets").is_dir()), None)
    if found is None:
        raise RenderError(f"no templates folder beside or in {package}; install the package again")
    return found
