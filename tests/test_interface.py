"""The interface in several languages: messages, plurals, dates."""

from __future__ import annotations

import datetime as dt
import html
import string
from pathlib import Path

import pytest
import samples
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

from generator import timex
from generator.corpus import gather
from generator.errors import BriefingError
from generator.export.interface import ENGLISH, interface, languages
from generator.export.pages import pages
from generator.export.site import Site

ROOT = Path(__file__).parent.parent
KEYWORDS = {"say": None, "plural": (1, 2)}


@pytest.mark.parametrize(
    ("value", "english", "german", "french"),
    [
        ("2024", "2024", "2024", "2024"),
        ("0976-03", "March 976", "März 976", "mars 976"),
        ("2024-02", "February 2024", "Februar 2024", "février 2024"),
        ("2024-12-08", "8 December 2024", "8. Dezember 2024", "8 décembre 2024"),
        ("2024-12-08T14:00", "8 December 2024, 14:00", "8. Dezember 2024, 14:00", "8 décembre 2024, 14:00"),
        ("2024-12-08T18", "8 December 2024, 18:00", "8. Dezember 2024, 18:00", "8 décembre 2024, 18:00"),
        ("2020-W53", "week of 28 December 2020", "Woche vom 28. Dezember 2020", "semaine du 28 décembre 2020"),
        ("2012-Q4", "fourth quarter of 2012", "viertes Quartal 2012", "quatrième trimestre 2012"),
        ("2024-SU", "summer 2024", "Sommer 2024", "été 2024"),
        ("2023-WI", "winter 2023–24", "Winter 2023–24", "hiver 2023–24"),
        ("199X", "1990s", "1990er-Jahre", "années 1990"),
        ("2023-05/2023-07", "May – July 2023", "Mai–Juli 2023", "mai – juillet 2023"),
        ("2023-05-03/2023-05-05", "3–5 May 2023", "3.–5. Mai 2023", "3–5 mai 2023"),
        ("2023-05-30/2023-06-02", "30 May – 2 June 2023", "30. Mai – 2. Juni 2023", "30 mai – 2 juin 2023"),
        (
            "2018-12-31/2019-01-01", "31 December 2018 – 1 January 2019", "31. Dezember 2018 – 1. Januar 2019",
            "31 décembre 2018 – 1er janvier 2019",
        ),
        ("2023-05-01/2023-05-21", "1–21 May 2023", "1.–21. Mai 2023", "1er–21 mai 2023"),
        ("2023-05-21", "21 May 2023", "21. Mai 2023", "21 mai 2023"),
        ("2011/2015", "2011–2015", "2011–2015", "2011–2015"),
        (
            "2013-12/2016-SP", "December 2013 – spring 2016", "Dezember 2013 – Frühling 2016",
            "décembre 2013 – printemps 2016",
        ),
    ],
)  # fmt: skip
def test_dates_are_written_for_the_reader(value: str, english: str, german: str, french: str) -> None:
    assert [interface(language).date(value) for language in ("en", "de", "fr")] == [english, german, french]


DAYS = st.dates(dt.date(900, 1, 1), dt.date(9400, 12, 31))
NAMES = st.sampled_from("day week weekend month quarter season year decade century".split())


@given(DAYS, DAYS, NAMES, NAMES, st.sampled_from(languages()))
def test_every_value_of_time_can_be_written(one: dt.date, other: dt.date, first: str, second: str, code: str) -> None:
    ends = timex.unit(one, first) or "", timex.unit(other, second) or ""
    for value in (*ends, timex.interval(*ends) or ends[0]):
        assert interface(code).date(value).strip()


def test_what_is_no_value_of_time_is_refused() -> None:
    with pytest.raises(ValueError, match="not a value of time"):
        ENGLISH.date("soon")


def test_values_are_inserted_as_they_are() -> None:
    assert ENGLISH("Claimed by {who}", who="{who} {0} %s") == "Claimed by {who} {0} %s"
    assert interface("de")("Claimed by {who}", who="<b>") == "Behauptet von <b>"


def test_counts_take_the_form_the_language_wants() -> None:
    forms = "{n} more cause", "{n} more causes"
    assert [ENGLISH.plural(*forms, n) for n in (0, 1, 2000)] == ["0 more causes", "1 more cause", "2,000 more causes"]
    assert interface("fr").plural(*forms, 0) == interface("fr").plural(*forms, 1).replace("1", "0")
    assert interface("de").plural(*forms, 2000).startswith("2.000 ")


def test_a_language_that_is_not_spoken_is_named_with_those_that_are() -> None:
    with pytest.raises(BriefingError, match=r"does not speak 'xx'; name one of en, de, fr"):
        interface("xx")


def messages() -> set[tuple[str, ...]]:
    """Every message in the program and its templates."""
    found: set[tuple[str, ...]] = set()
    for folder, method in (("generator", "python"), ("templates", "jinja2.ext:babel_extract")):
        pattern = "**.py" if method == "python" else "**.j2"
        for _, _, message, _, _ in extract_from_dir(ROOT / folder, [(pattern, method)], keywords=KEYWORDS):
            found.add(message if isinstance(message, tuple) else (message,))
    return found


def catalogue(language: str) -> Catalog:
    with (ROOT / "templates" / "languages" / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def key(message: Message) -> tuple[str, ...]:
    return message.id if isinstance(message.id, tuple) else (message.id,)


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", [code for code in languages() if code != "en"])
def test_a_catalogue_says_everything_and_nothing_else(language: str) -> None:
    translated = {key(m): m for m in catalogue(language) if m.id}
    assert set(translated) == messages()
    for message in translated.values():
        said = message.string if isinstance(message.string, tuple) else (message.string,)
        assert all(said), message.id
        assert not message.fuzzy, message.id
        wanted = places(key(message)[-1])
        assert all(places(text) in (wanted, wanted - {"n"}) for text in said), message.id


@pytest.mark.parametrize("language", [code for code in languages() if code != "en"])
def test_no_page_falls_back_to_english(language: str) -> None:
    """The interface is handed on everywhere: no default slips in between."""
    say = interface(language)
    unmistakable = [said for said, *_ in messages() if " " in said and not places(said) and say(said) != said]
    assert len(unmistakable) > 50
    for path, page in pages(gather([samples.flood(), samples.bare()]), Site(say=say)):
        text = html.unescape(page.decode())
        assert not [said for said in unmistakable if f">{said}<" in text or f'"{said}"' in text], path
