"""Open corpora as examples for the encoder: names, and causes with their effects in single sentences.

What each corpus is and under which licence stands in the model card, ``docs/about/model.md``. Left out on purpose:
the share-alike, non-commercial and unlicensed parts of GUM and of re3d, and newswire of which only the labels are open.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

from generator.extract.encoder.heads import LINK_TAGS, NAME_TAGS
from generator.extract.encoder.passes import Pass, passes
from generator.extract.lexicon import words
from generator.extract.parse import Sentence, Token, tokenise
from generator.ingest.sentences import split
from generator.model import BlockKind, Span

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"

NO_LABEL = -100
"""What torch's cross-entropy leaves out."""


@dataclass(slots=True)
class Example:
    """Sentences that stand together, with the labels of one corpus; a head without labels is empty."""

    sentences: list[Sentence]
    names: list[list[int]]
    """For each sentence a tag (number in NAME_TAGS) for each token."""
    links: list[list[int]]
    causal: list[float]
    """For each sentence whether it tells of a cause and its effect."""

    def read(self) -> Pass:
        """The only pass over it."""
        (whole,) = passes((), self.sentences, placed=False)
        return whole


def names(part: str) -> Iterator[Example]:
    """Names of persons, organisations and places; `part`: ``train`` or ``dev`` (news of GUM alone)."""
    if part == "dev":
        yield from _gum_names(lambda document: _held_out(document))
        return
    yield from _gum_names(lambda document: not _held_out(document))
    for file, types in (
        ("wikigold", {"PER": "person", "ORG": "organisation", "LOC": "place"}),
        ("re3d_open", {"Person": "person", "Organisation": "organisation", "Location": "place"}),
    ):
        rows = [row for row in _rows(f"ner/{file}.jsonl") if row.get("source") != "Wikipedia"]
        for group in _grouped(rows, lambda row: row["doc"]):
            sentences: list[Sentence] = []
            tags = []
            for row in group:
                sentences.append(_sentence(len(sentences), row["tokens"]))
                tags.append(_translated(row["tags"], types))
            yield Example(sentences, tags, [], [])
    yield from _meantime_names()


def links(part: str) -> Iterator[Example]:
    """Sentences with the causes, effects and signals in them; `part`: ``train`` or ``dev`` (CausalNewsCorpus alone)."""
    for row in _rows("causal-news-corpus/train.jsonl"):
        held = crc32("_".join(row["id"].split("_")[1:3]).encode()) % 10 == 0
        if held == (part == "dev"):
            sentence = _cut(row["text"], Span(0, len(row["text"])), 0)
            yield Example([sentence], [], [_link_tags(sentence, row["relations"])], [float(row["label"])])
    if part == "dev":
        return
    for row in _rows("causal-extra/because_open.jsonl"):
        if re.search(r"nyt|apw|wsj|NYT", row["id"]):
            continue
        yield from _with_relations(row["text"], _sentences(row["text"]), row["relations"])
    for row in _rows("gum/gum_news.jsonl"):
        if _held_out(row):
            continue
        relations = [
            {"cause": r[r["cause"]], "effect": r[r["effect"]], "signals": r["conn"]}
            for r in row["pdtb"]
            if r["sense"].startswith("contingency.cause") and "cause" in r
        ]
        spans = [Span(s["start"], s["end"]) for s in row["sentences"]]
        yield from _with_relations(row["text"], spans, relations)


# --- names -----------------------------------------------------------------------------------------------------------

_GUM_TYPES = {"person": "person", "organization": "organisation", "place": "place"}
_LINKING = frozenset(("of", "for", "and", "the", "&", "'s", "-", "de", "al", "bin", "van", "von"))


def _held_out(document: dict[str, Any]) -> bool:
    """The news of GUM that names are measured on: its development part and every fifth other document."""
    return bool(document["split"] == "dev" or crc32(document["id"].encode()) % 5 == 0) and document["genre"] == "news"


