"""Annotated articles as examples for the encoder and for the tables of weights.

The gold briefs and their scorer are not part of the project: they are read from ``../shared`` beside it. Labels made
for the project on further open articles are, as positions without text: see `own_labels`.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from runpy import run_path
from types import SimpleNamespace
from typing import Any

from generator.extract import causality
from generator.extract.clauses import trim
from generator.extract.encoder.heads import ACTOR_TAGS, CAUSE_STATUS, CONSEQUENCE_STATUS
from generator.extract.parse import Sentence, parse
from generator.extract.rules.features import Candidate
from generator.extract.rules.story import Story
from generator.extract.rules.story import read as read_story
from generator.ingest import read
from generator.model import Document

SHARED = Path(__file__).resolve().parents[3] / "shared"
BENCH = SHARED / "bench"
SCORER: Any = SimpleNamespace(**run_path(str(BENCH / "score.py"))) if (BENCH / "score.py").is_file() else None
"""Says, as in ``make score``, when two quotes name one place, two wordings say the same, two names are one actor's."""

FITTED = {
    "news articles (dev1–14)": [f"dev{n}.jsonl" for n in range(1, 15)],
    "seed documents 15–50": [f"dev-seeds-{n}.jsonl" for n in range(1, 7)],
}
"""What is fitted; ``dev-seeds.jsonl`` and ``seed.jsonl`` are for evaluation only and must never join it."""

STATUSES = (CAUSE_STATUS, CONSEQUENCE_STATUS)
NO_STATUS = -100
"""What torch's cross-entropy leaves out."""


@dataclass(slots=True)
class Labelled:
    """An annotated article, and what its annotation says of each sentence, token and candidate clause."""

    gold: dict[str, Any]
    document: Document
    sentences: tuple[Sentence, ...]
    story: Story
    roles: list[tuple[float, float, float]] = field(default_factory=list)
    """For each sentence whether it is a summary point, names a cause, names a consequence."""
    tags: tuple[list[list[int]], list[list[int]]] = ((), ())  # type: ignore[assignment]
    """For causes and for consequences, for each sentence, a tag of CLAUSE_TAGS for each token."""
    actors: list[list[int]] = field(default_factory=list)
    """For each sentence a tag of ACTOR_TAGS for each token."""
    candidates: list[Candidate] = field(default_factory=list)
    worth: list[tuple[float, float]] = field(default_factory=list)
    """Of each candidate, as a cause and as a consequence: F1 of its words with an annotated clause's, if at least ½."""
    status: list[tuple[int, int]] = field(default_factory=list)
    """Of each candidate that is one, how it stands (number in CAUSE_STATUS, CONSEQUENCE_STATUS)."""

    @classmethod
    def of(cls, gold: dict[str, Any], document: Document) -> Labelled:
        sentences = parse(document)
        made = cls(gold, document, sentences, read_story(document, sentences))
        made._label_sentences()
        made._label_actors()
        made._label_candidates()
        return made

    def _label_sentences(self) -> None:
        where = _Words(self.document)
        roles = [[0.0, 0.0, 0.0] for _ in self.sentences]
        tags: list[list[list[int]]] = []
        for side, section in enumerate(("summary", "causes", "consequences")):
            marks = [[0] * len(s.tokens) for s in self.sentences]
            quotes = [q for item in self.gold[section] for q in item["evidence"][: 1 if side == 0 else None]]
            spans = [span for quote in quotes if (span := where.find(quote))]
            for start, end in sorted(spans, key=lambda s: s[0] - s[1]):
                parts = self._tokens(start, end)
                size = sum(len(own) for _, own in parts)
                for index, own in parts:
                    if 2 * len(own) >= size or 2 * len(own) >= len(self.sentences[index].tokens):
                        roles[index][side] = 1.0
                    for k in own:
                        marks[index][k] = 1 if k == own[0] else 2
            tags.append(marks)
        self.roles = [(a, b, c) for a, b, c in roles]
        self.tags = (tags[1], tags[2])

    def _tokens(self, start: int, end: int) -> list[tuple[int, list[int]]]:
        """The tokens within ``[start, end)`` of the text by sentence."""
        found = []
        for sentence in self.sentences:
            if sentence.span.start < end and start < sentence.span.end:
                own = [k for k, t in enumerate(sentence.tokens) if t.start < end and start < t.end]
                if own:
                    found.append((sentence.index, own))
        return found

    def _label_actors(self) -> None:
        self.actors = [[0] * len(s.tokens) for s in self.sentences]
        forms = sorted(
            ((form, actor["type"]) for actor in self.gold["actors"] for form in {actor["name"], *actor["aliases"]}),
            key=lambda pair: (-len(pair[0]), pair),
        )
        for form, type_ in forms:
            if not form.strip():
                continue
            for match in re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", self.document.text):
                for index, own in self._tokens(*match.span()):
                    if not any(self.actors[index][k] for k in own):
                        for k in own:
                            self.actors[index][k] = ACTOR_TAGS.index(type_)

    def _label_candidates(self) -> None:
        text = SCORER.Article(self.gold["title"] + "\n" + self.gold["text"])
        wanted = [
            [
                (SCORER.places(text, i["evidence"]), (" ".join(i["evidence"]), i.get("statement", "")), i["status"])
                for i in self.gold[section]
            ]
            for section in causality.SECTIONS
        ]
        for index, sentence in enumerate(self.sentences):
            for candidate in causality.candidates(self.story, index):
                span = trim(sentence.tokens, candidate.first, candidate.last)
                if span is None:
                    continue
                quote = self.document.quote(span)
                place = SCORER.places(text, [self.document.quote(causality.evidence_of(sentence, span))])
                worth, status = [], []
                for items, names in zip(wanted, STATUSES, strict=True):
                    best = max(
                        (
                            (SCORER.text_f1(quote, t), names.index(state))
                            for where, said, state in items
                            for t in said
                            if same(where, place)
                        ),
                        default=(0.0, 0),
                    )
                    worth.append(best[0] if best[0] >= 0.5 else 0.0)
                    status.append(best[1] if best[0] >= 0.5 else NO_STATUS)
                self.candidates.append(candidate)
                self.worth.append((worth[0], worth[1]))
                self.status.append((status[0], status[1]))


