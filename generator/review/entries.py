"""A review file: what a person may write into it, how it is read, how a decision is added to it."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import stat
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import yaml

from generator import timex
from generator.errors import BriefingError, Problem
from generator.ingest import clean
from generator.model import ActorType, Brief, Decision, Section, Statement, Status

MAX_BYTES = 256 * 1024
MAX_ENTRIES = 1000
MAX_CHARACTERS = 1000
"""Most characters of a text that a person writes; a quote may have five times as many."""
_MAX_DEPTH = 8

NAMED = (Section.FIGURES, Section.ACTORS)
"""Sections whose statements are called by their name."""

_VERBS = {("redate" if decision is Decision.DATE else decision.value): decision for decision in Decision}
_ONE = (
    "section", "to", "name", "text", "status", "speaker", "certainty", "dated", "type", "reason", "reviewer", "date",
    "public",
)  # fmt: skip
_MANY = {"quote": "quotes", "off": "names", "aliases": "aliases", "context": "context"}
_KINDS: dict[str, Any] = {"section": Section, "status": Status, "type": ActorType}
_NOTES = frozenset(("reason", "reviewer", "date", "public"))
"""Keys that say something about a decision and do not change what it does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One decision as it stands in a review file. Texts are one line each, without invisible characters."""

    decision: Decision
    words: str
    """The statement's words; of a figure or an actor the name. Of a merger the first name."""
    line: int = 0
    """Of the file, from 1."""
    section: Section | None = None
    quotes: tuple[str, ...] = ()
    """The sentences it rests on, or parts of them."""
    to: str = ""
    """What it is to become: words, section, date or name."""
    names: tuple[str, ...] = ()
    """Of a merger the other names; of a split those that are somebody else's."""
    name: str = ""
    """Of a statement that is moved to the figures or actors."""
    text: str = ""
    """Of a figure the clause that holds it, of an actor the role."""
    status: Status | None = None
    speaker: str | None = None
    certainty: str | None = None
    dated: str | None = None
    """The date of an event, by which it is told from others in the same words."""
    type: ActorType | None = None
    aliases: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    reason: str = ""
    reviewer: str = ""
    date: str = ""
    public: bool = True


@dataclass(frozen=True, slots=True)
class ReviewFile:
    """The decisions in a review file that can be understood, in its order, and what is wrong with the rest."""

    where: str
    """The file as the user knows it."""
    sha256: str = ""
    """Of its bytes; empty where they cannot be had or are too many."""
    entries: tuple[Entry, ...] = ()
    problems: tuple[Problem, ...] = ()


# — reading ———————————————————————————————————————————————————————————————————————————————————————————————————————————


def load(path: Path, where: str) -> ReviewFile:
    """The decisions in the file `path`, which the user knows as `where`. Whatever is wrong with it is a Problem."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return _damaged(where, "it is not a regular file", "remove it")
        with path.open("rb") as file:
            return parse(file.read(MAX_BYTES + 1), where)
    except OSError as error:
        return _damaged(where, f"it cannot be opened ({error.strerror or error})", "check its name and permissions")


def parse(data: bytes, where: str) -> ReviewFile:
    """The decisions in the bytes of a review file.

    YAML is composed, never constructed: every value is the characters it is written with; tags and aliases are errors.
    Where a part is no valid YAML, the decisions before and after it still count. A decision with a key that is not
    known, or a note (reason, reviewer, date, public) that cannot be understood, counts but is not public, for
    the slip may be in what was to keep it back.
    """
    if len(data) > MAX_BYTES:
        return _damaged(where, f"it is larger than {MAX_BYTES // 1024} KiB", "remove decisions that no longer matter")
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return _damaged(f"{where}:{line}", "it is not UTF-8 text", "save it in the encoding UTF-8", sha256)
    entries: list[Entry] = []
    problems: list[Problem] = []
    for number, (offset, node) in enumerate(_nodes(text, where, problems)):
        here = f"{where}:{offset + node.start_mark.line + 1}"
        if number == MAX_ENTRIES:
            problems.append(_too_many(here))
            break
        try:
            entries.append(_entry(node, here, offset + node.start_mark.line + 1, problems))
        except _UnreadableError as error:
            problems.append(error.problem)
    return ReviewFile(where, sha256, tuple(entries), tuple(problems))


class _UnreadableError(ValueError):
    """Why a decision cannot be understood."""

    def __init__(self, where: str, what: str, fix: str) -> None:
        super().__init__(what)
        self.problem = Problem(where, what, fix)


class _Loader(yaml.SafeLoader):
    """Composes nodes without aliases, tags and bottomless nesting."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        self.depth += 1
        unwanted = "an alias" if isinstance(event, yaml.AliasEvent) else ""
        if getattr(event, "tag", None) is not None:
            unwanted = "a tag"
        elif self.depth > _MAX_DEPTH:
            unwanted = "nesting so deep"
        if unwanted:
            raise yaml.MarkedYAMLError(problem=f"{unwanted} is not read", problem_mark=event.start_mark)
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node


