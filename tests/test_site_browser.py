"""The built site in a real browser: what a reader does, and what must not happen while they do."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import conftest
import pytest
import samples

from generator.corpus import gather
from generator.export.pages import fragment_url, pages
from generator.export.render import escape
from generator.model import Brief, Section, Status

playwright = pytest.importorskip("playwright.sync_api", reason="the browser tests need playwright")

CHROMIUM = os.environ.get("CHROMIUM") or next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium found: install one, or name it in CHROMIUM"),
]

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
EVERY_KIND = [
    "index.html", "briefs/index.html", "briefs/dam/index.html", "briefs/dam/source-1.html", "briefs/quiet/index.html",
    "briefs/hostile/index.html", "actors/index.html", "actors/orla-water-board.html", "timeline.html", "sources.html",
]  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[playwright.Browser]:
    with playwright.sync_playwright() as started:
        quiet = "background-networking", "component-update", "sync"
        flags = ["--no-sandbox", "--disable-gpu", "--no-first-run", *(f"--disable-{name}" for name in quiet)]
        launched = started.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield launched
        launched.close()


@pytest.fixture
def real(browser: playwright.Browser, real_url: str) -> Iterator[playwright.Page]:
    """Like `page`, on the site that a user gets from real documents."""
    context = browser.new_context(viewport=DESKTOP, base_url=real_url)
    opened = context.new_page()
    faults = watch(opened, real_url)
    yield opened
    context.close()
    assert faults == []


@pytest.fixture
def page(browser: playwright.Browser, site_url: str) -> Iterator[playwright.Page]:
    """A page whose test fails if anything is asked of another host or written to the console as an error."""
    context = browser.new_context(viewport=DESKTOP, base_url=site_url)
    opened = context.new_page()
    faults = watch(opened, site_url)
    yield opened
    context.close()
    assert faults == []


CROWDED = "One. Two. Three. Four. Five. Six. Seven. Eight."


@pytest.fixture(scope="module")
def crowded_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a brief with a cause in each sentence of `CROWDED`, two of them behind “more”."""
    folder = tmp_path_factory.mktemp("crowded")
    source = samples.document("crowded.txt", CROWDED)
    causes = tuple(
        samples.statement((source,), Section.CAUSES, said, status=Status.STATED)
        for said in CROWDED.removesuffix(".").split(". ")
    )
    brief = Brief(slug="crowded", title="Crowded", sources=(source,), statements=causes, engine="test/1")
    for path, data in pages(gather([brief])):
        target = folder / "docs" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    with conftest._served(conftest._mkdocs(folder)) as url:
        yield f"{url}briefs/crowded/index.html"


def watch(page: playwright.Page, site_url: str) -> list[str]:
    faults: list[str] = []
    page.on("request", lambda r: r.url.startswith((site_url, "data:", "blob:")) or faults.append(f"asked: {r.url}"))
    page.on("console", lambda m: m.type == "error" and faults.append(f"console: {m.text}"))
    page.on("pageerror", lambda e: faults.append(f"script: {e}"))
    page.on("dialog", lambda d: faults.append(f"dialog: {d.message}"))
    return faults


def panel_of(page: playwright.Page) -> playwright.Locator:
    return page.get_by_role("dialog", name="Quote")


def search(page: playwright.Page, words: str) -> None:
    field = page.locator("input.md-search__input")
    field.click()
    field.press_sequentially(words)


def test_search_finds_an_actor(page: playwright.Page) -> None:
    page.goto("index.html")
    search(page, "Carrow")
    first = page.locator(".md-search-result__item a").first
    playwright.expect(first).to_contain_text("Actor: Ines Carrow")
    first.click()
    playwright.expect(page.locator("h1")).to_have_text("Actor: Ines Carrow")


def test_search_result_quotes_single_sentences_of_a_source(page: playwright.Page) -> None:
    page.goto("index.html")
    search(page, "drowned")
    source = page.locator(".md-search-result__item", has_text="Source: Dam bursts above Vessin")
    playwright.expect(source).to_contain_text("The flood, which drowned the lower town, cut the road to Vessin.")
    playwright.expect(source).not_to_contain_text("Heavy rain burst the Orla dam")


