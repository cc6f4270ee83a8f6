"""Entities of a message: countries, nationalities, amounts, currencies, durations, trades."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from bot.nlu.entities import durations, money
from bot.nlu.entities.numbers import numbers
from bot.nlu.entities.places import Places
from bot.nlu.entities.quantities import lexicon
from bot.nlu.entities.tokens import Entity, tokens
from bot.nlu.entities.trades import Trades

__all__ = ["Entity", "extract", "warm_up"]


@lru_cache(maxsize=1)
def _places() -> Places:
    return Places()


@lru_cache(maxsize=16)
def _trades(language: str) -> Trades:
    return Trades(language)


def extract(text: str, language: str = "fr", origin: str = "") -> list[Entity]:
    """Return what `text` names, in order, none overlapping another. Never raises on any text.

    `language` (code) adds its words of trades and sums to the French ones; places are known in all languages.
    `origin` (ISO country code of the person) tells which franc or dinar is meant when the text names no country.
    Only the first `tokens.MAX_CHARS` characters are read.
    """
    found = tokens(text)
    words = lexicon(language)
    values = numbers(found, text, words.numbers, words.multipliers)
    places = _places().find(text, found)
    spans, taken = durations.find(text, found, values, words)
    countries = [place.value for place in places] + ([origin] if origin else [])
    sums = money.find(text, found, [value for value in values if value not in taken], words, countries)
    return _without_overlaps([*spans, *sums, *places, *_trades(language).find(text, found)])


def warm_up(languages: Iterable[str] = ("fr",)) -> None:
    """Read the reference data of `languages` now, so that the first message does not wait for it."""
    for language in languages:
        extract("", language)


def _without_overlaps(entities: Iterable[Entity]) -> list[Entity]:
    """Return the entities in order; of two that overlap the longer stays, of two as long the first given."""
    kept: list[Entity] = []
    for candidate in sorted(entities, key=lambda e: e.start - e.end):
        if all(candidate.end <= other.start or candidate.start >= other.end for other in kept):
            kept.append(candidate)
    return sorted(kept, key=lambda e: e.start)
