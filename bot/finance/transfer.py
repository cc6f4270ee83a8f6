"""What sending money costs in fees, by service. The margin on the exchange rate is not in it: nobody publishes that."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum

from bot.finance.errors import ImpossibleBounds, NoPrice, NotComparable
from bot.finance.money import Money, common_currency
from bot.finance.partial_dates import earliest, over_a_year_old
from bot.finance.rates import possible


class Kind(str, Enum):
    """What sort of service carries the money."""

    BANK = "bank"
    MOBILE_MONEY = "mobile_money"
    TRANSFER_OPERATOR = "transfer_operator"
    POST = "post"


@dataclass(frozen=True)
class Tariff:
    """A service's published price from one country (ISO 3166) to another.

    The fee is `fixed_fee` plus `percent` (0 to 100) of the amount sent, no less than `minimum`, no more than `maximum`.
    `as_of`: when the price was valid, as 2025, 2025-03 or 2025-03-31.
    Raises `NoPrice`, `ImpossibleRate`, `CurrencyMismatch`, `ImpossibleBounds`, `ImpossibleDate`.
    """

    service: str
    kind: Kind
    corridor_from: str
    corridor_to: str
    fixed_fee: Money | None
    percent: Decimal | None
    minimum: Money | None
    maximum: Money | None
    as_of: str
    source: str

    def __post_init__(self) -> None:
        if self.fixed_fee is None and self.percent is None:
            raise NoPrice(self.service)
        if self.percent is not None:
            possible(self.percent, Decimal(100))
        if amounts := self.amounts:
            common_currency(*amounts)
        if self.minimum and self.maximum and self.minimum.amount > self.maximum.amount:
            raise ImpossibleBounds(self.service)
        earliest(self.as_of)

    @property
    def amounts(self) -> list[Money]:
        """The tariff's own amounts; none where it is a mere percentage."""
        return [money for money in (self.fixed_fee, self.minimum, self.maximum) if money is not None]

    @property
    def corridor(self) -> tuple[str, str]:
        """From where to where."""
        return self.corridor_from, self.corridor_to


@dataclass(frozen=True)
class Quote:
    """What one sending costs: the fee is paid on top of what is sent; `cost_percent` is its share, to 0.01 %."""

    tariff: Tariff
    sent: Money
    fee: Money
    total_paid: Money
    cost_percent: Decimal


@dataclass(frozen=True)
class Ranking:
    """Quotes of the last 12 months, lowest fee first, and the old ones, in the order they came."""

    fresh: tuple[Quote, ...]
    old: tuple[Quote, ...]


def quote(amount: Money, tariff: Tariff) -> Quote:
    """Return what sending the amount costs. Raises `ZeroAmount`, `CurrencyMismatch`, `AbsurdAmount`."""
    currency = common_currency(amount.required(), *tariff.amounts)
    fee = Money(_fee(amount.amount, tariff), currency)
    share = (fee.amount * 100 / amount.amount).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return Quote(tariff, amount, fee, amount + fee, share)


def ranked(quotes: Sequence[Quote], today: date) -> Ranking:
    """Rank what can be compared; a price older than 12 months is never ahead of, nor behind, a fresh one.

    Raises `CurrencyMismatch`, `NotComparable` for other corridors or amounts, and `ImpossibleDate` for a future price.
    """
    _comparable(quotes)
    old = [over_a_year_old(each.tariff.as_of, today) for each in quotes]
    fresh = [each for each, is_old in zip(quotes, old, strict=True) if not is_old]
    fresh.sort(key=lambda each: (each.fee.amount, each.tariff.service))
    return Ranking(tuple(fresh), tuple(each for each, is_old in zip(quotes, old, strict=True) if is_old))


def _fee(sent: Decimal, tariff: Tariff) -> Decimal:
    fee = (tariff.fixed_fee.amount if tariff.fixed_fee else Decimal(0)) + sent * (tariff.percent or 0) / 100
    if tariff.minimum:
        fee = max(fee, tariff.minimum.amount)
    return min(fee, tariff.maximum.amount) if tariff.maximum else fee


def _comparable(quotes: Sequence[Quote]) -> None:
    if quotes:
        common_currency(*(each.sent for each in quotes))
    if len({(each.tariff.corridor, each.sent) for each in quotes}) > 1:
        raise NotComparable