def test_search_shows_hostile_titles_as_they_are(page: playwright.Page) -> None:
    page.goto("index.html")
    search(page, "alert")
    titles = page.locator(".md-search-result__item h1")
    playwright.expect(titles.first).to_contain_text("<script>alert(1)</script> {{ 7*7 }}")


def test_from_mark_to_quote_to_sentence(page: playwright.Page) -> None:
    page.goto("briefs/dam/index.html")
    mark = page.locator("h3#expected + div a.mark").first
    mark.click()
    panel = panel_of(page)
    playwright.expect(panel.locator(".quoted")).to_have_text("It is likely to raise prices")
    playwright.expect(panel).to_contain_text("said Mayor Ines Carrow.")
    playwright.expect(panel).to_contain_text("Dam bursts above Vessin, The Vessin Paper, A. Writer, 4 May 2024")
    playwright.expect(panel).to_contain_text("likely (55–80 %)")
    there = panel.get_by_role("link", name="At the publisher")
    assert (
        there.get_attribute("href") == "https://paper.example/dam?id=1#:~:text=It%20is%20likely%20to%20raise%20prices"
    )
    panel.get_by_role("link", name="See it in the source").click()
    page.wait_for_url("**/briefs/dam/source-1.html#s4")
    sentence = page.locator(".sentence:target")
    playwright.expect(sentence).to_be_in_viewport()
    playwright.expect(sentence.locator("mark").first).to_have_text("It is likely to raise prices")


def test_the_panel_by_keyboard(page: playwright.Page) -> None:
    page.goto("briefs/dam/index.html")
    mark = page.locator("a.mark").first
    mark.focus()
    page.keyboard.press("Enter")
    panel = panel_of(page)
    playwright.expect(panel).to_be_visible()
    playwright.expect(panel.get_by_role("link", name="See it in the source")).to_be_focused()
    page.keyboard.press("Escape")
    playwright.expect(panel).to_have_count(0)
    playwright.expect(mark).to_be_focused()


def test_the_panel_closes_by_its_button_and_by_a_click_beside_it(page: playwright.Page) -> None:
    page.goto("briefs/dam/index.html")
    for close in (
        lambda: page.get_by_role("button", name="Close").click(),
        lambda: page.mouse.click(5, 500),
    ):
        page.locator("a.mark").first.click()
        playwright.expect(panel_of(page)).to_be_visible()
        close()
        playwright.expect(panel_of(page)).to_have_count(0)


def test_without_scripts_marks_lead_to_the_quotes_and_back(browser: playwright.Browser, site_url: str) -> None:
    context = browser.new_context(base_url=site_url, java_script_enabled=False)
    page = context.new_page()
    page.goto("briefs/dam/index.html")
    mark = page.locator("h3#expected + div a.mark").first
    number = mark.inner_text()
    mark.click()
    note = page.locator(f"#note-{number}")
    playwright.expect(note).to_be_in_viewport()
    playwright.expect(note.locator(".quoted")).to_have_text("It is likely to raise prices")
    note.locator(".back a").first.click()
    playwright.expect(page.locator(".line:target")).to_contain_text("is likely to raise prices")
    note.locator("a.to-source").click()
    playwright.expect(page.locator("#s4")).to_be_in_viewport()
    context.close()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_link_to_a_statement_behind_more_opens_it(
    browser: playwright.Browser, crowded_url: str, scripts: bool
) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=scripts)
    page = context.new_page()
    page.goto(crowded_url)
    last = page.locator("#causes + div .line", has_text="Eight.")
    playwright.expect(page.locator("#causes + div .line:visible")).to_have_count(6)
    page.locator("#note-8 .back a").click()
    playwright.expect(last).to_be_visible()
    playwright.expect(last).to_be_in_viewport()
    page.locator("summary").click()
    playwright.expect(last).to_be_hidden()
    page.locator("#note-8 .back a").click()
    playwright.expect(last).to_be_visible()
    anchor = last.get_attribute("id")
    direct = context.new_page()
    direct.goto(f"{crowded_url}#{anchor}")
    playwright.expect(direct.locator(f"#{anchor}")).to_be_visible()
    playwright.expect(direct.locator(f"#{anchor}")).to_be_in_viewport()
    context.close()


