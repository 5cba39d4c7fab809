"""Where sentences end, also where the space after the stop was lost (“the old regime.The scope of …”).

Everything is decided from at most a few dozen characters around a stop, so that time is linear in the text. Where no
stop comes for `LONGEST` characters the text is cut at a space: no reader of sentences meets one without bounds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.english import REPORTING_VERBS

LONGEST = 2000
"""Characters of a sentence at most. What is longer is a list or a table without stops, or made to be long."""

_STOP = re.compile(r"(?<![.!?…])[.!?…]++(?:\[\d{1,3}\])?[\"”’»')\]]*+|(?<![。！？])[。！？]++[”’」』）]*+|[؟۔।]")
_OPENING = "\"“‘«'([¿¡„"
_WORD = re.compile(r"(?:[^\W_]|[.&'’\-])*")
_NEXT_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?|\d+")
_ACRONYM = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_ADDRESS = re.compile(r"://|\bwww\.|[@\\_=#]|\.[a-z]{2,6}/")
_SPEECH = REPORTING_VERBS | {"asked", "asks", "shouted", "replied", "wondered", "cried", "tweeted"}
_INITIALS = re.compile(r"[A-Z]\.[A-Z]\.")
_CAPITALS = re.compile(r"[^\W\d_]{2,6}(?:[\s,]|['’]s\b)")
_LOWER_NAME = re.compile(r"(?:al|el|as|ash|an)-[A-Z]")
_CLOCK_TAIL = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sep|Oct|Nov|Dec)\w*\.? \d"
    r"|(?:[A-Z]{3,4}|ET|PT)\b|\w+(?: \w+)? (?:[Tt]ime|Standard|Daylight)\b"
)
"""What goes on with a time of day ("6 p.m. Moscow time")."""

_TITLES = frozenset(
    """mr mrs ms mx dr prof gen lt col maj capt cpt sgt cmdr cdr adm brig cpl pvt rep reps sen sens gov govs amb atty
    hon rev fr msgr mgr mme mlle sr sra srta st ste mt insp supt det pres vs e.g i.e cf viz fig figs pp vol ch
    sec art para ca approx al ave blvd""".split()
)
"""A name or a number follows; they end no sentence."""

_SHORT = frozenset(
    """jan feb mar apr jun jul aug sep sept oct nov dec inc ltd co corp plc bros llc jr esq etc u.s u.k u.n e.u d.c
    ph.d dept est ft gmbh n.y l.a a.k.a b.c a.d ext rd""".split()
)
"""They end a sentence only before a word that opens one."""

_OPENERS = frozenset(
    """the a an he she it they we i you this that these those his her its their our my there here in on at by for from
    to with under over during within among between and but or so yet as if when while after before since because
    although though however meanwhile moreover furthermore additionally also then thus therefore still even once
    both each every some many most more several all another other others such what who why how where which not
    no nobody nothing now today yesterday according officials despite instead overall finally firstly secondly
    first second third later earlier only just one two three police analysts experts residents critics witnesses
    authorities""".split()
)
"""Lower-case forms of words that, capitalised after a stop, open a sentence rather than go on with a name."""

_NEVER_NEXT = frozenset("com net org gov edu io js py html htm pdf docx doc txt jpg png csv xml json php".split())
"""What follows the stop inside an address or a file name."""


def unglue(text: str) -> str:
    """`text` (one block) with a space put in wherever two sentences touch."""
    cuts = [end for end, start in _ends(text) if start == end]
    return " ".join(text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True))


def split(text: str) -> list[tuple[int, int]]:
    """``(start, end)`` of each sentence of `text` (one block), in order, without the white space around them."""
    spans: list[tuple[int, int]] = []
    begin = 0
    for end, start in (*_ends(text), (len(text), len(text))):
        spans += _bounded(text, begin, end)
        begin = start
    return spans


def _bounded(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """What stands between two stops, without the white space around it; in pieces where it is longer than `LONGEST`."""
    while begin < end:
        stop = end
        if end - begin > LONGEST:
            space = text.rfind(" ", begin + LONGEST // 2, begin + LONGEST)
            stop = space if space > 0 else begin + LONGEST
        raw = text[begin:stop]
        if stripped := raw.strip():
            left = begin + len(raw) - len(raw.lstrip())
            yield left, left + len(stripped)
        begin = stop


def _ends(text: str) -> Iterator[tuple[int, int]]:
    """For each sentence but the last: where it ends, and where the next begins."""
    begin = quotes = counted = 0
    for match in _STOP.finditer(text):
        stop, end = match.start(), match.end()
        if end >= len(text):
            return
        if '"' in match.group():  # a straight quotation mark belongs to the next sentence if none is open
            quotes += text.count('"', counted, stop)
            counted = stop
            if quotes % 2 == 0 and not text[end].isspace():
                end = stop + match.group().index('"')
        start = end
        while start < len(text) and text[start] == " ":
            start += 1
        if start < len(text) and _is_end(text, begin, stop, end, start):
            yield end, start
            begin = start


def _is_end(text: str, begin: int, stop: int, end: int, start: int) -> bool:
    mark, closing = text[stop], text[stop + 1 : end].lstrip(".!?…")
    if mark in "。！？":
        return True
    first = start
    while first < min(len(text), start + 4) and text[first] in _OPENING:
        first += 1
    following = text[first : first + 60]
    if not _may_open(following):
        return False
    before = text[max(begin, stop - 40) : stop]
    if mark in "؟۔।":
        return start > end
    if start == end:
        return _is_glued(text, begin, stop, end, before, following)
    if mark == "." and text[stop + 1 : stop + 2] != ".":
        return closing[:1] in tuple("\"”’»'") or _ends_after(before, following, stop - len(before) == begin)
    if _is_ellipsis(text[stop:end]):
        return not (closing.startswith("]") and before.endswith("["))
    return not (closing and _is_speaker(following))


def _may_open(following: str) -> bool:
    """Whether a sentence can begin with these characters."""
    if not following:
        return False
    first = following[0]
    if first.islower():
        return following[1:2].isupper() or bool(_LOWER_NAME.match(following))
    return first.isalnum() or first in "$€£¥₹#@—–•[" or not (first.isascii() or first in "…’”»،؛")


def _ends_after(before: str, following: str, at_start: bool) -> bool:
    """Whether a single full stop between `before` and a space before `following` ends a sentence."""
    word = _last(before)
    last, next_word = word.lower(), _next(following)
    if last in ("a.m", "p.m"):
        return not (following[0].isdigit() or _CLOCK_TAIL.match(following))
    if last in ("no", "nos"):
        return not following[0].isdigit()
    if last in _TITLES:
        return False
    if last.isdigit():
        return not (at_start and len(last) <= 2 and before.startswith(word))
    if len(word) == 1 and before[-2:-1] not in ("", " ", "(", "“", '"', ".", "-"):
        return True  # 1,000°C.
    if len(word) == 1 or last in _SHORT or _ACRONYM.fullmatch(word):
        return next_word in _OPENERS and not (next_word == "no" and re.match(r"No\. \d", following))
    return True


def _is_glued(text: str, begin: int, stop: int, end: int, before: str, following: str) -> bool:
    """Whether a sentence ends at a stop that no space follows."""
    word = _next(following)
    if not before or not following[0].isupper() or not word or word in _NEVER_NEXT:
        return False
    last = _last(before)
    acronym = bool(_ACRONYM.fullmatch(last))
    if len(word) == 1:
        article = word in ("a", "i") and following[1:2] == " "
        if acronym or before[-1].isupper() or not (article or _INITIALS.match(following)):
            return False
    elif not (following[1].islower() or _CAPITALS.match(following)):
        return False
    if _is_ellipsis(text[stop:end]) or acronym:
        return before[-1].isalnum() and word in _OPENERS and last.lower() not in _TITLES
    if text[stop] == "." and (last.lower() in _TITLES or last.lower() in _SHORT or last.lower() == "no"):
        return False
    if len(last) < 2 and not before[-1].isdigit() and before[-1] not in ")]%":
        return False
    return not _ADDRESS.search(text[max(begin, stop - 200) : stop].rpartition(" ")[2] + following.partition(" ")[0])


def _last(before: str) -> str:
    """The last word of `before`, with the stops, hyphens and apostrophes in it; empty if there is none."""
    found = _WORD.match(before[::-1])
    return found.group()[::-1].lstrip(".&'’-") if found else ""


def _next(following: str) -> str:
    found = _NEXT_WORD.match(following)
    return found.group().lower() if found else ""


def _is_ellipsis(marks: str) -> bool:
    return marks.startswith(("...", "…", ".."))


def _is_speaker(following: str) -> bool:
    """Whether what follows a quoted question or exclamation is who says it: “Why?” Smith asked."""
    words = following.split(" ")[1:9]
    return any(w.strip(",.:;") in _SPEECH and (at < 3 or w[-1] in ",.") for at, w in enumerate(words) if w)
