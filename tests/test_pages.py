"""Pages say what a brief says, in order, with every quote one link away, and nothing in a seed is markup."""

from __future__ import annotations

import copy
import re
import warnings
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

import lxml.html
import markdown
import pytest
import samples
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.corpus import gather
from generator.export.pages import fragment_url, pages
from generator.export.render import escape
from generator.export.site import Site
from generator.export.view import headword
from generator.model import Brief, Section, Status

ROOT = Path(__file__).parent.parent
MADE_ELSEWHERE = re.compile(
    r"briefs/[^/]+/(brief(-a4\.pdf|-letter\.pdf|\.json)|(stix|manifest)\.json|timeline\.(csv|json)|card\.png)"
    r"|(feed|corrections)\.xml|briefs\.json|timeline\.(ics|csv|json)|about/\w+\.html"
)
FRONT_MATTER = {
    "title", "description", "hide", "search", "image", "locale", "published", "not_found", "not_found_help", "feed",
}  # fmt: skip


def front_matter(data: bytes) -> dict[str, object]:
    head = data.decode().split("\n---\n", 1)[0]
    values = yaml.safe_load(head.removeprefix("---\n"))
    assert isinstance(values, dict)
    return values


def body(data: bytes, *more_extensions: str) -> lxml.html.HtmlElement:
    """The page as Python-Markdown renders it with what mkdocs.yml switches on and MkDocs adds by itself."""
    text = data.decode().split("\n---\n", 1)[1]
    converter = markdown.Markdown(
        extensions=["toc", "tables", "fenced_code", *_configured(), *more_extensions],
        extension_configs={"toc": {"permalink": True}},
    )
    return lxml.html.fromstring(f"<article>{converter.convert(text)}</article>")


@cache
def _configured() -> tuple[str, ...]:
    lines = (ROOT / "mkdocs.yml").read_text().partition("\nmarkdown_extensions:\n")[2].partition("\n\n")[0]
    return tuple(re.findall(r"^  - (\w+)", lines, re.MULTILINE))


def rendered(*briefs: Brief) -> dict[str, lxml.html.HtmlElement]:
    made = pages(gather(briefs), Site())
    return {path.removesuffix(".md") + ".html": body(data) for path, data in made if path.endswith(".md")}


