"""The picture that stands for a brief where its address is shared (OpenGraph): what it says, in one look."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image

from generator.errors import RenderError
from generator.export.site import Site
from generator.export.typeset import Fit, language, shorten, typeset
from generator.export.view import View, headword, right_to_left, view
from generator.model import Brief

WIDTH, HEIGHT = 1200, 630
"""Pixels: 1.91 to 1, which services that show such pictures do not cut."""

_INK, _GREY, _TINTS = (0x17, 0x26, 0x3C), 36, 10
"""The one ink of the template, what it is as a grey, and in how many tints up to white the picture is stored."""
_TITLE = 200
"""Characters of a title at most; longer ones are cut at a word."""
_SUMMARY = (240, 190, 150, 110, 80)
"""To how many characters the bottom line is cut, the first that has room."""


def card(brief: Brief, site: Site | None = None, *, fonts: Path | None = None) -> bytes:
    """A PNG of `WIDTH` by `HEIGHT` pixels, the same for the same brief; RenderError if the compiler refuses it.

    It names the site, the title in the largest size that fits, the beginning of the bottom line, and date, publishers
    and number of quoted sentences. `fonts` as in `generator.export.pdf.pdf`.
    """
    site = site or Site()
    shown, fit, say = view(brief, site.say), Fit(fonts), site.say
    summary = " ".join(line.text for line in shown.bottom_line.lines)
    data = {
        "site": fit(shorten(site.name, 60)),
        "title": fit(shorten(shown.title, _TITLE)) or say("Untitled"),
        "rtl": right_to_left(shown.title),
        "summary": list(dict.fromkeys(fit(shorten(summary, most)) for most in _SUMMARY)),
        "summary_rtl": right_to_left(summary),
        "facts": [fit.line(shorten(fact, 70)) for fact in _facts(shown)],
        "language": language(shown.language),
        "fallback": fonts is not None,
        "size": [WIDTH, HEIGHT],
    }
    try:
        made, _ = typeset("card.typ", data, say.templates, fonts, format="png", ppi=72)
    except RenderError as error:
        raise RenderError(f"{brief.slug}: the card cannot be made: {error}") from error
    return _small(made)


def _small(png: bytes) -> bytes:
    """`png`, which has tints of one ink only, with a palette of `_TINTS`: a quarter of the bytes."""
    grey = Image.open(io.BytesIO(png)).convert("L")
    scale = (_TINTS - 1) / (255 - _GREY)
    tinted = grey.point([max(0, round((value - _GREY) * scale)) for value in range(256)])
    tinted.putpalette([round(c + (255 - c) * i / (_TINTS - 1)) for i in range(_TINTS) for c in _INK])
    small = io.BytesIO()
    tinted.save(small, "PNG", bits=4)
    return small.getvalue()


def _facts(shown: View) -> list[str]:
    """Date, publishers, number of quoted sentences; what is not known is left out."""
    say = shown.say
    publishers = list(dict.fromkeys(source.publisher for source in shown.sources if source.publisher))
    named = ", ".join(publishers[:2])
    if len(publishers) > 2:
        named = say("{names} and others", names=named)
    quoted = len({(note.source, note.sentence) for note in shown.notes})
    return [
        *([headword(shown.as_of)] if shown.as_of else []),
        named or say.plural("{n} source", "{n} sources", len(shown.sources)),
        say.plural("{n} quoted sentence", "{n} quoted sentences", quoted),
    ]
