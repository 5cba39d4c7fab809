"""``briefing verify``: hold a published site, downloaded from anywhere, against its seeds. It is believed nothing.

Three things are done. Every file is held against the hashes in ``manifest.json``. Every seed is read anew, and each
quote must stand in it at its place and each statement pass the grounding gate or follow from the review file. Every
brief is made anew from seeds and review, and of these briefs every page, feed and table: whatever the manifests say,
each letter must be the same.

By the manifest alone are vouched for: PDFs and pictures, the search index, pages written by hand, and the theme around
the pages; the history of a brief, which seeds do not tell, must only be what its pages show. Who replaces these and the
manifest, or seeds and site together, is found out by the digest of the manifest, if that was noted elsewhere: the build
that published the site prints it. A site is verified by the version of the program that made it.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from html import unescape
from pathlib import Path
from typing import TypeVar

import lxml.html
import markdown
import msgspec
from lxml import etree
from mkdocs.utils.meta import get_data

from generator import __version__, changes, codec
from generator.briefs import outcome_of
from generator.build import MANIFEST
from generator.changes import History
from generator.compose import published
from generator.corpus import gather
from generator.errors import BriefingError, CodecError, Problem, SeedError
from generator.export import PACKAGED, Templates
from generator.export.interface import interface
from generator.export.pages import page_recipes
from generator.export.recipe import Digests, Recipe
from generator.export.sharing import shared_recipes
from generator.export.site import Site
from generator.ground import ground
from generator.ingest import Subject, discover, read
from generator.model import Brief, Claim, Document, Evidence, Publish, Review, Span, Statement
from generator.settings import LIMIT, web_address
from generator.workers import Failed, Workers

MAX_BYTES = 128 * 1024 * 1024
"""Of a file that is decoded; no larger one is ever made."""

_PUBLISH_AGAIN = "publish the site anew from its seeds"
_LOOK = "see how it came there, and publish the site anew from its seeds"
_Type = TypeVar("_Type")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What was checked, and everything that is not as it should be."""

    findings: tuple[Problem, ...]
    digest: str
    """SHA-256 of the site's manifest, and so of every file; empty where there is none."""
    files: int
    pages: int
    """Pages, feeds and tables that were made anew and compared."""
    briefs: int
    seeds: int
    statements: int
    quotes: int


def verify(
    folder: Path, seeds: Path, *, templates: Templates = PACKAGED, jobs: int = 0, limit: float = LIMIT
) -> Verified:  # fmt: skip
    """Check `folder`, a site as MkDocs built it or the ``docs/`` it was built from, against the folder `seeds`.

    Nothing outside the two is read, whatever they hold, and nothing is written. `templates`: what the site was made
    with. `jobs`: processes at once, each of which may take `limit` seconds for a brief. BriefingError if there is no
    site in `folder` or no folder `seeds`.
    """
    if not seeds.is_dir():
        raise BriefingError(f"{seeds}: there is no such folder; name that of the site's seeds with --seeds")
    site = _Folder(folder)
    if MANIFEST not in site.files:
        raise BriefingError(f"{folder}: it holds no {MANIFEST}; name the folder of a site that was built, or its docs")
    with Workers(jobs, limit) as workers:
        return _Check(site, seeds, templates, workers).result()


