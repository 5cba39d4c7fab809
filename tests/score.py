"""Score the embedded engine against annotated briefs and corpora: ``make score``.

Neither they nor the scorer are part of the project: they are read from ``../shared`` beside it, where they are there.
Printed: the briefs of the annotated articles, made from input documents as a user would have them and compared by the
scorer; the same for articles that the engine was fitted to, each read by one fitted to the others, as ``make train``
measured it; what `external` counts. Exit 1 if a figure is below its floor in ``quality/floors.json`` by more than
`TOLERANCE`; ``--raise-floors`` raises the floors to what is measured, and lowers none.
"""

from __future__ import annotations

import argparse
import json
import math
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import external

SHARED = Path(__file__).resolve().parents[2] / "shared"
QUALITY = Path(__file__).with_name("quality")
FLOORS = QUALITY / "floors.json"
CROSSVALIDATED = QUALITY / "crossvalidated.json"

ROWS = {
    "news articles (dev1–14), fitted": "dev[1-9]*.jsonl",
    "seed documents 15–50, fitted": "dev-seeds-*.jsonl",
    "seed documents 1–14, not fitted": "dev-seeds.jsonl",
    "the user's document": "seed.jsonl",
}
SECTIONS = ("causes", "consequences")
SCORES = ("brief_score", "summary.place_f1", "causes.clause_f1", "consequences.clause_f1", "actors.f1", "timeline.f1",
          "causes.status_accuracy", "consequences.status_accuracy", "actors.type_accuracy", "ungrounded")  # fmt: skip
DETAILS = tuple(f"{s}.{what}" for s in SECTIONS for what in ("place_precision", "place_recall", "swapped"))
EXTERNAL = ("gold", "found", "precision", "recall", "f1", "value", "value of found")

FLOORED = (*SCORES[:6], "ungrounded", "f1", "value")
"""The measures that have floors; of ``ungrounded``, which counts quotes that are none, the floor is a ceiling: 0."""
TOLERANCE = 0.002
"""So much below its floor a figure may be: another machine's arithmetic is not a regression."""

