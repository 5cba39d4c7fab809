"""PDF: lines with their place on the page, put back together to paragraphs.

pdfium does the reading (it is what Chromium reads PDF with: fast, exact on damaged files, permissive licence). What it
cannot tell is which lines make a paragraph; that is judged here from gaps, indents, short lines and sizes of type.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterator
from ctypes import c_double
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

from generator.ingest import clean, head
from generator.ingest.draft import Draft, Meta, Piece, refused
from generator.ingest.plain import bullet_end, mark_headings, rejoin
from generator.model import BlockKind

MAX_PAGES = 2000
MAX_UNPACKED = 100 * 1024 * 1024
"""Bytes of all streams but pictures; pdfium takes some twelve times the memory."""

_CHUNK = 1 << 16
_STREAM = re.compile(rb"stream\r?\n")
_PAGE_NUMBER = re.compile(
    r"[-–— ]*(?:page |p\. ?)?(?:\d{1,4}|[ivxlc]{1,7})(?: ?(?:of|/|\|) ?\d{1,4})?[-–— ]*", re.IGNORECASE
)
_BREAK = re.compile(r"(?:\r\n)?[\xad\ufffe\x02](?:\r\n)?|\r\n|\r|\n")
_ENDS = '.!?…:”"’)'
_NO_TITLE = re.compile(
    r"microsoft word|untitled|document\d*$|word document|\W*$|(?:slide|layout) \d"
    r"|.*\.(?:docx?|pdf|indd|qxd|tex|dvi|odt|rtf|html?)$",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Line:
    text: str
    page: int
    left: float
    right: float
    base: float
    size: float
    hyphen: bool
    """Whether a word goes on in the next line."""


def read_pdf(data: bytes, where: str) -> Draft:
    """The text layer of a PDF, without running heads and page numbers."""
    import pypdfium2 as pdfium

    if b"%PDF-" not in data[:1024]:
        raise refused(where, "it is not a PDF", "export it again, or correct its suffix")
    if b"%%EOF" not in data[-4096:]:
        raise refused(where, "the PDF is cut short: its end is missing", "download or export it again")
    if _unpacked(data) > MAX_UNPACKED:
        raise refused(where, "the PDF unpacks to more than 100 MB", "print it to a new PDF, or split it")
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            fix = "remove the password (print it to a new PDF), then add it again"
            raise refused(where, "the PDF is protected by a password", fix) from error
        raise
    try:
        if len(document) > MAX_PAGES:
            raise refused(where, f"the PDF has {len(document)} pages, at most {MAX_PAGES} are read", "split it")
        lines = [line for number in range(len(document)) for line in _page_lines(document, number)]
        hints = _properties(document)
        pages = len(document)
    finally:
        document.close()
    if not any(any(c.isalpha() for c in line.text) for line in lines):
        fix = "run text recognition (OCR) on it first, then add the result"
        raise refused(where, "the PDF holds no text, only pictures of pages", fix)
    lines = _without_furniture(lines, pages)
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    body = max(sizes, key=lambda size: (sizes[size], size), default=0.0)
    runs = list(_paragraphs(lines))
    title = _largest(runs, body)
    if title:
        above = runs[: runs.index(title)]
        runs = [run for run in above if not _is_furniture(run)] + runs[len(above) :]
    return Draft(tuple(mark_headings(_pieces(runs, body))), Meta(title=_joined(title) if title else None), hints)


def _unpacked(data: bytes) -> int:
    """How many bytes the streams of a PDF unpack to, pictures aside; counting ends where they are too many."""
    size = 0
    for found in _STREAM.finditer(data):
        if b"/Image" not in data[max(0, found.start() - 300) : found.start()]:
            size += _inflated(memoryview(data)[found.end() :], MAX_UNPACKED - size)
        if size > MAX_UNPACKED:
            break
    return size


def _inflated(packed: memoryview | bytes, most: int) -> int:
    """The size of what is deflated in `packed`, and of what is deflated in that; hardly more than `most`."""
    whole, unpacker = bytearray(), zlib.decompressobj()
    try:
        for start in range(0, len(packed), _CHUNK):
            whole += unpacker.decompress(packed[start : start + _CHUNK], most - len(whole) + 1)
            if unpacker.eof or len(whole) > most:
                break
    except zlib.error:  # no stream that is deflated, or a damaged one: what came before counts
        pass
    size = len(whole)
    return size + _inflated(bytes(whole), most - size) if 0 < size <= most else size


def _page_lines(document: Any, number: int) -> Iterator[_Line]:
    page = document[number]
    textpage = page.get_textpage()
    count = textpage.count_chars()
    text = textpage.get_text_range() if count > 0 else ""
    exact = len(text) == count  # else characters beyond the basic plane: places are near enough
    start = 0
    for match in (*_BREAK.finditer(text), None):
        end = match.start() if match else len(text)
        raw = text[start:end]
        if clean.line(raw):
            first = start + len(raw) - len(raw.lstrip())
            last = start + len(raw.rstrip()) - 1
            scale = 1.0 if exact else count / max(len(text), 1)
            yield _measured(textpage, raw, number, int(first * scale), int(last * scale), match)
        start = match.end() if match else end
    textpage.close()
    page.close()


def _measured(textpage: Any, raw: str, number: int, first: int, last: int, ended: re.Match[str] | None) -> _Line:
    import pypdfium2.raw as pdfium

    x, y = c_double(), c_double()
    pdfium.FPDFText_GetCharOrigin(textpage, first, x, y)
    size = round(pdfium.FPDFText_GetFontSize(textpage, (first + last) // 2), 1)  # the first may be an initial
    box = textpage.get_charbox(last)
    text = clean.line(raw)
    hyphen = ended is not None and (bool(ended.group().strip()) or bool(re.search(r"[^\W\d_]{2}-$", text[-3:])))
    return _Line(text.rstrip("-") if hyphen else text, number, x.value, box[2], y.value, size, hyphen)


def _properties(document: Any) -> Meta:
    values = document.get_metadata_dict()
    title = values.get("Title", "")
    stamp = re.match(r"D:(\d{4})(\d\d)(\d\d)", values.get("CreationDate", ""))
    return head.checked(
        title=None if _NO_TITLE.match(title) or len(title) > head.MAX_TITLE else title,
        author=values.get("Author"),
        published="-".join(stamp.groups()) if stamp else None,
    )


def _without_furniture(lines: list[_Line], pages: int) -> list[_Line]:
    """The lines without page numbers, and without what stands at the top or bottom of most pages."""
    edges: set[int] = set()
    seen: dict[int, list[int]] = {}
    for index, line in enumerate(lines):
        seen.setdefault(line.page, []).append(index)
    for indices in seen.values():
        by_height = sorted(indices, key=lambda i: lines[i].base)
        edges.update(by_height[:2] + by_height[-2:])
    masks = {i: (re.sub(r"\d+", "#", lines[i].text), round(lines[i].base / 4)) for i in edges}
    places: dict[tuple[str, int], set[int]] = {}
    for index, mask in masks.items():
        places.setdefault(mask, set()).add(lines[index].page)
    enough = max(2, pages // 3)
    return [
        line
        for i, line in enumerate(lines)
        if i not in edges or not (_PAGE_NUMBER.fullmatch(line.text) or (pages > 1 and len(places[masks[i]]) >= enough))
    ]


def _paragraphs(lines: list[_Line]) -> Iterator[list[_Line]]:
    """Runs of lines that make one paragraph."""
    if not lines:
        return
    gaps: dict[float, list[float]] = {}
    reached: dict[int, list[float]] = {}
    for a, b in pairwise(lines):
        if a.page == b.page and a.size == b.size and 0 < a.base - b.base < 4 * a.size:
            gaps.setdefault(a.size, []).append(a.base - b.base)
    for line in lines:
        reached.setdefault(round(line.left / 20), []).append(line.right)
    rights = {left: sorted(found)[int(0.9 * (len(found) - 1))] for left, found in reached.items()}
    leading = {size: median(found) for size, found in gaps.items()}
    run = [lines[0]]
    for line in lines[1:]:
        if _goes_on(run[-1], line, leading.get(line.size, 1.4 * line.size), rights):
            run.append(line)
        else:
            yield run
            run = [line]
    yield run


def _goes_on(last: _Line, line: _Line, leading: float, rights: dict[int, float]) -> bool:
    """Whether `line` belongs to the paragraph that `last` is the latest line of."""
    if last.hyphen:
        return True
    if last.size != line.size or bullet_end(line.text):
        return False
    drop = last.base - line.base
    closed = last.text[-1] in _ENDS
    if last.page != line.page or drop < -leading:  # a new page or column
        return not closed or line.text[0].islower()
    if drop > 1.3 * leading or (closed and line.left > last.left + 0.6 * line.size and not bullet_end(last.text)):
        return False
    width = (line.right - line.left) / max(len(line.text), 1)
    right = max(
        rights[round(last.left / 20) + shift] for shift in (-1, 0, 1) if round(last.left / 20) + shift in rights
    )
    room = right - last.right
    return room < width * (len(line.text.split(" ", 1)[0]) + 2)


def _pieces(runs: list[list[_Line]], body: float) -> Iterator[Piece]:
    words: Counter[str] = Counter()
    for run in runs:
        for last, line in zip([None, *run], run, strict=False):
            found = line.text.lower().split()
            words.update(found[1 if last and last.hyphen else 0 : -1 if line.hyphen else None])
    for run in runs:
        text = _joined(run, words)
        if end := bullet_end(text):
            yield Piece(text[end:], BlockKind.ITEM)
        else:
            yield Piece(text, BlockKind.HEADING if _is_large(run, body) else BlockKind.PARAGRAPH)


def _joined(run: list[_Line], words: Counter[str] | None = None) -> str:
    parts = [run[0].text]
    for last, line in pairwise(run):
        parts.append(rejoin(last.text, line.text, words or {}) if last.hyphen else " ")
        parts.append(line.text)
    return "".join(parts)


def _is_large(run: list[_Line], body: float) -> bool:
    return run[0].size >= 1.12 * body and sum(len(line.text) for line in run) <= 200


def _largest(runs: list[list[_Line]], body: float) -> list[_Line] | None:
    """The title set largest on the first page, if any is."""
    large = [run for run in runs if run[0].page == 0 and _is_large(run, body) and len(_joined(run).split()) > 1]
    title = max(large, key=lambda run: run[0].size, default=None)
    return title if title and head.looks_like_title(_joined(title)) else None


def _is_furniture(run: list[_Line]) -> bool:
    """Whether what stands above the title is a name of the series or the like, and says nothing about the text."""
    text = _joined(run)
    return len(text) <= 100 and text[-1] not in _ENDS and head.line_meta(text) is None
