"""Seeds in, files out: what is written, what is left alone, what is said of bad input."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator import codec
from generator.build import MANIFEST, Settings, build, check, reprint
from generator.errors import BriefingError
from generator.model import Claim, Document, Section

FLOOD = """Flood on the Vara destroys 120 homes
Published: 8 May 2024

The river Vara destroyed 120 homes on Monday because a dam gate jammed.
The town council said that repairs could last a year.
"""
FIRE = """Fire closes the Karsk library
Published: 2 June 2024

A fire closed the library of Karsk on Saturday. Mayor Ivo Lind said that nobody was hurt.
"""


def seed(tmp_path: Path, **texts: str) -> Settings:
    """A project folder whose seeds are `texts`, by stem."""
    seeds = tmp_path / "seeds"
    seeds.mkdir(exist_ok=True)
    for stem, text in texts.items():
        (seeds / f"{stem}.txt").write_text(text, encoding="utf-8")
    return Settings(seeds=seeds, docs=tmp_path / "docs", jobs=1, with_pdf=False)


def tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_a_second_build_changes_nothing(tmp_path: Path) -> None:
    settings = seed(tmp_path, flood=FLOOD, fire=FIRE)
    first = build(settings)
    before = {p: p.stat().st_mtime_ns for p in settings.docs.rglob("*") if p.name != MANIFEST}
    second = build(settings)
    assert first.written
    assert (second.written, second.removed, second.unchanged) == ([], [], len(first.written))
    assert {p: p.stat().st_mtime_ns for p in settings.docs.rglob("*") if p.name != MANIFEST} == before
    assert check(settings) == []


def test_equal_trees_from_one_process_and_from_several(tmp_path: Path) -> None:
    texts = {f"seed-{n}": FLOOD.replace("Vara", f"Vara{n}") for n in range(9)}
    one = seed(tmp_path, **texts)
    build(one)
    several = Settings(seeds=one.seeds, docs=tmp_path / "other", jobs=3, with_pdf=False)
    build(several)
    assert tree(one.docs) == tree(several.docs)


def test_a_removed_seed_takes_its_files_along_and_nothing_else(tmp_path: Path) -> None:
    settings = seed(tmp_path, flood=FLOOD, fire=FIRE)
    build(settings)
    own = settings.docs / "briefs" / "flood" / "notes-of-mine.md"
    own.write_text("kept", encoding="utf-8")
    (settings.seeds / "flood.txt").unlink()
    report = build(settings)
    assert "briefs/flood/brief.json" in report.removed
    assert sorted(p.name for p in (settings.docs / "briefs" / "flood").iterdir()) == ["notes-of-mine.md"]
    assert (settings.docs / "briefs" / "fire" / "brief.json").exists()


@pytest.mark.parametrize("content", ["", "[]", "{", '{"../outside.txt": "", "a/b": 1}'])
def test_a_damaged_manifest_is_no_danger(tmp_path: Path, content: str) -> None:
    settings = seed(tmp_path, flood=FLOOD)
    (tmp_path / "outside.txt").write_text("kept", encoding="utf-8")
    settings.docs.mkdir()
    (settings.docs / MANIFEST).write_text(content, encoding="utf-8")
    build(settings)
    assert (tmp_path / "outside.txt").exists()
    assert "briefs/flood/brief.json" in json.loads((settings.docs / MANIFEST).read_bytes())


def test_check_names_what_differs(tmp_path: Path) -> None:
    settings = seed(tmp_path, flood=FLOOD)
    build(settings)
    (settings.docs / "timeline.md").write_text("edited", encoding="utf-8")
    (settings.docs / "sources.md").unlink()
    assert check(settings) == ["sources.md", "timeline.md"]


def test_one_bad_seed_does_not_cost_the_others(tmp_path: Path) -> None:
    settings = seed(tmp_path, flood=FLOOD, empty=" \n")
    report = build(settings)
    assert [b.slug for b in report.briefs] == ["flood"]
    assert [p.where for p in report.problems] == ["empty.txt"]
    assert all((p.what, p.fix) for p in report.problems)


def test_no_seed_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(BriefingError, match="there is no seed; put a"):
        build(seed(tmp_path))
    with pytest.raises(BriefingError, match=r"no seed could be built:\n  empty\.txt: "):
        build(seed(tmp_path, empty=""))


def test_a_folder_is_one_brief_with_all_its_sources(tmp_path: Path) -> None:
    settings = seed(tmp_path)
    folder = settings.seeds / "karsk"
    folder.mkdir()
    (folder / "old.txt").write_text(FIRE, encoding="utf-8")
    (folder / "new.txt").write_text(FLOOD.replace("8 May", "8 July"), encoding="utf-8")
    (brief,) = build(settings).briefs
    assert (brief.slug, brief.title) == ("karsk", "Flood on the Vara destroys 120 homes")
    assert [s.name for s in brief.sources] == ["karsk/new.txt", "karsk/old.txt"]
    assert {e.source for s in brief.statements for e in s.evidence} == {0, 1}
    assert codec.decode((settings.docs / "briefs" / "karsk" / "brief.json").read_bytes()) == brief


def test_reprint(tmp_path: Path) -> None:
    settings = seed(tmp_path, flood=FLOOD, fire=FIRE)
    with pytest.raises(BriefingError, match="there is no brief yet"):
        reprint(settings)
    build(settings)
    with pytest.raises(BriefingError, match="no brief is called flod; there are: fire, flood"):
        reprint(settings, ["flod"])
    assert sorted(reprint(settings, ["flood"]).written) == [
        "briefs/flood/brief-a4.pdf",
        "briefs/flood/brief-letter.pdf",
    ]
    kept = build(settings)
    assert (settings.docs / "briefs" / "flood" / "brief-a4.pdf").exists()
    assert kept.removed == []


def test_a_fault_of_the_engine_costs_one_brief(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def extract(document: Document) -> Iterator[Claim]:
        if "library" in document.text:
            raise RuntimeError("out of rules")
        span = document.sentences[0]
        yield Claim(section=Section.SUMMARY, text=document.quote(span), evidence=(span,))

    monkeypatch.setattr("generator.extract.embedded.extract", extract)
    report = build(seed(tmp_path, flood=FLOOD, fire=FIRE))
    assert [b.slug for b in report.briefs] == ["flood"]
    assert [(p.where, "out of rules" in p.what) for p in report.problems] == [("fire", True)]


def test_of_a_source_in_another_language_nothing_is_claimed_that_only_english_rules_could_check(tmp_path: Path) -> None:
    text = """Inondation : 120 maisons détruites

La rivière a détruit 120 maisons parce que la digue était trop faible, selon les experts.
Le gouvernement va payer 4 millions pour les habitants de la ville. Le maire ne sait pas qui est responsable.
"""
    settings = seed(tmp_path, crue=text)
    (brief,) = build(settings).briefs
    assert brief.sources[0].language == "fr"
    assert {s.section for s in brief.statements} <= {Section.SUMMARY, Section.FIGURES, Section.ACTORS, Section.TIMELINE}
    page = (settings.docs / "briefs" / "crue" / "index.md").read_text(encoding="utf-8")
    assert page.count("the rules read English and the source is in another language (fr)") >= 3
