"""Plain text and Markdown cut into pieces: paragraphs, headings, list items."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from generator.ingest import clean
from generator.ingest.draft import Piece
from generator.ingest.head import is_barrier, looks_like_title
from generator.model import BlockKind

_WRAP = 120
"""No line of a hard-wrapped text is longer."""

_BULLET = re.compile(r"\s*(?:[•◦‣▪●■►➢\uf0b7\uf0a7*+–—-]|\(?\d{1,2}[.)]|\(?[a-z]\))\s+(?=\S)")
_RULE = re.compile(r"[-=_*~#·•–—+|.: ]{3,}")
_COMPOUNDING = frozenset(
    """self well non anti cross half high low long short far near hard soft north south east west vice then large small
    full old new one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty sixty
    seventy eighty ninety second third government western eastern""".split()
)
"""A hyphen after one of these at the end of a line is the word's own."""
_COMPOUNDED = frozenset(
    """based style threatening saving year month day week hour mile metre meter foot storey story old long term time led
    backed wide made like free related scale level called known born owned run held range profile ranking off up in
    out down to the and of by government war""".split()
)
"""A hyphen before one of these is the word's own."""
_ENDS = '.!?…:;”"’)»'

_ATX = re.compile(r" {0,3}(#{1,6})(?:[ \t]+|$)")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_DEFINITION = re.compile(r" {0,3}\[[^\]^][^\]]{0,200}\]:\s*\S")
_FOOTNOTE = re.compile(r" {0,3}\[\^[^\]\s]{1,40}\]:\s*")
_QUOTE = re.compile(r"(?: {0,3}> ?)+")
_TABLE_RULE = re.compile(r"[|:\- ]+")
_IMAGE_ALONE = re.compile(r"\s*!\[[^\[\]]*\](?:\([^()]{0,2000}\)|\[[^\[\]]*\])\s*$")
_DESTINATION = r"\((?:[^()\n]{0,2000}(?:\([^()\n]{0,500}\)[^()\n]{0,500})?)\)"
_LINK = re.compile(rf"!?\[([^\[\]]*)\](?:{_DESTINATION}|\[[^\[\]]{{0,200}}\])")
_FOOTNOTE_MARK = re.compile(r"\[\^[^\]\s]{1,40}\]")
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^<>\s]{1,2000})>")
_CODE = re.compile(r"(?<!`)(`{1,2})(?!`)([^`\n]{1,2000})\1(?!`)")
_TAG = re.compile(
    r"</?(?:a|abbr|article|aside|b|big|blockquote|body|br|center|cite|code|dd|del|details|dfn|div|dl|dt|em|figcaption"
    r"|figure|font|footer|h[1-6]|head|header|hr|html|i|iframe|img|ins|kbd|li|main|mark|meta|nav|ol|p|pre|q|s|section"
    r"|small|span|strike|strong|sub|summary|sup|table|tbody|td|tfoot|th|thead|tr|tt|u|ul|var|video)\b[^<>]{0,2000}>",
    re.IGNORECASE,
)
_DELIMITER = re.compile(r"\\.|\*+|_+|~~")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


def text_pieces(text: str) -> tuple[Piece, ...]:
    """The pieces of a plain text whose characters are normalised: hard-wrapped lines joined, short lines that stand
    alone taken for headings."""
    pieces: list[Piece] = []
    lines = text.split("\n")
    width = _wrap_width(lines)
    words = Counter(text.lower().split())
    for group in _groups(lines):
        for run in _unwrap(group, width, not pieces, words):
            if bullet := _BULLET.match(run):
                pieces.append(Piece(run[bullet.end() :], BlockKind.ITEM))
            else:
                pieces.append(Piece(run))
    return tuple(mark_headings(pieces))


def markdown_pieces(text: str) -> tuple[Piece, ...]:
    """The pieces of a Markdown text whose characters are normalised, without its markup."""
    pieces = (
        Piece(strip_inline(piece.text), piece.kind) for piece in _markdown_blocks(_without_comments(text).split("\n"))
    )
    return tuple(mark_headings([p for p in pieces if p.text.strip()]))


