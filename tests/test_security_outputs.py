"""Attacks in every field of a brief, tried on every output: each shows as the characters it is, and means nothing.

Some fields can never hold them when a brief comes from seeds, since the readers take them out; the exporters are tried
with them all the same. Which attack is stopped by what is told in docs/about/security.md.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import icalendar
import lxml.etree
import lxml.html
import pypdf
import pypdfium2
import pytest
import samples
from conftest import ROOT, _mkdocs, watched
from conftest import _served as served
from PIL import Image

from generator import codec
from generator.changes import Cause, Change, History, Kind, Revision
from generator.corpus import Corpus, gather
from generator.export.card import card
from generator.export.pages import pages
from generator.export.pdf import bundle
from generator.export.render import escape
from generator.export.sharing import shared_files
from generator.export.site import Site
from generator.export.view import visible
from generator.model import (
    ActorType,
    Brief,
    Correction,
    Decision,
    Evidence,
    Review,
    Section,
    Span,
    Statement,
    Status,
)

ATTACKS = (
    # HTML and script
    "<script>alert(1)</script>", "</script><script>alert(2)</script>", "<img src=x onerror=alert(3)>",
    "<svg/onload=alert(4)>", "</title><x-evil>", "</article></main><x-evil>", "<!--", "--><x-evil>", "]]><x-evil>",
    '" onmouseover="alert(5)" x="', "' onfocus='alert(6)' autofocus='", "` onload=`alert(7)",
    "&lt;img src=x onerror=alert(8)&gt;", "&#60;x-evil&#62;", "&amp;lt;x-evil&amp;gt;", "<iframe srcdoc='<x-evil>'>",
    "<a href='javascript:alert(9)'>y</a>", "javascript:alert(10)", "<base href=//evil.example/>", "<mark><x-evil>",
    # XML
    "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>&e;", "<?xml-stylesheet href='//evil.example'?>",
    # Markdown, templates, Typst
    "[y](javascript:alert(11))", "![y](http://evil.example/i.png)", "<javascript:alert(12)>",
    "# h {: onclick=alert(13) }",
    "```\n</code>", "[TOC] [[_TOC_]] :smile: *[y]: z", "--- \ntitle: y\n---", '--8<-- "mkdocs.yml"',
    "{{ 7*7 }}{% include '/etc/passwd' %}{# y #}", "${7*7} #{7*7} <%= 7*7 %>",
    '#read("/etc/passwd")', '#panic("y") $ x $ @lbl <lbl>', '"] + read("/etc/passwd") + ["', "\\u{22} \\",
    # spreadsheets
    "=HYPERLINK(\"http://evil.example\")", "+1+1", "-1+1", "@SUM(1)", "\t=1+1", "\r=1+1", "＝1+1", "＋1",
    "－1", "＠SUM(1)",
    "y;=1+1", 'y";=1+1;"',
    # lines of other formats
    "y\r\nBEGIN:VEVENT\r\nATTACH:http://evil.example\r\nEND:VEVENT\r\n", "y\nX-EVIL:1", "y;VALUE=URI:http://evil.example",
    # PDF
    ") /OpenAction << /S /JavaScript /JS (app.alert(1)) >> (", "endstream endobj 9 0 obj << /S /Launch >>",
    # terminals, invisible and reordering characters
    "\x1b[2J\x1b]0;y\x07\x1b[31m", "\x9b31m\x08\x08", "\u202ey\u202c", "\u2067y\u2066\u2069", "y\u200b\u2060z\ufeff",
    "\x00y", "\ufffey\ufdd0",
    # paths and names
    "../../../../etc/passwd", "..\\..\\windows\\system32", "/etc/passwd", "con", "index", ".git/config", "y/../../y",
)  # fmt: skip
FIELDS = (
    "title", "author", "publisher", "tag", "language", "file", "url", "quote", "text", "speaker",
    "certainty", "figure", "clause", "actor", "alias", "role", "event", "moment", "date", "unknown", "reason",
    "reviewer", "was", "now", "decided", "anchor", "changed", "before", "revised", "engine",
)  # fmt: skip
UNSHOWN = {"language", "date", "decided", "revised", "anchor", "before", "engine", "file", "url", "tag"}
"""Fields that the page of a brief does not show, or not where they are not what they ought to be."""


def filled(attack: str, slug: str) -> tuple[Brief, History]:
    """A brief and its history with `attack` at both ends of every field, around the name of the field."""

    def field(name: str) -> str:
        return f"{attack} x{name} {attack}"

    quote = field("quote").replace("\n", " ").replace("\r", " ")
    text = f"{quote} stands here."
    source = samples.document(
        field("file"), text.replace(". ", ", "), title=field("title"), author=field("author"),
        publisher=field("publisher"), language=field("language"), url=f"https://x.example/{field('url')}",
        published="2024-01-02",
    )  # fmt: skip
    other = samples.document(field("file"), "Something else.", title=field("title"), url=attack, published="2024")

    def make(section: Section, said: str, **fields: Any) -> Statement:
        return Statement(
            section=section, text=field(said), evidence=(Evidence(0, Span(0, len(quote))),),
            context=(Evidence(0, Span(0, 1)),), review=Review.EDITED, **fields,
        )  # fmt: skip

    voiced = {"speaker": field("speaker"), "certainty": field("certainty")}
    statements = (
        make(Section.SUMMARY, "text"),
        make(Section.FIGURES, "clause", name=field("figure")),
        make(Section.CAUSES, "text", status=Status.CLAIMED, **voiced),
        make(Section.CAUSES, "text", status=Status.DISPUTED, **voiced),
        make(Section.CONSEQUENCES, "text", status=Status.OCCURRED, **voiced),
        make(Section.CONSEQUENCES, "text", status=Status.EXPECTED, **voiced),
        make(Section.ACTORS, "role", name=field("actor"), type=ActorType.ORGANISATION, aliases=(field("alias"),)),
        make(Section.ACTORS, "role", name=f"Another {field('actor')}", type=ActorType.PERSON),
        make(Section.TIMELINE, "event", date="2024-01-01", date_text=field("moment")),
        make(Section.TIMELINE, "event", date="2024-03", date_text=field("moment")),
        make(Section.TIMELINE, "event", date=field("date"), date_text=field("moment")),
        make(Section.UNKNOWNS, "unknown"),
    )
    corrections = tuple(
        Correction(
            decision=decision, section=Section.CAUSES, before=f"{field('anchor')}{decision}",
            after=statements[2].anchor, public=True, was=field("was"), now=field("now"),
            reason=field("reason"), reviewer=field("reviewer"), date=field("decided"),
        )
        for decision in Decision
    )  # fmt: skip
    change = Change(
        kind=Kind.REWORDED, cause=Cause.REVIEW, section=Section.CAUSES, text=field("changed"), was=field("before"),
        anchor=field("anchor"),
    )  # fmt: skip
    brief = Brief(
        slug=slug, title=field("title"), sources=(source, other), statements=statements, engine=field("engine"),
        tags=(field("tag"),), corrections=corrections,
    )  # fmt: skip
    return brief, History(revisions=(Revision(date=field("revised"), changes=(change,)),))


def corpus_of(*attacks: str) -> Corpus:
    made = {f"attack-{number}": filled(attack, f"attack-{number}") for number, attack in enumerate(attacks)}
    return gather([brief for brief, _ in made.values()], {slug: history for slug, (_, history) in made.items()})


HOSTILE = corpus_of(*ATTACKS)
HARMLESS = corpus_of("harmless words", "harmless, words", "[added] words", "likely", "42 years", "long " * 60)
SITE = Site(name="Desk <x-evil>", url="https://desk.example/")


@cache
def docs(hostile: bool = True) -> dict[str, bytes]:
    """Pages and assets."""
    return dict(pages(HOSTILE if hostile else HARMLESS, SITE))


@cache
def shared(hostile: bool = True) -> dict[str, bytes]:
    return dict(shared_files(HOSTILE if hostile else HARMLESS, SITE))


def shape(tree: Any) -> set[tuple[str, str]]:
    """Which elements there are and which attributes they have."""
    elements = [element for element in tree.iter() if isinstance(element.tag, str)]
    return {(str(e.tag), name) for e in elements for name in ("", *map(str, e.keys()))}


def foreign(tree: Any) -> list[str]:
    """Addresses that are neither of the site nor those of a web page."""
    found = [str(value) for value in tree.xpath("//@href|//@src|//@action|//@*[name()='xlink:href']")]
    return [url for url in found if ":" in url.split("/")[0] and urlsplit(url).scheme.lower() not in ("http", "https")]


def strings(value: Any) -> Iterator[str]:
    """All strings in what a JSON file holds."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from (key, *strings(item))
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)


