"""Typst as print and cards use it: its fonts, which characters they have, and strings made fit for them.

A template in the folder ``pdf`` gets one JSON string and inserts what it finds there as strings, so nothing a source
says is ever read as markup; it can reach no file outside that folder and no font but the vendored ones and those of the
folder the caller names.
"""

from __future__ import annotations

import json
import re
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import typst
from fontTools.ttLib import TTCollection, TTFont, TTLibError

from generator.errors import Problem, RenderError
from generator.export import Templates, packaged
from generator.export.view import visible

UNSHOWABLE = "□"
"""Stands for a character that no font has."""

_SVG = "http://www.w3.org/2000/svg"
ElementTree.register_namespace("", _SVG)
_FONTS = (".ttf", ".otf", ".ttc", ".otc")
_ENTRY = "main.typ"
"""What the compiler calls the file that it starts from."""
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_WORD = re.compile(r"[^\s\u200b]{25,}")
_RIGHT_TO_LEFT = re.compile(
    r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc](?:[^A-Za-z,;·]*[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc])?"
)
_PIECE = re.compile(r"[^/?&=_-]{0,23}[/?&=_-]+|.{1,12}")


def typeset(
    template: str, data: dict[str, Any], templates: Templates, fonts: Path | None = None, **options: Any
) -> tuple[bytes, list[str]]:
    """What ``pdf/<template>`` makes of `data`, and what the compiler warns of; `options` are the compiler's.

    RenderError, naming file and line, if it cannot be made. Equal data give equal bytes: nothing here reads a clock.
    """
    text = json.dumps(data, ensure_ascii=False)
    try:
        made, warnings = _compiler(template, templates, fonts).compile_with_warnings(
            _sources(template, templates), sys_inputs={"data": text}, **options
        )
    except typst.TypstError as error:
        raise RenderError(f"{_place(error, template)}: {error}") from error
    return bytes(made), [str(warning.message) for warning in warnings]


def _place(error: typst.TypstError, template: str) -> str:
    """File and line of `error`; the file alone where the compiler names none."""
    found = re.search(r"([\w.-]+\.typ)(:\d+)", error.diagnostic)
    name, line = found.groups() if found else (_ENTRY, "")
    return f"pdf/{template if name == _ENTRY else name}{line}"


class Fit:
    """Makes strings fit to be set and remembers which characters could not be."""

    def __init__(self, fonts: Path | None = None) -> None:
        own = _coverage(_folders(None)[0])
        further = _coverage(fonts) if fonts else {}
        self._coverage = own.keys() | further.keys()
        self._families = {code: family for code, family in further.items() if code not in own}
        self._missing: set[str] = set()

    def __call__(self, text: str) -> str:
        """`text` on one line, without what no font has, and with places to break words that are wider than a column."""
        return _WORD.sub(lambda match: _breakable(match[0]), "".join(map(self._char, visible(text))))

    def line(self, text: str) -> str:
        """As `__call__`, for words of the program's own among which names from a source stand.

        Right-to-left names are fenced off, so that they pull no number or comma beside them to their other side.
        """
        return _RIGHT_TO_LEFT.sub("\u200e\\g<0>\u200e", self(text))

    def drawn(self, svg: str) -> str:
        """The figure `svg` without what no font has, each run of letters in the family that has them.

        The renderer of figures looks for no other family by itself. One that has Latin letters too it then uses for the
        whole line; as those may be wider, such a line is set a little smaller.
        """
        svg = "".join(map(self._char, svg))
        if not any(ord(char) in self._families for char in svg):
            return svg
        root = ElementTree.fromstring(svg)  # noqa: S314 - a figure made here, without a document type
        for text in list(root.iter(f"{{{_SVG}}}text")):
            if any(self._family(char) for char in "".join(text.itertext())) and "font-size" in text.attrib:
                text.set("font-size", f"{float(text.attrib['font-size']) * 0.9:.1f}")
            for element in list(text.iter()):
                children = list(element)
                element[:] = self._spans(element.text)
                element.text = None
                for child in children:
                    element.append(child)
                    element.extend(self._spans(child.tail))
                    child.tail = None
        return ElementTree.tostring(root, encoding="unicode")

    def _spans(self, text: str | None) -> list[ElementTree.Element]:
        """The runs of `text`, each in an element that names the further family it needs, if any."""
        spans = []
        for family, run in groupby(text or "", self._family):
            span = ElementTree.Element(f"{{{_SVG}}}tspan", {"font-family": family} if family else {})
            span.text = "".join(run)
            spans.append(span)
        return spans

    def _family(self, char: str) -> str:
        return self._families.get(ord(char), "")

    def _char(self, char: str) -> str:
        if char in " \n" or ord(char) in self._coverage:
            return char
        if char in "\u00ad\u200b\u2060" or "\ufe00" <= char <= "\ufe0f":
            return ""
        self._missing.add(char)
        return UNSHOWABLE

    def problems(self, where: str) -> tuple[Problem, ...]:
        """One, if anything is missing; it names the characters."""
        if not self._missing:
            return ()
        first = sorted(self._missing)[:12]
        named = ", ".join(f"{char} (U+{ord(char):04X})" for char in first)
        more = f" and {len(self._missing) - len(first)} others" if len(self._missing) > len(first) else ""
        noun = "character" if len(self._missing) == 1 else "characters"
        what = f"no font has the {noun} {named}{more}; printed as {UNSHOWABLE}"
        return (Problem(where, what, "name a folder with a font that has them: --fonts FOLDER"),)


