"""Where a text came from: front matter, and the lines at its own head (“Published: …”, “By …”, a dateline)."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import yaml

from generator.ingest import clean
from generator.ingest.draft import Meta, Piece, refused
from generator.model import BlockKind, Publish

_LISTED = (BlockKind.ITEM, BlockKind.ROW)
MAX_TITLE = 150
"""Characters a title may have; a longer line is a sentence."""

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sept sep", "october oct", "november nov", "december dec"), start=1)
    for name in names.split()
}  # fmt: skip
_MONTH = (
    r"(?P<{0}>(?:jan|febr?)(?:uary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|(?:octo|novem|decem)ber|oct|nov|dec)\.?"
)
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_TIME = (
    r"(?:(?:,?\s{0,3}(?:at\s+)?|T)\d{1,2}[:.]\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s*[ap]\.?m\.?)?"
    r"(?:\s*\(?(?:Z|[A-Z]{2,5}|[+-]\d\d:?\d\d)\)?)?)?"
)
_DATE = re.compile(
    rf"(?<![\w.]){_WEEKDAY}(?:"
    rf"(?P<y1>\d{{4}})[-/](?P<n1>\d{{1,2}})[-/](?P<d1>\d{{1,2}})"
    rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH.format('m2')},?\s+(?P<y2>\d{{4}})"
    rf"|{_MONTH.format('m3')}\s+(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y3>\d{{4}})"
    rf"|(?P<d4>\d{{1,2}})\.(?P<n4>\d{{1,2}})\.(?P<y4>\d{{4}})"
    rf"|(?P<a5>\d{{1,2}})/(?P<b5>\d{{1,2}})/(?P<y5>\d{{4}})"
    rf"|{_MONTH.format('m6')},?\s+(?P<y6>\d{{4}})"
    rf"){_TIME}(?![\w])",
    re.IGNORECASE,
)

_FRONT = re.compile(r"\s*---[ \t]*\n(?P<yaml>.{0,65536}?\n|)(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
_KEYS = {
    "title": "title", "headline": "title", "date": "published", "published": "published", "publisher": "publisher",
    "source": "publisher", "url": "url", "link": "url", "author": "author", "authors": "author", "by": "author",
    "language": "language", "lang": "language", "tags": "tags", "keywords": "tags", "publish": "publish",
}  # fmt: skip

_PARTS = re.compile(r"\s*[|·•]\s*|\s+[—–-]\s+|\t+|\s{3,}")
_DATE_LABEL = (
    r"(?:(?:first |originally )?(?:published|posted|released|issued|filed|dated?|publication date|created)"
    r"|(?:last )?(?:updated?|modified|edited|revised|reviewed))(?: at| on)?\s*[:\-–]?\s*"
)
_LABELLED_DATE = re.compile(_DATE_LABEL, re.IGNORECASE)
_VAGUE_DATE = re.compile(
    rf"{_DATE_LABEL}(?:\d{{1,2}}[:.]\d{{2}}(?:\s*[ap]\.?m\.?)?(?:\s*[A-Z]{{2,5}})?"
    r"|\d{1,3}\s+(?:minutes?|hours?|days?|weeks?)\s+ago|today|yesterday)?",
    re.IGNORECASE,
)
_UPDATED = re.compile(r"(?:last )?(?:update|modif|edit|revis|review)", re.IGNORECASE)
_BYLINE = re.compile(
    r"(?:(?:written |reported |posted )?by|authors?:|words by)\s+"
    r"(?P<author>(?-i:(?!The |Numbers)[^\W\d_a-z])[^.]?(?:[^.]|(?<=\b\w)\.|\.(?=\w)){0,100}"
    r"|(?:our|the) [\w ]{1,40}(?:desk|staff|team|correspondents?|reporters?))",
    re.IGNORECASE,
)
_SOURCE = re.compile(
    r"(?:source|publisher|publication|published (?:by|in)|via)\s*:\s*(?P<publisher>\S.{0,100})", re.IGNORECASE
)
_URL = re.compile(
    r"(?:(?:url|link|address|source|web|original|retrieved from)\s*:\s*)?(?P<url>https?://\S+)", re.IGNORECASE
)
_TITLE = re.compile(r"(?:title|headline)\s*:\s*(?P<title>\S.*)", re.IGNORECASE)
_KICKER = re.compile(
    r"(?:policy (?:note|brief|paper)|long ?read|analysis|opinion|comment(?:ary)?|explainer|feature|news|editorial"
    r"|briefing|interview|fact ?check|live|breaking(?: news)?|exclusive|special report|background(?:er)?"
    r"|world(?: news)?|politics|business|press release|news release|for immediate release|digest|report|research note"
    r"|working paper|(?:ai|machine)[- ]generated (?:digest|summary|text|article)|situation report|summary)",
    re.IGNORECASE,
)
_PLACE = re.compile(r"(?:[^\W\d_][\w.'’-]*+,? ?){1,5},?")
_DATELINE = re.compile(
    rf"(?P<place>[^\W\d_][^\d()—–]{{1,60}}?)"
    rf"(?:,?\s+(?P<when>(?:{_MONTH.format('m')}|\d|(?:mon|tues|wednes|thurs|fri|satur|sun)day)[^()—–]{{2,30}}?))?"
    r"\s*(?:\((?P<agency>[^()\d]{2,40})\))?\s*(?:—|–|--|-)\s",
    re.IGNORECASE,
)


def parse_date(text: str) -> str | None:
    """The ISO 8601 date that `text` begins with, as precise as it is (2024-12-08, 2024-12, 2024), or None.

    A time after it is ignored; a date whose day and month cannot be told apart (3/4/2024) is none.
    """
    text = text.strip()
    found = _DATE.match(text)
    return _iso(found) if found else text if re.fullmatch(r"[12]\d{3}(?:-(?:0[1-9]|1[0-2]))?", text) else None


def _iso(found: re.Match[str]) -> str | None:
    g = found.groupdict()
    year = next(g[k] for k in ("y1", "y2", "y3", "y4", "y5", "y6") if g[k])
    month: int | None
    day: str | None
    if g["a5"]:
        a, b = int(g["a5"]), int(g["b5"])
        if (a > 12) == (b > 12) and a != b:
            return None
        month, day = (b, str(a)) if a > 12 else (a, str(b))
    else:
        name = (g["m2"] or g["m3"] or g["m6"] or "").lower()
        month = _MONTHS.get(name) or _MONTHS.get(name[:3]) if name else int(g["n1"] or g["n4"])
        day = g["d1"] or g["d2"] or g["d3"] or g["d4"]
    if not month:
        return None
    try:
        date = datetime.date(int(year), month, int(day or 1)).isoformat()
        return date if day else date[:7]
    except ValueError:
        return None


def web_address(text: str) -> str | None:
    """`text` if it is an http or https address without odd characters, else None."""
    text = text.strip()
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not host or re.search(r"[\s<>\"`\\{}|^\x00-\x1f]", text):
        return None
    return text if len(text) <= 2000 else None


def language_code(text: str) -> str | None:
    """The ISO 639-1 code in a language tag ("en-GB"), or None."""
    found = re.match(r"([A-Za-z]{2})(?:[-_][A-Za-z0-9]{2,8})*$", text.strip())
    return found.group(1).lower() if found else None


def checked(**values: str | None) -> Meta:
    """A Meta of what is usable in these raw values: one line each, dates to ISO 8601, only web addresses."""
    lines = {key: line for key, value in values.items() if value and (line := clean.line(value))}
    for key, check in (("published", parse_date), ("url", web_address), ("language", language_code)):
        if key in lines:
            lines[key] = check(lines[key]) or ""
    usable: dict[str, Any] = {key: (value if key == "url" else value[:300]) or None for key, value in lines.items()}
    return Meta(**usable)


def front_matter(text: str, where: str) -> tuple[Meta, str]:
    """What the YAML between two ``---`` lines at the very start says, and the text after it.

    Only scalar values are taken (of tags also a list), as the characters they are: no YAML tag is looked at and no
    alias followed. SeedError where it is no YAML, or gives a date or a way of publishing that cannot be understood; an
    address that is not http or https is left out.
    """
    found = _FRONT.match(text) if text.lstrip()[:3] == "---" else None
    if not found:
        return Meta(), text
    try:
        node = yaml.compose(found["yaml"], Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        raise refused(
            f"{where}:{mark.line + 2}" if mark else where,
            "the front matter between the --- lines is not valid YAML",
            'write one "key: value" a line, and put a value that holds a colon in quotation marks',
        ) from error
    if not isinstance(node, yaml.MappingNode):
        return Meta(), text
    values: dict[str, str] = {}
    for key, value in node.value:
        name = _KEYS.get(str(key.value).strip().lower()) if isinstance(key, yaml.ScalarNode) else None
        said = _scalars(value) if name == "tags" else _scalar(value)
        if name and said and name not in values:
            values[name] = said
    tags, publish = _tags(values.pop("tags", "")), _publish(values.pop("publish", ""), where)
    meta = replace(checked(**values), tags=tags, publish=publish)
    if "published" in values and not meta.published:
        fix = "write it as year-month-day, for example 2024-12-08"
        raise refused(where, f"the front matter's date {clean.line(values['published'])[:40]!r} is no date", fix)
    return meta, text[found.end() :]


def _scalar(node: yaml.Node) -> str:
    """The characters of a scalar value; "" for any other and for one that says "nothing"."""
    value = str(node.value) if isinstance(node, yaml.ScalarNode) else ""
    return "" if value.strip() in ("", "null", "~") else value


def _scalars(node: yaml.Node) -> str:
    """A value or a list of values, with commas between them."""
    return ",".join(map(_scalar, node.value)) if isinstance(node, yaml.SequenceNode) else _scalar(node)


def _tags(listed: str) -> tuple[str, ...]:
    tags = (clean.line(tag).strip(" #")[:60] for tag in listed.split(","))
    return tuple(dict.fromkeys(tag for tag in tags if tag))[:20]


def _publish(word: str, where: str) -> Publish | None:
    """A wrong word must not publish what its writer wanted to keep back."""
    try:
        return Publish(word.strip().lower()) if word else None
    except ValueError as error:
        fix = f"write one of {', '.join(Publish)}"
        raise refused(where, f"the front matter's publish {clean.line(word)[:40]!r} is not known", fix) from error


def line_meta(text: str) -> Meta | None:
    """What a line says that is nothing but metadata and left-overs ("By A. Writer | 5 min read"); None for text."""
    if len(text) > 200 or (text.lstrip()[:1].islower() and not _URL.match(text.strip())):
        return None  # the end of a sentence may look like metadata, but no line of metadata begins in lower case
    meta = Meta()
    for part in filter(None, _PARTS.split(text.strip())):
        said = _part_meta(part.strip(" ,"))
        if said is None:
            return None
        meta = meta.or_else(said)
    return meta


def _part_meta(part: str) -> Meta | None:
    if clean.is_leftover(part) or _KICKER.fullmatch(part):
        return Meta()
    if found := _URL.fullmatch(part):
        return checked(url=found["url"])
    if found := _TITLE.fullmatch(part):
        return checked(title=found["title"])
    if found := _SOURCE.fullmatch(part):
        return checked(publisher=found["publisher"])
    if date := _DATE.search(part):
        said = _beside_date(part[: date.start()].strip(" ,:("))
        after = part[date.end() :].strip(" ,.;()")
        rest = _part_meta(after) if after else Meta()
        if said is None or rest is None:
            return None
        return said.or_else(Meta(published=_iso(date))).or_else(rest)
    if _VAGUE_DATE.fullmatch(part):
        return Meta()
    if (found := _BYLINE.fullmatch(part)) and part[-1] not in ".!?:" and len(part.split()) <= 14:
        return checked(author=found["author"])
    return None


def _beside_date(before: str) -> Meta | None:
    """What stands before the date of a metadata line: nothing, a label, a byline, a kicker, a place."""
    label = _LABELLED_DATE.match(before)
    if not before or (label and label.end() == len(before)) or _KICKER.fullmatch(before):
        return Meta()
    if byline := _BYLINE.fullmatch(re.sub(r"[\s,]+(?:on|published|updated)$", "", before)):
        return checked(author=byline["author"])
    words = before.replace(",", " ").split()
    if len(words) <= 5 and all(w[0].isupper() for w in words) and _PLACE.fullmatch(before):
        return Meta()
    return None


def is_barrier(text: str) -> bool:
    """Whether a line stands for itself: a left-over, or metadata."""
    return clean.is_leftover(text) or line_meta(text) is not None


def looks_like_title(text: str) -> bool:
    """Whether a line at the head of a text is rather a title than a sentence."""
    return len(text) <= MAX_TITLE and text[-1:] not in ".…,;:" and any(c.isalpha() for c in text)


def same_title(a: str, b: str) -> bool:
    """Whether two lines are the same title but for punctuation, case, and a site's name after one of them."""
    x, y = ("".join(c for c in t.casefold() if c.isalnum()) for t in (a, b))
    if x == y:
        return bool(x)
    short, long = sorted((x, y), key=len)
    return len(short) >= 20 and long.startswith(short) and len(long) - len(short) <= 40


