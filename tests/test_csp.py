"""The Content-Security-Policy of the pages: the site keeps to it whatever a reader does; what gets into one cannot."""

from __future__ import annotations

import contextlib
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from conftest import DESKTOP, watch
from conftest import _served as served
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer

from generator.mkdocs_hooks import on_serve
from generator.serve import _Server

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'"
)
DATA = {"application/json", "application/ld+json"}
"""Types of what stands in a script element and is none."""


@pytest.mark.parametrize("name", ["built_site", "real_site"])
def test_no_page_holds_what_the_policy_forbids(name: str, request: pytest.FixtureRequest) -> None:
    site: Path = request.getfixturevalue(name)
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 15
    for path in pages:
        where = path.relative_to(site).as_posix()
        tree = lxml.html.document_fromstring(path.read_bytes(), parser=lxml.html.HTMLParser(encoding="utf-8"))
        inline = [script for script in tree.iter("script") if not script.get("src") and script.get("type") not in DATA]
        assert inline == [], where
        assert tree.xpath("//style|//*[@style]|//base|//iframe|//object|//embed") == [], where
        assert tree.xpath("//@*[starts-with(name(), 'on')]") == [], where


@pytest.mark.parametrize("name", ["built_site", "real_site"])
def test_the_policy_comes_before_all_it_governs(name: str, request: pytest.FixtureRequest) -> None:
    site: Path = request.getfixturevalue(name)
    for path in sorted(site.rglob("*.html")):
        tree = lxml.html.document_fromstring(path.read_bytes(), parser=lxml.html.HTMLParser(encoding="utf-8"))
        policies = tree.xpath("//meta[@http-equiv='Content-Security-Policy']")
        assert [policy.get("content") for policy in policies] == [POLICY], path
        assert policies[0] is tree.head[0], path


# — what a reader does ————————————————————————————————————————————————————————————————————————————————————————————————

EVERY_KIND = (
    "index.html", "briefs/index.html", "briefs/dam/index.html", "briefs/dam/source-1.html", "briefs/quiet/index.html",
    "briefs/hostile/index.html", "briefs/hostile/source-1.html", "actors/index.html", "actors/orla-water-board.html",
    "timeline.html", "timeline/2024.html", "sources.html", "about/method.html", "404.html",
)  # fmt: skip
SEARCHED = ("briefs/index.html", "briefs/hostile/index.html", "404.html")
REPORT = (
    "addEventListener('securitypolicyviolation', e => violated(`${e.violatedDirective} ${e.blockedURI} ${e.sample}`))"
)


@contextlib.contextmanager
def reader(browser: Any, url: str, scheme: str) -> Iterator[tuple[Any, list[str]]]:
    """A page on the site at `url`, and what violates its policy or goes wrong in it."""
    context = browser.new_context(viewport=DESKTOP, color_scheme=scheme, base_url=url)
    page = context.new_page()
    faults = watch(page, url)
    page.expose_function("violated", lambda what: faults.append(f"violated: {what}"))
    page.add_init_script(REPORT)
    yield page, faults
    context.close()


def use(page: Any, search: bool) -> list[str]:
    """Everything that a page offers, done once: what was done. Its search, which is the same on each, on demand."""
    done = ["recoloured"]
    if (mark := page.locator('a.mark[href^="#note-"]')).count():
        mark.first.click()
        page.get_by_role("dialog", name="Quote").get_by_role("button", name="Close").click()
        done.append("quoted")
    if (figure := page.locator('.figure a[href^="#"]:visible')).count():
        figure.first.click()
        page.keyboard.press("Escape")
        done.append("drawn")
    if (more := page.locator("details.more > summary")).count():
        more.first.click()
        done.append("unfolded")
    if (choice := page.locator("form.filters select")).count():
        choice.first.select_option(index=1)
        page.keyboard.press("Enter")
        page.locator("form.filters button").first.click()
        done.append("filtered")
    worn = page.locator("body").get_attribute("data-md-color-scheme")
    page.locator("label[for^=__palette]:visible").click()
    assert page.locator("body").get_attribute("data-md-color-scheme") != worn
    if search:
        field = page.locator("input.md-search__input")
        field.click()
        field.press_sequentially("Carrow")
        page.locator(".md-search-result__item a").first.wait_for()
        done.append("searched")
    return done


@pytest.mark.browser
@pytest.mark.parametrize(("scheme", "names"), [("light", EVERY_KIND), ("dark", EVERY_KIND[1:3])])
def test_nothing_that_a_reader_does_violates_the_policy(
    browser: Any, site_url: str, scheme: str, names: tuple[str, ...]
) -> None:
    """In either scheme, from which `use` changes to the other."""
    done: set[str] = set()
    for name in names:
        with reader(browser, site_url, scheme) as (page, faults):
            assert page.goto(name).ok
            done.update(use(page, search=name in SEARCHED))
            assert faults == [], name
    assert done >= {"searched", "recoloured", "quoted", "drawn", "filtered"}


@pytest.mark.browser
@pytest.mark.parametrize("name", ["index.html", "briefs/dam/index.html", "briefs/index.html"])
def test_the_policy_holds_from_disk_too(browser: Any, built_site: Path, name: str) -> None:
    """All but search, which the theme cannot offer there."""
    with reader(browser, f"file://{built_site}/", "light") as (page, faults):
        page.goto(f"file://{built_site}/{name}")
        page.locator("label[for^=__palette]:visible").click()
        assert page.locator("body").get_attribute("data-md-color-scheme") == "slate"
        if (mark := page.locator('a.mark[href^="#note-"]')).count():
            mark.first.click()
            page.get_by_role("dialog", name="Quote").wait_for()
        assert faults == []


