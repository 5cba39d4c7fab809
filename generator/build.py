"""From ``seeds/`` to ``docs/``: the pipeline, top to bottom. The only module that writes files there.

A build does only what was not done before. What was worked out stays in a cache, under a digest of all that it follows
from. Of a file the cache holds no more than the digest of its bytes: one that stands in ``docs/`` with that digest is
not made again. So nothing is trusted for where it stands, and nothing is written that is there already.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import multiprocessing
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from generator import __version__, changes, codec
from generator.briefs import Outcome, Refused, briefs, composed, outcome_of
from generator.cache import Cache, digest, folder_digest, program
from generator.changes import History
from generator.compose import published
from generator.corpus import gather, slugify
from generator.errors import BriefingError, CodecError, Problem, RenderError
from generator.export.card import card
from generator.export.pages import page_recipes
from generator.export.pdf import bundle, pdf
from generator.export.recipe import Digests, Recipe
from generator.export.selection import Selection, described, heading, select
from generator.export.sharing import shared_recipes
from generator.export.site import CARD, PAPERS, Paper, Site
from generator.extract.encoder import SHA256 as MODEL_SHA256
from generator.extract.verdicts import Verdict, settled
from generator.ingest import Subject, discover
from generator.model import Brief
from generator.settings import LIMIT, Settings
from generator.tree import files_below, identity, linked, locked, repair, replaced
from generator.workers import Failed, Workers

MANIFEST = "manifest.json"
"""In ``docs/``: every generated file and the SHA-256 of its bytes; a later build may remove what stands in it. In the
folder of a brief: what it was made from (`Manifest`)."""

PRINTED = (*PAPERS, CARD)
"""Names of what is printed of each brief."""


@dataclass(slots=True)
class Report:
    """What a build did."""

    briefs: tuple[Brief, ...] = ()
    problems: list[Problem] = field(default_factory=list)
    refused: dict[str, tuple[Refused, ...]] = field(default_factory=dict)
    """By slug: what an engine proposed and the gate did not let through."""
    written: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    unchanged: int = 0


def build(settings: Settings, workers: Workers | None = None) -> Report:
    """Make ``docs/`` what the seeds give; other files in it are left alone. BriefingError if no seed can be built.

    The folder is replaced as a whole: whoever reads it meanwhile, or after a build was killed, finds the old files or
    the new ones. Builds of the same folder wait for one another. `workers`: some that are there already.
    """
    if getattr(multiprocessing.current_process(), "_inheriting", False):  # a worker that runs its caller's script again
        raise BriefingError("worker processes run the script that calls build too; guard the call with __name__")
    report = Report()
    _check_folders(settings)
    with locked(settings.docs, _cache_folder(settings) / "lock"):
        _repair(settings.docs)
        standing = _Standing(settings.docs)
        files = _planned(settings, standing, report, workers)
        _publish(settings.docs, files, standing, report)
    return report


def check(settings: Settings) -> list[str]:
    """Paths below ``docs/`` that differ from what the seeds would give now; nothing is written there."""
    _check_folders(settings)
    standing = _Standing(settings.docs)
    files = _planned(settings, standing, Report())
    known = {*standing.recorded(), *files, MANIFEST}
    wanted = {path: file.sha256 for path, file in files.items()} | {MANIFEST: _sha256(_manifest(files))}
    return sorted(path for path in known if standing.sha256(path) != wanted.get(path))


def recorded(docs: Path) -> list[str]:
    """Paths of the files in `docs` that the last build made."""
    return _Standing(docs).recorded()


def _planned(
    settings: Settings, standing: _Standing, report: Report, workers: Workers | None = None
) -> dict[str, _File]:  # fmt: skip
    """All generated files by their path below ``docs/``; what happened on the way is added to `report`."""
    with Cache(_cache_folder(settings) / "build.sqlite", "1") as cache:
        if workers:
            return _Plan(settings, standing, report, cache, workers).files()
        with Workers(settings.jobs, settings.limit) as own:
            return _Plan(settings, standing, report, cache, own).files()


def _cache_folder(settings: Settings) -> Path:
    return settings.cache or settings.docs.absolute().parent / ".cache" / "briefing"


# — planning ——————————————————————————————————————————————————————————————————————————————————————————————————————————


@dataclass(frozen=True, slots=True)
class _File:
    """A file as it is to stand in ``docs/``."""

    sha256: str
    data: bytes | None = None
    """None: it stands there already."""


class _Standing:
    """What stands in ``docs/``, and its digests, worked out once."""

    def __init__(self, docs: Path) -> None:
        self._docs = docs
        self._digests: dict[str, str | None] = {}

    def data(self, path: str) -> bytes | None:
        try:
            return (self._docs / path).read_bytes()
        except OSError:  # what cannot be read counts as missing: it is written anew, or that fails with a reason
            return None

    def sha256(self, path: str) -> str | None:
        if path not in self._digests:
            data = self.data(path)
            self._digests[path] = None if data is None else _sha256(data)
        return self._digests[path]

    def recorded(self) -> list[str]:
        """Paths in the manifest of the last build; a missing or damaged one records nothing."""
        try:
            content = json.loads(self.data(MANIFEST) or b"")
        except ValueError:
            return []
        names = [path for path in content if isinstance(path, str)] if isinstance(content, dict) else []
        return [name for name in names if all(_is_name(part) for part in name.split("/"))]


class _Plan:
    """One build: what is to stand in ``docs/``, made only where it does not yet."""

    def __init__(
        self, settings: Settings, standing: _Standing, report: Report, cache: Cache, workers: Workers
    ) -> None:  # fmt: skip
        self._settings = settings
        self._standing = standing
        self._report = report
        self._cache = cache
        self._workers = workers

    def files(self) -> dict[str, _File]:
        """A brief that cannot be shown is left out, and said to be a problem; BriefingError if none is left."""
        outcomes = self._outcomes()
        while outcomes:
            try:
                return self._files(outcomes)
            except _FaultyError as fault:
                self._report.problems.append(fault.problem)
                outcomes = [outcome for outcome in outcomes if outcome.slug != fault.slug]
        raise BriefingError(_nothing_built(self._settings, self._report))

    def _files(self, outcomes: Sequence[Outcome]) -> dict[str, _File]:
        self._corpus = gather((o.brief for o in outcomes if o.brief), self._histories(outcomes))
        self._digests = Digests(self._corpus, self._settings.site)
        self._report.briefs = self._corpus.briefs
        files = {recipe.path: self._file(recipe) for recipe in self._recipes()}
        if not self._settings.with_exports:
            files |= self._left(recipe.path for recipe in self._shared())
        files |= self._printed() if self._settings.with_pdf else self._left(self._printed_paths())
        files |= self._manifests(outcomes, files)
        return files

    def _outcomes(self) -> list[Outcome]:
        """What became of each seed, cut to what the site may publish."""
        settings, report = self._settings, self._report
        subjects, problems = discover(settings.seeds)
        report.problems += problems
        outcomes = []
        for outcome in briefs(subjects, settings.seeds, settings.engine, self._cache, self._workers):
            report.problems += outcome.problems
            if outcome.refused:
                report.refused[outcome.slug] = outcome.refused
            if outcome.brief:
                outcomes.append(replace(outcome, brief=published(outcome.brief, settings.publish)))
        if not outcomes:
            raise BriefingError(_nothing_built(settings, report))
        return outcomes

    def _histories(self, outcomes: Sequence[Outcome]) -> dict[str, History]:
        """What changed in each brief since it was published: what is known of it, and what changes now."""
        found = {o.brief.slug: self._history(o.brief) for o in outcomes if o.brief}
        return {slug: history for slug, history in found.items() if history.revisions}

    def _history(self, brief: Brief) -> History:
        folder = f"briefs/{brief.slug}"
        try:
            history = changes.decode(self._standing.data(f"{folder}/changes.json") or b"")
        except CodecError:
            history = History()
        before = self._standing.data(f"{folder}/brief.json")
        if before is None or before == codec.encode(brief):
            return history
        try:
            old = codec.decode(before)
        except CodecError:  # of another version of the program, or damaged: there is nothing to compare with
            return history
        return changes.extended(history, old, brief, changes.date_of(old, brief, _epoch()))

    def _recipes(self) -> Iterator[Recipe]:
        corpus, digests = self._corpus, self._digests
        yield from page_recipes(corpus, self._settings.site, digests)
        yield Recipe(f"schema/brief-{codec.SCHEMA_VERSION}.json", "", codec.schema)
        yield Recipe("schema/changes-1.json", "", changes.schema)
        for brief in corpus.briefs:
            folder, depends = f"briefs/{brief.slug}", digests.brief(brief.slug)
            yield Recipe(f"{folder}/brief.json", depends, partial(codec.encode, brief))
            if corpus.history(brief).revisions:
                yield Recipe(f"{folder}/changes.json", depends, partial(changes.encode, corpus.history(brief)))
        if self._settings.with_exports:
            yield from self._shared()

    def _shared(self) -> Iterator[Recipe]:
        return shared_recipes(self._corpus, self._settings.site, self._digests)

    def _file(self, recipe: Recipe) -> _File:
        key = digest("file", program(), recipe.path, recipe.depends)
        known = self._cache.get(key)
        if known and known.decode("ascii", "replace") == self._standing.sha256(recipe.path):
            return _File(known.decode())
        data = _made(recipe)
        self._cache.put(key, _sha256(data).encode())
        return _File(_sha256(data), data)

    def _left(self, paths: Iterable[str]) -> dict[str, _File]:
        """Files of these that stand in ``docs/``, as they are."""
        digests = ((path, self._standing.sha256(path)) for path in paths)
        return {path: _File(found) for path, found in digests if found}

    def _printed_paths(self) -> Iterator[str]:
        return (f"briefs/{brief.slug}/{name}" for brief in self._corpus.briefs for name in PRINTED)

    def _printed(self) -> dict[str, _File]:
        """PDFs and cards. What is wrong with one is said at each build, not only at the one that makes it."""
        site, fonts = self._settings.site, self._settings.fonts
        common = (program(), self._digests.site, folder_digest(fonts) if fonts else "")
        keys = {
            f"briefs/{brief.slug}/{name}": digest("print", *common, name, codec.encode(brief))
            for brief in self._corpus.briefs for name in PRINTED
        }  # fmt: skip
        files: dict[str, _File] = {}
        problems: dict[str, list[Problem]] = {}
        for path, key in keys.items():
            known = _unpacked(self._cache.get(key))
            if known and known[0] == self._standing.sha256(path):
                files[path], problems[path] = _File(known[0]), known[1]
        todo = [(brief, tuple(name for name in PRINTED if f"briefs/{brief.slug}/{name}" not in files))
                for brief in self._corpus.briefs]  # fmt: skip
        for path, data, said in _print_all([item for item in todo if item[1]], site, fonts, self._workers):
            problems[path] = said
            if data is not None:
                files[path] = _File(_sha256(data), data)
                self._cache.put(keys[path], _packed(_sha256(data), said))
        said_once = dict.fromkeys(problem for path in keys for problem in problems.get(path, ()))
        self._report.problems += (problem for problem in said_once if problem not in self._report.problems)
        return files

    def _manifests(self, outcomes: Sequence[Outcome], files: Mapping[str, _File]) -> dict[str, _File]:
        made = {}
        for outcome in outcomes:
            folder = f"briefs/{outcome.slug}/"
            held = {path.removeprefix(folder): f.sha256 for path, f in files.items() if path.startswith(folder)}
            data = _brief_manifest(outcome, held, self._settings)
            made[folder + MANIFEST] = _File(_sha256(data), data)
        return made


class _FaultyError(Exception):
    """A brief that the program fails to show."""

    def __init__(self, slug: str, error: Exception) -> None:
        super().__init__(slug)
        self.slug = slug
        what = f"its brief cannot be shown ({type(error).__name__}: {error})"
        self.problem = Problem(slug, what, "report this as a fault, with the document if you may")


def _made(recipe: Recipe) -> bytes:
    folder, _, rest = recipe.path.partition("/")
    try:
        return recipe.make()
    except BriefingError:
        raise
    except Exception as error:
        if folder == "briefs" and "/" in rest:
            raise _FaultyError(rest.partition("/")[0], error) from error
        raise


def _epoch() -> int | None:
    """``SOURCE_DATE_EPOCH``: the only clock a build may ask (https://reproducible-builds.org/specs/source-date-epoch/).

    BriefingError if it is set to what is no number of seconds.
    """
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if given and not (given.isascii() and given.isdecimal() and len(given) < 12):
        raise BriefingError(f"SOURCE_DATE_EPOCH is {given!r}; set it to a number of seconds since 1970, or not at all")
    return int(given) if given else None


def _brief_manifest(outcome: Outcome, files: Mapping[str, str], settings: Settings) -> bytes:
    """What a brief was made from, and the SHA-256 of each file that was made of it."""
    if outcome.brief is None:
        raise ValueError(f"no brief was made of {outcome.slug}")
    name, sha256 = outcome.review or ("", "")
    said = {
        "schema": 1,
        "slug": outcome.slug,
        "program": __version__,
        "engine": outcome.brief.engine,
        "model": MODEL_SHA256,
        "brief_schema": codec.SCHEMA_VERSION,
        "settings": {
            "site_name": settings.site.name, "site_url": settings.site.url,
            "language": settings.site.say.language, "publish": settings.publish,
        },
        "seeds": [{"name": source.name, "sha256": source.sha256} for source in outcome.brief.sources],
        "review": {"name": name, "sha256": sha256} if name else None,
        "files": dict(sorted(files.items())),
    }  # fmt: skip
    return (json.dumps(said, indent=1, ensure_ascii=False) + "\n").encode()


# — printing ——————————————————————————————————————————————————————————————————————————————————————————————————————————

_Print = tuple[str, bytes | None, list[Problem]]
"""Path below ``docs/``, the file unless it cannot be made, and what is wrong with it."""
_FEW = 8
"""Up to so many briefs are printed in this process: to start others would take longer."""


def _print_all(
    todo: Sequence[tuple[Brief, tuple[str, ...]]], site: Site, fonts: Path | None, workers: Workers
) -> Iterator[_Print]:
    work = partial(_print, site=site, fonts=fonts)
    results: Iterable[list[_Print] | Failed] = map(work, todo) if len(todo) < _FEW else workers.each(work, todo)
    for (brief, names), made in zip(todo, results, strict=True):
        if isinstance(made, Failed):
            fix = "report this as a fault, with the document if you may"
            problem = Problem(f"briefs/{brief.slug}", f"it cannot be printed: {made.what}", fix)
            yield from ((f"briefs/{brief.slug}/{name}", None, [problem]) for name in names)
        else:
            yield from made


def _print(item: tuple[Brief, tuple[str, ...]], site: Site, fonts: Path | None) -> list[_Print]:
    """Those PDFs and cards of a brief; one that cannot be made does not cost the others."""
    brief, names = item
    done: list[_Print] = []
    for name in names:
        path = f"briefs/{brief.slug}/{name}"
        try:
            if name == CARD:
                done.append((path, card(brief, site, fonts=fonts), []))
            else:
                made = pdf(brief, PAPERS[name], site=site, fonts=fonts)
                done.append((path, made.data, list(made.problems)))
        except RenderError as error:
            problem = Problem(path, str(error), "report this as a fault, with the document if you may")
            done.append((path, None, [problem]))
    return done


def _packed(sha256: str, problems: Sequence[Problem]) -> bytes:
    return json.dumps([sha256, [(p.where, p.what, p.fix) for p in problems]]).encode()


def _unpacked(data: bytes | None) -> tuple[str, list[Problem]] | None:
    if data is None:
        return None
    sha256, problems = json.loads(data)
    return sha256, [Problem(*problem) for problem in problems]


# — from what stands in docs/ —————————————————————————————————————————————————————————————————————————————————————————


def reprint(settings: Settings, slugs: Sequence[str] = ()) -> Report:
    """Make PDFs and card of the briefs in ``docs/`` called `slugs` (none named: all) anew from their ``brief.json``.

    BriefingError if there is no such brief.
    """
    report = Report()
    todo = [(brief, PRINTED) for brief in _published(settings, slugs, report)]
    with Workers(settings.jobs, settings.limit) as workers:
        for path, data, problems in _print_all(todo, settings.site, settings.fonts, workers):
            report.problems += (problem for problem in problems if problem not in report.problems)
            if data is not None:
                _write(settings.docs / path, data)
                report.written.append(path)
    return report


def collect(
    settings: Settings, wanted: Selection, out: Path, *,
    slugs: Sequence[str] = (), title: str | None = None, paper: Paper = "a4",
) -> Report:  # fmt: skip
    """Write the briefs in ``docs/`` (called `slugs`, if some are named) that fulfil `wanted` as one PDF, `out`.

    `title` None: the title says the period. BriefingError if there is no such brief.
    """
    report = Report()
    report.briefs = select(_published(settings, slugs, report), wanted)
    say = settings.site.say
    title = title or heading(report.briefs, wanted, say)
    made = bundle(
        report.briefs, title, about=described(wanted, say), paper=paper, site=settings.site, fonts=settings.fonts
    )
    report.problems += made.problems
    _write(out, made.data)
    report.written.append(str(out))
    return report


def _published(settings: Settings, slugs: Sequence[str], report: Report) -> list[Brief]:
    """The briefs in ``docs/`` called `slugs`, or all; BriefingError if there is none, or not one of these names."""
    folder = settings.docs / "briefs"
    known = sorted(path.parent.name for path in folder.glob("*/brief.json"))
    unknown = sorted(set(slugs) - set(known))
    if unknown or not known:
        there = f"no brief is called {', '.join(unknown)}; there are: {', '.join(known)}"
        raise BriefingError(f"{folder}: {there if known else 'there is no brief yet'}; run `briefing build` first")
    stored = [_stored(folder / slug / "brief.json", report) for slug in known if not slugs or slug in slugs]
    if not any(stored):
        raise BriefingError("no brief could be printed:\n" + "\n".join(f"  {p}" for p in report.problems))
    return [brief for brief in stored if brief]


def _stored(path: Path, report: Report) -> Brief | None:
    """The brief in the file `path`; None, and a problem more, if it holds none or that of another folder."""
    fix = "run `briefing build` to make it anew"
    try:
        brief = codec.decode(path.read_bytes())
        if brief.slug == path.parent.name:  # it names the folder that is written to
            return brief
        report.problems.append(Problem(str(path), f"it is the brief {brief.slug!r}, not that of its folder", fix))
    except OSError as error:
        report.problems.append(Problem(str(path), f"it cannot be read ({error.strerror or error})", fix))
    except CodecError as error:
        report.problems.append(Problem(str(path), str(error), fix))
    return None


def extract(paths: Sequence[Path], folder: Path, engine: str = "embedded", jobs: int | None = None) -> Report:
    """Write ``brief.json`` of each document in `paths` as ``folder/<file stem>.json``; one that fails is a problem."""
    report = Report()
    names: dict[str, Path] = {}
    for path in paths:
        if names.setdefault(f"{path.stem}.json", path) is not path:
            what = f"another file already gave {path.stem}.json"
            report.problems.append(Problem(str(path), what, "rename one of them"))
    with Workers(jobs if jobs is not None else os.cpu_count() or 1, LIMIT) as workers:
        outcomes = workers.each(partial(_alone, engine=engine), list(names.values()))
        for (name, path), outcome in zip(names.items(), outcomes, strict=True):
            if isinstance(outcome, Failed):
                report.problems.append(Problem(str(path), outcome.what, "split it, or keep its text only"))
                continue
            report.problems += outcome.problems
            if outcome.brief:
                _write(folder / name, codec.encode(outcome.brief))
                report.written.append(name)
    return report


def _alone(path: Path, engine: str) -> Outcome:
    return outcome_of(_subject(path), path.parent, engine)


def _subject(path: Path) -> Subject:
    return Subject(slug=slugify(path.stem) or "brief", title=None, paths=(path,))


@dataclass(frozen=True, slots=True)
class Explained:
    """A brief and, for each of its sources, what became of everything that was proposed."""

    brief: Brief
    verdicts: tuple[tuple[Verdict, ...], ...]
    problems: tuple[Problem, ...]


def explain(target: str, seeds: Path) -> Explained:
    """Why the brief of `target`, a file or the slug of a brief in the folder `seeds`, is as it is; nothing is written.

    BriefingError if there is no such brief, or it cannot be made.
    """
    from generator.extract import embedded  # imported when asked for, as engines are

    path = Path(target)
    if path.is_file():
        subject, root = _subject(path), path.parent
    else:
        known = {s.slug: s for s in discover(seeds)[0]}
        if target not in known:
            there = f"{seeds} has: {', '.join(known) or 'none'}"
            raise BriefingError(f"{target}: there is no such file, and no brief is called that; {there}")
        subject, root = known[target], seeds
    made, problems = composed(subject, root, "embedded")
    if made is None:
        raise BriefingError("the brief could not be made:\n" + "\n".join(f"  {p}" for p in problems))
    refused = {refusal.claim: refusal.reason for refusal in made.refusals}
    brief = made.brief
    return Explained(
        brief, tuple(settled(embedded.explain(source), refused) for source in brief.sources), tuple(problems)
    )


# — writing ———————————————————————————————————————————————————————————————————————————————————————————————————————————


def _check_folders(settings: Settings) -> None:
    """BriefingError if what is built would lie among the seeds, or the seeds would be published as they are."""
    if settings.docs.exists() and not settings.docs.is_dir():
        raise BriefingError(f"{settings.docs}: it is a file, not a folder; name another folder with --docs")
    seeds, docs = settings.seeds.resolve(), settings.docs.resolve()
    if seeds.is_relative_to(docs) or docs.is_relative_to(seeds):
        raise BriefingError(
            f"{settings.docs}: it and {settings.seeds} lie within one another; keep seeds and docs in separate folders"
        )


def _nothing_built(settings: Settings, report: Report) -> str:
    if not report.problems:
        return f"{settings.seeds}: there is no seed; put a .txt, .md, .html, .pdf or .docx file there"
    return "no seed could be built:\n" + "\n".join(f"  {p}" for p in report.problems)


def _repair(docs: Path) -> None:
    """What a killed build left is put right before anything is read: it may have taken ``docs/`` out of its place."""
    try:
        repair(docs)
    except OSError as error:
        raise _unwritable(docs, error) from error


def _publish(docs: Path, files: Mapping[str, _File], standing: _Standing, report: Report) -> None:
    """Put `files` in the place of what the last build made; whatever else lies in ``docs/`` stays."""
    data = _manifest(files)
    whole = {**files, MANIFEST: _File(_sha256(data), data)}
    changed = {path: file.data for path, file in whole.items() if standing.sha256(path) != file.sha256}
    seen = {path: identity(docs / path) for path in files_below(docs)}
    removed = {path.as_posix() for path in seen} & (set(standing.recorded()) - set(whole))
    report.written += sorted(set(changed) - {MANIFEST})
    report.removed += sorted(removed)
    report.unchanged += len(files) - len(report.written)
    if not changed and not removed:
        return
    try:
        _refuse_links(docs, seen, changed)
        with replaced(docs, seen) as staging:
            for path in seen:
                if path.as_posix() not in changed and path.as_posix() not in removed:
                    with contextlib.suppress(FileNotFoundError):  # somebody took it away meanwhile
                        linked(docs / path, staging / path)
            for name, content in changed.items():
                target = staging / name
                try:
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(content or b"")
                except OSError as error:
                    raise _unwritable(docs / name, error) from error
    except OSError as error:
        raise _unwritable(docs, error) from error


def _refuse_links(docs: Path, seen: Iterable[Path], changed: Iterable[str]) -> None:
    """BriefingError if a file would be written through a symbolic link to some other place."""
    links = {path.as_posix() for path in seen if (docs / path).is_dir()}
    for name in changed:
        for parent in Path(name).parents:
            if parent.as_posix() in links:
                raise BriefingError(f"{docs / parent}: it is a symbolic link, and a build writes into it; remove it")


def _manifest(files: Mapping[str, _File]) -> bytes:
    digests = {path: file.sha256 for path, file in sorted(files.items()) if path != MANIFEST}
    return (json.dumps(digests, indent=0) + "\n").encode()


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _is_name(part: str) -> bool:
    return part not in ("", ".", "..") and "\0" not in part and len(part) < 128


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all: a reader never sees half a file. BriefingError if it cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(temporary).chmod(0o644)
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise _unwritable(path, error) from error


def _unwritable(path: Path, error: OSError) -> BriefingError:
    fix = "check the permissions of its folder and the space on the disk"
    return BriefingError(f"{path}: it cannot be written ({error.strerror or error}); {fix}")
