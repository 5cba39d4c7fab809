"""The words that carry meaning: hedges, and how likely they make a thing."""

import pytest

from generator.english import HEDGE, band


@pytest.mark.parametrize("text", ["in May it fell", "by 9 May 2020", "since May", "Theresa May resigned", "on May 5"])
def test_a_month_or_a_name_is_no_hedge(text: str) -> None:
    assert not HEDGE.search(text)


@pytest.mark.parametrize("text", ["it may fall", "May have been late", "the wall could fall", "an alleged thief"])
def test_a_hedge_is_one_wherever_it_stands(text: str) -> None:
    assert HEDGE.search(text)


def test_the_longest_words_tell_the_band() -> None:
    assert band("is very unlikely to") == "very unlikely"
    assert band("Almost certainly") == "almost certain"
    assert band("there is almost no chance that") == "remote"


def test_words_that_name_no_odds_get_no_band() -> None:
    assert [band(words) for words in ("allegedly", "may", "could", "expected to", "not likely to")] == [None] * 5
