"""Words and formats by language: Babel catalogs, dates, country names, and what to do where a language lacks them."""

import gettext
from datetime import date
from functools import cache
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.dates import format_date as babel_date

LOCALE_DIRECTORY = Path(__file__).parent / "locale"
SOURCE_LANGUAGE = "fr"

FALLBACKS: dict[str, str] = {}
"""The language whose words and formats stand in where one has none. French stands in for all in the end."""


@cache
def translator(language: str) -> gettext.NullTranslations:
    """The catalog of a language, then those of its fallbacks; the French source text where all are silent."""
    found = gettext.translation("bot", LOCALE_DIRECTORY, languages=[*chain(language)], fallback=True)
    return found


def chain(language: str) -> list[str]:
    """The language, its fallbacks in order, French last."""
    codes: list[str] = []
    code = language or SOURCE_LANGUAGE
    while code and code not in codes:
        codes.append(code)
        code = FALLBACKS.get(code, "")
    return codes if SOURCE_LANGUAGE in codes else [*codes, SOURCE_LANGUAGE]


@cache
def locale_of(language: str) -> Locale:
    """The first language of the chain that CLDR knows."""
    for code in chain(language):
        try:
            return Locale.parse(code, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale(SOURCE_LANGUAGE)


def country_name(code: str, language: str) -> str:
    """The country's name, in a fallback language where CLDR lacks it; the code itself for an unknown country."""
    for candidate in chain(language):
        name = locale_of(candidate).territories.get(code)
        if name:
            return str(name)
    return code


def format_date(day: date, language: str) -> str:
    """A whole date in words: « 3 mars 2026 »."""
    return babel_date(day, format="long", locale=locale_of(language))


def format_partial_date(iso: str, language: str) -> str:
    """« 2024 », « 2024-06 » or « 2024-06-30 » in words; an unreadable date comes back as it is."""
    parts = [int(part) for part in iso.split("-") if part.isdecimal()]
    if len(parts) == 3:
        return format_date(date(*parts), language)
    if len(parts) == 2:
        return babel_date(date(parts[0], parts[1], 1), format="MMMM y", locale=locale_of(language))
    return iso
