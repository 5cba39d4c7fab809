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
from collections.abc import Iterator
from pathlib import Path

import pytest
import samples
from hypothesis import settings

from generator import codec
from generator.build import Settings, build
from generator.corpus import gather
from generator.export.pages import pages

ROOT = Path(__file__).parent.parent

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
    files = dict(pages(corpus)) | {f"briefs/{b.slug}/brief.json": codec.encode(b) for b in corpus.briefs}
    for path, data in files.items():
        target = folder / "docs" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    return _mkdocs(folder)


@pytest.fixture(scope="session")
def real_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the site that a user gets from the golden seeds, PDFs included."""
    folder = tmp_path_factory.mktemp("real")
    build(Settings(seeds=ROOT / "tests" / "golden" / "seeds", docs=folder / "docs", jobs=1))
    return _mkdocs(folder)


def _mkdocs(folder: Path) -> Path:
    """The site of ``folder/docs``, built with the project's own settings."""
    (folder / "docs" / "about").mkdir()
    for page in ("method", "model", "architecture", "performance"):
        (folder / "docs" / "about" / f"{page}.md").write_text(f"# {page}\n")
    shutil.copy(ROOT / "mkdocs.yml", folder)
    shutil.copytree(ROOT / "templates" / "theme", folder / "templates" / "theme")
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    environment.pop("SITE_URL", None)
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
