"""The true yearly rate of a loan (TAEG): at which the instalments, discounted, are worth what was handed over."""

from dataclasses import dataclass
from decimal import Context, Decimal, localcontext

from bot.finance.money import Money

#: The rate per instalment is found to this, as a fraction: less than a hundredth of a franc on the largest loan.
TOLERANCE = Decimal("1e-20")
#: Digits of the yearly rate that the tolerance leaves meaningful.
SIGNIFICANT = Context(prec=18)
WORKING = Context(prec=60)


@dataclass(frozen=True)
class Repayment:
    """Instalments at equal distances, the first one period after the payout, the last one of another amount."""

    instalment: Money
    last: Money
    periods: int

    @property
    def total(self) -> Money:
        """All instalments together. Raises `AbsurdAmount`."""
        return self.instalment.times(self.periods - 1) + self.last

    def present_value(self, rate: Decimal) -> Decimal:
        """Return what the instalments are worth at payout, unrounded; `rate` is a fraction per period, at least 0."""
        with localcontext(WORKING):
            last = self.last.amount * (1 + rate) ** -self.periods
            return self.instalment.amount * annuity(rate, self.periods - 1) + last


def annuity(rate: Decimal, periods: int) -> Decimal:
    """Return the worth of 1 paid at the end of each period; `rate` is a fraction per period, at least 0."""
    # So near to zero the quotient has no digits left, and the sum of the payments is right within the tolerance.
    if rate <= TOLERANCE:
        return Decimal(periods)
    with localcontext(WORKING):
        return (1 - (1 + rate) ** -periods) / rate


def yearly_percent(paid_out: Money, repayment: Repayment, per_year: int) -> Decimal:
    """Return the effective rate in percent a year, (1+r)^t discounting, t in years, `per_year` periods in each.

    This is the annual percentage rate of directive 2008/48/EC, annex I: a year has 52 weeks or 12 equal months.
    Found by bisection: the rate per period to `TOLERANCE`, the result with the digits of `SIGNIFICANT`; round to show.
    The instalments must together be no less than `paid_out`, and that more than zero: `bot.finance.loan` sees to it.
    """
    with localcontext(WORKING):
        rate = _per_period(paid_out.amount, repayment)
        return SIGNIFICANT.plus(((1 + rate) ** per_year - 1) * 100)


def _per_period(paid_out: Decimal, repayment: Repayment) -> Decimal:
    # Paying all after the first period is the dearest way, and its rate is known.
    low, high = Decimal(0), repayment.total.amount / paid_out - 1
    while high - low > TOLERANCE:
        middle = (low + high) / 2
        if repayment.present_value(middle) > paid_out:
            low = middle
        else:
            high = middle
    return (low + high) / 2
