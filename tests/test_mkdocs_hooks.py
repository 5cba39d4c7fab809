"""The site that MkDocs builds with the hook is the one it builds without, but sooner, and whole or not at all."""

from __future__ import annotations

import gzip
import hashlib
import json
import logging
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jinja2
import mkdocs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from material.plugins.search.plugin import SearchIndex
from mkdocs.commands import serve
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort
from mkdocs.structure.pages import Page

ROOT = Path(__file__).parent.parent
SETTINGS = """site_name: Desk
site_url: https://desk.example/news/
use_directory_urls: false
nav:
  - index.md
  - briefs/index.md
  - About: [about/method.md, about/model.md]
theme:
  name: material
  custom_dir: templates/theme
  font: false
  features: [navigation.tabs, navigation.footer]
hooks:
  - generator/mkdocs_hooks.py
plugins:
  - search
markdown_extensions: [attr_list, tables, {toc: {permalink: true}}]
validation:
  nav: {omitted_files: ignore}
  links: {anchors: warn, absolute_links: warn, unrecognized_links: warn}
"""
PAGES = {
    "index.md": """---
title: Home
search: {boost: 2}
---
# Desk

See [all](briefs/index.md) and [flood](briefs/flood.md#causes).
""",
    "briefs/index.md": """# All briefs

- [Flood](flood.md)
- [Fire](fire.md#c2 'so')
- [Method](../about/method.md)
""",
    "briefs/flood.md": """---
published: '2024-05-09'
tags: [rain]
---
# Flood

## Causes

It rained. ![map](map.svg)
""",
    "briefs/fire.md": """# Fire

<p id='c2' data-search-exclude='yes'>Dry.</p>

Text
{: data-search-note="y" }
""",
    "about/method.md": """# Method

Back to [home](../index.md).

| a | b |
|---|---|
| 1 | [2](model.md) |
""",
    "about/model.md": """No title here, [self](#there).

## There

### Below
""",
    "briefs/map.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
}
FILES = {f"docs/{path}": text for path, text in PAGES.items()} | {
    "mkdocs.yml": SETTINGS,
    "templates/theme/main.html": """{% extends "base.html" %}
{% block extrahead %}{% include "note.html" %}{% endblock %}
""",
    "templates/theme/note.html": "<meta name='note' content='{{ page.meta.published if page }}'>",
    "templates/theme/sitemap.xml": (ROOT / "templates" / "theme" / "sitemap.xml").read_text(encoding="utf-8"),
}


def project(folder: Path, files: dict[str, str]) -> Path:
    """The folder, in which there are now these files and no others, but for what builds have made."""
    for kept in ("docs", "templates"):
        shutil.rmtree(folder / kept, ignore_errors=True)
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    if not (folder / "generator").exists():
        (folder / "generator").symlink_to(ROOT / "generator")
    return folder


Said = list[tuple[str, str]]
Tree = dict[str, bytes]


def built(folder: Path, **settings: Any) -> tuple[Tree, Said]:
    """What `mkdocs build` writes, and what it says to people who want to know of problems."""
    said: Said = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append((record.levelname, record.getMessage()))

    log, ear = logging.getLogger("mkdocs"), Ear()
    log.addHandler(ear)
    log.setLevel(logging.INFO)
    try:
        build(load_config(str(folder / "mkdocs.yml"), **settings))
    finally:
        log.removeHandler(ear)
    noise = ("Building documentation to", "Documentation built in", "Cleaning site")
    return tree(folder / "site"), [line for line in said if not line[1].startswith(noise)]


