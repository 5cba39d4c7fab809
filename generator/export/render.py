"""Templates → Markdown files in which no text from a seed can mean anything.

A page is front matter, headings that the templates hold word for word, and raw HTML blocks. Whatever a template
inserts goes through `escape`, which leaves letters, digits and harmless punctuation and turns every character that
HTML, Markdown, YAML, a Markdown extension or a template language could read as markup into a numeric entity. So a
string shows up as the characters it consists of, wherever it stands, whichever extensions a site switches on.
"""

from __future__ import annotations

import re
import traceback
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateSyntaxError
from markupsafe import Markup

from generator import timex
from generator.errors import BriefingError, RenderError
from generator.export.interface import ENGLISH, Interface

_PLAIN = frozenset(" ,.;/-%?()")
_UNSHOWABLE = "�"


def escape(text: str) -> Markup:
    """`text` as HTML that shows it literally, safe in element content, double-quoted attributes, Markdown and YAML.

    One line without line feeds. Control characters and halves of surrogate pairs, which HTML cannot express, become
    U+FFFD, and so do embeddings and overrides of direction, which make letters show in another order.
    """
    return Markup(text.translate(_ENTITIES))  # noqa: S704 - this is the escape function


def trusted(html: str) -> Markup:
    """`html` that the program made itself, to be inserted as it is."""
    return Markup(html)  # noqa: S704 - the caller vouches for it


def render(template: str, say: Interface = ENGLISH, **values: Any) -> bytes:
    """The Markdown file that `template` makes of `values`; every string in them is escaped where it is inserted.

    Templates say what is theirs through `say` and `plural`. RenderError, naming file and line, if one of the site's own
    cannot be rendered.
    """
    try:
        text = _environment(say).get_template(template).render(values)
    except BriefingError:
        raise
    except Exception as error:
        if where := _in_own_template(error, say.templates.own):
            raise RenderError(f"{where}: the template cannot be rendered ({error}); mend or remove it") from error
        raise
    if "\n---\n" not in text:
        file = say.templates.file(template)
        raise RenderError(f"{file}:1: its page has no front matter; begin it with a block between two lines of ---")
    return _tidy(text).encode()


class _Entities(dict[int, str]):
    """A table for `str.translate` that is filled as characters turn up."""

    def __missing__(self, code: int) -> str:
        self[code] = replacement = self._replacement(code)
        return replacement

    @staticmethod
    def _replacement(code: int) -> str:
        char = chr(code)
        if char in _PLAIN or char.isalnum() or (code > 0x9F and char.isprintable()):
            return char
        control = (code < 0x20 and char not in "\t\n\r") or 0x7F <= code <= 0x9F
        noncharacter = 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE
        reordering = 0x202A <= code <= 0x202E or 0x2066 <= code <= 0x2069
        if control or noncharacter or reordering or 0xD800 <= code <= 0xDFFF:
            return _UNSHOWABLE
        return f"&#{code};"


_ENTITIES = _Entities()


_HTML_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d(?:T\d\d:\d\d)?)?|-W\d\d)?")


def _machine_date(value: str | None) -> str:
    """`value` where HTML's ``datetime`` attribute can hold it, else nothing."""
    return value if value and _HTML_DATE.fullmatch(value) else ""


def _rough(value: str) -> bool:
    """Whether a date is known less precisely than to the day."""
    return not timex.bounds(value) or timex.precision(value) not in ("day", "time")


@cache
def _environment(say: Interface) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(say.templates.folders),
        autoescape=True,
        finalize=lambda value: value if hasattr(value, "__html__") else escape(str(value)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"say": say, "plural": say.plural}
    environment.filters |= {
        "machine_date": _machine_date,
        "rough": _rough,
    }
    return environment


def _in_own_template(error: Exception, own: Path | None) -> str:
    """File and line below the folder `own` at which `error` came up; empty if it was not in one of its templates."""
    if isinstance(error, TemplateSyntaxError):
        places = [(error.filename, error.lineno)]
    else:
        frames = reversed(traceback.extract_tb(error.__traceback__))
        places = [(frame.filename, frame.lineno or 0) for frame in frames if frame.filename.endswith(".j2")]
    file, line = places[0] if places else (None, None)
    return f"{file}:{line}" if own and file and Path(file).is_relative_to(own) else ""


def _tidy(text: str) -> str:
    """`text` with blank lines around Markdown headings only, so that each HTML block is one block to any reader."""
    head, body = text.split("\n---\n", 1)
    lines = [line.strip() for line in body.splitlines() if line.strip()]
    spaced = [f"\n{line}\n" if line.startswith("#") else line for line in lines]
    return f"{head.strip()}\n---\n\n" + "\n".join(spaced).lstrip("\n") + "\n"
