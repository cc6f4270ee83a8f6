"""The questions held out from training really are: none of them was learnt, and there are enough of each kind."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings

from bot.configuration import ROOT
from bot.content import files
from bot.content.documents import REGISTERS
from bot.content.validation import comparable
from bot.nlu import examples
from bot.nlu.labels import DIALOGUE, OUT_OF_SCOPE

KEYS = {path.stem for path in files.entry_files(settings.CONTENT_DIRECTORY)}


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """Single messages and the turns of conversations alike, as (text, label, …)."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        for turn in row.get("turns", [row]):
            yield {**turn, "text": turn.get("user") or turn.get("text")}


HELD_OUT = {path.name: list(rows(path)) for path in sorted(settings.HELD_OUT_DIRECTORY.glob("*.jsonl"))}
SINGLE = HELD_OUT["fr.jsonl"]


def test_no_held_out_question_is_a_training_example() -> None:
    learnt = {comparable(example.text) for example in examples.of_checkout(ROOT).examples}
    assert len(learnt) > 3000
    both = [
        f"{name}: {row['text']}"
        for name, found in HELD_OUT.items()
        for row in found
        if comparable(row["text"]) in learnt
    ]

    assert both == []


def test_no_question_is_held_out_twice() -> None:
    texts = Counter(comparable(row["text"]) for row in SINGLE)

    assert [text for text, count in texts.items() if count > 1] == []


def test_every_label_exists() -> None:
    for found in HELD_OUT.values():
        labels = {label for row in found for label in (row["label"], *row.get("also_ok", ()))}
        assert labels - KEYS - DIALOGUE == set()


def test_every_kind_has_enough_questions() -> None:
    counts = Counter(row["label"] for row in SINGLE)
    outside = [row for row in SINGLE if row["label"] == OUT_OF_SCOPE]

    assert {key: counts[key] for key in KEYS if counts[key] < 5} == {}
    assert DIALOGUE - set(counts) == set()
    assert sum(counts[label] for label in DIALOGUE - {OUT_OF_SCOPE}) >= 200
    assert len(outside) >= 150
    assert sum(bool(row.get("near")) for row in outside) >= 100
    assert len(HELD_OUT["fr-follow-ups.jsonl"]) >= 100


def test_every_way_of_writing_is_asked_in() -> None:
    counts = Counter(row["register"] for row in SINGLE if row["label"] in KEYS)

    assert {register: counts[register] for register in REGISTERS if counts[register] < len(KEYS) // 2} == {}
