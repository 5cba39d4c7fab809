"""Score the embedded engine against annotated briefs: ``make score``.

The articles and the scorer are not part of the project: they are read from ``../shared`` beside it, where it is there.
Articles become input documents as a user would have them; ``briefing extract`` reads them; the scorer compares.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

SHARED = Path(__file__).resolve().parents[2] / "shared"
ROWS = {
    "news articles (dev1–14)": "dev[1-9]*.jsonl",
    "seed documents 1–14": "dev-seeds.jsonl",
    "seed documents 15–50": "dev-seeds-*.jsonl",
    "the user's document": "seed.jsonl",
}
COLUMNS = ("brief_score", "summary.place_f1", "causes.clause_f1", "consequences.clause_f1", "actors.f1", "timeline.f1",
           "causes.status_accuracy", "consequences.status_accuracy", "actors.type_accuracy", "ungrounded")  # fmt: skip


def main() -> int:
    if not (SHARED / "bench" / "score.py").is_file():
        print("make score needs the annotated briefs in ../shared, which are not here")
        return 0
    print(f"{'':26}{'briefs':>7}" + "".join(f"{c.replace('_f1', '').replace('_accuracy', ''):>20}" for c in COLUMNS))
    for name, pattern in ROWS.items():
        with tempfile.TemporaryDirectory() as folder:
            figures = _score(sorted((SHARED / "gold").glob(pattern)), Path(folder))
        print(f"{name:26}{figures['briefs']:>7}" + "".join(f"{figures[c]:>20.3f}" for c in COLUMNS), flush=True)
    return 0


def _score(golds: list[Path], folder: Path) -> dict[str, float]:
    gold = folder / "gold.jsonl"
    gold.write_text("\n".join(path.read_text(encoding="utf-8") for path in golds), encoding="utf-8")
    run = [sys.executable, SHARED / "bench" / "make_inputs.py", folder / "in", gold]
    subprocess.run(run, check=True)
    records = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines() if line.strip()]
    inputs = [*(folder / "in").glob("*.md"), *(SHARED / "seeds" / r["file"] for r in records if r.get("file"))]
    subprocess.run([sys.executable, "-m", "generator", "extract", *sorted(inputs), "--out", folder / "out"], check=True)
    run = [sys.executable, SHARED / "bench" / "score.py", gold, folder / "out", "--json"]
    figures: dict[str, float] = json.loads(subprocess.run(run, check=True, capture_output=True).stdout)
    return figures


if __name__ == "__main__":
    sys.exit(main())