def words(element: lxml.html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def every(page: lxml.html.HtmlElement, path: str) -> list[lxml.html.HtmlElement]:
    """Descendants by a path of tag names and ``.class`` names: ``.notes .quoted``."""
    steps = [
        f"//*[contains(concat(' ', @class, ' '), ' {step[1:]} ')]" if step.startswith(".") else f"//{step}"
        for step in path.split()
    ]
    return page.xpath("." + "".join(steps))


def one(page: lxml.html.HtmlElement, path: str) -> lxml.html.HtmlElement:
    (found,) = every(page, path)
    return found


def under(page: lxml.html.HtmlElement, heading: str) -> lxml.html.HtmlElement:
    """What follows the heading with that identifier."""
    return page.get_element_by_id(heading).getnext()


def stored_text(page: lxml.html.HtmlElement) -> str:
    """The text on a source page without the numbers of its sentences and quotes."""
    text = copy.deepcopy(one(page, ".text"))
    for aside in every(text, ".n") + every(text, "sup"):
        aside.drop_tree()
    return " ".join(words(p) for p in text)


# — content ———————————————————————————————————————————————————————————————————————————————————————————————————————————


def test_paths() -> None:
    assert [path for path, _ in pages(gather([samples.flood()]), Site())] == [
        "index.md",
        "briefs/index.md",
        "actors/index.md",
        "sources.md",
        "corrections.md",
        "briefs/dam/index.md",
        "briefs/dam/source-1.md",
        "briefs/dam/source-2.md",
        "actors/ines-carrow.md",
        "actors/orla-water-board.md",
        "timeline.md",
        "timeline/2024.md",
        "assets/briefing.css",
        "assets/briefing.js",
        "assets/hubs.js",
    ]


def test_the_same_briefs_give_the_same_bytes() -> None:
    briefs = [samples.flood(), samples.bare(), samples.hostile()]
    assert list(pages(gather(briefs), Site())) == list(pages(gather(reversed(briefs)), Site()))


def test_order_of_a_brief() -> None:
    page = rendered(samples.flood())["briefs/dam/index.html"]
    headings = [h.get("id") or words(h) for h in page.iter("h1", "h2", "h3")]
    assert headings == [
        "Dam bursts above Vessin", "highlights", "key-figures", "causes", "consequences", "happened", "expected",
        "actors", "timeline", "disputed", "unknowns", "sources", "quotes",
    ]  # fmt: skip
    assert words(one(page, ".bottom-line")).startswith("Heavy rain burst the Orla dam on 3 May 2024.")


def test_a_statement_says_how_it_stands() -> None:
    page = rendered(samples.flood())["briefs/dam/index.html"]
    expected = under(page, "expected")
    assert words(one(expected, ".likely")).startswith("“is likely to”")
    assert "Ines Carrow" in words(one(expected, ".chip"))
    assert "Orla Water Board" in words(one(under(page, "disputed"), ".chip-disputed"))


def test_words_added_in_brackets_lead_to_where_they_come_from() -> None:
    page = rendered(samples.flood())["briefs/dam/index.html"]
    added = one(under(page, "expected"), ".added")
    assert (words(added).casefold(), added.get("href")) == ("[the orla water board]", "source-1.html#s3")


def test_empty_sections_say_why() -> None:
    page = rendered(samples.bare())["briefs/quiet/index.html"]
    for key in (
        "highlights",
        "key-figures",
        "causes",
        "consequences",
        "actors",
        "timeline",
        "disputed",
        "unknowns",
    ):
        said = every(under(page, key), ".empty")[0]
        assert words(said).endswith("2 sentences read."), key


def test_source_page_holds_the_whole_text_and_marks_what_is_quoted() -> None:
    brief = samples.flood()
    page = rendered(brief)["briefs/dam/source-1.html"]
    marked = [words(m) for m in every(page, "mark") if m.getparent().get("class") == "sentence"]
    assert stored_text(page) == " ".join(brief.sources[0].text.split())
    assert marked[:2] == ["Heavy rain burst the Orla dam on 3 May 2024", "The flood, which drowned the lower town"]
    assert words(page.get_element_by_id("s2")).startswith("2The flood, which drowned the lower town, cut the road")


def test_every_link_leads_somewhere() -> None:
    made = rendered(samples.flood(), samples.bare(), samples.hostile())
    ids = {path: {e.get("id") for e in page.iter() if e.get("id")} for path, page in made.items()}
    for path, page in made.items():
        for href in page.xpath(".//a/@href"):
            if href.startswith("https://"):
                continue
            target, fragment = urldefrag(urljoin(path, href))
            assert target in made or MADE_ELSEWHERE.fullmatch(target), (path, href)
            filtered = re.match("(actor|tag|year)=", fragment) and target == "briefs/index.html"
            assert not fragment or filtered or fragment in ids[target], (path, href)


def test_every_statement_has_its_anchor_and_every_note_leads_back() -> None:
    brief = samples.flood()
    page = rendered(brief)["briefs/dam/index.html"]
    for statement in brief.statements:
        line = page.get_element_by_id(statement.anchor)
        notes = {a.get("href") for a in every(line, ".mark")}
        assert notes == {f"#note-{brief.notes.index(e) + 1}" for e in statement.evidence}
        for note in notes:
            back = every(page.get_element_by_id(note[1:]), ".back a")
            assert f"#{statement.anchor}" in {a.get("href") for a in back}


def test_a_statement_behind_more_keeps_its_anchor_and_its_marks() -> None:
    source = samples.document("a.txt", "One. Two. Three. Four. Five. Six. Seven. Eight.")
    statements = tuple(
        samples.statement((source,), Section.CAUSES, said, status=Status.STATED)
        for said in ("One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight")
    )
    brief = Brief(slug="a", title="A", sources=(source,), statements=statements, engine="test/1")
    page = rendered(brief)["briefs/a/index.html"]
    causes = under(page, "causes")
    more = one(causes, "details")
    assert (words(one(more, "summary")), more.get("open")) == ("2 more causes", None)
    assert [li.get("id") for li in every(causes, ".line")] == [s.anchor for s in statements]
    assert [li.get("id") for li in every(more, ".line")] == [s.anchor for s in statements[6:]]
    for number, statement in enumerate(statements, 1):
        (mark,) = every(page.get_element_by_id(statement.anchor), ".mark")
        assert mark.get("href") == f"#note-{number}"
        (back,) = every(page.get_element_by_id(f"note-{number}"), ".back a")
        assert back.get("href") == f"#{statement.anchor}"


def test_a_part_of_which_all_waits_behind_more_has_no_empty_list() -> None:
    source = samples.document("a.txt", "One. Two. Three. Four. Five. Six. Seven. Eight. Nine may come.")
    statements = tuple(
        samples.statement((source,), Section.CONSEQUENCES, said, status=Status.OCCURRED)
        for said in ("One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight")
    )
    last = samples.statement((source,), Section.CONSEQUENCES, "Nine may come", status=Status.POSSIBLE)
    page = rendered(Brief(slug="a", title="A", sources=(source,), statements=(*statements, last), engine="test/1"))
    expected = under(page["briefs/a/index.html"], "expected")
    assert [e.tag for e in expected] == ["details"]
    assert words(one(expected, "summary")) == "1 more consequence expected or possible"
    assert [li.get("id") for li in every(expected, "details .line")] == [last.anchor]
    assert every(under(page["briefs/a/index.html"], "happened"), "details") == []


@pytest.mark.parametrize(
    ("quote", "fragment"),
    [
        ("Rain, again", "Rain%2C%20again"),
        ("a well-known dam & more", "a%20well%2Dknown%20dam%20%26%20more"),
        ("“Nein”, sagte Łódź", "%E2%80%9CNein%E2%80%9D%2C%20sagte%20%C5%81%C3%B3d%C5%BA"),
        (
            " ".join(f"w{n}" for n in range(60)),
            "w0%20w1%20w2%20w3%20w4,w55%20w56%20w57%20w58%20w59",
        ),
    ],
)  # fmt: skip
def test_text_fragment(quote: str, fragment: str) -> None:
    assert fragment_url("https://paper.example/a", quote) == f"https://paper.example/a#:~:text={fragment}"
    assert fragment_url("https://paper.example/a#top", quote) == f"https://paper.example/a#top:~:text={fragment}"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "", "//paper.example", "data:text/html,x", "https:"])
