"""Only what is tied at a fixed rate is converted, and each rate has its source."""

import pytest
from django.conf import settings

from bot.content import reference
from bot.finance.errors import AbsurdAmount, NoFixedRate, UnknownCurrency
from bot.finance.parities import PARITIES, convert
from tests.finance.money_of import money


@pytest.mark.parametrize(
    ("given", "expected", "exact"),
    [
        ("1000 EUR", "655957 XOF", True),
        ("1 EUR", "656 XAF", True),
        ("655957 XOF", "1000.00 EUR", True),
        ("12345 XOF", "12345 XAF", True),
        ("100 EUR", "49197 KMF", True),
        ("400 XOF", "300 KMF", True),
        ("100 USD", "17770 DJF", False),
        ("17770 DJF", "100 USD", False),
        ("25 MRU", "250 MRO", True),
        ("255 MRO", "25.5 MRU", True),
        ("5 MAD", "5 MAD", True),
        ("5 DJF", "5 DJF", True),
        ("999999999999 XAF", "999999999999 XOF", True),
    ],
)
def test_tied_currencies_are_converted(given: str, expected: str, exact: bool) -> None:
    currency = expected.split()[1]
    converted = convert(money(given), currency)
    assert converted.money == money(expected)
    assert converted.exact is exact


def test_a_conversion_names_the_parities_it_used() -> None:
    assert [p.currency for p in convert(money("1 XOF"), "KMF").parities] == ["XOF", "KMF"]
    assert [p.currency for p in convert(money("1 EUR"), "XOF").parities] == ["XOF"]
    assert convert(money("1 XOF"), "XOF").parities == ()


@pytest.mark.parametrize(
    ("given", "to", "error"),
    [
        ("1 EUR", "USD", NoFixedRate),
        ("1 XOF", "DJF", NoFixedRate),
        ("1 XOF", "MRU", NoFixedRate),
        ("1 MAD", "EUR", NoFixedRate),
        ("1 EUR", "FCFA", UnknownCurrency),
        ("1E12 EUR", "XOF", AbsurdAmount),
    ],
)
def test_what_is_not_tied_is_refused(given: str, to: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        convert(money(given), to)


@pytest.mark.parametrize(("currency", "written"), [("XOF", "655,957"), ("DJF", "177,7"), ("MRO", "dix")])
def test_the_fact_a_parity_cites_says_so(currency: str, written: str) -> None:
    fact, _, words = PARITIES[currency].source.partition(" : ")
    text = reference.facts(settings.REFERENCE_DIRECTORY / "facts.jsonl")[fact].text
    assert words.strip("« »") in text
    assert written in text
