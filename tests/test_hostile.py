"""Hostile seeds through the whole path: they show up as the characters they are, or give one problem each."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import lxml.html
import pytest
import samples
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from mkdocs.exceptions import BuildError

from generator.build import build
from generator.cli import main
from generator.corpus import gather, slugify
from generator.errors import BriefingError, Problem, RenderError
from generator.export import PACKAGED, Templates
from generator.export.pages import pages
from generator.export.site import Site
from generator.export.typeset import typeset
from generator.ingest.seeds import slug_of
from generator.mkdocs_hooks import on_files
from generator.model import ActorType, Brief, Section
from generator.settings import Settings

ROOT = Path(__file__).parent.parent

ATTACKS = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</article></div></main>", "<!-- c -->",
    "<svg onload=y>",
    '" onmouseover="alert(1)', "' onmouseover='alert(1)", "{{ 7*7 }}", "{% raw %}", "[[_TOC_]]", "[TOC]",
    "[x](javascript:alert(1))", "![i](http://x.example/i.png)", "{: #id .cls onclick=y }", "{ .cls onclick=y }",
    "&lt;b&gt;", "&#60;i&#62;", '#panic("x")', '#read("/etc/passwd")', "$ x $", "*b* _i_ `c` ~~s~~", "--8<-- \"f\"",
    "=== \"Tab\"", "!!! note", "../../etc/passwd", ":smile:", "*[abbr]: x", "[^1]: foot", "\\", "]]>", "<lbl> @lbl",
)  # fmt: skip
NEWS = "The bridge was closed on 3 March 2021 because Ana Petrova found cracks. It led to 30 losses, Ana Petrova said."

FRONT = """---
title: '../../x <b>{{ 1 }}</b> [[_TOC_]]'
author: '<script>a</script>'
publisher: '" onclick="x'
url: 'javascript:alert(1)'
tags: ['<b>x</b>', '../..']
hide: [toc]
template: ../../x.html
---

"""
PAGE = f"""<html lang="e'><x>"><head><title>&lt;script&gt;alert(1)&lt;/script&gt; fell</title>
<meta name=author content='&lt;img src=x onerror=y&gt;'></head><body><article>
<h1>&lt;script&gt;alert(1)&lt;/script&gt; fell</h1><p onclick=x>{NEWS} &lt;iframe src=x&gt; {{{{ 7*7 }}}}</p>
<script>alert(2)</script><p>{NEWS.replace("bridge", "dam")}</p></article></body></html>"""
CLAUSES = (f"The bridge {a} was closed on 3 March 2021 because Ana {a} Petrova found {a} cracks." for a in ATTACKS)

GOOD = {
    "attacks.txt": "Attack {0} in a title\n\n" + "\n\n".join(CLAUSES), "front.md": FRONT + NEWS, "page.html": PAGE,
    "con.txt": NEWS, "index.md": f"# Index\n\n{NEWS}", "-.txt": NEWS, "a b.txt": NEWS,
    "ünïcode.txt": NEWS,
    f"{'n' * 250}.txt": NEWS, "quote\"'<b>.txt": NEWS, "{{x}}{%y%}[[_TOC_]].txt": NEWS,
    "bidi.txt": f"Title \u202eevil\u202c here\n\n\u202e{NEWS}\u202c \u2067x\u2069 \u200b\u200e",
    "arabic.txt": "أغلق الجسر\n\nقال العمدة في 3 مارس 2021 إن الجسر أغلق بسبب الفيضانات. وأدى ذلك إلى خسائر.",
    "zalgo.txt": f"Za\u0301\u0301lgo\n\nAna{chr(0x301) * 300} Petrova said the dam broke because of rain.",
    "one.md": "x", "title.txt": "T" * 3000 + f"\n\n{NEWS}",
    "headings.md": "\n\n".join(f"{'#' * (1 + i % 6)} Heading {i}" for i in range(300)),
    "quotes.md": "\n".join(f"> > “We lost {i} because of rain”" for i in range(100)),
    "table.md": "| a | b |\n|---|---|\n" + "\n".join(f"| flood {i} | because of {i} |" for i in range(100)),
    "brackets.txt": "B\n\n" + "(" * 2000 + "The flood led to losses because dams broke" + ")" * 2000 + ".",
    "long.txt": "Long\n\nThe flood " + "because of rain the river rose and " * 500 + "ended.",
    "mixed/good.txt": NEWS,
}  # fmt: skip
BAD = {
    "empty.txt": b"", "binary.txt": bytes(range(256)) * 9, "cut.pdf": b"%PDF-1.7\n1 0 obj",
    "wrong.docx": NEWS.encode(), "wrong.pdf": NEWS.encode(), "song.mp3": b"\xff\xfb",
    "yaml.md": b"---\ntitle: [a\n---\n\nText.", "nul.txt": b"a\0b" * 99,
    "python.md": b"---\ntitle: a: !!python/object/apply:os.getcwd []\n---\n\nText.", "mixed/bad.txt": b" ",
    "one.txt": b"Its address is that of one.md.", "tab\t.txt": NEWS.encode(),
}  # fmt: skip


REVIEW = "".join(
    f"- add: {json.dumps(f'They say {attack} aloud, point {number}')}\n"
    "  section: causes\n"
    "  quote: was closed on 3 March 2021 because Ana\n"
    f"  reason: {json.dumps(f'Because of {attack} here')}\n"
    f"  reviewer: {json.dumps(f'Ana {attack} Lind')}\n"
    "  date: 2024-05-06\n"
    for number, attack in enumerate(ATTACKS)
)
"""Of ``attacks.txt``: YAML reads the strings of JSON."""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project folder with all these seeds, built into docs/ and site/ without a warning."""
    folder = tmp_path_factory.mktemp("hostile")
    for name, content in GOOD.items() | BAD.items():
        path = folder / "seeds" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    (folder / "seeds" / "attacks.review.yml").write_text(REVIEW, encoding="utf-8")
    (folder / "seeds" / "out.txt").symlink_to("/etc/hosts")
    (folder / "seeds" / "hollow").mkdir()
    shutil.copy(ROOT / "mkdocs.yml", folder)
    for name in ("generator", "templates"):
        (folder / name).symlink_to(ROOT / name)
    (folder / "docs" / "about").mkdir(parents=True)
    for page in (ROOT / "docs" / "about").glob("*.md"):
        (folder / "docs" / "about" / page.name).write_text(f"# {page.stem}\n", encoding="utf-8")
    run(folder, "generator", "build", "--jobs", "1", "--no-pdf")
    run(folder, "mkdocs", "build", "--strict")
    return folder


