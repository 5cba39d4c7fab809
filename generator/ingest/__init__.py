"""From files to documents: `discover` finds the seeds, `read` turns one file into a `Document`.

The kinds of file are the keys of `generator.ingest.readers.READERS`. Whatever is wrong with a file is one `SeedError`
with a `Problem`; no file, however hostile, raises anything else.
"""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from generator.errors import SeedError
from generator.ingest import clean, head
from generator.ingest.draft import MAX_CHARACTERS, Draft, Meta, Piece, bounded, refused, too_long
from generator.ingest.language import detect_language
from generator.ingest.readers import READERS
from generator.ingest.seeds import Subject, discover, readable, shown
from generator.ingest.sentences import split, unglue
from generator.model import Block, Document, Span

__all__ = ["Subject", "discover", "read"]

MAX_BYTES = 20 * 1024 * 1024


def read(path: Path, root: Path) -> Document:
    """The document in the file `path`; SeedError, which says where, what and what to do, if there is none.

    The name of the document is its path relative to `root`. Metadata is taken from front matter or HTML metadata, else
    from the head of the text, else from document properties; what is not known is None. Reading the same bytes under
    the same name gives the same document.
    """
    where = (path.relative_to(root) if path.is_relative_to(root) else Path(path.name)).as_posix()
    if shown(where) != where:
        raise refused(shown(where), "its name holds characters that cannot be printed", "rename it")
    data = _bytes(path, where)
    try:
        draft = READERS[path.suffix.lower()](data, where)
        return _document(draft, where, path.stem, hashlib.sha256(data).hexdigest())
    except SeedError:
        raise
    except Exception as error:  # the libraries raise whatever they like on damaged files
        kind = path.suffix.lower().lstrip(".").upper()
        fix = "save or export it again, or put its text in a .txt file"
        raise refused(where, f"it is damaged or not a valid {kind} file", fix) from error


def _bytes(path: Path, where: str) -> bytes:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise refused(where, "it is not a regular file", "name or put a document there")
        if path.suffix.lower() not in READERS:
            kind = f"of the kind {path.suffix}" if path.suffix else "without a suffix"
            raise refused(where, f"files {kind} are not read", f"convert it to one of {', '.join(sorted(READERS))}")
        if status.st_size > MAX_BYTES:
            size = f"{status.st_size / 1024 / 1024:.0f} MB"
            raise refused(where, f"it is too large: {size}, at most 20 MB are read", "split it, or keep its text only")
        data = path.read_bytes()
    except OSError as error:
        raise refused(
            where, f"it cannot be opened ({error.strerror or error})", "check its name and permissions"
        ) from error
    if not data.strip():
        raise refused(where, "the file is empty", "put a text in it, or remove it")
    return data


def _document(draft: Draft, where: str, stem: str, sha256: str) -> Document:
    pieces = [Piece(text, p.kind) for p in bounded(draft.pieces, where) if (text := clean.block(p.text))]
    if sum(len(piece.text) for piece in pieces) > MAX_CHARACTERS:
        raise too_long(where)
    said, pieces = head.read_head(pieces, draft.meta)
    meta = draft.meta.or_else(said)
    text, blocks, sentences = _assembled(pieces)
    if not any(c.isalpha() for c in text):
        raise refused(where, "there is no text in it to be read", "put the text of the document in it, or remove it")
    meta = meta.or_else(_plausible(draft.hints, text)).or_else(Meta(language=detect_language(text)))
    return Document(
        name=where,
        title=meta.title or readable(stem) or _first_words(text, sentences) or stem,
        text=text,
        blocks=blocks,
        sentences=sentences,
        sha256=sha256,
        published=meta.published,
        publisher=meta.publisher,
        url=meta.url,
        author=meta.author,
        language=meta.language,
        tags=meta.tags,
        publish=meta.publish,
    )


def _assembled(pieces: Iterable[Piece]) -> tuple[str, tuple[Block, ...], tuple[Span, ...]]:
    """The stored text, its blocks and its sentences."""
    texts: list[str] = []
    blocks: list[Block] = []
    sentences: list[Span] = []
    start = 0
    for piece in pieces:
        text = unglue(piece.text)
        texts.append(text)
        blocks.append(Block(Span(start, start + len(text)), piece.kind))
        sentences += [Span(start + a, start + b) for a, b in split(text)]
        start += len(text) + 2
    return "\n\n".join(texts), tuple(blocks), tuple(sentences)


def _plausible(hints: Meta, text: str) -> Meta:
    """Of a file's properties those the text bears out: a date only if the text speaks of its year."""
    if hints.published and hints.published[:4] not in text:
        return replace(hints, published=None)
    return hints


def _first_words(text: str, sentences: tuple[Span, ...]) -> str | None:
    first = text[sentences[0].start : sentences[0].end].rstrip(".")
    return first if len(first) <= head.MAX_TITLE else None
