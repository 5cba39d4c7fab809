"""The rules' tables of weights, fitted to annotated articles by logistic regression.

* ``generator/extract/rules/weights.py``: what the features of a clause are worth (causes, consequences)
* ``WEIGHTS`` in ``generator/extract/summary.py``: what the features of a sentence are worth (summary points)
* ``generator/extract/lexicon/salience.tsv``: what the traits of an entity are worth (actors)

The tables are made here, never by hand. The same articles and the same rules give the same tables, byte for byte. Each
is a logistic regression with an L2 penalty; the penalties, and how far a target counts, stand at the functions that
make them. What the encoder says is weighed against them afterwards, in `generator.train.mixing`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from generator.extract import actors, causality, summary
from generator.extract.names import Entity, find_entities
from generator.extract.rules.features import clause_features, sentence_features
from generator.model import ActorType
from generator.train.gold import SCORER, Labelled, keys, same

PROJECT = Path(__file__).resolve().parents[2]

Row = dict[str, float]
"""The features of one example by name; a feature that is not named is 0."""


@dataclass(slots=True)
class Examples:
    """What one annotated article teaches the tables."""

    clauses: list[tuple[Row, tuple[float, float]]]
    """Every candidate of the rules and clauses, with its worth as a cause and as a consequence."""
    points: list[tuple[Row, float]]
    """Every sentence that may be a summary point, and whether it is one."""
    names: list[tuple[ActorType, Row, float]]
    """Every entity that may be an actor, and whether it is one."""

    @classmethod
    def of(cls, article: Labelled) -> Examples:
        entities = find_entities(article.document, article.sentences)
        return cls(list(_clauses(article)), list(_points(article, entities)), list(actor_examples(article, entities)))


def _clauses(article: Labelled) -> Iterator[tuple[Row, tuple[float, float]]]:
    """A candidate is worth as much as its words are those of an annotated clause there: F1, nothing below one half."""
    shared = [dict.fromkeys(sentence_features(article.story, k), 1.0) for k in range(len(article.sentences))]
    for candidate, worth in zip(article.candidates, article.worth, strict=True):
        own = dict.fromkeys(clause_features(article.story, candidate), 1.0)
        yield shared[candidate.index] | own | {CONSTANT: 1.0}, worth


def _points(article: Labelled, entities: Sequence[Entity]) -> Iterator[tuple[Row, float]]:
    """A sentence is a point where it is the first quoted for one."""
    text = SCORER.Article(article.gold["title"] + "\n" + article.gold["text"])
    wanted = [SCORER.places(text, point["evidence"][:1]) for point in article.gold["summary"]]
    view = summary._View.of(article.document, article.sentences, entities)
    for k, sentence in enumerate(view.sentences):
        place = text.locate(article.document.quote(summary.passage(sentence)))
        yield summary.features(view, k), float(any(same(where, place) for where in wanted))


def actor_examples(article: Labelled, entities: Sequence[Entity]) -> Iterator[tuple[ActorType, Row, float]]:
    """An entity is an actor where an annotated one goes by the same names; each annotated actor is found once."""
    reader = actors._Reader(article.document, article.sentences, entities)
    free = [e for e in entities if e.type is not None]
    found: list[Entity] = []
    for actor in article.gold["actors"]:
        known = keys(actor["name"], actor["aliases"])
        name = SCORER.name_key(actor["name"])
        shared = [len(known & (own := keys(e.name, e.aliases))) + (name in own) for e in free]
        if any(shared):
            found.append(free.pop(shared.index(max(shared))))
    for entity in entities:
        if entity.type is not None:
            traits = {t: float(v) for t, v in reader.traits(entity).items()}
            yield entity.type, traits, float(any(entity is f for f in found))


# --- tables ----------------------------------------------------------------------------------------------------------

CONSTANT = ""
"""The feature that every candidate clause has."""
KEPT = 260
"""Of all features of clauses so many are kept: those of the greatest weight times root of frequency."""
FREQUENT = 3000
"""A feature that more clauses have than this gains nothing by it."""
LEAST_LOG_ODDS = -0.6
"""An entity is taken for an actor from these log-odds on (a probability of 0.35): the best F1 in cross-validation. The
constant of the table is shifted by it, so that the engine compares with 0."""
CLAUSES = PROJECT / "generator" / "extract" / "rules" / "weights.py"
POINTS = PROJECT / "generator" / "extract" / "summary.py"
NAMES = PROJECT / "generator" / "extract" / "lexicon" / "salience.tsv"
CLAUSES_HEAD = '''\
"""What each feature of a clause is worth as evidence that it names a cause, and that it names a consequence.

