"""Fit the embedded engine's three tables of weights to annotated articles: ``.venv/bin/python tests/fit_weights.py``.

The tables are made by this script, never by hand:

* ``generator/extract/rules/weights.py``: what the features of a clause are worth (causes, consequences)
* ``WEIGHTS`` in ``generator/extract/summary.py``: what the features of a sentence are worth (summary points)
* ``generator/extract/lexicon/salience.tsv``: what the traits of an entity are worth (actors)

It writes them, then prints the engine's figures by five-fold cross-validation: every article is read by an engine
whose tables were fitted to the other four fifths of the articles. Run it after a change of rules, features, traits or
word families, look at the diff, then run ``make score`` and the tests. The same articles and the same rules give the
same tables, byte for byte. It takes a few minutes and needs numpy, which is no dependency of the project:
``.venv/bin/python -m pip install numpy``.

The articles and the scorer are read from ``../shared`` beside the project (see ``tests/score.py``). `FITTED` names all
that is fitted; ``dev-seeds.jsonl`` and ``seed.jsonl`` are for evaluation only and must never join it.

Each table is a logistic regression with an L2 penalty; the penalties, and how far a target counts, stand at the three
functions that make them.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from runpy import run_path
from types import SimpleNamespace
from typing import Any

from generator import codec
from generator.compose import compose
from generator.extract import actors, causality, summary
from generator.extract.clauses import trim
from generator.extract.names import Entity, find_entities
from generator.extract.parse import Sentence, parse
from generator.extract.rules.features import clause_features, sentence_features
from generator.extract.rules.story import read as read_story
from generator.ingest import read
from generator.model import ActorType, Document

PROJECT = Path(__file__).resolve().parents[1]
SHARED = PROJECT.parent / "shared"
BENCH = SHARED / "bench"
FITTED = {
    "news articles (dev1–14)": [f"dev{n}.jsonl" for n in range(1, 15)],
    "seed documents 15–50": [f"dev-seeds-{n}.jsonl" for n in range(1, 7)],
}
FOLDS = 5
COLUMNS = ("brief_score", "summary.place_f1", "causes.clause_f1", "consequences.clause_f1", "actors.f1")

Row = dict[str, float]
"""The features of one example by name; a feature that is not named is 0."""


def main() -> int:
    if SCORER is None:
        print("fitting needs the annotated articles in ../shared, which are not here")
        return 0
    sets = {name: [Article.of(gold, document) for gold, document in _read(files)] for name, files in FITTED.items()}
    articles = [article for part in sets.values() for article in part]
    tables = Tables.fitted(articles)
    for path, text in tables.files(len(articles)).items():
        path.write_text(text, encoding="utf-8")
        print(f"wrote {path.relative_to(PROJECT)}", flush=True)
    found = dict(_cross_validated(articles))
    print(f"{'':26}{'briefs':>7}" + "".join(f"{c.replace('_f1', ''):>21}" for c in COLUMNS))
    for name, part in sets.items():
        figures = SCORER.figures([SCORER.score_brief(a.gold, found[a.gold["id"]]) for a in part])
        print(f"{name:26}{len(part):>7}" + "".join(f"{figures[c]:>21.3f}" for c in COLUMNS))
    return 0


# --- articles --------------------------------------------------------------------------------------------------------


SCORER = SimpleNamespace(**run_path(str(BENCH / "score.py"))) if (BENCH / "score.py").is_file() else None
"""Says, as in ``make score``, when two quotes name one place, two wordings say the same, two names are one actor's."""


def _read(names: Sequence[str]) -> Iterator[tuple[dict[str, Any], Document]]:
    """The annotated articles of some files, each read from an input document as a user would have it."""
    golds = [SHARED / "gold" / name for name in names]
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, BENCH / "make_inputs.py", folder, *golds], check=True)
        for line in (line for path in golds for line in path.read_text(encoding="utf-8").splitlines() if line.strip()):
            gold = json.loads(line)
            place = SHARED / "seeds" / gold["file"] if gold.get("file") else Path(folder) / f"{gold['id']}.md"
            yield gold, read(place, place.parent)


@dataclass(slots=True)
class Article:
    """An annotated article and the examples it gives for each table."""

    gold: dict[str, Any]
    document: Document
    clauses: list[tuple[Row, tuple[float, float]]] = field(default_factory=list)
    """Every candidate of the rules and clauses, with its worth as a cause and as a consequence."""
    points: list[tuple[Row, float]] = field(default_factory=list)
    """Every sentence that may be a summary point, and whether it is one."""
    names: list[tuple[ActorType, Row, float]] = field(default_factory=list)
    """Every entity that may be an actor, and whether it is one."""

    @classmethod
    def of(cls, gold: dict[str, Any], document: Document) -> Article:
        sentences = parse(document)
        entities = find_entities(document, sentences)
        text = SCORER.Article(gold["title"] + "\n" + gold["text"])
        return cls(
            gold,
            document,
            list(_clauses(gold, text, document, sentences)),
            list(_points(gold, text, document, sentences, entities)),
            list(_names(gold, document, sentences, entities)),
        )


