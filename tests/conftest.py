"""What tests share: a site built and served once, and the switch that rewrites expected files."""

from __future__ import annotations

import contextlib
import functools
import http.server
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import samples
from hypothesis import settings

from generator import codec
from generator.build import build
from generator.changes import History
from generator.corpus import gather
from generator.export.pages import pages
from generator.export.site import Site
from generator.model import Brief
from generator.settings import Settings

ROOT = Path(__file__).parent.parent
CHROMIUM = os.environ.get("CHROMIUM") or next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
)
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}

if not os.environ.get("CI"):  # there, hypothesis has a profile of its own: the same examples each time, no deadline
    settings.register_profile("here", deadline=None)
    settings.load_profile("here")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite the expected files of the golden site")


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Whether the expected files are to be rewritten; a test that does so must fail."""
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture(scope="session")
def built_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of a site that `mkdocs build --strict` made of three small briefs, one of them hostile."""
    folder = tmp_path_factory.mktemp("site")
    corpus = gather([samples.flood(), samples.bare(), samples.hostile()])
    files = dict(pages(corpus, Site())) | {f"briefs/{b.slug}/brief.json": codec.encode(b) for b in corpus.briefs}
    for path, data in files.items():
        target = folder / "docs" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    return _mkdocs(folder)


@pytest.fixture(scope="session")
def real_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the site that a user gets from the golden seeds, PDFs included."""
    folder = tmp_path_factory.mktemp("real")
    shutil.copytree(ROOT / "docs" / "about", folder / "docs" / "about")
    build(Settings(seeds=ROOT / "tests" / "golden" / "seeds", docs=folder / "docs", jobs=0))
    return _mkdocs(folder)


def _mkdocs(folder: Path, site: Site = Site()) -> Path:  # noqa: B008 - a frozen value
    """The site of ``folder/docs``, built with the project's own settings but for the language and address of `site`."""
    for page in sorted((ROOT / "docs" / "about").glob("*.md")):  # a stub: what it links to is not in every site
        stub = folder / "docs" / "about" / page.name
        stub.parent.mkdir(exist_ok=True)
        if not stub.exists():
            stub.write_text(f"# {page.stem}\n")
    settings = (ROOT / "mkdocs.yml").read_text().replace("  language: en", f"  language: {site.say.language}")
    (folder / "mkdocs.yml").write_text(settings)
    shutil.copytree(ROOT / "templates" / "theme", folder / "templates" / "theme")
    (folder / "generator").symlink_to(ROOT / "generator")  # for the hook
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1", "SITE_URL": site.url or ""}
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict"],
        cwd=folder, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return folder / "site"


@pytest.fixture(scope="session")
def site_url(built_site: Path) -> Iterator[str]:
    """Address, with a final slash, at which `built_site` is served."""
    with _served(built_site) as url:
        yield url


@pytest.fixture(scope="session")
def real_url(real_site: Path) -> Iterator[str]:
    """Address, with a final slash, at which `real_site` is served."""
    with _served(real_site) as url:
        yield url


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A headless Chromium; the test is skipped where there is none."""
    playwright = pytest.importorskip("playwright.sync_api", reason="the browser tests need playwright")
    if CHROMIUM is None:
        pytest.skip("no Chromium found: install one, or name it in CHROMIUM")
    with playwright.sync_playwright() as started:
        quiet = "background-networking", "component-update", "sync"
        flags = ["--no-sandbox", "--disable-gpu", "--no-first-run", *(f"--disable-{name}" for name in quiet)]
        launched = started.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield launched
        launched.close()


@contextlib.contextmanager
def site_of(
    folder: Path, *briefs: Brief, site: Site = Site(), histories: Mapping[str, History] | None = None,  # noqa: B008 - frozen
) -> Iterator[str]:  # fmt: skip
    """Address, with a final slash, at which the `site` of `briefs`, made in `folder`, is served."""
    for path, data in pages(gather(briefs, histories), site):
        target = folder / "docs" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    with _served(_mkdocs(folder, site)) as url:
        yield url


@contextlib.contextmanager
def _served(site: Path) -> Iterator[str]:
    handler = functools.partial(_Quiet, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@contextlib.contextmanager
def watched(browser: Any, url: str) -> Iterator[Any]:
    """A page on the site at `url`; leaving it fails if one of the faults of `watch` came up."""
    context = browser.new_context(viewport=DESKTOP, base_url=url)
    opened = context.new_page()
    faults = watch(opened, url)
    yield opened
    context.close()
    assert faults == []


def watch(page: Any, site_url: str) -> list[str]:
    """Fills up with what must not happen: asking another host, an error in the console, a failed script, a dialog."""
    faults: list[str] = []
    page.on("request", lambda r: r.url.startswith((site_url, "data:", "blob:")) or faults.append(f"asked: {r.url}"))
    page.on("console", lambda m: m.type == "error" and faults.append(f"console: {m.text}"))
    page.on("pageerror", lambda e: faults.append(f"script: {e}"))
    page.on("dialog", lambda d: faults.append(f"dialog: {d.message}"))
    return faults