def run(folder: Path, *command: str) -> str:
    """What a command, which must end well, says on standard error; kept in the project beside what it made."""
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(ROOT)}
    environment.pop("SITE_URL", None)
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    (folder / f"{command[0]}.err").write_text(done.stderr, encoding="utf-8")
    return done.stderr


def test_one_problem_for_each_bad_seed_and_none_for_the_others(project: Path) -> None:
    said = (project / "generator.err").read_text(encoding="utf-8").splitlines()
    assert all(line.startswith("problem: ") and "; " in line for line in said), said
    counted = Counter(re.match(r"problem: ([^:]+)", line)[1].replace("\\t", "\t") for line in said)  # type: ignore[index]
    assert counted == Counter({*BAD, "out.txt", "hollow"})


def test_mkdocs_has_nothing_to_say(project: Path) -> None:
    said = (project / "mkdocs.err").read_text(encoding="utf-8").splitlines()
    assert [line for line in said if not line.startswith("INFO ")] == []
    slugs = {path.parent.name for path in (project / "site" / "briefs").glob("*/index.html")}
    assert len(slugs) == len(GOOD)
    assert not slugs & {"con", "index", "", ".", ".."}


def test_no_element_or_attribute_comes_from_a_seed(project: Path) -> None:
    for path in sorted((project / "site").rglob("*.html")):
        tree = lxml.html.document_fromstring(path.read_bytes(), parser=lxml.html.HTMLParser(encoding="utf-8"))
        where = path.relative_to(project).as_posix()
        for element in tree.iter(lxml.etree.Element):
            for name, value in element.attrib.items():
                assert not name.startswith("on"), (where, name)
                assert name != "srcdoc", where
                if name in ("href", "src", "action"):
                    scheme = value.split(":")[0].lower() if ":" in value.split("/")[0] else ""
                    assert scheme in ("", "http", "https"), (where, value)
        articles = tree.xpath("//article")
        assert len(articles) == 1, where
        foreign = articles[0].xpath(
            ".//script[not(@type='application/ld+json' or @src='../assets/hubs.js')]|.//form[not(@class='filters')]"
            "|.//img|.//iframe|.//style|.//object|.//embed|.//base|.//meta|.//x|.//lbl|.//b|.//i"
        )
        assert [e.tag for e in foreign] == [], where
        assert not tree.xpath("//*[@id='id' or @class='cls']"), where


