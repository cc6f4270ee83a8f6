"""Understands a typed answer to numbered options: the number, in digits or words, the label, or a misspelt label."""

import re

from rapidfuzz import fuzz

from bot.gateway import spoken_words
from bot.gateway.spoken_words import comparable

_LEADING = re.compile(r"^(?:le|la|l|numero|num|no|n|option|choix|reponse|tape)\s+")
_MISSPELT = 86.0
"""Similarity (0–100) from which a typed label counts as this label; below it, people ask new questions."""


def chosen(text: str, labels: list[str], language: str = "") -> int | None:
    """The index of the option that `text` names, or None when it is something else."""
    said = comparable(text)
    if not said or not labels:
        return None
    number = _number(_LEADING.sub("", said), language)
    if number is not None:
        return number - 1 if 1 <= number <= len(labels) else None
    return _label(said, [comparable(label) for label in labels])


def _number(said: str, language: str) -> int | None:
    if said.isdecimal() and len(said) <= 2:
        return int(said)
    return spoken_words.number(said, language)


def _label(said: str, labels: list[str]) -> int | None:
    if said in labels:
        return labels.index(said)
    if len(said) < 4:
        return None
    scores = [fuzz.ratio(said, label) for label in labels]
    best = max(scores)
    return scores.index(best) if best >= _MISSPELT and scores.count(best) == 1 else None
