"""Training examples of the dialogue labels, read from Rasa's NLU files without importing Rasa."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Example:
    """One training message: its label, language, register ("" where unknown) and text."""

    label: str
    language: str
    text: str
    register: str = ""


def read_examples(directory: Path) -> list[Example]:
    """Every example below `directory/<language>/*.yml`, in a stable order."""
    return [example for path in sorted(directory.glob("*/*.yml")) for example in _read_file(path)]


def _read_file(path: Path) -> Iterator[Example]:
    document = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
    for block in document.get("nlu", ()):
        for line in (block.get("examples") or "").splitlines():
            text = line.strip().removeprefix("-").strip()
            if text:
                yield Example(block["intent"], path.parent.name, text)
