"""``make train``: from open corpora and annotated briefs to the files that ship. See ``docs/about/model.md``.

Order: the encoder is fitted to open corpora; from there, once for each fold, to the articles outside of the fold and
the project's own labels, and the articles of the fold are read with it. Those readings say how far rules and encoder
should count, and how well the whole engine does. Last the encoder is fitted to everything and written out.

The encoder of the corpora is kept in ``.cache/train``; ``--final`` skips the folds and leaves the weights of
``mixing.tsv`` as they are.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import torch

from generator import codec
from generator.compose import compose
from generator.extract import encoder
from generator.extract.encoder import Reading
from generator.train import corpora, mixing
from generator.train.export import export
from generator.train.fit import Rates, fit_briefs, fit_corpora, reading
from generator.train.gold import FITTED, SCORER, Labelled, articles, own_labels
from generator.train.network import Network
from generator.train.tables import PROJECT, Examples, Tables

FOLDS = 5
SEED = 1
CORPUS_ROUNDS = 3
FOLD_ROUNDS, FINAL_ROUNDS = 2, 3
"""Fewer in the folds, for time: what is measured there is no better than what ships."""
REPLAY = 0.25
"""How often a step on briefs is joined by a batch of the open corpora."""

CACHE = PROJECT / ".cache" / "train"
MODEL = Path(encoder.__file__).with_name("model.onnx")
FIGURES = PROJECT / "tests" / "quality" / "crossvalidated.json"


def main() -> int:
    parser = argparse.ArgumentParser(prog="make train", description=__doc__)
    parser.add_argument("--encoder", type=Path, required=True, help="folder with model.safetensors of MiniLM-L6")
    parser.add_argument("--final", action="store_true", help="no cross-validation")
    options = parser.parse_args()
    if SCORER is None:
        print("training needs the corpora and annotated articles in ../shared, which are not here", file=sys.stderr)
        return 1
    CACHE.mkdir(parents=True, exist_ok=True)
    begin = _corpus_encoder(options.encoder)
    sets = {name: [Labelled.of(*pair) for pair in articles(files)] for name, files in FITTED.items()}
    gold = [article for part in sets.values() for article in part]
    own = [Labelled.of(*pair) for pair in own_labels()]
    examples, more = [Examples.of(a) for a in gold], [Examples.of(a) for a in own]
    if not options.final:
        with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
            parts = list(pool.map(_read_fold, range(FOLDS), [gold] * FOLDS, [own] * FOLDS, [begin] * FOLDS))
        readings = {k: found for part in parts for k, found in part.items()}
        _cross_validate(sets, gold, examples, more, readings)
    for path, text in Tables.fitted([*examples, *more]).files(len(gold) + len(own)).items():
        path.write_text(text, encoding="utf-8")
    network = _fitted(begin, [*gold, *own], FINAL_ROUNDS)
    digest = export(network, MODEL)
    door = Path(encoder.__file__)
    source = door.read_text(encoding="utf-8")
    door.write_text(re.sub(r'(?m)^SHA256 = "\w*"', f'SHA256 = "{digest}"', source), encoding="utf-8")
    print(f"wrote {MODEL.relative_to(PROJECT)}, {MODEL.stat().st_size / 1e6:.1f} MB, SHA-256 {digest}")
    return 0


def _corpus_encoder(folder: Path) -> Path:
    path = CACHE / "corpora.pt"
    if not path.exists():
        network = Network.pretrained(folder)
        fit_corpora(network, _corpora(), CORPUS_ROUNDS, seed=SEED, rates=Rates())
        torch.save(network.state_dict(), path)
    return path


def _corpora() -> list[corpora.Example]:
    return [*corpora.names("train"), *corpora.links("train")]


def _fitted(begin: Path, taught: Sequence[Labelled], rounds: int) -> Network:
    network = Network()
    network.load_state_dict(torch.load(begin))
    fit_briefs(network, taught, _corpora(), rounds, replay=REPLAY, seed=SEED, rates=Rates())
    return network


def _read_fold(fold: int, gold: Sequence[Labelled], own: Sequence[Labelled], begin: Path) -> dict[int, Reading]:
    """Every article of a fold as an encoder reads it that has not seen the fold."""
    torch.set_num_threads(1)
    network = _fitted(begin, [*(a for k, a in enumerate(gold) if k % FOLDS != fold), *own], FOLD_ROUNDS)
    return {k: reading(network, gold[k]) for k in range(fold, len(gold), FOLDS)}


def _cross_validate(
    sets: Mapping[str, Sequence[Labelled]],
    gold: Sequence[Labelled],
    examples: Sequence[Examples],
    more: Sequence[Examples],
    readings: Mapping[int, Reading],
) -> None:
    """Fit ``mixing.tsv``; write the figures of the whole engine, each article read by one that was not fitted to it."""
    tables = [
        Tables.fitted([*(e for k, e in enumerate(examples) if k % FOLDS != fold), *more]) for fold in range(FOLDS)
    ]
    signals = [mixing.Signals.of(a, examples[k], tables[k % FOLDS], readings[k]) for k, a in enumerate(gold)]
    briefs = dict(_briefs(gold, tables, signals, readings))
    figures = {
        name: SCORER.figures([SCORER.score_brief(a.gold, briefs[a.gold["id"]]) for a in part])
        for name, part in sets.items()
    }
    FIGURES.parent.mkdir(exist_ok=True)
    FIGURES.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    mixing.FILE.write_text(mixing.text(mixing.fitted(signals)), encoding="utf-8")


def _briefs(
    gold: Sequence[Labelled],
    tables: Sequence[Tables],
    signals: Sequence[mixing.Signals],
    readings: Mapping[int, Reading],
) -> Iterator[tuple[str, Any]]:
    read = encoder.read
    for fold in range(FOLDS):
        tables[fold].install()
        mixing.install(mixing.fitted([s for k, s in enumerate(signals) if k % FOLDS != fold]))
        for k in range(fold, len(gold), FOLDS):
            encoder.read = lambda *_, own=readings[k]: own
            yield gold[k].gold["id"], json.loads(codec.encode(compose("brief", [gold[k].document]).brief))
    encoder.read = read


if __name__ == "__main__":
    sys.exit(main())
