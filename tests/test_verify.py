"""A published site is held against its seeds: a changed letter anywhere is found, whatever the manifests say."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import _mkdocs

from generator.build import build
from generator.errors import BriefingError
from generator.model import Publish
from generator.settings import Settings
from generator.verify import Verified, verify

FLOOD = """Dam bursts above Vessin
Published: 4 May 2024
Source: Orla Gazette

The Orla dam burst on 3 May 2024 because its gate had jammed, the Vara Water Board said. The flood killed nine people.
Mayor Ines Carrow said that repairs could cost $4.5 million. It is not known who had closed the gate.
"""
FIRE = """Library of Vessin burns
Published: 9 May 2024

The library of Vessin burned on 8 May 2024 because a lamp had fallen. Ines Carrow, mayor of Vessin, promised a new one.
The fire led to the loss of 4,000 books.
"""
LATER = FIRE.replace("9 May", "12 May").replace("4,000 books", "6,000 books").replace("burns", "was not insured")
REVIEW = """decisions:
  - reword: A lamp had fallen
    section: causes
    to: Somebody had knocked a lamp over
    quote: The library of Vessin burned on 8 May 2024 because a lamp had fallen.
    reason: The police report says so.
    reviewer: Jo Poe
    date: 2024-06-01
"""


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project to be copied: two briefs, one of two sources, published as quotes and with a review."""
    folder = tmp_path_factory.mktemp("verify")
    seeds = folder / "seeds"
    (seeds / "fire").mkdir(parents=True)
    (seeds / "dam.txt").write_text(FLOOD)
    (seeds / "fire" / "first.txt").write_text(FIRE)
    (seeds / "fire" / "later.md").write_text(f"---\npublish: quotes\n---\n\n# {LATER}")
    (seeds / "fire.review.yml").write_text(REVIEW)
    (seeds / "empty.txt").write_text("")
    (folder / "docs" / "about").mkdir(parents=True)
    build(Settings(seeds=seeds, docs=folder / "docs", jobs=0))
    (seeds / "dam.txt").write_text(FLOOD.replace("nine", "ten"))
    build(Settings(seeds=seeds, docs=folder / "docs", jobs=0))
    _mkdocs(folder)
    (folder / "generator").unlink()
    return folder


@pytest.fixture
def project(model: Path, tmp_path: Path) -> Path:
    shutil.copytree(model, tmp_path / "project")
    return tmp_path / "project"


@pytest.fixture(params=["site", "docs"])
def folder(request: pytest.FixtureRequest, project: Path) -> Path:
    return project / str(request.param)


def checked(folder: Path) -> Verified:
    return verify(folder, folder.parent / "seeds")


def said(folder: Path) -> str:
    return "\n".join(map(str, checked(folder).findings))


def alter(path: Path, old: str | bytes, new: str | bytes) -> None:
    one, other = (text.encode() if isinstance(text, str) else text for text in (old, new))
    data = path.read_bytes()
    assert one in data, path
    path.write_bytes(data.replace(one, other, 1))


def forge(folder: Path) -> None:
    """Have all manifests tell of the files as they are now."""
    for manifest in [*folder.glob("briefs/*/manifest.json"), folder / "manifest.json"]:
        content = json.loads(manifest.read_bytes())
        files = content.get("files", content)
        for name in files:
            if (manifest.parent / name).is_file():
                files[name] = hashlib.sha256((manifest.parent / name).read_bytes()).hexdigest()
        manifest.write_text(json.dumps(content))


def test_what_was_published_holds(folder: Path) -> None:
    found = checked(folder)
    assert found.findings == ()
    assert found.digest == hashlib.sha256((folder / "manifest.json").read_bytes()).hexdigest()
    assert (found.briefs, found.seeds) == (2, 3)
    assert found.files == len([p for p in folder.rglob("*") if p.is_file()]) - 1 - (folder.name == "docs") * len(
        [*folder.glob("about/*")]
    )
    assert min(found.pages, found.statements, found.quotes) >= 10


def test_with_other_processes_too(project: Path) -> None:
    assert verify(project / "site", project / "seeds", jobs=2).findings == ()


