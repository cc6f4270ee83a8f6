import time

import pytest

from bot.nlu.abbreviations import expansions, table
from bot.nlu.features import FeatureExtractor
from bot.nlu.normalise import MAX_CHARS, fold_accents, normalise, tokenize
from bot.nlu.sound import skeleton


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  Bonjour,\n ÇA   va ", "bonjour, ça va"),
        ("e\u0301te\u0301", "été"),
        ("ｖｉｓａ ﬁn", "visa fin"),
        ("l’Espagne d`ici", "l'espagne d'ici"),
        ("saluuuuut", "saluut"),
        ("500000 fcfa", "500000 fcfa"),
        ("a\u200bb\u202ec\ufeff", "abc"),
        ("ah\x00oui\x07", "ah oui"),
        ("السَّلامُ عليكم", "السلام عليكم"),
        ("إسبانيـــــا أريد", "اسبانيا اريد"),
        ("ﻻ ﺑﻐﻴﺖ", "لا بغيت"),
        ("٢٠٠ ۴۵ ߁߂", "200 45 12"),
        ("𞤀𞤣𞤤𞤢𞤥", "𞤢𞤣𞤤𞤢𞤥"),
        ("ɓiɗɗo Ŋaari", "ɓiɗɗo ŋaari"),
        ("ⵜⴰⵎⴰⵣⵉⵖⵜ", "ⵜⴰⵎⴰⵣⵉⵖⵜ"),
        ("👍🏾\ufe0f", "👍"),
        ("", ""),
        ("\u202e \x00", ""),
    ],
)
def test_normal_form(text: str, expected: str) -> None:
    assert normalise(text) == expected
    assert normalise(expected) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("ça été où", "ca ete ou"), ("ɓiɗɗo ŋaari œuf", "biddo naari oeuf"), ("اسبانيا", "اسبانيا"), ("ⵣⵉⵖ", "ⵣⵉⵖ")],
)
def test_accents_are_folded_and_other_scripts_kept(text: str, expected: str) -> None:
    assert fold_accents(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("l'espagne, c'est où ?", ["l", "espagne", "c", "est", "où"]),
        ("200€ ok👍", ["200", "ok", "👍"]),
        ("ߒߞߏ ߞߊ߲", ["ߒߞߏ", "ߞߊ߲"]),
        ("بغيت نمشي", ["بغيت", "نمشي"]),
        ("?!...", []),
    ],
)
def test_every_script_has_tokens(text: str, expected: list[str]) -> None:
    assert tokenize(text) == expected


@pytest.mark.parametrize("text", ["é" * 100_000, "ﷺ" * 100_000, "a\u0301" * 50_000, "\u202e" * 100_000, "x" * 100_000])
def test_a_huge_message_is_cheap(text: str) -> None:
    started = time.perf_counter()
    words = FeatureExtractor(["fr"]).words(text)
    assert time.perf_counter() - started < 0.5
    assert sum(map(len, words)) <= MAX_CHARS * 2


def test_abbreviations_are_written_out_in_their_language_only() -> None:
    assert FeatureExtractor(["fr"]).words("Slt cmt fr pr avwar") == ["salut", "comment", "faire", "pour", "avoir"]
    assert FeatureExtractor(["fr"]).words("c'est k c cher") == ["c", "est", "que", "c", "cher"]
    assert FeatureExtractor(["wo"]).words("slt cmt") == ["slt", "cmt"]


def test_the_french_table_is_folded_and_spares_common_words() -> None:
    french = table("fr")
    assert len(french) > 300
    assert not french.keys() & {"ce", "de", "je", "le", "me", "se", "et", "ou", "mer", "pas", "parti", "nom", "sans"}
    for written in french:
        assert [written] == tokenize(fold_accents(normalise(written)))


@pytest.mark.parametrize("language", ["xx", "", "../fr", "fr/../fr"])
def test_a_language_without_table_has_no_abbreviations(language: str) -> None:
    assert expansions([language]) == {}


@pytest.mark.parametrize(
    ("one", "other"), [("travail", "travaill"), ("kontrat", "contrat"), ("fone", "phone"), ("bateau", "bato")]
)
def test_spellings_that_sound_alike_share_a_key(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize("word", ["s", "ee", "h", "اسبانيا", "👍", "12"])
def test_a_key_is_never_empty(word: str) -> None:
    assert skeleton(word)
