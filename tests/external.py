"""How well the engine reads what others annotated: names, causes within sentences, dates.

The encoder is not trained on these parts of the corpora; rules for names and dates may have been written with their
errors in view. The corpora are not part of the project: they are read from ``../shared/data``; a function whose
corpus is not there says so and returns nothing. Figures: see `Figures`.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from generator import timex
from generator.extract import encoder
from generator.extract.dates import find_dates
from generator.extract.encoder import Numbers
from generator.extract.encoder.heads import LINK_TAGS, NAME_TAGS, SENTENCE_HEADS, TOKEN_HEADS, columns
from generator.extract.mentions import find_names
from generator.extract.names import find_entities
from generator.extract.parse import Sentence, parse
from generator.ingest.sentences import split
from generator.model import Block, BlockKind, Document, Span
from generator.train import corpora

Figures = dict[str, dict[str, float]]
"""Row → measure → figure: ``gold`` and ``found`` counted, ``precision``, ``recall``, ``f1``; of dates ``value`` too."""

Mark = tuple[Any, ...]
"""Where something stands and what it is: document, …, start, end, type."""


def figures() -> Figures:
    """All of them."""
    return names() | causes() | gum_dates() | meantime_dates()


def rated(right: float, found: int, gold: int) -> dict[str, float]:
    """Precision, recall and F1 of `right` hits."""
    return {
        "gold": gold,
        "found": found,
        "precision": right / found if found else 0.0,
        "recall": right / gold if gold else 0.0,
        "f1": 2 * right / (found + gold) if found + gold else 0.0,
    }


def _rows(*files: str) -> list[dict[str, Any]]:
    """The documents of the first of `files`; none, and a line that says so, unless all are there."""
    missing = [name for name in files if not (corpora.DATA / name).is_file()]
    if missing:
        print(f"not measured: ../shared/data/{missing[0]} is not there")
        return []
    return corpora._rows(files[0])


# --- names -----------------------------------------------------------------------------------------------------------

_PLACES = {"person": "person", "organisation": "organisation", "place": "place", "state": "place", None: "place"}
"""What the engine calls a name → what the corpus calls it; groups, events and products are not annotated."""


def names() -> Figures:
    """Names of persons, organisations and places in the held-out news of GUM.

    Counted: names found, as (document, start, end, type), without a possessive ending; right is what agrees in all.
    Gold: what `corpora.names` makes of the annotation, which is of noun phrases. The encoder's names head reads the
    short stretches that it is trained on, and whole documents as it reads them in the engine. Of the engine's own
    names those in the form of a name count; a state is a place.
    """
    rows = {_opening(row): row for row in _rows("gum/gum_news.jsonl", "gum/gum_other.jsonl")}
    gold: set[Mark] = set()
    found: dict[str, set[Mark]] = {}

    def note(how: str, marks: Iterable[Mark]) -> None:
        found.setdefault(how, set()).update((row["id"], *_bare(row["text"], *mark)) for mark in marks)

    for example in corpora.names("dev") if rows else ():
        if example.sentences[0].span.start == 0:
            row = rows[example.sentences[0].text]
            document = _document(row["id"], row["text"], row["date"], row["title"], _headings(row))
            sentences = parse(document)
            tokens = encoder.read(document, sentences, ()).tokens
            note("encoder, whole documents", _tagged(sentences, tokens))
            own = [(n.span.start, n.span.end, _PLACES.get(n.type)) for n in find_names(sentences) if _is_name(n.form)]
            note("find_names", (mark for mark in own if mark[2]))
            entities = [(e, _PLACES.get(e.type)) for e in find_entities(document, sentences)]
            note(
                "find_entities",
                ((m.span.start, m.span.end, t) for e, t in entities if t for m in e.mentions if _is_name(m.form)),
            )
        for sentence, tags in zip(example.sentences, example.names, strict=True):
            marks = _spans(sentence, [NAME_TAGS[tag] for tag in tags])
            gold.update((row["id"], *_bare(row["text"], *mark)) for mark in marks)
        note("encoder, short stretches", _tagged(example.sentences, _outputs(example)[1]))
    return {f"names, GUM news: {how}": rated(len(gold & own), len(own), len(gold)) for how, own in found.items()}


def _opening(row: dict[str, Any]) -> str:
    """The first sentence of a document."""
    return str(row["text"][: row["sentences"][0]["end"]])


def _headings(row: dict[str, Any]) -> set[int]:
    return {p["start"] for p in row["paragraphs"] if p["kind"] == "head"}


def _is_name(form: str) -> bool:
    """Not an adjective ("Russian") nor a common noun."""
    return form in ("name", "seat")


def _bare(text: str, start: int, end: int, type_: str) -> Mark:
    return start, start + len(re.sub(r"['’]s?$", "", text[start:end])), type_


def _tagged(sentences: Iterable[Sentence], tokens: Any) -> Iterator[Mark]:
    """The names that the names head finds."""
    for s in sentences:
        if s.index in tokens:
            yield from _spans(s, decode(tokens[s.index][:, columns(TOKEN_HEADS, "names")], NAME_TAGS))


def _outputs(example: corpora.Example) -> tuple[dict[int, Numbers], dict[int, Numbers]]:
    """What the encoder says of each sentence, and of its tokens, as it read them in training: no title, no place."""
    whole = example.read()
    said, words, _ = encoder._session().run(
        None,
        {
            "ids": np.array([whole.ids], np.int64),
            "types": np.array([whole.types], np.int64),
            "sentences": np.array([where for _, *where in whole.sentences], np.int64),
            "spans": np.zeros((0, 3), np.int64),
        },
    )
    indices = [index for index, *_ in whole.sentences]
    return dict(zip(indices, said, strict=True)), {index: words[whole.tokens[index][:-1]] for index in indices}


def decode(logits: Numbers, tags: Sequence[str]) -> list[str]:
    """The best row of tags in which no ``I-x`` stands but after ``B-x`` or ``I-x``."""
    follows = np.array([[_may_follow(left, right) for right in tags] for left in tags])
    blocked = np.where(follows, 0.0, -np.inf)
    opening = np.array([0.0 if not tag.startswith("I") else -np.inf for tag in tags])
    best, back = opening, []
    for k, row in enumerate(logits.astype(np.float64)):
        if k:
            paths = best[:, None] + blocked
            back.append(paths.argmax(axis=0))
            best = paths.max(axis=0)
        best = best + row
    found = [int(best.argmax())] if len(logits) else []
    for step in reversed(back):
        found.append(int(step[found[-1]]))
    return [tags[k] for k in reversed(found)]


def _may_follow(left: str, right: str) -> bool:
    return not right.startswith("I") or left[1:] == right[1:]


def _runs(tags: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """First token, end and type of each stretch."""
    start = 0
    for k, tag in enumerate(tags):
        if tag.startswith("B"):
            start = k
        if tag != "O" and (k + 1 == len(tags) or not tags[k + 1].startswith("I")):
            yield start, k + 1, tag[2:]


def _spans(sentence: Sentence, tags: Sequence[str]) -> Iterator[Mark]:
    return ((sentence.tokens[a].start, sentence.tokens[b - 1].end, type_) for a, b, type_ in _runs(tags))


# --- causes ----------------------------------------------------------------------------------------------------------

_CNC = "causal-news-corpus/train.jsonl"


def causes() -> Figures:
    """Causes in the held-out sentences of the CausalNewsCorpus, by the causal and the links head.

    *Sentences*: right is one that is causal and found to be (probability of ½ or more).

    *Spans*: in causal sentences alone, the set of all causes, effects and signals of all relations, in tokens; what a
    clause is in two relations counts twice where it is a cause in one and an effect in the other. Exact: right is what
    agrees in kind and both ends. Lenient: besides, each found span that is not right and overlaps a gold span of its
    kind that is not found counts as half a hit (so as half a miss and half a false alarm, near to what FairEval makes
    of an error of borders); each span counts once, the longest overlap first.
    """
    rows = {row["text"]: row for row in _rows(_CNC)}
    both = found = gold = 0
    want: set[Mark] = set()
    have: set[Mark] = set()
    for number, example in enumerate(corpora.links("dev") if rows else ()):
        (sentence,) = example.sentences
        said, tokens = _outputs(example)
        causal, positive = bool(example.causal[0]), bool(said[0][columns(SENTENCE_HEADS, "causal")][0] >= 0)
        both, found, gold = both + (causal and positive), found + positive, gold + causal
        if causal:
            tags = decode(tokens[0][:, columns(TOKEN_HEADS, "links")], LINK_TAGS)
            have.update((number, *run) for run in _runs(tags))
            want.update((number, *run) for run in _related(sentence, rows[sentence.text]["relations"]))
    if not rows:
        return {}
    exact = want & have
    halves = _near(want - exact, have - exact)
    return {
        "causal sentences, CausalNewsCorpus": rated(both, found, gold),
        "causal spans, CausalNewsCorpus, exact": rated(len(exact), len(have), len(want)),
        "causal spans, CausalNewsCorpus, lenient": rated(len(exact) + halves / 2, len(have), len(want)),
    }


def _related(sentence: Sentence, relations: Sequence[dict[str, Any]]) -> Iterator[tuple[int, int, str]]:
    for relation in relations:
        for kind, key in (("cause", "cause"), ("effect", "effect"), ("signal", "signals")):
            for start, end in relation[key]:
                inside = [k for k, t in enumerate(sentence.tokens) if start <= t.start and t.end <= end]
                if inside:
                    yield inside[0], inside[-1] + 1, kind


def _near(gold: set[Mark], found: set[Mark]) -> int:
    """How many pairs of a gold and a found span of one sentence and kind overlap, each taken once."""
    by_place: dict[tuple[Any, str], list[Mark]] = {}
    for mark in sorted(found):
        by_place.setdefault((mark[0], mark[3]), []).append(mark)
    total = 0
    for place, left in by_place.items():
        total += len(paired([m[1:3] for m in sorted(gold) if (m[0], m[3]) == place], [m[1:3] for m in left]))
    return total


def paired(gold: Sequence[Sequence[Any]], found: Sequence[Sequence[Any]]) -> dict[int, int]:
    """Number in `gold` → number in `found` of spans that overlap: each once, the longest overlap first."""
    overlaps = sorted(
        (-overlap, g, f)
        for g, (a, b, *_) in enumerate(gold)
        for f, (c, d, *_) in enumerate(found)
        if (overlap := min(b, d) - max(a, c)) > 0
    )
    pairs: dict[int, int] = {}
    for _, g, f in overlaps:
        if g not in pairs and f not in pairs.values():
            pairs[g] = f
    return pairs


# --- dates -----------------------------------------------------------------------------------------------------------


class _Date(NamedTuple):
    start: int
    end: int
    value: Any
    """Of gold: a value of time, or the first and the last of two; None where none is asked for."""
    aside: bool = False
    """Found, but neither right nor wrong unless it meets gold."""


_Read = tuple[list[_Date], list[_Date]]
"""Gold and found dates of a document."""

_STRETCH = re.compile(
    r"(?:the |these )?(?:past|last|next|coming|following|preceding|previous) [\w-]+ "
    r"(?:day|week|month|year|decade|centur|hour|minute)",
    re.I,
)


def gum_dates() -> Figures:
    """Dates in the news and interviews of GUM; two rows: ``by parts`` and without.

    *Pairs*: gold and found spans that share a character, one to one, the longest overlap first. Precision: paired of
    found; recall: paired of gold. Left out of the found is a stretch counted from a point ("the past three years") that
    meets no gold: GUM marks only some. *By parts*: where the corpus marks several dates and one expression is found
    ("from 2004 to 2009"), it counts as one for each gold date; an interval gives its last value to the last of them and
    its first to the others.

    *Value*: right of all that are asked for, a missed one being wrong; ``value of found``: of those paired. Asked for:
    gold with ``when``, both of ``from``/``to`` or both of ``notBefore``/``notAfter``, with their years. Right: the
    first and the last day agree, both read as coarsely as gold is (2014-05-03 for gold 2014 is right, 2014 for gold
    2014-05-03 is not), and the hour where gold has one.
    """

    def read(row: dict[str, Any]) -> _Read:
        document = _document(row["id"], row["text"], row["date"])
        gold = [_Date(d["start"], d["end"], _gum_value(d)) for d in row["dates"]]
        return gold, _found(document)

    rows = [row for row in _rows("gum/gum_news.jsonl") if row["genre"] in ("news", "interview")]
    return _dates("dates, GUM", rows, read)


def meantime_dates() -> Figures:
    """Dates in the first six lines of each document of MEANTIME, counted as `gum_dates` does.

    Gold: dates and times with a place in the text and a value of the calendar. Found, but neither right nor wrong: what
    meets another expression of time there (a duration, a set, "in the past").
    """

    def read(row: dict[str, Any]) -> _Read:
        end = row["sentences"][:6][-1]["end"]
        day = re.sub(r"^(\d\d)-(\d\d)-(\d{4})$", r"\3-\2-\1", row["dct"])
        gold, others = set(), []
        for x in row["timexes"]:
            if x.get("start") is not None and x["end"] <= end:
                value = _meantime_value(x["value"]) if x["type"] in ("DATE", "TIME") else None
                if value:
                    gold.add(_Date(x["start"], x["end"], value))
                else:
                    others.append((x["start"], x["end"]))
        found = [
            d._replace(aside=d.aside or any(d.start < b and a < d.end for a, b in others))
            for d in _found(_document(row["id"], row["text"], day, lines=True))
            if d.start < end
        ]
        return sorted(gold, key=lambda d: (d.start, d.end)), found

    return _dates("dates, MEANTIME", _rows("meantime/meantime_en.jsonl"), read)


def _dates(name: str, rows: Sequence[dict[str, Any]], read: Callable[[dict[str, Any]], _Read]) -> Figures:
    documents = [read(row) for row in rows]
    if not documents:
        return {}
    parted = [(gold, [part for date in found for part in _parts(date, gold)]) for gold, found in documents]
    return {f"{name}, by parts": _compared(parted), name: _compared(documents)}


def _compared(documents: Sequence[_Read]) -> dict[str, float]:
    pairs = wanted = had = asked = met = right = 0
    for gold, found in documents:
        own = paired(gold, found)
        pairs, wanted = pairs + len(own), wanted + len(gold)
        had += sum(f in own.values() or not date.aside for f, date in enumerate(found))
        for g, date in enumerate(gold):
            if date.value:
                asked += 1
                met += g in own
                right += g in own and same_time(found[own[g]].value, date.value)
    return rated(pairs, had, wanted) | {"value": right / asked, "value of found": right / met}


def _found(document: Document) -> list[_Date]:
    return [
        _Date(d.span.start, d.span.end, d.value, bool(_STRETCH.match(document.quote(d.span))))
        for d in find_dates(document, parse(document))
    ]


def _parts(date: _Date, gold: Sequence[_Date]) -> list[_Date]:
    over = [g for g in gold if date.start < g.end and g.start < date.end]
    if len(over) < 2:
        return [date]
    first, _, last = (date.value or "").partition("/")
    return [
        _Date(max(date.start, g.start), min(date.end, g.end), (last or first) if g is over[-1] else first, date.aside)
        for g in over
    ]


def same_time(found: str | None, gold: str | tuple[str, str]) -> bool:
    """Whether a found value is right, as `gum_dates` has it."""
    if not found:
        return False
    if isinstance(gold, str):
        gold = gold[:16]
        if "/" in found:
            return timex.bounds(found) == timex.bounds(gold)
        plain = all(re.fullmatch(r"[\dT:-]+", value) for value in (found, gold))
        cut = found[: len(gold)] if plain else found
        return cut == gold or ("T" not in gold and timex.bounds(cut) == timex.bounds(gold) is not None)
    first, last = gold
    own, one, other = timex.bounds(found), timex.bounds(first[:10]), timex.bounds(last[:10])
    if not (own and one and other):
        return False
    coarse = own[0].isoformat()[: len(first)] == first[:10] and own[1].isoformat()[: len(last)] == last[:10]
    return coarse or own == (one[0], other[1])


def _gum_value(date: dict[str, Any]) -> Any:
    """None where part of the year is missing or one end is; the stray sign before a year is dropped."""
    keys = ("when", "from", "to", "notBefore", "notAfter")
    values = {key: re.sub(r"^-(?=\d{4})", "", date[key]) for key in keys if key in date}
    if any(value.startswith("--") for value in values.values()):
        return None
    if "when" in values:
        return values["when"][:16]
    for a, b in (("from", "to"), ("notBefore", "notAfter")):
        if a in values and b in values:
            return values[a] if values[a] == values[b] else (values[a], values[b])
    return None


def _meantime_value(value: str) -> Any:
    """In the project's forms, without parts of the day; None for what is no value of the calendar."""
    value = re.sub(r"T(NI|MO|AF|EV|DT)$", "", value.rstrip("Z"))
    value = re.sub(r"(T\d\d:\d\d):\d\d$", r"\1", value)
    if re.fullmatch(r"\d{3}", value):
        return value + "X"
    week = value.removesuffix("-WE")
    monday = timex.bounds(week) if re.fullmatch(r"\d{4}-W\d\d", week) and week != value else None
    if monday:
        return tuple((monday[0] + datetime.timedelta(days)).isoformat() for days in (5, 6))
    return value if timex.bounds(value) else None


# --- documents -------------------------------------------------------------------------------------------------------


def _document(
    name: str, text: str, day: str | None, title: str = "T", headings: Iterable[int] = (), *, lines: bool = False
) -> Document:
    """A document in whose `text` every offset of the corpus holds; `lines`: each line is a paragraph of its own."""
    blocks, sentences = [], []
    for match in re.finditer(r"[^\n]+" if lines else r"(?:(?!\n\n).)+", text, re.S):
        body = match.group().replace("\n", " ")
        start = match.start() + len(body) - len(body.lstrip())
        body = body.strip()
        if body:
            kind = BlockKind.HEADING if start in headings else BlockKind.PARAGRAPH
            blocks.append(Block(Span(start, start + len(body)), kind))
            sentences += [Span(start + a, start + b) for a, b in split(body)]
    return Document(
        name=name,
        title=title,
        text=text.replace("\n", " "),
        blocks=tuple(blocks),
        sentences=tuple(sentences),
        sha256="0" * 64,
        published=day if day and timex.bounds(day) else None,
    )
