"""The words shown to candidates: every language has all of them, with the right plurals; what is missing shows French."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from bot import i18n
from bot.configuration import ROOT
from bot.i18n import LOCALE_DIRECTORY, duration, translator
from bot.languages import SOURCE_LANGUAGE, languages
from bot.operations import catalogs

TRANSLATED = [code for code in languages() if code != SOURCE_LANGUAGE]
LONGEST_BUTTON = 24
"""Characters of a row of a WhatsApp list."""

BUTTONS = (
    "Passer", "Menu", "Langue", "D'accord", "Ne rien garder", "Oui, envoyer", "Non", "Oui, tout effacer", "Non, garder",
    "Plus de détails", "C'était utile", "Pas utile", "Suite", "Lire en français", "Parler à quelqu'un", "Demander une personne",
    "Autre pays", "Aucune de ces questions",
)  # fmt: skip


def read(code: str) -> Catalog:
    return catalogs.read(LOCALE_DIRECTORY / code / "LC_MESSAGES" / "bot.po")


def template() -> Catalog:
    with (LOCALE_DIRECTORY / "bot.pot").open("rb") as file:
        return read_po(file)


def messages(catalog: Catalog) -> dict[str, Message]:
    return {message.id if isinstance(message.id, str) else message.id[0]: message for message in catalog if message.id}


def strings(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string)


@pytest.fixture(autouse=True)
def _fresh() -> None:
    catalogs.compile_catalogs()


def test_the_template_holds_every_word_of_the_code(tmp_path: Path) -> None:
    fresh = tmp_path / "bot.pot"
    command = [sys.executable, "-m", "babel.messages.frontend", "-q", "extract", "-F", "babel.cfg", "--no-location"]
    subprocess.run([*command, "-o", str(fresh), "bot", "actions"], cwd=ROOT, check=True)
    with fresh.open("rb") as file:
        assert set(messages(read_po(file))) == set(messages(template())), "run: make messages"


@pytest.mark.parametrize("code", TRANSLATED)
def test_no_word_is_missing(code: str) -> None:
    found = messages(read(code))
    missing = [key for key in messages(template()) if key not in found or not all(strings(found[key]))]

    assert missing == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_what_is_filled_in_stays_in_place(code: str) -> None:
    for key, message in messages(read(code)).items():
        wanted = set(re.findall(r"\{\w+\}", key))
        for number, text in enumerate(strings(message)):
            # « one day », « two days » are words in Arabic, without a figure.
            allowed = {frozenset(wanted), frozenset(wanted - {"{count}"})} if number in {1, 2} else {frozenset(wanted)}
            assert frozenset(re.findall(r"\{\w+\}", text)) in allowed, (code, key)


@pytest.mark.parametrize("code", TRANSLATED)
def test_buttons_fit_a_phone(code: str) -> None:
    long = {text: len(text) for key in BUTTONS if len(text := translator(code).gettext(key)) > LONGEST_BUTTON}

    assert long == {}


def test_numbers_take_their_plural() -> None:
    said = [duration(days, "ar") for days in (0, 1, 2, 3, 11, 100)]

    assert len(set(said)) == 6 and said[1].startswith("يوم") and "2" not in said[2]
    assert (duration(1, "fr"), duration(180, "fr")) == ("1 jour", "180 jours")


def test_a_missing_word_shows_the_fallback(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = tmp_path / "ary" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "bot.po").write_text('msgid ""\nmsgstr "Language: ary\\n"\n\nmsgid "Menu"\nmsgstr ""\n', encoding="utf-8")
    monkeypatch.setattr(i18n, "LOCALE_DIRECTORY", tmp_path)
    catalogs.compile_catalogs(tmp_path)
    translator.cache_clear()
    try:
        assert translator("ary").gettext("Menu") == "Menu"
        assert translator("xx").gettext("Langue") == "Langue"
    finally:
        translator.cache_clear()


@pytest.mark.parametrize("code", TRANSLATED)
def test_countries_and_dates_have_names(code: str) -> None:
    assert i18n.country_name("SN", code) != "SN"
    assert "2024" in i18n.format_partial_date("2024-06-30", code)
    assert i18n.format_partial_date("2024-06", code) != "2024-06"
