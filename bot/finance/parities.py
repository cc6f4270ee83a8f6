"""Currencies tied to another at a fixed rate: the only conversions that need no rate of the day."""

from dataclasses import dataclass
from decimal import Context, Decimal, localcontext

from bot.finance.errors import NoFixedRate
from bot.finance.money import Money, smallest_unit

#: Enough for the product of any amount and parity: the division is then the only rounding before the unit's.
_PRECISION = Context(prec=50)


@dataclass(frozen=True)
class Parity:
    """So many units of `currency` are one unit of `anchor`. Not `exact`: say « environ »."""

    currency: str
    anchor: str
    units: Decimal
    exact: bool
    source: str


_EURO_CFA = "F042 : « Un euro vaut 655,957 francs CFA »"

PARITIES = {
    parity.currency: parity
    for parity in (
        Parity("XOF", "EUR", Decimal("655.957"), True, _EURO_CFA),
        # F042 speaks of XOF in its text and of the CEMAC's franc (XAF) in its source.
        Parity("XAF", "EUR", Decimal("655.957"), True, _EURO_CFA),
        Parity(
            "KMF",
            "EUR",
            Decimal("491.96775"),
            True,
            "parité fixe KMF–EUR, à lire à la Banque centrale des Comores",
        ),
        # The central bank gives more digits; nobody of the project has read them there yet.
        Parity(
            "DJF",
            "USD",
            Decimal("177.7"),
            False,
            "F043 : « environ 177,7 DJF pour 1 dollar ; valeur exacte à lire à la Banque centrale de Djibouti »",
        ),
        Parity("MRO", "MRU", Decimal(10), True, "F044 : « un ouguiya nouveau (MRU) vaut dix anciens (MRO) »"),
    )
}


@dataclass(frozen=True)
class Conversion:
    """The money converted, the parities used (none within one currency), and whether all of them are exact."""

    money: Money
    parities: tuple[Parity, ...]

    @property
    def exact(self) -> bool:
        """Tell whether the figure may be given without « environ »."""
        return all(parity.exact for parity in self.parities)


def convert(money: Money, to: str) -> Conversion:
    """Convert, through the common anchor where there is one, and round once, at the end.

    It is the official parity: what a bureau pays for one CFA franc in the other, or in euros, is less.
    Raises `UnknownCurrency`, `NoFixedRate`, and `AbsurdAmount` where the result is one.
    """
    smallest_unit(to)
    source, target = _parity(money.currency), _parity(to)
    if source.anchor != target.anchor:
        raise NoFixedRate(f"{money.currency}, {to}")
    with localcontext(_PRECISION):
        converted = Money(money.amount * target.units / source.units, to)
    used = [] if money.currency == to else [p for p in (source, target) if p.currency in PARITIES]
    return Conversion(converted, tuple(used))


def _parity(currency: str) -> Parity:
    """Return the currency's parity; one that is tied to nothing is its own anchor."""
    return PARITIES.get(currency) or Parity(currency, currency, Decimal(1), True, "")
