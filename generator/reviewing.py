"""``briefing review``: go through the statements of a brief at the terminal and decide about them.

Whatever is decided is written into the review file at once; the brief shown is always what a build would now give. All
that comes from a seed or a review file is printed without anything a terminal could obey.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import re
import shutil
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import click

from generator import timex
from generator.briefs import composed
from generator.errors import BriefingError, printable
from generator.ingest import Subject, discover
from generator.ingest.seeds import REVIEW
from generator.model import Brief, Decision, Evidence, Review, Section, Statement
from generator.review import Entry, Reviewed, ReviewFile, about, appended, parse, reviewed
from generator.review.entries import NAMED

_MARKS = {None: " ", Review.CHECKED: "✓", Review.EDITED: "✎"}
_KEYS = (
    ("a", "accept"), ("r", "reject"), ("w", "reword"), ("m", "move"), ("d", "date"), ("p", "pin"), ("+", "add"),
    ("g", "merge"), ("s", "split"), ("u", "undo"), ("n", "next"), ("b", "back"), ("l", "list"), ("q", "quit"),
)  # fmt: skip
_PRIVATE = "!"
_DAY = 86400


def review(slug: str, seeds: Path, *, engine: str = "embedded", reviewer: str = "", listing: bool = False) -> None:
    """Let a person decide about the statements of the brief `slug` of the folder `seeds`, or only list them.

    BriefingError if there is no such brief. Input that ends early ends the review; what was decided stands in the file.
    """
    desk = _opened(slug, seeds, engine)
    desk.reviewer = printable(reviewer or _from_git(seeds))
    if listing:
        _print_list(desk)
        return
    try:
        _go_through(desk)
    except (click.Abort, EOFError, KeyboardInterrupt):
        click.echo()
    click.echo(f"{desk.where}: {_counted(len(desk.file.entries), 'decision')}")


@dataclass(slots=True)
class _Desk:
    """A brief under review."""

    made: Brief
    """As the engine and the gate gave it."""
    path: Path
    where: str
    reviewer: str = ""
    data: bytes = b""
    before: list[bytes | None] = field(default_factory=list)
    """The file before each decision of this session; None where there was none."""
    file: ReviewFile = field(default_factory=lambda: ReviewFile(""))
    result: Reviewed | None = None

    def load(self) -> None:
        self.data = self.path.read_bytes() if self.path.is_file() else b""
        self.file = parse(self.data, self.where)
        self.result = reviewed(self.made, self.file)

    @property
    def now(self) -> Reviewed:
        assert self.result is not None  # loaded when opened
        return self.result

    @property
    def statements(self) -> tuple[Statement, ...]:
        return self.now.brief.statements

    def tried(self, entry: Entry) -> Reviewed:
        """What would be with one decision more."""
        return reviewed(self.made, replace(self.file, entries=(*self.file.entries, entry)))

    def decide(self, entry: Entry) -> None:
        """Add a decision to the file as it stands on the disk now."""
        before = self.path.read_bytes() if self.path.is_file() else None
        _write(self.path, appended(before or b"", entry, self.where))
        self.before.append(before)
        self.load()

    def undo(self) -> bool:
        """Take back the last decision of this session, if the file is still as it left it."""
        if not self.before or not self.path.is_file() or self.path.read_bytes() != self.data:
            return False
        before = self.before.pop()
        if before is None:
            self.path.unlink()
        else:
            _write(self.path, before)
        self.load()
        return True


def _opened(slug: str, seeds: Path, engine: str) -> _Desk:
    subjects, problems = discover(seeds)
    known = {subject.slug: subject for subject in subjects}
    if slug not in known:
        there = f"{seeds} has: {', '.join(known) or 'none'}"
        raise BriefingError("\n".join((f"{slug}: no brief is called that; {there}", *map(str, problems))))
    subject = known[slug]
    path = subject.review or _beside(subject, seeds)
    where = path.relative_to(seeds).as_posix()
    if subject.review is None and os.path.lexists(path):
        raise BriefingError(f"{where}: a build does not read it as a review; run `briefing build` to learn why")
    made, faults = composed(subject, seeds, engine)
    if made is None:
        raise BriefingError("\n".join(("the brief could not be made:", *map(str, faults))))
    for fault in faults:
        click.echo(f"problem: {fault}", err=True)
    desk = _Desk(made.brief, path.resolve(), where)
    desk.load()
    return desk


def _beside(subject: Subject, seeds: Path) -> Path:
    """Where the review file of a subject is to be."""
    first = subject.paths[0].relative_to(seeds).parts[0]
    return seeds / ((first if subject.title is not None else Path(first).stem) + REVIEW)


def _write(path: Path, data: bytes) -> None:
    """Put `data` in place of the file in one step, so that it is never half written."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    new = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        new.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        new.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            new.unlink()
        raise


