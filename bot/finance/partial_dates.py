"""Dates of which only the year or the month may be known: 2025, 2025-03, 2025-03-31."""

import re
from datetime import date

from bot.finance.errors import ImpossibleDate

_PARTIAL = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def earliest(text: str) -> date:
    """Return the first day that is meant. Raises `ImpossibleDate`."""
    found = _PARTIAL.fullmatch(text)
    if not found:
        raise ImpossibleDate(text)
    year, month, day = (int(part or 1) for part in found.groups())
    try:
        return date(year, month, day)
    except ValueError as error:
        raise ImpossibleDate(text) from error


def over_a_year_old(text: str, today: date) -> bool:
    """Tell whether more than 12 months have passed since the earliest day meant: in doubt, old.

    Raises `ImpossibleDate` for a day after `today`, too.
    """
    day = earliest(text)
    if day > today:
        raise ImpossibleDate(text)
    # Compared as numbers because a year before 29 February is no date.
    return (day.year + 1, day.month, day.day) < (today.year, today.month, today.day)
