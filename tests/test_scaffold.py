"""A fresh site repository, built with the installed package; and templates of a site's own."""

from __future__ import annotations

import getpass
import html
import io
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import samples
import yaml
from mkdocs.utils.yaml import yaml_load
from pypdf import PdfReader

from generator import __version__
from generator.corpus import gather
from generator.errors import BriefingError, RenderError
from generator.export import PACKAGED, Templates, packaged
from generator.export.card import card
from generator.export.interface import interface
from generator.export.pages import pages
from generator.export.pdf import pdf
from generator.export.site import Site
from generator.mkdocs_hooks import _TESTED
from generator.scaffold import ABOUT, files, new
from generator.settings import settings

ROOT = Path(__file__).parent.parent
NAMES = (
    "Briefings", "yes", "null", "1.0", "- a: [b]", "{{ 7 * 7 }} {% raw %}", "a # b", "!!python/name:os.sep",
    "!ENV HOME", "It's \"here\"", "*bold* _and_ `code`", "@NAME@ @VERSION@", "\\n ${HOME} $(id)", "Ünïcödé 日本 😀",
    "<script>alert(1)</script>",
)  # fmt: skip


# --- what is written -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_any_name_is_the_name_of_the_site(tmp_path: Path, name: str) -> None:
    new(tmp_path / "site", name)
    with (tmp_path / "site" / "mkdocs.yml").open("rb") as file:
        assert yaml_load(file)["site_name"] == name
    assert settings(tmp_path / "site" / "mkdocs.yml").site.name == name
    heading = (tmp_path / "site" / "README.md").read_text(encoding="utf-8").splitlines()[0]
    assert re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", heading) == f"# {name}"


@pytest.mark.parametrize("name", ["", "  \n", "a\0b", "a\x1b[31mb", "left\u202eright"])
def test_a_name_that_cannot_be_shown_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(BriefingError, match="cannot be the name of a site"):
        new(tmp_path / "site", name)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_anything_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("mine\n")
    with pytest.raises(BriefingError, match="it is not empty; name a folder that is empty or not there yet"):
        new(tmp_path)
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("mkdocs.yml", "mine\n")]
    with pytest.raises(BriefingError, match="it is a file"):
        new(tmp_path / "mkdocs.yml")
    assert (tmp_path / "mkdocs.yml").read_text() == "mine\n"