def test_no_text_fragment_without_a_web_address(url: str) -> None:
    assert fragment_url(url, "Rain") == ""


# — hostile text ——————————————————————————————————————————————————————————————————————————————————————————————————————

SNIPPETS = [
    "<script>alert(1)</script>", "</p>", "</div>", "<img src=x onerror=y>", "<!-- x", "-->", "<![CDATA[", "&lt;",
    "&amp;#60;", "{{ 7*7 }}", "{% include 'x' %}", "{# x #}", "[[_TOC_]]", "[TOC]", "---", "...", "# h", "## h {: #x }",
    "{: .x onclick=y }", "*[x]: y", "[^1]", "[^1]: y", "[a](javascript:alert(1))", "[a]: http://x.example", "![i](x)",
    "<http://x.example>", "https://x.example/a_b", "www.x.example", "*b*", "__b__", "`c`", "```", "~~~", "~~s~~",
    "==m==", "^^i^^", "++k++", "| a | b |", "|---|", ":smile:", "--8<-- \"x\"", ";--8<--", "$x$", "\\(x\\)", "\\",
    "../", "'", '"', " = ", "+", "- ", "1. ", "> ", "!!! note", "??? x", "===", "\t", "\u2028", "\x85", "\x02", "\x03",
    "\x00", "\u202e", "\ufeff", "\U0001f600", "مرحبا", "\ufffe", "wzxhzdk:0", "\x02wzxhzdk:0\x03",
    "klzzwxh:0",
]  # fmt: skip
hostile_text = (
    st.lists(st.sampled_from(SNIPPETS) | st.text(max_size=6), min_size=1, max_size=5)
    .map(lambda parts: "".join(parts).replace("\n", " ").replace("\r", " "))
    .filter(lambda text: text.strip() != "")
)


def shape(page: lxml.html.HtmlElement) -> set[tuple[str, str]]:
    """Which elements there are and which attributes they have."""
    return {(e.tag, a) for e in page.iter() for a in ("", *e.keys())}


