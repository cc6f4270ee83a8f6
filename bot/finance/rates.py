"""Rates and shares: what may be one."""

from decimal import Decimal

from bot.finance.errors import ImpossibleRate


def possible(rate: Decimal, most: Decimal) -> Decimal:
    """Return the rate, in whichever unit `most` is. Raises `ImpossibleRate` unless it is 0 to `most`."""
    if not rate.is_finite() or not 0 <= rate <= most:
        raise ImpossibleRate
    return rate
