"""What leaving costs, when it is earned back, and what a month leaves."""

from decimal import Decimal

import pytest

from bot.finance.budget import DepartureBudget, Line, MonthlyPlan, Part, months_to_earn_back
from bot.finance.errors import CurrencyMismatch, EmptyBudget, FinanceError, ImpossibleRate, ZeroAmount
from tests.finance.money_of import money

LINES = (
    Line(Part.LEAVING, "passeport", money("50000 XOF")),
    Line(Part.LEAVING, "billet", money("350000 XOF")),
    Line(Part.FIRST_MONTHS, "loyer", money("300005 XOF")),
    Line(Part.HOME, "famille", money("100000 XOF")),
)


def test_a_departure_budget_adds_up() -> None:
    budget = DepartureBudget(LINES, Decimal("0.10"))
    assert budget.subtotal(Part.LEAVING) == money("400000 XOF")
    assert budget.subtotal() == money("800005 XOF")
    assert budget.safety == money("80001 XOF")
    assert budget.total == money("880006 XOF")


@pytest.mark.parametrize(
    ("lines", "share", "error"),
    [
        ((), "0.1", EmptyBudget),
        (LINES, "-0.1", ImpossibleRate),
        (LINES, "20", ImpossibleRate),
        ((*LINES, Line(Part.HOME, "don", money("10 EUR"))), "0.1", CurrencyMismatch),
    ],
)
def test_an_impossible_budget_is_refused(lines: tuple[Line, ...], share: str, error: type[FinanceError]) -> None:
    with pytest.raises(error):
        DepartureBudget(lines, Decimal(share))


@pytest.mark.parametrize(
    ("spent", "pay", "living", "months"),
    [
        ("900000", "250000", "100000", 6),
        ("900001", "250000", "100000", 7),
        ("1", "250000", "100000", 1),
        ("900000", "100000", "100000", None),
        ("900000", "90000", "100000", None),
        ("900000", "0", "0", None),
    ],
)
def test_months_to_earn_back(spent: str, pay: str, living: str, months: int | None) -> None:
    assert months_to_earn_back(money(f"{spent} XOF"), money(f"{pay} XOF"), money(f"{living} XOF")) == months


@pytest.mark.parametrize(
    ("outgoings", "saving", "shortfall", "months"),
    [
        (("100000", "50000", "20000"), "30000", "0", 4),
        (("100000", "100000", "0"), "0", "0", None),
        (("150000", "100000", "20000"), "0", "70000", None),
    ],
)
def test_a_monthly_plan(outgoings: tuple[str, str, str], saving: str, shortfall: str, months: int | None) -> None:
    needs, family, debt = (money(f"{amount} XOF") for amount in outgoings)
    plan = MonthlyPlan(money("200000 XOF"), needs, family, debt)
    assert (plan.saving, plan.shortfall) == (money(f"{saving} XOF"), money(f"{shortfall} XOF"))
    assert plan.months_to(money("100000 XOF")) == months
    assert plan.months_to(money("100000 XOF"), saved=money("100000 XOF")) == 0


def test_months_are_counted_in_one_currency_and_to_something() -> None:
    francs, euros, nothing = money("1000 XOF"), money("1000 EUR"), money("0 XOF")
    with pytest.raises(CurrencyMismatch):
        months_to_earn_back(francs, euros, euros)
    with pytest.raises(ZeroAmount):
        months_to_earn_back(nothing, francs, francs)
    with pytest.raises(CurrencyMismatch):
        MonthlyPlan(francs, francs, francs, euros)
    plan = MonthlyPlan(francs, nothing, nothing, nothing)
    with pytest.raises(ZeroAmount):
        plan.months_to(nothing)
    with pytest.raises(CurrencyMismatch):
        plan.months_to(euros)
