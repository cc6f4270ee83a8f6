"""A content file is read, and written as it was; what is none is refused with file, line and reason."""

from pathlib import Path

import pytest
from django.conf import settings

from bot.content import files
from bot.content.files import UnreadableFile
from tests.builders import answer, entry

FILES = files.entry_files(settings.CONTENT_DIRECTORY)


def test_there_is_content_to_test() -> None:
    assert len(FILES) > 80


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_writing_what_was_read_gives_the_same_bytes(path: Path) -> None:
    assert files.dump(files.read(path).document) == path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "text",
    ["oui", "17", "2024-06", "null", "un: deux", "# pas un commentaire", '"cité"', "l'été\\n", "Yoon 😀", "une\nligne", "~"],
)
def test_any_text_comes_back_as_it_was(tmp_path: Path, text: str) -> None:
    phrasings = {"sms": (text, "no")}
    document = entry("une-cle", answers={"fr": answer("x", answer=text, label=text, phrasings=phrasings)})
    path = tmp_path / "file.yml"
    path.write_text(files.dump(document), encoding="utf-8")

    assert files.read(path).document == document


VALID = """key: une-cle
topic: emploi
sources:
  - title: "Une source"
answers:
  fr:
    label: "Titre"
    question: "Question ?"
    answer: "Réponse."
"""


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        ("", 1, "a mapping is expected"),
        ("- une liste", 1, "a mapping is expected"),
        ("key: [une", 2, "not YAML"),
        (VALID + "\tfoo: 1", 10, "not YAML"),
        (VALID + "kee: une-cle\n", 10, "unknown field kee"),
        (VALID + "    anser: oui\n", 10, "unknown field anser"),
        (VALID + "    phrasings:\n      slang:\n        - oui\n", 11, "unknown register slang"),
        (VALID + "    phrasings:\n      sms: oui\n", 11, "a list of texts is expected"),
        (VALID + "    phrasings: [oui]\n", 10, "a mapping is expected"),
        (VALID + "    answer: Encore.\n", 10, "each only once"),
        (VALID + "  ? [a, b]\n  : c\n", 10, "a field name is expected"),
        (VALID.replace("key: une-cle\n", ""), 1, "key is missing"),
        (VALID.replace('    label: "Titre"\n', ""), 6, "label is missing"),
        (VALID.replace('"Réponse."', "[oui]"), 9, "a text is expected"),
        (VALID + "origins: ML\n", 10, "a list of texts is expected"),
        (VALID + "facts: [[E001]]\n", 10, "a list of texts is expected"),
        (VALID.replace('"Une source"', '"Une source"\n    volatile: maybe'), 5, "true or false is expected"),
        (VALID.replace('  - title: "Une source"', "  title: Une source"), 3, "a list of sources is expected"),
        ("key: &a [*a]\n", 1, "holds itself"),
    ],
)
def test_what_is_no_content_file_says_where(tmp_path: Path, content: str, line: int, reason: str) -> None:
    path = tmp_path / "file.yml"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(UnreadableFile) as refusal:
        files.read(path, "emploi/file.yml")

    assert str(refusal.value).startswith(f"emploi/file.yml:{line}: ")
    assert reason in str(refusal.value)


def test_a_file_that_is_not_text(tmp_path: Path) -> None:
    path = tmp_path / "file.yml"
    path.write_bytes(b"key: \xff\xfe")

    with pytest.raises(UnreadableFile, match="not readable"):
        files.read(path)
