"""Hostile seeds through the whole path: they show up as the characters they are, or give one problem each."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import lxml.html
import pytest

from generator.build import build
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


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project folder with all these seeds, built into docs/ and site/ without a warning."""
    folder = tmp_path_factory.mktemp("hostile")
    for name, content in GOOD.items() | BAD.items():
        path = folder / "seeds" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    (folder / "seeds" / "out.txt").symlink_to("/etc/hosts")
    (folder / "seeds" / "hollow").mkdir()
    shutil.copy(ROOT / "mkdocs.yml", folder)
    (folder / "templates").symlink_to(ROOT / "templates")
    for page in ("method", "model", "architecture", "performance"):
        (folder / "docs" / "about").mkdir(parents=True, exist_ok=True)
        (folder / "docs" / "about" / f"{page}.md").write_text(f"# {page}\n", encoding="utf-8")
    run(folder, "generator", "build", "--jobs", "1", "--no-pdf")
    run(folder, "mkdocs", "build", "--strict", "--quiet")
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
    assert (project / "mkdocs.err").read_text(encoding="utf-8") == ""
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


def test_every_hostile_brief_can_be_printed(tmp_path: Path) -> None:
    for name in ("attacks.txt", "front.md", "page.html", "arabic.txt", "zalgo.txt", "title.txt", "brackets.txt"):
        (tmp_path / "seeds").mkdir(exist_ok=True)
        (tmp_path / "seeds" / name).write_text(GOOD[name], encoding="utf-8")
    report = build(Settings(seeds=tmp_path / "seeds", docs=tmp_path / "docs", jobs=1))
    assert [p for p in report.problems if "no font has" not in p.what] == []
    printed = sorted((tmp_path / "docs").rglob("*.pdf"))
    assert len(printed) == 14
    assert all(path.read_bytes().startswith(b"%PDF-") for path in printed)
