"""What a loan really costs, from the way people are told about it: a rate, a number of instalments, fees kept back."""

from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal, localcontext
from enum import Enum

from bot.finance.effective_rate import WORKING, Repayment, annuity, yearly_percent
from bot.finance.errors import ImpossibleDuration, ImpossibleFees
from bot.finance.money import Money, common_currency, smallest_unit, zero
from bot.finance.rates import possible

#: In percent a week; dearer than any lender.
HIGHEST_WEEKLY_RATE = Decimal(1000)
LONGEST_IN_YEARS = 50


class Period(str, Enum):
    """Between two instalments, or what a rate is for."""

    WEEK = "week"
    MONTH = "month"
    YEAR = "year"

    @property
    def per_year(self) -> int:
        """How many make a year, as the European directive counts."""
        return {"week": 52, "month": 12, "year": 1}[self.value]


class Method(str, Enum):
    """What interest is taken on: always the whole principal (private lenders), or what is still owed (banks)."""

    FLAT = "flat"
    DECLINING = "declining"


@dataclass(frozen=True)
class Loan:
    """A loan as quoted: `rate_percent` for each `rate_per`, repaid in `periods` instalments, one `every` period.

    `fees` are kept back at the payout. A rate for another period than the instalments' is divided, not compounded.
    Raises `ZeroAmount`, `ImpossibleRate` (negative, or above 1000 % a week), `ImpossibleDuration` (none, or more than
    50 years), `CurrencyMismatch`, `ImpossibleFees` (nothing is left to pay out).
    """

    principal: Money
    rate_percent: Decimal
    rate_per: Period
    periods: int
    every: Period
    method: Method = Method.FLAT
    fees: Money | None = None

    def __post_init__(self) -> None:
        self.principal.required()
        possible(self.rate_percent, HIGHEST_WEEKLY_RATE * Period.WEEK.per_year / self.rate_per.per_year)
        if not 1 <= self.periods <= LONGEST_IN_YEARS * self.every.per_year:
            raise ImpossibleDuration
        kept_back = self.fees or zero(self.principal.currency)
        common_currency(self.principal, kept_back)
        if kept_back.amount >= self.principal.amount:
            raise ImpossibleFees

    @property
    def paid_out(self) -> Money:
        """What the borrower gets in hand."""
        return self.principal - self.fees if self.fees else self.principal

    @property
    def rate_per_instalment(self) -> Decimal:
        """The quoted rate as a fraction for each instalment's period."""
        return self.rate_percent * self.rate_per.per_year / self.every.per_year / 100


@dataclass(frozen=True)
class LoanCost:
    """What is paid: the last instalment carries the rounding; `total_cost` is all that is paid beyond the payout.

    `yearly_percent` is the effective rate in percent a year (see `bot.finance.effective_rate`): round to show.
    """

    paid_out: Money
    repayment: Repayment
    total_paid: Money
    total_cost: Money
    yearly_percent: Decimal


def cost(loan: Loan) -> LoanCost:
    """Return what the loan costs. Raises `AbsurdAmount` if that is beyond all measure."""
    repayment = _repayment(_total(loan), loan.periods)
    rate = yearly_percent(loan.paid_out, repayment, loan.every.per_year)
    return LoanCost(loan.paid_out, repayment, repayment.total, repayment.total - loan.paid_out, rate)


def _total(loan: Loan) -> Money:
    """Principal and interest."""
    with localcontext(WORKING):
        if loan.method is Method.FLAT:
            return loan.principal.times(1 + loan.rate_per_instalment * loan.periods)
        return loan.principal.times(loan.periods / annuity(loan.rate_per_instalment, loan.periods))


def _repayment(total: Money, periods: int) -> Repayment:
    """Return equal instalments, and a last one that makes up the total."""
    each = Money(total.amount / periods, total.currency)
    # A few francs in many instalments: rounded up, they would be paid before the last is due.
    if each.amount * (periods - 1) > total.amount:
        floor = (total.amount / periods).quantize(smallest_unit(total.currency), ROUND_FLOOR)
        each = Money(floor, total.currency)
    return Repayment(each, total - each.times(periods - 1), periods)
