"""Words and formats by language: Babel catalogs, dates, country names, and what to do where a language lacks them."""

import gettext
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.dates import format_date as babel_date
from babel.numbers import format_decimal

from bot.languages import SOURCE_LANGUAGE, chain, languages

LOCALE_DIRECTORY = Path(__file__).parent / "locale"


@cache
def translator(language: str) -> gettext.NullTranslations:
    """The catalog of a language, then those of its fallbacks; the French source text where all are silent."""
    return gettext.translation("bot", LOCALE_DIRECTORY, languages=chain(language), fallback=True)


@cache
def locale_of(language: str) -> Locale:
    """The first language of the chain that CLDR knows."""
    table = languages()
    for code in chain(language):
        try:
            return Locale.parse(table[code].locale if code in table else code)
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


def duration(days: int, language: str) -> str:
    """« 180 jours », with the plural that the number takes."""
    catalog = translator(language)
    return catalog.ngettext("{count} jour", "{count} jours", days).format(count=format_number(days, language))


def direction(language: str) -> str:
    """rtl or ltr."""
    table = languages()
    return table[language].direction if language in table else "ltr"


def isolated(text: str, language: str) -> str:
    """A name, a number or a foreign word as it goes into a sentence: in a right-to-left one it keeps its own order."""
    return f"\u2068{text}\u2069" if direction(language) == "rtl" and text else text


def listed(items: Sequence[str], language: str) -> str:
    """Several things in one sentence, with the comma that the language writes."""
    return ("، " if direction(language) == "rtl" else ", ").join(items)


def language_name(code: str) -> str:
    """What the language calls itself; the code for one that Yoon does not speak."""
    table = languages()
    return table[code].autonym if code in table else code


def format_date(day: date, language: str) -> str:
    """A whole date in words: « 3 mars 2026 »."""
    return babel_date(day, format="long", locale=locale_of(language))


def format_number(value: int, language: str) -> str:
    """A whole number with the language's separators, in the digits 0 to 9, which every phone of the region shows."""
    return format_decimal(value, locale=locale_of(language), numbering_system="latn")


def format_partial_date(iso: str, language: str) -> str:
    """« 2024 », « 2024-06 » or « 2024-06-30 » in words; an unreadable date comes back as it is."""
    parts = [int(part) for part in iso.split("-") if part.isdecimal()]
    if len(parts) == 3:
        return format_date(date(*parts), language)
    if len(parts) == 2:
        return babel_date(date(parts[0], parts[1], 1), format="MMMM y", locale=locale_of(language))
    return iso
