"""Yes, no, numbers and a few wishes are understood in every language when they are the whole message."""

from pathlib import Path

import pytest

from bot.gateway import choices, spoken_words
from bot.languages import languages

LABELS = [f"choix numéro {letter}" for letter in "abcdefghij"]


@pytest.mark.parametrize("code", languages())
def test_every_language_has_yes_no_and_the_wishes(code: str) -> None:
    words = spoken_words.read(spoken_words.FOLDER / f"{code}.yml")

    assert {"yes", "no", "menu", "erase", "human", "danger", "stop", "skip"} <= set(words.wants.values())
    assert {str(number) for number in range(1, 11)} <= set(words.numbers.values())


@pytest.mark.parametrize(
    ("text", "language", "meant"),
    [
        ("Waaw !", "wo", "yes"), ("déedéet", "wo", "no"), ("ayi", "bm", "no"), ("eey", "ff", "yes"), ("haa", "so", "yes"),
        ("maya", "so", "no"), ("نعم", "ar", "yes"), ("لا", "ary", "no"), ("ao", "ee", "no"), ("خطر", "", "danger"),
        ("wallu", "", "danger"), ("momtu", "ff", "erase"), ("القائمة", "ar", "menu"), ("MENU", "so", "menu"),
        ("menu du jour", "fr", ""), ("", "wo", ""), ("é" * 4000, "fr", ""),
    ],
)  # fmt: skip
def test_a_whole_message_means_something(text: str, language: str, meant: str) -> None:
    assert spoken_words.meaning(text, language) == meant


@pytest.mark.parametrize(
    ("text", "language", "place"),
    [
        ("ñaar", "wo", 1), ("naar", "wo", 1), ("saba", "bm", 2), ("didi", "ff", 1), ("laba", "so", 1), ("جوج", "ary", 1),
        ("ثلاثة", "ar", 2), ("eve", "ee", 1), ("٣", "ar", 2), ("deuxième", "wo", 1), ("2", "ee", 1), ("onze", "fr", None),
    ],
)  # fmt: skip
def test_numbers_choose_in_words_and_digits(text: str, language: str, place: int | None) -> None:
    assert choices.chosen(text, LABELS, language) == place


def test_a_word_with_two_meanings_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "xx.yml"
    path.write_text('"yes": ["ha"]\n"no": ["HA !"]\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"xx\.yml: 'HA !' means both yes and no"):
        spoken_words.read(path)
    path.write_text('maybe: ["ha"]\n', encoding="utf-8")
    with pytest.raises(ValueError, match="unknown field maybe"):
        spoken_words.read(path)
