"""The product itself: three small seeds and every text file they give, byte for byte.

``make golden`` rewrites the expected files; the diff is the review. PDFs and assets are tested elsewhere.
"""

from pathlib import Path

import pytest

from generator.build import build
from generator.settings import Settings

GOLDEN = Path(__file__).parent / "golden"
LEFT_OUT = ("assets/", "schema/", "manifest.json")


def _texts(docs: Path) -> dict[str, str]:
    paths = sorted(p for p in docs.rglob("*") if p.is_file() and p.suffix != ".pdf")
    texts = {p.relative_to(docs).as_posix(): p.read_text(encoding="utf-8") for p in paths}
    return {path: text for path, text in texts.items() if not path.startswith(LEFT_OUT)}


def test_golden_site(tmp_path: Path, update_golden: bool) -> None:
    report = build(Settings(seeds=GOLDEN / "seeds", docs=tmp_path, with_pdf=False, jobs=0))
    assert report.problems == []
    found, expected = _texts(tmp_path), GOLDEN / "docs"
    if update_golden:
        for path in expected.rglob("*"):
            if path.is_file():
                path.unlink()
        for path, text in found.items():
            (expected / path).parent.mkdir(parents=True, exist_ok=True)
            (expected / path).write_text(text, encoding="utf-8")
        pytest.fail("the expected files were rewritten: read the diff, then run the tests without --update-golden")
    assert sorted(found) == sorted(_texts(expected))
    for path, text in _texts(expected).items():
        assert found[path] == text, f"{path} differs; if the change is wanted: make golden"
