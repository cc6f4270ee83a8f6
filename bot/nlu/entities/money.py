"""Amounts and currencies: "200 euros", "50 000 F CFA", "5 cent mil", "$ 300"."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal

from bot.nlu.entities.numbers import Number
from bot.nlu.entities.quantities import Lexicon, Shared
from bot.nlu.entities.tokens import Entity, Token, entity

#: A bare number from here on may be money when the text speaks of money.
SMALLEST_IN_CONTEXT = Decimal(50)
#: A bare round number from here on is money.
SMALLEST_ALONE = Decimal(1000)
LARGEST = Decimal(10) ** 13
#: How many words before or after a bare number speak about it.
REACH = 5


def find(
    text: str, found: Sequence[Token], values: Sequence[Number], words: Lexicon, countries: Sequence[str]
) -> list[Entity]:
    """Return the amounts and currencies of `text`; `countries` (ISO codes, the likeliest first) tell whose dinar."""
    entities: list[Entity] = []
    used: set[int] = set()
    for number in values:
        at = _currency_index(found, number, words)
        if number.value <= 0 or number.value > LARGEST:
            continue
        if at is not None or _is_money(found, number, words):
            entities.append(entity("amount", plain(number.value), text, found[number.first : number.last]))
        if at is not None:
            entities.append(_currency(text, found, at, words, countries, used))
    for index, token in enumerate(found):
        if index not in used and token.word not in words.only_after_number and words.currencies.at(found, index):
            entities.append(_currency(text, found, index, words, countries, used))
    return entities


def plain(value: Decimal) -> str:
    """Return a decimal without exponent or needless zeros: "1500000", "12.5"."""
    return f"{value.normalize():f}"


def _currency_index(found: Sequence[Token], number: Number, words: Lexicon) -> int | None:
    """Return the token where the currency of `number` starts: behind it, behind its "de", or a sign before it."""
    for index in (number.last, number.last + 1):
        if index < len(found) and words.currencies.at(found, index):
            return index
        if index >= len(found) or found[index].word not in ("de", "d"):
            break
    before = number.first - 1
    return before if before >= 0 and found[before].word in ("€", "$", "£") else None


def _currency(
    text: str, found: Sequence[Token], index: int, words: Lexicon, countries: Collection[str], used: set[int]
) -> Entity:
    value, size = words.currencies.at(found, index) or ("", 1)
    used.update(range(index, index + size))
    if isinstance(value, Shared):
        table = value.by_country
        value = next((table[code] for code in countries if code in table), value.default)
    return entity("currency", value, text, found[index : index + size])


def _is_money(found: Sequence[Token], number: Number, words: Lexicon) -> bool:
    """True when a number without a currency is a sum all the same."""
    after = found[number.last].word if number.last < len(found) else ""
    if after in words.not_money or after in words.durations or found[number.last - 1].word in words.not_money:
        return False
    around = [*found[max(0, number.first - REACH) : number.first], *found[number.last : number.last + REACH]]
    context = any(token.word in words.money_context for token in around)
    year = 1900 <= number.value <= 2100 and (not number.multiplied or number.value != 2000)
    if number.multiplied:
        return number.value >= SMALLEST_ALONE and not year and (context or number.last - number.first > 1)
    if not number.digits or year or number.value != number.value.to_integral_value():
        return False
    round_sum = number.value >= SMALLEST_ALONE and number.value % 100 == 0
    return round_sum or (context and number.value >= SMALLEST_IN_CONTEXT and len(found[number.first].word) < 8)
