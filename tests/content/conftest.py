"""Content of the tests' own: a folder, and small dialogue examples and held-out questions beside it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

DIALOGUE = """version: "3.1"
nlu:
- intent: greet
  examples: |
    - bonjour à tous
    - salut mon frère
    - bonsoir la famille
- intent: out_of_scope
  examples: |
    - qui a gagné le match hier
    - la recette du mafé
    - quel temps fera-t-il demain
"""


@pytest.fixture
def small(tmp_path: Path, settings: object) -> Path:
    """An empty content folder, with two dialogue labels instead of the checkout's."""
    dialogue = tmp_path / "nlu" / "fr"
    dialogue.mkdir(parents=True)
    (dialogue / "all.yml").write_text(DIALOGUE, encoding="utf-8")
    settings.DIALOGUE_EXAMPLES_DIRECTORY = tmp_path / "nlu"  # type: ignore[attr-defined]
    settings.HELD_OUT_DIRECTORY = tmp_path / "eval"  # type: ignore[attr-defined]
    (tmp_path / "eval").mkdir()
    content = tmp_path / "content"
    content.mkdir()
    return content


@pytest.fixture
def hold_out(small: Path) -> Callable[[dict[str, list[str]]], None]:
    """Write held-out questions by label."""

    def write(questions: dict[str, list[str]]) -> None:
        rows = [{"text": text, "label": label, "lang": "fr"} for label, texts in questions.items() for text in texts]
        path = small.parent / "eval" / "fr.jsonl"
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")

    return write
