"""Seeds in, files out: what is written, what is left alone, what is said of bad input."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from generator import codec
from generator.build import MANIFEST, build, check, reprint
from generator.errors import BriefingError
from generator.model import Claim, Document, Publish, Section
from generator.settings import Settings

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
    return Settings(seeds=seeds, docs=tmp_path / "docs", jobs=0, with_pdf=False)


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
    own.unlink()
    own.parent.rmdir()
    (settings.seeds / "fire.txt").rename(settings.seeds / "blaze.txt")
    build(settings)
    assert [p.name for p in (settings.docs / "briefs").iterdir() if p.is_dir()] == ["blaze"]


def test_nothing_is_removed_that_a_link_leads_out_to(tmp_path: Path) -> None:
    settings = seed(tmp_path, flood=FLOOD)
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "mine.txt").write_text("kept", encoding="utf-8")
    settings.docs.mkdir()
    (settings.docs / "linked").symlink_to(outside)
    (settings.docs / MANIFEST).write_text('{"linked/mine.txt": ""}', encoding="utf-8")
    assert build(settings).removed == []
    assert (outside / "mine.txt").exists()


def test_what_both_papers_lack_is_said_once(tmp_path: Path) -> None:
    settings = replace(seed(tmp_path, flood=FLOOD.replace("jammed", "jammed at 北京")), with_pdf=True)
    assert [(p.where, "北 (U+5317)" in p.what) for p in build(settings).problems] == [("flood.pdf", True)]


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
        "briefs/flood/card.png",
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


@pytest.mark.parametrize("publish", list(Publish))
def test_text_that_is_not_to_be_published_is_in_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, publish: Publish
) -> None:
    def extract(document: Document) -> Iterator[Claim]:
        span = document.sentences[0]
        yield Claim(section=Section.SUMMARY, text=document.quote(span), evidence=(span,))

    monkeypatch.setattr("generator.extract.embedded.extract", extract)
    settings = replace(seed(tmp_path, flood=FLOOD), publish=publish, with_pdf=True)
    build(settings)
    texts = {path: data.decode("utf-8", "replace") for path, data in tree(settings.docs).items()}
    prints = [path for path in texts if path.endswith(".pdf")]
    texts |= {path: "".join(p.extract_text() for p in PdfReader(settings.docs / path).pages) for path in prints}
    assert len(prints) == 2
    assert all("because a dam gate jammed" in " ".join(texts[path].split()) for path in (*prints, "feed.xml"))
    holding = [path for path, text in texts.items() if "repairs could" in " ".join(text.split())]
    whole = ["briefs/flood/brief.json", "briefs/flood/source-1.md"]
    assert holding == (whole if publish is Publish.FULL else [])


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
    assert page.count("the rules read English and the source is in another language (French)") >= 3


def test_a_row_of_a_table_is_neither_cause_nor_consequence(tmp_path: Path) -> None:
    text = """# Dam fails above Orla

The Orla dam failed on 3 May 2024 because its gate had jammed. The flood killed nine people and cut the road to Vessin.

| What failed | because of what |
|---|---|
| The upper dam and its gate failed | because of heavy rain in the valley |
| The lower dam burst on 4 May 2024 | because the upper one had failed |
"""
    settings = seed(tmp_path)
    (settings.seeds / "dam.md").write_text(text, encoding="utf-8")
    (brief,) = build(settings).briefs
    told = (Section.CAUSES, Section.CONSEQUENCES)
    quotes = {brief.quote(e) for s in brief.statements if s.section in told for e in s.evidence}
    assert quotes
    assert not {quote for quote in quotes if " — " in quote}
    assert any("jammed" in quote for quote in quotes)
