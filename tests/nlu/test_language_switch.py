"""Several words in a row may speak for another language; a shared word or two never do."""

import pytest

from bot.nlu.language import LanguageIdentifier
from bot.nlu.language_switch import heard

IDENTIFIER = LanguageIdentifier()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("dama bëgg dem liggéeyi ci Espaañ", "wo"),
        ("dama beug dem Espagne ndax sama liggey", "wo"),
        ("n b'a fɛ ka taa baara kɛ Espagne", "bm"),
        ("miɗo yiɗi yahde gollude Espagne", "ff"),
        ("waxaan rabaa inaan shaqo ka helo Sacuudiga", "so"),
        ("medi be mayi aɖawɔ dɔ le Gabon", "ee"),
        ("bghit nmchi nkhdem f fransa", "ary"),
        ("بغيت نمشي نخدم ففرنسا", "ary"),
        ("أريد أن أعمل في إسبانيا", "ar"),
        ("I want to work in Spain", "en"),
        ("visa", ""),
        ("waaw visa", ""),
        ("salam", ""),
        ("nanga def", ""),
        ("ok", ""),
        ("", ""),
        ("😀 😀 😀", ""),
        ("12 34 56", ""),
    ],
)
def test_what_is_heard(text: str, language: str) -> None:
    assert heard(text, IDENTIFIER.identify(text)) == language


@pytest.mark.parametrize(
    "text", ["comment avoir un visa pour l'Espagne", "slt cmt fr pr le visa", "je suis à Dakar et je veux partir", "merci beaucoup mon frère"]
)
def test_french_stays_french(text: str) -> None:
    assert heard(text, IDENTIFIER.identify(text)) in {"", "fr"}


def test_the_chosen_language_weighs_more_than_a_mixed_message() -> None:
    mixed = "dama bëgg visa bi pour travail Espagne"

    assert IDENTIFIER.identify(mixed, known="wo")[0][0] == "wo"
    assert heard(mixed, IDENTIFIER.identify(mixed, known="fr")) in {"", "fr"}