def same(one: frozenset[int], other: frozenset[int]) -> bool:
    """Whether two quotes are of one place, as the scorer has it."""
    return bool(SCORER.same_place(one, other) >= 0.5)


def keys(name: str, aliases: Iterable[str]) -> set[str]:
    """The forms of an actor's name, as the scorer compares them."""
    return {SCORER.name_key(n) for n in (name, *aliases)} - {""}


class _Words:
    """Finds a quote in a document, word by word."""

    def __init__(self, document: Document) -> None:
        self.places = [(m.group().casefold(), m.start(), m.end()) for m in re.finditer(r"\w+", document.text)]
        self.words = [word for word, _, _ in self.places]

    def find(self, quote: str) -> tuple[int, int] | None:
        wanted = [w.casefold() for w in re.findall(r"\w+", quote)]
        for k, word in enumerate(self.words):
            if wanted and word == wanted[0] and self.words[k : k + len(wanted)] == wanted:
                return self.places[k][1], self.places[k + len(wanted) - 1][2]
        return None


def articles(names: Sequence[str]) -> Iterator[tuple[dict[str, Any], Document]]:
    """The annotated articles of some files of ``../shared/gold``, each read from an input document as a user's is."""
    yield from _read([SHARED / "gold" / name for name in names])


def _read(golds: Sequence[Path]) -> Iterator[tuple[dict[str, Any], Document]]:
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, BENCH / "make_inputs.py", folder, *golds], check=True)  # noqa: S603
        for line in (line for path in golds for line in path.read_text(encoding="utf-8").splitlines() if line.strip()):
            gold = json.loads(line)
            place = SHARED / "seeds" / gold["file"] if gold.get("file") else Path(folder) / f"{gold['id']}.md"
            yield gold, read(place, place.parent)


# --- labels made for the project -------------------------------------------------------------------------------------

LABELS = Path(__file__).with_name("labels.jsonl")
"""Labels on open articles that have no gold brief: positions in their texts, which are read from ``../shared/data``."""


def own_labels() -> Iterator[tuple[dict[str, Any], Document]]:
    """The articles of `LABELS`, in the shape of gold briefs without statements and timeline."""
    texts = dict(_open_texts())
    with tempfile.TemporaryDirectory() as folder:
        for line in LABELS.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            title, date, text = texts[row["id"]]
            place = Path(folder) / f"{row['id']}.md"
            head = f"title: {json.dumps(title)}\n" + (f"date: {date}\n" if date else "")
            place.write_text(f"---\n{head}---\n\n{text}\n", encoding="utf-8")

            def quotes(spans: Sequence[Sequence[int]], text: str = text) -> list[str]:
                return [text[start:end] for start, end in spans]

            gold = {"id": row["id"], "title": title, "text": text, "timeline": []}
            gold["summary"] = [{"evidence": quotes(spans)} for spans in row["summary"]]
            for section in causality.SECTIONS:
                gold[section] = [{"evidence": quotes(spans), "status": status} for status, *spans in row[section]]
            gold["actors"] = [
                {"type": type_, "name": name, "aliases": aliases}
                for type_, *spans in row["actors"]
                for name, *aliases in [quotes(spans)]
            ]
            yield gold, read(place, place.parent)


def _open_texts() -> Iterator[tuple[str, tuple[str, str, str]]]:
    """Id → title, date, text of every article that may bear a label."""
    for line in (SHARED / "data" / "open-news" / "wikinews.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield row["id"], (row["title"], row["date"], row["text"])
    for line in (SHARED / "data" / "meantime" / "meantime_en.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        parts = [row["text"][s["start"] : s["end"]].strip() for s in row["sentences"]]
        date = row["dct"] if re.fullmatch(r"\d{4}-\d\d-\d\d", row["dct"]) else ""
        yield f"meantime-{row['id']}", (parts[0], date, " ".join(part for part in parts[2:] if part))
