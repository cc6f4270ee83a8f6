"""Loading content: all files or none, twice like once, and never over an editor's work."""

from argparse import Namespace
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from bot.cli import content
from bot.content import files, loading, reference
from bot.content.documents import EntryDocument, SourceDocument
from bot.content.models import Country, FaqAnswer, FaqEntry, Phrasing, Topic
from tests.builders import answer, entry, write

pytestmark = pytest.mark.django_db


def run(action: str, directory: Path) -> int:
    return content.run(Namespace(action=action, directory=str(directory)))


@pytest.fixture
def folder(small: Path) -> Path:
    return write(small, entry("inscription-anpe"), entry("carte-sejour", related=("inscription-anpe",)))


def test_the_checkouts_content_goes_in_once_and_comes_out_byte_for_byte(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = files.entry_files(settings.CONTENT_DIRECTORY)
    assert run("load", settings.CONTENT_DIRECTORY) == 0
    rows = list(Phrasing.objects.values_list("pk", "text"))

    assert run("load", settings.CONTENT_DIRECTORY) == 0
    assert capsys.readouterr().out.splitlines()[-1] == (
        f"content: 0 created, 0 updated, {len(paths)} unchanged, 0 kept as edited in the console"
    )
    assert list(Phrasing.objects.values_list("pk", "text")) == rows

    assert run("export", tmp_path) == 0
    exported = {str(path.relative_to(tmp_path)): path.read_bytes() for path in files.entry_files(tmp_path)}
    assert exported == {str(path.relative_to(settings.CONTENT_DIRECTORY)): path.read_bytes() for path in paths}


def test_every_country_has_its_code(folder: Path) -> None:
    """To YAML the code of Norway is « false »."""
    run("load", folder)

    codes = set(Country.objects.values_list("code", flat=True))
    assert "NO" in codes
    assert codes <= reference.country_codes()


def with_fr(document: EntryDocument, **changes: Any) -> EntryDocument:
    return replace(document, answers={"fr": replace(document.answers["fr"], **changes)})


GOOD = entry("bonne-cle", "une bonne question")
PHRASINGS = GOOD.answers["fr"].phrasings
BAD: list[tuple[str, EntryDocument, str]] = [
    ("unknown fact", replace(GOOD, facts=("E001", "Z999")), "facts: [E001, Z999] → unknown fact 'Z999'"),
    ("unknown country", replace(GOOD, origins=("XX",)), "origins: [XX] → unknown country 'XX'"),
    ("unknown topic", replace(GOOD, topic="loisirs"), "topic: loisirs → unknown topic 'loisirs'"),
    ("no source", replace(GOOD, sources=()), "sources: [] → no source"),
    ("fact without source", replace(GOOD, sources=(SourceDocument(title="Autre"),)), "sources: → fact E001 has no source"),
    ("bad date", replace(GOOD, sources=(replace(GOOD.sources[0], published_on="06/2024"),)),
     'published_on: "06/2024" → published_on'),
    ("bad address", replace(GOOD, sources=(replace(GOOD.sources[0], url="javascript:x"),)),
     'url: "javascript:x" → not a web address'),
    ("answer too long", with_fr(GOOD, answer="a" * 601), "answer: → answer has 601 characters, at most 600"),
    ("label too long", with_fr(GOOD, label="a" * 25), "label: → label has 25 characters"),
    ("invented number", with_fr(GOOD, answer="Cela coûte 4321 francs."), "answer: → number 4321"),
    ("unknown language", replace(GOOD, answers={"xx": answer("x")}), "xx: → unknown language 'xx'"),
    ("no answer", replace(GOOD, answers={}), "answers: → no answer"),
    ("related to nothing", replace(GOOD, related=("rien",)), "related: [rien] → related question 'rien'"),
    ("few phrasings", with_fr(GOOD, phrasings={**PHRASINGS, "sms": ("un",)}), "sms: → 1 phrasings of register sms"),
    ("phrasing of another key", with_fr(replace(GOOD, key="z-cle"), phrasings={**PHRASINGS, "sms": (*PHRASINGS["sms"], "Je cherche INSCRIPTION, anpe en sms!")}),
     "Je cherche INSCRIPTION → the same phrasing belongs to"),
    ("phrasing of the dialogue", with_fr(GOOD, phrasings={**PHRASINGS, "sms": (*PHRASINGS["sms"], "Bonjour, à tous !")}),
     "Bonjour, à tous → the same phrasing belongs to 'greet'"),
    ("bad key", replace(GOOD, key="Clé"), "key: → key 'Clé'"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "document", "expected"), BAD, ids=[row[0] for row in BAD])
def test_one_wrong_file_and_nothing_is_stored(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str, document: EntryDocument, expected: str
) -> None:
    write(folder, document)
    name = f"{document.topic}/{document.key}.yml"

    assert run("load", folder) == 1

    said = capsys.readouterr().err.splitlines()
    place, reason = expected.split(" → ")
    lines = (folder / name).read_text(encoding="utf-8").splitlines()
    line = next((number for number, text in enumerate(lines, start=1) if place in text), 0)
    problems = [row for row in said if row.startswith(f"{name}:")]
    assert any(row.startswith(f"{name}:{line}: {reason}") for row in problems), (line, said[:3])
    assert said[-1] == f"Yoon: nothing was loaded, {len(said) - 1} problems."
    assert not FaqEntry.objects.exists() and not Topic.objects.exists()


def test_all_problems_are_said_at_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, replace(GOOD, key="une", facts=("Z1", "Z2")), replace(GOOD, key="deux", origins=("XX",)))
    (folder / "emploi" / "trois.yml").write_text("key: [")

    assert run("check", folder) == 1
    said = capsys.readouterr().err
    for part in ("'Z1'", "'Z2'", "'XX'", "emploi/trois.yml:2: not YAML", "label 'une bonne question' is also in"):
        assert part in said


@pytest.mark.parametrize("topics", ["- {key: [", "key: emploi", "- emploi", "- {key: emploi, title: " + "a" * 25 + "}"])
def test_topics_are_checked_as_well(folder: Path, capsys: pytest.CaptureFixture[str], topics: str) -> None:
    (folder / "topics.yml").write_text(topics)

    assert run("load", folder) == 1
    assert capsys.readouterr().err.startswith("topics.yml:1: ")


def test_an_empty_folder_is_refused(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("load", small) == 1
    assert "no content file found" in capsys.readouterr().err


def test_a_changed_file_changes_its_entry_only(folder: Path) -> None:
    run("load", folder)
    write(folder, with_fr(entry("inscription-anpe"), answer="Une nouvelle réponse."))

    outcome = loading.load(folder)

    assert (outcome.updated, outcome.unchanged) == (["inscription-anpe"], ["carte-sejour"])
    assert FaqAnswer.objects.get(entry__key="inscription-anpe").short_answer == "Une nouvelle réponse."


def test_what_an_editor_published_stays_whatever_the_files_say(folder: Path, tmp_path: Path) -> None:
    run("load", folder)
    row = FaqAnswer.objects.get(entry__key="inscription-anpe")
    row.short_answer = "Le texte du ministère."
    row.save_revision().publish()
    write(folder, with_fr(entry("inscription-anpe"), answer="Le texte des fichiers."))

    outcome = loading.load(folder)

    assert outcome.kept == ["inscription-anpe"]
    assert FaqAnswer.objects.get(entry__key="inscription-anpe").short_answer == "Le texte du ministère."
    run("export", tmp_path / "out")
    assert "Le texte du ministère." in (tmp_path / "out" / "emploi" / "inscription-anpe.yml").read_text(encoding="utf-8")