def words(text: str) -> str:
    return " ".join(text.split()).casefold()


def test_the_threat_model_names_tests_that_there_are() -> None:
    page = (ROOT / "docs" / "about" / "security.md").read_text(encoding="utf-8")
    files = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "tests").glob("test_*.py"))
    there = set(re.findall(r"^def (\w+)", files, re.MULTILINE))
    named = set(re.findall(r"`(test_\w+)`", page))
    assert len(named) > 25
    assert named - there == set()
    assert f"{len(ATTACKS)} attacks into each of {len(FIELDS)} fields" in " ".join(page.split())


def test_so_much_is_tried() -> None:
    assert (len(ATTACKS), len(FIELDS)) == (67, 30)
    assert len(set(ATTACKS)) == len(ATTACKS)


# — pages —————————————————————————————————————————————————————————————————————————————————————————————————————————————


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site that MkDocs makes of the attacks, strictly."""
    return _made(tmp_path_factory.mktemp("hostile"), hostile=True)


@pytest.fixture(scope="module")
def harmless(tmp_path_factory: pytest.TempPathFactory) -> set[tuple[str, str]]:
    """Every element and attribute in a site with the same fields without an attack."""
    folder = _made(tmp_path_factory.mktemp("harmless"), hostile=False)
    return set().union(*(shape(tree) for _, tree in html_of(folder)))


def _made(folder: Path, hostile: bool) -> Path:
    for path, data in (docs(hostile) | shared(hostile)).items():
        target = folder / "docs" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    return _mkdocs(folder)


def html_of(site: Path) -> Iterator[tuple[str, lxml.html.HtmlElement]]:
    for path in sorted(site.rglob("*.html")):
        parser = lxml.html.HTMLParser(encoding="utf-8")
        yield path.relative_to(site).as_posix(), lxml.html.document_fromstring(path.read_bytes(), parser=parser)


def test_pages_have_no_element_attribute_or_address_of_an_attack(site: Path, harmless: set[tuple[str, str]]) -> None:
    seen = 0
    for where, tree in html_of(site):
        assert shape(tree) - harmless == set(), where
        assert foreign(tree) == [], where
        seen += 1
    assert seen > 4 * len(ATTACKS)


def test_pages_show_every_field_as_it_is(site: Path) -> None:
    """Nothing is lost, evaluated or decoded: `{{ 7*7 }}` stays, and so does `&lt;`."""
    changed = 0
    for number, attack in enumerate(ATTACKS):
        html = (site / "briefs" / f"attack-{number}" / "index.html").read_text(encoding="utf-8")
        tree = lxml.html.document_fromstring(html)
        for script in tree.xpath("//script"):
            script.drop_tree()
        shown = words(f"{tree.text_content()} {' '.join(map(str, tree.xpath('//@data-who|//@data-reason')))}")
        literal = words(lxml.html.fromstring(f"<p>{escape(attack)}</p>").text_content())
        plain = words(visible(attack))
        for name in FIELDS:
            if name in UNSHOWN:
                continue
            assert f"{literal} x{name}" in shown or f"{plain} x{name}" in shown, (attack, name)
            changed += 1
    assert changed == len(ATTACKS) * (len(FIELDS) - len(UNSHOWN))


def test_hubs_show_tags_and_files_as_they_are(site: Path) -> None:
    hub, source = (
        lxml.html.document_fromstring((site / name).read_text(encoding="utf-8")).text_content()
        for name in ("briefs/index.html", "briefs/attack-0/source-1.html")
    )
    for attack in ATTACKS:
        literal = words(lxml.html.fromstring(f"<p>{escape(attack)}</p>").text_content())
        assert f"{literal} xtag" in words(hub) or f"{words(visible(attack))} xtag" in words(hub), attack
    assert f"{ATTACKS[0]} xfile {ATTACKS[0]}" in source


def test_no_page_reorders_or_hides_characters(site: Path) -> None:
    """Not even as a character reference; the program's own pages need no such character."""
    for path in sorted(site.rglob("*.html")):
        shown = lxml.html.document_fromstring(path.read_text(encoding="utf-8")).text_content()
        assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08\x1b\x7f-\x9f]", shown), path