def test_an_empty_folder_may_be_under_git_already(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    written = new(tmp_path, "Desk")
    assert {p.relative_to(tmp_path).as_posix() for p in written} >= {
        ".github/workflows/comment.yml", ".github/workflows/pull-request.yml", ".github/workflows/site.yml",
        ".gitignore", ".gitlab-ci.yml", "README.md", "mkdocs.yml", "requirements.txt", "templates/theme/main.html",
    }  # fmt: skip
    assert list((tmp_path / ".git").iterdir()) == []


def test_the_same_files_everywhere() -> None:
    """Nothing of this machine or of a time is in them, and the version is that of the package."""
    first, again = dict(files("Desk")), dict(files("Desk"))
    assert first == again
    whole = b"\n".join(first.values()).decode()
    for local in (str(ROOT), str(Path.home()) + os.sep, socket.gethostname(), f"{getpass.getuser()}@", sys.prefix):
        assert local not in whole
    assert first["requirements.txt"].decode().splitlines()[-1] == f"briefing-site-generator=={__version__}"
    assert not [path for path in first if path.split("/")[0] == "generator"]


def test_it_is_made_with_the_libraries_that_were_tested() -> None:
    """With others the same seeds may give other bytes, and the hook keeps nothing."""
    here, there = (ROOT / "requirements.txt").read_text(), dict(files("Desk"))["requirements.txt"].decode()
    locked, pins = (set(re.findall(r"^[^#\s]+==[^\\\n]*[^\\\s]", text, re.MULTILINE)) for text in (here, there))
    assert pins == locked | {f"briefing-site-generator=={__version__}"}
    assert {f"mkdocs=={_TESTED['MkDocs'][0]}", f"mkdocs-material=={_TESTED['Material for MkDocs'][0]}"} < pins


def test_its_settings_are_those_of_this_project() -> None:
    """But for its name, where the hook is, and the pages about this project itself."""

    def read(text: str) -> dict[str, object]:
        config = yaml_load(text)
        about = config["nav"].pop()["About"]
        pages_about = {path for entry in about for path in entry.values()}
        return {k: v for k, v in config.items() if k not in ("site_name", "hooks")} | {"about": pages_about}

    here = read((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    there = read(dict(files("Desk"))["mkdocs.yml"].decode())
    assert there.pop("about") <= here.pop("about")  # type: ignore[operator]
    assert there == here


def test_the_pages_about_the_program_are_in_the_wheel_and_in_the_menu() -> None:
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"]
    included = wheel["wheel"]["force-include"]
    assert included == {
        "templates": "generator/templates",
        "requirements.txt": "generator/templates/requirements.txt",
    } | {f"docs/about/{page}": f"generator/templates/about/{page}" for page in ABOUT}
    menu = yaml_load(dict(files("Desk"))["mkdocs.yml"].decode())["nav"][-1]["About"]
    assert [path for entry in menu for path in entry.values()] == [f"about/{page}" for page in ABOUT]


# --- with the installed package --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which the package was installed from its wheel; what it depends on is that of this Python."""
    folder = tmp_path_factory.mktemp("installed")
    _run(ROOT, "-m", "hatchling", "build", "-t", "wheel", "-d", folder / "wheel")
    (wheel,) = (folder / "wheel").iterdir()
    _run(folder, "-m", "pip", "install", "-q", "--no-index", "--no-deps", "--target", folder / "lib", wheel)
    shutil.rmtree(folder / "wheel")
    return folder / "lib"


@pytest.fixture(scope="module")
def fresh(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh site, made and built by the installed package."""
    folder = tmp_path_factory.mktemp("fresh") / "desk"
    make = "import sys, pathlib, generator.scaffold as s; assert s.__file__.startswith(sys.argv[1]); "
    _run(folder.parent, "-c", f"{make} s.new(pathlib.Path('desk'), 'The Desk')", installed, library=installed)
    _run(folder, "-m", "generator", "build", "--strict", "--jobs", "1", library=installed)
    _run(folder, "-m", "mkdocs", "build", "--strict", library=installed)
    return folder


def _run(folder: Path, *command: object, library: Path | None = None) -> str:
    environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "SITE_URL", "SOURCE_DATE_EPOCH")}
    environment |= {"NO_MKDOCS_2_WARNING": "1"} | ({"PYTHONPATH": str(library)} if library else {})
    done = subprocess.run(
        [sys.executable, *map(str, command)], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_fresh_site_builds_with_the_installed_package(fresh: Path) -> None:
    page = (fresh / "site" / "briefs" / "lighthouse-keepers" / "index.html").read_text(encoding="utf-8")
    assert "Keepers return to Tarn Light" in page
    assert "because sea water had got into the batteries" in page
    assert "The Desk" in (fresh / "site" / "index.html").read_text(encoding="utf-8")
    index = json.loads((fresh / "site" / "search" / "search_index.json").read_text(encoding="utf-8"))
    assert any("lighthouse-keepers" in entry["location"] for entry in index["docs"])
    printed = PdfReader(fresh / "site" / "briefs" / "lighthouse-keepers" / "brief-a4.pdf")
    assert "Tarn" in printed.pages[0].extract_text()


def test_every_link_of_a_fresh_site_leads_somewhere(fresh: Path) -> None:
    site = fresh / "site"
    dead = set()
    for page in site.rglob("*.html"):
        for found in re.findall(r'(?:href|src)="([^"]+)', page.read_text(encoding="utf-8")):
            link = re.split("[#?]", html.unescape(found))[0]
            if not link or "://" in link:
                continue
            target = site / link.lstrip("/") if page.name == "404.html" else page.parent / link
            if not target.resolve().exists():
                dead.add(f"{page.relative_to(site)}: {link}")
    assert dead == set()


def test_a_fresh_site_is_up_to_date_after_its_build(fresh: Path, installed: Path) -> None:
    _run(fresh, "-m", "generator", "check", library=installed)


def test_a_file_put_into_templates_goes_before_that_of_the_package(
    fresh: Path, installed: Path, tmp_path: Path
) -> None:
    site = shutil.copytree(fresh, tmp_path / "desk")
    own = (
        (packaged() / "brief.md.j2")
        .read_text(encoding="utf-8")
        .replace('<p class="made">', '<p class="made">set by The Desk ')
    )
    (site / "templates" / "brief.md.j2").write_text(own, encoding="utf-8")
    (site / "templates" / "assets").mkdir()
    (site / "templates" / "assets" / "briefing.css").write_text(":root { --desk: 1 }\n")
    _run(site, "-m", "generator", "build", "--no-pdf", "--jobs", "1", library=installed)
    _run(site, "-m", "mkdocs", "build", "--strict", library=installed)
    page = (site / "site" / "briefs" / "lighthouse-keepers" / "index.html").read_text(encoding="utf-8")
    assert "set by The Desk" in page
    assert (site / "site" / "assets" / "briefing.css").read_text() == ":root { --desk: 1 }\n"
    assert (site / "site" / "assets" / "briefing.js").read_bytes() == (packaged() / "assets/briefing.js").read_bytes()
    hub = "briefs/index.html"
    assert "set by The Desk" not in (site / "site" / hub).read_text(encoding="utf-8")


# --- templates of a site's own ---------------------------------------------------------------------------------------


def site_with(folder: Path, own: dict[str, str]) -> Site:
    """A site whose own templates are `own`, by name."""
    for name, text in own.items():
        file = folder / "templates" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return Site(say=interface("en", Templates(folder / "templates")))


def test_the_folder_beside_the_settings_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("templates").mkdir()
    assert settings().site.say.templates == PACKAGED  # some folder of that name: without settings there is no site
    Path("mkdocs.yml").write_text("site_name: Desk\n")
    assert settings().site.say.templates == Templates(Path("templates"))
    assert settings(tmp_path / "mkdocs.yml").site.say.templates == Templates(tmp_path / "templates")


def test_the_packages_own_folder_is_no_folder_of_a_site() -> None:
    assert settings(ROOT / "mkdocs.yml").site.say.templates == PACKAGED


def test_a_language_of_a_sites_own(tmp_path: Path) -> None:
    catalogue = (
        'msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\nmsgid "Timeline"\nmsgstr "Tijdlijn"\n'
    )
    site_with(tmp_path, {"languages/nl.po": catalogue})
    (tmp_path / "mkdocs.yml").write_text("theme:\n  name: material\n  language: nl\n")
    say = settings(tmp_path / "mkdocs.yml").site.say
    assert (say("Timeline"), say("Untitled"), say.date("2024-05-08")) == ("Tijdlijn", "Untitled", "8 mei 2024")
    assert interface("de", say.templates)("Claimed by {who}", who="X") == "Behauptet von X"


def test_print_is_overridden_file_by_file(tmp_path: Path) -> None:
    kit = (packaged() / "pdf" / "kit.typ").read_text(encoding="utf-8")
    site = site_with(tmp_path, {"pdf/kit.typ": kit.replace("#17263c", "#8a1020")})
    brief = samples.flood()
    red = rb"0\.5411\d* 0\.0627\d* 0\.125\d* scn"
    assert re.search(red, _streams(pdf(brief, site=site).data))
    assert not re.search(red, _streams(pdf(brief).data))
    assert pdf(brief, site=site).problems == pdf(brief).problems


def _streams(data: bytes) -> bytes:
    return b"\n".join(page.get_contents().get_data() for page in PdfReader(io.BytesIO(data)).pages)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("---\ntitle: x\n---\n<p>\n{% if %}\n", r"source\.md\.j2:5: the template cannot be rendered \(Expected"),
        (
            "---\ntitle: x\n---\n\n{{ nothing.at.all }}\n",
            r"source\.md\.j2:5: the template .*'nothing' is undefined",
        ),
        ("---\ntitle: x\n---\n{{ 1 + none }}\n", r"source\.md\.j2:4: the template cannot be rendered \(unsupported"),
        ("---\ntitle: x\n---\n{% include 'no.j2' %}\n", r"source\.md\.j2:4: .*no\.j2"),
        ("<p>no front matter</p>\n", r"source\.md\.j2:1: its page has no front matter"),
    ],
)
def test_a_broken_template_is_named_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    site = site_with(tmp_path, {"source.md.j2": text})
    with pytest.raises(RenderError, match=message):
        dict(pages(gather([samples.bare()]), site))


def test_a_broken_template_of_print_is_named_with_its_line(tmp_path: Path) -> None:
    kit = (packaged() / "pdf" / "kit.typ").read_text(encoding="utf-8")
    site = site_with(tmp_path, {"pdf/kit.typ": "#let broken = nowhere\n" + kit})
    with pytest.raises(RenderError, match=r"pdf/kit\.typ:1: unknown variable: nowhere"):
        card(samples.bare(), site)
    with pytest.raises(RenderError, match=r"pdf/kit\.typ:1: unknown variable: nowhere"):
        pdf(samples.bare(), site=site)
    mistaken = site_with(tmp_path / "card", {"pdf/card.typ": '#import "kit.typ": *\n#data.nothing\n'})
    with pytest.raises(RenderError, match=r"pdf/card\.typ:2: dictionary does not contain"):
        card(samples.bare(), mistaken)


def test_the_workflows_of_a_fresh_site_are_valid_yaml() -> None:
    for path, data in files("Desk"):
        if path.endswith(".yml"):
            assert isinstance(yaml_load(data.decode()) if path == "mkdocs.yml" else yaml.safe_load(data), dict)
