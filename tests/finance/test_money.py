"""Amounts are whole in their unit, never negative, never mixed."""

from decimal import Decimal

import pytest

from bot.finance.errors import (
    AbsurdAmount,
    CurrencyMismatch,
    FinanceError,
    NegativeAmount,
    NotANumber,
    UnknownCurrency,
    ZeroAmount,
)
from bot.finance.money import Money
from tests.finance.money_of import money


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("100.5 XOF", "101"),
        ("100.4999 XAF", "100"),
        ("2.5 DJF", "3"),
        ("0.5 KMF", "1"),
        ("10.005 MRU", "10.01"),
        ("10.005 EUR", "10.01"),
        ("7 EUR", "7.00"),
        ("1.0005 TND", "1.001"),
        ("-0 XOF", "0"),
        ("1E+12 XOF", "1000000000000"),
    ],
)
def test_an_amount_is_rounded_half_up_to_the_unit_of_its_currency(typed: str, kept: str) -> None:
    assert str(money(typed).amount) == kept


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("-0.001 EUR", NegativeAmount),
        ("NaN XOF", NotANumber),
        ("sNaN XOF", NotANumber),
        ("Infinity XOF", NotANumber),
        ("1000000000000.1 XOF", AbsurdAmount),
        ("1 CFA", UnknownCurrency),
        ("1 xof", UnknownCurrency),
        ("1 XXX", UnknownCurrency),
        ("1 XAU", UnknownCurrency),
    ],
)
def test_what_is_no_amount_is_refused_by_name(typed: str, error: type[FinanceError]) -> None:
    with pytest.raises(error) as caught:
        money(typed)
    assert isinstance(caught.value, ValueError)
    assert str(caught.value).startswith(error.code)


def test_every_refusal_has_its_own_code() -> None:
    errors = FinanceError.__subclasses__()
    assert len({error.code for error in errors} | {FinanceError.code}) == len(errors) + 1


def test_amounts_add_up_within_one_currency_only() -> None:
    assert money("0.10 EUR") + money("0.20 EUR") == money("0.3 EUR")
    with pytest.raises(CurrencyMismatch):
        money("1 XOF") + money("1 XAF")
    with pytest.raises(AbsurdAmount):
        money("1E12 XOF") + money("1 XOF")
    with pytest.raises(NegativeAmount):
        money("1 XOF") - money("2 XOF")
    with pytest.raises(ZeroAmount):
        Money(Decimal("0.4"), "XOF").required()