Table = Mapping[str, Mapping[str, float]]
"""Row → measure → figure."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="make score", description=__doc__)
    parser.add_argument("--raise-floors", action="store_true", help="write what is measured into floors.json")
    options = parser.parse_args()
    if not (SHARED / "bench" / "score.py").is_file():
        print("make score needs the annotated briefs in ../shared, which are not here")
        return 0
    briefs = {name: _score(sorted((SHARED / "gold").glob(pattern))) for name, pattern in ROWS.items()} | _folds()
    _print("", briefs, ("briefs", *SCORES))
    _print("the same", briefs, DETAILS)
    others = external.figures()
    _print("other corpora", others, EXTERNAL)
    floors, measured = json.loads(FLOORS.read_text(encoding="utf-8")), {**briefs, **others}
    if options.raise_floors:
        floors, refused = raised(floors, measured)
        FLOORS.write_text(json.dumps(floors, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        return _told(refused)
    for line in unmeasured(floors, measured):
        print(line)
    return _told(below(floors, measured))


def _told(lines: Sequence[str]) -> int:
    for line in lines:
        print(line)
    return int(bool(lines))


def _score(golds: list[Path]) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        gold = folder / "gold.jsonl"
        gold.write_text("\n".join(path.read_text(encoding="utf-8") for path in golds), encoding="utf-8")
        run = [sys.executable, SHARED / "bench" / "make_inputs.py", folder / "in", gold]
        subprocess.run(run, check=True)
        records = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines() if line.strip()]
        inputs = [*(folder / "in").glob("*.md"), *(SHARED / "seeds" / r["file"] for r in records if r.get("file"))]
        run = [sys.executable, "-m", "generator", "extract", *sorted(inputs), "--out", folder / "out"]
        subprocess.run(run, check=True)
        run = [sys.executable, SHARED / "bench" / "score.py", gold, folder / "out", "--json"]
        figures: dict[str, float] = json.loads(subprocess.run(run, check=True, capture_output=True).stdout)
    return figures


def _folds() -> dict[str, dict[str, float]]:
    """What ``make train`` measured of articles left out of the fitting, a fifth at a time."""
    if not CROSSVALIDATED.is_file():
        print(f"not measured: make train has not written {CROSSVALIDATED.name} yet")
        return {}
    figures = json.loads(CROSSVALIDATED.read_text(encoding="utf-8"))
    return {f"{name}, five-fold": found for name, found in figures.items()}


# --- tables ----------------------------------------------------------------------------------------------------------


def _print(title: str, table: Table, columns: Iterable[str]) -> None:
    """One line for each row; blank where a measure does not apply."""
    heads = {column: _head(column) for column in columns}
    width = max(map(len, (title, *table)), default=0)
    print(f"\n{title:{width}}" + "".join(f"  {head:>7}" for head in heads.values()))
    for name, figures in table.items():
        cells = (f"{_cell(figures.get(column)):>{2 + max(7, len(head))}}" for column, head in heads.items())
        print(f"{name:{width}}" + "".join(cells), flush=True)


def _head(column: str) -> str:
    return column if column == "f1" else column.replace("_accuracy", "").removesuffix("_f1").removesuffix(".f1")


def _cell(figure: float | None) -> str:
    if figure is None:
        return ""
    return str(figure) if isinstance(figure, int) else f"{figure:.3f}"


# --- floors ----------------------------------------------------------------------------------------------------------


def below(floors: Table, measured: Table) -> list[str]:
    """A line for each figure that is below its floor by more than `TOLERANCE`."""
    return [
        f"{row}: {measure} is {found:.3f}, {'above its ceiling' if _is_ceiling(measure) else 'below its floor'} {floor}"
        for row, measure, floor, found in _both(floors, measured)
        if _shortfall(measure, floor, found) > TOLERANCE
    ]


def unmeasured(floors: Table, measured: Table) -> list[str]:
    """Lines for the rows that lack figures for their floors, or floors for their figures."""
    lines = []
    for row in {**floors, **measured}:
        own, found = floors.get(row, {}), [m for m in FLOORED if m in measured.get(row, {})]
        gone, new = [m for m in own if m not in found], [m for m in found if m not in own]
        lines += [f"{row}: not measured, though there are floors for {', '.join(gone)}"] if gone else []
        lines += [f"{row}: no floors yet for {', '.join(new)}"] if new else []
    return lines


def raised(floors: Table, measured: Table) -> tuple[dict[str, dict[str, float]], list[str]]:
    """`floors` at what is measured, rounded down to three digits, where that is more; a line for each that is less."""
    new = {row: dict(own) for row, own in floors.items()}
    for row, figures in measured.items():
        for measure in FLOORED:
            if measure not in figures:
                continue
            own = new.setdefault(row, {})
            if _is_ceiling(measure):
                own[measure] = 0
            else:
                own[measure] = max(own.get(measure, 0.0), math.floor(figures[measure] * 1000 + 1e-6) / 1000)
    refused = [
        f"{row}: {measure}, {found:.4f}, is {'above its ceiling' if _is_ceiling(measure) else 'below its floor'}; "
        "floors are never lowered by this command"
        for row, measure, floor, found in _both(new, measured)
        if _shortfall(measure, floor, found) > 1e-6
    ]
    return new, refused


def _both(floors: Table, measured: Table) -> Iterable[tuple[str, str, float, float]]:
    for row, own in floors.items():
        for measure, floor in own.items():
            if measure in measured.get(row, {}):
                yield row, measure, floor, measured[row][measure]


def _shortfall(measure: str, floor: float, found: float) -> float:
    return found - floor if _is_ceiling(measure) else floor - found


def _is_ceiling(measure: str) -> bool:
    return measure == "ungrounded"


if __name__ == "__main__":
    sys.exit(main())
