"""The briefs of all seeds. A subject is read anew only where a file of it, its review or the engine changed.

Reading strangers' files is done in worker processes, so that one that crashes or never ends costs its subject alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from generator import codec
from generator.cache import Cache, digest, program
from generator.compose import Composed, compose
from generator.errors import BriefingError, CodecError, Problem, SeedError
from generator.ingest import MAX_BYTES, Subject, read
from generator.model import Brief
from generator.review import load, reviewed
from generator.workers import Failed, Workers

_READING = ("errors.py", "model.py", "timex.py", "english.py", "codec.py", "ingest", "extract", "ground.py",
            "compose.py", "review", "briefs.py")  # fmt: skip
"""The parts of the program that a brief depends on."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A claim that the gate did not let through."""

    section: str
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one subject."""

    slug: str
    brief: Brief | None
    """None where no file of it could be read."""
    problems: tuple[Problem, ...] = ()
    refused: tuple[Refused, ...] = ()
    review: tuple[str, str] | None = None
    """Of its review, if it has one: path below the seeds folder, and SHA-256 of its bytes."""


def briefs(subjects: Sequence[Subject], root: Path, engine: str, cache: Cache, workers: Workers) -> Iterator[Outcome]:
    """What becomes of each of `subjects`, whose files lie below `root`, in their order."""
    keys = [_key(subject, root, engine) for subject in subjects]
    kept = [_kept(cache, key, subject.slug) if key else None for key, subject in zip(keys, subjects, strict=True)]
    new = [subject for subject, outcome in zip(subjects, kept, strict=True) if outcome is None]
    made = workers.each(partial(outcome_of, root=root, engine=engine), new)
    for subject, key, outcome in zip(subjects, keys, kept, strict=True):
        if outcome is None:
            found = next(made)
            outcome = _given_up(subject, root, found) if isinstance(found, Failed) else found
            if key == _key_of(outcome, engine):
                cache.put(key, _packed(outcome))
        yield outcome


def outcome_of(subject: Subject, root: Path, engine: str) -> Outcome:
    """Read, extract, ground and review one subject. BriefingError if there is no such engine."""
    made, problems = composed(subject, root, engine)
    if made is None:
        return Outcome(subject.slug, None, problems)
    refused = tuple(Refused(r.claim.section, r.claim.text, r.reason) for r in made.refusals)
    if subject.review is None:
        return Outcome(subject.slug, made.brief, problems, refused)
    where = subject.review.relative_to(root).as_posix()
    review = load(subject.review, where)
    done = reviewed(made.brief, review)
    found = (*problems, *review.problems, *done.problems)
    return Outcome(subject.slug, done.brief, found, refused, (where, review.sha256))


def composed(subject: Subject, root: Path, engine: str) -> tuple[Composed | None, tuple[Problem, ...]]:
    """The brief of one subject as the engine proposes it, None if it cannot be made, and what is wrong with its files.

    BriefingError if there is no such engine.
    """
    documents, problems = [], []
    for path in subject.paths:
        try:
            documents.append(read(path, root))
        except SeedError as error:
            problems.append(error.problem)
    try:
        made = compose(subject.slug, documents, engine) if documents else None
    except BriefingError:
        raise
    except Exception as error:  # a fault of the engine: it must not cost the other documents
        made = None
        what = f"the engine {engine} failed on it ({type(error).__name__}: {error})"
        problems.append(Problem(subject.slug, what, "report this as a fault, with the document if you may"))
    return made, tuple(problems)


def _given_up(subject: Subject, root: Path, failed: Failed) -> Outcome:
    where = ", ".join(path.relative_to(root).as_posix() for path in subject.paths)
    fix = "split it or keep its text only; report this as a fault, with the document if you may"
    return Outcome(subject.slug, None, (Problem(where, failed.what, fix),))


# — what an outcome follows from —————————————————————————————————————————————————————————————————————————————————————


def _key(subject: Subject, root: Path, engine: str) -> str:
    """Digest of all that the outcome follows from; "" where a file cannot be read."""
    try:
        hashes = {path.relative_to(root).as_posix(): _hash(path) for path in subject.paths}
        review = (subject.review.relative_to(root).as_posix(), _hash(subject.review)) if subject.review else None
    except OSError:
        return ""
    return _digest(subject.slug, engine, hashes, review)


def _key_of(outcome: Outcome, engine: str) -> str:
    """The same of an outcome, by the bytes that were in fact read; one without a brief has none and is not kept."""
    if outcome.brief is None:
        return "not kept"
    hashes = {source.name: source.sha256 for source in outcome.brief.sources}
    return _digest(outcome.slug, engine, hashes, outcome.review)


def _digest(slug: str, engine: str, hashes: dict[str, str], review: tuple[str, str] | None) -> str:
    return digest("brief", program(*_READING), slug, engine, repr(sorted(hashes.items())), repr(review))


def _hash(path: Path) -> str:
    if path.stat().st_size > MAX_BYTES:
        raise OSError("too large to be read")
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _packed(outcome: Outcome) -> bytes:
    said: dict[str, Any] = {
        "problems": [(p.where, p.what, p.fix) for p in outcome.problems],
        "refused": [(r.section, r.text, r.reason) for r in outcome.refused],
        "review": outcome.review,
    }
    brief = codec.encode(outcome.brief) if outcome.brief else b""
    return json.dumps(said).encode("ascii") + b"\n" + brief


def _kept(cache: Cache, key: str, slug: str) -> Outcome | None:
    data = cache.get(key)
    if data is None:
        return None
    head, _, brief = data.partition(b"\n")
    try:
        said = json.loads(head)
        return Outcome(
            slug, codec.decode(brief), tuple(Problem(*p) for p in said["problems"]),
            tuple(Refused(*r) for r in said["refused"]), tuple(said["review"]) if said["review"] else None,
        )  # fmt: skip
    except (ValueError, CodecError):
        return None
