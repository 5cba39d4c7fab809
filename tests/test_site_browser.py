"""The built site in a real browser: what a reader does, and what must not happen while they do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import samples
from conftest import DESKTOP, PHONE, site_of, watch, watched

from generator.export.interface import interface
from generator.export.pages import fragment_url
from generator.export.render import escape
from generator.export.site import Site
from generator.model import Brief, Publish, Section, Status

playwright = pytest.importorskip("playwright.sync_api", reason="the browser tests need playwright")

pytestmark = pytest.mark.browser

EVERY_KIND = [
    "index.html", "briefs/index.html", "briefs/dam/index.html", "briefs/dam/source-1.html", "briefs/quiet/index.html",
    "briefs/hostile/index.html", "actors/index.html", "actors/orla-water-board.html", "timeline.html", "sources.html",
]  # fmt: skip


@pytest.fixture
def real(browser: playwright.Browser, real_url: str) -> Iterator[playwright.Page]:
    """Like `page`, on the site that a user gets from real documents."""
    with watched(browser, real_url) as opened:
        yield opened


@pytest.fixture
def page(browser: playwright.Browser, site_url: str) -> Iterator[playwright.Page]:
    """A page whose test fails if anything is asked of another host or written to the console as an error."""
    with watched(browser, site_url) as opened:
        yield opened


@pytest.fixture(scope="module")
def arabic_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a site with a brief of an Arabic source, one statement of which rests on two quotes."""
    with site_of(tmp_path_factory.mktemp("arabic"), samples.arabic()) as url:
        yield url


CROWDED = "One. Two. Three. Four. Five. Six. Seven. Eight."


