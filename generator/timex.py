"""Values of time: what a date in a brief may say, how far it reaches, how it sorts.

A value is ISO 8601 at the precision its source supports, with the TIMEX3 forms for what ISO lacks:

    2024   2024-12   2024-12-08   2024-12-08T14:00   2024-W50   2024-Q4   2024-SU   199X   2023-05/2023-07

Seasons are those of the northern half of the globe; the winter of a year begins in its December. An interval joins two
values of any of the other forms and holds both. Years run from 0001 to 9999.
"""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
_VALUE = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)(?:T(?P<hour>\d\d)(?::(?P<minute>\d\d))?)?)?"
    r"|-W(?P<week>\d\d)|-Q(?P<quarter>[1-4])|-(?P<season>SP|SU|FA|WI))?|(?P<decade>\d{3})X",
    re.ASCII,
)

Bounds = tuple[dt.date, dt.date]


def bounds(value: str) -> Bounds | None:
    """The first and the last day of `value`, or None if it is no value: the test of whether it is one."""
    if "/" in value:
        first, _, last = value.partition("/")
        one, other = _bounds(first), _bounds(last)
        return (one[0], other[1]) if one and other and one[0] <= other[0] and one[1] <= other[1] else None
    return _bounds(value)


def precision(value: str) -> str:
    """Which form `value` has: time, day, week, month, quarter, season, year, decade or interval; ValueError if none."""
    if bounds(value) is None:
        raise ValueError(f"not a value of time: {value!r}")
    if "/" in value:
        return "interval"
    match = _match(value)
    for group, name in (("hour", "time"), ("day", "day"), ("month", "month"), ("week", "week")):
        if match[group]:
            return name
    return next((name for name in ("quarter", "season", "decade") if match[name]), "year")


def order(value: str) -> tuple[dt.date, str, int]:
    """A key that sorts values as a chronicle would: by first day, then time of day, the longer stretch first."""
    span = bounds(value)
    if span is None:
        raise ValueError(f"not a value of time: {value!r}")
    clock = value.partition("T")[2] if "/" not in value else ""
    return span[0], clock, -(span[1] - span[0]).days


def unit(day: dt.date, name: str, offset: int = 0) -> str | None:
    """The day, week, weekend, month, quarter, season, year, decade or century that holds `day`, moved by `offset`.

    A weekend and a century are intervals. None where the result leaves the calendar; KeyError for any other unit.
    """
    try:
        value = _UNITS[name](day, offset)
    except (ValueError, OverflowError):
        return None
    return value if bounds(value) else None


def interval(first: str, last: str) -> str | None:
    """The interval from `first` to `last`, None where it would run backwards; where both are equal, that value."""
    if first == last:
        return first if bounds(first) else None
    start, end = first.partition("/")[0], last.rpartition("/")[2]
    value = f"{start}/{end}"
    return value if bounds(value) else None


def month(year: int, number: int) -> str:
    """The value of a month."""
    return f"{year:04d}-{number:02d}"


def _match(value: str) -> re.Match[str]:
    match = _VALUE.fullmatch(value)
    if match is None:
        raise ValueError(f"not a value of time: {value!r}")
    return match


def _bounds(value: str) -> Bounds | None:
    try:
        return _checked_bounds(_match(value))
    except (ValueError, OverflowError):
        return None


def _checked_bounds(match: re.Match[str]) -> Bounds:
    """Raises ValueError for a day that no calendar has."""
    if match["decade"]:
        year = int(match["decade"]) * 10
        return dt.date(max(year, 1), 1, 1), dt.date(year + 9, 12, 31)
    year = int(match["year"])
    if match["hour"]:
        dt.time(int(match["hour"]), int(match["minute"] or 0))
    if match["day"]:
        day = dt.date(year, int(match["month"]), int(match["day"]))
        return day, day
    if match["week"]:
        monday = dt.date.fromisocalendar(year, int(match["week"]), 1)
        return monday, monday + dt.timedelta(6)
    if match["month"]:
        return _months(year, int(match["month"]), 1)
    if match["quarter"]:
        return _months(year, int(match["quarter"]) * 3 - 2, 3)
    if match["season"]:
        return _months(year, _SEASONS[match["season"]], 3)
    return dt.date(year, 1, 1), dt.date(year, 12, 31)


def _months(year: int, first: int, count: int) -> Bounds:
    start = dt.date(year, first, 1)
    year, last = _add_months(year, first, count - 1)
    return start, dt.date(year, last, monthrange(year, last)[1])


def _add_months(year: int, number: int, count: int) -> tuple[int, int]:
    total = year * 12 + number - 1 + count
    return total // 12, total % 12 + 1


def _week(day: dt.date, offset: int) -> str:
    year, week, _ = (day + dt.timedelta(weeks=offset)).isocalendar()
    return f"{year:04d}-W{week:02d}"


def _weekend(day: dt.date, offset: int) -> str:
    saturday = day + dt.timedelta(days=5 - day.weekday(), weeks=offset)
    return f"{saturday.isoformat()}/{(saturday + dt.timedelta(1)).isoformat()}"


def _quarter(day: dt.date, offset: int) -> str:
    year, number = _add_months(day.year, day.month, 3 * offset)
    return f"{year:04d}-Q{(number + 2) // 3}"


def _season(day: dt.date, offset: int) -> str:
    """January and February belong to the winter of the year before."""
    year, number = _add_months(day.year, day.month, 3 * offset)
    name = ("WI", "SP", "SU", "FA")[number % 12 // 3]
    return f"{year - (number < 3):04d}-{name}"


def _decade(day: dt.date, offset: int) -> str:
    return f"{day.year // 10 + offset:03d}X"


def _century(day: dt.date, offset: int) -> str:
    year = (day.year // 100 + offset) * 100
    return f"{max(year, 1):04d}/{year + 99:04d}"


_UNITS = {
    "day": lambda day, offset: (day + dt.timedelta(offset)).isoformat(),
    "week": _week,
    "weekend": _weekend,
    "month": lambda day, offset: month(*_add_months(day.year, day.month, offset)),
    "quarter": _quarter,
    "season": _season,
    "year": lambda day, offset: f"{day.year + offset:04d}",
    "decade": _decade,
    "century": _century,
}