def _gum_names(wanted: Any) -> Iterator[Example]:
    rows = [*_rows("gum/gum_news.jsonl"), *_rows("gum/gum_other.jsonl")]
    for row in rows:
        if row["genre"] not in ("news", "interview", "academic", "court") or not wanted(row):
            continue
        proper = {start for start, _, tag, *_ in row["tokens"] if tag == "PROPN"}
        found = sorted(
            (span for mention in row["mentions"] for span in _gum_name(row, mention, proper)),
            key=lambda s: s[0] - s[1],
        )
        sentences = [_cut(row["text"], Span(s["start"], s["end"]), number) for number, s in enumerate(row["sentences"])]
        yield from _packed(sentences, [_name_tags(s, found) for s in sentences])


def _gum_name(row: dict[str, Any], mention: dict[str, Any], proper: set[int]) -> Iterator[tuple[int, int, str]]:
    """The name within a mention: the capitalised words about its head, where that is a proper noun."""
    type_ = _GUM_TYPES.get(mention["etype"])
    inside = [t for t in row["tokens"] if mention["start"] <= t[0] and t[1] <= mention["end"]]
    starts = {t[0] for t in inside}
    head = next((k for k, t in enumerate(inside) if t[4] < 0 or row["tokens"][t[4]][0] not in starts), None)
    if type_ is None or head is None or inside[head][0] not in proper:
        return

    def capital(k: int) -> bool:
        return 0 <= k < len(inside) and row["text"][inside[k][0]].isupper() and inside[k][2] != "DET"

    def linking(k: int) -> bool:
        return 0 <= k < len(inside) and row["text"][inside[k][0] : inside[k][1]].lower() in _LINKING

    first = last = head
    while capital(first - 1) or (type_ == "organisation" and linking(first - 1) and capital(first - 2)):
        first -= 1 if capital(first - 1) else 2
    while capital(last + 1) or (type_ != "person" and linking(last + 1) and capital(last + 2)):
        last += 1 if capital(last + 1) else 2
    if type_ == "person":
        first = max([first, *(k + 1 for k in range(first, last) if _word(row, inside[k]) in words("titles"))])
    yield inside[first][0], inside[last][1], type_


def _word(row: dict[str, Any], token: Sequence[Any]) -> str:
    return str(row["text"][token[0] : token[1]].lower())


def _meantime_names() -> Iterator[Example]:
    """The first sentences of each article, which alone are annotated in full; those with a name that is none go."""
    types = {"PER": "person", "ORG": "organisation", "LOC": "place"}
    for row in _rows("meantime/meantime_en.jsonl"):
        found = []
        for entity in row["entities"]:
            if entity.get("syntactic_type") == "NAM" and entity.get("ent_type") in types and entity.get("end"):
                found.append((entity["start"], entity["end"], types[entity["ent_type"]]))
        sentences: list[Sentence] = []
        tags = []
        for part in row["sentences"][2:6]:
            sentence = _cut(row["text"], Span(part["start"], part["end"]), len(sentences))
            inside = [f for f in found if part["start"] <= f[0] and f[1] <= part["end"]]
            if all(_looks_named(row["text"][a:b]) for a, b, _ in inside):
                sentences.append(sentence)
                tags.append(_name_tags(sentence, sorted(inside, key=lambda s: s[0] - s[1])))
        if sentences:
            yield Example(sentences, tags, [], [])


def _looks_named(text: str) -> bool:
    return all(w[0].isupper() or w[0].isdigit() or w.lower() in _LINKING for w in text.split())


def _name_tags(sentence: Sentence, found: Iterable[tuple[int, int, str]]) -> list[int]:
    """Longest names first; a name inside another is passed over."""
    tags = [0] * len(sentence.tokens)
    for start, end, type_ in found:
        inside = [k for k, t in enumerate(sentence.tokens) if start <= t.start and t.end <= end + 2 and t.start < end]
        if inside and not any(tags[k] for k in inside):
            for k in inside:
                tags[k] = NAME_TAGS.index(("B-" if k == inside[0] else "I-") + type_)
    return tags


def _translated(tags: Sequence[str], types: dict[str, str]) -> list[int]:
    return [NAME_TAGS.index(f"{tag[:2]}{types[tag[2:]]}") if tag != "O" and tag[2:] in types else 0 for tag in tags]