def test_no_page_speaks_to_a_template_language() -> None:
    """Sites may run one over their pages; figures and linked data are not escaped as other texts are."""
    for path, data in docs().items():
        if path.endswith(".md"):
            assert not re.search(rb"\{\{|\{%|\{#[^a-z]|<%|\$\{", data), path


def test_linked_data_is_read_as_data(site: Path) -> None:
    for number, attack in enumerate(ATTACKS):
        _, tree = next(html_of(site / "briefs" / f"attack-{number}"))
        (script,) = tree.xpath("//script[@type='application/ld+json']")
        assert not re.search("[<>&]|\\{\\{", script.text)
        graph = json.loads(script.text)
        held = set(strings(graph))
        for name in ("title", "actor", "text", "author", "publisher", "tag", "alias", "quote"):
            wanted = words(visible(f"{attack} x{name}"))
            assert any(wanted in words(text) for text in held), (attack, name)
        urls = [value for item in graph["@graph"] for key, value in item.items() if key == "url"]
        assert all(url.startswith("https://") for url in urls)


@pytest.mark.browser
def test_no_page_does_anything_in_a_browser(browser: Any, site: Path) -> None:
    """Each brief, whose page has most scripts, and each hub; of actors and sources, which have no script of their own,
    every tenth. What stands in the others is looked at above.
    """
    names = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    plain = [name for name in names if re.match(r"actors/(?!index)|briefs/.*/source-", name)]
    with served(site) as url, watched(browser, url) as page:
        for name in sorted({*names} - {*plain} | {*plain[::10]}):
            page.goto(name, wait_until="load")