@pytest.mark.parametrize("publish", [Publish.QUOTES, Publish.LINK])
def test_what_is_published_in_part_holds(project: Path, publish: Publish) -> None:
    shutil.rmtree(project / "docs")
    build(Settings(seeds=project / "seeds", docs=project / "docs", jobs=0, with_pdf=False, publish=publish))
    assert said(project / "docs") == ""
    path = project / "docs" / "briefs" / "dam" / "brief.json"
    path.write_bytes(path.read_bytes().replace(b"ten people", b"two people"))
    forge(project / "docs")
    assert "does not stand in dam.txt where it is quoted from" in said(project / "docs")


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("briefs/dam/index.html", "killed ten people", "killed two people"),
        ("briefs/dam/source-1.html", "killed ten people", "killed two people"),
        ("briefs/fire/index.html", "Jo Poe", "Jo Pae"),
        ("actors/ines-carrow.html", "repairs could", "repairs would"),
        ("timeline.html", "gate had jammed", "gate has jammed"),
        ("corrections.html", "police report", "palace report"),
        ("index.html", "gate had jammed", "gate has jammed"),
        ("briefs/dam/brief.json", "killed ten people", "killed two people"),
        ("briefs/dam/brief-a4.pdf", b"%PDF", b"%PDf"),
        ("briefs/dam/card.png", b"IHDR", b"IHDr"),
        ("briefs/dam/stix.json", "killed ten people", "killed two people"),
        ("briefs/dam/changes.json", "ten people", "two people"),
        ("feed.xml", "killed ten people", "killed two people"),
        ("corrections.xml", "police report", "palace report"),
        ("timeline.csv", "gate had jammed", "gate has jammed"),
        ("timeline.ics", "gate", "gatE"),
        ("briefs.json", "Vessin", "Vassin"),
        ("about/method.html", "method", "methed"),
        ("search/search_index.json", "Vessin", "Vassin"),
        ("assets/briefing.js", "dialog", "dialag"),
        ("sitemap.xml", "xml", "xmL"),
    ],
)
def test_a_changed_letter_is_found(project: Path, path: str, old: str | bytes, new: str | bytes) -> None:
    alter(project / "site" / path, old, new)
    assert f"{path}: its bytes are not those that manifest.json names" in said(project / "site")


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("briefs/dam/index.html", 'quoted">The flood killed ten', 'quoted">The flood killed two'),
        ("briefs/dam/index.html", ">Stated by the", ">stated by the"),
        ("briefs/dam/index.html", 'href="source-1.html', 'href="source-2.html'),
        ("briefs/dam/index.html", 'class="line"', 'class="line" hidden'),
        ("briefs/dam/index.html", 'name="description" content="The', 'name="description" content="Tha'),
        ("briefs/dam/source-1.html", "<mark>The flood killed ten", "<mark>The flood killed two"),
        ("briefs/fire/index.html", "Jo Poe", "Jo Pae"),
        ("actors/ines-carrow.html", "repairs could", "repairs would"),
        ("timeline.html", "gate had jammed", "gate has jammed"),
        ("corrections.html", "police report", "palace report"),
        ("feed.xml", "killed ten people", "killed two people"),
        ("timeline.csv", "gate had jammed", "gate has jammed"),
        ("timeline.ics", "gate", "gatE"),
        ("briefs/dam/stix.json", "killed ten people", "killed two people"),
        ("briefs/dam/changes.json", "ten people", "two people"),
    ],
)  # fmt: skip
def test_a_changed_letter_is_found_though_the_manifests_were_altered_too(
    project: Path, path: str, old: str, new: str
) -> None:
    alter(project / "site" / path, old, new)
    forge(project / "site")
    found = said(project / "site")
    shown = path.replace("changes.json", "index.html")
    assert f"{shown}: " in found
    assert "bytes" not in found


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("killed ten people", "killed two people", "does not stand in dam.txt where it is quoted from"),
        ('"status": "stated"', '"status": "disputed"', "does not follow from the seeds and their review"),
        (
            "Somebody had knocked",
            "Nobody had knocked",
            "“Nobody had knocked a lamp over” does not follow from the seeds",
        ),
        ('"review": "edited"', '"review": "checked"', "“Somebody had knocked a lamp over” does not pass"),
        ('"title": "Dam bursts above Vessin"', '"title": "Dam bursts above Vassin"', "what the seeds give"),
    ],
)
def test_a_forged_brief_is_found(folder: Path, old: str, new: str, what: str) -> None:
    texts = {path: path.read_text() for path in folder.glob("briefs/*/brief.json")}
    assert any(old in text for text in texts.values())
    for path, text in texts.items():
        path.write_text(text.replace(old, new))
    forge(folder)
    assert what in said(folder)


def test_a_statement_that_nobody_carries(folder: Path) -> None:
    path = folder / "briefs" / "dam" / "brief.json"
    content: dict[str, Any] = json.loads(path.read_bytes())
    content["consequences"][0]["text"] = "The flood killed nobody."
    path.write_text(json.dumps(content))
    forge(folder)
    assert "“The flood killed nobody.” does not pass the grounding gate" in said(folder)
    content["consequences"][0]["review"] = "edited"
    path.write_text(json.dumps(content))
    forge(folder)
    assert "“The flood killed nobody.” does not pass the grounding gate" in said(folder)  # no review file could say so
    del content["consequences"][0]
    path.write_text(json.dumps(content))
    forge(folder)
    assert "follows from the seeds and is not there as it is" in said(folder)


def change_seed(seeds: Path) -> None:
    alter(seeds / "dam.txt", "ten", "two")


