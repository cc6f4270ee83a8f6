"""What a loan costs in truth, from the way it is told."""

from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from itertools import product

import pytest

from bot.finance.errors import (
    AbsurdAmount,
    CurrencyMismatch,
    FinanceError,
    ImpossibleDuration,
    ImpossibleFees,
    ImpossibleRate,
    ZeroAmount,
)
from bot.finance.loan import Loan, LoanCost, Method, Period, cost
from tests.finance.money_of import money

WEEK, MONTH, YEAR = Period.WEEK, Period.MONTH, Period.YEAR
FLAT, DECLINING = Method.FLAT, Method.DECLINING


def loan(
    principal: str,
    rate: str,
    rate_per: Period,
    periods: int,
    every: Period,
    method: Method = FLAT,
    fees: str | None = None,
) -> Loan:
    return Loan(money(principal), Decimal(rate), rate_per, periods, every, method, money(fees) if fees else None)


# The yearly rates of the longer rows were found with scipy's brentq.
@pytest.mark.parametrize(
    ("asked", "instalment", "last", "total", "cost_", "percent"),
    [
        (loan("100000 XOF", "10", YEAR, 1, YEAR), "110000", "110000", "110000", "10000", "10.00"),
        (loan("100000 XOF", "10", MONTH, 1, MONTH), "110000", "110000", "110000", "10000", "213.84"),
        (loan("100000 XOF", "0", MONTH, 3, MONTH), "33333", "33334", "100000", "0", "0.00"),
        (loan("100000 XOF", "10", MONTH, 6, MONTH), "26667", "26665", "160000", "60000", "454.37"),
        (loan("100000 XOF", "10", MONTH, 6, MONTH, fees="10000 XOF"), "26667", "26665", "160000", "70000", "740.23"),
        (loan("50000 XOF", "15", WEEK, 4, WEEK), "20000", "20000", "80000", "30000", "2918681.88"),
        (loan("1000000 XOF", "12", YEAR, 12, MONTH, DECLINING), "88849", "88846", "1066185", "66185", "12.68"),
        (loan("100 EUR", "12", YEAR, 3, MONTH), "34.33", "34.34", "103.00", "3.00", "19.46"),
        (loan("100 XOF", "0", WEEK, 180, WEEK), "0", "100", "100", "0", "0.00"),
    ],
)
def test_what_a_loan_costs(asked: Loan, instalment: str, last: str, total: str, cost_: str, percent: str) -> None:
    found, currency = cost(asked), asked.principal.currency
    assert found.repayment.instalment == money(f"{instalment} {currency}")
    assert found.repayment.last == money(f"{last} {currency}")
    assert found.total_paid == money(f"{total} {currency}")
    assert found.total_cost == money(f"{cost_} {currency}")
    assert str(found.yearly_percent.quantize(Decimal("0.01"), ROUND_HALF_UP)) == percent


def discounted(found: LoanCost, every: Period) -> Decimal:
    """The directive's formula as it is written: each payment over (1+r)^t, t in years."""
    payments = [found.repayment.instalment.amount] * (found.repayment.periods - 1) + [found.repayment.last.amount]
    growth = 1 + found.yearly_percent / 100
    return sum((paid / growth ** (Decimal(k) / every.per_year) for k, paid in enumerate(payments, start=1)), Decimal(0))


GRID = [
    loan(principal, rate, rate_per, periods, every, method, fees)
    for principal, rate, (rate_per, every, periods), method, fees in product(
        ("777 XOF", "250000 XOF", "10000000000 XOF"),
        ("0", "0.0001", "3.5", "40"),
        ((WEEK, WEEK, 1), (WEEK, WEEK, 52), (MONTH, WEEK, 10), (MONTH, MONTH, 24), (YEAR, MONTH, 120), (YEAR, YEAR, 9)),
        Method,
        (None, "500 XOF"),
    )
]


def test_instalments_discounted_at_the_true_rate_give_back_the_payout() -> None:
    with localcontext(Context(prec=60)):
        for asked in GRID:
            found = cost(asked)
            assert abs(discounted(found, asked.every) - asked.paid_out.amount) < Decimal("0.5"), asked


def test_the_true_rate_is_no_lower_than_the_quoted_one_and_declining_is_cheaper_than_flat() -> None:
    for rate, periods in product(("1", "5", "20"), (2, 12, 60)):
        flat, declining = (cost(loan("1000000 XOF", rate, MONTH, periods, MONTH, method)) for method in Method)
        # Instalments in whole francs may lower the rate by a trace.
        assert declining.yearly_percent >= Decimal(rate) * 12 - Decimal("0.01")
        assert declining.total_cost.amount < flat.total_cost.amount
        assert declining.yearly_percent < flat.yearly_percent


def test_the_dearest_loan_allowed_has_a_rate() -> None:
    assert cost(loan("1000 XOF", "1000", WEEK, 2600, WEEK, fees="999 XOF")).yearly_percent.is_finite()
    assert cost(loan("1000 XOF", "1e-50", YEAR, 50, YEAR, DECLINING)).total_cost == money("0 XOF")


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"principal": "0 XOF"}, ZeroAmount),
        ({"rate": "-1"}, ImpossibleRate),
        ({"rate": "NaN"}, ImpossibleRate),
        ({"rate": "1000.1"}, ImpossibleRate),
        ({"rate": "52000.1", "rate_per": YEAR}, ImpossibleRate),
        ({"periods": 0}, ImpossibleDuration),
        ({"periods": -3}, ImpossibleDuration),
        ({"periods": 51, "every": YEAR}, ImpossibleDuration),
        ({"fees": "1000 XOF"}, ImpossibleFees),
        ({"fees": "10 EUR"}, CurrencyMismatch),
    ],
)
def test_an_impossible_loan_is_refused(changes: dict[str, object], error: type[FinanceError]) -> None:
    told = {"principal": "1000 XOF", "rate": "10", "rate_per": WEEK, "periods": 4, "every": WEEK}
    with pytest.raises(error):
        loan(**(told | changes))  # type: ignore[arg-type]


def test_a_loan_that_is_paid_back_beyond_measure_is_refused() -> None:
    with pytest.raises(AbsurdAmount):
        cost(loan("1E12 XOF", "10", YEAR, 1, YEAR))