@pytest.mark.browser
@pytest.mark.parametrize("query", ["alert", "onerror", "evil", "xtitle", "7*7", "img src"])
def test_search_shows_attacks_as_they_are(browser: Any, site: Path, query: str) -> None:
    with served(site) as url, watched(browser, url) as page:
        page.goto("index.html")
        page.locator("input.md-search__input").click()
        page.locator("input.md-search__input").press_sequentially(query)
        results = page.locator(".md-search-result__list")
        results.locator("a").first.wait_for()
        page.wait_for_timeout(200)
        tags = results.evaluate("e => [...new Set([...e.querySelectorAll('*')].map(x => x.localName))]")
        assert set(tags) <= {
            "li", "a", "article", "h1", "h2", "p", "nav", "ul", "ol", "details", "summary", "mark", "div", "span",
            "svg", "path", "strong", "em", "time", "bdi", "dl", "dt", "dd", "del", "ins",
        }  # fmt: skip
        names = results.evaluate(
            "e => [...new Set([...e.querySelectorAll('*')].flatMap(x => [...x.attributes].map(a => a.name)))]"
        )
        assert not [name for name in names if name.startswith("on") or name in ("src", "srcdoc", "style", "autofocus")]
        links = results.evaluate("e => [...new Set([...e.querySelectorAll('[href]')].map(a => a.protocol))]")
        assert links == ["http:"]


# — what other programs read —————————————————————————————————————————————————————————————————————————————————————————


def test_every_path_is_made_of_plain_letters() -> None:
    for path in docs() | shared():
        assert re.fullmatch(r"(?:[a-z0-9][a-z0-9-]*/)*[a-z0-9][a-z0-9-]*\.[a-z0-9]+", path), path
        assert not {"con", "nul", "aux", "prn"} & set(re.split(r"[/.]", path)), path


