"""The site on this machine while its seeds are edited: what is saved shows in the browser at once."""

from __future__ import annotations

import contextlib
import logging
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import click
from mkdocs.commands.build import build as build_site
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, MkDocsException
from mkdocs.livereload import LiveReloadServer

from generator.build import Report, build, recorded
from generator.errors import BriefingError
from generator.export import packaged
from generator.mkdocs_hooks import without_policy
from generator.settings import Settings
from generator.workers import Workers

IDLE = 5.0
"""Seconds without a change after which all is made that a quick look leaves as it is: exports, PDFs, search."""
_EVERY = 0.2
"""Seconds between two looks at the files that are watched."""


def serve(read: Callable[[], Settings], config: Path, host: str, port: int, open_in_browser: bool = False) -> None:
    """Build, serve on ``http://host:port/``, and build again on each change of a seed, review, template or page.

    `read` gives the settings anew for each build; `config` is MkDocs's file. A change that breaks the build is said,
    and the last good site stays. Ends on an interrupt.
    """
    settings = read()
    with tempfile.TemporaryDirectory(prefix="briefing-") as folder, Workers(settings.jobs, settings.limit) as workers:
        server = _Server(read, config, Path(folder) / "site", workers, host, port)
        click.echo("building …")
        server.look(everything=True)
        for place in _watched(settings, config):
            server.watch(str(place))
        threading.Thread(target=server.complete, daemon=True).start()
        click.echo(f"open {server.url}; edit {settings.seeds}/ and see; end with Ctrl-C")
        with contextlib.suppress(KeyboardInterrupt):
            server.serve(open_in_browser=open_in_browser)  # type: ignore[no-untyped-call]
        server.shutdown(wait=True)


class _Server(LiveReloadServer):
    """MkDocs's server, with builds that do no more than a change asks for."""

    def __init__(
        self, read: Callable[[], Settings], config: Path, site: Path, workers: Workers, host: str, port: int
    ) -> None:
        site.mkdir()
        super().__init__(self.look, host, port, str(site), polling_interval=_EVERY)
        self.error_handler = lambda code: (site / "404.html").read_bytes() if code == 404 else None
        self._read = read
        self._config = config
        self._site = site
        self._workers = workers
        self._building = threading.Lock()
        self._changed = time.monotonic()
        self._complete = False

    def _inject_js_into_html(self, content: bytes, epoch: int) -> bytes:
        made: bytes = super()._inject_js_into_html(without_policy(content), epoch)  # type: ignore[no-untyped-call]
        return made

    def look(self, everything: bool = False) -> None:
        """Build the pages, with `everything` that belongs to them, and say what is wrong."""
        with self._building:
            start = time.monotonic()
            self._complete, self._changed = everything, start
            try:
                settings = self._read()
                quick = replace(settings, with_pdf=False, with_exports=False)
                report = build(settings if everything else quick, self._workers)
                self._build_site(some_pages=bool(report.written) and not everything)
            except (BriefingError, MkDocsException, Abort) as error:
                click.echo(f"problem: {error}", err=True)
                return
            self._changed = time.monotonic()
            _say(report, f"{self._changed - start:.1f} s")

    def complete(self) -> None:
        """Without end: make everything whenever nothing changes for a while."""
        while True:
            time.sleep(_EVERY)
            if self._complete or time.monotonic() - self._changed < IDLE:
                continue
            with self._building:
                try:
                    build(self._read(), self._workers)
                    self._build_site()
                except (BriefingError, MkDocsException, Abort) as error:
                    click.echo(f"problem: {error}", err=True)
                self._complete = True

    def _build_site(self, some_pages: bool = False) -> None:
        """Have MkDocs make the site or, what it calls a dirty build, only `some_pages`: those that changed since."""
        logging.getLogger("mkdocs").setLevel(logging.ERROR if some_pages else logging.WARNING)
        config = load_config(config_file=str(self._config), site_dir=str(self._site))
        config.site_url = self.url
        config.plugins.on_startup(command="serve", dirty=some_pages)
        build_site(config, serve_url=self.url, dirty=some_pages)


def _watched(settings: Settings, config: Path) -> Iterator[Path]:
    """Seeds with their reviews, templates, settings, and what lies in ``docs/`` but is not made by a build."""
    yield settings.seeds
    yield config
    yield packaged()
    if settings.site.say.templates.own:
        yield settings.site.say.templates.own
    made = {path.split("/")[0] for path in recorded(settings.docs)} | {"manifest.json"}
    yield from (path for path in sorted(settings.docs.iterdir()) if path.name not in made)


def _say(report: Report, took: str) -> None:
    for problem in report.problems:
        click.echo(f"problem: {problem}", err=True)
    pages = [path for path in report.written if path.endswith(".md")]
    what = ", ".join(pages[:3]) + (f" and {len(pages) - 3} more" if len(pages) > 3 else "")
    click.echo(f"{took}: {what or 'nothing new'}")
    sys.stdout.flush()
