"""Durations as ISO 8601: "six mois" → P6M, "2 ans et 3 mois" → P2Y3M, "un an et demi" → P18M."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bot.nlu.entities.numbers import Number, near
from bot.nlu.entities.quantities import Lexicon
from bot.nlu.entities.tokens import Entity, Token, entity

#: From here on "j'ai … ans" is an age.
YOUNGEST = 12
LARGEST = Decimal(10_000)
#: The unit below and how many of it make one.
_SMALLER = {"Y": ("M", 12), "H": ("m", 60), "W": ("D", 7), "D": ("H", 24)}
_ORDER = "YMWDHm"


def find(
    text: str, found: Sequence[Token], values: Sequence[Number], words: Lexicon
) -> tuple[list[Entity], set[Number]]:
    """Return the durations of `text`, and the numbers that belong to durations, ages and times of day."""
    entities: list[Entity] = []
    taken: set[Number] = set()
    parts: list[tuple[int, str]] = []
    previous_end = -2
    for number in values:
        unit = words.durations.get(found[number.last].word) if near(found, number.last, text) else None
        if unit is None or not 0 < number.value <= LARGEST:
            continue
        taken.add(number)
        quantity, end = _measure(found, number, unit, words)
        if quantity is None or _is_age(found, number, unit[1], words) or _is_clock(found, number, unit[1], words):
            continue
        joined = _continues(text, found, number, previous_end) and _may_follow(quantity[1], parts[-1][1])
        parts = [*parts, quantity] if joined else [quantity]
        first = (
            next(i for i, token in enumerate(found) if token.start == entities[-1].start) if joined else number.first
        )
        entities[len(entities) - joined :] = [entity("duration", iso(parts), text, found[first:end])]
        previous_end = end
    return entities, taken


def iso(parts: Sequence[tuple[int, str]]) -> str:
    """Return (quantity, unit) pairs, units falling, as ISO 8601; "m" is a minute, "M" a month."""
    date = "".join(f"{n}{unit}" for n, unit in parts if unit in "YMWD")
    time = "".join(f"{n}{unit.upper()}" for n, unit in parts if unit in "Hm")
    return "P" + date + ("T" + time if time else "")


def _measure(
    found: Sequence[Token], number: Number, unit: tuple[int, str], words: Lexicon
) -> tuple[tuple[int, str] | None, int]:
    """Return ((whole quantity, unit) or None, index behind the last token)."""
    factor, letter = unit
    value, end = number.value * factor, number.last + 1
    half = words.half.at(found, end) if end < len(found) else None
    if half:
        value, end = value + Decimal("0.5"), end + half[1]
    if value != value.to_integral_value() and letter in _SMALLER:
        letter, times = _SMALLER[letter]
        value *= times
    if value != value.to_integral_value() and letter == "M":
        letter, value = "D", value * 30
    return ((int(value), letter), end) if value == value.to_integral_value() else (None, end)


def _continues(text: str, found: Sequence[Token], number: Number, end: int) -> bool:
    """True when `number` stands right behind the duration that ends before token `end`, or behind its "et"."""
    if end < 1 or number.first not in (end, end + 1):
        return False
    between = text[found[end - 1].end : found[number.first].start].strip()
    return between == "" if number.first == end else between == found[end].word == "et"


def _may_follow(unit: str, before: str) -> bool:
    """True for a smaller unit; ISO 8601 keeps weeks apart."""
    return "W" not in (unit, before) and _ORDER.index(unit) > _ORDER.index(before)


def _is_age(found: Sequence[Token], number: Number, letter: str, words: Lexicon) -> bool:
    """True for "j'ai 25 ans", not for "il y a 25 ans"."""
    before = [token.word for token in found[max(0, number.first - 2) : number.first]]
    if letter != "Y" or number.value < YOUNGEST:
        return False
    if not before:
        return True  # "25 ans, maçon, je cherche…"
    return (before[-1] in words.ages and before != ["y", "a"]) or before == ["age", "de"] or before == ["agee", "de"]


def _is_clock(found: Sequence[Token], number: Number, letter: str, words: Lexicon) -> bool:
    """True for "à 13h" and "8h30"."""
    if letter != "H":
        return False
    minutes = number.last + 1 < len(found) and found[number.last + 1].number
    minutes = minutes and found[number.last + 1].start == found[number.last].end
    return minutes or (number.first > 0 and found[number.first - 1].word in words.clock)