@pytest.mark.parametrize("name", ["feed.xml", "corrections.xml"])
def test_feeds_hold_text_and_nothing_else(name: str) -> None:
    parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True)
    tree, plain = (lxml.etree.fromstring(shared(hostile)[name], parser) for hostile in (True, False))
    assert tree.getroottree().docinfo.internalDTD is None
    assert shape(tree) - shape(plain) == set()
    assert foreign(tree) == []
    contents, known = (tr.xpath("//*[local-name()='content']/text()") for tr in (tree, plain))
    allowed = set().union(*(shape(lxml.html.fromstring(f"<div>{html}</div>")) for html in known))
    assert len(contents) >= 30
    for html in contents:
        content = lxml.html.fromstring(f"<div>{html}</div>")
        assert shape(content) - allowed == set()
        assert foreign(content) == []


def test_feeds_say_what_the_fields_say() -> None:
    text = words(
        "".join(lxml.etree.fromstring(data).xpath("string()") for name, data in shared().items() if "xml" in name)
    )
    for name in ("title", "text", "quote", "publisher", "reason", "reviewer", "was", "now", "changed"):
        assert f"x{name}" in text, name


def test_json_files_hold_strings() -> None:
    names = [name for name in shared() if name.endswith(".json")]
    assert len(names) > 2 * len(ATTACKS)
    for name in names:
        held = json.loads(shared()[name])
        for text in strings(held):
            assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text), name
            if re.match(r"[\w+.-]+:", text) and " " not in text and name.endswith("stix.json"):
                assert urlsplit(text).scheme.lower() in ("http", "https", "urn", ""), text


def test_a_brief_comes_back_as_it_was() -> None:
    for brief in HOSTILE.briefs:
        assert codec.decode(codec.encode(brief)) == brief


def test_timeline_slides_are_escaped() -> None:
    """TimelineJS puts headline and text into its page as HTML."""
    for hostile in (True, False):
        slides = json.loads(shared(hostile)["timeline.json"])["events"]
        trees = [lxml.html.fromstring(f"<div>{s['text']['headline']}{s['text']['text']}</div>") for s in slides]
        found = set().union(*map(shape, trees))
        known = found if not hostile else known_slides()
        assert found - known == set()
        assert [url for tree in trees for url in foreign(tree)] == []


def known_slides() -> set[tuple[str, str]]:
    slides = json.loads(shared(False)["timeline.json"])["events"]
    return set().union(
        *(shape(lxml.html.fromstring(f"<div>{s['text']['headline']}{s['text']['text']}</div>")) for s in slides)
    )


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_no_cell_of_a_table_is_a_formula(delimiter: str) -> None:
    """Whatever a spreadsheet takes for the mark between cells."""
    cells = 0
    for name, data in shared().items():
        if name.endswith(".csv"):
            lines = data.decode("utf-8-sig").splitlines(keepends=True)
            for row in lines if delimiter != "," else ():
                for cell in row.split(delimiter):  # as one that knows no quotes within a cell
                    assert not re.match(r'"?[=+@＝＋－＠]', cell), (name, cell)
                    cells += 1
            for line in csv.reader(io.StringIO("".join(lines)), delimiter=delimiter):
                for cell in line:
                    assert not cell.startswith(tuple("=+-@\t\r＝＋－＠")), (name, cell)
                    cells += 1
    assert cells > 2 * len(ATTACKS)


def test_a_table_has_the_rows_and_columns_it_ought_to() -> None:
    rows = list(csv.reader(io.StringIO(shared()["timeline.csv"].decode("utf-8-sig"))))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert len(rows) == 1 + 2 * len(ATTACKS)


def test_a_calendar_has_the_entries_and_properties_it_ought_to() -> None:
    def properties(hostile: bool) -> set[str]:
        lines = shared(hostile)["timeline.ics"].decode().replace("\r\n ", "").split("\r\n")
        assert not any("\n" in line or "\r" in line for line in lines)
        return {re.split("[:;]", line)[0] for line in lines}

    assert properties(True) == properties(False)
    entries = list(icalendar.Calendar.from_ical(shared()["timeline.ics"]).walk("VEVENT"))
    assert len(entries) == 2 * len(ATTACKS)


# — print —————————————————————————————————————————————————————————————————————————————————————————————————————————————


@pytest.fixture(scope="module")
def printed() -> pypdf.PdfReader:
    """All attacks in one PDF."""
    made = bundle(HOSTILE.briefs, '<x-evil> #read("/etc/passwd")', about="#panic()", site=SITE)
    assert [p for p in made.problems if "no font has" not in p.what] == []
    return pypdf.PdfReader(io.BytesIO(made.data))


