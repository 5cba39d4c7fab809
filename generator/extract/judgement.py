"""What rules and encoder together make of a clause, a sentence, an entity.

Each judgement is a weighted sum of log-odds: the rules' own, and what the encoder says of the same stretch of text.
``mixing.tsv`` holds the weights, fitted by ``generator.train`` to readings of articles that the reading encoder had not
been trained on. Where the encoder has not read (a very long document, a very long sentence), the rules decide alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import resources

import numpy as np

from generator.extract.encoder import Numbers, Place, Reading
from generator.extract.encoder.heads import (
    CAUSE_STATUS,
    CONSEQUENCE_STATUS,
    SENTENCE_HEADS,
    SPAN_HEADS,
    TOKEN_HEADS,
    columns,
)
from generator.model import Section, Status

Signals = Mapping[str, float]
"""Name of a signal → log-odds, or a difference of two; each within ±12."""

CONSTANT = "constant"
_BOUND = 12.0


def weigh_clauses(
    places: Sequence[Place], rules: Sequence[tuple[float, float]], reading: Reading
) -> list[tuple[float, float]]:
    """For each candidate clause the log-odds that it names a cause and a consequence of the central event."""
    signals = clause_signals(places, rules, reading)
    return [
        (_weighed("cause", own), _weighed("consequence", own)) if own else rule
        for own, rule in zip(signals, rules, strict=True)
    ]


def weigh_points(indices: Sequence[int], rules: Sequence[float], reading: Reading) -> list[float]:
    """For each sentence (by index) the log-odds that it is a summary point."""
    signals = point_signals(indices, rules, reading)
    return [_weighed("point", own) if own else rule for own, rule in zip(signals, rules, strict=True)]


def weigh_actor(places: Sequence[Place], rule: float, reading: Reading) -> float:
    """The log-odds that what is named at `places` is an actor of the story; `rule` is what the rules give it."""
    own = actor_signals(places, rule, reading)
    return _weighed("actor", own) if own else rule


def contributions(judgement: str, signals: Signals) -> Iterator[tuple[str, float]]:
    """What each signal adds to the log-odds of a judgement, beside its constant."""
    weights = mixing(judgement)
    return ((name, weights.get(name, 0.0) * value) for name, value in signals.items())


_RULE = 1.2
"""Log-odds that the rules add to the status that they read."""


def weigh_status(section: Section, rule: Status, span: Numbers) -> Status:
    """How a cause stands, or whether a consequence has come about; `span` is what the encoder says of its clause."""
    head, names = _STATUS[section]
    odds = span[columns(SPAN_HEADS, head)].tolist()
    odds[names.index(rule)] += _RULE
    return Status(names[odds.index(max(odds))])


_STATUS = {
    Section.CAUSES: ("cause status", CAUSE_STATUS),
    Section.CONSEQUENCES: ("consequence status", CONSEQUENCE_STATUS),
}


# --- signals ---------------------------------------------------------------------------------------------------------


def clause_signals(
    places: Sequence[Place], rules: Sequence[tuple[float, float]], reading: Reading
) -> list[Signals | None]:
    """What is weighed of each candidate clause; None where the encoder has not read it."""
    best = [max((float(row[side]) for row in reading.spans.values()), default=0.0) for side in (0, 1)]
    inner: dict[int, dict[str, Numbers]] = {}
    found: list[Signals | None] = []
    for place, (cause, consequence) in zip(places, rules, strict=True):
        index, first, last = place
        span = reading.spans.get(place)
        if span is None:
            found.append(None)
            continue
        if index not in inner:
            inner[index] = {head: _inside(reading.tokens[index], head) for head in ("cause", "consequence")}
        sentence = reading.sentences[index]
        own = {
            "rules: cause": cause,
            "rules: consequence": consequence,
            "clause: cause": _of(span, SPAN_HEADS, "cause"),
            "clause: consequence": _of(span, SPAN_HEADS, "consequence"),
            "clause: cause, beside the best": _of(span, SPAN_HEADS, "cause") - best[0],
            "clause: consequence, beside the best": _of(span, SPAN_HEADS, "consequence") - best[1],
        }
        own |= {f"sentence: {head}": _of(sentence, SENTENCE_HEADS, head) for head in SENTENCE_HEADS}
        for head, odds in inner[index].items():
            own[f"tokens: {head}"] = float(odds[first:last].mean())
            own[f"tokens before: {head}"] = float(odds[:first].max(initial=-5.0))
            own[f"tokens after: {head}"] = float(odds[last:].max(initial=-5.0))
        found.append(_bounded(own))
    return found


def point_signals(indices: Sequence[int], rules: Sequence[float], reading: Reading) -> list[Signals | None]:
    """What is weighed of each sentence; None where the encoder has not read it."""
    best = max((_of(row, SENTENCE_HEADS, "summary") for row in reading.sentences.values()), default=0.0)
    found: list[Signals | None] = []
    for index, rule in zip(indices, rules, strict=True):
        row = reading.sentences.get(index)
        if row is None:
            found.append(None)
            continue
        own = {f"sentence: {head}": _of(row, SENTENCE_HEADS, head) for head in ("summary", "cause", "consequence")}
        own |= {"rules": rule, "sentence: summary, beside the best": own["sentence: summary"] - best}
        found.append(_bounded(own))
    return found


def actor_signals(places: Sequence[Place], rule: float, reading: Reading) -> Signals | None:
    """What is weighed of an entity named at `places`; None where the encoder has read none of them."""
    odds = [
        float(_inside(reading.tokens[index][first:last], "actor").mean())
        for index, first, last in places
        if index in reading.tokens and first < len(reading.tokens[index])
    ]
    if not odds:
        return None
    return _bounded({"rules": rule, "tokens: mean": sum(odds) / len(odds), "tokens: most": max(odds)})


def _of(row: Numbers, heads: dict[str, int], head: str) -> float:
    return float(row[columns(heads, head)][0])


def _inside(rows: Numbers, head: str) -> Numbers:
    """For each token the log-odds that it is tagged at all."""
    logits = rows[:, columns(TOKEN_HEADS, head)]
    most = logits[:, 1:].max(axis=1)
    found: Numbers = most + np.log(np.exp(logits[:, 1:] - most[:, None]).sum(axis=1)) - logits[:, 0]
    return found


def _bounded(signals: dict[str, float]) -> Signals:
    return {name: min(_BOUND, max(-_BOUND, value)) for name, value in signals.items()}


# --- weights ---------------------------------------------------------------------------------------------------------


def _weighed(judgement: str, signals: Signals) -> float:
    weights = mixing(judgement)
    return weights[CONSTANT] + sum(weights.get(name, 0.0) * value for name, value in signals.items())


@cache
def mixing(judgement: str) -> Mapping[str, float]:
    """The weights of the judgement called ``cause``, ``consequence``, ``point`` or ``actor``."""
    text = resources.files(__package__).joinpath("mixing.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return {signal: float(weight) for own, signal, weight in rows if own == judgement}
