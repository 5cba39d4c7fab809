"""Everybody can read the site: axe-core on every kind of page, and what a keyboard reaches."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import lxml.html
import pytest
import samples
from conftest import DESKTOP, PHONE, site_of

from generator.export.interface import interface
from generator.export.site import Site
from generator.model import Publish

playwright = pytest.importorskip("playwright.sync_api", reason="the browser tests need playwright")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="these tests need axe-playwright-python")

pytestmark = pytest.mark.browser


def one_of_each_kind(site: Path) -> list[str]:
    """Pages of `site`: all hubs and briefs, of source, actor and period pages, of which there are many, the first."""
    kinds: dict[str, str] = {}
    for path in sorted(p.relative_to(site).as_posix() for p in site.rglob("*.html")):
        kind = re.sub(r"source-\d+", "source", path)
        kind = re.sub(r"^actors/(?!index).*", "actors/one", kind)
        kind = re.sub(r"^timeline/\d{4}(-\d\d)?\.html", r"timeline/one\1", re.sub(r"-\d\d\.html", "-01.html", kind))
        kinds.setdefault(kind, path)
    return list(kinds.values())


def violations(page: playwright.Page) -> list[str]:
    """What axe finds with all its rules, those of mere good practice too."""
    found = axe.Axe().run(page).response["violations"]
    return [f"{v['id']}: {node['target']} {node['failureSummary']}" for v in found for node in v["nodes"]]


@pytest.mark.parametrize(
    ("which", "viewport", "scheme"),
    [
        ("real", DESKTOP, "light"), ("real", DESKTOP, "dark"), ("real", PHONE, "light"), ("real", PHONE, "dark"),
        ("built", DESKTOP, "light"), ("built", PHONE, "dark"),
    ],
    ids=lambda value: f"{value['width']}" if isinstance(value, dict) else value,
)  # fmt: skip
def test_axe_finds_nothing(
    browser: playwright.Browser, request: pytest.FixtureRequest, which: str, viewport: dict[str, int], scheme: str
) -> None:
    site = request.getfixturevalue(f"{which}_site")
    url = request.getfixturevalue("real_url" if which == "real" else "site_url")
    context = browser.new_context(viewport=viewport, color_scheme=scheme, base_url=url, reduced_motion="reduce")
    page = context.new_page()
    found = {}
    for path in one_of_each_kind(site):
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        found[path] = violations(page)
    assert {path: faults for path, faults in found.items() if faults} == {}
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing_in_what_opens(
    browser: playwright.Browser, real_url: str, viewport: dict[str, int], scheme: str
) -> None:
    context = browser.new_context(viewport=viewport, color_scheme=scheme, base_url=real_url, reduced_motion="reduce")
    page = context.new_page()
    page.goto("briefs/vara-flood/index.html")
    page.locator("#expected + div a.mark").first.click()
    playwright.expect(page.get_by_role("dialog", name="Quote")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    if viewport is PHONE:
        page.locator("label.md-header__button[for=__search]").click()
    page.locator(".md-search__input").click()
    page.locator(".md-search__input").press_sequentially("flood")
    playwright.expect(page.locator(".md-search-result__item").first).to_be_visible()
    page.wait_for_timeout(400)  # the theme fades its search in
    assert violations(page) == []
    context.close()


def test_axe_finds_nothing_in_other_scripts_languages_and_ways_to_publish(
    browser: playwright.Browser, tmp_path: Path
) -> None:
    briefs = samples.arabic(), samples.guarded(Publish.QUOTES), samples.guarded(Publish.LINK)
    with site_of(tmp_path, *briefs, site=Site(say=interface("de"))) as url:
        page = browser.new_page(viewport=DESKTOP)
        for brief in briefs:
            for name in ("index", "source-1"):
                page.goto(f"{url}briefs/{brief.slug}/{name}.html")
                assert violations(page) == [], (brief.slug, name)
        page.close()


@pytest.fixture
def page(browser: playwright.Browser, real_url: str) -> Iterator[playwright.Page]:
    context = browser.new_context(viewport=DESKTOP, base_url=real_url)
    yield context.new_page()
    context.close()


FOCUSED = """() => {
  const e = document.activeElement, named = name => e.getAttribute(name) ?? "";
  return [e.tagName.toUpperCase(), named("class"), named("href") || named("name"), e.textContent.trim()];
}"""


def tabbed(page: playwright.Page, most: int = 500) -> list[tuple[str, ...]]:
    """What Tab reaches, in order, from the beginning of the page to where it leaves it."""
    reached: list[tuple[str, ...]] = []
    for _ in range(most):
        page.keyboard.press("Tab")
        now: Any = tuple(page.evaluate(FOCUSED))
        if now[0] == "BODY":
            break
        reached.append(now)
    return reached


def test_the_keyboard_reaches_every_link_of_a_brief_in_order(page: playwright.Page) -> None:
    page.goto("briefs/vara-flood/index.html")
    reached = tabbed(page)
    links = page.locator("article a[href], article summary").evaluate_all(
        "all => all.filter(e => e.checkVisibility()).map(e => e.getAttribute('href') ?? e.textContent.trim())"
    )
    in_article = [href or text for tag, _, href, text in reached if tag in ("A", "SUMMARY")]
    assert in_article[-len(links) :] == links
    assert reached[0][1] == "md-skip"
    for hub in ("index.html", "actors/index.html", "timeline.html", "sources.html"):
        assert f"../../{hub}" in in_article
    assert "query" in [name for tag, _, name, _ in reached if tag == "INPUT"]


def test_the_skip_link_leads_to_the_content(page: playwright.Page) -> None:
    for path in ("index.html", "briefs/vara-flood/index.html", "actors/index.html", "about/method.html"):
        page.goto(path)
        page.keyboard.press("Tab")
        skip = page.locator(":focus")
        playwright.expect(skip).to_have_text("Skip to content")
        playwright.expect(skip).to_be_in_viewport()
        page.keyboard.press("Enter")
        playwright.expect(page.locator("#content")).to_be_focused()
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('article') !== null"), path


def test_the_panel_keeps_the_focus_and_gives_it_back(page: playwright.Page) -> None:
    page.goto("briefs/bridge-closure/index.html")
    mark = page.locator("article a.mark").nth(2)
    mark.focus()
    page.keyboard.press("Enter")
    panel = page.get_by_role("dialog", name="Quote")
    seen = set()
    for _ in range(12):
        seen.add(page.evaluate("document.activeElement.innerText"))
        assert page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('dialog')")
        page.keyboard.press("Tab")
    assert {"See it in the source", "×"} <= seen
    page.keyboard.press("Escape")
    playwright.expect(panel).to_have_count(0)
    playwright.expect(mark).to_be_focused()


def test_nothing_moves_for_those_who_want_no_motion(browser: playwright.Browser, real_url: str) -> None:
    page = browser.new_page(base_url=real_url, reduced_motion="reduce")
    page.goto("briefs/vara-flood/index.html")
    moving = page.evaluate(
        """[...document.querySelectorAll('*')].filter(e => {
          const s = getComputedStyle(e);
          const moves = s.animationName !== 'none' || s.transitionDuration.split(', ').some(d => d !== '0s');
          return moves || s.scrollBehavior === 'smooth';
        }).map(e => e.outerHTML.slice(0, 80))"""
    )
    assert moving == []
    page.close()


def test_headings_are_in_order_and_the_language_is_said(real_site: Path, built_site: Path) -> None:
    for site in (real_site, built_site):
        for path in site.rglob("*.html"):
            page = lxml.html.fromstring(path.read_bytes())
            assert page.get("lang") == "en", path
            levels = [int(h.tag[1]) for h in page.iter("h1", "h2", "h3", "h4", "h5", "h6")]
            assert levels.count(1) == 1, path
            assert levels[0] == 1, path
            assert all(after - before <= 1 for before, after in pairwise(levels)), (path, levels)


def test_no_style_or_handler_stands_in_an_element_of_ours(real_site: Path) -> None:
    """So that a site may forbid both by a content security policy."""
    for path in real_site.rglob("*.html"):
        for element in lxml.html.fromstring(path.read_bytes()).xpath("//article//*"):
            assert not any(name == "style" or name.startswith("on") for name in element.attrib), (path, element.tag)