def every(thing: Any, seen: set[int]) -> Iterator[pypdf.generic.DictionaryObject]:
    """Every dictionary of a PDF, once."""
    stack = [thing]
    while stack:
        item = stack.pop()
        if isinstance(item, pypdf.generic.IndirectObject):
            if item.idnum in seen:
                continue
            seen.add(item.idnum)
            item = item.get_object()
        if isinstance(item, pypdf.generic.DictionaryObject):
            yield item
            stack += item.values()
        elif isinstance(item, pypdf.generic.ArrayObject):
            stack += item


def test_a_pdf_does_nothing_and_holds_no_file(printed: pypdf.PdfReader) -> None:
    kinds, urls, count = set(), set(), 0
    for item in every(printed.trailer["/Root"], set()):
        count += 1
        assert not {"/JS", "/JavaScript", "/AA", "/OpenAction", "/EmbeddedFiles", "/EF", "/RichMedia"} & item.keys()
        if item.get("/Type") == "/Annot" or "/A" in item:
            action = item["/A"].get_object() if "/A" in item else {}
            if isinstance(action, dict) and "/S" in action:  # a structure element has attributes by that name
                kinds.add((item.get("/Subtype"), action["/S"]))
                urls.update(str(action[key]) for key in ("/URI", "/F") if key in action)
    assert count > 1000
    assert kinds == {("/Link", "/URI")}  # what leads to a place within it has no action
    assert urls
    assert all(url.startswith(("https://x.example/", "https://desk.example/")) for url in urls)
    assert "/Names" not in printed.trailer["/Root"] or "/EmbeddedFiles" not in printed.trailer["/Root"]["/Names"]


def test_a_pdf_shows_attacks_and_reads_no_file(printed: pypdf.PdfReader) -> None:
    document = pypdfium2.PdfDocument(printed.stream)
    text = words("".join(page.get_textpage().get_text_range() for page in document))
    squeezed = text.replace(" ", "")
    for attack in ("<script>alert(1)</script>", '#read("/etc/passwd")', "{{7*7}}", "#panic("):
        assert attack.replace(" ", "") in squeezed, attack
    assert "root:" not in text


@pytest.mark.parametrize("attack", ATTACKS[:1] + ATTACKS[32:35])
def test_a_card_is_a_picture_and_nothing_else(attack: str) -> None:
    picture = Image.open(io.BytesIO(card(filled(attack, "a")[0], SITE)))
    assert (picture.format, picture.size, picture.info) == ("PNG", (1200, 630), {})


# — size ——————————————————————————————————————————————————————————————————————————————————————————————————————————————


def test_a_sentence_as_long_as_a_file_is_told_once() -> None:
    """On the page of its source; twenty quotes of it do not make twenty copies."""
    text = " ".join(f"word{n}" for n in range(100_000))
    source = samples.document("long.txt", text, title="Long", published="2024-01-01")
    quotes = [f"word{n * 1000} word{n * 1000 + 1}" for n in range(1, 21)]
    statements = tuple(samples.statement((source,), Section.CAUSES, q, status=Status.STATED) for q in quotes)
    brief = Brief(slug="long", title="Long", sources=(source,), statements=statements, engine="test/1")
    corpus = gather([brief])
    made = dict(pages(corpus, SITE)) | dict(shared_files(corpus, SITE))
    assert [path for path, data in made.items() if len(data) > 200_000] == ["briefs/long/source-1.md"]
    assert len(made["briefs/long/source-1.md"]) < 1.1 * len(text)


@pytest.mark.parametrize("opening", ["“", "(", "> ", "[", "<b>"])
def test_a_thousand_nested_quotes_are_text(opening: str) -> None:
    nested = f"{opening * 1000}the dam broke"
    made = dict(pages(gather([filled(nested, "nested")[0]]), SITE))
    page = lxml.html.fromstring(made["briefs/nested/index.md"].partition(b"---\n\n")[2].decode())
    depth = max(sum(1 for _ in element.iterancestors()) for element in page.iter())
    assert depth < 20
    assert words(nested) in words(page.text_content())
