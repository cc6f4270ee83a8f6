"""Another language is data only: a row, a catalog, words, phrasings and answers, a profile. Here one that nobody speaks."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from actions.language import set_language
from actions.reaction import Turn, Voice
from bot import i18n, languages
from bot.content import files, loading, queries
from bot.content.documents import AnswerDocument
from bot.gateway import spoken_words
from bot.nlu import profile_of_one_language
from bot.nlu.language import LanguageIdentifier
from bot.nlu.profiles_training import read_others, read_own
from bot.operations import catalogs
from tests.builders import answer, entry, write

pytestmark = pytest.mark.django_db

ROW = {"code": "qza", "name": "zaral", "autonym": "Zarala", "direction": "ltr", "fallback": "wo", "spoken_in": ["TG"]}
STEMS = ("zvoral", "krizmot", "blufrek", "gwontza", "mizvrak", "zlorpin", "trukzel", "vrizbol")
PHRASINGS = tuple(f"{one} {two} {three}" for one in STEMS for two in STEMS[:3] for three in STEMS[3:5])
CATALOG = 'msgid ""\nmsgstr ""\n"Language: qza\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "{}"\nmsgstr "{}"\n'


class Dispatcher:
    """Keeps what an action says."""

    def __init__(self) -> None:
        self.said: list[dict[str, object]] = []

    def utter_message(self, json_message: dict[str, object]) -> None:
        self.said.append(json_message)


@pytest.fixture
def zarala(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The five files of `docs/adding-a-language.md`, in a folder of its own."""
    table = tmp_path / "reference" / "languages.yml"
    table.parent.mkdir()
    rows = yaml.safe_load(languages.TABLE.read_text(encoding="utf-8"))
    table.write_text(yaml.safe_dump([*rows, ROW], allow_unicode=True), encoding="utf-8")
    for name in ("countries.yml", "facts.jsonl"):
        (table.parent / name).symlink_to(settings.REFERENCE_DIRECTORY / name)
    catalog = tmp_path / "locale" / "qza" / "LC_MESSAGES" / "bot.po"
    catalog.parent.mkdir(parents=True)
    catalog.write_text(CATALOG.format("Menu", "Zvoral"), encoding="utf-8")
    catalogs.compile_catalogs(tmp_path / "locale")
    words = tmp_path / "words"
    words.mkdir()
    (words / "qza.yml").write_text('"yes": [krizmot]\nnumbers: {"2": [blufrek]}\n', encoding="utf-8")
    content = tmp_path / "content"
    write(content, entry("passeport", answers={"fr": answer("le passeport"), "qza": _answer()}), entry("visa"))
    monkeypatch.setattr(languages, "TABLE", table)
    monkeypatch.setattr(i18n, "LOCALE_DIRECTORY", tmp_path / "locale")
    monkeypatch.setattr(spoken_words, "FOLDER", words)
    monkeypatch.setattr(settings, "REFERENCE_DIRECTORY", table.parent)
    _forget()
    yield tmp_path
    monkeypatch.undo()
    _forget()


def _answer() -> AnswerDocument:
    return AnswerDocument("Mizvrak", "Mizvrak zlorpin ?", "Trukzel vrizbol.", machine_assisted=True,
                          phrasings={"everyday": PHRASINGS})  # fmt: skip


def _forget() -> None:
    for remembered in (languages.languages, i18n.translator, i18n.locale_of, spoken_words._all):
        remembered.cache_clear()


def test_content_in_the_new_language_is_checked_loaded_and_shown(zarala: Path) -> None:
    loading.load(zarala / "content")

    assert [item.autonym for item in queries.languages()][-1] == "Zarala"
    view = queries.answer("passeport", "qza")
    assert view is not None and (view.short_answer, view.language, view.machine_assisted) == ("Trukzel vrizbol.", "qza", True)
    untranslated = queries.answer("visa", "qza")
    assert untranslated is not None and untranslated.language == "fr"
    assert files.read(zarala / "content" / "emploi" / "passeport.yml").document.answers["qza"] == _answer()


def test_the_conversation_goes_on_in_it(zarala: Path) -> None:
    loading.load(zarala / "content")
    dispatcher = Dispatcher()
    turn = Turn(conversation_id=None, intent="choose_language", text="", entities={}, language="fr", origin="", channel="web")  # type: ignore[arg-type]
    set_language("qza", turn, Voice(dispatcher, "fr"))  # type: ignore[arg-type]

    assert {"effect": {"language": "qza", "language_chosen": True}} in dispatcher.said
    assert "Zarala" in json.dumps(dispatcher.said) and '"Zvoral"' in json.dumps(dispatcher.said)
    assert (spoken_words.meaning("KRIZMOT", "qza"), spoken_words.number("blufrek", "qza")) == ("yes", 2)
    # What the catalog lacks comes in the language it falls back to, here Wolof, then in French.
    assert i18n.language_name("qza") == "Zarala" and i18n.country_name("TG", "qza") == "Togo"


def test_its_messages_are_recognised_and_no_other_language_suffers(zarala: Path) -> None:
    texts = [*read_own(), *read_others()][::4]
    mine = [profile_of_one_language.Text("qza", text, "passeport") for text in PHRASINGS]
    (zarala / "qza.json").write_text(profile_of_one_language.learn("qza", [*texts, *mine]), encoding="utf-8")
    identifier = LanguageIdentifier(added=zarala)

    assert identifier.identify("vrizbol trukzel krizmot gwontza")[0][0] == "qza"
    sample = texts[:: len(texts) // 400]
    before, after = LanguageIdentifier(), identifier
    changed = [text.text for text in sample if before.identify(text.text)[0][0] != after.identify(text.text)[0][0]]
    assert len(changed) <= len(sample) // 100, changed


def test_a_row_that_is_no_language_says_so(tmp_path: Path) -> None:
    table = tmp_path / "languages.yml"
    table.write_text("- {code: xx, nom: x}\n", encoding="utf-8")
    with pytest.raises(ValueError, match="row 1 is not a language"):
        languages.languages(table)


def test_too_few_texts_make_no_profile() -> None:
    with pytest.raises(ValueError, match="at least 30"):
        profile_of_one_language.learn("qza", [profile_of_one_language.Text("qza", "zvoral", "x")])
