"""What leaving costs, how long it takes to earn that back, and what a month leaves to save."""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from functools import reduce
from operator import add

from bot.finance.errors import EmptyBudget
from bot.finance.money import Money, common_currency, zero
from bot.finance.rates import possible


class Part(str, Enum):
    """What a line of the departure budget is for."""

    LEAVING = "leaving"
    FIRST_MONTHS = "first_months"
    HOME = "home"


@dataclass(frozen=True)
class Line:
    """One named cost."""

    part: Part
    name: str
    amount: Money


@dataclass(frozen=True)
class DepartureBudget:
    """All costs of leaving, and a safety margin as a share of them (0 to 1).

    Raises `EmptyBudget`, `CurrencyMismatch`, `ImpossibleRate`.
    """

    lines: tuple[Line, ...]
    safety_share: Decimal

    def __post_init__(self) -> None:
        if not self.lines:
            raise EmptyBudget
        common_currency(*(line.amount for line in self.lines))
        possible(self.safety_share, Decimal(1))

    def subtotal(self, *parts: Part) -> Money:
        """Return the costs of these parts, of all if none is named, without the margin. Raises `AbsurdAmount`."""
        amounts = [line.amount for line in self.lines if not parts or line.part in parts]
        return reduce(add, amounts, zero(self.lines[0].amount.currency))

    @property
    def safety(self) -> Money:
        """The margin. Raises `AbsurdAmount`."""
        return self.subtotal().times(self.safety_share)

    @property
    def total(self) -> Money:
        """Costs and margin. Raises `AbsurdAmount`."""
        return self.subtotal() + self.safety


def months_to_earn_back(spent: Money, pay: Money, living: Money) -> int | None:
    """Return the whole months in which pay less living costs, both a month's, makes up what was spent; None: never.

    Raises `ZeroAmount` if nothing was spent, `CurrencyMismatch`.
    """
    common_currency(spent.required(), pay, living)
    return _months(spent.amount, pay.amount - living.amount)


@dataclass(frozen=True)
class MonthlyPlan:
    """A month's income and what it goes to, all in one currency. Raises `CurrencyMismatch`."""

    income: Money
    needs: Money
    family: Money
    debt: Money

    def __post_init__(self) -> None:
        common_currency(self.income, self.needs, self.family, self.debt)

    @property
    def spending(self) -> Money:
        """All that goes out in a month. Raises `AbsurdAmount`."""
        return self.needs + self.family + self.debt

    @property
    def saving(self) -> Money:
        """What a month leaves: nothing where there is a shortfall."""
        return zero(self.income.currency) if self.shortfall.amount else self.income - self.spending

    @property
    def shortfall(self) -> Money:
        """What a month lacks: nothing where it leaves something."""
        return Money(max(self.spending.amount - self.income.amount, Decimal(0)), self.income.currency)

    def months_to(self, goal: Money, saved: Money | None = None) -> int | None:
        """Return the whole months until savings reach the goal: 0 if they do; None: never.

        Raises `ZeroAmount` for no goal, `CurrencyMismatch`.
        """
        already = saved or zero(self.income.currency)
        common_currency(self.income, goal.required(), already)
        return _months(goal.amount - already.amount, self.saving.amount)


def _months(missing: Decimal, monthly: Decimal) -> int | None:
    if missing <= 0:
        return 0
    if monthly <= 0:
        return None
    # Not a quotient rounded up: a last digit lost would cost a month.
    whole, rest = divmod(missing, monthly)
    return int(whole) + bool(rest)
