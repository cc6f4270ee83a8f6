"""Money written short: `money("1500 XOF")`."""

from decimal import Decimal

from bot.finance.money import Money


def money(text: str) -> Money:
    """Read « 1500 XOF »."""
    amount, currency = text.split()
    return Money(Decimal(amount), currency)