def _clauses(
    gold: dict[str, Any], text: Any, document: Document, sentences: tuple[Sentence, ...]
) -> Iterator[tuple[Row, tuple[float, float]]]:
    """A candidate is worth as much as its words are those of an annotated clause there: F1, nothing below one half."""
    wanted = [
        [(SCORER.places(text, i["evidence"]), (" ".join(i["evidence"]), i["statement"])) for i in gold[section]]
        for section in causality.SECTIONS
    ]
    story = read_story(document, sentences)
    for index, sentence in enumerate(sentences):
        shared = dict.fromkeys(sentence_features(story, index), 1.0)
        for candidate in causality.candidates(story, index):
            span = trim(sentence.tokens, candidate.first, candidate.last)
            if span is None:
                continue
            quote = document.quote(span)
            place = SCORER.places(text, [document.quote(causality._evidence(sentence, span))])
            cause, consequence = (
                max(
                    (SCORER.text_f1(quote, t) for where, said in items for t in said if _same(where, place)),
                    default=0,
                )
                for items in wanted
            )
            worth = tuple(value if value >= 0.5 else 0.0 for value in (cause, consequence))
            yield shared | dict.fromkeys(clause_features(story, candidate), 1.0) | {CONSTANT: 1.0}, worth


def _points(
    gold: dict[str, Any], text: Any, document: Document, sentences: tuple[Sentence, ...], entities: Sequence[Entity]
) -> Iterator[tuple[Row, float]]:
    """A sentence is a point where it is the first quoted for one."""
    wanted = [SCORER.places(text, point["evidence"][:1]) for point in gold["summary"]]
    view = summary._View.of(document, sentences, entities)
    for k, sentence in enumerate(view.sentences):
        place = text.locate(document.quote(summary.passage(sentence)))
        yield summary.features(view, k), float(any(_same(where, place) for where in wanted))


def _names(
    gold: dict[str, Any], document: Document, sentences: tuple[Sentence, ...], entities: Sequence[Entity]
) -> Iterator[tuple[ActorType, Row, float]]:
    """An entity is an actor where an annotated one goes by the same names; each annotated actor is found once."""
    reader = actors._Reader(document, sentences, entities)
    free = [e for e in entities if e.type is not None]
    found: list[Entity] = []
    for actor in gold["actors"]:
        known = _keys(actor["name"], actor["aliases"])
        name = SCORER.name_key(actor["name"])
        shared = [len(known & (own := _keys(e.name, e.aliases))) + (name in own) for e in free]
        if any(shared):
            found.append(free.pop(shared.index(max(shared))))
    for entity in (e for e in entities if e.type is not None):
        yield (
            entity.type,
            {t: float(v) for t, v in reader.traits(entity).items()},
            float(any(entity is f for f in found)),
        )


def _same(one: frozenset[int], other: frozenset[int]) -> bool:
    return bool(SCORER.same_place(one, other) >= 0.5)


def _keys(name: str, aliases: Iterable[str]) -> set[str]:
    return {SCORER.name_key(n) for n in (name, *aliases)} - {""}


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

Made by ``tests/fit_weights.py``, never by hand: what a person knows goes into the rules and word families. Log-odds of
two logistic regressions (L2) over the candidates of {articles} annotated articles. A candidate counts as a cause (a
consequence) as far as its words are those that an annotator quoted as one: F1 of the words, none below one half. Of
all features the {features} that matter most (weight times root of frequency) were kept and fitted again.
"""
'''
NAMES_HEAD = "# Weights of traits by type of entity, made by tests/fit_weights.py. See generator.extract.actors.\n"


@dataclass(frozen=True, slots=True)
class Tables:
    """The three tables, rounded as they are written."""

    clauses: tuple[Row, Row]
    points: Row
    names: dict[ActorType, Row]

    @classmethod
    def fitted(cls, articles: Sequence[Article]) -> Tables:
        return cls(_fit_clauses(articles), _fit_points(articles), _fit_names(articles))

    def install(self) -> None:
        """Let the engine of this process judge by these tables."""
        causes, consequences = self.clauses
        pairs = {name: (value, consequences[name]) for name, value in causes.items()}
        causality.BIAS = pairs.pop(CONSTANT)
        causality.WEIGHTS = pairs
        summary.WEIGHTS = self.points
        actors.salience = self.names.__getitem__

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


def _fit_clauses(articles: Sequence[Article]) -> tuple[Row, Row]:
    rows, worth = zip(*(example for article in articles for example in article.clauses), strict=True)
    sides = tuple(zip(*worth, strict=True))
    first = [logistic(rows, [float(w > 0) for w in side], penalty=10, constant=CONSTANT) for side in sides]
    count = Counter(name for row in rows for name in row)
    matter = {n: sum(abs(side[n]) for side in first) * min(count[n], FREQUENT) ** 0.5 for n in count if n != CONSTANT}
    kept = {CONSTANT, *sorted(matter, key=lambda n: (-matter[n], n))[:KEPT]}
    short = [{name: value for name, value in row.items() if name in kept} for row in rows]
    causes, consequences = (_rounded(logistic(short, side, penalty=20, constant=CONSTANT), 2) for side in sides)
    return causes, consequences


def _fit_points(articles: Sequence[Article]) -> Row:
    rows, targets = zip(*(example for article in articles for example in article.points), strict=True)
    return _rounded(logistic(rows, targets, penalty=5, constant="bias"), 2)


def _fit_names(articles: Sequence[Article]) -> dict[ActorType, Row]:
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
    import numpy as np

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


# --- figures ---------------------------------------------------------------------------------------------------------


def _cross_validated(articles: Sequence[Article]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """For every article, its id and what an engine says of it whose tables were fitted without its fold."""
    for fold in range(FOLDS):
        Tables.fitted([a for k, a in enumerate(articles) if k % FOLDS != fold]).install()
        for article in articles[fold::FOLDS]:
            yield article.gold["id"], json.loads(codec.encode(compose("brief", [article.document]).brief))


if __name__ == "__main__":
    sys.exit(main())
