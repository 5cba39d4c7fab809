"""Dates in running text: found, and resolved to a value of `generator.timex`.

Recognition is a table of families, each one compiled expression with the function that resolves its matches. Where
matches overlap the earliest counts, and of those the longest. A match is resolved from what stands in it, else from the
document's publication date, the tense of its clause and the dates told before it (`generator.extract.clock`).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from generator import timex
from generator.extract.clock import FUTURE, LATER_THEN, PAST, Clock, Place
from generator.extract.parse import Sentence
from generator.model import Document, Span


@dataclass(frozen=True, slots=True)
class Timex:
    """An expression that names a time; `value` is None where the text does not let it be resolved."""

    span: Span
    value: str | None
    sentence: int


def find_dates(document: Document, sentences: tuple[Sentence, ...]) -> tuple[Timex, ...]:
    """All expressions of `document` that name a point or a stretch of the calendar, in text order, none overlapping.

    Durations ("a 24-year rule"), ages, recurring times ("on Sundays") and words that only look like dates ("may",
    "1,500 people", "Route 2011") are not among them.
    """
    clock = _clock_of(document)
    return tuple(date for sentence in sentences for date in _dates_in(sentence, clock))


def _clock_of(document: Document) -> Clock:
    span = timex.bounds(document.published) if document.published else None
    first = _FIRST.search(document.text)
    opening = dt.date(int(first["year"]), _month_number(first["month"]), 1) if first else None
    return Clock(span[1] if span else None, span[0] if span and span[0] == span[1] else None, opening)


# --- words ---------------------------------------------------------------------------------------------------------

_NUMBER_WORDS = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen twenty"""
_ORDINAL_WORDS = """zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
    fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"""
_TEN_WORDS = "zero ten twenty thirty forty fifty sixty seventy eighty ninety"
_DECADE_WORDS = "noughts tens twenties thirties forties fifties sixties seventies eighties nineties"


def _numbered(words: str) -> dict[str, int]:
    return {word: number for number, word in enumerate(words.split())}


_NUMBERS = _numbered(_NUMBER_WORDS) | {"a": 1, "an": 1, "a couple of": 2, "a hundred": 100}
_TENS, _ORDINALS, _DECADES = _numbered(_TEN_WORDS), _numbered(_ORDINAL_WORDS), _numbered(_DECADE_WORDS)
_HOLIDAYS = {
    "christmas eve": (12, 24), "christmas day": (12, 25), "christmas": (12, 25), "boxing day": (12, 26),
    "new year's eve": (12, 31), "new year's day": (1, 1), "valentine's day": (2, 14), "halloween": (10, 31),
    "fourth of july": (7, 4),
}  # fmt: skip
_SEASON_MONTH = {"spring": 4, "summer": 7, "autumn": 10, "fall": 10, "winter": 12}

_M = (
    r"(?-i:Jan(?:uary|\.|\b)|Feb(?:ruary|\.|\b)|Mar(?:ch|\.|\b)|Apr(?:il|\.|\b)|May|Jun(?:e\b|\.|\b)|Jul(?:y\b|\.|\b)"
    r"|Aug(?:ust|\.|\b)|Sept?(?:ember|\.|\b)|Oct(?:ober|\.|\b)|Nov(?:ember|\.|\b)|Dec(?:ember|\.|\b)|J(?:ANUARY|UNE|ULY)"
    r"|FEBRUARY|MARCH|A(?:PRIL|UGUST)|MAY|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER)"
)
_W = r"(?-i:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:MON|TUES|WEDNES|THURS|FRI|SATUR|SUN)DAY)"
_D = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\w:%]|[.,]\d)"
_Y = r"(?:1\d\d\d|20\d\d)(?![\w%]|[.,]\d|-(?:year|day|mile|foot))"
_N = (
    r"(?:\d{1,3}|an?|a couple of|a hundred|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen"
    r"|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
    r"(?:-(?:one|two|three|four|five|six|seven|eight|nine))?)"
)
_FEW = r"(?:several|a few|few|some|many)"
_VAGUE = r"(?:several|few|couple of)"
_U = r"(?:day|week|weekend|month|quarter|year|decade|century)"
_US = r"(?:days?|weeks?|months?|quarters?|years?|decades?|century|centuries)"
_PART = r"(?:morning|afternoon|evening|night|night-?time)"
_SEASON = r"(?:spring|summer|autumn|fall|winter)"
_EARLY = (
    r"(?:(?:very )?(?:early|late|earlier|later)(?: on| in)? "
    r"|(?:the )?(?:night|morning|afternoon|evening|early hours) of )"
)
_MID = (
    r"(?:(?:(?:very )?(?:early|late|mid)[ -](?:in )?|(?:the )(?:very )?(?:early|late|mid)(?: part)?[ -](?:of )?"
    r"|the (?:middle|beginning|start|end|close|turn|(?:first|second|latter) half) of )(?:the )?)"
)
_WHICH = (
    r"(?P<which>this past|this coming|this|last|past|next|coming|that same|that|the same|the following|the next"
    r"|the previous|the preceding|the past|the last|the coming|the current) "
)
_YEARS = (
    rf"(?:,? (?:of |in )?(?P<year>{_Y})"
    r"|,? (?:of |in )?(?P<which_year>this|last|next|that|the same|the following|the previous) year)?"
)
_JOIN = r"(?: ?[-–—] ?| (?:to|and|until|till|through|or) )"
_FIRST = re.compile(rf"\b(?P<month>{_M}) (?:{_D},? )?(?P<year>{_Y})")

_BACK = frozenset({"last", "past", "this past", "the previous", "the preceding", "the past", "the last"})
_ON = frozenset({"next", "coming", "this coming", "the following", "the next", "the coming"})
_TOLD = frozenset({"that", "that same", "the same", "the following", "the next", "the previous", "the preceding"})
"""Words that point from what was told before, not from the document's date."""

_NO_DATE = ""
"""What a resolver returns for a match that is no date at all; None is a date that cannot be resolved."""

_Resolver = Callable[[re.Match[str], Place], str | None]
_FAMILIES: list[tuple[re.Pattern[str], _Resolver]] = []


def _family(pattern: str) -> Callable[[_Resolver], _Resolver]:
    """Enters a resolver into the table under the expression it resolves."""

    def enter(resolver: _Resolver) -> _Resolver:
        _FAMILIES.append((re.compile(rf"(?<![\w$£€#])(?<!\d[.,])(?<!\w-)(?:{pattern})", re.IGNORECASE), resolver))
        return resolver

    return enter