@pytest.mark.browser
def test_the_chosen_colours_are_kept_on_every_page(browser: Any, site_url: str) -> None:
    with reader(browser, site_url, "light") as (page, faults):
        page.goto("briefs/dam/index.html")
        page.locator("label[for^=__palette]:visible").click()
        for name in ("index.html", "timeline/2024.html"):
            page.goto(name)
            assert page.locator("body").get_attribute("data-md-color-scheme") == "slate"
        assert faults == []


@pytest.mark.browser
def test_what_another_site_of_the_host_left_in_the_store_breaks_nothing(browser: Any, site_url: str) -> None:
    with reader(browser, site_url, "light") as (page, faults):
        page.goto("index.html")
        page.evaluate("localStorage.setItem('/.__palette', '}')")
        page.goto("briefs/dam/index.html")
        page.locator('a.mark[href^="#note-"]').first.click()
        page.get_by_role("dialog", name="Quote").wait_for()
        assert faults == []


# — what got into a page ——————————————————————————————————————————————————————————————————————————————————————————————

RUN = {
    "script": "<script>ran.push('script')</script>",
    "handler": "<img src=x onerror=\"ran.push('handler')\">",
    "svg": "<svg onload=\"ran.push('svg')\"></svg>",
    "details": "<details open ontoggle=\"ran.push('details')\">x</details>",
    "link": "<a id=link href=\"javascript:ran.push('link')\">x</a>",
    "data": "<script src=\"data:text/javascript,ran.push('data')\"></script>",
    "elsewhere": '<script src="{elsewhere}/script.js"></script>',
    "module": "<script type=module>ran.push('module')</script>",
    "frame": "<iframe srcdoc=\"<script>parent.ran.push('frame')</script>\"></iframe>",
}
ASK = {
    "img": '<img src="{elsewhere}/img">',
    "style": '<p style="background:url({elsewhere}/style)">x</p>',
    "sheet": "<style>p{{background:url({elsewhere}/sheet)}}</style>",
    "link": '<link rel=stylesheet href="{elsewhere}/link">',
    "frame": '<iframe src="{elsewhere}/frame"></iframe>',
    "object": '<object data="{elsewhere}/object"></object>',
    "embed": '<embed src="{elsewhere}/embed">',
    "video": '<video src="{elsewhere}/video" autoplay muted></video>',
    "form": '<form id=form action="{elsewhere}/form"></form>',
    "base": '<base href="{elsewhere}/base/"><img src="seen">',
}
"""Paths that each of them asks for; `base` asks for ``base/seen``."""


@contextlib.contextmanager
def elsewhere() -> Iterator[tuple[str, set[str]]]:
    """Address of a host that is not the site's, and what it has been asked for."""
    asked: set[str] = set()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.add(self.path.strip("/?"))
            body = b"ran.push('elsewhere')" if self.path == "/script.js" else b""
            self.send_response(200)
            self.send_header("Content-Type", "text/javascript" if body else "text/css")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()


def suffer(browser: Any, site: Path, folder: Path, attack: str, policy: bool) -> list[str]:
    """What ran of `attack`, which stands in the page of a brief as if escaping had failed; with or without `policy`."""
    html = (site / "briefs" / "dam" / "index.html").read_text(encoding="utf-8")
    meta = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    assert meta in html
    html = html.replace(meta, meta if policy else "").replace("<article ", f"{attack}<article ", 1)
    (folder / "briefs" / "dam").mkdir(parents=True)
    (folder / "briefs" / "dam" / "index.html").write_text(html, encoding="utf-8")
    (folder / "assets").symlink_to(site / "assets")
    with served(folder) as url:
        context = browser.new_context(base_url=url)
        page = context.new_page()
        page.add_init_script("window.ran = []")
        page.goto("briefs/dam/index.html")
        page.evaluate("document.getElementById('link')?.click()")
        page.wait_for_timeout(100)
        ran: list[str] = page.evaluate("window.ran")
        page.evaluate("document.getElementById('form')?.submit()")
        page.wait_for_timeout(200)
        context.close()
    return ran


@pytest.mark.browser
@pytest.mark.parametrize("policy", [True, False])
@pytest.mark.parametrize("name", RUN)
def test_no_injected_script_runs(browser: Any, built_site: Path, tmp_path: Path, name: str, policy: bool) -> None:
    """Without the policy each of them does: the test can fail."""
    with elsewhere() as (host, asked):
        ran = suffer(browser, built_site, tmp_path, RUN[name].replace("{elsewhere}", host), policy)
        assert ran == ([] if policy else [name])
        assert not (policy and asked)


@pytest.mark.browser
@pytest.mark.parametrize("policy", [True, False])
@pytest.mark.parametrize("name", ASK)
def test_nothing_injected_asks_another_host(
    browser: Any, built_site: Path, tmp_path: Path, name: str, policy: bool
) -> None:
    with elsewhere() as (host, asked):
        suffer(browser, built_site, tmp_path, ASK[name].format(elsewhere=host), policy)
        assert not (policy and asked), asked
        assert policy or {name, f"{name}/seen"} & asked, name


def test_while_a_site_is_edited_its_pages_may_be_reloaded(built_site: Path) -> None:
    """Both servers put a script into each page, and only they take the policy out."""
    page = (built_site / "index.html").read_bytes()
    edited = _Server.__new__(_Server)
    plain = LiveReloadServer.__new__(LiveReloadServer)
    assert POLICY.encode() in plain._inject_js_into_html(page, 1)
    on_serve(plain, config=MkDocsConfig(), builder=lambda: None)
    for server in (plain, edited):
        served_page = server._inject_js_into_html(page, 1)
        assert b"<script>\nvar livereload" in served_page
        assert b'http-equiv="Content-Security-Policy"' not in served_page
