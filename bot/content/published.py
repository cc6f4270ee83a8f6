"""What is published now, as training material: all of it, or only what changed since an index was built.

With two thousand questions, reading everything takes longer than an editor should wait. So each version of the index
keeps a mark for every entry (which revisions are live), and only entries with another mark are read again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings

from bot.content import exporting
from bot.content.dialogue_examples import Example, read_examples
from bot.content.documents import EntryDocument
from bot.content.models import FaqAnswer, FaqEntry, IndexVersion
from bot.nlu import examples
from bot.nlu.entry_card import EntryCard
from bot.nlu.examples import TrainingSet

Examples = tuple[Example, ...]


@dataclass(frozen=True)
class Published:
    """`digests` (label → digest of its examples) and `cards` are whole; `examples` are those of the labels read again."""

    marks: Mapping[str, str]
    digests: Mapping[str, str]
    cards: Mapping[str, EntryCard]
    examples: Mapping[str, Examples]

    @property
    def fingerprint(self) -> str:
        """Changes whenever an example or a card does (64 hexadecimal characters)."""
        return examples.fingerprint_of(self.digests, self.cards.values())


def everything() -> TrainingSet:
    """Phrasings and cards of the published content, with the dialogue examples of the checkout."""
    return _training_set(exporting.documents_of(FaqEntry.objects.filter(live=True)))


def since(version: IndexVersion | None) -> Published:
    """What is published now; of entries that are as they were in `version`, only digests and cards."""
    before: dict[str, str] = version.metrics.get("marks", {}) if version else {}
    marks = _marks()
    changed = [key for key, mark in marks.items() if before.get(key) != mark]
    fresh = _training_set(_documents(changed, all_of_them=len(changed) == len(marks)))
    kept = before.keys() & marks.keys() - set(changed)
    old_digests = version.metrics.get("labels", {}) if version else {}
    old_cards = {row["key"]: row for row in version.entries} if version else {}
    return Published(
        marks=marks,
        digests={key: old_digests[key] for key in kept if key in old_digests} | fresh.digests,
        cards={key: EntryCard.from_json(old_cards[key]) for key in kept if key in old_cards} | fresh.cards,
        examples=examples.by_label(fresh.examples),
    )


def _documents(keys: list[str], all_of_them: bool) -> Iterable[EntryDocument]:
    entries = FaqEntry.objects.filter(live=True)
    return exporting.documents_of(entries if all_of_them else entries.filter(key__in=keys))


def _training_set(documents: Iterable[EntryDocument]) -> TrainingSet:
    answered = [document for document in documents if document.answers]
    phrasings = [example for document in answered for example in examples.examples_of(document)]
    return TrainingSet(
        examples=(*phrasings, *read_examples(settings.DIALOGUE_EXAMPLES_DIRECTORY)),
        cards={document.key: examples.card_of(document) for document in answered},
    )


def _marks() -> dict[str, str]:
    """For each published entry, which revisions of it and of its answers are live."""
    marks = {
        pk: [key, str(revision)]
        for pk, key, revision in FaqEntry.objects.filter(live=True).values_list("pk", "key", "live_revision")
    }
    answers = FaqAnswer.objects.filter(live=True, entry__live=True).order_by("pk")
    for entry, pk, revision in answers.values_list("entry", "pk", "live_revision"):
        marks[entry].append(f"{pk}.{revision}")
    return {key: " ".join(parts) for key, *parts in marks.values()}