def lose_seed(seeds: Path) -> None:
    (seeds / "fire" / "first.txt").unlink()


def lose_brief(seeds: Path) -> None:
    (seeds / "dam.txt").unlink()


def add_seed(seeds: Path) -> None:
    (seeds / "new.txt").write_text(FIRE)


def add_source(seeds: Path) -> None:
    (seeds / "fire" / "third.txt").write_text(FIRE)


def change_review(seeds: Path) -> None:
    alter(seeds / "fire.review.yml", "Jo Poe", "Jo Pae")


def lose_review(seeds: Path) -> None:
    (seeds / "fire.review.yml").unlink()


def add_review(seeds: Path) -> None:
    (seeds / "dam.review.yml").write_text("decisions: []\n")


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (change_seed, "dam.txt: it is not the seed that the brief dam was made from"),
        (lose_seed, "fire/first.txt: it is not among the seeds, and the brief fire was made from it; put it back"),
        (lose_brief, "dam.txt: it is not among the seeds, and the brief dam was made from it; put it back"),
        (add_seed, "new.txt: it is a seed of which the site has no brief"),
        (add_source, "fire/third.txt: the brief fire was made without this seed"),
        (change_review, "fire.review.yml: it is not the review file that the brief fire was made with"),
        (lose_review, "fire.review.yml: the brief fire was made with fire.review.yml, not with none"),
        (add_review, "dam.review.yml: the brief dam was made with no review file, not with dam.review.yml"),
    ],
)
def test_other_seeds_are_found(folder: Path, change: Callable[[Path], None], what: str) -> None:
    change(folder.parent / "seeds")
    assert what in said(folder)


def test_a_file_less(folder: Path) -> None:
    (folder / "feed.xml").unlink()
    assert "feed.xml: manifest.json names it, and there is no such file" in said(folder)
    content = json.loads((folder / "manifest.json").read_bytes())
    del content["feed.xml"]
    (folder / "manifest.json").write_text(json.dumps(content))
    assert "feed.xml: it is missing" in said(folder)


def test_a_file_more(project: Path) -> None:
    for path in ("evil.html", "briefs/dam/evil.html"):
        (project / "site" / path).write_text("<article>The flood killed nobody.</article>")
    found = said(project / "site")
    assert "evil.html: manifest.json does not name it; see how it came there" in found
    assert "briefs/dam/evil.html: briefs/dam/manifest.json does not name it" in found
    (project / "docs" / "mine.md").write_text("# Mine\n")
    (project / "docs" / "actors" / "nobody.md").write_text("# Nobody\n")
    assert said(project / "docs").startswith("actors/nobody.md: it is a page that the briefs do not give")


def test_another_version_of_the_program(project: Path) -> None:
    for path in (project / "site").glob("briefs/*/manifest.json"):
        alter(path, '"program": "', '"program": "9')
    forge(project / "site")
    (problem,) = checked(project / "site").findings
    assert "the site was made with version 9" in problem.what


@pytest.mark.parametrize(
    "manifest",
    [
        b"", b"[]", b"{", b'{"index.html": 1}', b"[" * 100_000, b'{"a":' * 100_000, b"\xff\xfe", b"null",
        json.dumps({"../seeds/dam.txt": "0", "/etc/passwd": "0", "a\0b": "0", "\ud800": "0", "x" * 5000: "0"}).encode(),
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", ["manifest.json", "briefs/dam/manifest.json", "briefs/dam/brief.json"])
def test_a_hostile_manifest_is_a_finding(project: Path, path: str, manifest: bytes) -> None:
    (project / "site" / path).write_bytes(manifest)
    assert said(project / "site")


def test_nothing_outside_is_read(project: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    shutil.copytree(project / "site", outside)
    site = project / "site"
    (site / "feed.xml").unlink()
    (site / "feed.xml").symlink_to(outside / "feed.xml")
    shutil.rmtree(site / "briefs" / "dam")
    (site / "briefs" / "dam").symlink_to(outside / "briefs" / "dam")
    os.mkfifo(site / "pipe")
    found = said(site)
    assert "feed.xml: manifest.json names it, and there is no such file" in found
    assert "briefs/dam/index.html: manifest.json names it, and there is no such file" in found
    assert "pipe: manifest.json does not name it" in found


def test_a_page_that_is_no_page(project: Path) -> None:
    for data in (b"", b"\0", b"<article>", b"<div>" * 50_000, b"<article></article>" * 2, bytes(range(256))):
        (project / "site" / "timeline.html").write_bytes(data)
        forge(project / "site")
        assert "timeline.html: " in said(project / "site")


def test_without_a_site_or_seeds(project: Path, tmp_path: Path) -> None:
    with pytest.raises(BriefingError, match=r"it holds no manifest\.json"):
        verify(tmp_path, project / "seeds")
    with pytest.raises(BriefingError, match="there is no such folder"):
        verify(project / "site", tmp_path / "none")
