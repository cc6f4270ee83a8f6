"""What a sum about money can refuse. The `code` is for logs and for choosing what to ask; no amount is in a message."""


class FinanceError(ValueError):
    """An input that no figure may be given for."""

    code = "finance"

    def __init__(self, detail: str = "") -> None:
        super().__init__(f"{self.code}: {detail}" if detail else self.code)


class NotANumber(FinanceError):
    """The amount is NaN or infinite."""

    code = "not_a_number"


class NegativeAmount(FinanceError):
    """The amount is, or would become, less than zero."""

    code = "negative_amount"


class ZeroAmount(FinanceError):
    """The amount is zero, or rounds to it, where something has to be sent, borrowed or aimed at."""

    code = "zero_amount"


class AbsurdAmount(FinanceError):
    """The amount is, or would become, larger than any that a person handles."""

    code = "absurd_amount"


class UnknownCurrency(FinanceError):
    """The code is not that of a currency people pay with, now or in the past."""

    code = "unknown_currency"


class CurrencyMismatch(FinanceError):
    """Amounts of different currencies meet: convert first."""

    code = "currency_mismatch"


class NoFixedRate(FinanceError):
    """The two currencies are not tied: only the rate of the day tells, and we do not know it."""

    code = "no_fixed_rate"


class ImpossibleRate(FinanceError):
    """A rate or share that is negative, not a number, or beyond what anybody asks."""

    code = "impossible_rate"


class ImpossibleDuration(FinanceError):
    """No instalment at all, or more than a lifetime of them."""

    code = "impossible_duration"


class ImpossibleFees(FinanceError):
    """The lender keeps all of the loan, or more."""

    code = "impossible_fees"


class ImpossibleDate(FinanceError):
    """Not a date of the form 2025, 2025-03 or 2025-03-31, or one still to come."""

    code = "impossible_date"


class NoPrice(FinanceError):
    """A tariff with neither fixed fee nor percentage: unknown, which is not free."""

    code = "no_price"


class ImpossibleBounds(FinanceError):
    """A tariff whose smallest fee is above its largest."""

    code = "impossible_bounds"


class NotComparable(FinanceError):
    """Quotes for different corridors or different amounts sent."""

    code = "not_comparable"


class EmptyBudget(FinanceError):
    """A budget without lines."""

    code = "empty_budget"