def _month_number(name: str) -> int:
    return next(n for n, month in enumerate(timex.MONTHS, 1) if month[:3].lower() == name[:3].lower())


def _weekday_number(name: str) -> int:
    return ("mon", "tue", "wed", "thu", "fri", "sat", "sun").index(name[:3].lower())


def _number(word: str) -> int | None:
    word = word.lower()
    if word.isdecimal():
        return int(word)
    if word in _NUMBERS:
        return _NUMBERS[word]
    tens, _, ones = word.partition("-")
    return _TENS[tens] * 10 + _NUMBERS.get(ones, 0) if tens in _TENS else None


def _singular(unit: str) -> str:
    unit = unit.lower()
    return "century" if unit.startswith("centur") else unit.removesuffix("s")


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _step(which: str) -> int:
    return -1 if which in _BACK else 1 if which in _ON else 0


# --- days ------------------------------------------------------------------------------------------------------------

_DATED = ("day", "time", "month", "week", "season", "year", "interval")


def _year_of(match: re.Match[str], place: Place, month: int, day: int | None = None) -> int | None:
    """The year of a month or a day: what stands beside it, else the nearest that the tense and the story allow."""
    if match["year"]:
        return int(match["year"])
    if which := match["which_year"]:
        base = place.anchor(*_DATED) if which.lower() in _TOLD | {"the same"} else place.clock.published
        return base.year + _step(which.lower()) if base else None
    if place.until:
        return place.until.year - ((place.until.month, place.until.day) < (month, day or 1))
    now = place.clock.published
    beside = place.clock.beside(place.sentence.index)
    if beside and day and (follows := _date(beside.year, month, day)) and 0 < (follows - beside).days <= _SOON:
        return beside.year
    thread = place.clock.thread(place.sentence.index)
    if now and place.tense != FUTURE and thread:
        return _nearest_year(thread, month, day)
    if now:
        return _year_by_tense(now, month, day, place.tense)
    return _nearest_year(thread, month, day) if thread else None


_SOON = 14
"""Days within which a day follows another of its sentence in the same year."""


def _nearest_year(anchor: dt.date, month: int, day: int | None) -> int:
    """A story rather goes on than back."""

    def distance(year: int) -> float:
        days = (year - anchor.year) * 365 + (month - anchor.month) * 30.4 + ((day or anchor.day) - anchor.day)
        return days if days >= 0 else -1.5 * days

    return min((anchor.year - 1, anchor.year, anchor.year + 1), key=distance)


def _year_by_tense(now: dt.date, month: int, day: int | None, tense: str) -> int:
    """The nearest; of two that are both far off, the one that the tense wants."""
    year = _nearest_year(now, month, day)
    nearest = _date(year, month, min(day or now.day, 28)) or now
    ahead = (nearest - now).days
    if day and abs(ahead) <= 45:
        return year
    if tense == PAST:
        return now.year - ((month, day or 1) > (now.month, now.day))
    if tense == FUTURE:
        return now.year + ((month, day or 31) < (now.month, now.day))
    return year


def _day_value(match: re.Match[str], place: Place) -> str | None:
    month, first = _month_number(match["month"]), int(re.sub(r"\D", "", match["day"]))
    if _ATTACKS.match(place.after) and (month, first) == (9, 11) and not match["year"]:
        return "2001-09-11"
    year = _year_of(match, place, month, first)
    if year is None:
        return None
    day = _date(year, month, first)
    if day is None or not match["to"]:
        return day.isoformat() if day else _NO_DATE
    last = _date(year, month, int(re.sub(r"\D", "", match["to"])))
    return (timex.interval(day.isoformat(), last.isoformat()) if last else None) or _NO_DATE


_ATTACKS = re.compile(
    r"^(?:, 2001,?)? (?:(?:terror(?:ist)?|al[- ]Qaeda) )?(?:attacks?|hijack|Victim|Memorial|Commission)"
)
_WEEKDAY_BEFORE = rf"(?:{_EARLY})?(?:(?:this past|this coming|last|next|this) )?(?:{_W}(?: {_PART})?,? )?"


@_family(
    rf"{_WEEKDAY_BEFORE}(?:the (?:night|morning|evening|afternoon) of )?(?P<month>{_M}) (?:the )?(?P<day>{_D})"
    rf"(?:{_JOIN}(?P<to>{_D})(?! {_M}))?{_YEARS}"
)
def _month_day(match: re.Match[str], place: Place) -> str | None:
    """December 8, 2024; Sunday, Dec. 8; May 3-5."""
    return _day_value(match, place)


@_family(rf"{_WEEKDAY_BEFORE}(?:the )?(?P<day>{_D})(?:{_JOIN}(?:the )?(?P<to>{_D}))? (?:of )?(?P<month>{_M}){_YEARS}")
def _day_month(match: re.Match[str], place: Place) -> str | None:
    """8 December 2024; the 8th of December; 3–5 May."""
    return _day_value(match, place)


@_family(r"9/11(?![/\d]|-\d)")
def _nine_eleven(match: re.Match[str], place: Place) -> str | None:
    """since 9/11; the 9/11 attacks: not what is named after that day ("the 9/11 Commission")."""
    attacks = re.match(r" (?:terror(?:ist)? )?attacks?\b", place.after)
    itself = _OF_A_DAY.search(place.before) and not _NAMES.match(place.after)
    return "2001-09-11" if attacks or itself else _NO_DATE


_OF_A_DAY = re.compile(r"\b(?:since|after|before|on|during|of|from|until|by|around|like) $", re.I)
_NAMES = re.compile(
    r"[ -](?!(?:an?|the|and|or|but|as|was|were|had|has|he|she|it|they|to|in|on|at|by|when|who|which|[a-z]+ing)\b)"
    r"[A-Za-z]"
)


@_family(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?:T(?P<clock>\d\d:\d\d)[\d:.Z+]{0,12})?(?![\w-])")
def _iso_day(match: re.Match[str], place: Place) -> str | None:
    day = _date(int(match["year"]), int(match["month"]), int(match["day"]))
    if day is None:
        return _NO_DATE
    value = f"{day.isoformat()}T{match['clock']}" if match["clock"] else day.isoformat()
    return value if timex.bounds(value) else day.isoformat()


@_family(r"(?P<one>\d{1,2})(?P<mark>[./])(?P<two>\d{1,2})(?P=mark)(?P<year>(?:19|20)\d\d)(?![\w/]|\.\d)")
def _numeric_day(match: re.Match[str], place: Place) -> str | None:
    """13/2/2020 or 2/13/2020, where only one reading is a date; 8.12.2024, which is always day first."""
    one, two, year = int(match["one"]), int(match["two"]), int(match["year"])
    days = [day for day in (_date(year, two, one), _date(year, one, two) if match["mark"] == "/" else None) if day]
    if not days:
        return _NO_DATE
    return days[0].isoformat() if len(set(days)) == 1 else None