def test_more_opens_by_keyboard_and_its_marks_show_the_quote(browser: playwright.Browser, crowded_url: str) -> None:
    page = browser.new_page(viewport=DESKTOP)
    page.goto(crowded_url)
    page.locator("#causes + div > .lines a.mark").last.focus()
    page.keyboard.press("Tab")
    more = page.locator("#causes + div summary")
    playwright.expect(more).to_be_focused()
    playwright.expect(more).to_have_text("2 more causes")
    page.keyboard.press("Enter")
    playwright.expect(page.locator("#causes + div .line:visible")).to_have_count(8)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    playwright.expect(panel_of(page).locator(".quoted")).to_have_text("Seven")
    page.close()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_print_shows_what_stands_behind_more(browser: playwright.Browser, crowded_url: str, scripts: bool) -> None:
    context = browser.new_context(java_script_enabled=scripts)
    page = context.new_page()
    page.goto(crowded_url)
    page.emulate_media(media="print")
    playwright.expect(page.locator("#causes + div .line:visible")).to_have_count(8)
    playwright.expect(page.locator("#causes + div summary")).to_be_hidden()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_every_kind_of_page_fits(
    browser: playwright.Browser, site_url: str, viewport: dict[str, int], scheme: str
) -> None:
    context = browser.new_context(viewport=viewport, color_scheme=scheme, base_url=site_url)
    page = context.new_page()
    faults = watch(page, site_url)
    for path in EVERY_KIND:
        page.goto(path)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= viewport["width"], (path, width)
        dark = page.evaluate("getComputedStyle(document.body).backgroundColor") != "rgb(255, 255, 255)"
        assert dark == (scheme == "dark"), path
    assert faults == []
    context.close()


def test_a_phone_shows_the_panel_at_the_bottom(browser: playwright.Browser, site_url: str) -> None:
    context = browser.new_context(viewport=PHONE, has_touch=True, base_url=site_url)
    page = context.new_page()
    page.goto("briefs/dam/index.html")
    page.locator("a.mark").first.tap()
    box = panel_of(page).bounding_box()
    assert box is not None
    assert (box["x"], box["width"]) == (0, PHONE["width"])
    assert abs(box["y"] + box["height"] - PHONE["height"]) < 1
    context.close()


def test_a_hostile_brief_shows_literally(page: playwright.Page) -> None:
    page.goto("briefs/hostile/index.html")
    title = " ".join(samples.HOSTILE_TITLE.split())
    playwright.expect(page.locator("h1")).to_have_text(title)
    playwright.expect(page).to_have_title(f"{title} - Briefings")
    page.locator("a.mark").first.click()
    playwright.expect(panel_of(page).locator(".quoted")).to_have_text(title)
    page.goto("actors/index.html")
    playwright.expect(page.locator("ul.index").last).to_contain_text(title)


def test_the_site_works_from_a_folder(browser: playwright.Browser, built_site: Path) -> None:
    page = browser.new_page()
    page.goto((built_site / "index.html").as_uri())
    page.get_by_role("link", name="Dam bursts above Vessin").click()
    playwright.expect(page.locator("h1")).to_have_text("Dam bursts above Vessin")
    page.locator("a.mark").first.click()
    page.get_by_role("link", name="See it in the source").click()
    playwright.expect(page.locator(".sentence:target")).to_be_in_viewport()
    page.close()


def test_a_reader_finds_an_actor_and_checks_what_is_said(real: playwright.Page) -> None:
    """The whole path on real documents: home, search, actor, brief, mark, quote, sentence in the source."""
    real.goto("index.html")
    search(real, "petrova")
    first = real.locator(".md-search-result__item a").first
    playwright.expect(first).to_contain_text("Actor: Ana Petrova")
    first.click()
    playwright.expect(real.locator("h1")).to_have_text("Actor: Ana Petrova")
    real.locator(".appearance h2 a").first.click()
    real.wait_for_url("**/briefs/vara-flood/index.html#actors-*")
    playwright.expect(real.locator(".line:target")).to_contain_text("Ana Petrova")
    real.locator("h2#causes + div .line", has_text="jammed").locator("a.mark").first.click()
    panel = panel_of(real)
    quote = panel.locator(".quoted").inner_text()
    assert "a gate of the Orsa dam jammed" in quote
    panel.get_by_role("link", name="See it in the source").click()
    sentence = real.locator(".sentence:target")
    playwright.expect(sentence).to_be_in_viewport()
    assert quote in sentence.inner_text()
    playwright.expect(sentence.locator("mark").first).to_contain_text("jammed")