@cache
def harmless_shape() -> set[tuple[str, str]]:
    texts = ("Some harmless words", "long " * 60, "[added] x", "likely", "a 2024 b", "de")
    known = [page for t in texts for page in rendered(samples.hostile(t), samples.flood(), samples.bare()).values()]
    return set().union(*map(shape, known))


def literally(text: str) -> str:
    """What a reader must see of `text`: its characters, white space apart, replaced only where HTML has none."""
    html = lxml.html.fromstring(f"<p>{escape(text)}</p>")
    return words(html)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(hostile_text)
def test_any_text_shows_as_itself_and_adds_no_markup(text: str) -> None:
    brief = samples.hostile(text)
    made = rendered(brief)
    for path, page in made.items():
        assert shape(page) <= harmless_shape(), path
        for link in page.xpath(".//@href | .//@src"):
            assert re.match(r"(\.\./)*[a-z0-9-]+[/.#]|#|https://x\.example/", link), link
    seen = literally(text)
    page = made["briefs/hostile/index.html"]
    assert words(one(page, "h1")) == seen
    assert {words(q) for q in every(page, ".notes .quoted")} == {seen}
    assert words(one(page, ".actors .who a")) == literally(headword(text))
    assert stored_text(made["briefs/hostile/source-1.html"]) == f"{seen} stands here"
    assert seen in words(one(made["index.html"], ".card h3"))


@given(hostile_text | st.text(st.characters()))
@settings(max_examples=200)
def test_escape_leaves_nothing_that_means_anything(text: str) -> None:
    escaped = str(escape(text))
    assert not re.search(r"[<>\"'`*_\[\]{}#+!|:~^=\\$@\n\r\t]|&(?!#\d+;)", re.sub(r"&#\d+;", "", escaped))
    assert yaml.safe_load(f'"{escaped}"') == escaped


@pytest.mark.parametrize("extension", ["extra", "smarty", "sane_lists", "nl2br", "wikilinks", "admonition", "meta"])
def test_extensions_that_a_site_adds_change_nothing(extension: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for path, data in pages(gather([samples.hostile()]), Site()):
            if path.startswith("briefs/hostile"):
                assert words(body(data, extension)) == words(body(data)), path


def test_front_matter_is_data() -> None:
    for _, data in pages(gather([samples.hostile()]), Site()):
        if data.startswith(b"---"):
            values = front_matter(data)
            assert set(values) <= FRONT_MATTER
    title = str(front_matter(dict(pages(gather([samples.hostile()]), Site()))["briefs/hostile/index.md"])["title"])
    assert words(lxml.html.fromstring(f"<p>{title}</p>")) == " ".join(samples.HOSTILE_TITLE.split())


# — the built site ————————————————————————————————————————————————————————————————————————————————————————————————————


def test_built_pages_ask_no_other_host(built_site: Path) -> None:
    for path in built_site.rglob("*.html"):
        page = lxml.html.fromstring(path.read_bytes())
        for element in page.xpath("//*[@src] | //link[@rel != 'canonical']"):
            address = element.get("src") or element.get("href") or ""
            assert "//" not in address, (path.name, address)
    for path in built_site.joinpath("assets").glob("briefing.*"):
        assert "//" not in path.read_text().replace("/*", ""), path.name


def test_built_titles(built_site: Path) -> None:
    def title(path: str) -> str:
        return words(lxml.html.fromstring((built_site / path).read_bytes()).find(".//title"))

    assert title("briefs/dam/index.html") == "Dam bursts above Vessin - Briefings"
    assert title("briefs/hostile/index.html") == " ".join(samples.HOSTILE_TITLE.split()) + " - Briefings"
    assert title("actors/ines-carrow.html") == "Actor: Ines Carrow - Briefings"


def test_built_links_lead_somewhere(built_site: Path) -> None:
    for path in built_site.rglob("*.html"):
        if path.name == "404.html":
            continue
        base = path.relative_to(built_site).as_posix()
        for a in lxml.html.fromstring(path.read_bytes()).xpath("//a[@href]"):
            href = a.get("href")
            if re.match(r"https?://", href):
                continue
            target = unquote(urldefrag(urljoin(base, href)).url)
            if not MADE_ELSEWHERE.fullmatch(target):
                assert (built_site / target).exists(), (base, href)