def tree(folder: Path) -> Tree:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def clean(folder: Path, files: dict[str, str], **settings: Any) -> tuple[Tree, Said]:
    """The same of a build that knows of no earlier one."""
    shutil.rmtree(folder, ignore_errors=True)
    return built(project(folder, files), **settings)


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often MkDocs and Material did what need not be done again."""
    done: Counter[str] = Counter()

    def counted(owner: Any, method: str) -> None:
        plain = getattr(owner, method)

        def call(self: Any, *args: Any, **kwargs: Any) -> Any:
            done[method if owner is not jinja2.Template else f"html {self.name}"] += 1
            return plain(self, *args, **kwargs)

        monkeypatch.setattr(owner, method, call)

    counted(Page, "render")
    counted(SearchIndex, "add_entry_from_context")
    counted(jinja2.Template, "render")
    return done


# --- the same site ---------------------------------------------------------------------------------------------------


def test_the_hook_adds_a_manifest_and_changes_nothing_else(tmp_path: Path) -> None:
    with_hook, said = clean(tmp_path / "with", FILES)
    bare = FILES | {"mkdocs.yml": SETTINGS.replace("hooks:\n  - generator/mkdocs_hooks.py\n", "")}
    without, said_without = clean(tmp_path / "without", bare)
    assert said == said_without == []
    assert with_hook.keys() - without.keys() == {"manifest.json"}
    assert [path for path in without if with_hook[path] != without[path]] == ["sitemap.xml.gz"]  # it holds a time
    assert gzip.decompress(with_hook["sitemap.xml.gz"]) == gzip.decompress(without["sitemap.xml.gz"])


def test_nothing_is_done_twice(tmp_path: Path, work: Counter[str]) -> None:
    first, _ = clean(tmp_path / "a", FILES)
    assert work == {
        "render": 6,
        "add_entry_from_context": 6,
        "html main.html": 6,
        "html 404.html": 1,
        "html sitemap.xml": 1,
    }
    work.clear()
    again, _ = built(tmp_path / "a")
    assert again == first
    assert work == {"html sitemap.xml": 1}  # which lists all pages


def test_an_edited_page_is_done_alone(tmp_path: Path, work: Counter[str]) -> None:
    clean(tmp_path / "a", FILES)
    work.clear()
    edited = FILES | {"docs/briefs/fire.md": FILES["docs/briefs/fire.md"] + "\nMore.\n"}
    again, _ = built(project(tmp_path / "a", edited))
    assert work == {"render": 1, "add_entry_from_context": 1, "html main.html": 1, "html sitemap.xml": 1}
    assert again == clean(tmp_path / "b", edited)[0]


def test_a_page_is_made_anew_for_what_other_pages_show_of_it(tmp_path: Path, work: Counter[str]) -> None:
    """A title in the navigation stands on each page, a target that moves on those that link to it."""
    clean(tmp_path / "a", FILES)
    work.clear()
    renamed = FILES | {"docs/about/method.md": FILES["docs/about/method.md"].replace("# Method", "# Way")}
    again, _ = built(project(tmp_path / "a", renamed))
    assert (work["render"], work["html main.html"], work["html 404.html"]) == (1, 6, 1)
    assert again == clean(tmp_path / "b", renamed)[0]


SITE_EDITS: dict[str, Callable[[dict[str, str]], dict[str, str]]] = {
    "page": lambda f: f | {"docs/briefs/flood.md": "# Flood\n\nNo causes any more.\n"},
    "page removed": lambda f: {path: text for path, text in f.items() if path != "docs/briefs/fire.md"},
    "page added": lambda f: f | {"docs/briefs/a.md": "# A\n\n[to](flood.md#causes)\n"},
    "page in navigation added": lambda f: f | {
        "docs/z.md": "# Z\n", "mkdocs.yml": f["mkdocs.yml"].replace("  - About", "  - z.md\n  - About")},
    "title in navigation": lambda f: f | {"mkdocs.yml": f["mkdocs.yml"].replace("- index.md", "- Start: index.md", 1)},
    "front matter alone": lambda f: f | {
        "docs/briefs/flood.md": f["docs/briefs/flood.md"].replace("'2024-05-09'", "'2024-05-10'")},
    "front matter of the home page": lambda f: f | {"docs/index.md": "---\ntitle: House\n---\n# Desk\n"},
    "order of the navigation": lambda f: f | {
        "mkdocs.yml": f["mkdocs.yml"].replace("about/method.md, about/model.md", "about/model.md, about/method.md")},
    "template": lambda f: f | {"templates/theme/main.html": f["templates/theme/main.html"] + " "},
    "part of a template": lambda f: f | {"templates/theme/note.html": "<meta name='other'>"},
    "part of the theme replaced": lambda f: f | {"templates/theme/partials/copyright.html": "<i>nobody</i>"},
    "name of the site": lambda f: f | {"mkdocs.yml": f["mkdocs.yml"].replace("Desk", "Bureau")},
    "address of the site": lambda f: f | {"mkdocs.yml": f["mkdocs.yml"].replace("/news/", "/")},
    "feature": lambda f: f | {"mkdocs.yml": f["mkdocs.yml"].replace("navigation.footer", "search.highlight")},
    "extension": lambda f: f | {"mkdocs.yml": f["mkdocs.yml"].replace("[attr_list, ", "[")},
    "setting of an extension": lambda f: f | {
        "mkdocs.yml": f["mkdocs.yml"].replace("permalink: true", "permalink: '¶'")},
    "extra": lambda f: f | {"mkdocs.yml": f["mkdocs.yml"] + "extra: {homepage: https://desk.example}\n"},
    "addresses of pages": lambda f: f | {"mkdocs.yml": f["mkdocs.yml"].replace("urls: false", "urls: true")},
    "separator of search": lambda f: f | {
        "mkdocs.yml": f["mkdocs.yml"].replace("- search\n", "- search: {separator: '-'}\n")},
    "no search": lambda f: f | {"mkdocs.yml": f["mkdocs.yml"].replace("plugins:\n  - search", "plugins: []")},
    "target of an image removed": lambda f: {path: text for path, text in f.items() if path != "docs/briefs/map.svg"},
    "excluded target": lambda f: f | {"mkdocs.yml": f["mkdocs.yml"] + "exclude_docs: |\n  fire.md\n"},
    "what is warned of": lambda f: f | {"mkdocs.yml": f["mkdocs.yml"].replace("anchors: warn", "anchors: info")},
}  # fmt: skip


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that was built before, of `FILES` and then of others."""
    folder = tmp_path_factory.mktemp("warm")
    clean(folder, FILES)
    return folder