def test_attacks_show_up_as_they_are(project: Path) -> None:
    page = (project / "site" / "briefs" / "attacks" / "source-1.html").read_bytes()
    tree = lxml.html.document_fromstring(page, parser=lxml.html.HTMLParser(encoding="utf-8"))
    for number in tree.xpath("//article//a[@class='n']|//article//sup"):
        number.drop_tree()
    shown = " ".join(tree.xpath("//article")[0].text_content().split())
    missing = [a for a in ATTACKS if f"because Ana {a} Petrova" not in shown]
    assert missing == []
    assert "49" not in shown


def test_what_a_person_decides_shows_up_as_it_is(project: Path) -> None:
    page = (project / "site" / "corrections.html").read_bytes()
    tree = lxml.html.document_fromstring(page, parser=lxml.html.HTMLParser(encoding="utf-8"))
    shown = " ".join(tree.xpath("//article")[0].text_content().split())
    missing = [
        text for a in ATTACKS for text in (f"They say {a} aloud, point", f"Because of {a} here", f"Ana {a} Lind")
        if text not in shown
    ]  # fmt: skip
    assert missing == []


def test_every_hostile_brief_can_be_printed(tmp_path: Path) -> None:
    for name in ("attacks.txt", "front.md", "page.html", "arabic.txt", "zalgo.txt", "title.txt", "brackets.txt"):
        (tmp_path / "seeds").mkdir(exist_ok=True)
        (tmp_path / "seeds" / name).write_text(GOOD[name], encoding="utf-8")
    report = build(Settings(seeds=tmp_path / "seeds", docs=tmp_path / "docs", jobs=0))
    assert [p for p in report.problems if "no font has" not in p.what] == []
    printed = sorted((tmp_path / "docs").rglob("*.pdf"))
    assert len(printed) == 14
    assert all(path.read_bytes().startswith(b"%PDF-") for path in printed)


# — names that pass for others ————————————————————————————————————————————————————————————————————————————————————————


def named(slug: str, name: str) -> Brief:
    source = samples.document(f"{slug}.txt", f"{name} spoke.", title=slug, published="2024-01-01")
    actor = samples.statement((source,), Section.ACTORS, "", name, name=name, type=ActorType.ORGANISATION)
    return Brief(slug=slug, title=slug, sources=(source,), statements=(actor,), engine="test/1")


@pytest.mark.parametrize(
    "name", ["\u0410pple", "App\u217ce", "Ap\u0440le", "A\u200bpple", "\u202eelppA", "Apple\u2063x", "\u13aapple"]
)
def test_a_name_that_looks_like_another_is_another_actor(name: str) -> None:
    """Cyrillic А, Roman numeral ⅼ, Cyrillic р, a space of no width, an override, something invisible, Cherokee Ꭺ."""
    corpus = gather([named("one", "Apple"), named("two", name)])
    if name == "App\u217ce":  # what Unicode holds to be the same letter in another form is the same name
        assert [len(entry.appearances) for entry in corpus.actors] == [2]
        return
    assert [len(entry.appearances) for entry in corpus.actors] == [1, 1]
    assert len({entry.slug for entry in corpus.actors}) == 2
    for path, data in pages(corpus, Site()):
        assert not re.search(r"[\u202a-\u202e\u2066-\u2069]|&#(?:823[4-8]|829[4-7]);", data.decode()), path


@given(st.text())
def test_any_name_gives_a_plain_address(name: str) -> None:
    for slug in (slug_of(name), slugify(name) or "actor"):
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
        assert len(slug) <= 70
    assert slug_of(name) not in {"con", "prn", "aux", "nul", "com1", "lpt9", "index"}


# — what the program says —————————————————————————————————————————————————————————————————————————————————————————————

STEERING = "\x1b]0;owned\x07 \x1b[2J \x9b31m \r\x08 \u202egnp.exe \u2066x \ufeff \ud800"


def test_a_terminal_is_told_nothing_but_text() -> None:
    problem = str(Problem(STEERING, f"it is {STEERING}\n::error::forged", STEERING))
    for text in (problem, str(BriefingError(STEERING)), str(RenderError(STEERING))):
        assert text.encode("utf-8")
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]", text)
    assert "\n" not in problem  # a second line could be a command to the runner of a pipeline


