"""From ``seeds/`` to ``docs/``: the pipeline, top to bottom. The only module that writes files."""

from __future__ import annotations

import contextlib
import hashlib
import json
import multiprocessing
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeVar

from generator import codec
from generator.compose import Composed, compose, published
from generator.corpus import Corpus, gather, slugify
from generator.errors import BriefingError, CodecError, Problem, RenderError, SeedError
from generator.export.card import card
from generator.export.pages import pages
from generator.export.pdf import bundle, pdf
from generator.export.selection import Selection, described, heading, select
from generator.export.sharing import shared_files
from generator.export.site import CARD, PAPERS, Paper, Site
from generator.extract.verdicts import Verdict, settled
from generator.ground import Refusal
from generator.ingest import Subject, discover, read
from generator.model import Brief
from generator.settings import Settings

MANIFEST = "manifest.json"
"""In ``docs/``: every generated file and the SHA-256 of its bytes. A later build may remove what stands in it."""

PRINTED = (*PAPERS, CARD)
"""Names of what is printed of each brief."""

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


@dataclass(slots=True)
class Report:
    """What a build did."""

    briefs: tuple[Brief, ...] = ()
    problems: list[Problem] = field(default_factory=list)
    refusals: dict[str, tuple[Refusal, ...]] = field(default_factory=dict)
    """By slug: what an engine proposed and the gate did not let through."""
    written: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    unchanged: int = 0


def build(settings: Settings) -> Report:
    """Make ``docs/`` what the seeds give; other files in it are left alone. BriefingError if no seed can be built."""
    report = Report()
    files = render(settings, report)
    _publish(settings.docs, files, report)
    return report


def check(settings: Settings) -> list[str]:
    """Paths below ``docs/`` that differ from what the seeds would give now; nothing is written."""
    files = render(settings, Report())
    files[MANIFEST] = _manifest(files)
    known = set(_recorded(settings.docs)) | set(files)
    return sorted(path for path in known if _current(settings.docs / path) != files.get(path))


def render(settings: Settings, report: Report) -> dict[str, bytes]:
    """All generated files by their path below ``docs/``; what happened on the way is added to `report`."""
    _check_folders(settings)
    subjects, problems = discover(settings.seeds)
    report.problems += problems
    briefs = _briefs(subjects, settings, report)
    if not briefs:
        raise BriefingError(_nothing_built(settings, report))
    corpus = gather(briefs)
    report.briefs = corpus.briefs
    files: dict[str, bytes] = {}
    files.update(pages(corpus, settings.site))
    files.update(_data(corpus))
    files.update(shared_files(corpus, settings.site))
    if settings.with_pdf:
        files.update(_printed(corpus.briefs, settings, report))
    else:
        kept = (f"briefs/{brief.slug}/{name}" for brief in corpus.briefs for name in PRINTED)
        files.update((path, data) for path in kept if (data := _current(settings.docs / path)) is not None)
    return files


def reprint(settings: Settings, slugs: Sequence[str] = ()) -> Report:
    """Make PDFs and card of the briefs in ``docs/`` called `slugs` (none named: all) anew from their ``brief.json``.

    BriefingError if there is no such brief.
    """
    report = Report()
    for path, data in _printed(_published(settings, slugs, report), settings, report).items():
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
    outcomes = _map(partial(_compose_file, engine=engine), list(names.values()), jobs or os.cpu_count() or 1)
    for name, outcome in zip(names, outcomes, strict=True):
        report.problems += outcome.problems
        if outcome.composed:
            _write(folder / name, codec.encode(outcome.composed.brief))
            report.written.append(name)
    return report


def _compose_file(path: Path, engine: str) -> _Outcome:
    return _compose(Subject(slug=slugify(path.stem) or "brief", title=None, paths=(path,)), path.parent, engine)


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
        subject, root = Subject(slug=slugify(path.stem) or "brief", title=None, paths=(path,)), path.parent
    else:
        known = {s.slug: s for s in discover(seeds)[0]}
        if target not in known:
            there = f"{seeds} has: {', '.join(known) or 'none'}"
            raise BriefingError(f"{target}: there is no such file, and no brief is called that; {there}")
        subject, root = known[target], seeds
    outcome = _compose(subject, root, "embedded")
    if outcome.composed is None:
        raise BriefingError("the brief could not be made:\n" + "\n".join(f"  {p}" for p in outcome.problems))
    refused = {refusal.claim: refusal.reason for refusal in outcome.composed.refusals}
    brief = outcome.composed.brief
    return Explained(
        brief, tuple(settled(embedded.explain(source), refused) for source in brief.sources), outcome.problems
    )


# — reading and extracting ————————————————————————————————————————————————————————————————————————————————————————————


@dataclass(frozen=True, slots=True)
class _Outcome:
    slug: str
    composed: Composed | None
    problems: tuple[Problem, ...]