def _damaged(where: str, what: str, fix: str, sha256: str = "") -> ReviewFile:
    return ReviewFile(where, sha256, (), (Problem(where, what, fix),))


def _too_many(where: str) -> Problem:
    return Problem(where, f"only the first {MAX_ENTRIES} decisions count", "remove decisions that no longer matter")


def _composed(text: str) -> yaml.Node | None:
    """ValueError where `text` is not the kind of YAML that is read."""
    try:
        return yaml.compose(text, Loader=_Loader)
    except (yaml.YAMLError, RecursionError) as error:
        raise ValueError(error) from error


def _nodes(text: str, where: str, problems: list[Problem]) -> Iterator[tuple[int, yaml.Node]]:
    """The decisions in `text`, each with the number of lines before what it was read from."""
    try:
        root = _composed(text)
    except ValueError:
        yield from _pieces(text, where, problems)
        return
    if root is None or _is_empty(root):
        return
    listed: yaml.Node | None = root
    others: list[str] = []
    if isinstance(root, yaml.MappingNode):
        listed = dict(_keys(root)).get("decisions")
        others = [key for key, _ in _keys(root) if key != "decisions"]
    if others:
        fix = 'write every decision below the line "decisions:", after a dash'
        problems.append(Problem(where, f"it holds {', '.join(others)!r} besides decisions", fix))
    if isinstance(listed, yaml.SequenceNode):
        yield from ((0, node) for node in listed.value)
    elif listed is not None and not _is_empty(listed):
        here = f"{where}:{listed.start_mark.line + 1}"
        problems.append(Problem(here, "it holds no list of decisions", "begin each decision with a dash"))


def _pieces(text: str, where: str, problems: list[Problem]) -> Iterator[tuple[int, yaml.Node]]:
    """The decisions of a file that is no valid YAML as a whole, read one by one."""
    lines = text.split("\n")
    first = next((n for n, line in enumerate(lines) if re.match(r" *-(?: |\r?$)", line)), None)
    if first is None:
        fix = 'write every decision below the line "decisions:", after a dash'
        problems.append(Problem(where, "it is not valid YAML", fix))
        return
    dash = lines[first][: lines[first].index("-") + 1]
    starts = [n for n, line in enumerate(lines) if n >= first and re.match(rf"{dash}(?: |\r?$)", line)]
    ends = [*starts[1:], len(lines)]
    if len(starts) > MAX_ENTRIES:
        problems.append(_too_many(f"{where}:{starts[MAX_ENTRIES] + 1}"))
    for start, end in list(zip(starts, ends, strict=True))[:MAX_ENTRIES]:
        try:
            node = _composed("\n".join(lines[start:end]))
        except ValueError as error:
            said = getattr(error.args[0], "problem", None) or "it cannot be read"
            what = f"this decision does not count, for it is not valid YAML ({clean.line(str(said))[:80]})"
            fix = "put a value that holds a colon or begins with a special character in quotation marks"
            problems.append(Problem(f"{where}:{start + 1}", what, fix))
            continue
        if isinstance(node, yaml.SequenceNode):
            yield from ((start, item) for item in node.value)


def _keys(node: yaml.MappingNode) -> list[tuple[str, yaml.Node]]:
    return [(clean.line(str(key.value))[:40] if isinstance(key, yaml.ScalarNode) else "?", v) for key, v in node.value]


