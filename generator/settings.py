"""What a build needs to know: from ``mkdocs.yml``, where MkDocs reads it too, and from the command line."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from mkdocs.exceptions import MkDocsException
from mkdocs.utils.yaml import yaml_load

from generator.errors import BriefingError
from generator.export import Templates, packaged
from generator.export.interface import interface
from generator.export.site import Site
from generator.model import Publish

_CONFIG = Path("mkdocs.yml")
LIMIT = 300.0
"""Seconds that a subject may take, where nothing else is said: the longest seed that is read takes less."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One line an option. The folder `docs` is created where it is missing."""

    seeds: Path = Path("seeds")
    docs: Path = Path("docs")
    site: Site = field(default_factory=Site)
    """Name, address and language of the site."""
    publish: Publish = Publish.FULL
    """How much is published of a source that does not say so itself."""
    engine: str = "embedded"
    fonts: Path | None = None
    """Folder with more fonts for print, for scripts the vendored ones lack."""
    with_pdf: bool = True
    with_exports: bool = True
    """Feeds, tables and bundles; without, they stay as they are, as without PDFs these do: for a quick look."""
    jobs: int = field(default_factory=lambda: os.cpu_count() or 1)
    """Processes at once; 0: everything in this one, without guard against a seed that crashes it or never ends."""
    limit: float = LIMIT
    """Seconds that reading one subject, or printing it, may take."""
    cache: Path | None = None
    """Folder for what a later build need not work out again. None: ``.cache/briefing`` beside `docs`."""


def settings(config: Path | None = None, *, site_url: str | None = None, **given: Any) -> Settings:
    """The settings in the file `config` (None: ``mkdocs.yml``, if there is one); what is `given` goes before them.

    Of the file count ``site_name``, ``site_url``, the theme's ``language`` and ``extra: {briefing: {publish: …}}``.
    BriefingError if it cannot be read, or one of these is none that there is.
    """
    config = config or _CONFIG
    read = _read(config) if config is not _CONFIG or config.exists() else {}
    theme, extra = _mapping(read.get("theme")), _mapping(read.get("extra"))
    try:
        site = Site(
            name=str(read.get("site_name") or Site().name),
            url=site_url or web_address(str(read.get("site_url") or "")),
            say=interface(str(theme.get("language") or "en"), _templates(config)),
        )
        publish = _publish(extra.get("briefing"))
    except BriefingError as error:
        raise BriefingError(f"{config}: {error}") from error
    return Settings(site=site, publish=publish, **given)


def _templates(config: Path) -> Templates:
    """Those in the folder ``templates`` beside `config`, where that is a file, with the package's behind them."""
    own = config.parent / "templates"
    return Templates(own if config.is_file() and own.is_dir() and not own.samefile(packaged()) else None)


def web_address(text: str) -> str | None:
    """`text`, None if it is empty; BriefingError unless it is a http or https address that paths can be added to."""
    if text and not re.fullmatch(r"https?://[^\s\"<>?#/]+(?:/[^\s\"<>?#]*)?", text, re.IGNORECASE):
        raise BriefingError(f"{text} is no web address of a site; write it as https://… without ? and #")
    return text or None


def _publish(given: Any) -> Publish:
    """What ``extra.briefing`` says. A slip is an error: it must not publish what its writer wanted to keep back."""
    if given in (None, {}):
        return Publish.FULL
    if isinstance(given, Mapping) and set(given) == {"publish"} and given["publish"] in tuple(Publish):
        return Publish(given["publish"])
    choices = ", ".join(Publish)
    raise BriefingError(f"extra.briefing cannot be {given!r}; it has one line, and `publish` is one of {choices}")


def _read(config: Path) -> Mapping[str, Any]:
    try:
        with config.open("rb") as file:
            return _mapping(yaml_load(file))
    except (OSError, yaml.YAMLError, MkDocsException, UnicodeDecodeError) as error:
        raise BriefingError(f"{config}: it cannot be read ({error})") from error


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
