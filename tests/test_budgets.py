"""What a reader's device has to fetch and to move for a page: counts, not times."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest
from conftest import DESKTOP, PHONE

playwright = pytest.importorskip("playwright.sync_api", reason="the browser tests need playwright")

pytestmark = pytest.mark.browser

BYTES = 60_000
"""Of a brief's page with all it asks for, compressed as servers do; there are no fonts."""
OWN_BYTES = 35_000
"""Of that, what does not come with the theme: the page, and the project's style and script."""
REQUESTS = 15

SHIFT = """new Promise(done => {
  let moved = 0;
  new PerformanceObserver(list => { for (const entry of list.getEntries()) moved += entry.value })
    .observe({ type: "layout-shift", buffered: true });
  requestAnimationFrame(() => setTimeout(() => done(moved), 100));
})"""


def fetched(browser: playwright.Browser, url: str, viewport: dict[str, int] = DESKTOP) -> dict[str, int]:
    """Compressed size of everything that the page asks for until nothing more comes, by address."""
    context = browser.new_context(viewport=viewport)
    page = context.new_page()
    answers: list[Any] = []
    context.on("response", lambda answer: answers.append(answer))
    page.goto(url, wait_until="networkidle")
    sizes = {a.url: len(gzip.compress(a.body(), 9, mtime=0)) for a in answers if a.url.startswith("http")}
    context.close()
    return sizes


@pytest.mark.parametrize("brief", ["vara-flood", "bridge-closure"])
def test_a_brief_s_page_is_light(browser: playwright.Browser, real_url: str, brief: str) -> None:
    sizes = fetched(browser, f"{real_url}briefs/{brief}/index.html")
    own = {url: size for url, size in sizes.items() if url.endswith((".html", "briefing.css", "briefing.js"))}
    assert sum(sizes.values()) <= BYTES, sizes
    assert sum(own.values()) <= OWN_BYTES, own
    assert len(own) == 3
    assert len(sizes) <= REQUESTS, sizes


def test_search_is_fetched_when_somebody_searches(browser: playwright.Browser, real_url: str) -> None:
    page = browser.new_page(viewport=DESKTOP)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{real_url}briefs/vara-flood/index.html", wait_until="networkidle")
    assert not any("search" in url or "javascripts" in url for url in asked)
    page.keyboard.press("/")
    playwright.expect(page.locator(".md-search__input")).to_be_focused()
    page.keyboard.type("flood")
    playwright.expect(page.locator(".md-search-result__item").first).to_be_visible()
    assert sum("search_index.json" in url for url in asked) == 1
    page.close()


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_nothing_shifts_while_a_page_loads(
    browser: playwright.Browser, real_site: Path, real_url: str, viewport: dict[str, int]
) -> None:
    page = browser.new_page(viewport=viewport)
    for path in ("index.html", "briefs/vara-flood/index.html", "briefs/bridge-closure/index.html", "timeline.html"):
        page.goto(real_url + path)
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        assert page.evaluate(SHIFT) == 0, path
    page.close()