@_family(r"(?<=\bon )the (?P<day>[12]?\dth|[23]?1st|2?2nd|2?3rd|30th)(?=[.,;]| (?:and|but|after|when|as)\b|$)")
def _day_of_month(match: re.Match[str], place: Place) -> str | None:
    """on the 14th."""
    anchor = place.anchor("day", "time", "month")
    day = _date(anchor.year, anchor.month, int(match["day"][:-2])) if anchor else None
    return day.isoformat() if day else _NO_DATE


@_family(
    r"(?:the )?(?P<day>\d{1,2})(?:st|nd|rd|th)(?: day)? of "
    r"(?P<which>this|last|next|that|the same|the following|the previous) month\b"
)
def _day_of_that_month(match: re.Match[str], place: Place) -> str | None:
    """the 5th of this month."""
    which = match["which"].lower()
    base = place.anchor(*_COUNTABLE["month"]) if which in _TOLD else place.clock.published
    month = timex.bounds(timex.unit(base, "month", _step(which)) or "") if base else None
    day = _date(month[0].year, month[0].month, int(match["day"])) if month else None
    return day.isoformat() if day else None if base is None else _NO_DATE


@_family(
    r"(?:the (?=Fourth))?(?P<name>(?-i:Fourth of July)|Christmas(?: (?:Eve|Day))?|Boxing Day|New Year['’]s (?:Eve|Day)"
    r"|Valentine['’]s Day|Halloween)\b"
    rf"(?=[ ,.;]|$)(?: in(?= \d))?{_YEARS}"
)
def _holiday(match: re.Match[str], place: Place) -> str | None:
    """on New Year's Eve in 2007; by Christmas."""
    if not re.search(r"\b(?:on|by|before|since|until|till|at|over|around|after) $", place.before):
        return _NO_DATE
    month, day = _HOLIDAYS[match["name"].lower().replace("’", "'")]
    year = _year_of(match, place, month, day)
    return dt.date(year, month, day).isoformat() if year else None


# --- months ----------------------------------------------------------------------------------------------------------

_IN = re.compile(
    r"\b(?:in|since|by|until|till|during|as of|as early as|as late as|back in)(?: (?:early|late|mid))? $|[-–—] ?$", re.I
)
_BESIDE = re.compile(r"\b(?:from|of|to|through|for|before|after|between|around|throughout|and|or)(?: the)? $", re.I)
_CLOSES = re.compile(
    r"$|[^\w ]| (?:to|and|or|until|till|through|when|as|after|before|but|that|the|an?|on|in|at|by|with)\b"
)
_DETERMINER = re.compile(r"\b(?:the|an?|its|their|his|her) $", re.I)
_ALSO_NAMES = frozenset({"May", "March", "April", "June", "August"})
_RECURRING = re.compile(r"\b(?:every|each|any|most) $", re.I)


@_family(rf"(?P<month>{_M}) ?[-–—] ?(?P<to>{_M})(?!\w){_YEARS}")
def _months(match: re.Match[str], place: Place) -> str | None:
    """the April–June quarter; November–February 2022, which begins in the year before."""
    first, last = _month_number(match["month"]), _month_number(match["to"])
    year = _year_of(match, place, last)
    return timex.interval(timex.month(year - (first > last), first), timex.month(year, last)) if year else None


@_family(rf"{_MID}?(?:{_WHICH})?(?P<month>{_M})(?!\w){_YEARS}")
def _month(match: re.Match[str], place: Place) -> str | None:
    """December 2024; in March; last November; mid-April; the following July."""
    number, which = _month_number(match["month"]), (match["which"] or "").lower()
    if _RECURRING.search(place.before) or (match.group() == match["month"] and not _is_month(match["month"], place)):
        return _NO_DATE
    if which in _TOLD:
        anchor = place.anchor(*_DATED)
        if anchor is None:
            return None if which not in ("that", "that same") else _NO_DATE
        late, early = which in _ON and number <= anchor.month, which in _BACK and number >= anchor.month
        return timex.month(anchor.year + late - early, number)
    if which and (now := place.clock.published):
        late, early = which in _ON and number <= now.month, which in _BACK and number >= now.month
        return timex.month(now.year + late - early, number)
    year = _year_of(match, place, number)
    return timex.month(year, number) if year else None


def _is_month(name: str, place: Place) -> bool:
    """Not a verb, not a surname, not somebody called April."""
    name = name.rstrip(".").title()
    if _IN.search(place.before):
        return True
    if _BESIDE.search(place.before):
        return name not in _ALSO_NAMES or bool(_CLOSES.match(place.after))
    if _DETERMINER.search(place.before):
        return name not in _ALSO_NAMES - {"August"}
    opens = place.start == 0 and not re.match(r" [a-z]|['’]s\b", place.after)
    return len(name) > 4 and name not in _ALSO_NAMES and not opens


# --- weekdays and other days seen from the document's date -----------------------------------------------------------

_NAMED_DAY_BEFORE = re.compile(
    r"\b(?:every|each|any|most|Black|Bloody|Good|Ash|Super|Palm|Holy|Easter|Whit|Maundy|Shrove|Cyber|Giving|Fat"
    r"|first|second|third|fourth|last-ever|on an?) $"
)
_NAMED_DAY_AFTER = re.compile(
    r"^ (?:Times|Telegraph|Mail|Express|Mirror|Post|Herald|World|Night Live|Night Football|[Ss]chool|Politics|Review)\b"
    r"|^ (?:Morning|Afternoon|Evening|Night) [A-Z]"
)


