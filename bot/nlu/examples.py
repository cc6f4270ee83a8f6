"""The training examples of a checkout: phrasings of the content files and dialogue examples, with the entries' cards."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from bot.content import files
from bot.content.dialogue_examples import Example, read_examples
from bot.content.documents import EntryDocument
from bot.nlu.entry_card import EntryCard
from bot.nlu.matching import telling_words


@dataclass(frozen=True)
class TrainingSet:
    """Everything a ranker is fitted on."""

    examples: tuple[Example, ...]
    cards: dict[str, EntryCard]

    @cached_property
    def digests(self) -> dict[str, str]:
        """What each label's examples are, in 16 hexadecimal characters."""
        return {label: _digest(rows) for label, rows in by_label(self.examples).items()}

    @property
    def fingerprint(self) -> str:
        """Changes whenever an example or a card does (64 hexadecimal characters)."""
        return fingerprint_of(self.digests, self.cards.values())


def by_label(examples: Iterable[Example]) -> dict[str, tuple[Example, ...]]:
    """The examples of each label."""
    found: dict[str, list[Example]] = {}
    for example in examples:
        found.setdefault(example.label, []).append(example)
    return {label: tuple(rows) for label, rows in found.items()}


def fingerprint_of(digests: Mapping[str, str], cards: Iterable[EntryCard]) -> str:
    """One digest for all examples and cards (64 hexadecimal characters)."""
    lines = sorted(f"{label} {digest}" for label, digest in digests.items())
    lines += sorted(json.dumps(card.as_json(), ensure_ascii=False) for card in cards)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _digest(examples: Iterable[Example]) -> str:
    lines = sorted(f"{example.language}\t{example.register}\t{example.text}" for example in examples)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def of_checkout(root: Path) -> TrainingSet:
    """The examples below `root/data`. Rasa asks for them again and again while it trains: read once while nothing changes."""
    paths = [*files.entry_files(root / "data" / "content"), *sorted((root / "data" / "nlu").glob("*/*.yml"))]
    return _read(root, tuple((path, path.stat().st_mtime_ns) for path in paths))


@lru_cache(maxsize=1)
def _read(root: Path, stamps: tuple[tuple[Path, int], ...]) -> TrainingSet:
    documents = [files.read(path).document for path in files.entry_files(root / "data" / "content")]
    entry_examples = [example for document in documents for example in examples_of(document)]
    return TrainingSet(
        examples=(*entry_examples, *read_examples(root / "data" / "nlu")),
        cards={document.key: card_of(document) for document in documents},
    )


def examples_of(document: EntryDocument) -> Iterable[Example]:
    """An entry's phrasings and its questions, in every language it has."""
    for language, answer in document.answers.items():
        yield Example(document.key, language, answer.question, "formal")
        for register, text in answer.all_phrasings():
            yield Example(document.key, language, text, register)


def card_of(document: EntryDocument) -> EntryCard:
    """The entry in short; its question in French, or in the first language it has."""
    answer = document.answers.get("fr") or next(iter(document.answers.values()))
    words = telling_words(f"{answer.question} {answer.answer} {answer.details}")
    return EntryCard(document.key, document.topic, answer.question, document.origins, document.destinations, words)
