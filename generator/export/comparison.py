"""What changed between two revisions, for a terminal and for a comment on a pull request.

Text of a seed is shown as it is and means nothing: in the terminal no character that cannot be seen is passed on; in
Markdown it stands in ``<code>`` within one HTML block, where neither Markdown nor GitHub or GitLab look for markup,
mentions (``@name``), references (``#1``, hashes of commits) or addresses.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import groupby

from generator.changes import Cause, Change, Kind, Shift
from generator.revisions import Difference

MOST = 60_000
"""Characters of Markdown; GitHub takes 65,536."""
LONGEST = 400
"""Characters of a statement or a title that are shown in Markdown."""

_MARKS = {Kind.ADDED: "+", Kind.REMOVED: "-", Kind.REWORDED: "~", Kind.CONTRADICTED: "!"}
_JOINERS = "\u200c\u200d"
"""Invisible, but Persian and many emoji are spelt with them."""
_NOTHING = "No statement changed."


def as_text(differences: Sequence[Difference]) -> str:
    """One paragraph a brief, by cause, and a line with the counts; with a final line feed."""
    parts = ["\n".join(_paragraph(d)) for d in differences]
    return "\n\n".join([*parts, _counts(differences)]) + "\n"


def as_markdown(differences: Sequence[Difference], most: int = MOST) -> str:
    """A heading, the counts, one block to be opened a brief; at most `most` characters (1,000 or more), with a note of
    what is left out."""
    head = f"### What changed in the briefs\n\n{_counts(differences)}\n"
    room = most - len(head) - 200
    blocks: list[str] = []
    left: list[Difference] = []
    for difference in differences:
        block = _block(difference, room)
        if block:
            blocks.append(block)
            room -= len(block) + 1
        else:
            left.append(difference)
    note = f"\nToo long to show: {_counts(left)} `briefing diff` prints all.\n" if left else ""
    return "\n".join([head, *blocks]) + note


def _counts(differences: Sequence[Difference]) -> str:
    kinds = Counter(c.kind for d in differences for c in d.changes)
    wholes = Counter(d.whole for d in differences)
    words = {Kind.CONTRADICTED: "newly contradicted"}
    said = [f"{_number(kinds[k], 'statement')} {words.get(k, k)}" for k in Kind if kinds[k]]
    said += [f"{_number(wholes[k], 'brief')} {k}" for k in (Kind.ADDED, Kind.REMOVED) if wholes[k]]
    if not said:
        return _NOTHING
    touched = sum(1 for d in differences if d.changes)
    return ", ".join(said) + (f"; {_number(touched, 'brief')} changed" if touched else "") + "."


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def _by_cause(changes: Iterable[Change]) -> Iterator[tuple[Cause, list[Change]]]:
    order = list(Cause)
    ranked = sorted(changes, key=lambda c: order.index(c.cause))
    for cause, group in groupby(ranked, key=lambda c: c.cause):
        yield cause, list(group)


def _withdrawn(changes: Iterable[Change]) -> tuple[list[Change], int]:
    """Those that may be told, and how many others there are."""
    every = list(changes)
    told = [c for c in every if c.text]
    return told, len(every) - len(told)


def _seen(text: str) -> str:
    """`text` on one line, with every character that cannot be seen or reorders others as its escape."""
    line = " ".join(text.split())
    return "".join(c if c.isprintable() or c in _JOINERS else c.encode("unicode_escape").decode("ascii") for c in line)


# — terminal ——————————————————————————————————————————————————————————————————————————————————————————————————————————


def _paragraph(difference: Difference) -> Iterator[str]:
    title = f"{_seen(difference.slug)}: {_seen(difference.title)}"
    if difference.whole:
        yield f"{_MARKS[difference.whole]} {title} ({_whole(difference)})"
        return
    yield title
    for cause, changes in _by_cause(difference.changes):
        told, withdrawn = _withdrawn(changes)
        yield f"  {cause}"
        for change in told:
            yield f"    {_MARKS[change.kind]} {change.section}: {_seen(change.text)}"
            if change.was:
                yield f"      was: {_seen(change.was)}"
            yield from (f"      {s.aspect}: {_value(s.was)} → {_value(s.now)}" for s in change.shifts)
        if withdrawn:
            yield f"    - {_number(withdrawn, 'statement')} withdrawn"


def _whole(difference: Difference) -> str:
    return f"brief {difference.whole}, {_number(difference.statements, 'statement')}"


def _value(text: str) -> str:
    return _seen(text) or "none"


# — Markdown ——————————————————————————————————————————————————————————————————————————————————————————————————————————


def _block(difference: Difference, room: int) -> str:
    """One HTML block, without a blank line, of at most `room` characters; empty if not one change has room."""
    title = f"{_code(difference.title)} ({_code(difference.slug)})"
    if difference.whole:
        line = f"<p><b>{_MARKS[difference.whole]}</b> {title}: {_whole(difference)}</p>\n"
        return line if len(line) <= room else ""
    top = f"<details><summary>{title}: {_kinds(difference.changes)}</summary><ul>"
    end = "</ul></details>\n"
    items = list(_items(difference.changes))
    room -= len(top) + len(end) + 100
    fitting = 0
    while fitting < len(items) and len(items[fitting]) < room:
        room -= len(items[fitting]) + 1
        fitting += 1
    if fitting < len(items):
        items[fitting:] = [
            f"<li>… and {_number(len(items) - fitting, 'line')} more; <code>briefing diff</code> prints them</li>"
        ]
    return "\n".join([top, *items, end]) if fitting else ""


def _kinds(changes: Iterable[Change]) -> str:
    counts = Counter(c.kind for c in changes)
    return ", ".join(f"{counts[k]:,} {k}" for k in Kind if counts[k])


def _items(changes: Iterable[Change]) -> Iterator[str]:
    """A list item each change, by cause."""
    for cause, group in _by_cause(changes):
        told, withdrawn = _withdrawn(group)
        yield from map(_item, told)
        if withdrawn:
            yield f"<li><b>{_MARKS[Kind.REMOVED]}</b> {_number(withdrawn, 'statement')} withdrawn <i>({cause})</i></li>"


def _item(change: Change) -> str:
    was = f"<br>was: <del>{_code(change.was)}</del>" if change.was else ""
    shifts = "".join(f"<br>{_shift(s)}" for s in change.shifts)
    said = f"{change.section}: {_code(change.text)} <i>({change.cause})</i>"
    return f"<li><b>{_MARKS[change.kind]}</b> {said}{was}{shifts}</li>"


def _shift(shift: Shift) -> str:
    was, now = (_code(value) if value else "none" for value in (shift.was, shift.now))
    return f"{shift.aspect}: {was} → {now}"


def _code(text: str) -> str:
    """`text` as HTML that shows it literally."""
    short = text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
    return f"<code>{escape(_seen(short))}</code>"