@pytest.mark.parametrize("edit", SITE_EDITS)
def test_after_an_edit_site_and_warnings_are_those_of_a_clean_build(edit: str, warm: Path, tmp_path: Path) -> None:
    edited = SITE_EDITS[edit](FILES)
    assert edited != FILES
    assert built(project(warm, edited)) == clean(tmp_path / "clean", edited)


@settings(max_examples=2, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32))
def test_after_any_edits_as_well(seed: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    chance, folder = random.Random(seed), tmp_path_factory.mktemp("edits")
    files = dict(FILES)
    for _ in range(3):
        for _ in range(chance.randint(1, 3)):
            files = edited_somehow(files, chance)
        assert built(project(folder / "warm", files)) == clean(folder / "clean", files)


def edited_somehow(files: dict[str, str], chance: random.Random) -> dict[str, str]:
    """The files after an edit of one page, or of the whole site."""
    pages = sorted(path for path in files if path.startswith("docs/briefs/") and path.endswith(".md"))
    page, other = chance.choice(pages), chance.choice(pages)
    link = (
        f"[x](/{other})" if chance.random() < 0.2 else f"[x]({Path(other).name}#{chance.choice(('causes', 'c2', 'n'))})"
    )
    kind = chance.choice(("link", "title", "front", "new", "remove", "site"))
    if kind == "site":
        return SITE_EDITS[chance.choice(sorted(set(SITE_EDITS) - {"page in navigation added"}))](files)
    if kind == "remove" and len(pages) > 2 and not page.endswith("index.md"):
        return {path: text for path, text in files.items() if path != page}
    if kind == "new":
        page = f"docs/briefs/n{chance.randint(0, 3)}.md"
    text = files.get(page, "")
    if kind == "title":
        text = f"# Title {chance.randint(0, 9)}\n\n{text}"
    elif kind == "front":
        text = (
            f"---\ntitle: T{chance.randint(0, 3)}\nsearch: {{exclude: {chance.choice(('true', 'false'))}}}\n---\n{text}"
        )
    return files | {page: f"{text}\n\n{link}\n"}


# --- its warnings ----------------------------------------------------------------------------------------------------

LINK = "Doc file 'briefs/{}.md' contains a link '{}', but"
MISSING = "is not found among documentation files."


def test_a_warning_comes_each_time_and_fails_a_strict_build(tmp_path: Path) -> None:
    broken = FILES | {"docs/briefs/fire.md": "# Fire\n\n[a](gone.md) [b](/x.html) [c](flood.md#no) [d](word) [e](#f)\n"}
    _, first = clean(tmp_path / "a", broken)
    assert [level for level, _ in first] == ["WARNING"] * 6, first  # #c2 of the list is gone as well
    assert built(tmp_path / "a")[1] == first
    with pytest.raises(Abort, match="Aborted with 6 warnings in strict mode!"):
        built(tmp_path / "a", strict=True)


def test_a_warning_that_was_not_heard_is_not_forgotten(tmp_path: Path) -> None:
    """The first build is a quiet one, as ``mkdocs build --quiet`` makes it."""
    broken = FILES | {
        "docs/briefs/fire.md": "# Fire\n\n[a](gone.md)\n", "docs/briefs/index.md": "# All\n\nNothing.\n",
        "mkdocs.yml": SETTINGS.replace("links: {", "links: {not_found: info, "),
    }  # fmt: skip
    project(tmp_path, broken)
    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    build(load_config(str(tmp_path / "mkdocs.yml")))
    assert built(tmp_path)[1] == [("INFO", f"{LINK.format('fire', 'gone.md')} the target 'briefs/gone.md' {MISSING}")]


def test_a_link_that_breaks_without_an_edit_of_its_page_is_reported(tmp_path: Path) -> None:
    clean(tmp_path, FILES)
    gone = {path: text for path, text in FILES.items() if path != "docs/briefs/fire.md"}
    what = LINK.format("index", "fire.md#c2")
    assert built(project(tmp_path, gone))[1] == [("WARNING", f"{what} the target 'briefs/fire.md' {MISSING}")]
    without = FILES | {"docs/briefs/fire.md": "# Fire\n"}
    missing = f"{what} the doc 'briefs/fire.md' does not contain an anchor '#c2'."
    assert built(project(tmp_path, without))[1] == [("WARNING", missing)]


# --- what is kept ----------------------------------------------------------------------------------------------------


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    for place in range(4000, len(data), 997):
        data[place] ^= 0x55
    path.write_bytes(data)


def forge(path: Path) -> None:
    with sqlite3.connect(path) as base:
        base.execute("UPDATE kept SET value = (SELECT value FROM kept ORDER BY key LIMIT 1)")
    base.close()


DAMAGE: dict[str, Callable[[Path], object]] = {
    "deleted": Path.unlink,
    "empty": lambda path: path.write_bytes(b""),
    "cut": cut,
    "flipped": flip,
    "no database": lambda path: path.write_text("hello " * 3000),
    "values exchanged": forge,
    "a folder": lambda path: (path.unlink(), path.mkdir()),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_damage_costs_time_and_nothing_else(damage: str, tmp_path: Path) -> None:
    expected = clean(tmp_path, FILES)
    (kept,) = (tmp_path / ".cache" / "briefing").glob("*.sqlite")
    DAMAGE[damage](kept)
    assert built(tmp_path) == expected
    assert built(tmp_path) == expected


def test_no_place_to_keep_anything(tmp_path: Path) -> None:
    expected = clean(tmp_path, FILES)
    shutil.rmtree(tmp_path / ".cache")
    (tmp_path / ".cache").write_text("in the way")
    assert built(tmp_path) == expected


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("hooks:\n  - other.py", "there are other plug-ins or hooks"),
        ("markdown_extensions: [pymdownx.snippets, ", "an extension of Markdown may read other files"),
        ("extra: {day: 2024-05-09}\nplugins:\n  - tags\n", "there are other plug-ins or hooks"),
    ],
)
def test_nothing_is_kept_of_what_may_follow_from_anything(
    change: str, reason: str, tmp_path: Path, work: Counter[str]
) -> None:
    start = next(line for line in ("hooks:", "markdown_extensions: [", "plugins:\n") if line in change)
    other = FILES | {
        "mkdocs.yml": SETTINGS.replace(start, change),
        "other.py": "def on_page_content(html, **_): return html + '!'",
    }
    first, said = clean(tmp_path, other)
    assert said == [("INFO", f"No work of earlier builds is used: {reason}.")]
    count = work.copy()
    assert built(tmp_path) == (first, said)
    assert work == count + count


