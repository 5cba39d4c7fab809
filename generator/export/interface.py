"""What the program itself says on pages and in print, in the reader's language; quotes stay in their own.

Messages are written in English where they are used, as ``say("Claimed by {who}", who=…)``, and looked up in the gettext
catalogue of the language, ``languages/<code>.po`` in the templates; a message without a translation stays English.
Dates are written as the Unicode CLDR has it for the language. Values put into a message are inserted as they are and
never read as a message themselves.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from dataclasses import dataclass
from functools import cache, lru_cache

from babel import Locale
from babel.core import get_global
from babel.dates import format_date, format_interval, format_skeleton, format_time
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations

from generator import timex
from generator.errors import BriefingError
from generator.export import PACKAGED, Templates


@dataclass(frozen=True, slots=True)
class Interface:
    """The interface texts of one language; equal for equal languages and cheap to pass to another process."""

    language: str = "en"
    """ISO 639-1 code; one of `languages`."""
    templates: Templates = PACKAGED
    """Where its catalogue lies, and whatever else says something: pages and print."""

    def __call__(self, message: str, /, **values: object) -> str:
        """`message` in this language, with `values` at its named places."""
        return _catalogue(self.language, self.templates).ugettext(message).format(**values)

    def plural(self, one: str, many: str, n: int, /, **values: object) -> str:
        """`one` or `many`, whichever form the language uses for the count `n`, which stands at ``{n}``."""
        return _catalogue(self.language, self.templates).ungettext(one, many, n).format(n=self.number(n), **values)

    def number(self, number: float) -> str:
        """`number` with the language's own separators."""
        return _number(self.language, number)

    def date(self, value: str) -> str:
        """A value of time (see `generator.timex`) as a reader writes it: "8 December 2024", "May – July 2023".

        ValueError if it is none.
        """
        return _written(self, value)

    def month(self, value: str) -> str:
        """The month in which a value of time begins, without its year: "December". ValueError if it is none."""
        limits = timex.bounds(value)
        if limits is None:
            raise ValueError(f"not a value of time: {value!r}")
        return str(format_date(limits[0], "LLLL", locale=_locale(self.language)))

    def language_name(self, code: str) -> str:
        """What the language with the ISO 639-1 `code` is called; the code itself where that is not known."""
        return str(_locale(self.language).languages.get(code, code))

    @property
    def locale(self) -> str:
        """The language with the territory it is spoken in most, as OpenGraph writes it: ``en_GB``, ``de_DE``."""
        given = _locale(self.language)
        likely = Locale.parse(get_global("likely_subtags").get(self.language, self.language))
        return f"{given.language}_{given.territory or likely.territory}"

    @property
    def right_to_left(self) -> bool:
        """Whether the language is written from right to left."""
        return _locale(self.language).text_direction == "rtl"


@cache
def languages(templates: Templates = PACKAGED) -> tuple[str, ...]:
    """Codes of the languages that the interface speaks: English, and those there is a catalogue for."""
    found = {file.stem for folder in templates.folders for file in (folder / "languages").glob("*.po")}
    return ("en", *sorted(found - {"en"}))


def interface(language: str, templates: Templates = PACKAGED) -> Interface:
    """The interface of `language`; BriefingError, naming those there are, if there is none."""
    if language not in languages(templates):
        there = ", ".join(languages(templates))
        raise BriefingError(f"the interface does not speak {language!r}; name one of {there}, or add {language}.po")
    return Interface(language, templates)


ENGLISH = Interface()


@lru_cache(maxsize=4096)
def _number(language: str, number: float) -> str:
    return str(format_decimal(number, locale=_locale(language)))


@lru_cache(maxsize=4096)
def _written(say: Interface, value: str) -> str:
    if timex.bounds(value) is None:
        raise ValueError(f"not a value of time: {value!r}")
    first, _, last = value.partition("/")
    written = _interval(say, first, last) if last and last != first else _single(say, first)
    return _FIRST_OF_MONTH.sub("1er", written) if say.language == "fr" else written