def _from_git(folder: Path) -> str:
    """The name that git knows its user by; empty where it knows none."""
    command = ["git", "-C", str(folder), "config", "user.name"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=10, check=False)  # noqa: S603
        return done.stdout.strip()
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        return ""


def _today() -> str:
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdigit():
        return (dt.date(1970, 1, 1) + dt.timedelta(days=int(epoch) // _DAY)).isoformat()
    return dt.date.today().isoformat()


# — what is shown —————————————————————————————————————————————————————————————————————————————————————————————————————


def _print_list(desk: _Desk) -> None:
    text = _fitted((*_listed(desk), *_troubles(desk)))
    if sys.stdout.isatty() and text.count("\n") >= shutil.get_terminal_size().lines:
        click.echo_via_pager(text)
    else:
        click.echo(text)


def _fitted(lines: Iterable[str]) -> str:
    """`lines`; at a terminal those too long for it are broken between words, with what follows below the text."""
    if not sys.stdout.isatty():
        return "\n".join(lines)
    width = shutil.get_terminal_size().columns
    indents = ((line, re.match(r" *(?:> |\d+ . )?", line)) for line in lines)
    return "\n".join(
        textwrap.fill(line, width, subsequent_indent=" " * (found.end() if found else 0), break_on_hyphens=False)
        for line, found in indents
    )


def _listed(desk: _Desk) -> Iterator[str]:
    section = None
    for number, statement in enumerate(desk.statements, 1):
        if statement.section is not section:
            section = statement.section
            yield click.style(section.upper(), bold=True)
        yield f"{number:4} {_MARKS[statement.review]} {_line(statement)}  {click.style(statement.anchor, dim=True)}"


def _line(statement: Statement) -> str:
    parts = [statement.date or statement.date_text, statement.name, statement.text]
    said = [str(part) for part in (statement.status, statement.speaker) if part]
    return printable(": ".join(filter(None, parts)) + (f" ({', '.join(said)})" if said else ""))


def _troubles(desk: _Desk) -> Iterator[str]:
    if problems := (*desk.file.problems, *desk.now.problems):
        yield click.style("PROBLEMS", bold=True)
        yield from (printable(f"  {problem}") for problem in problems)


def _card(desk: _Desk, number: int) -> Iterator[str]:
    """A statement, the sentences it rests on in their context, and what was decided about it."""
    statement = desk.statements[number - 1]
    yield ""
    head = f"{number}/{len(desk.statements)} {statement.section}"
    yield f"{click.style(head, bold=True)} {_MARKS[statement.review]} {statement.review or ''}".rstrip()
    yield f"  {_line(statement)}"
    if statement.certainty:
        yield f"  certainty: {printable(statement.certainty)}"
    for evidence in dict.fromkeys(statement.evidence):
        yield from _in_context(desk.now.brief, evidence)
    for carried in desk.now.carried:
        if carried.correction.after == statement.anchor:
            entry = carried.entry
            facts = ", ".join(
                filter(None, (entry.reviewer, entry.date, entry.reason, "" if entry.public else "private"))
            )
            yield printable(f"  decided in line {entry.line}: {entry.decision}" + (f" ({facts})" if facts else ""))
            if carried.refusal:
                yield printable(f"    not vouched for by the gate: {carried.refusal}")


def _in_context(brief: Brief, evidence: Evidence) -> Iterator[str]:
    document = brief.sources[evidence.source]
    index = document.sentence_at(evidence.span.start)
    if index is None:
        return
    whole = document.sentences[index]
    before = document.quote(document.sentences[index - 1]) if index else ""
    after = document.quote(document.sentences[index + 1]) if index + 1 < len(document.sentences) else ""
    yield f"  {click.style(f'{printable(document.name)}, sentence {document.number(index)}', dim=True)}"
    if before:
        yield f"    {click.style(printable(before), dim=True)}"
    quoted = click.style(printable(brief.quote(evidence)), bold=True, underline=True)
    left = document.text[whole.start : evidence.span.start]
    right = document.text[evidence.span.end : max(whole.end, evidence.span.end)]
    yield f"  > {printable(left)}{quoted}{printable(right)}"
    if after:
        yield f"    {click.style(printable(after), dim=True)}"


# — what is asked —————————————————————————————————————————————————————————————————————————————————————————————————————


def _go_through(desk: _Desk) -> None:
    _print_list(desk)
    number = _undecided(desk, 0)
    while desk.statements:
        number = min(max(number, 1), len(desk.statements))
        click.echo(_fitted((*_card(desk, number), " ".join(f"{key}={word}" for key, word in _KEYS))))
        key = _ask("").lower()
        if key == "q":
            return
        number = _done(desk, number, key)


def _undecided(desk: _Desk, after: int) -> int:
    """Number of the next statement that nobody decided about; the next one if there is none."""
    rest = (n for n, s in enumerate(desk.statements, 1) if n > after and s.review is None)
    return next(rest, min(after + 1, len(desk.statements)))


def _done(desk: _Desk, number: int, key: str) -> int:
    """Do what `key` stands for; the number of the statement to be shown next."""
    statement = desk.statements[number - 1]
    match key:
        case "" | "n":
            return number + 1 if number < len(desk.statements) else 1
        case "b":
            return number - 1 if number > 1 else len(desk.statements)
        case "l":
            _print_list(desk)
        case "u":
            click.echo("taken back" if desk.undo() else "there is nothing of this session to take back")
        case _ if key.isdigit():
            return int(key)
        case _ if key in _DECISIONS:
            entry = _DECISIONS[key](desk, statement)
            if entry and _carried(desk, entry):
                return _following(desk, entry, statement, number)
        case _:
            click.echo(f"{printable(key)!r} is none of the keys; a number goes to that statement")
    return number


def _following(desk: _Desk, entry: Entry, statement: Statement, number: int) -> int:
    """After accepting and rejecting the next statement nobody decided about; after all else what came of it."""
    if entry.decision is Decision.REJECT:
        return _undecided(desk, number - 1)
    if entry.decision is Decision.ACCEPT:
        return _undecided(desk, number)
    after = desk.now.carried[-1].correction.after if desk.now.carried else None
    return next((n for n, s in enumerate(desk.statements, 1) if s.anchor == after), number)


def _carried(desk: _Desk, entry: Entry) -> bool:
    """Show what a decision would do; ask for the reason and write it down, unless the person thinks better of it."""
    tried = desk.tried(entry)
    troubles = [problem for problem in tried.problems if problem not in desk.now.problems]
    for problem in troubles:
        click.echo(printable(f"  {problem.what}; {problem.fix}"))
    placed = tried.carried[-1] if tried.carried and tried.carried[-1].entry is entry else None
    if placed is None:
        click.echo("  not written")
        return False
    if placed.refusal:
        click.echo(printable(f"  the gate does not vouch for it: {placed.refusal}"))
        click.echo("  it would be shown as edited by a person")
    elif entry.decision not in (Decision.ACCEPT, Decision.REJECT):
        click.echo("  it passes the gate")
    if (placed.refusal or troubles) and _ask("Write it down all the same? [y/N] ").lower() not in ("y", "yes"):
        return False
    reason = _ask(f"Reason (Enter for none; {_PRIVATE} before it keeps it and the words private): ")
    if not desk.reviewer:
        desk.reviewer = _ask("Your name (Enter for none): ")
    desk.decide(
        replace(
            entry, reason=reason.removeprefix(_PRIVATE).strip(), public=not reason.startswith(_PRIVATE),
            reviewer=desk.reviewer, date=_today(),
        )
    )  # fmt: skip
    return True


def _ask(question: str, known: str = "") -> str:
    """A line from the person; at a terminal `known` stands there to be changed."""
    with _prefilled(known):
        return str(click.prompt(question, default="", show_default=False, prompt_suffix="")).strip()


@contextlib.contextmanager
def _prefilled(text: str) -> Iterator[None]:
    try:
        import readline
    except ImportError:  # not on every system
        readline = None  # type: ignore[assignment]
    if readline is None or not text or not sys.stdin.isatty():
        yield
        return
    readline.set_startup_hook(lambda: readline.insert_text(printable(text)))
    try:
        yield
    finally:
        readline.set_startup_hook(None)


def _plainly(decision: Decision) -> Callable[[_Desk, Statement], Entry | None]:
    return lambda desk, statement: about(desk.now.brief, statement, decision)


def _reword(desk: _Desk, statement: Statement) -> Entry | None:
    to = _ask("New words (Enter for none): ", statement.text)
    return about(desk.now.brief, statement, Decision.REWORD, to=to) if to and to != statement.text else None


def _section(question: str) -> Section | None:
    """A section by its name or the beginning of it."""
    said = _ask(f"{question} ({', '.join(Section)}): ").lower()
    found = [section for section in Section if said and section.startswith(said)]
    if len(found) == 1:
        return found[0]
    if said:
        click.echo(f"{printable(said)!r} is no section")
    return None


def _move(desk: _Desk, statement: Statement) -> Entry | None:
    to = _section("To which section")
    if to is None:
        return None
    return about(desk.now.brief, statement, Decision.MOVE, to=to.value, status=None, **_further(to))


def _further(section: Section) -> dict[str, Any]:
    """What a statement needs in a section besides its words."""
    if section is Section.TIMELINE:
        return {"dated": _date("Its date")}
    return {"name": _ask("Its name there: ")} if section in NAMED else {}


def _date(question: str) -> str | None:
    said = _ask(f"{question} (2024-12-08, 2024-12, 2024): ")
    if said and timex.bounds(said) is None:
        click.echo(f"{printable(said)!r} is no date")
        return None
    return said or None


def _redate(desk: _Desk, statement: Statement) -> Entry | None:
    if statement.section is not Section.TIMELINE:
        click.echo("only what stands in the timeline has a date")
        return None
    to = _date("Its right date")
    return about(desk.now.brief, statement, Decision.DATE, to=to) if to else None


def _add(desk: _Desk, statement: Statement) -> Entry | None:
    section = _section("Section")
    quote = _ask("Quote, word for word from a source: ") if section else ""
    if section is None or not quote:
        return None
    further = _further(section)
    words = further.pop("name", "") or _ask("Words of the statement: ", quote)
    if section in NAMED:
        further["text"] = _ask("Its clause or role: ")
    speaker = _ask("Who says it (Enter for the source itself): ")
    entry = Entry(
        decision=Decision.ADD, words=words, section=section, quotes=(quote,), speaker=speaker or None, **further
    )
    return entry if words else None


def _merge(desk: _Desk, statement: Statement) -> Entry | None:
    if statement.section is not Section.ACTORS:
        click.echo("only actors can be merged")
        return None
    names = tuple(
        filter(None, (name.strip() for name in _ask("Names of the same actor, with ; between them: ").split(";")))
    )
    to = _ask("One name for all (Enter: this one): ")
    return about(desk.now.brief, statement, Decision.MERGE, names=names, to=to) if names or to else None


def _split(desk: _Desk, statement: Statement) -> Entry | None:
    if statement.section is not Section.ACTORS:
        click.echo("only actors can be split")
        return None
    click.echo(printable(f"  also called: {', '.join(statement.aliases) or 'nothing else'}"))
    names = tuple(
        filter(None, (name.strip() for name in _ask("Names that are somebody else's, with ; between: ").split(";")))
    )
    to = _ask("Another name for this one (Enter: as it is): ")
    return about(desk.now.brief, statement, Decision.SPLIT, names=names, to=to) if names or to else None


_DECISIONS: dict[str, Callable[[_Desk, Statement], Entry | None]] = {
    "a": _plainly(Decision.ACCEPT), "r": _plainly(Decision.REJECT), "p": _plainly(Decision.PIN), "w": _reword,
    "m": _move, "d": _redate, "+": _add, "g": _merge, "s": _split,
}  # fmt: skip


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