def _briefs(subjects: Sequence[Subject], settings: Settings, report: Report) -> list[Brief]:
    briefs = []
    for outcome in _map(partial(_compose, root=settings.seeds, engine=settings.engine), subjects, settings.jobs):
        report.problems += outcome.problems
        if outcome.composed:
            briefs.append(published(outcome.composed.brief, settings.publish))
            if outcome.composed.refusals:
                report.refusals[outcome.slug] = outcome.composed.refusals
    return briefs


def _compose(subject: Subject, root: Path, engine: str) -> _Outcome:
    documents, problems = [], []
    for path in subject.paths:
        try:
            documents.append(read(path, root))
        except SeedError as error:
            problems.append(error.problem)
    composed = None
    try:
        composed = compose(subject.slug, documents, engine) if documents else None
    except BriefingError:
        raise
    except Exception as error:  # a fault of the engine: it must not cost the other documents
        what = f"the engine {engine} failed on it ({type(error).__name__}: {error})"
        problems.append(Problem(subject.slug, what, "report this as a fault, with the document if you may"))
    return _Outcome(subject.slug, composed, tuple(problems))


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


# — rendering —————————————————————————————————————————————————————————————————————————————————————————————————————————


def _data(corpus: Corpus) -> Iterator[tuple[str, bytes]]:
    yield f"schema/brief-{codec.SCHEMA_VERSION}.json", codec.schema()
    for brief in corpus.briefs:
        yield f"briefs/{brief.slug}/brief.json", codec.encode(brief)


def _print(brief: Brief, site: Site, fonts: Path | None) -> tuple[dict[str, bytes], list[Problem]]:
    """PDFs and card of a brief, and what is wrong with them; one that cannot be made does not cost the others."""
    files: dict[str, bytes] = {}
    problems: list[Problem] = []
    for name in PRINTED:
        path = f"briefs/{brief.slug}/{name}"
        try:
            if name == CARD:
                files[path] = card(brief, site, fonts=fonts)
            else:
                made = pdf(brief, PAPERS[name], site=site, fonts=fonts)
                files[path] = made.data
                problems += made.problems
        except RenderError as error:
            problems.append(Problem(path, str(error), "report this as a fault, with the document if you may"))
    return files, problems


def _printed(briefs: Sequence[Brief], settings: Settings, report: Report) -> dict[str, bytes]:
    """What is printed of every brief, by path below ``docs/``."""
    files: dict[str, bytes] = {}
    for made, problems in _map(partial(_print, site=settings.site, fonts=settings.fonts), briefs, settings.jobs):
        files.update(made)
        report.problems += (problem for problem in problems if problem not in report.problems)
    return files


def _map(function: Callable[[_Item], _Result], items: Sequence[_Item], jobs: int) -> Iterable[_Result]:
    """``map`` over several processes where that pays; results in the order of `items`."""
    if jobs < 2 or len(items) < 8:
        return map(function, items)
    # spawned, not forked: the PDF compiler keeps threads, and a fork would inherit their locks
    with ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn")) as pool:
        return list(pool.map(function, items, chunksize=max(1, min(16, len(items) // (jobs * 4)))))


# — writing ———————————————————————————————————————————————————————————————————————————————————————————————————————————


def _publish(docs: Path, files: dict[str, bytes], report: Report) -> None:
    recorded = _recorded(docs)
    for path, data in sorted(files.items()):
        if _current(docs / path) == data:
            report.unchanged += 1
        else:
            _write(docs / path, data)
            report.written.append(path)
    for path in sorted(set(recorded) - set(files)):
        target = docs / path
        if target.is_file() and target.resolve().is_relative_to(docs.resolve()):
            target.unlink()
            report.removed.append(path)
            with contextlib.suppress(OSError):
                target.parent.rmdir()
    _write(docs / MANIFEST, _manifest(files))


def _manifest(files: dict[str, bytes]) -> bytes:
    digests = {path: hashlib.sha256(data).hexdigest() for path, data in sorted(files.items()) if path != MANIFEST}
    return (json.dumps(digests, indent=0) + "\n").encode()


def _recorded(docs: Path) -> list[str]:
    """Paths in the manifest of the last build; a missing or damaged one records nothing."""
    try:
        content = json.loads((docs / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return []
    names = [path for path in content if isinstance(path, str)] if isinstance(content, dict) else []
    return [name for name in names if all(_is_name(part) for part in name.split("/"))]


def _is_name(part: str) -> bool:
    return part not in ("", ".", "..") and "\0" not in part and len(part) < 128


def _current(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:  # what cannot be read counts as missing: it is written anew, or that fails with a reason
        return None


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
        fix = "check the permissions of its folder and the space on the disk"
        raise BriefingError(f"{path}: it cannot be written ({error.strerror or error}); {fix}") from error