def test_another_version_of_mkdocs_is_left_to_itself(
    tmp_path: Path, work: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    expected, _ = clean(tmp_path, FILES)
    count = work.copy()
    monkeypatch.setattr(mkdocs, "__version__", "1.6.9")
    shutil.move(tmp_path, tmp_path.with_name("moved"))  # so that the hook is loaded anew
    again, said = built(tmp_path.with_name("moved"))
    assert said == [("INFO", "No work of earlier builds is used: MkDocs is 1.6.9, tried was 1.6.1.")]
    assert work == count + count
    assert again.keys() == expected.keys()


READS = {
    "all pages": "{% for file in pages %}{{ file.page.title }}{% endfor %}",
    "day of the build": "{{ build_date_utc.year }}",
    "text of another page": "{{ nav.homepage.content }}",
    "headings of another page": "{{ nav.homepage['toc'] | length }}",
    "by a filter": "{{ nav.pages | map(attribute='markdown') | join }}",
    "file of the page": "{{ page.file.abs_src_path | length if page }}",
    "folder of the site": "{{ config['site_dir'] | length }}",
    "folders of the theme": "{{ config.theme.dirs | length }}",
}


@pytest.mark.parametrize("what", READS)
def test_html_that_follows_from_more_than_is_foreseen_is_not_kept(
    what: str, tmp_path: Path, work: Counter[str]
) -> None:
    curious = FILES | {"templates/theme/note.html": READS[what]}
    clean(tmp_path / "a", curious)
    work.clear()
    edited = curious | {"docs/index.md": FILES["docs/index.md"] + "\n## New\n"}
    again, _ = built(project(tmp_path / "a", edited))
    assert work["html main.html"] == 6
    if "of the" not in what:
        assert again == clean(tmp_path / "b", edited)[0]


# --- whole or not at all ---------------------------------------------------------------------------------------------


def test_a_failing_build_leaves_the_old_site(tmp_path: Path) -> None:
    old, _ = clean(tmp_path, FILES)
    with pytest.raises(Abort):
        built(project(tmp_path, FILES | {"docs/briefs/fire.md": "[a](gone.md)\n"}), strict=True)
    assert tree(tmp_path / "site") == old
    with pytest.raises(jinja2.TemplateSyntaxError):
        built(project(tmp_path, FILES | {"templates/theme/note.html": "{% if %}"}))
    assert tree(tmp_path / "site") == old
    assert {path.name for path in tmp_path.iterdir()} == {
        ".cache",
        "docs",
        "generator",
        "mkdocs.yml",
        "site",
        "templates",
    }
    assert built(project(tmp_path, FILES))[0] == old


def test_a_killed_build_leaves_the_old_site_and_the_next_one_tidies_up(tmp_path: Path) -> None:
    old, _ = clean(tmp_path, FILES)
    slow = FILES | {"templates/theme/note.html": "{% for _ in range(10 ** 12) %}{% endfor %}"}
    running = subprocess.Popen(
        [sys.executable, "-m", "mkdocs", "build", "-q"], cwd=project(tmp_path, slow), env=quiet()
    )
    while not (tmp_path / ".site.new" / "assets" / "stylesheets").is_dir():
        assert running.poll() is None
        time.sleep(0.05)
    running.kill()
    running.wait()
    assert tree(tmp_path / "site") == old
    assert built(project(tmp_path, FILES))[0] == old
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".site")]