def mark_headings(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The same pieces; a short paragraph without a final stop before a longer one becomes a heading."""
    waiting: Piece | None = None
    first = True
    for piece in pieces:
        if waiting:
            longer = piece.kind is not BlockKind.HEADING and len(piece.text) > len(waiting.text)
            longer = longer and (piece.kind is BlockKind.ITEM or not _may_be_heading(piece.text))
            yield Piece(waiting.text, BlockKind.HEADING) if longer else waiting
            waiting = None
        if piece.kind is BlockKind.PARAGRAPH and not first and _may_be_heading(piece.text):
            waiting = piece
        else:
            yield piece
        first = False
    if waiting:
        yield waiting


def _may_be_heading(text: str) -> bool:
    text = text.strip()
    return (
        len(text) <= 90 and len(text.split()) <= 14 and looks_like_title(text) and text[-1] not in "!”\"’)»"
        and not text[0].islower() and text[0] not in "“\"‘«" and not is_barrier(text)
    )  # fmt: skip


def _groups(lines: list[str]) -> Iterator[list[str]]:
    """Runs of lines without a blank one; rules and left-overs are dropped, metadata lines stand alone."""
    group: list[str] = []
    for number, line in enumerate(lines):
        blank = not line.strip() or _is_rule(line) or clean.is_leftover(line)
        alone = not blank and not 20 <= number < len(lines) - 6 and is_barrier(line)
        if (blank or alone) and group:
            yield group
            group = []
        if alone:
            yield [line]
        elif not blank:
            group.append(line)
    if group:
        yield group


def _wrap_width(lines: list[str]) -> int:
    """The width a text is hard-wrapped to; 0 if it is not."""
    pairs = pairwise(lines)  # a title that stands alone, and the last line of a paragraph, tell nothing
    lengths = [len(line.rstrip()) for line, following in pairs if " " in line.strip() and following.strip()]
    width = max(lengths, default=0)
    full = sum(length > 0.8 * width for length in lengths)
    return width if 40 <= width <= _WRAP and full >= 3 else 0


def _unwrap(group: list[str], width: int, is_head: bool, words: Mapping[str, int]) -> Iterator[str]:
    """The paragraphs of a run of lines; the first of all is likely to be a title."""
    run = group[0]
    last = group[0]
    for line in group[1:]:
        hanging = line[:1] == " " and bullet_end(run) and not bullet_end(line)
        going_on = line[:1].islower() and last.rstrip()[-1] not in _ENDS and not (is_head and last is group[0])
        if hanging or going_on or (width and _is_wrapped(last, line, width)):
            run = run.rstrip()
            run = (
                run[:-1] + rejoin(run[:-1], line, words) + line.strip()
                if _is_hyphenated(last, line)
                else f"{run} {line.strip()}"
            )
        else:
            yield run
            run = line
        last = line
    yield run


def _is_wrapped(line: str, following: str, width: int) -> bool:
    """Whether the line break between these two is there only because the line was full."""
    line, following = line.rstrip(), following.strip()
    if _BULLET.match(following) and line[-1] in _ENDS:
        return False
    if len(line) + 1 + len(following.split(" ", 1)[0]) > width:
        return True
    return len(line) >= 0.6 * width and (following[:1].islower() or line[-1] not in _ENDS)


def _is_hyphenated(line: str, following: str) -> bool:
    """Whether a word was broken at the end of a line: "govern-" and "ment"."""
    return bool(re.search(r"[^\W\d_]{2}-$", line.rstrip()[-3:])) and following.strip()[:1].islower()


def rejoin(before: str, after: str, words: Mapping[str, int]) -> str:
    """What stands between the halves of a word broken at the end of a line: nothing, or its own hyphen ("pro-Russian").

    `words` are the words of the text with how often each occurs; one of the two forms may be among them.
    """
    first = re.findall(r"\S+", before[-60:])[-1:] or [""]
    second = re.findall(r"\S+", after[:60])[:1] or [""]
    start, rest = first[0].lower().lstrip("“\"‘'("), second[0].lower().rstrip('.,;:!?”"’)')
    whole, apart = words.get(start + rest, 0), words.get(f"{start}-{rest}", 0)
    if whole != apart:
        return "-" if apart > whole else ""
    compound = start in _COMPOUNDING or rest in _COMPOUNDED or (start in words and rest in words)
    return "-" if compound or start.endswith(("-", "ly")) or not second[0][:1].islower() else ""


def bullet_end(text: str) -> int:
    """Where the text of a list item begins, after its bullet or number; 0 if it is no list item."""
    found = _BULLET.match(text)
    return found.end() if found else 0


def _without_comments(text: str) -> str:
    """Markdown without HTML comments, scripts and styles."""
    for begin, end in (("<!--", "-->"), ("<script", "</script>"), ("<style", "</style>")):
        first, *others = text.split(begin)
        kept = [first]
        for part in others:
            inside, found, after = part.partition(end)
            kept.append(after if found else begin + inside)
        text = "".join(kept)
    return text


def _markdown_blocks(lines: list[str]) -> Iterator[Piece]:
    paragraph: list[str] = []
    kind = BlockKind.PARAGRAPH
    fence = ""

    def flush() -> Iterator[Piece]:
        nonlocal kind
        if paragraph:
            yield Piece(" ".join(paragraph), kind)
            paragraph.clear()
        kind = BlockKind.PARAGRAPH

    for raw in lines:
        line = raw[m.end() :] if (m := _QUOTE.match(raw)) else raw
        mark = _FENCE.match(line)
        if mark and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
            yield from flush()
            continue
        if fence:
            paragraph.append(line.strip())
            continue
        if heading := _ATX.match(line):
            yield from flush()
            yield Piece(line[heading.end() :].strip().rstrip("#").strip(), BlockKind.HEADING)
        elif re.match(r" {0,3}(?:=+|-+)\s*$", line) and paragraph and kind is BlockKind.PARAGRAPH:
            kind = BlockKind.HEADING
            yield from flush()
        elif _says_nothing(line):
            yield from flush()
        elif line.lstrip().startswith("|") or (_is_row(line) and not paragraph):
            yield from flush()
            if not _is_table_rule(line):
                yield Piece(_row(line), BlockKind.ROW)
        elif bullet := _BULLET.match(line):
            yield from flush()
            kind = BlockKind.ITEM
            paragraph.append(line[bullet.end() :])
        elif is_barrier(line):
            yield from flush()
            yield Piece(line)
        else:
            line = line[m.end() :] if (m := _FOOTNOTE.match(line)) else line
            if paragraph and len(paragraph[-1]) > 2 * _WRAP and paragraph[-1].rstrip()[-1:] in _ENDS:
                yield from flush()  # nobody wraps lines that long: each is a paragraph
            paragraph.append(line.strip())
    yield from flush()


def _is_table_rule(line: str) -> bool:
    return len(line) <= 1000 and bool(_TABLE_RULE.fullmatch(line.strip()))


def _is_rule(line: str) -> bool:
    return len(line) <= 300 and bool(_RULE.fullmatch(line.strip()))


def _says_nothing(line: str) -> bool:
    """Whether a line only ends what stands before it: a blank, a rule, a picture, the target of a link, a left-over."""
    marks = _is_rule(line) or _DEFINITION.match(line) or _IMAGE_ALONE.match(line)
    return not line.strip() or bool(marks) or clean.is_leftover(line)


def _is_row(line: str) -> bool:
    return line.count("|") >= 2 and line.rstrip().endswith("|")


def _row(line: str) -> str:
    """The cells of a table row, joined: "a — b"."""
    cells = re.split(r"(?<!\\)\|", line.strip().strip("|"))
    return " — ".join(cell.strip() for cell in cells if cell.strip())


def strip_inline(text: str) -> str:
    """The words of a Markdown paragraph: emphasis, links, images, code, tags and escapes resolved."""
    text = _FOOTNOTE_MARK.sub("", text)
    text = _LINK.sub(r"\1", _LINK.sub(r"\1", text))
    text = _AUTOLINK.sub(r"\1", text)
    text = _CODE.sub(lambda m: re.sub(r"([*_~\\])", r"\\\1", m[2].strip()), text)
    text = _TAG.sub(lambda m: " " if m[0][1:3].lower() in ("br", "p>", "di", "td", "li", "tr") else "", text)
    return html.unescape(_ESCAPE.sub(r"\1", _without_emphasis(text)))


def _without_emphasis(text: str) -> str:
    """`text` without the delimiters of emphasis that come in pairs."""
    opened: dict[str, list[tuple[int, int]]] = {}
    cut: list[tuple[int, int]] = []
    for mark in _DELIMITER.finditer(text):
        run, start, end = mark.group(), *mark.span()
        if run[0] == "\\":
            continue
        before, after = text[start - 1 : start], text[end : end + 1]
        if run[0] == "_" and before.isalnum() and after.isalnum():
            continue
        closes = bool(before) and not before.isspace()
        opens = bool(after) and not after.isspace()
        if closes and opened.get(run):
            cut += [opened[run].pop(), (start, end)]
        elif opens:
            opened.setdefault(run, []).append((start, end))
    kept, last = [], 0
    for start, end in sorted(cut):
        kept.append(text[last:start])
        last = end
    return "".join([*kept, text[last:]])