def read_head(pieces: Sequence[Piece], known: Meta) -> tuple[Meta, list[Piece]]:
    """What the text's own head and last lines say, and the pieces without its title and its lines of metadata.

    `known` is metadata already believed: its title, where the text repeats it, goes too. The head ends with the first
    real paragraph; a standfirst may stand between title and dates. Dates that stand alone on several lines head the
    parts of a chronicle and are left where they are.
    """
    found, updated = Meta(), Meta()
    rest: list[Piece] = []
    repeated = 0
    chronicle = sum(_is_bare_date(piece.text) for piece in pieces) > 1
    for index, piece in enumerate(pieces):
        text, kind = piece
        title = known.title or found.title
        said = None if kind in _LISTED or (chronicle and _is_bare_date(text)) else line_meta(text)
        if index == 0 and said and not title and _is_rather_title(text):
            said = None
        if said and (is_labelled(text) or not rest):
            if said.published and _UPDATED.match(text):
                updated = updated.or_else(said)
            else:
                found = found.or_else(said)
        elif title and repeated < 2 and same_title(title, text):
            repeated += 1
        elif not title and not rest and kind not in _LISTED and index + 1 < len(pieces) and looks_like_title(text):
            found = found.or_else(Meta(title=text))
        elif len(text) >= 200 or len(rest) >= 3:
            rest.extend(pieces[index:])
            break
        else:
            rest.append(piece)
    while len(rest) > 1 and (said := line_meta(rest[-1].text)) and (said.publisher or said.url or said.published):
        if not is_labelled(rest[-1].text):
            break
        found = found.or_else(said)
        rest.pop()
    if not rest and found.title:  # a title and nothing below it
        rest = [Piece(found.title)]
    for piece in rest[:3]:
        found = found.or_else(_dateline(piece.text))
    return found.or_else(updated), rest