Made by ``generator.train``, never by hand: what a person knows goes into the rules and word families. Log-odds of
two logistic regressions (L2) over the candidates of {articles} annotated articles. A candidate counts as a cause (a
consequence) as far as its words are those that an annotator quoted as one: F1 of the words, none below one half. Of
all features the {features} that matter most (weight times root of frequency) were kept and fitted again.
"""
'''
NAMES_HEAD = "# Weights of traits by type of entity, made by generator.train. See generator.extract.actors.\n"


@dataclass(frozen=True, slots=True)
class Tables:
    """The three tables, rounded as they are written."""

    clauses: tuple[Row, Row]
    points: Row
    names: dict[ActorType, Row]

    @classmethod
    def fitted(cls, articles: Sequence[Examples]) -> Tables:
        return cls(_fit_clauses(articles), _fit_points(articles), _fit_names(articles))

    def install(self) -> None:
        """Let the engine of this process judge by these tables."""
        causes, consequences = self.clauses
        pairs = {name: (value, consequences[name]) for name, value in causes.items()}
        vars(causality).update(BIAS=pairs.pop(CONSTANT), WEIGHTS=pairs)
        summary.WEIGHTS = self.points
        vars(actors).update(salience=self.names.__getitem__)

    def files(self, articles: int) -> dict[Path, str]:
        """The files that hold the tables, fitted to so many articles."""
        causes, consequences = self.clauses
        clauses = [
            f'    "{n}": ({v:.2f}, {consequences[n]:.2f}),\n' for n, v in sorted(causes.items()) if n != CONSTANT
        ]
        clauses_text = (
            CLAUSES_HEAD.format(articles=articles, features=len(clauses))
            + f"\nBIAS = ({causes[CONSTANT]:.2f}, {consequences[CONSTANT]:.2f})\n"
            + '"""Log-odds of a candidate without any of the features."""\n'
            + f"\nWEIGHTS: dict[str, tuple[float, float]] = {{\n{''.join(clauses)}}}\n"
            + '"""Feature → (as a cause, as a consequence)."""\n'
        )
        points = "".join(f'    "{name}": {value:.2f},\n' for name, value in self.points.items())
        source = POINTS.read_text(encoding="utf-8")
        points_text, count = re.subn(r"(?ms)^WEIGHTS = \{\n.*?^\}\n", f"WEIGHTS = {{\n{points}}}\n", source)
        assert count == 1, f"{POINTS} has no table WEIGHTS"
        traits = {t: [self.names[type_][t] for type_ in ActorType] for t in self.names[ActorType.PERSON]}
        names = "".join("\t".join((t, *(f"{v:g}" for v in row))) + "\n" for t, row in traits.items() if any(row))
        names_text = NAMES_HEAD + "\t".join(("trait", *ActorType)) + "\n" + names
        return {CLAUSES: clauses_text, POINTS: points_text, NAMES: names_text}


def _fit_clauses(articles: Sequence[Examples]) -> tuple[Row, Row]:
    rows, worth = zip(*(example for article in articles for example in article.clauses), strict=True)
    sides = tuple(zip(*worth, strict=True))
    first = [logistic(rows, [float(w > 0) for w in side], penalty=10, constant=CONSTANT) for side in sides]
    count = Counter(name for row in rows for name in row)
    matter = {n: sum(abs(side[n]) for side in first) * min(count[n], FREQUENT) ** 0.5 for n in count if n != CONSTANT}
    kept = {CONSTANT, *sorted(matter, key=lambda n: (-matter[n], n))[:KEPT]}
    short = [{name: value for name, value in row.items() if name in kept} for row in rows]
    causes, consequences = (_rounded(logistic(short, side, penalty=20, constant=CONSTANT), 2) for side in sides)
    return causes, consequences


def _fit_points(articles: Sequence[Examples]) -> Row:
    rows, targets = zip(*(example for article in articles for example in article.points), strict=True)
    return _rounded(logistic(rows, targets, penalty=5, constant="bias"), 2)


def _fit_names(articles: Sequence[Examples]) -> dict[ActorType, Row]:
    tables = {}
    for type_ in ActorType:
        examples = [(row, target) for article in articles for own, row, target in article.names if own is type_]
        rows, targets = zip(*examples, strict=True)
        table = logistic(rows, targets, penalty=5, constant="always")
        tables[type_] = _rounded(table | {"always": table["always"] - LEAST_LOG_ODDS}, 1)
    return tables


def _rounded(table: Row, digits: int) -> Row:
    return {name: round(value, digits) + 0.0 for name, value in table.items()}  # + 0.0: no -0.0


def logistic(rows: Sequence[Row], targets: Sequence[float], *, penalty: float, constant: str) -> Row:
    """The weights under which the rows predict the targets (0 to 1) best, by Newton's method.

    `penalty` times half the sum of squared weights is added to the log-loss; the feature `constant` goes free.
    """
    names = list(dict.fromkeys(name for row in rows for name in row))
    column = {name: k for k, name in enumerate(names)}
    x, y = np.zeros((len(rows), len(names))), np.array(targets)
    for k, row in enumerate(rows):
        x[k, [column[name] for name in row]] = list(row.values())
    penalties = np.array([0.0 if name == constant else penalty for name in names])
    weights = np.zeros(len(names))
    for _ in range(50):
        chance = 1 / (1 + np.exp(-(x @ weights)))
        slope = x.T @ (chance - y) + penalties * weights
        bend = (x.T * (chance * (1 - chance))) @ x + np.diag(penalties)
        step = np.linalg.solve(bend, slope)
        weights -= step
        if np.abs(step).max() < 1e-8:
            return dict(zip(names, weights.tolist(), strict=True))
    raise ArithmeticError("the regression does not converge")