def quiet() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "SITE_URL"} | {"NO_MKDOCS_2_WARNING": "1"}


def test_what_stands_hidden_in_the_site_stays(tmp_path: Path) -> None:
    clean(tmp_path, FILES)
    (tmp_path / "site" / ".git" / "refs").mkdir(parents=True)
    (tmp_path / "site" / ".git" / "HEAD").write_text("ref: refs/heads/pages\n")
    (tmp_path / "site" / ".nojekyll").touch()
    (tmp_path / "site" / "stray.html").touch()
    again, _ = built(tmp_path)
    assert again[".git/HEAD"] == b"ref: refs/heads/pages\n"
    assert (tmp_path / "site" / ".git" / "refs").is_dir()
    assert ".nojekyll" in again
    assert "stray.html" not in again


def test_files_that_did_not_change_stay_the_same_files(tmp_path: Path) -> None:
    clean(tmp_path, FILES)
    before = {path: path.stat() for path in (tmp_path / "site").rglob("*") if path.is_file()}
    built(project(tmp_path, FILES | {"docs/briefs/fire.md": "# Fire\n\n<p id='c2'>Out.</p>\n"}))
    changed = {
        path.relative_to(tmp_path / "site").as_posix() for path, old in before.items()
        if (path.stat().st_ino, path.stat().st_mtime_ns) != (old.st_ino, old.st_mtime_ns)
    }  # fmt: skip
    assert changed == {"briefs/fire.html", "search/search_index.json", "manifest.json", "sitemap.xml.gz"}


# --- what it follows from --------------------------------------------------------------------------------------------