def language(code: str) -> str:
    """`code` where it can be that of a language, else English."""
    return code if _LANGUAGE.fullmatch(code) else "en"


def shorten(text: str, most: int) -> str:
    """`text` on one line, cut at a word to at most `most` characters and an ellipsis."""
    text = visible(text)
    if len(text) <= most:
        return text
    return (text[:most].rpartition(" ")[0] or text[:most]).rstrip(" ,.;:") + " …"


def _breakable(word: str) -> str:
    """`word` with zero-width spaces where it may break: behind the marks of an address, else anywhere."""
    return "\u200b".join(_PIECE.findall(word))


@cache
def _compiler(template: str, templates: Templates, fonts: Path | None) -> Any:
    """One compiler for everything made from a template: it keeps fonts and, where `_sources` gives none, templates."""
    folder = templates.folder("pdf")
    found = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(f) for f in _folders(fonts)]
    )
    start = folder / template  # one that the site's own folder lacks comes from `_sources`
    return typst.Compiler(
        str(start) if start.is_file() else None, root=str(folder), font_paths=found, ignore_system_fonts=True,
        package_path=str(folder / "packages"), package_cache_path=str(folder / "packages"),
    )  # fmt: skip


@cache
def _sources(template: str, templates: Templates) -> dict[str, bytes] | None:
    """Every file of Typst by its name, the site's own before the package's; `template` is the one to start from.

    None where the site has none of its own: those in the package's folder are meant.
    """
    if not (templates.own and (templates.own / "pdf").is_dir()):
        return None
    names = {file.name for place in templates.folders for file in (place / "pdf").glob("*.typ")}
    texts = {name: templates.file(f"pdf/{name}").read_bytes() for name in sorted(names)}
    return texts | {_ENTRY: texts[template]}


def _folders(fonts: Path | None) -> tuple[Path, ...]:
    return (packaged() / "pdf" / "fonts", *((fonts,) if fonts else ()))


@cache
def _coverage(folder: Path) -> dict[int, str]:
    """The code points that at least one font below `folder` has a glyph for, with the family of the first such font.

    PDF/UA forbids all others, so they must be known before.
    """
    files = sorted(file for file in folder.rglob("*") if file.suffix.lower() in _FONTS)
    found: dict[int, str] = {}
    for file in files:
        for family, codes in _characters(file):
            found |= {code: family for code in codes if code not in found}
    return found


def _characters(file: Path) -> list[tuple[str, set[int]]]:
    """Family and code points of each font in `file`, a font or a collection; RenderError if it is neither."""
    try:
        collection = file.suffix.lower() in (".ttc", ".otc")
        fonts = TTCollection(file, lazy=True).fonts if collection else [TTFont(file, lazy=True)]
        return [(_named(font), set(font.getBestCmap() or ())) for font in fonts]
    except (TTLibError, OSError, KeyError, ValueError) as error:
        raise RenderError(f"{file}: not a readable font; remove it from the folder") from error


def _named(font: Any) -> str:
    """The family that a font counts itself to."""
    return str(font["name"].getBestFamilyName() or "")