def _is_rather_title(text: str) -> bool:
    """Whether a first line that could be metadata is likelier a title: "By Land and Sea", "Kyiv Votes, 3 May 2022"."""
    date = _DATE.search(text)
    if not date:
        return bool(_BYLINE.match(text))
    before = text[: date.start()].strip(" ,:|·—–-")
    return bool(before) and not before.isupper() and not _KICKER.fullmatch(before) and not is_labelled(text)


def _is_bare_date(text: str) -> bool:
    """Whether a line is a date and nothing more."""
    return len(text) < 60 and bool(_DATE.fullmatch(text.strip(" :.")))


def is_labelled(text: str) -> bool:
    """Whether a line of metadata says what it is."""
    return any(pattern.match(text) for pattern in (_LABELLED_DATE, _BYLINE, _SOURCE, _URL, _TITLE))


def _dateline(text: str) -> Meta:
    """What the dateline that opens a report says: “GORIS, Armenia, Sept. 28, 2023 (Reuters) — …”."""
    found = _DATELINE.match(text[:160])
    if not found:
        return Meta()
    place = re.findall(r"[^\W\d_][\w.'’-]*", found["place"])
    if not place[0].isupper() or len(place[0]) < 2 or not all(w[0].isupper() or w in ("de", "of", "al") for w in place):
        return Meta()
    date = _DATE.search(found["when"] or "")
    return Meta(published=_iso(date) if date else None, publisher=found["agency"])