# --- causes and effects ----------------------------------------------------------------------------------------------


def _with_relations(text: str, spans: Sequence[Span], relations: Sequence[dict[str, Any]]) -> Iterator[Example]:
    """Sentences of a document, packed; a relation counts where it lies within one of them."""
    sentences = [_cut(text, span, number) for number, span in enumerate(spans)]
    tags, causal = [], []
    for sentence in sentences:
        own = [
            relation
            for relation in relations
            if relation.get("cause")
            and relation.get("effect")
            and all(
                sentence.span.start <= a and b <= sentence.span.end
                for side in ("cause", "effect")
                for a, b in relation[side]
            )
        ]
        tags.append(_link_tags(sentence, own))
        causal.append(float(bool(own)))
    for part, said in zip(_packed(sentences, tags), _chunks(causal, sentences), strict=True):
        yield Example(part.sentences, [], part.names, said)


def _link_tags(sentence: Sentence, relations: Sequence[dict[str, Any]]) -> list[int]:
    """The first relation that is told of a token counts; where relations share a clause, the longer of the two."""
    tags = [0] * len(sentence.tokens)
    for relation in relations:
        for side, key in (("signal", "signals"), ("cause", "cause"), ("effect", "effect")):
            for start, end in relation.get(key) or relation.get("signal" if key == "signals" else key) or ():
                inside = [k for k, t in enumerate(sentence.tokens) if start <= t.start and t.end <= end]
                if inside and not any(tags[k] for k in inside):
                    for k in inside:
                        tags[k] = LINK_TAGS.index(("B-" if k == inside[0] else "I-") + side)
    return tags


# --- sentences -------------------------------------------------------------------------------------------------------

_PACKED_TOKENS = 110
"""Sentences of a document are read together up to so many tokens."""


def _sentence(number: int, texts: Sequence[str]) -> Sentence:
    tokens, at = [], 0
    for text in texts:
        tokens.append(Token(text, at, at + len(text)))
        at += len(text) + 1
    whole = " ".join(texts)
    return Sentence(number, Span(0, len(whole)), whole, BlockKind.PARAGRAPH, 0, number == 0, tuple(tokens))


def _cut(text: str, span: Span, number: int) -> Sentence:
    own = text[span.start : span.end]
    return Sentence(number, span, own, BlockKind.PARAGRAPH, 0, number == 0, tokenise(own, span.start))


def _sentences(text: str) -> list[Span]:
    return [
        Span(line.start() + first, line.start() + last)
        for line in re.finditer(r"[^\n]+", text)
        for first, last in split(line.group())
        if first < last
    ]


def _chunks(values: Sequence[Any], sentences: Sequence[Sentence]) -> Iterator[list[Any]]:
    chunk: list[Any] = []
    size = 0
    for value, sentence in zip(values, sentences, strict=True):
        if chunk and size + len(sentence.tokens) > _PACKED_TOKENS:
            yield chunk
            chunk, size = [], 0
        chunk.append(value)
        size += len(sentence.tokens)
    if chunk:
        yield chunk


def _packed(sentences: Sequence[Sentence], tags: Sequence[list[int]]) -> Iterator[Example]:
    for part in _chunks(list(zip(sentences, tags, strict=True)), sentences):
        own = [Sentence(k, s.span, s.text, s.kind, 0, k == 0, s.tokens[:120]) for k, (s, _) in enumerate(part)]
        yield Example(own, [t[:120] for _, t in part], [], [])


def _grouped(rows: Sequence[dict[str, Any]], of: Any) -> Iterator[list[dict[str, Any]]]:
    group: list[dict[str, Any]] = []
    size = 0
    for row in rows:
        if group and (of(row) != of(group[-1]) or size + len(row["tokens"]) > _PACKED_TOKENS):
            yield group
            group, size = [], 0
        row = {**row, "tokens": row["tokens"][:120], "tags": row["tags"][:120]}
        group.append(row)
        size += len(row["tokens"])
    if group:
        yield group


def _rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines() if line.strip()]
