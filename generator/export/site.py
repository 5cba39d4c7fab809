"""What the exporters know of the site as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from generator.export.interface import ENGLISH, Interface

Paper = Literal["a4", "us-letter"]

PAPERS: dict[str, Paper] = {"brief-a4.pdf": "a4", "brief-letter.pdf": "us-letter"}
"""Name of the PDF beside a brief's page → its paper size."""
CARD = "card.png"
"""Name of the picture that stands for a brief, beside its page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The site that the files will stand on."""

    name: str = "Briefings"
    url: str | None = None
    """Where it is published, http or https; None where that is not known: it then works from any address."""
    say: Interface = ENGLISH

    def address(self, path: str) -> str:
        """Absolute address of `path` below ``docs/`` as it is published (``.md`` as ``.html``); "" if not known."""
        if not self.url:
            return ""
        return f"{self.url.rstrip('/')}/{path.removesuffix('.md') + '.html' if path.endswith('.md') else path}"