def test_several_sources_are_named_dated_and_told_apart(real: playwright.Page) -> None:
    real.goto("briefs/bridge-closure/index.html")
    playwright.expect(real.locator("dl.strip")).to_contain_text("2 (Harbour Post, North Wire)")
    cited = real.locator("ol.sources .cite")
    playwright.expect(cited.nth(0)).to_contain_text("Harbour Post, 20 June 2023")
    playwright.expect(cited.nth(1)).to_contain_text("North Wire, 3 June 2023")
    leads = [a.get_attribute("href") or "" for a in real.locator("a.to-source").all()]
    assert {href.split("#")[0] for href in leads} == {"source-1.html", "source-2.html"}


def test_every_page_of_the_real_site_fits_and_asks_nobody(
    browser: playwright.Browser, real_site: Path, real_url: str
) -> None:
    context = browser.new_context(viewport=PHONE, color_scheme="dark", base_url=real_url)
    page = context.new_page()
    faults = watch(page, real_url)
    for path in sorted(real_site.rglob("*.html")):
        page.goto(path.relative_to(real_site).as_posix())
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path
    assert faults == []
    context.close()


def test_the_pdfs_of_a_brief_are_there(real: playwright.Page) -> None:
    real.goto("briefs/vara-flood/index.html")
    for name in ("PDF, A4", "PDF, US Letter"):
        address = real.get_by_role("link", name=name).get_attribute("href")
        answer = real.request.get(f"briefs/vara-flood/{address}")
        assert answer.body().startswith(b"%PDF-")


def test_the_real_site_reads_without_scripts(browser: playwright.Browser, real_url: str) -> None:
    context = browser.new_context(base_url=real_url, java_script_enabled=False)
    page = context.new_page()
    page.goto("index.html")
    page.get_by_role("link", name="Flood on the Vara").first.click()
    mark = page.locator("section.bottom-line a.mark").first
    number = mark.inner_text()
    mark.click()
    note = page.locator(f"#note-{number}")
    playwright.expect(note).to_be_in_viewport()
    note.locator("a.to-source").click()
    playwright.expect(page.locator(".sentence:target")).to_be_in_viewport()
    context.close()


def test_print_is_dark_on_white_whatever_the_screen_is(browser: playwright.Browser, real_url: str) -> None:
    context = browser.new_context(color_scheme="dark", base_url=real_url)
    page = context.new_page()
    page.goto("briefs/vara-flood/index.html")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.querySelector('.line')).color") == "rgb(0, 0, 0)"
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(0, 0, 0)"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") in (
        "rgb(255, 255, 255)",
        "rgba(0, 0, 0, 0)",
    )
    context.close()


def test_an_unknown_address_gives_a_way_on(browser: playwright.Browser, real_url: str) -> None:
    page = browser.new_page(base_url=real_url)
    page.goto("404.html")
    playwright.expect(page.locator("h1")).to_have_text("There is no such page")
    page.locator("article").get_by_role("link", name="briefs").click()
    playwright.expect(page.locator("h1")).to_have_text("Briefs")
    page.close()


@pytest.mark.parametrize(
    "sentence",
    [
        "“We knew,” the mayor — Ines Carrow-Lind — said, “and did nothing; nobody, not even Łódź, asked.”",
        'It’s the "largest" (and last) of 24-year rules & more, e.g. 3.5 %: wait…',
        "A sentence that goes on for long, with commas, well-known hyphens and dashes – so that it has more than one "
        "hundred and twenty characters, and many words – and that ends, at long last, with “quoted words” here.",
    ],
)
def test_text_fragments_lead_to_the_sentence(browser: playwright.Browser, sentence: str) -> None:
    """At the publisher a browser scrolls to the quote: its own reading of the address is tried."""
    far = "<p style='height: 3000px'>Far away.</p>"
    html = f"<!doctype html><title>Paper</title><p>Top.</p>{far}<p id=here>Before. {escape(sentence)} After.</p>{far}"
    page = browser.new_page(viewport=DESKTOP)
    page.route("**/*", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    page.goto(fragment_url("https://paper.example/story?id=1", sentence))
    playwright.expect(page.locator("#here")).to_be_in_viewport()
    page.close()