@_family(
    rf"{_EARLY}?(?:{_WHICH})?(?P<weekday>{_W})(?!s\b)(?: {_PART}\b)?"
    rf"(?:,? (?:of )?(?P<week>last|this|next|that) week\b|,? (?P<ago>{_N}) weeks? ago\b)?"
)
def _weekday(match: re.Match[str], place: Place) -> str | None:
    """on Sunday; last Friday; Monday evening; Tuesday of last week."""
    named = _NAMED_DAY_AFTER.search(match.group()[match.end("weekday") - match.start() :] + place.after)
    if _NAMED_DAY_BEFORE.search(place.before) or named:
        return _NO_DATE
    number, which, today = _weekday_number(match["weekday"]), (match["which"] or "").lower(), place.clock.today
    if which in _TOLD or (today is None and not which):
        told = place.anchor("day", "time", reach=12 if which else 2)
        return _nearest_weekday(told, number, -1 if which in _BACK else 1, strict=bool(_step(which))) if told else None
    if today is None:
        return None
    if match["ago"] or match["week"]:
        weeks = -(_number(match["ago"]) or 0) if match["ago"] else _step(match["week"].lower())
        return timex.unit(today - dt.timedelta(today.weekday() - number), "day", 7 * weeks)
    if which:
        back = which in _BACK or (which == "this" and place.tense == PAST)
        return _nearest_weekday(today, number, -1 if back else 1, strict=which != "this")
    if place.tense == LATER_THEN:
        return _nearest_weekday(today - dt.timedelta(3), number, 1)
    return _nearest_weekday(today, number, 1 if place.tense == FUTURE else -1)


def _nearest_weekday(day: dt.date, number: int, way: int, strict: bool = False) -> str | None:
    """The nearest such weekday forwards (1) or backwards (-1); `day` itself counts unless `strict`."""
    days = (number - day.weekday()) * way % 7 or (7 if strict else 0)
    return timex.unit(day, "day", days * way)


@_family(
    rf"{_EARLY}?(?P<word>the day before yesterday|(?:the )?day after tomorrow|yesterday|today|tomorrow|tonight"
    rf"|last night|this (?:morning|afternoon|evening)|overnight)(?: {_PART})?\b"
)
def _near_day(match: re.Match[str], place: Place) -> str | None:
    """yesterday; today; this morning; last night."""
    word, today = match["word"].lower(), place.clock.today
    if word in ("today", "tonight") and _is_nowadays(match, place):
        return _NO_DATE
    if today is None:
        return None
    if word == "overnight":
        return timex.interval((today - dt.timedelta(1)).isoformat(), today.isoformat())
    days = {
        "the day before yesterday": -2,
        "yesterday": -1,
        "last night": -1,
        "tomorrow": 1,
        "day after tomorrow": 2,
    }
    return timex.unit(today, "day", days.get(word.removeprefix("the ") if word.endswith("tomorrow") else word, 0))


_LIVING = re.compile(
    r"^['’]s (?:world|society|youth|standards|children|generation|economy|culture|terms)\b"
    r"|^ (?:has|have|is|are) (?:a|an|the)\b|^ than\b"
)
_STILL = re.compile(
    r"\b(?:is|are|of|but|as it) $|\bstill (?:[\w’'-]+ ){0,7}$"
    r"|\b(?:is|are|be|widely|commonly|better|best) (?:known|used|seen) $"
    r"|\b(?:exists?|survives?|remains?|continues?|in use) $"
)
_THESE_DAYS = re.compile(
    r"^,(?: (?:about|some|nearly|almost|around|over|most|many|few|only|fewer|more than)\b"
    r"|[^.;:,]{1,60}? (?:are|remains?|stands?|exists?|lives?)\b(?! [a-z]+ing\b))"
)


def _is_nowadays(match: re.Match[str], place: Place) -> bool:
    """ "Women of today", "it is still used today", "Today, many live there", "USA Today"; in a quotation the speaker's
    today is meant, but for "today's game"."""
    if match.group()[0].isupper() and re.search(r"\b[A-Z]\w* $", place.before):
        return True
    if _LIVING.match(place.after):
        return True
    if re.match(r"['’]s ", place.after):
        return False
    if place.before.count("“") > place.before.count("”") or place.before.count('"') % 2:
        return True
    if not place.before.strip() and place.tense not in (PAST, FUTURE, LATER_THEN):
        return bool(_THESE_DAYS.match(place.after))
    return bool(_STILL.search(place.before))


# --- units seen from the document's date or from what was told -------------------------------------------------------

_COUNTABLE = {
    "day": ("day", "time"),
    "week": ("day", "time", "week"),
    "weekend": ("day", "time"),
    "month": ("day", "time", "week", "month"),
    "quarter": ("day", "time", "month", "quarter"),
    "season": ("day", "time", "month", "season"),
    "year": ("day", "time", "week", "month", "quarter", "season", "year", "interval"),
    "decade": ("day", "time", "month", "season", "year", "decade"),
    "century": ("day", "time", "month", "season", "year", "decade"),
}
"""Precision that a told date must have for units to be counted from it."""


@_family(rf"(?:(?:{_MID}|{_EARLY})(?:in )?)?{_WHICH}(?:(?P<unit>{_U})|(?P<season>{_SEASON})|(?P<part>{_PART}))\b(?!-)")
def _relative_unit(match: re.Match[str], place: Place) -> str | None:
    """last week; earlier this month; the following year; that evening; this summer."""
    which, step = match["which"].lower(), _step(match["which"].lower())
    unit = "day" if match["part"] else "season" if match["season"] else match["unit"].lower()
    if unit == "day" and which not in _TOLD:
        return _NO_DATE
    base = place.anchor(*_COUNTABLE[unit]) if which in _TOLD else place.clock.published
    if base is None:
        return None
    if unit == "season":
        return _relative_season(match["season"], step, base)
    if unit == "weekend":
        step += which == "this past" and base.weekday() >= 5
        step -= which == "this" and base.weekday() < 5 and place.tense == PAST
    return timex.unit(base, unit, step)


def _relative_season(name: str, step: int, base: dt.date) -> str | None:
    season = dt.date(base.year, _SEASON_MONTH[name.lower()], 1)
    begun = season + dt.timedelta(60) < base
    year = base.year + (step if not (step < 0 and begun) and not (step > 0 and season > base) else 0)
    return timex.unit(season.replace(year=year), "season")


@_family(r"(?P<when>earlier|later|late|early) in the (?P<unit>day|week|month|year)\b")
def _in_the_unit(match: re.Match[str], place: Place) -> str | None:
    """later in the day."""
    unit = match["unit"].lower()
    base = place.anchor(*_COUNTABLE[unit]) or (place.clock.today if unit == "day" else place.clock.published)
    return timex.unit(base, unit) if base else None


@_family(r"the day\b(?=$|[.,;:)]| (?:at|up|down|with|on|in|higher|lower)\b)")
def _the_day(match: re.Match[str], place: Place) -> str | None:
    """the last match of the day; shares ended the day lower."""
    if not _DAY_BEFORE.search(place.before) or place.before.lower().endswith("at the end of "):
        return _NO_DATE
    day = place.anchor("day", "time", reach=3) or place.clock.today
    return day.isoformat() if day else _NO_DATE


