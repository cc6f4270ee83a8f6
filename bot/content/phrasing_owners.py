"""To which question or dialogue label a phrasing belongs already: the same sentence cannot teach two things."""

from collections.abc import Iterable
from functools import lru_cache

from django.conf import settings

from bot.content.dialogue_examples import read_examples
from bot.content.models import FaqAnswer, Phrasing
from bot.content.validation import comparable

_comparable = lru_cache(maxsize=200_000)(comparable)
"""Each save compares with every phrasing there is; folding 7,000 of them anew would take 0.15 s."""


def owners(texts: Iterable[str], entry_id: int | None) -> dict[str, str]:
    """The texts that belong to something else than this entry → what they belong to, in words for an editor."""
    wanted = {_comparable(text): text for text in texts}
    found: dict[str, str] = {}
    for row in _others(entry_id):
        text = wanted.get(_comparable(row[0]))
        if text is not None:
            found.setdefault(text, row[1])
    return found


def _others(entry_id: int | None) -> Iterable[tuple[str, str]]:
    for example in read_examples(settings.DIALOGUE_EXAMPLES_DIRECTORY):
        yield example.text, f"la conversation courante ({example.label})"
    answers = FaqAnswer.objects.exclude(entry=entry_id)
    names = {pk: f"la question « {question or key} »" for pk, question, key in answers.values_list("pk", "question", "entry__key")}
    for pk, question in answers.exclude(question="").values_list("pk", "question"):
        yield question, names[pk]
    for pk, text in Phrasing.objects.exclude(answer__entry=entry_id).values_list("answer", "text"):
        yield text, names[pk]
