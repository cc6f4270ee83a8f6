"""Numbers in digits, in words and in both: "50 000", "5 cent mil", "deux millions"."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from bot.nlu.entities.tokens import Token

#: Digits of the longest number that is a sum; longer ones are telephone or card numbers.
MAX_DIGITS = 15
_HUNDRED = Decimal(100)
_MILLION = Decimal(10) ** 6
#: Words that begin a number by themselves; "sent" or "k" only multiply a number before them.
_STARTERS = frozenset({"cent", "cents", "mille", "hundred", "thousand", "الف", "مليون", "million"})


class Number(NamedTuple):
    """A number made of tokens `first` to `last - 1`. `multiplied`: with a word such as mille, k, millions."""

    value: Decimal
    first: int
    last: int
    digits: bool
    multiplied: bool


@dataclass
class _Sum:
    """A number being read: `total` is complete, `current` still waits for its multiplier."""

    total: Decimal = Decimal(0)
    current: Decimal | None = None
    added: Decimal = Decimal(0)
    limit: Decimal = Decimal("Infinity")
    multiplied: bool = False

    def digits(self, value: Decimal) -> bool:
        """Take a number in digits; False when it belongs to another number."""
        if self.current is not None or value >= self.limit:
            return False
        self.current, self.added = value, Decimal(1)
        return True

    def word(self, value: Decimal) -> bool:
        """Take a number word below 100; False when it cannot follow."""
        if self.current is None:
            self.current = Decimal(0)
        elif self.added == 4 and value == 20:  # quatre-vingts
            self.current, value = self.current - 4, Decimal(80)
        elif not value < self.added or (self.added < 20 and self.added != 10):
            return False
        self.current, self.added = self.current + value, value
        return True

    def multiply(self, factor: Decimal) -> bool:
        """Take cent, mille, million; False when it cannot follow."""
        if factor == _HUNDRED:
            if self.current is not None and self.current >= _HUNDRED:
                return False
            self.current = self.added = (self.current or Decimal(1)) * factor
        elif factor < self.limit:
            self.total += (self.current or Decimal(1)) * factor
            self.current, self.limit = None, factor
        else:
            return False
        self.multiplied = True
        return True


def value_of(digits: str) -> Decimal | None:
    """Return the value of a number in digits: 50.000, 50,000 and 50 000 are fifty thousand, 655,957 is not."""
    ascii_digits = "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in digits if not c.isspace())
    if len(ascii_digits) > MAX_DIGITS:
        return None
    exact = "," in ascii_digits and not ascii_digits.endswith("00")  # a French decimal comma
    parts = ascii_digits.replace("٫", ",").replace("٬", ".").replace(",", ".").split(".")
    if len(parts) == 1 or (all(len(part) == 3 for part in parts[1:]) and not (exact and len(parts) == 2)):
        return Decimal("".join(parts))
    return Decimal("".join(parts[:-1]) + "." + parts[-1])


def numbers(
    found: Sequence[Token], text: str, words: Mapping[str, Decimal], multipliers: Mapping[str, Decimal]
) -> list[Number]:
    """Return the numbers among the tokens of `text`, in order; telephone numbers and dates left out."""
    result, index = [], 0
    while index < len(found):
        number = _read(found, index, text, words, multipliers)
        if number is None:
            index += 1
            continue
        if not _is_code(found, number, text):
            result.append(number)
        index = number.last
        while number.digits and near(found, index, text) and found[index].number:
            index += 1  # the other groups of a telephone number
    return result


def _read(
    found: Sequence[Token], first: int, text: str, words: Mapping[str, Decimal], multipliers: Mapping[str, Decimal]
) -> Number | None:
    """Return the number that starts at token `first`."""
    reading, index = _Sum(), first
    while index < len(found) and (index == first or near(found, index, text)):
        token = found[index]
        if token.number:
            value = value_of(token.word)
            taken = value is not None and reading.digits(value)
        elif token.word in words:
            taken = reading.word(words[token.word])
        elif token.word in multipliers and (index > first or token.word in _STARTERS):
            taken = _fits(found, index) and reading.multiply(multipliers[token.word])
        else:
            taken = token.word == "et" and 20 <= reading.added <= 60 and _follows(found, index, words)
        if not taken:
            break
        index += 1
    if index == first:
        return None
    rest = reading.current or Decimal(0)
    if reading.limit == _MILLION and 0 < rest < 10:
        rest *= _MILLION / 10  # "un million cinq" is said for a million and a half
    total = reading.total + rest
    return Number(total, first, index, found[first].number, reading.multiplied)


def _follows(found: Sequence[Token], index: int, words: Mapping[str, Decimal]) -> bool:
    """True for the "et" of "vingt et un"."""
    return index + 1 < len(found) and words.get(found[index + 1].word) in (Decimal(1), Decimal(11))


def _fits(found: Sequence[Token], index: int) -> bool:
    """A one-letter multiplier counts only right behind its digits and last: 300k, 2M, but not "200 m" or "2m50"."""
    if len(found[index].word) > 1:
        return True
    glued = index > 0 and found[index - 1].end == found[index].start
    return glued and not (index + 1 < len(found) and found[index].end == found[index + 1].start)


def near(found: Sequence[Token], index: int, text: str) -> bool:
    """True when there is a token `index` and nothing but spaces or hyphens between it and the one before."""
    return index < len(found) and text[found[index - 1].end : found[index].start].strip(" \u00a0\u202f\u2009-") == ""


def _is_code(found: Sequence[Token], number: Number, text: str) -> bool:
    """True for a part of a date, of a telephone number or of a code."""
    start, end = found[number.first].start, found[number.last - 1].end
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    if before in ("+", "/", "_", "#") or after in ("/", "_", "@"):
        return True
    follower = near(found, number.last, text) and found[number.last].number
    return number.digits and not number.multiplied and follower
