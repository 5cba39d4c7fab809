"""Ways out of a brief: pages, figures, print. Each is pure: briefs in, paths and bytes out."""

from pathlib import Path

from generator.errors import RenderError


def templates() -> Path:
    """Folder of the templates: beside the package in a checkout, inside it once installed."""
    package = Path(__file__).parent.parent
    found = next((p for p in (package / "templates", package.parent / "templates") if (p / "assets").is_dir()), None)
    if found is None:
        raise RenderError(f"no templates folder beside or in {package}; install the package again")
    return found