@pytest.fixture(scope="module")
def crowded_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a brief with a cause in each sentence of `CROWDED`, two of them behind “more”."""
    source = samples.document("crowded.txt", CROWDED)
    causes = tuple(
        samples.statement((source,), Section.CAUSES, said, status=Status.STATED)
        for said in CROWDED.removesuffix(".").split(". ")
    )
    brief = Brief(slug="crowded", title="Crowded", sources=(source,), statements=causes, engine="test/1")
    with site_of(tmp_path_factory.mktemp("crowded"), brief) as url:
        yield f"{url}briefs/crowded/index.html"


def panel_of(page: playwright.Page) -> playwright.Locator:
    return page.get_by_role("dialog", name="Quote")


def facts_of(panel: playwright.Locator) -> dict[str, str]:
    rows = [row for row in panel.locator(".facts > div").all() if row.is_visible()]
    return {row.locator("dt").inner_text(): row.locator("dd").inner_text() for row in rows}


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


def test_a_phone_searches_by_touch(browser: playwright.Browser, real_url: str) -> None:
    context = browser.new_context(viewport=PHONE, has_touch=True, base_url=real_url)
    page = context.new_page()
    page.goto("briefs/vara-flood/index.html")
    page.locator("label.md-header__button[for=__search]").tap()
    playwright.expect(page.locator("input.md-search__input")).to_be_focused()
    page.keyboard.type("petrova")
    page.locator(".md-search-result__item a").first.tap()
    playwright.expect(page.locator("h1")).to_have_text("Actor: Ana Petrova")
    context.close()


def test_search_result_quotes_single_sentences_of_a_source(page: playwright.Page) -> None:
    page.goto("index.html")
    search(page, "drowned")
    source = page.locator(".md-search-result__item", has_text="Source: Dam bursts above Vessin")
    playwright.expect(source).to_contain_text("The flood, which drowned the lower town, cut the road to Vessin.")
    playwright.expect(source).not_to_contain_text("Heavy rain burst the Orla dam")


def test_search_knows_nothing_of_panels_figures_and_quotes(real_site: Path) -> None:
    """Each would be found in every brief, or a second time."""
    index = json.loads((real_site / "search" / "search_index.json").read_text())
    briefs = [d["text"] for d in index["docs"] if d["location"].startswith("briefs/vara-flood/index.html")]
    for words in (
        "See it in the source",
        "Quotes of this statement",
        "Take it along",
        "Source 1, sentence",
        "@context",
    ):
        assert not any(words in text for text in briefs), words
    assert sum("a gate of the Orsa dam jammed" in text for text in briefs) <= 2  # as a highlight and as a cause


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
    assert facts_of(panel) == {
        "Who says it": "Ines Carrow",
        "Status": "Expected",
        "How sure": "“is likely to”",
        "ICD 203 scale": "likely (55–80 %)",
        "Source": "Dam bursts above Vessin, The Vessin Paper, A. Writer",
        "Date": "4 May 2024",
    }
    there = panel.get_by_role("link", name="See it at the publisher")
    assert (
        there.get_attribute("href") == "https://paper.example/dam?id=1#:~:text=It%20is%20likely%20to%20raise%20prices"
    )
    panel.get_by_role("link", name="See it in the source").click()
    page.wait_for_url("**/briefs/dam/source-1.html#s4")
    sentence = page.locator(".sentence:target")
    playwright.expect(sentence).to_be_in_viewport()
    playwright.expect(sentence).to_be_focused()
    quoted = sentence.locator("mark").first
    playwright.expect(quoted).to_have_text("It is likely to raise prices")
    colour = "m => getComputedStyle(m).backgroundColor"
    elsewhere = page.locator(".sentence:not(:target) mark").first
    assert quoted.evaluate(colour) not in (elsewhere.evaluate(colour), "rgba(0, 0, 0, 0)")
    header = page.locator(".md-header").bounding_box()
    shown = sentence.bounding_box()
    assert header is not None
    assert shown is not None
    assert shown["y"] >= header["y"] + header["height"]


def test_the_page_says_how_sure_the_source_is_and_only_the_panel_what_that_means(page: playwright.Page) -> None:
    page.goto("briefs/dam/index.html")
    line = page.locator("h3#expected + div .line").first
    playwright.expect(line).to_contain_text("“is likely to”")
    assert "55–80" not in page.locator("body").inner_text()
    line.locator("a.mark").click()
    playwright.expect(panel_of(page)).to_contain_text("55–80 %")


def test_a_fact_without_speaker_is_the_source_s_own(page: playwright.Page) -> None:
    page.goto("briefs/dam/index.html")
    page.locator("h3#happened + div a.mark").first.click()
    assert list(facts_of(panel_of(page)).items())[:2] == [("Who says it", "the source itself"), ("Status", "Happened")]
    page.keyboard.press("Escape")
    page.locator("h2#highlights + div a.mark").first.click()
    assert list(facts_of(panel_of(page))) == ["Source", "Date"]
    playwright.expect(panel_of(page).get_by_role("link", name="See it at the publisher")).to_have_count(0)


def test_the_panel_goes_through_the_quotes_of_a_statement(browser: playwright.Browser, arabic_url: str) -> None:
    page = browser.new_page(viewport=DESKTOP)
    page.goto(f"{arabic_url}briefs/sadd/index.html")
    page.locator("#causes + div a.mark").first.click()
    panel = panel_of(page)
    playwright.expect(panel.locator(".quoted")).to_have_text(samples.ARABIC[0])
    other = panel.get_by_role("button", name="Quote 2")
    other.click()
    playwright.expect(panel.locator(".quoted")).to_have_text(samples.ARABIC[1])
    playwright.expect(panel.locator(".title")).to_have_text("Quote 2")
    playwright.expect(panel.get_by_role("button", name="Quote 2")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    playwright.expect(panel.locator(".title")).to_have_text("Quote 1")
    page.close()


def test_quotes_run_in_their_own_direction_and_language(browser: playwright.Browser, arabic_url: str) -> None:
    page = browser.new_page(viewport=DESKTOP)
    page.goto(f"{arabic_url}briefs/sadd/index.html")
    assert page.locator("html").get_attribute("lang") == "en"
    style = "e => { const s = getComputedStyle(e); return [s.direction, e.closest('[lang]').lang] }"
    for place in (".line", "h1", ".notes blockquote"):
        assert page.locator(place).first.evaluate(style) == ["rtl", "ar"], place
    for place in ("h2#causes", ".notes .where", ".take", ".chip"):
        assert page.locator(place).first.evaluate(style) == ["ltr", "en"], place
    page.locator("#causes + div a.mark").first.click()
    quote = panel_of(page).locator("blockquote")
    assert quote.evaluate(style) == ["rtl", "ar"]
    borders = quote.evaluate("e => [getComputedStyle(e).borderRightWidth, getComputedStyle(e).borderLeftWidth]")
    assert borders == ["3px", "0px"]
    box, words = quote.bounding_box(), quote.locator(".quoted").bounding_box()
    assert box is not None
    assert words is not None
    assert box["x"] + box["width"] - words["x"] - words["width"] < 24 < words["x"] - box["x"]
    panel_of(page).get_by_role("link", name="See it in the source").click()
    assert page.locator(".sentence:target").evaluate(style) == ["rtl", "ar"]
    page.close()


def test_a_phone_shows_what_matters_in_two_screens(browser: playwright.Browser, real_url: str) -> None:
    context = browser.new_context(viewport=PHONE, base_url=real_url)
    page = context.new_page()
    for brief in ("vara-flood", "bridge-closure"):
        page.goto(f"briefs/{brief}/index.html")
        for place in ("h1", ".strip", ".bottom-line", "h2#highlights", "h2#highlights + div .line >> nth=1"):
            box = page.locator(place).bounding_box()
            assert box is not None
            assert box["y"] + box["height"] <= 2 * PHONE["height"], (brief, place)
    context.close()


def test_the_colour_scheme_stays_as_the_reader_sets_it(page: playwright.Page) -> None:
    page.goto("index.html")
    scheme = "document.body.dataset.mdColorScheme"
    assert page.evaluate(scheme) == "default"
    page.get_by_title("Switch to dark mode").click()
    assert page.evaluate(scheme) == "slate"
    page.goto("briefs/dam/index.html")
    assert page.evaluate(scheme) == "slate"
    search(page, "dam")
    playwright.expect(page.locator(".md-search-result__item").first).to_be_visible()
    assert page.evaluate(scheme) == "slate"


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


def test_a_figure_opens_the_quote_of_what_it_draws(page: playwright.Page) -> None:
    page.goto("briefs/dam/index.html")
    box = page.locator("#causes + div .figure .wide a", has_text="Heavy rain burst the Orla dam").first
    box.focus()
    page.keyboard.press("Enter")
    panel = panel_of(page)
    playwright.expect(panel.locator(".quoted")).to_have_text("Heavy rain burst the Orla dam")
    assert page.url.endswith("/briefs/dam/index.html")
    page.keyboard.press("Escape")
    playwright.expect(panel).not_to_be_visible()
    playwright.expect(box).to_be_focused()


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
    real.locator(".briefs .list a").first.click()
    real.wait_for_url("**/briefs/vara-flood/index.html*")
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
    cited = real.locator("ol.sources > li")
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
    page.locator("article").get_by_role("link", name="Briefs").click()
    playwright.expect(page.locator("h1")).to_have_text("Briefs")
    page.close()


SENTENCES = [
    "“We knew,” the mayor — Ines Carrow-Lind — said, “and did nothing; nobody, not even Łódź, asked.”",
    'It’s the "largest" (and last) of 24-year rules & more, e.g. 3.5 %: wait…',
    "A sentence that goes on for long, with commas, well-known hyphens and dashes – so that it has more than one "
    "hundred and twenty characters, and many words – and that ends, at long last, with “quoted words” here.",
    "انهار السد يوم الأحد، بعد أمطارٍ غزيرة – وفق ما أعلنت «البلدية» – وأُجلي أكثر من 1200 شخص.",
    'וההצפה, שפקדה את העיר – כך נמסר – פינתה כ-1,200 תושבים מ"בתיהם".',
    "周日，大坝在暴雨后决堤——市政府表示——超过1200人被疏散；“没有人预料到”。",
    "Плотина, построенная в 1964-м, рухнула — по словам мэра — «за считаные минуты», и 1 200 человек эвакуированы.",
    "Na\u0308chtlicher Su\u0308dwind, sagt Ame\u0301lie — e\u0323t voila\u0300 — trieb die Flut.",
    "रविवार को भारी बारिश के बाद बाँध टूट गया, नगर पालिका ने कहा – 1,200 लोग बेघर हुए।",
]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_text_fragments_lead_to_the_sentence(browser: playwright.Browser, sentence: str) -> None:
    """At the publisher a browser scrolls to the quote: its own reading of the address is tried."""
    far = "<p style='height: 3000px'>Far away.</p>"
    html = f"<!doctype html><title>Paper</title><p>Top.</p>{far}<p id=here>Before. {escape(sentence)} After.</p>{far}"
    page = browser.new_page(viewport=DESKTOP)
    page.route("**/*", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    page.goto(fragment_url("https://paper.example/story?id=1", sentence))
    playwright.expect(page.locator("#here")).to_be_in_viewport()
    page.close()


# — how much of a source is published —————————————————————————————————————————————————————————————————————————————————


@pytest.mark.parametrize("publish", list(Publish))
def test_each_way_to_publish_a_source(browser: playwright.Browser, tmp_path: Path, publish: Publish) -> None:
    with site_of(tmp_path, samples.guarded(publish)) as url:
        page = browser.new_page(viewport=DESKTOP, base_url=url)
        page.goto(f"briefs/dam-{publish}/index.html")
        page.locator("#happened + div a.mark").click()
        panel = panel_of(page)
        playwright.expect(panel.locator("blockquote")).to_have_text("The road is cut, they say.")
        there = panel.get_by_role("link", name="See it at the publisher")
        assert (there.get_attribute("href") or "").endswith("#:~:text=The%20road%20is%20cut")
        if publish is Publish.LINK:
            playwright.expect(panel.get_by_role("link", name="See it in the source")).to_have_count(0)
            panel.get_by_role("link", name="About the source").click()
            playwright.expect(page.locator("article")).to_contain_text("is not reproduced here")
            playwright.expect(page.locator(".sentence")).to_have_count(0)
            read = page.get_by_role("link", name="Read it at the publisher")
            assert read.get_attribute("href") == "https://paper.example/dam"
        else:
            panel.get_by_role("link", name="See it in the source").click()
            sentence = page.locator("#s4:target")
            playwright.expect(sentence).to_be_in_viewport()
            playwright.expect(sentence).to_contain_text("The road is cut, they say.")
            gaps = page.locator(".gap").all_inner_texts()
            left_out = ["[…] 2 sentences not reproduced", "[…] 1 sentence not reproduced"]
            assert gaps == (left_out if publish is Publish.QUOTES else [])
        page.close()
    published_words = [f.read_text() for f in tmp_path.joinpath("site").rglob("*") if f.suffix in (".html", ".json")]
    assert any(samples.UNQUOTED in text for text in published_words) == (publish is Publish.FULL)
    assert any("The road is cut" in text for text in published_words)


# — what other programs read in a page ————————————————————————————————————————————————————————————————————————————————


def test_a_brief_introduces_itself_to_other_programs(real: playwright.Page) -> None:
    real.goto("briefs/vara-flood/index.html")
    said = real.evaluate(
        "Object.fromEntries([...document.querySelectorAll('meta[property], meta[name]')]"
        ".map(m => [m.getAttribute('property') ?? m.name, m.content]))"
    )
    assert said["og:title"] == real.locator("h1").inner_text()
    assert said["og:description"] == said["description"]
    assert (said["og:type"], said["og:locale"], said["og:image"]) == ("article", "en_GB", "card.png")
    assert said["twitter:card"] == "summary_large_image"
    assert said["article:published_time"] == "2024-05-08"
    feed = real.locator("link[rel=alternate][type='application/atom+xml']")
    assert feed.evaluate("l => l.href").endswith("/feed.xml")
    linked = json.loads(real.locator("script[type='application/ld+json']").text_content() or "")
    assert linked["@context"] == "https://schema.org"


def test_a_site_in_german_at_its_own_address(browser: playwright.Browser, tmp_path: Path) -> None:
    """Everything that the site says is German, quotes stay English; cards and canonical addresses are absolute."""
    site = Site(url="https://briefs.example/", say=interface("de"))
    with site_of(tmp_path, samples.flood(), site=site) as url:
        page = browser.new_page(viewport=DESKTOP)
        page.goto(f"{url}briefs/dam/index.html")
        assert page.locator("html").get_attribute("lang") == "de"
        language = "e => e.closest('[lang]').lang"
        assert {q.evaluate(language) for q in page.locator("blockquote, .line, article h1").all()} == {"en"}
        assert {q.evaluate(language) for q in page.locator("article h2, .chip, .when, .kind, .take").all()} == {"de"}
        page.locator("#expected + div a.mark").click()
        panel = page.get_by_role("dialog", name="Zitat 6")
        assert facts_of(panel)["Status"] == "Erwartet"
        assert facts_of(panel)["Datum"] == "4. Mai 2024"
        page.goto(f"{url}404.html")
        playwright.expect(page.locator("article")).not_to_contain_text("brief may")
        page.close()
    made = (tmp_path / "site" / "briefs" / "dam" / "index.html").read_text()
    assert '<link rel="canonical" href="https://briefs.example/briefs/dam/index.html">' in made
    assert '<meta property="og:image" content="https://briefs.example/briefs/dam/card.png">' in made
    assert '<meta property="og:locale" content="de&#95;DE">' in made


def test_hostile_words_stay_words_in_what_a_page_says_of_itself(page: playwright.Page) -> None:
    page.goto("briefs/hostile/index.html")
    title = " ".join(samples.HOSTILE_TITLE.split())
    assert page.locator("meta[property='og:title']").get_attribute("content") == title
    assert json.loads(page.locator("script[type='application/ld+json']").text_content() or "")
    page.goto("about/method.html")
    assert page.locator("meta[property='og:type']").get_attribute("content") == "website"
    assert page.locator("meta[property='og:image']").count() == 0