_DAY_BEFORE = re.compile(
    r"\b(?:end|finish|clos|start|open)(?:e|s|es|ed|ing)? $|\bbeg[aiu]n(?:s|ning)? $"
    r"|\b(?:match|game|race|session|stage|event|start|end|close|part|half|hours?)(?:e?s)? of $"
)


@_family(r"the weekend\b(?! of)")
def _weekend(match: re.Match[str], place: Place) -> str | None:
    today = place.clock.today
    if today is None:
        return None
    ahead = place.tense in (FUTURE, LATER_THEN)
    return timex.unit(today, "weekend", 0 if ahead or today.weekday() >= 5 else -1)


@_family(
    r"the (?P<unit>day|night|evening|morning|week|month|year) (?P<way>before|after|previous|prior)\b"
    r"(?! (?:yesterday|tomorrow|last))"
)
def _unit_beside(match: re.Match[str], place: Place) -> str | None:
    """the day before; the year after."""
    unit = match["unit"].lower() if match["unit"].lower() in _COUNTABLE else "day"
    base = place.anchor(*_COUNTABLE[unit])
    return timex.unit(base, unit, 1 if match["way"].lower() == "after" else -1) if base else None


@_family(
    rf"(?:(?P<bracket>\[)?(?P<number>{_N})(?(bracket)\])|(?P<few>{_FEW})) (?P<unit>{_US})"
    r" (?P<way>ago|later(?! than\b)|earlier|before|after|prior|previously|afterwards?|from now|on(?= [a-z]+ed\b)"
    r"|back(?= (?:that|when|by)\b|[.,;:)]|$))\b"
)
def _offset(match: re.Match[str], place: Place) -> str | None:
    """two days later; a year ago; a couple of years back; three weeks after."""
    way, unit = match["way"].lower(), _singular(match["unit"])
    if re.search(r"\b(?:than|from|compared (?:with|to)) $", place.before):
        return _NO_DATE
    if match["few"]:
        return None if way in ("ago", "back", "later", "earlier") else _NO_DATE
    number, named_after = _number(match["number"]) or 0, way == "after"
    if way in ("ago", "back", "from now"):
        near, base = unit == "week" and number == 1, place.clock.published
    elif way == "later" and unit in ("year", "decade", "century"):
        near, base = False, place.origin(*_COUNTABLE[unit])
    else:
        near, base = unit == "week", place.anchor(*_COUNTABLE[unit])
    if way in ("after", "before") and (named := _NAMED_BY_DAY.match(place.after)):
        day = _month_day(named, replace(place, start=place.end, end=place.end + named.end()))
        base, way = dt.date.fromisoformat(day[:10]) if day else None, "later" if way == "after" else "earlier"
    elif way in ("before", "prior", "after") and not (way := _offset_way(way, place)):
        return _NO_DATE
    if base is None:
        return None
    step = -number if way in ("ago", "back", "earlier", "before", "prior", "previously") else number
    value = timex.unit(base, "day", 7 * step) if near else timex.unit(base, unit, step)
    return None if named_after and _is_ahead(value, place) else value


def _is_ahead(value: str | None, place: Place) -> bool:
    """Whether `value` lies beyond the document's date where its clause does not."""
    span, now = timex.bounds(value) if value else None, place.clock.published
    return bool(span and now and span[0] > now and place.tense not in (FUTURE, LATER_THEN))


_NAMED_BY_DAY = re.compile(rf" (?:the )?(?P<month>{_M}) (?P<day>{_D})(?P<to>\\b\\B)?{_YEARS}")


def _offset_way(way: str, place: Place) -> str:
    """ "Three days after the vote, he left" counts on to his leaving, "he left three days after it" back to it."""
    phrase_ends = not re.match(r" [\w’'“\"‘(-]", place.after)
    if way == "after":
        return "later" if phrase_ends or place.leads else "earlier"
    return "earlier" if phrase_ends else ""


_UNREAL = re.compile(
    r"(?:^|[“\"‘(,;—] ?)[Hh]ad (?:it|he|she|they|we|I|the|this|that|these|there)\b[^.;]*$|\b[Ii]f\b[^.;]{0,80}$"
)
"""What stands before an hour at which something might have happened and did not."""


