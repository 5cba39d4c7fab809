"""How far rules and encoder count, fitted to readings that the encoder made of articles it was not trained on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.extract import actors, causality, judgement, summary
from generator.extract.encoder import Reading
from generator.extract.encoder.naming import named
from generator.extract.names import find_entities
from generator.train.gold import Labelled
from generator.train.tables import Examples, Row, Tables, actor_examples, logistic

FILE = Path(judgement.__file__).with_name("mixing.tsv")
HEAD = "# Judgement, signal, weight; made by generator.train. See generator.extract.judgement.\n"
_PENALTY = 2.0

Mix = Mapping[str, Row]
"""Judgement → signal → weight."""


@dataclass(frozen=True, slots=True)
class Signals:
    """The signals of one article, each with what it should have said (0 to 1)."""

    rows: Mapping[str, list[tuple[Row, float]]]

    @classmethod
    def of(cls, article: Labelled, examples: Examples, tables: Tables, reading: Reading) -> Signals:
        """`tables` and `reading` must come from other articles than this."""
        rows: dict[str, list[tuple[Row, float]]] = {"cause": [], "consequence": [], "point": [], "actor": []}
        rules = [
            (
                _worth(row, tables.clauses[0]) + causality.trust(causality.SECTIONS[0], candidate),
                _worth(row, tables.clauses[1]) + causality.trust(causality.SECTIONS[1], candidate),
            )
            for (row, _), candidate in zip(examples.clauses, article.candidates, strict=True)
        ]
        signals = judgement.clause_signals([c.place for c in article.candidates], rules, reading)
        for own, worth in zip(signals, article.worth, strict=True):
            if own:
                rows["cause"].append((dict(own), worth[0]))
                rows["consequence"].append((dict(own), worth[1]))
        entities = find_entities(article.document, article.sentences, named(reading, article.sentences))
        view = summary._View.of(article.document, article.sentences, entities)
        odds = [_worth(summary.features(view, k), tables.points) for k in range(len(view.sentences))]
        points = judgement.point_signals([s.index for s in view.sentences], odds, reading)
        for own, (_, target) in zip(points, examples.points, strict=True):
            if own:
                rows["point"].append((dict(own), target))
        reader = actors._Reader(article.document, article.sentences, entities)
        rated = [e for e in entities if e.type is not None]
        for entity, (type_, row, target) in zip(rated, actor_examples(article, entities), strict=True):
            own = judgement.actor_signals(reader.places_of(entity), _worth(row, tables.names[type_]), reading)
            if own:
                rows["actor"].append((dict(own), target))
        return cls(rows)


def fitted(articles: Sequence[Signals]) -> Mix:
    """The weights that fit all of `articles` best (logistic regression, L2)."""
    mix = {}
    for name in ("cause", "consequence", "point", "actor"):
        pairs = [pair for article in articles for pair in article.rows[name]]
        rows = [{**row, judgement.CONSTANT: 1.0} for row, _ in pairs]
        weights = logistic(rows, [target for _, target in pairs], penalty=_PENALTY, constant=judgement.CONSTANT)
        mix[name] = {signal: round(value, 3) + 0.0 for signal, value in weights.items()}
    mix["actor"][judgement.CONSTANT] -= LEAST_ACTOR
    return mix


LEAST_ACTOR = -0.5
"""An entity is taken for an actor from these log-odds on: the best F1 in cross-validation."""


def install(mix: Mix) -> None:
    """Let the engine of this process judge by `mix`."""
    judgement.mixing = mix.__getitem__  # type: ignore[assignment]


def text(mix: Mix) -> str:
    """The file that holds `mix`."""
    rows = [(name, signal, value) for name, own in mix.items() for signal, value in own.items()]
    return HEAD + "".join(f"{name}\t{signal}\t{value:g}\n" for name, signal, value in rows)


def _worth(row: Row, table: Row) -> float:
    return sum(value * table.get(name, 0.0) for name, value in row.items())
