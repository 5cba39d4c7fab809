"""A document written for a test: one sentence a line, paragraphs parted by an empty line, the title after ``#``."""

from __future__ import annotations

import hashlib

from generator.extract.parse import Sentence, parse
from generator.model import Block, Document, Span


def story(lines: str) -> tuple[Document, tuple[Sentence, ...]]:
    """The document and its sentences."""
    title, text = "", ""
    blocks: list[Block] = []
    sentences: list[Span] = []
    for paragraph in lines.strip("\n").split("\n\n"):
        start = len(text) + 2 if text else 0
        for line in paragraph.split("\n"):
            if line.startswith("# "):
                title = line[2:]
            elif line:
                text += "" if not text else " " if len(text) > start else "\n\n"
                sentences.append(Span(len(text), len(text) + len(line)))
                text += line
        if len(text) > start:
            blocks.append(Block(Span(start, len(text))))
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    document = Document(
        name="story.md", title=title, text=text, blocks=tuple(blocks), sentences=tuple(sentences), sha256=digest
    )
    return document, parse(document)
