"""What MkDocs does for a page is done once: the only hook of this project, named in ``mkdocs.yml`` under ``hooks``.

Pages, search entries and whole HTML files are kept in ``.cache/briefing/`` beside ``mkdocs.yml``, each under the digest
of all that it follows from, so that ``mkdocs build`` does again only what an edit touches; its warnings stay the same.
The site is written beside its place and put there whole; a build that fails or is killed leaves the old one. It
carries a ``manifest.json``, and follows from ``docs/``, ``mkdocs.yml`` and versions alone: no clock, order or folder
gets into it.

Two internals of MkDocs and Material are relied upon (a page renders itself; the search plug-in's handler of a page), so
nothing is kept with other versions of them than the tested ones, nor with plug-ins, hooks or extensions of Markdown
that may read what is not known here: the site is the same then, but takes longer.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import logging
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Literal

import jinja2
import markdown
import material  # type: ignore[import-untyped]
import mkdocs
import yaml
from babel.core import Locale
from jinja2.bccache import Bucket, BytecodeCache
from jinja2.runtime import Context
from material.plugins.search import plugin as search  # type: ignore[import-untyped]
from mkdocs import utils
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import BuildError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, PluginCollection, event_priority
from mkdocs.structure import StructureItem
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, get_toc
from mkdocs.theme import Theme
from mkdocs.utils import CountHandler
from pathspec import PathSpec

if __name__ != "generator.mkdocs_hooks":  # MkDocs loads a file, and only the folder of that file can be imported from
    sys.path.insert(0, str(Path(__file__).parent.parent))

from generator.cache import Cache, digest
from generator.errors import BriefingError
from generator.tree import files_below, linked, locked, replaced

__all__ = [
    "on_build_error", "on_config", "on_env", "on_files", "on_post_build", "on_pre_page", "on_serve",
    "on_shutdown", "on_startup", "without_policy",
]  # fmt: skip

MANIFEST = "manifest.json"
"""At the root of a site: the path of each other file, but for hidden ones, with the SHA-256 of its bytes."""

_TESTED = {"MkDocs": ("1.6.1", mkdocs.__version__), "Material for MkDocs": ("9.8.1", material.__version__)}
_THEMES = tuple(Path(package.__path__[0], "templates") for package in (material, mkdocs))
_PURE = {
    "abbr", "admonition", "attr_list", "def_list", "fenced_code", "footnotes", "md_in_html", "sane_lists", "tables",
    "toc",
}  # fmt: skip
"""Extensions of Markdown that read nothing but the page and their settings."""
_OF_ANY_PAGE = {
    "abs_url", "active", "ancestors", "canonical_url", "children", "edit_url", "is_homepage", "is_index", "is_link",
    "is_page", "is_section", "is_top_level", "meta", "next_page", "parent", "previous_page", "title", "url",
}  # fmt: skip
"""What a template may read of every page in the navigation,"""
_OF_ITSELF = {"content", "markdown", "toc", "update_date"}
"""of the page that it renders besides,"""
_OF_THE_MACHINE = {"config_file_path", "custom_dir", "dev_addr", "dirs", "docs_dir", "site_dir", "strict", "watch"}
"""but not of the settings,"""
_OF_THE_BUILD = {"build_date_utc", "pages"}
"""nor of what MkDocs gives to it: else its HTML is not kept."""
_NO_DATE = "1970-01-01"

_log = logging.getLogger("mkdocs.hooks.briefing")
_links_log = logging.getLogger("mkdocs.structure.pages")


class _UnknownError(Exception):
    """Something from which may follow what is not known."""


class _Build:
    """One run of MkDocs: where it writes, and what it need not do again."""

    def __init__(self, config: MkDocsConfig) -> None:
        self._config = config
        self._site = Path(config.site_dir)
        self._open = contextlib.ExitStack()
        self._cache: Cache | None = None
        self._nav: str | None = None
        self._seen: dict[str, str] = {}
        folder = Path(config.config_file_path or config.docs_dir).parent / ".cache" / "briefing"
        try:
            self._open.enter_context(locked(self._site, folder / "site.lock"))
            self._staging = self._open.enter_context(replaced(self._site))
        except (BriefingError, OSError) as error:
            self._open.close()
            raise BuildError(str(error)) from error
        try:
            self._markdown, self._settings = _settings(config)
            self._cache = self._open.enter_context(Cache(folder / "pages.sqlite", _version()))
            self._writes()
        except _UnknownError as reason:
            _log.info("No work of earlier builds is used: %s.", reason)
        config.site_dir = str(self._staging)

    @property
    def keeps(self) -> bool:
        """Whether anything is kept for later builds."""
        return self._cache is not None

    def publish(self) -> None:
        """Put the site in its place, unless MkDocs is about to fail because of its warnings."""
        counters = (h for h in logging.getLogger("mkdocs").handlers if isinstance(h, CountHandler))
        if self._config.strict and any(counter.get_counts() for counter in counters):
            self.give_up()
            return
        _finish(self._staging, self._site)
        self._config.site_dir = str(self._site)
        self._open.close()

    def give_up(self) -> None:
        """Leave the old site as it is; what was kept for later builds stays. Nothing if the build is over."""
        self._config.site_dir = str(self._site)
        self._open.__exit__(BuildError, BuildError("the old site stays"), None)

    def markdown(self, page: Page, config: MkDocsConfig, files: Files) -> None:
        """In place of `Page.render`. One about which MkDocs has something to say is not kept: it says so each time."""
        file = page.file
        key = digest("markdown", self._markdown, file.src_uri, file.url, file.inclusion.name, page.markdown or "")
        kept = self._kept(key)
        if kept and all(_answer(files, path) == answer for path, answer in kept["asked"]):
            _restore(page, files, kept)
            return
        asked = _Asked(files)
        with _heard() as said:
            Page.render(page, config, asked)
        if not said:
            self._keep(key, {"asked": list(asked.answers.items()), **_result(page)})

    def search(self, page: Page, plugin: search.SearchPlugin, index: Callable[[], None]) -> None:
        """Do what `index` does for a page: add its entries, and take out of its content what is meant for search."""
        key = digest("search", self._facts(page))
        entries, content = plugin.search_index.entries, page.content
        kept = self._kept(key)
        if kept:
            entries += kept["entries"]
            page.content = content if kept["content"] is None else kept["content"]
            return
        before = len(entries)
        index()
        with contextlib.suppress(TypeError):  # front matter may hold a value that JSON has not
            stripped = None if page.content == content else page.content
            self._keep(key, {"entries": entries[before:], "content": stripped})

    def html(self, template: str, context: Mapping[str, Any], render: Callable[[], str]) -> str:
        """What `render` makes of the `context` that MkDocs made for `template`."""
        page, nav = context["page"], self._navigation(context["nav"])
        facts = self._facts(page) if page else ""
        key = digest("html", self._settings, nav, template, context["base_url"], facts)
        kept = self._cache.get(key) if self._cache else None
        if kept is not None:
            return kept.decode("utf-8", "surrogatepass")
        _reads.start(page)
        made = render()
        if self._cache and _reads.known:
            self._cache.put(key, made.encode("utf-8", "surrogatepass"))
        return made

    def _writes(self) -> None:
        """Have MkDocs write into the new site only what is not in the old one."""
        for name in ("write_file", "copy_file"):
            self._open.callback(setattr, utils, name, getattr(utils, name))
        utils.write_file = self._write

        def copy_file(source_path: str, output_path: str) -> None:
            self._write(Path(source_path).read_bytes(), output_path)

        utils.copy_file = copy_file

    def _write(self, content: bytes, output_path: str) -> None:
        target = Path(output_path)
        target.unlink(missing_ok=True)  # it may be the old site's file as well
        old = self._site / os.path.relpath(target, self._staging)
        if _holds(old, content):
            linked(old, target)
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)

    def _facts(self, page: Page) -> str:
        """Digest of what may be read of `page` itself, before search has been at it."""
        if page.url not in self._seen:
            self._seen[page.url] = _facts(page)
        return self._seen[page.url]

    def _navigation(self, nav: Navigation) -> str:
        """Digest of what may be read of it: of each page as well, so ask when all have been rendered."""
        if self._nav is None:
            self._nav = digest(repr([_shown(item) for item in nav.items]))
        return self._nav

    def _kept(self, key: str) -> Any:
        value = self._cache.get(key) if self._cache else None
        return None if value is None else json.loads(value)

    def _keep(self, key: str, value: Any) -> None:
        if self._cache:
            self._cache.put(key, json.dumps(value, separators=(",", ":")).encode())


_build: _Build | None = None
_dirty = False


def on_startup(*, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
    """Keep out of what MkDocs calls a dirty build: that one writes some pages into the old site."""
    global _dirty
    _dirty = dirty


@event_priority(-100)
def on_config(config: MkDocsConfig) -> None:
    """Have MkDocs write beside the place of the site."""
    global _build
    on_shutdown()
    _build = None if _dirty else _Build(config)


def on_files(files: Files, *, config: MkDocsConfig) -> None:
    """Publish nothing that a symbolic link in ``docs/`` fetches from elsewhere on the machine."""
    docs = Path(config.docs_dir)
    for path in sorted(files_below(docs)):
        if (docs / path).is_symlink() and not (docs / path).resolve().is_relative_to(docs.resolve()):
            raise BuildError(f"{docs / path}: it is a symbolic link that leads out of {docs}; put a copy there instead")


def on_pre_page(page: Page, *, config: MkDocsConfig, files: Files) -> None:
    """Let `page` carry no date of the build, and have its Markdown rendered once."""
    page.update_date = _NO_DATE
    if _build and _build.keeps:
        page.render = functools.partial(_build.markdown, page)  # type: ignore[method-assign]


@event_priority(-100)
def on_env(env: jinja2.Environment, *, config: MkDocsConfig, files: Files) -> None:
    """Have pages indexed and templates rendered once."""
    env.bytecode_cache = _compiled
    if _build and _build.keeps:
        env.template_class, env.context_class = _Template, _Context
        env.getattr = _reads.noting(env.getattr)  # type: ignore[assignment, method-assign]
        env.getitem = _reads.noting(env.getitem)  # type: ignore[assignment, method-assign]
        handlers = config.plugins.events["page_context"]
        handlers[:] = [_indexing(h) if _indexes(h) else h for h in handlers]


@event_priority(-100)
def on_post_build(*, config: MkDocsConfig) -> None:
    """Put the finished site in its place."""
    if _build:
        _build.publish()


def on_serve(server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[..., None]) -> None:
    """Let pages be reloaded while they are edited."""
    inject: Callable[[bytes, int], bytes] = server._inject_js_into_html
    server._inject_js_into_html = lambda content, epoch: inject(without_policy(content), epoch)  # type: ignore[method-assign]


def without_policy(html: bytes) -> bytes:
    """`html` for a server that puts a script of its own into each page, which the policy of the site forbids."""
    return html.replace(b'http-equiv="Content-Security-Policy"', b'name="content-security-policy"', 1)


def on_build_error(*, error: Exception) -> None:
    """Leave the old site."""
    on_shutdown()


def on_shutdown() -> None:
    """Leave the old site, if the build did not come to its end."""
    global _build
    if _build:
        _build.give_up()
    _build = None


def _version() -> str:
    """Of all that makes a site of pages, besides settings and theme; one version does not read what another kept."""
    return digest(
        Path(__file__).read_bytes(), *(f"{name} {here}" for name, (_, here) in _TESTED.items()),
        markdown.__version__, jinja2.__version__, "{}.{}".format(*sys.version_info),
    )  # fmt: skip


def _settings(config: MkDocsConfig) -> tuple[str, str]:
    """Digest of the settings that Markdown follows from, and of all; _UnknownError if they can make no cache."""
    handlers = {handler for handlers in config.plugins.events.values() for handler in handlers}
    for name, (tested, here) in _TESTED.items():
        _require(here == tested, f"{name} is {here}, tried was {tested}")
    _require(config.theme.name == "material", "the theme is not Material for MkDocs")
    _require(all(h.__module__ in (__name__, search.__name__) for h in handlers), "there are other plug-ins or hooks")
    _require(set(config.markdown_extensions) <= _PURE, "an extension of Markdown may read other files")
    _require(search.jieba is None, "words are cut by jieba")
    _require(_links_log.getEffectiveLevel() > logging.DEBUG, "MkDocs tells everything")
    rendering = (config.markdown_extensions, config.mdx_configs, config.validation.links, config.use_directory_urls)
    whole = {name: value for name, value in config.items() if name not in _OF_THE_MACHINE | {"hooks"}}
    return digest(repr(_plain(rendering))), digest(repr(_plain(whole)), *_theme_files(config.theme))


def _require(condition: bool, otherwise: str) -> None:
    if not condition:
        raise _UnknownError(otherwise)


def _plain(value: Any) -> Any:
    """`value` of a setting, so that only equal ones have the same `repr`; _UnknownError if that is unsure."""
    if isinstance(value, Theme):
        return value.name, sorted(value.static_templates), _plain(dict(value))
    if isinstance(value, PluginCollection):
        return [(name, _plain(plugin.config)) for name, plugin in value.items() if isinstance(plugin, BasePlugin)]
    if isinstance(value, Mapping):
        return [(_plain(name), _plain(inner)) for name, inner in value.items()]
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    known = value is None or isinstance(value, bool | int | float | str | bytes | date | Locale | PathSpec)
    _require(known, f"a setting is a {type(value).__name__}")
    return value


def _theme_files(theme: Theme) -> Iterator[str | bytes]:
    """Path and bytes of what the theme is made of, but for the packages, which have a version."""
    for folder in theme.dirs:
        if Path(folder).resolve() not in _THEMES:
            for path in sorted(files_below(Path(folder))):
                _require(not (Path(folder) / path).is_dir(), "the theme has links to folders")
                yield from (path.as_posix(), (Path(folder) / path).read_bytes())


class _Asked(Files):
    """The files of the site, with what was asked of them."""

    def __init__(self, files: Files) -> None:
        super().__init__(())
        self._files_of_site = files
        self.answers: dict[str, Any] = {}

    def get_file_from_path(self, path: str) -> File | None:
        self.answers[path] = _answer(self._files_of_site, path)
        return self._files_of_site.get_file_from_path(path)


def _answer(files: Files, path: str) -> Any:
    """All that a link to `path` follows from."""
    file = files.get_file_from_path(path)
    return file and [file.url, file.inclusion.is_excluded()]  # type: ignore[no-untyped-call]


@contextlib.contextmanager
def _heard() -> Iterator[list[logging.LogRecord]]:
    """What MkDocs says about links in the meantime, whether or not its user wants to hear it."""
    said: list[logging.LogRecord] = []
    level, wanted = _links_log.level, _links_log.getEffectiveLevel()

    def hear(record: logging.LogRecord) -> bool:
        said.append(record)
        return record.levelno >= wanted

    _links_log.addFilter(hear)
    _links_log.setLevel(logging.INFO)
    try:
        yield said
    finally:
        _links_log.setLevel(level)
        _links_log.removeFilter(hear)


def _result(page: Page) -> dict[str, Any]:
    """What `Page.render` leaves on `page`."""
    return {
        "content": page.content,
        "toc": _tokens(page.toc),
        "title": page._title_from_render,
        "anchors": sorted(page.present_anchor_ids or (), key=repr),
        "links": [(file.src_uri, anchors) for file, anchors in (page.links_to_anchors or {}).items()],
    }


def _restore(page: Page, files: Files, kept: Mapping[str, Any]) -> None:
    page.content, page._title_from_render = kept["content"], kept["title"]
    page.toc = get_toc(kept["toc"])
    page.present_anchor_ids = set(kept["anchors"])
    targets = ((files.get_file_from_path(uri), anchors) for uri, anchors in kept["links"])
    page.links_to_anchors = {file: anchors for file, anchors in targets if file}


def _tokens(links: Iterable[AnchorLink]) -> list[dict[str, Any]]:
    return [
        {"name": link.title, "id": link.id, "level": link.level, "children": _tokens(link.children)} for link in links
    ]


def _facts(page: Page) -> str:
    addresses = (page.url, page.abs_url, page.canonical_url, page.edit_url)
    rest = repr((addresses, page.title, page.file.src_uri, page.file.inclusion.name, _tokens(page.toc)))
    return digest(rest, _front(page), page.content or "", page.markdown or "")


def _front(page: Page) -> str:
    """Front matter as text; as YAML, in which a small one stays small whatever it refers to."""
    return str(yaml.dump(dict(page.meta), Dumper=yaml.CSafeDumper, sort_keys=False))


def _shown(item: StructureItem) -> tuple[Any, ...]:
    """All that may be read of an item of the navigation from any page."""
    if isinstance(item, Page):
        return (item.url, item.abs_url, item.canonical_url, item.edit_url, item.title, item.file.src_uri, _front(item))
    return (
        type(item).__name__,
        item.title,
        getattr(item, "url", None),
        [_shown(i) for i in getattr(item, "children", None) or ()],
    )


def _indexes(handler: Any) -> bool:
    """Whether `handler` puts pages into the search index."""
    is_search = getattr(handler, "__func__", None) is search.SearchPlugin.on_page_context
    return is_search and bool(handler.__self__.config.enabled)


def _indexing(handler: Any) -> Callable[..., None]:
    def index(context: Any, *, page: Page, config: MkDocsConfig, nav: Navigation) -> None:
        index_page = functools.partial(handler, context, page=page, config=config, nav=nav)
        if _build and _build.keeps:
            _build.search(page, handler.__self__, index_page)
        else:
            index_page()

    return index


class _Reads:
    """Whether the template that is being rendered has read only what its HTML is kept under."""

    def __init__(self) -> None:
        self.start(None)

    def start(self, page: Page | None) -> None:
        """From now on, that of `page` is rendered."""
        self._page = page
        self.known = True

    def name(self, name: str) -> None:
        """The template reads what MkDocs gives it by this name."""
        self.known = self.known and name not in _OF_THE_BUILD

    def noting(self, read: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
        """`read`, by which templates get an attribute of something, noted."""

        def noted(thing: Any, attribute: Any) -> Any:
            self.known = self.known and self._foreseen(thing, attribute)
            return read(thing, attribute)

        return noted

    def _foreseen(self, thing: Any, attribute: Any) -> bool:
        if isinstance(thing, Page):
            allowed = attribute in _OF_ANY_PAGE or (thing is self._page and attribute in _OF_ITSELF)
            return allowed or not hasattr(thing, str(attribute))
        return not isinstance(thing, MkDocsConfig | Theme) or attribute not in _OF_THE_MACHINE


class _Context(Context):
    def resolve_or_missing(self, key: str) -> Any:
        _reads.name(key)
        return super().resolve_or_missing(key)


class _Template(jinja2.Template):
    def render(self, *args: Any, **kwargs: Any) -> str:
        context = dict(*args, **kwargs)
        render = functools.partial(super().render, context)
        return _build.html(str(self.name), context, render) if _build else render()


class _Compiled(BytecodeCache):
    """Templates that this process has compiled: for MkDocs while it serves. On disk they would have to be trusted."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if code := self._code.get(bucket.key):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key] = bucket.bytecode_to_string()


_reads = _Reads()
_compiled = _Compiled()


def _finish(staging: Path, site: Path) -> None:
    """Give the new site its manifest and what stood hidden in the old one."""
    (staging / MANIFEST).unlink(missing_ok=True)
    files = files_below(staging)
    hashes = {path.as_posix(): hashlib.sha256((staging / path).read_bytes()).hexdigest() for path in files}
    manifest = json.dumps(hashes, indent=0, sort_keys=True, ensure_ascii=False)
    (staging / MANIFEST).write_text(manifest + "\n", encoding="utf-8")
    for hidden in site.glob(".*"):  # MkDocs leaves them too: a checkout of the branch that is published, say
        _carry(hidden, staging / hidden.name)


def _holds(path: Path, data: bytes) -> bool:
    return path.is_file() and not path.is_symlink() and path.stat().st_size == len(data) and path.read_bytes() == data


def _carry(old: Path, new: Path) -> None:
    if new.exists():
        return
    if old.is_dir() and not old.is_symlink():
        shutil.copytree(
            old, new, symlinks=True, copy_function=lambda source, target: linked(Path(source), Path(target))
        )
    else:
        linked(old, new)