def test_commands_say_names_of_files_as_text(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "good.txt").write_text(NEWS, encoding="utf-8")
    (tmp_path / "seeds" / "a\x1b[2J\u202e.txt").write_text(NEWS, encoding="utf-8")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "manifest.json").write_text('{"a\\u001b[2J.md": ""}', encoding="utf-8")
    (tmp_path / "docs" / "a\x1b[2J.md").write_text("x", encoding="utf-8")
    places = ["--seeds", str(tmp_path / "seeds"), "--docs", str(tmp_path / "docs"), "--jobs", "1"]
    said = CliRunner().invoke(main, ["check", *places], color=True)
    assert "a\\x1b[2J.md: differs" in said.output
    said = CliRunner().invoke(main, ["build", "--no-pdf", *places], color=True)
    assert "problem: a\\x1b[2J\\u202e.txt" in said.output
    assert "\x1b" not in said.output


# — what a build reads and writes —————————————————————————————————————————————————————————————————————————————————————


def test_print_reads_nothing_outside_its_folder(tmp_path: Path) -> None:
    """Not even a template of the site's own may: the compiler is shut into the templates."""
    (tmp_path / "pdf").mkdir()
    for number, where in enumerate(("/etc/passwd", "/../../../../../../etc/passwd", str(tmp_path / "secret.txt"))):
        (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
        (tmp_path / "pdf" / f"evil-{number}.typ").write_text(f'#read("{where}")', encoding="utf-8")
    (tmp_path / "pdf" / "evil-3.typ").write_text('#import "@preview/cetz:0.3.4"', encoding="utf-8")
    for number in range(4):
        with pytest.raises(RenderError, match=f"evil-{number}"):
            typeset(f"evil-{number}.typ", {}, Templates(tmp_path), format="pdf")


def test_print_evaluates_nothing() -> None:
    for template in PACKAGED.folder("pdf").glob("*.typ"):
        assert not re.search(r"\beval\s*\(|\bplugin\s*\(", template.read_text(encoding="utf-8")), template


def project_of(folder: Path) -> Settings:
    (folder / "seeds").mkdir()
    (folder / "seeds" / "dam.txt").write_text(f"Dam\n\n{NEWS}", encoding="utf-8")
    return Settings(seeds=folder / "seeds", docs=folder / "docs", with_pdf=False, jobs=1)


def test_a_build_writes_through_no_link_in_docs(tmp_path: Path) -> None:
    settings = project_of(tmp_path)
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "victim.txt").write_text("mine", encoding="utf-8")
    settings.docs.mkdir()
    (settings.docs / "index.md").symlink_to(outside / "victim.txt")
    (settings.docs / "manifest.json").write_text('{"../outside/victim.txt": "", "/etc/passwd": "", "actors": ""}')
    build(settings)
    assert (settings.docs / "index.md").read_text(encoding="utf-8").startswith("---")
    assert not (settings.docs / "index.md").is_symlink()
    shutil.rmtree(settings.docs / "briefs")
    (settings.docs / "briefs").symlink_to(outside)
    with pytest.raises(BriefingError, match="symbolic link"):
        build(settings)
    assert [path.name for path in outside.iterdir()] == ["victim.txt"]
    assert (outside / "victim.txt").read_text(encoding="utf-8") == "mine"


def test_docs_may_be_a_link_itself(tmp_path: Path) -> None:
    settings = project_of(tmp_path)
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "kept.txt").write_text("kept", encoding="utf-8")
    settings.docs.symlink_to(tmp_path / "real")
    build(settings)
    assert settings.docs.is_symlink()
    assert (tmp_path / "real" / "index.md").is_file()
    assert (tmp_path / "real" / "kept.txt").read_text(encoding="utf-8") == "kept"


@pytest.mark.parametrize("name", ["briefs/dam/brief-a4.pdf", "notes.txt", "folder"])
def test_a_site_publishes_nothing_that_a_link_fetches_from_elsewhere(tmp_path: Path, name: str) -> None:
    """MkDocs would copy what it leads to."""
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

    (tmp_path / "secrets").mkdir()
    link = tmp_path / "docs" / name
    link.parent.mkdir(parents=True)
    config = MkDocsConfig()
    config.load_dict({"docs_dir": str(tmp_path / "docs")})
    on_files(Files([]), config=config)
    link.symlink_to(tmp_path / "secrets")
    with pytest.raises(BuildError, match="symbolic link"):
        on_files(Files([]), config=config)
