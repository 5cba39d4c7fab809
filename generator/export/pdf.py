"""A brief on paper: the same parts in the same order as its page, with every quoted passage printed at the end.

Typst sets it. The template in ``templates/pdf`` gets one JSON string and inserts what it finds there as strings, so
nothing a source says is ever read as markup; it can reach no file outside its folder and no font but the vendored
ones. The result is tagged, conforms to PDF/UA-1 as far as the compiler checks it, and is the same bytes every time.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import typst

from generator.errors import Problem, RenderError
from generator.export.figures import cause_map, figure_height, text_alternative, timeline_figure
from generator.export.render import templates
from generator.export.view import Line, Note, Part, Source, View, right_to_left, safe_url, view, visible
from generator.model import Brief

Paper = Literal["a4", "us-letter"]

UNSHOWABLE = "□"
"""Stands for a character that no font has."""


@dataclass(frozen=True, slots=True)
class Pdf:
    """A document and what its maker should know about it."""

    data: bytes
    problems: tuple[Problem, ...]
    """Characters that no font could show, and what else the compiler warned of."""


def pdf(brief: Brief, paper: Paper = "a4", *, permalink: str | None = None, fonts: Path | None = None) -> Pdf:
    """`brief` as a PDF; RenderError if the compiler refuses it.

    `permalink` is printed and linked in the foot of each page if it is http or https. `fonts` is a folder with
    further fonts, for scripts that the vendored ones lack (Chinese, Devanagari, …).
    """
    shown = _Shown(_coverage(fonts))
    data = shown.brief(brief, paper, safe_url(permalink)) | {"fallback": fonts is not None}
    problems = shown.problems(brief.slug)
    try:
        made, warnings = _compile(data, brief, fonts)
    except typst.TypstError as error:
        bare = {**data, "maps": [], "timeline_figure": None}
        problems += (_problem(brief, f"printed without figures: {error}", "report this as a fault of the program"),)
        try:
            made, warnings = _compile(bare, brief, fonts)
        except typst.TypstError as fatal:
            raise RenderError(f"{brief.slug}: the PDF cannot be made: {fatal}") from fatal
    return Pdf(made, problems + tuple(_problem(brief, w, "report this as a fault of the template") for w in warnings))


def _compile(data: dict[str, Any], brief: Brief, fonts: Path | None) -> tuple[bytes, list[str]]:
    """The document and what the compiler warns of; TypstError if it cannot be made."""
    made, warnings = _compiler(fonts).compile_with_warnings(
        format="pdf", sys_inputs={"brief": json.dumps(data, ensure_ascii=False)}, pdf_standards=["ua-1"],
        timestamp=_timestamp(brief),
    )  # fmt: skip
    return bytes(made), [str(warning.message) for warning in warnings]


def _problem(brief: Brief, what: str, fix: str) -> Problem:
    return Problem(f"{brief.slug}.pdf", what, fix)


@cache
def _compiler(fonts: Path | None) -> Any:
    """One compiler for all briefs: it keeps fonts and template between them."""
    folder = templates() / "pdf"
    found = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(f) for f in _folders(fonts)]
    )
    return typst.Compiler(
        str(folder / "brief.typ"), root=str(folder), font_paths=found, ignore_system_fonts=True,
        package_path=str(folder / "packages"), package_cache_path=str(folder / "packages"),
    )  # fmt: skip


def _folders(fonts: Path | None) -> tuple[Path, ...]:
    return (templates() / "pdf" / "fonts", *((fonts,) if fonts else ()))


def _timestamp(brief: Brief) -> dt.datetime | None:
    day = _day(brief)
    return dt.datetime(*day, tzinfo=dt.UTC) if day else None


def _day(brief: Brief) -> tuple[int, int, int] | None:
    """Day of the newest source, which dates the document: no clock is read."""
    try:
        day = dt.date.fromisoformat(brief.as_of or "")
    except ValueError:
        return None
    return day.year, day.month, day.day


# --- data for the template -------------------------------------------------------------------------------------------

_LONG = 600
"""Characters from which a statement may break over pages."""
_WORD = re.compile(r"[^\s\u200b]{25,}")
_LANGUAGE = re.compile(r"[a-z]{2,3}")


class _Shown:
    """Makes strings fit for print and remembers which characters could not be."""

    def __init__(self, coverage: frozenset[int]) -> None:
        self.coverage = coverage
        self.missing: set[str] = set()

    def __call__(self, text: str) -> str:
        """`text` on one line, without what no font has, and with places to break words that are wider than a column."""
        text = "".join(self._char(char) for char in visible(text))
        return _WORD.sub(lambda match: _breakable(match[0]), text)

    def _char(self, char: str) -> str:
        if char == " " or ord(char) in self.coverage:
            return char
        if char in "\u00ad\u200b\u2060" or "\ufe00" <= char <= "\ufe0f":
            return ""
        self.missing.add(char)
        return UNSHOWABLE

    def problems(self, slug: str) -> tuple[Problem, ...]:
        """One, if anything is missing; it names the characters."""
        if not self.missing:
            return ()
        first = sorted(self.missing)[:12]
        named = ", ".join(f"{char} (U+{ord(char):04X})" for char in first)
        more = f" and {len(self.missing) - len(first)} others" if len(self.missing) > len(first) else ""
        what = (
            f"no font has the character{'' if len(self.missing) == 1 else 's'} {named}{more}; printed as {UNSHOWABLE}"
        )
        return (Problem(f"{slug}.pdf", what, "name a folder with a font that has them: --fonts FOLDER"),)

    def brief(self, brief: Brief, paper: Paper, permalink: str) -> dict[str, Any]:
        """All that the template shows."""
        shown = view(brief)
        ids = _Ids(shown)
        parts = {
            name: self.part(getattr(shown, name), ids)
            for name in ("bottom_line", "highlights", "figures", "causes", "happened", "expected", "actors", "timeline",
                         "disputed", "unknowns")
        }  # fmt: skip
        language = shown.language if _LANGUAGE.fullmatch(shown.language) else "en"
        return {
            **parts,
            "paper": paper,
            "title": self(shown.title) or "Untitled",
            "rtl": right_to_left(shown.title),
            "running": self(_shorten(shown.title, 90)),
            "language": language,
            "tags": [self(tag) for tag in shown.tags],
            "date": _day(brief),
            "as_of": f"As of {shown.as_of}" if shown.as_of else "",
            "strip": [[label, self(value)] for label, value in shown.strip],
            "engine": brief.engine,
            "engine_line": f"Made by the engine {brief.engine}",
            "permalink": self.link(permalink),
            "maps": self.maps(shown),
            "timeline_figure": self.figure(timeline_figure(shown, palette="print", layout="wide")),
            "sources_title": "Sources",
            "sources": [self.source(source) for source in shown.sources],
            "made": self(shown.made),
            "notes_title": "Notes",
            "notes_intro": self(f"Quoted from {_name(shown.sources[0])}.") if len(shown.sources) == 1 else "",
            "notes": [self.note(note, shown, ids) for note in shown.notes],
        }

    def part(self, part: Part, ids: _Ids) -> dict[str, Any]:
        return {
            "key": part.key,
            "title": part.title,
            "empty": part.empty,
            "lines": [self.line(line, ids) for line in part.lines],
        }

    def line(self, line: Line, ids: _Ids) -> dict[str, Any]:
        return {
            "id": ids.of(line),
            "text": self(line.text),
            "long": len(line.text) > _LONG,
            "rtl": right_to_left(line.text or line.name),
            "notes": line.notes,
            "label": self(line.label),
            "certainty": self(line.certainty),
            "band": line.band,
            "name": self(line.name),
            "kind": line.kind,
            "aliases": self(", ".join(line.aliases)),
            "date": self(line.date),
        }

    def note(self, note: Note, shown: View, ids: _Ids) -> dict[str, Any]:
        source = shown.sources[note.source - 1]
        sentence = f"sentence\u00a0{note.sentence}" if note.sentence else ""
        facts = [sentence] if len(shown.sources) == 1 else [self(f"Source {source.number}: {_name(source)}"), sentence]
        opening = "…\u00a0" if note.before.strip() else ""
        closing = "\u00a0…" if note.after.strip(" .") else ""
        return {
            "number": note.number,
            "quote": f"“{opening}{self(note.quote)}{closing}”",
            "rtl": right_to_left(note.quote),
            "language": source.language if _LANGUAGE.fullmatch(source.language) else "en",
            "long": len(note.quote) > _LONG,
            "facts": ", ".join(fact for fact in facts if fact),
            "back": ids.first(note.cited_by),
        }

    def source(self, source: Source) -> dict[str, Any]:
        facts = (source.publisher, source.author, source.date, source.read)
        return {
            "number": source.number,
            "title": self(source.title),
            "rtl": right_to_left(source.title),
            "facts": self(" · ".join(fact for fact in facts if fact)),
            "url": self.link(source.url),
        }

    def link(self, url: str) -> dict[str, str] | None:
        return {"url": visible(url), "text": self(url)} if url else None

    def maps(self, shown: View) -> list[dict[str, Any]]:
        """The map of causes and consequences, from the fullest to the smallest that is still worth its room."""
        drawn = (self.figure(cause_map(shown, palette="print", layout="wide", most=most)) for most in (6, 5, 4, 3))
        return [figure for figure in drawn if figure]

    def figure(self, svg: str | None) -> dict[str, Any] | None:
        if svg is None:
            return None
        drawn = "".join(char if char == "\n" else self._char(char) for char in svg)
        return {"svg": drawn, "alt": text_alternative(drawn), "height": figure_height(drawn)}


class _Ids:
    """A label of its own for every statement, though two of them say the same."""

    def __init__(self, shown: View) -> None:
        parts = (shown.bottom_line, shown.highlights, *shown.body)
        lines = [line for part in parts for line in part.lines]
        self._of = {id(line): f"line-{number}" for number, line in enumerate(lines)}
        self._first: dict[str, str] = {}
        for number, line in enumerate(lines):
            self._first.setdefault(line.anchor, f"line-{number}")

    def of(self, line: Line) -> str:
        return self._of[id(line)]

    def first(self, anchors: Sequence[str]) -> str:
        return self._first[anchors[0]]


def _name(source: Source) -> str:
    """The source as a note names it: publisher or title, and date."""
    name = source.publisher or f"“{_shorten(source.title, 60)}”"
    return f"{name}, {source.date}" if source.date else name


def _breakable(word: str) -> str:
    """`word` with zero-width spaces, where it has so far no place to break."""
    return "\u200b".join(word[i : i + 12] for i in range(0, len(word), 12))


def _shorten(text: str, most: int) -> str:
    text = visible(text)
    if len(text) <= most:
        return text
    return (text[:most].rpartition(" ")[0] or text[:most]).rstrip(" ,.;:") + " …"


# --- which characters the fonts have ---------------------------------------------------------------------------------


@cache
def _coverage(fonts: Path | None) -> frozenset[int]:
    """Code points that at least one font has a glyph for. PDF/UA forbids the others, so they must be known before."""
    files = sorted(f for folder in _folders(fonts) for f in folder.rglob("*") if f.suffix.lower() in (".ttf", ".otf"))
    return frozenset(code for file in files for code in _characters(file))


def _characters(file: Path) -> Iterator[int]:
    """The code points in the character map of a TrueType or OpenType font."""
    data = file.read_bytes()
    try:
        (count,) = struct.unpack_from(">H", data, 4)
        tables = {data[i : i + 4]: struct.unpack_from(">8xI", data, i)[0] for i in range(12, 12 + 16 * count, 16)}
        cmap = tables[b"cmap"]
        (subtables,) = struct.unpack_from(">2xH", data, cmap)
        for i in range(subtables):
            (offset,) = struct.unpack_from(">4xI", data, cmap + 4 + 8 * i)
            yield from _mapped(data, cmap + offset)
    except (struct.error, KeyError) as error:
        raise RenderError(f"{file}: not a readable font; remove it from the folder") from error


def _mapped(data: bytes, at: int) -> Iterable[int]:
    """Code points of one subtable; only formats 4 and 12, which hold Unicode in every font of today."""
    (format_,) = struct.unpack_from(">H", data, at)
    if format_ == 12:
        (groups,) = struct.unpack_from(">12xI", data, at)
        for i in range(groups):
            first, last, _ = struct.unpack_from(">III", data, at + 16 + 12 * i)
            yield from range(first, last + 1)
    elif format_ == 4:
        (double,) = struct.unpack_from(">6xH", data, at)
        ends = struct.unpack_from(f">{double // 2}H", data, at + 14)
        starts = struct.unpack_from(f">{double // 2}H", data, at + 16 + double)
        for first, last in zip(starts, ends, strict=True):
            yield from range(first, min(last, 0xFFFE) + 1)
