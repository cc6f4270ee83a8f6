"""Fees are quoted from tariffs, and ranked only where they can be compared."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot.finance.errors import (
    CurrencyMismatch,
    ImpossibleBounds,
    ImpossibleDate,
    ImpossibleRate,
    NoPrice,
    NotComparable,
    ZeroAmount,
)
from bot.finance.partial_dates import over_a_year_old
from bot.finance.transfer import Kind, Tariff, quote, ranked
from tests.finance.money_of import money

TODAY = date(2026, 7, 15)
BASE = Tariff("A", Kind.BANK, "FR", "SN", money("5 EUR"), None, None, None, "2026-05", "affiche")


@pytest.mark.parametrize(
    ("fixed", "percent", "minimum", "maximum", "sent", "fee", "share"),
    [
        ("5 EUR", None, None, None, "200 EUR", "5 EUR", "2.50"),
        ("0 EUR", None, None, None, "200 EUR", "0 EUR", "0.00"),
        (None, "1", None, None, "10050 XOF", "101 XOF", "1.00"),
        (None, "1", None, None, "10049 XOF", "100 XOF", "1.00"),
        (None, "1", "500 XOF", "5000 XOF", "10000 XOF", "500 XOF", "5.00"),
        (None, "1", "500 XOF", "5000 XOF", "1000000 XOF", "5000 XOF", "0.50"),
        ("2.90 EUR", "1.5", None, None, "300 EUR", "7.40 EUR", "2.47"),
    ],
)
def test_a_quote(
    fixed: str | None, percent: str | None, minimum: str | None, maximum: str | None, sent: str, fee: str, share: str
) -> None:
    tariff = replace(
        BASE,
        fixed_fee=money(fixed) if fixed else None,
        percent=Decimal(percent) if percent else None,
        minimum=money(minimum) if minimum else None,
        maximum=money(maximum) if maximum else None,
    )
    found = quote(money(sent), tariff)
    assert (found.fee, found.total_paid) == (money(fee), money(sent) + money(fee))
    assert str(found.cost_percent) == share


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"fixed_fee": None}, NoPrice),
        ({"percent": Decimal("-0.1")}, ImpossibleRate),
        ({"percent": Decimal("100.1")}, ImpossibleRate),
        ({"percent": Decimal("NaN")}, ImpossibleRate),
        ({"minimum": money("1 XOF")}, CurrencyMismatch),
        ({"minimum": money("3 EUR"), "maximum": money("2 EUR")}, ImpossibleBounds),
        ({"as_of": "2025-13"}, ImpossibleDate),
        ({"as_of": "mai 2025"}, ImpossibleDate),
    ],
)
def test_an_impossible_tariff_is_refused(changes: dict[str, object], error: type[Exception]) -> None:
    with pytest.raises(error):
        replace(BASE, **changes)  # type: ignore[arg-type]


def test_an_amount_is_needed_in_the_currency_of_the_tariff() -> None:
    with pytest.raises(ZeroAmount):
        quote(money("0 EUR"), BASE)
    with pytest.raises(CurrencyMismatch):
        quote(money("100000 XOF"), BASE)


@pytest.mark.parametrize(
    ("as_of", "old"),
    [
        ("2025-07-15", False),
        ("2025-07-14", True),
        ("2025-07", True),
        ("2025-08", False),
        ("2025", True),
        ("2026", False),
    ],
)
def test_a_price_is_old_once_12_months_may_have_passed(as_of: str, old: bool) -> None:
    assert over_a_year_old(as_of, TODAY) is old


def test_a_year_after_a_leap_day() -> None:
    assert not over_a_year_old("2024-02-29", date(2025, 2, 28))
    assert over_a_year_old("2024-02-29", date(2025, 3, 1))


def test_old_prices_stand_apart_however_low() -> None:
    sent = money("200 EUR")
    dear = quote(sent, replace(BASE, service="B", fixed_fee=money("9 EUR")))
    cheap = quote(sent, BASE)
    old = quote(sent, replace(BASE, service="C", fixed_fee=money("1 EUR"), as_of="2024"))
    ranking = ranked([old, dear, cheap], TODAY)
    assert ranking.fresh == (cheap, dear)
    assert ranking.old == (old,)
    assert ranked([], TODAY).fresh == ()


def test_what_cannot_be_compared_is_not_ranked() -> None:
    one = quote(money("200 EUR"), BASE)
    francs = quote(money("100000 XOF"), replace(BASE, fixed_fee=money("500 XOF"), as_of="2024"))
    for other, error in [
        (francs, CurrencyMismatch),
        (quote(money("300 EUR"), BASE), NotComparable),
        (quote(money("200 EUR"), replace(BASE, corridor_to="ML")), NotComparable),
        (quote(money("200 EUR"), replace(BASE, as_of="2026-08")), ImpossibleDate),
    ]:
        with pytest.raises(error):
            ranked([one, other], TODAY)