@_family(
    rf"(?:(?P<number>{_N}|several|a few) )?(?P<unit>minutes?|hours?) (?P<way>later(?! than\b)|after|earlier|ago)\b"
)
def _same_day(match: re.Match[str], place: Place) -> str | None:
    """hours later; 78 minutes after: the day that was told; 24 hours ago: the day before the document's."""
    if match["way"].lower() == "ago":
        hours = (_number(match["number"] or "") or 0) * match["unit"].lower().startswith("hour")
        return timex.unit(place.clock.today, "day", -(hours // 24)) if place.clock.today else None
    if _UNREAL.search(place.before):
        return _NO_DATE
    day = place.anchor("day", "time", reach=3)
    return day.isoformat() if day else _NO_DATE


@_family(rf"(?<=\bin )(?P<number>{_N}) (?P<unit>{_US})['’]?s? time\b")
def _from_now(match: re.Match[str], place: Place) -> str | None:
    """in two weeks' time."""
    now, unit, number = place.clock.published, _singular(match["unit"]), _number(match["number"]) or 0
    if now is None:
        return None
    return timex.unit(now, "day", 7 * number) if unit == "week" else timex.unit(now, unit, number)


@_family(rf"within (?P<number>{_N}|the|) ?(?P<unit>hours?|days?|weeks?|months?|years?)\b")
def _within(match: re.Match[str], place: Place) -> str | None:
    """within a week; within six months: not "within a week of the vote"."""
    unit, number = _singular(match["unit"]), match["number"].lower()
    now = place.clock.published if place.tense in (FUTURE, LATER_THEN) else None
    if unit == "hour":
        happened = place.tense == PAST and not re.search(r"\bto [a-z]+ $", place.before)
        day = place.anchor("day", "time", reach=3) if happened else None
        return day.isoformat() if day else _NO_DATE
    if re.match(r" (?:before|after|of|prior)\b", place.after):
        return _NO_DATE
    base = now or place.anchor(*_COUNTABLE[unit], reach=3)
    if base is None or number in ("", "the"):
        return _NO_DATE
    return _stretch_of(base, unit, _number(number) or 0) or _NO_DATE


def _stretch_of(base: dt.date, unit: str, step: int) -> str | None:
    unit, step = ("day", step * 7) if unit == "week" else (unit, step)
    here, there = timex.unit(base, unit), timex.unit(base, unit, step)
    if here is None or there is None:
        return None
    return timex.interval(here, there) if step > 0 else timex.interval(there, here)


@_family(
    rf"(?:the |these )?(?P<way>past|last|next|coming|following|preceding|previous) "
    rf"(?:(?P<number>{_N})|(?P<few>{_VAGUE})) (?P<unit>{_US})\b"
)
def _stretch(match: re.Match[str], place: Place) -> str | None:
    """the past three years; the next two weeks; the past few days, of which nobody knows how many."""
    if match["few"]:
        return None
    unit, way = _singular(match["unit"]), match["way"].lower()
    told = way in ("following", "preceding", "previous") or place.clock.published is None
    base = place.anchor(*_COUNTABLE[unit]) if told else place.clock.published
    if base is None:
        return None
    number = _number(match["number"]) or 0
    return _stretch_of(base, unit, number if way in ("next", "coming", "following") else -number)


# --- years and longer ------------------------------------------------------------------------------------------------

_YEAR_BEFORE = re.compile(
    r"(?:\b(?:in|since|by|until|till|from|of|to|for|during|after|before|around|circa|throughout|between|and|or|as of"
    r"|as (?:early|late|recently|far back) as|born|died"
    r"|early|late|mid|through|than|the|its|their|his|her|our|this|a|an|year|season|was|is)|[(\[“\"/–—-]|\w,"
    r"|\bal\.,|['’]s) ?$",
    re.I,
)
_YEAR_AFTER = re.compile(
    r"^(?:['’]s\b|[)\]]| ?[-–—] ?\d|,? (?:and |or )?(?:1[6-9]|20)\d\d\b| [A-Z]"
    r"| (?:elections?|season|report|census|world|film|summit|campaign)\b)"
)
_COUNTED = re.compile(
    r"^ ?\+|^[ -](?:people|men|women|children|troops|soldiers|dollars|euros|pounds|workers|jobs|homes|houses|miles"
    r"|kilomet\w+|metres?|meters?|km|kg|tons?|tonnes?|feet|ft|acres|hectares|years?|days|hours|deaths|cases|victims|votes"
    r"|students|schoolchildren|pupils|patients|adults|girls|boys|families|households|voters"
    r"|protesters|fans|members|employees|passengers|units|square|cubic|cars|vehicles|local|of the|or more|more|others"
    r"|civilians|residents|refugees|pages|rpm|mph|MW|megawatts|calories|points|participants|copies|stores|schools)\b"
)
_NAMED_BY_NUMBER = re.compile(
    r"\b(?:Route|Highway|Flight|Room|Unit|No\.?|Number|Section|Article|Resolution|Interstate|Road|Street|Building|Model"
    r"|Windows|Office|Boeing|Airbus|Channel|Bus|Line|Page|Chapter|UTC|GMT) $",
    re.I,
)
_NUMBERED = re.compile(
    rf"{_NAMED_BY_NUMBER.pattern}|\b(?:nearly|almost|some|more than|over|least|most|fewer than|killed|injured|other"
    r"|another|additional|exactly) $"
    r"|(?<!from )(?<!in )(?<!between )(?<!until )(?<!since )\b(?:about|roughly|approximately) $",
    re.I,
)
_TO_A_YEAR = re.compile(r" ?[-–—] ?(?:1[6-9]|20)\d\d\b")


@_family(rf"{_MID}?(?P<year>{_Y})(?! (?:UTC|GMT|hours|hrs)\b)(?:[-–/](?P<to>\d\d|(?<=/)(?:19|20)\d\d)(?![\d/-]))?")
def _year(match: re.Match[str], place: Place) -> str | None:
    """2014; late 2019; 2015–16; 2013/2014."""
    counted = _NUMBERED.search(place.before) and not match.group()[0].isalpha()
    if counted and (_NAMED_BY_NUMBER.search(place.before) or not _TO_A_YEAR.match(place.after)):
        return _NO_DATE
    bare = match.group() == match["year"]
    if bare and (_COUNTED.match(place.after) or not (_YEAR_BEFORE.search(place.before) or _year_stands(match, place))):
        return _NO_DATE
    if not match["to"]:
        return match["year"]
    first, to = int(match["year"]), int(match["to"])
    last = to if to > 99 else first + (to - first) % 100
    return (timex.interval(match["year"], f"{last:04d}") if last - first < 60 else None) or match["year"]


def _year_stands(match: re.Match[str], place: Place) -> bool:
    """Not after a name that it is part of ("Vision 2030"), but after one of what is held each year."""
    if not place.before and re.fullmatch(r"[.:]?", place.after):
        return True
    if _HELD.search(place.before) or (_CITED.search(place.before) and re.match(r"[;)]", place.after)):
        return True
    named = re.search(r"\b(?!(?:So|And|But|Then|Or|Also|Only|From|In) )[A-Z][\w’'-]* $", place.before)
    return not named and bool(_YEAR_AFTER.match(place.after))


_HELD = re.compile(
    r"(?:\b(?:Cup|Olympics|Paralympics|Games|Expo|Championships?|Conference|Congress|Convention|Summit|Forum|Festival"
    r"|Fair|Awards?|Prix|Euro|Eurovision|Biennale|Census|Elections?|WWDC|CES)"
    r"|[a-z](?:[Cc]on|[Cc]amp|[Ff]est|mania))(?: [A-Z]\w+)? $"
)
_CITED = re.compile(r"\((?:[^()]*; )?(?:see |for example |e\.g\.,? ){0,2}[A-Z][^()]{0,60} $")


@_family(
    rf"(?:the )?{_MID}?(?:the )?"
    r"(?:(?P<decade>(?:1\d|20)\d)0['’]?s|['’](?P<short>\d)0s|(?P<bare>[2-9])0s"
    rf"|(?P<name>{'|'.join([*_DECADES][2:])}))\b"
)
def _decade(match: re.Match[str], place: Place) -> str | None:
    """the 1990s; the early '80s; the 70s and 80s; the seventies; the 1700s, which are a century."""
    if match["name"] and (not match.group().lower().startswith("the ") or match["name"][0].isupper()):
        return _NO_DATE  # "in her early twenties"
    if match["name"]:
        return f"19{_DECADES[match['name'].lower()]}X"
    if match["bare"]:
        told = match.group().lower().startswith("the ") or _DECADE_BEFORE.search(place.before)
        warm = _DEGREES.search(place.before) or _DEGREES.search(place.after)
        return f"19{match['bare']}X" if told and not warm else _NO_DATE
    if match["decade"] and match["decade"] < "190" and match["decade"].endswith("0"):
        return timex.unit(dt.date(int(match["decade"]) * 10, 1, 1), "century")
    return f"{match['decade']}X" if match["decade"] else f"19{match['short']}X"


_DECADE_BEFORE = re.compile(r"\b(?:\d0|twen|thir|for|fif|six|seven|eigh|nine)(?:s|ties) (?:and|or|to|through) $")
_DEGREES = re.compile(r"\b(?:temperatures?|degrees|highs|lows|thermometers?|forecast)\b", re.I)


@_family(r"['’](?P<year>\d\d)(?![\w%])")
def _short_year(match: re.Match[str], place: Place) -> str | None:
    """since '82."""
    if not re.search(r"\b(?:in|since|of|from|by|until|before|after|summer|fall|spring|winter|to) $", place.before):
        return _NO_DATE
    year = int(match["year"])
    this_century = year <= (place.clock.published or dt.date(1999, 1, 1)).year - 2000
    return str(2000 + year if this_century else 1900 + year)


@_family(
    rf"(?:the {_MID}?|{_MID})(?:(?P<digits>\d{{1,2}})(?:st|nd|rd|th)|(?P<word>{'|'.join(_ORDINALS)})) century\b"
    r"(?! (?:bce?|b\.c))"
)
def _century(match: re.Match[str], place: Place) -> str | None:
    """in the 13th century; the late 19th century."""
    number = int(match["digits"]) if match["digits"] else _ORDINALS[match["word"].lower()]
    if not 1 <= number <= 20 or not _CENTURY_BEFORE.search(place.before):
        return _NO_DATE
    return timex.unit(dt.date(number * 100 - 50, 1, 1), "century")


_CENTURY_BEFORE = re.compile(
    r"\b(?:in|during|from|to|until|till|by|for|of|throughout|through|into|before|after|as) $", re.I
)


@_family(r"the (?:end|start|beginning|middle) of the (?P<unit>week|month|year|decade)\b")
def _part_of_unit(match: re.Match[str], place: Place) -> str | None:
    """by the end of the year."""
    unit = match["unit"].lower()
    base = place.clock.thread(place.sentence.index) or place.clock.published or place.anchor(*_COUNTABLE[unit])
    return timex.unit(base, unit) if base else None


@_family(r"(?:the )?(?P<unit>year|month)[ -]end\b")
def _unit_end(match: re.Match[str], place: Place) -> str | None:
    """by year-end."""
    if not re.search(r"\b(?:by|before|until|till|at|after|since) $", place.before):
        return _NO_DATE
    return timex.unit(place.clock.published, match["unit"].lower()) if place.clock.published else None


@_family(
    r"(?:the )?(?:(?P<word>first|second|third|fourth|final|last)(?P<mark>[ -])quarter|(?-i:Q)(?P<digit>[1-4]))\b"
    rf"(?: of)?{_YEARS}"
)
def _quarter(match: re.Match[str], place: Place) -> str | None:
    """the fourth quarter of 2012; Q3 2020."""
    word = (match["word"] or "").lower()
    number = int(match["digit"] or 0) or {"final": 4, "last": 4}.get(word) or _ORDINALS[word]
    told = match["digit"] or match["year"] or match["which_year"]
    given = told or match["mark"] == "-" or _FIGURES.match(place.after)
    if not given and (match.group().endswith("of") or not re.search(r"\b(?:in|during|for) $", place.before)):
        return _NO_DATE
    year = _year_of(match, place, number * 3)
    return f"{year:04d}-Q{number}" if year else None


_FIGURES = re.compile(r" (?:results?|earnings|profits?|loss(?:es)?|sales|revenues?|figures|report)\b")


@_family(rf"(?P<part>{_MID})?(?P<season>{_SEASON})(?: of)?{_YEARS}(?!\w)")
def _season(match: re.Match[str], place: Place) -> str | None:
    """summer 2024; in the autumn of last year; in spring."""
    name = match["season"].lower()
    if not (match["year"] or match["which_year"]):
        article = re.search(r"\b(?:in|by|since|until|over|during|for)( the)? $", place.before, re.I)
        if match.group().endswith(" of") or not _SEASON_CLOSES.match(place.after):
            return _NO_DATE
        if not match["part"] and not (article and (article[1] or name in ("summer", "winter", "autumn"))):
            return _NO_DATE
    month = _SEASON_MONTH[name]
    year = _year_of(match, place, month)
    return timex.unit(dt.date(year, month, 1), "season") if year else None


_SEASON_CLOSES = re.compile(r"$|[.,;:)]| (?:to|for|and|or|when|as|at|with|after|before|the)\b")


# --- clock -----------------------------------------------------------------------------------------------------------

_AT = r"(?:just|shortly|soon|some time|at|around|about|approximately|by|before|after|until|from|precisely|effective)"
_CLOCK = re.compile(
    rf"(?<![\w.:$£€])(?P<cue>(?:{_AT} ){{1,3}})?"
    r"(?:(?P<hour>\d{1,2})(?:[:.](?P<minute>[0-5]\d))? ?(?P<half>[ap])\.?m\b\.?"
    r"|(?P<hour24>[01]?\d|2[0-3]):(?P<minute24>[0-5]\d)(?![\d:]|\.\d)"
    r"|(?P<plain>(?:[01]\d|2[0-3])[0-5]\d)(?= ?(?:UTC|GMT|BST|hours|hrs)\b| (?:yesterday|today)\b)"
    r"|(?P<word>noon|midday|midnight)\b)",
    re.I,
)
_CLOCK_AFTER = re.compile(r" (?:UTC|GMT|local|hours|hrs|[A-Z]{2,4}\b)")
_BETWEEN = re.compile(
    r"(?:[ ,]|\b(?:on|at|local|time|of|the|early|late|in|around|about|shortly|after|just|before|approximately|by"
    r"|[A-Z]{2,4})\b|\([^()]{0,30}\))*"
)


_O_CLOCK = r"(?:\d{1,2}[:.]\d\d(?: ?[ap]\.?m\b\.?)?|\d{1,2} ?[ap]\.?m\b\.?|noon|midday|midnight)"
_HOURS = re.compile(rf"\b(?:from {_O_CLOCK}(?: ?[-–—] ?| (?:to|until|till) )|between {_O_CLOCK} and ){_O_CLOCK}", re.I)


def _clock_time(match: re.Match[str], text: str) -> str | None:
    if match["word"]:
        return "00:00" if match["word"].lower() == "midnight" else "12:00"
    if match["hour"]:
        hour = int(match["hour"])
        late = 12 if match["half"].lower() == "p" else 0
        return f"{hour % 12 + late:02d}:{match['minute'] or '00'}" if 1 <= hour <= 12 else None
    if match["plain"] and re.search(
        r"\b(?:roughly|nearly|almost|some|than|over|of|for|the) $",
        text[max(0, match.start() - 9) : match.start()],
        re.I,
    ):
        return None
    if match["plain"]:
        return f"{match['plain'][:2]}:{match['plain'][2:]}"
    if not (match["cue"] or _CLOCK_AFTER.match(text, match.end())):
        return None
    return f"{int(match['hour24']):02d}:{match['minute24']}"


# --- one sentence ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    value: str | None
    leads: bool = False
    aside: bool = False


_Match = tuple[re.Match[str], _Resolver]
_DEICTIC = frozenset({_weekday, _near_day, _weekend})


def _dates_in(sentence: Sentence, clock: Clock) -> list[Timex]:
    """The dates of one sentence; tells them to `clock`."""
    matches = _recognise(sentence.text)
    found: list[_Found] = []
    number = 0
    while number < len(matches):
        pair = matches[number : number + 2]
        whole = _interval_of(pair, sentence, clock) if len(pair) == 2 else None
        one = whole or _resolve(*matches[number], sentence, clock)
        number += 2 if whole else 1
        if one.value != _NO_DATE:
            found.append(one)
            if one.value:
                clock.tell(sentence, one.value, leads=one.leads, aside=one.aside)
    start = sentence.span.start
    return [
        Timex(Span(start + one.start, start + one.end), one.value, sentence.index)
        for one in _with_clock(found, sentence, clock)
    ]


_CUE = re.compile(
    r"\d|day|tonight|tomorrow|overnight|week|month|quarter|year|decade|centur|hour|minute|morning|afternoon|evening|night"
    r"|noon|spring|summer|autumn|fall|winter|ties\b|christmas|halloween|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec",
    re.IGNORECASE,
)
"""What every date has a piece of: most sentences need no further look."""


def _recognise(text: str) -> list[_Match]:
    """Matches of all families, the earliest and then the longest, none overlapping."""
    if not _CUE.search(text):
        return []
    matches = [(match, resolver) for pattern, resolver in _FAMILIES for match in pattern.finditer(text)]
    matches.sort(key=lambda one: (one[0].start(), -one[0].end()))
    kept: list[_Match] = []
    for match, resolver in matches:
        if not kept or match.start() >= kept[-1][0].end():
            kept.append((match, resolver))
    return kept


def _resolve(
    match: re.Match[str], resolver: _Resolver, sentence: Sentence, clock: Clock, until: dt.date | None = None
) -> _Found:
    place = Place(clock, sentence, match.start(), match.end(), until)
    try:
        value = resolver(match, place)
    except (ValueError, OverflowError):  # counted beyond the calendar's first or last year
        value = None
    if value and not timex.bounds(value):
        value = None
    return _Found(
        match.start(),
        match.end(),
        value,
        place.leads or (resolver in _DEICTIC and clock.today is not None),
        place.aside,
    )


def _interval_of(pair: list[_Match], sentence: Sentence, clock: Clock) -> _Found | None:
    """ "from 2011 to 2015", "between May and July 2023", "March 30 – April 2": two dates that bound one stretch."""
    (one, first), (other, last) = pair
    gap = sentence.text[one.end() : other.start()]
    before = sentence.text[max(0, one.start() - 48) : one.start()]
    listed = bool(re.fullmatch(r",? (?:and|or) ", gap)) and {first, last} <= _DEICTIC
    if not listed and not _joined(gap, before, first is last):
        return None
    end = _resolve(other, last, sentence, clock)
    reach = timex.bounds(end.value) if end.value else None
    start = _resolve(one, first, sentence, clock, None if listed else reach[1] if reach else None)
    value = timex.interval(start.value, end.value) if start.value and end.value else None
    span = timex.bounds(value) if value else None
    if span is None or (listed and (span[1] - span[0]).days != 1):
        return None
    return _Found(one.start(), other.end(), value, start.leads, start.aside)


def _joined(gap: str, before: str, alike: bool) -> bool:
    if re.fullmatch(r" ?[-–—] ?", gap):
        return alike
    if re.fullmatch(r",? and (?:the )?", gap):
        return bool(re.search(r"\b(?:between|night of|both)(?: (?:roughly|about|the))? $", before, re.I))
    if re.fullmatch(r" to (?:about )?[$€£]?\d[^ ]{0,12}(?: [a-z]+){0,2} in ", gap):
        return alike and bool(re.search(r"\bfrom (?:about )?[$€£]?\d[^ ]{0,12}(?: [a-z]+){0,2} in $", before))
    if re.fullmatch(r",? (?:(?:up )?to|until|till|through(?: to)?|thru)(?: the)? ", gap):
        return alike or bool(re.search(r"\bfrom(?: (?:roughly|about|the))? $", before, re.I))
    return False


def _with_clock(found: list[_Found], sentence: Sentence, told: Clock) -> list[_Found]:
    """`found` with each time of day put to its date; without a date in its sentence it belongs to the last day told."""
    for match in list(_CLOCK.finditer(sentence.text))[:20]:
        clock = _clock_time(match, sentence.text)
        if clock is None or any(one.start < match.end() and match.start() < one.end for one in found):
            continue
        days = [one for one in found if one.value and timex.precision(one.value) in ("day", "time")]
        if beside := next((day for day in days if _beside(day, match, sentence.text)), None):
            value = beside.value if "T" in str(beside.value) else f"{beside.value}T{clock}"
            merged = replace(
                beside, start=min(beside.start, match.start()), end=max(beside.end, match.end()), value=value
            )
            found = [merged if one is beside else one for one in found]
        elif (
            not days
            and not _in_hours(match, sentence.text)
            and (day := told.anchor(sentence.index, ("day", "time")) or told.today)
        ):
            found = [*found, _Found(match.start(), match.end(), f"{day.isoformat()}T{clock}")]
            told.tell(sentence, day.isoformat(), leads=True, aside=False)
    return sorted(found, key=lambda one: one.start)


def _in_hours(match: re.Match[str], text: str) -> bool:
    """Whether a time of day is one end of a stretch that may be that of any day: "from 9 a.m. to noon"."""
    return any(h.start() < match.end() and match.start() < h.end() for h in _HOURS.finditer(text))


def _beside(day: _Found, match: re.Match[str], text: str) -> bool:
    first, last = (match.end(), day.start) if match.start() < day.start else (day.end, match.start())
    return 0 <= last - first <= 45 and bool(_BETWEEN.fullmatch(text, first, last))