def _is_empty(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and str(node.value).strip() in ("", "null", "~") and not node.style


def _entry(node: yaml.Node, where: str, line: int, problems: list[Problem]) -> Entry:
    if not isinstance(node, yaml.MappingNode):
        raise _UnreadableError(where, "this is no decision", f'write for example "- reject: words"; {_choice(_VERBS)}')
    pairs = _keys(node)
    verbs = [key for key, _ in pairs if key in _VERBS]
    repeated = sorted(key for key, count in Counter(key for key, _ in pairs).items() if count > 1)
    if len(verbs) != 1 or repeated:
        what = f"it says {repeated[0]} twice" if repeated else f"it holds {len(verbs)} decisions, not one"
        raise _UnreadableError(where, what, f"begin each decision with a dash; {_choice(_VERBS)}")
    said = dict(pairs)
    slips = len(problems)
    values: dict[str, Any] = {}
    for key, value in pairs:
        if key not in _ONE and key not in _MANY and key not in _VERBS:
            known = ", ".join((*_ONE, *_MANY))
            problems.append(Problem(where, f"{key!r} is not known", f"mend or remove it; there are {known}"))
        elif key in _NOTES:
            try:
                values[key] = _note(key, value, where)
            except _UnreadableError as error:
                problems.append(error.problem)
        elif key in _MANY:
            values[_MANY[key]] = tuple(_texts(value, key, where))
        elif key in _ONE and (text := _text(value, key, where)):
            values[key] = _of_kind(key, text, where)
    names = tuple(_texts(said[verbs[0]], verbs[0], where))
    entry = Entry(decision=_VERBS[verbs[0]], words=names[0] if names else "", line=line, **values)
    if entry.decision is Decision.MERGE:
        entry = replace(entry, names=names[1:])
    _check_whole(entry, len(names), where)
    return replace(entry, public=False) if len(problems) > slips else entry


def _check_whole(entry: Entry, names: int, where: str) -> None:
    """_UnreadableError where a decision lacks what it needs."""
    decision = entry.decision
    lacks = ""
    if not entry.words or (names > 1 and decision is not Decision.MERGE):
        lacks = "the words of one statement"
    elif decision is Decision.MERGE and not (entry.names or entry.to):
        lacks = 'a second name, or "to:" with a new one'
    elif decision is Decision.SPLIT and not (entry.names or entry.to):
        lacks = '"off:" with the names that are somebody else\'s, or "to:" with a new name'
    elif decision in (Decision.REWORD, Decision.MOVE, Decision.DATE) and not entry.to:
        lacks = '"to:" with what it is to become'
    elif decision is Decision.ADD and not (entry.section and entry.quotes):
        lacks = '"section:" and "quote:"'
    if lacks:
        raise _UnreadableError(where, f"this decision does not count, for it lacks {lacks}", "complete it")
    if decision is Decision.MOVE and entry.to not in list(Section):
        raise _UnreadableError(where, f"{entry.to[:40]!r} is no section", _choice(Section))
    if decision is Decision.DATE and timex.bounds(entry.to) is None:
        raise _UnreadableError(where, f"{entry.to[:40]!r} is no date", "write it as year-month-day: 2024-12-08")


def _note(key: str, node: yaml.Node, where: str) -> str | bool:
    text = _text(node, key, where)
    if key == "public":
        if text.lower() not in ("true", "false", "yes", "no"):
            raise _UnreadableError(
                where, f'public is {text[:40]!r}, so it is taken as "false"', 'write "true" or "false"'
            )
        return text.lower() in ("true", "yes")
    if key == "date" and text:
        try:
            return dt.date.fromisoformat(text).isoformat()
        except ValueError as error:
            raise _UnreadableError(
                where, f"{text[:40]!r} is no day", "write it as year-month-day: 2024-12-08"
            ) from error
    return text


def _of_kind(key: str, text: str, where: str) -> Any:
    if key == "dated" and timex.bounds(text) is None:
        raise _UnreadableError(where, f"{text[:40]!r} is no date", "write it as year-month-day: 2024-12-08")
    if key in _KINDS:
        try:
            return _KINDS[key](text.lower())
        except ValueError as error:
            raise _UnreadableError(where, f"{text[:40]!r} is no {key}", _choice(_KINDS[key])) from error
    return text


def _text(node: yaml.Node, key: str, where: str) -> str:
    if not isinstance(node, yaml.ScalarNode):
        raise _UnreadableError(where, f"{key} is no text", f'write "{key}: words" on one line')
    text = "" if _is_empty(node) else clean.line(str(node.value))
    if len(text) > MAX_CHARACTERS * (5 if key in ("quote", "context") else 1):
        raise _UnreadableError(where, f"{key} is too long ({len(text):,} characters)", "shorten it")
    return text


def _texts(node: yaml.Node, key: str, where: str) -> list[str]:
    listed = node.value if isinstance(node, yaml.SequenceNode) else [node]
    return [text for item in listed[:20] if (text := _text(item, key, where))]


def _choice(kinds: Iterable[str]) -> str:
    return f"there are {', '.join(kinds)}"


# — writing ———————————————————————————————————————————————————————————————————————————————————————————————————————————

HEAD = "# Decisions about this brief, carried out from top to bottom at each build; see docs/about/review.md.\n"


def appended(data: bytes, entry: Entry, where: str) -> bytes:
    """A review file, empty or not, with one decision more at its end; what stands there stays byte for byte.

    BriefingError if the file is such that nothing can be put after its last decision.
    """
    entry = _cleaned(entry)
    text = data.decode("utf-8-sig", "replace")
    end = "\r\n" if "\r\n" in text else "\n"
    lines = _written(entry).splitlines()
    if not text.strip():
        grown = HEAD.encode() + b"decisions:\n" + "".join(f"  {line}\n" for line in lines).encode()
    else:
        indent = " " * _column(text)
        head = "" if re.search(r"(?m)^(?:decisions *:| *-)", text) else f"decisions:{end}"
        gap = "" if text.endswith("\n") else end
        grown = data + (gap + head + "".join(f"{indent}{line}{end}" for line in lines)).encode()
    before, after = parse(data, where), parse(grown, where)
    kept = [replace(e, line=0) for e in after.entries] == [replace(e, line=0) for e in (*before.entries, entry)]
    if not kept or len(after.problems) > len(before.problems) or (_is_whole(data) and not _is_whole(grown)):
        fix = 'put the line "decisions:" and the list below it, each with a dash, at the end of the file'
        raise BriefingError(str(Problem(where, "no decision can be added at its end", fix)))
    return grown


def _is_whole(data: bytes) -> bool:
    """Whether all of it is YAML, not only its decisions one by one."""
    try:
        _composed(data.decode("utf-8-sig"))
    except ValueError:
        return False
    return True


def _cleaned(entry: Entry) -> Entry:
    """A decision with texts as `parse` gives them."""
    texts: dict[str, Any] = {}
    for known in fields(entry):
        value = getattr(entry, known.name)
        if type(value) is str:
            texts[known.name] = clean.line(value)
        elif isinstance(value, tuple):
            texts[known.name] = tuple(map(clean.line, value))
    return replace(entry, **texts)


def _column(text: str) -> int:
    """Where the dashes of the list in a file stand; where they are to stand if it has none."""
    dashes = re.findall(r"(?m)^( *)-(?: |\r?$)", text)
    return len(dashes[0]) if dashes else 2


def verb_of(entry: Entry) -> str:
    """What its decision is called in a review file."""
    return next(verb for verb, decision in _VERBS.items() if decision is entry.decision)


def _written(entry: Entry) -> str:
    """A decision as YAML that `parse` reads as it is."""
    verb = verb_of(entry)
    merged = entry.decision is Decision.MERGE and entry.names
    said: dict[str, Any] = {verb: [entry.words, *entry.names] if merged else entry.words}
    if entry.section:
        said["section"] = entry.section.value
    for key, values in (("quote", entry.quotes), ("off", () if merged else entry.names)):
        if values:
            said[key] = values[0] if len(values) == 1 else list(values)
    for key in ("to", "name", "text", "status", "speaker", "certainty", "dated", "type", "aliases", "context"):
        if value := getattr(entry, key):
            said[key] = list(value) if isinstance(value, tuple) else str(value)
    for key in ("reason", "reviewer", "date"):
        if value := getattr(entry, key):
            said[key] = dt.date.fromisoformat(value) if key == "date" else value
    if not entry.public:
        said["public"] = False
    return yaml.safe_dump([said], allow_unicode=True, sort_keys=False, width=110)


def about(brief: Brief, statement: Statement, decision: Decision, **further: Any) -> Entry:
    """A decision about a statement of `brief`, with all that finds it again or restores it."""
    named = statement.section in NAMED
    dated = {} if decision is Decision.MOVE else {"dated": statement.date}
    known: dict[str, Any] = {
        "words": clean.line(statement.name or "" if named else statement.text),
        "section": statement.section,
        "quotes": tuple(dict.fromkeys(clean.line(brief.quote(e)) for e in statement.evidence[:1])),
        "context": tuple(dict.fromkeys(clean.line(brief.quote(e)) for e in statement.context)),
        "text": clean.line(statement.text) if named else "",
        "status": statement.status, "speaker": statement.speaker, "certainty": statement.certainty,
        "type": statement.type, **dated,
    }  # fmt: skip
    if decision in (Decision.REJECT, Decision.MERGE, Decision.SPLIT):
        known = {key: value for key, value in known.items() if key in ("words", "section", "quotes", "dated")}
    return Entry(decision=decision, **(known | further))