_FIRST_OF_MONTH = re.compile(r"(?<!\d)1(?=(?:–\d\d?)? [^\W\d])")
"""An ordinal in French (“1er mai”), which the CLDR leaves out."""


def _single(say: Interface, value: str) -> str:
    """`value`, which is no interval, in words."""
    limits = timex.bounds(value)
    assert limits is not None
    first, last = limits
    year = str(first.year)
    match timex.precision(value):
        case "decade":
            return say("{year}s", year=last.year - 9)
        case "season":
            return _season(say, value[-2:], first.year)
        case "quarter":
            return _quarter(say, value[-1], year)
        case "week":
            return say("week of {day}", day=_single(say, first.isoformat()))
        case "year":
            return year
        case "month":
            return str(format_skeleton("yMMMM", first, locale=_locale(say.language)))
        case "time":
            clock = dt.time.fromisoformat(value.partition("T")[2])
            shown = format_time(clock, "short", locale=_locale(say.language))
            return say("{day}, {time}", day=_single(say, first.isoformat()), time=shown)
        case _:
            return str(format_date(first, "long", locale=_locale(say.language)))


def _season(say: Interface, season: str, year: int) -> str:
    match season:
        case "SP":
            return say("spring {year}", year=year)
        case "SU":
            return say("summer {year}", year=year)
        case "FA":
            return say("autumn {year}", year=year)
        case _:
            return say("winter {year}", year=f"{year}–{(year + 1) % 100:02d}")


def _quarter(say: Interface, number: str, year: str) -> str:
    match number:
        case "1":
            return say("first quarter of {year}", year=year)
        case "2":
            return say("second quarter of {year}", year=year)
        case "3":
            return say("third quarter of {year}", year=year)
        case _:
            return say("fourth quarter of {year}", year=year)


def _interval(say: Interface, first: str, last: str) -> str:
    """What both ends share is said once: "3–5 May 2023", "2011–2015"."""
    kinds = timex.precision(first), timex.precision(last)
    skeleton = {("day", "day"): "yMMMMd", ("month", "month"): "yMMMM", ("year", "year"): "y"}.get(kinds)
    one, other = timex.bounds(first), timex.bounds(last)
    if skeleton is None or one is None or other is None:
        return f"{_single(say, first)} – {_single(say, last)}"
    if skeleton == "yMMMMd" and one[0].month != other[0].month:
        same_year = one[0].year == other[0].year
        start = format_skeleton("MMMMd", one[0], locale=_locale(say.language)) if same_year else _single(say, first)
        return f"{start} – {_single(say, last)}"
    if skeleton == "yMMMMd":  # the CLDR has this pattern with a short name of the month only
        locale = _locale(say.language)
        parts = (re.sub("MMM+", "MMMM", part) for part in locale.interval_formats["yMMMd"]["d"])
        return "".join(format_date(day, part, locale) for day, part in zip((one[0], other[0]), parts, strict=True))
    shown = str(format_interval(one[0], other[0], skeleton=skeleton, locale=_locale(say.language)))
    return shown.replace("\u2009", " ")


@cache
def _locale(language: str) -> Locale:
    """English is British in its dates: "8 December 2024" is understood everywhere."""
    return Locale.parse("en_GB" if language == "en" else language)


@cache
def _catalogue(language: str, templates: Templates) -> NullTranslations:
    if language == "en":
        return NullTranslations()
    file = templates.file(f"languages/{language}.po")
    compiled = io.BytesIO()
    try:
        with file.open("rb") as opened:
            write_mo(compiled, read_po(opened, locale=language, abort_invalid=True))
    except (OSError, PoFileError) as error:
        raise BriefingError(f"{file}: the catalogue cannot be read ({error}); mend it") from error
    compiled.seek(0)
    return Translations(compiled)
