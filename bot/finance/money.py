"""Amounts of money: never negative, never mixed, always whole in the smallest unit of their currency."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from babel.core import get_global
from babel.numbers import get_currency_precision

from bot.finance.errors import AbsurdAmount, CurrencyMismatch, NegativeAmount, NotANumber, UnknownCurrency, ZeroAmount

#: Above this, in whichever currency, a digit too many was typed.
LARGEST = Decimal(10) ** 12


@cache
def currencies() -> frozenset[str]:
    """ISO 4217 codes of all that is or was legal tender somewhere; gold, funds and test codes are not."""
    return frozenset(
        code for rows in get_global("territory_currencies").values() for code, _, _, is_tender in rows if is_tender
    )


@cache
def smallest_unit(currency: str) -> Decimal:
    """Return 1 for XOF, 0.01 for EUR. Units out of use do not count: CLDR gives MRO none.

    Raises `UnknownCurrency`.
    """
    if currency not in currencies():
        raise UnknownCurrency(currency)
    return Decimal(1).scaleb(-get_currency_precision(currency))


@dataclass(frozen=True)
class Money:
    """An amount in units of its currency (francs, euros; not cents), rounded half up to the smallest unit.

    Raises `UnknownCurrency`, `NotANumber`, `NegativeAmount`, `AbsurdAmount`.
    """

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        unit = smallest_unit(self.currency)
        if not self.amount.is_finite():
            raise NotANumber
        if self.amount < 0:
            raise NegativeAmount
        if self.amount > LARGEST:
            raise AbsurdAmount
        # `abs` because Decimal knows a zero below zero, and would print it.
        object.__setattr__(self, "amount", abs(self.amount.quantize(unit, ROUND_HALF_UP)))

    def __add__(self, other: Money) -> Money:
        """Return the sum. Raises `CurrencyMismatch`, `AbsurdAmount`."""
        return Money(self.amount + other.amount, common_currency(self, other))

    def __sub__(self, other: Money) -> Money:
        """Return the difference. Raises `CurrencyMismatch`, and `NegativeAmount` if `other` is the larger."""
        return Money(self.amount - other.amount, common_currency(self, other))

    def times(self, factor: Decimal | int) -> Money:
        """Return the amount multiplied and rounded. Raises `NotANumber`, `NegativeAmount`, `AbsurdAmount`."""
        return Money(self.amount * factor, self.currency)

    def required(self) -> Money:
        """Return the amount itself. Raises `ZeroAmount`."""
        if not self.amount:
            raise ZeroAmount
        return self


def zero(currency: str) -> Money:
    """Return nothing, in a currency. Raises `UnknownCurrency`."""
    return Money(Decimal(0), currency)


def common_currency(first: Money, *others: Money) -> str:
    """Return the currency of all. Raises `CurrencyMismatch`."""
    for other in others:
        if other.currency != first.currency:
            raise CurrencyMismatch(f"{first.currency}, {other.currency}")
    return first.currency