class _Folder:
    """The regular files below a folder, of which alone any is read. Links are not followed."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.files: set[str] = set()
        self.others: set[str] = set()
        """Links, pipes and the like."""
        for place, folders, names in os.walk(root):
            if Path(place) == root:
                folders[:] = [name for name in folders if not name.startswith(".")]
                names = [name for name in names if not name.startswith(".")]
            for path in (Path(place) / name for name in (*names, *folders)):
                mode = path.lstat().st_mode
                known = self.files if stat.S_ISREG(mode) else self.others
                if not stat.S_ISDIR(mode):
                    known.add(path.relative_to(root).as_posix())
        self.is_site = "index.html" in self.files

    def data(self, path: str) -> bytes:
        """The bytes of one of `files`; _DamagedError if it cannot be read."""
        try:
            with (self.root / path).open("rb") as file:
                data = file.read(MAX_BYTES + 1)
        except OSError as error:
            raise _DamagedError(f"it cannot be read ({error.strerror or error})") from error
        if len(data) > MAX_BYTES:
            raise _DamagedError(f"it is larger than {MAX_BYTES // 1024 // 1024} MB")
        return data

    def sha256(self, path: str) -> str | None:
        """None where there is no such file, or it cannot be read."""
        if path not in self.files:
            return None
        try:
            with (self.root / path).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            return None

    def decoded(self, path: str, kind: type[_Type]) -> _Type:
        """The JSON in one of `files`; _DamagedError if it is no `kind`."""
        try:
            return msgspec.json.decode(self.data(path), type=kind)
        except (msgspec.MsgspecError, ValueError, RecursionError) as error:
            raise _DamagedError(f"it is no manifest ({error})") from error


class _DamagedError(Exception):
    """What is wrong with a file, as one clause."""


class _Named(msgspec.Struct):
    name: str
    sha256: str


class _Settings(msgspec.Struct):
    site_name: str
    site_url: str | None
    language: str
    publish: Publish


class _Made(msgspec.Struct):
    """What the manifest of a brief says."""

    slug: str
    program: str
    engine: str
    settings: _Settings
    seeds: list[_Named]
    review: _Named | None
    files: dict[str, str]


class _Check:
    def __init__(self, folder: _Folder, seeds: Path, templates: Templates, workers: Workers) -> None:
        self._folder = folder
        self._seeds = seeds
        self._templates = templates
        self._workers = workers
        self._found: list[Problem] = []
        self._counts: Counter[str] = Counter()
        self._subjects = {subject.slug: subject for subject in discover(seeds)[0]}

    def result(self) -> Verified:
        self._check_hashes()
        briefs = self._briefs()
        self._check_seeds(briefs)
        if len(briefs) == sum(1 for _ in self._folders()):  # else it is said already, and hubs cannot be as they were
            self._check_pages(briefs)
        counts = {name: self._counts[name] for name in ("files", "pages", "briefs", "seeds", "statements", "quotes")}
        digest = self._folder.sha256(MANIFEST) or ""
        return Verified(findings=tuple(dict.fromkeys(self._found)), digest=digest, **counts)

    def _say(self, where: str, what: str, fix: str = _PUBLISH_AGAIN) -> None:
        self._found.append(Problem(where, what, fix))

    # — hashes ———————————————————————————————————————————————————————————————————————————————————————————————————————

    def _check_hashes(self) -> None:
        try:
            manifest = self._folder.decoded(MANIFEST, dict[str, str])
        except _DamagedError as error:
            self._say(MANIFEST, str(error))
            return
        self._counts["files"] = len(manifest)
        for path, sha256 in manifest.items():
            found = self._folder.sha256(path)
            if found is None:
                self._say(path, f"{MANIFEST} names it, and there is no such file")
            elif found != sha256:
                self._say(path, f"its bytes are not those that {MANIFEST} names")
        if self._folder.is_site:
            for path in sorted((self._folder.files | self._folder.others) - set(manifest) - {MANIFEST}):
                self._say(path, f"{MANIFEST} does not name it", _LOOK)

    def _folders(self) -> Iterator[str]:
        """Names of the briefs there are."""
        found = (re.fullmatch(r"briefs/([^/]+)/brief\.json", path) for path in sorted(self._folder.files))
        return (match[1] for match in found if match)

    def _briefs(self) -> dict[str, tuple[Brief, _Made]]:
        """Those that can be read, by slug, each with its manifest, which was checked against it."""
        briefs = {}
        for slug in self._folders():
            where = f"briefs/{slug}/brief.json"
            try:
                brief = codec.decode(self._folder.data(where))
                where = f"briefs/{slug}/{MANIFEST}"
                if where not in self._folder.files:
                    raise _DamagedError("there is no such file")
                made = self._folder.decoded(where, _Made)
            except (_DamagedError, CodecError, RecursionError) as error:
                self._say(where, str(error))
                continue
            if brief.slug != slug or made.slug != slug:
                self._say(where, "it is of another brief")
                continue
            briefs[slug] = brief, made
            self._check_manifest(brief, made)
        return briefs

    def _check_manifest(self, brief: Brief, made: _Made) -> None:
        folder = f"briefs/{brief.slug}/"
        where = folder + MANIFEST
        self._counts["briefs"] += 1
        if [(s.name, s.sha256) for s in made.seeds] != [(s.name, s.sha256) for s in brief.sources]:
            self._say(where, "the seeds it names are not those of brief.json")
        if made.engine != brief.engine:
            self._say(where, "the engine it names is not that of brief.json")
        for name, sha256 in made.files.items():
            if name.endswith(".md") and self._folder.is_site:
                continue  # a page, of which MkDocs made another file
            if self._folder.sha256(folder + name) != sha256:
                self._say(folder + name, f"its bytes are not those that {where} names")
        pages = {name.removesuffix(".md") + ".html" for name in made.files if name.endswith(".md")}
        known = {folder + name for name in (*made.files, *pages, MANIFEST)}
        if self._folder.is_site:
            for path in sorted(path for path in self._folder.files - known if path.startswith(folder)):
                self._say(path, f"{where} does not name it", _LOOK)

    # — seeds ————————————————————————————————————————————————————————————————————————————————————————————————————————

    def _check_seeds(self, briefs: Mapping[str, tuple[Brief, _Made]]) -> None:
        for slug in sorted(set(briefs) - set(self._subjects)):
            names = ", ".join(source.name for source in briefs[slug][0].sources)
            self._say(names, f"it is not among the seeds, and the brief {slug} was made from it", "put it back")
        known = [(*briefs[slug], subject) for slug, subject in self._subjects.items() if slug in briefs]
        for slug, subject in self._subjects.items():
            if slug not in briefs:
                self._check_new(subject)
        answers = self._workers.each(partial(_against_seeds, root=self._seeds), known)
        for (brief, _, _), answer in zip(known, answers, strict=True):
            if isinstance(answer, Failed):
                self._say(f"briefs/{brief.slug}", f"it cannot be checked: {answer.what}", "verify it on its own")
                continue
            found, counts = answer
            self._found += found
            self._counts.update(counts)

    def _check_new(self, subject: Subject) -> None:
        for path in subject.paths:
            try:
                document = read(path, self._seeds)
            except SeedError:  # no brief can be made of it
                continue
            self._say(document.name, "it is a seed of which the site has no brief")

    # — pages ————————————————————————————————————————————————————————————————————————————————————————————————————————

    def _check_pages(self, briefs: Mapping[str, tuple[Brief, _Made]]) -> None:
        if not briefs:
            return
        first = next(made for _, made in briefs.values())
        for brief, made in briefs.values():
            if (made.settings, made.program) != (first.settings, first.program):
                self._say(f"briefs/{brief.slug}/{MANIFEST}", "it was made with other settings than the other briefs")
        if first.program != __version__:
            what = f"the site was made with version {first.program} of the program; this is {__version__}"
            self._say(MANIFEST, what, f"install version {first.program} to compare the pages too")
            return
        try:
            site = self._site(first.settings)
        except BriefingError as error:
            self._say(f"briefs/{first.slug}/{MANIFEST}", str(error))
            return
        corpus = gather((brief for brief, _ in briefs.values()), self._histories(briefs))
        digests = Digests(corpus, site)
        recipes = [*page_recipes(corpus, site, digests), *shared_recipes(corpus, site, digests)]
        recipes.append(Recipe(f"schema/brief-{codec.SCHEMA_VERSION}.json", "", codec.schema))
        for recipe in recipes:
            self._check_file(recipe)
        self._check_others(recipe.path for recipe in recipes)

    def _site(self, given: _Settings) -> Site:
        url = web_address(given.site_url or "")
        return Site(name=given.site_name, url=url, say=interface(given.language, self._templates))

    def _histories(self, slugs: Iterable[str]) -> dict[str, History]:
        histories = {}
        for slug in slugs:
            path = f"briefs/{slug}/changes.json"
            try:
                if path in self._folder.files:
                    histories[slug] = changes.decode(self._folder.data(path))
            except (_DamagedError, CodecError) as error:
                self._say(path, str(error))
        return histories

    def _check_file(self, recipe: Recipe) -> None:
        page = self._folder.is_site and recipe.path.endswith(".md")
        path = recipe.path.removesuffix(".md") + ".html" if page else recipe.path
        if path not in self._folder.files:
            self._say(path, "it is missing")
            return
        self._counts["pages"] += 1
        try:
            data, made = self._folder.data(path), recipe.make()
            differs = _difference(made, data) if page else _first_line(made, data)
        except _DamagedError as error:
            differs = str(error)
        except Exception as error:  # of what strangers wrote, lxml and the templates may raise whatever they like
            differs = f"it cannot be compared ({type(error).__name__}: {error})"
        if differs:
            self._say(path, differs)

    def _check_others(self, made: Iterable[str]) -> None:
        """Nobody put a page of an actor, a source or a period among those that the briefs give."""
        known = {path.removesuffix(".md") + ".html" if self._folder.is_site else path for path in made}
        suffix = ".html" if self._folder.is_site else ".md"
        for path in sorted(self._folder.files - known):
            if path.endswith(suffix) and path.startswith(("briefs/", "actors/", "timeline/")):
                self._say(path, "it is a page that the briefs do not give", _LOOK)


# — one brief against its seeds ———————————————————————————————————————————————————————————————————————————————————————


def _against_seeds(item: tuple[Brief, _Made, Subject], root: Path) -> tuple[list[Problem], Counter[str]]:
    """What of a published brief does not follow from the files of its subject, and how much was checked."""
    brief, made, subject = item
    found: list[Problem] = []
    counts = Counter(seeds=len(brief.sources), statements=len(brief.statements), quotes=len(brief.notes))
    documents = dict(_documents(brief, subject, root, found))
    _check_review(made, subject, root, found)
    if len(documents) == len(brief.sources):
        whole = [documents[source.name] for source in brief.sources]
        found += _ungrounded(brief, whole, edited=subject.review is not None)
    if made.program == __version__ and not found:
        found += _not_given(brief, made, subject, root)
    return found, counts


def _documents(
    brief: Brief, subject: Subject, root: Path, found: list[Problem]
) -> Iterator[tuple[str, Document]]:  # fmt: skip
    """The sources, read anew."""
    published_ones = {source.name: source.sha256 for source in brief.sources}
    paths = {path.relative_to(root).as_posix(): path for path in subject.paths}
    for name in sorted(set(published_ones) - set(paths)):
        what = f"it is not among the seeds, and the brief {brief.slug} was made from it"
        found.append(Problem(name, what, "put it back"))
    for name, path in paths.items():
        try:
            document = read(path, root)
        except SeedError as error:
            if name in published_ones:
                found.append(error.problem)
            continue
        if name not in published_ones:
            found.append(Problem(name, f"the brief {brief.slug} was made without this seed", _PUBLISH_AGAIN))
        elif document.sha256 != published_ones[name]:
            found.append(Problem(name, f"it is not the seed that the brief {brief.slug} was made from", _PUBLISH_AGAIN))
        else:
            yield name, document


def _check_review(made: _Made, subject: Subject, root: Path, found: list[Problem]) -> None:
    there = subject.review.relative_to(root).as_posix() if subject.review else ""
    named = made.review.name if made.review else ""
    if there != named:
        what = f"the brief {made.slug} was made with {named or 'no review file'}, not with {there or 'none'}"
        found.append(Problem(named or there, what, _PUBLISH_AGAIN))
    elif made.review and subject.review and _sha256(subject.review) != made.review.sha256:
        what = f"it is not the review file that the brief {made.slug} was made with"
        found.append(Problem(there, what, _PUBLISH_AGAIN))


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _ungrounded(brief: Brief, documents: list[Document], edited: bool) -> Iterator[Problem]:
    """Quotes that do not stand in the seeds, and statements that these do not carry; `edited`: a person may have."""
    where = f"briefs/{brief.slug}/brief.json"
    for statement in brief.statements:
        try:
            evidence = tuple(_moved(brief, e, documents) for e in statement.evidence)
            context = tuple(_moved(brief, e, documents) for e in statement.context)
        except LookupError as error:
            yield Problem(where, str(error.args[0]), _PUBLISH_AGAIN)
            continue
        whole = replace(statement, evidence=evidence, context=context)
        if (statement.review is not Review.EDITED or not edited) and (reason := _refusal(whole, documents)):
            what = f"{_called(statement)} does not pass the grounding gate: {reason}"
            yield Problem(where, what, _PUBLISH_AGAIN)


def _called(statement: Statement) -> str:
    return f"{statement.section}: “{statement.name or statement.text}”"


def _moved(brief: Brief, evidence: Evidence, documents: list[Document]) -> Evidence:
    """`evidence` in the whole text of its source; LookupError if the quote does not stand there."""
    source, whole, quote = brief.sources[evidence.source], documents[evidence.source], brief.quote(evidence)
    span = evidence.span
    index = source.sentence_at(span.start)
    if source.numbers and index is not None:
        number = source.number(index)
        if not 0 < number <= len(whole.sentences):
            raise LookupError(f"{source.name} has no sentence {number}, from which “{quote}” is quoted")
        start = whole.sentences[number - 1].start + span.start - source.sentences[index].start
        span = Span(start, start + span.end - span.start)
    if whole.text[span.start : span.end] != quote:
        raise LookupError(f"“{quote}” does not stand in {source.name} where it is quoted from")
    return Evidence(evidence.source, span)


def _refusal(statement: Statement, documents: list[Document]) -> str:
    """Why no source carries the statement; "" if one does. What several say was joined after it passed the gate."""
    reasons = []
    for number in dict.fromkeys(e.source for e in statement.evidence):
        document = documents[number]
        claim = Claim(
            section=statement.section, text=statement.text,
            evidence=tuple(e.span for e in statement.evidence if e.source == number),
            context=tuple(e.span for e in statement.context if e.source == number),
            status=statement.status, speaker=statement.speaker, certainty=statement.certainty, date=statement.date,
            date_text=statement.date_text, name=statement.name, type=statement.type,
            aliases=tuple(alias for alias in statement.aliases if _holds(document, alias)),
        )  # fmt: skip
        refusals = ground(document, [claim], number).refusals
        if not refusals:
            lost = [a for a in statement.aliases if not any(_holds(document, a) for document in documents)]
            return f"the alias {lost[0]!r} stands in no source" if lost else ""
        reasons += [refusal.reason for refusal in refusals]
    return reasons[0]


def _holds(document: Document, words: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(words)}(?!\w)", f"{document.title}\n{document.text}", re.IGNORECASE))


def _not_given(brief: Brief, made: _Made, subject: Subject, root: Path) -> Iterator[Problem]:
    """What of a brief differs from the one that this program makes of the same files."""
    where = f"briefs/{brief.slug}/brief.json"
    try:
        again = outcome_of(subject, root, made.engine.partition("/")[0]).brief
    except BriefingError as error:
        yield Problem(where, str(error), "install the version of the program that made the site")
        return
    again = published(again, made.settings.publish) if again else None
    if again == brief:
        return
    here, there = set(brief.statements), set(again.statements if again else ())
    for statement in sorted(here - there, key=brief.statements.index):
        yield Problem(where, f"{_called(statement)} does not follow from the seeds and their review", _PUBLISH_AGAIN)
    for statement in sorted(there - here, key=lambda s: s.anchor):
        yield Problem(where, f"{_called(statement)} follows from the seeds and is not there as it is", _PUBLISH_AGAIN)
    if here == there:
        yield Problem(where, "its order, title or sources are not what the seeds give", _PUBLISH_AGAIN)


# — one page against another ——————————————————————————————————————————————————————————————————————————————————————————


def _difference(page: bytes, built: bytes) -> str:
    """What in `built`, a page as MkDocs made it, is not what stands in the Markdown `page`; "" if all is."""
    text, about = get_data(page.decode("utf-8"))
    html = markdown.markdown(text, extensions=["attr_list", "toc"])
    wanted = lxml.html.fragment_fromstring(html, create_parent="article")
    root = lxml.html.document_fromstring(built, parser=lxml.html.HTMLParser(encoding="utf-8"))
    articles = root.findall(".//article")
    if len(articles) != 1:
        return "it is no page of this site: it has not one article"
    for permalink in articles[0].xpath(".//a[@class='headerlink']"):
        permalink.drop_tree()
    for name in ("name='description'", "property='og:description'"):
        found = root.xpath(f"//head/meta[@{name}]/@content")
        if "description" in about and found != [unescape(str(about["description"]))]:
            return "its description is not what the seeds give"
    return _unequal(list(_pieces(wanted)), list(_pieces(articles[0])))


def _pieces(article: etree._Element) -> Iterator[str]:
    """Tags with their attributes, and all texts."""
    for element in article.iter():
        if element is not article:
            yield f"<{element.tag} {sorted(element.attrib.items())}>"
            yield " ".join((element.tail or "").split())
        yield " ".join((element.text or "").split())


def _first_line(made: bytes, data: bytes) -> str:
    if made == data:
        return ""
    return _unequal(made.decode("utf-8", "replace").splitlines(), data.decode("utf-8", "replace").splitlines())


def _unequal(wanted: list[str], found: list[str]) -> str:
    """The first place where the two differ; "" if they do not."""
    if wanted == found:
        return ""
    missing = ["its end"]
    want, have = next((a, b) for a, b in zip(wanted + missing, found + missing) if a != b)  # noqa: B905 - one may be longer
    start = max(0, next((i for i, (a, b) in enumerate(zip(want, have)) if a != b), 0) - 30)  # noqa: B905 - as above
    return f"it says “{have[start : start + 80]}” where the seeds give “{want[start : start + 80]}”"