def test_the_manifest_has_every_file(tmp_path: Path) -> None:
    site, _ = clean(tmp_path, FILES | {"docs/manifest.json": "{}"})
    manifest = json.loads(site.pop("manifest.json"))
    assert manifest == {path: hashlib.sha256(data).hexdigest() for path, data in site.items()}
    assert list(manifest) == sorted(manifest)


def test_the_map_of_the_site_has_the_dates_of_the_pages_alone(tmp_path: Path) -> None:
    site, _ = clean(tmp_path, FILES)
    assert site["sitemap.xml"].decode().count("<loc>https://desk.example/news/") == 6
    assert site["sitemap.xml"].decode().count("<lastmod>") == 1
    assert b"flood.html</loc>\n         <lastmod>2024-05-09</lastmod>" in site["sitemap.xml"]


def test_no_clock_zone_locale_order_or_folder_gets_into_a_site(tmp_path: Path) -> None:
    site, _ = clean(tmp_path / "one", FILES)
    elsewhere = project(tmp_path / "another folder – é", dict(reversed(FILES.items())))
    later = "import datetime, runpy, sys, mkdocs.utils as u; day = datetime.datetime(2031, 2, 3, tzinfo=datetime.UTC);"
    later += "u.get_build_datetime = lambda: day; sys.argv = ['mkdocs', 'build', '-q'];"
    later += "runpy.run_module('mkdocs', run_name='__main__')"
    other = {"PYTHONHASHSEED": "4711", "TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8", "LANG": "de_DE.UTF-8"}
    subprocess.run([sys.executable, "-c", later], cwd=elsewhere, env=quiet() | other, check=True)
    assert tree(elsewhere / "site") == site


# --- where it runs ---------------------------------------------------------------------------------------------------


def test_a_site_of_its_own_names_the_installed_hook(tmp_path: Path) -> None:
    own = FILES | {
        "mkdocs.yml": SETTINGS.replace("generator/mkdocs_hooks.py", "hooks.py"),
        "hooks.py": "from generator.mkdocs_hooks import *\n",
    }
    expected, _ = clean(tmp_path / "here", FILES)
    folder = project(tmp_path / "there", own)
    (folder / "generator").unlink()
    command = [sys.executable, "-m", "mkdocs", "build", "-q"]
    for _ in range(2):
        done = subprocess.run(
            command, cwd=folder, env=quiet() | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True
        )
        assert done.stderr == ""
        assert tree(folder / "site") == expected
    assert (folder / ".cache" / "briefing" / "pages.sqlite").is_file()


def test_the_hook_finds_its_package_beside_the_settings(tmp_path: Path) -> None:
    """The package is neither installed nor in the folder from which MkDocs is started."""
    folder = project(tmp_path / "project", FILES)
    alone = "import sys; sys.path = [p for p in sys.path if p not in ('', sys.argv[1])];"
    alone += "sys.meta_path = [f for f in sys.meta_path if 'editable' not in repr(f).lower()];"
    alone += "from mkdocs.__main__ import cli; cli(['build', '-q', '-f', sys.argv[2]])"
    subprocess.run(
        [sys.executable, "-c", alone, str(ROOT), str(folder / "mkdocs.yml")], cwd=tmp_path, env=quiet(), check=True
    )
    assert (folder / "site" / "manifest.json").is_file()


def test_mkdocs_serve_shows_an_edit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its site is a folder of its own, which it serves while it is replaced."""
    seen: list[str] = []

    class Server:
        def __init__(self, builder: Callable[[], None], root: str, **_: object) -> None:
            self.builder, self.root = builder, Path(root)
            self.error_handler = self._inject_js_into_html = None

        def watch(self, _: str) -> None:
            pass

        def serve(self, **_: object) -> None:
            for text in ("Out.", "In."):
                (tmp_path / "docs" / "briefs" / "fire.md").write_text(f"# Fire\n\n<p id='c2'>{text}</p>\n")
                self.builder()
                seen.append((self.root / "briefs" / "fire.html").read_text(encoding="utf-8").partition("c2'>")[2][:4])

        def shutdown(self) -> None:
            seen.append(str(self.root))

    project(tmp_path, FILES)
    monkeypatch.setattr(serve, "LiveReloadServer", Server)
    serve.serve(str(tmp_path / "mkdocs.yml"))
    assert seen[:2] == ["Out.", "In.<"]
    assert not Path(seen[2]).exists()
