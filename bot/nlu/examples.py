"""The training examples of a checkout: phrasings of the content files and dialogue examples, with the entries' cards."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
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

    @property
    def fingerprint(self) -> str:
        """Changes whenever an example or a card does (64 hexadecimal characters)."""
        lines = sorted(f"{e.label}\t{e.language}\t{e.register}\t{e.text}" for e in self.examples)
        lines += sorted(json.dumps(card.as_json(), ensure_ascii=False) for card in self.cards.values())
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def of_checkout(root: Path) -> TrainingSet:
    """The examples below `root/data`."""
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
