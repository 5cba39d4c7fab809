"""Values of time: bounds, precision, order."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import timex

D = dt.date


@pytest.mark.parametrize(
    ("value", "first", "last", "precision"),
    [
        ("2024", D(2024, 1, 1), D(2024, 12, 31), "year"),
        ("2024-02", D(2024, 2, 1), D(2024, 2, 29), "month"),
        ("2024-12-08", D(2024, 12, 8), D(2024, 12, 8), "day"),
        ("2024-12-08T14:00", D(2024, 12, 8), D(2024, 12, 8), "time"),
        ("2024-12-08T18", D(2024, 12, 8), D(2024, 12, 8), "time"),
        ("2024-W50", D(2024, 12, 9), D(2024, 12, 15), "week"),
        ("2020-W53", D(2020, 12, 28), D(2021, 1, 3), "week"),
        ("2012-Q4", D(2012, 10, 1), D(2012, 12, 31), "quarter"),
        ("2024-SU", D(2024, 6, 1), D(2024, 8, 31), "season"),
        ("2023-WI", D(2023, 12, 1), D(2024, 2, 29), "season"),
        ("199X", D(1990, 1, 1), D(1999, 12, 31), "decade"),
        ("2023-05/2023-07", D(2023, 5, 1), D(2023, 7, 31), "interval"),
        ("2023-05-03/2023-05-05", D(2023, 5, 3), D(2023, 5, 5), "interval"),
        ("2023-05-30/2023-06-02", D(2023, 5, 30), D(2023, 6, 2), "interval"),
        ("2018-12-31/2019-01-01", D(2018, 12, 31), D(2019, 1, 1), "interval"),
        ("2011/2015", D(2011, 1, 1), D(2015, 12, 31), "interval"),
        ("2013-12/2016-SP", D(2013, 12, 1), D(2016, 5, 31), "interval"),
    ],
)
def test_forms(value: str, first: dt.date, last: dt.date, precision: str) -> None:
    assert timex.bounds(value) == (first, last)
    assert timex.precision(value) == precision


@pytest.mark.parametrize(
    "value",
    [
        "", "24", "2024-13", "2023-02-29", "2023-W53", "2024-Q5", "2024-XX", "19X", "199x", "0000",
        "2024-12-08T25:00", "2024-12-08T14:60", "2023-07/2023-05", "2023/2024/2025", "2023/", "/2023", " 2024",
        "2024\n", "٢٠٢٤", "2024-1-1",
    ],
)  # fmt: skip
def test_no_values(value: str) -> None:
    assert timex.bounds(value) is None
    for function in (timex.precision, timex.order):
        with pytest.raises(ValueError, match="not a value of time"):
            function(value)


@pytest.mark.parametrize(
    ("name", "before", "this", "after"),
    [
        ("day", "2023-12-31", "2024-01-01", "2024-01-02"),
        ("week", "2023-W52", "2024-W01", "2024-W02"),
        ("weekend", "2023-12-30/2023-12-31", "2024-01-06/2024-01-07", "2024-01-13/2024-01-14"),
        ("month", "2023-12", "2024-01", "2024-02"),
        ("quarter", "2023-Q4", "2024-Q1", "2024-Q2"),
        ("season", "2023-FA", "2023-WI", "2024-SP"),
        ("year", "2023", "2024", "2025"),
        ("decade", "201X", "202X", "203X"),
        ("century", "1900/1999", "2000/2099", "2100/2199"),
    ],
)
def test_units_around_new_year(name: str, before: str, this: str, after: str) -> None:
    assert [timex.unit(D(2024, 1, 1), name, offset) for offset in (-1, 0, 1)] == [before, this, after]


def test_units_end_with_the_calendar() -> None:
    assert timex.unit(D(9999, 12, 31), "day", 1) is None
    assert timex.unit(D(1, 1, 1), "year", -1) is None
    assert timex.unit(D(2024, 1, 1), "year", 10**9) is None


def test_interval_joins_in_order_only() -> None:
    assert timex.interval("2011", "2015") == "2011/2015"
    assert timex.interval("2011", "2011") == "2011"
    assert timex.interval("2023-05/2023-06", "2023-07-01/2023-07-09") == "2023-05/2023-07-09"
    assert timex.interval("2015", "2011") is None
    assert timex.interval("2015", "soon") is None


def test_order_is_that_of_a_chronicle() -> None:
    chronicle = ["199X", "1999", "2024", "2024-01", "2024-01-01", "2024-01-01T09:00", "2024-01-01T14:30", "2024-01-02"]
    backwards = chronicle[::-1]
    assert sorted(backwards, key=timex.order) == chronicle


DAYS = st.dates(dt.date(900, 1, 1), dt.date(9400, 12, 31))
NAMES = st.sampled_from("day week weekend month quarter season year decade century".split())


@given(DAYS, NAMES, st.integers(-5, 5))
def test_a_unit_holds_its_day(day: dt.date, name: str, offset: int) -> None:
    value = timex.unit(day, name)
    assert value is not None
    first, last = timex.bounds(value) or (day, day)
    assert first <= day <= last or name == "weekend"
    assert timex.precision(value) in ("interval", name)
    moved = timex.unit(day, name, offset)
    assert moved is not None
    assert (timex.order(moved) > timex.order(value)) == (offset > 0)


@given(DAYS, DAYS, NAMES, NAMES)
def test_an_interval_holds_both_ends(one: dt.date, other: dt.date, first: str, second: str) -> None:
    ends = timex.unit(one, first) or "", timex.unit(other, second) or ""
    joined = timex.interval(*ends)
    bounds = [timex.bounds(end) for end in ends]
    assert bounds[0] is not None
    assert bounds[1] is not None
    if joined is None:
        assert bounds[0][0] > bounds[1][0] or bounds[0][1] > bounds[1][1]
    else:
        assert timex.bounds(joined) == (bounds[0][0], bounds[1][1])


@given(st.text(max_size=30))
def test_any_text_is_a_value_or_not(text: str) -> None:
    if timex.bounds(text) is None:
        with pytest.raises(ValueError, match="not a value of time"):
            timex.precision(text)
    else:
        assert timex.precision(text)
