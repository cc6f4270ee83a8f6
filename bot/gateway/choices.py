"""Understands a typed answer to numbered options: the number, in digits or words, the label, or a misspelt label."""

import re

from rapidfuzz import fuzz

from bot.nlu.matching import fold

NUMBER_WORDS: dict[str, tuple[str, ...]] = {
    "fr": ("un une premier premiere", "deux deuxieme second seconde", "trois troisieme", "quatre quatrieme",
           "cinq cinquieme", "six sixieme", "sept septieme", "huit huitieme", "neuf neuvieme", "dix dixieme"),
}  # fmt: skip
"""The words for 1, 2, 3… by language, folded. A language adds its row."""

_LEADING = re.compile(r"^(?:le|la|l|numero|num|no|n|option|choix|reponse|tape)\s+")
_MISSPELT = 86.0
"""Similarity (0–100) from which a typed label counts as this label; below it, people ask new questions."""


def chosen(text: str, labels: list[str]) -> int | None:
    """The index of the option that `text` names, or None when it is something else."""
    said = " ".join(re.findall(r"\w+", fold(text)))
    if not said or not labels:
        return None
    number = _number(_LEADING.sub("", said))
    if number is not None:
        return number - 1 if 1 <= number <= len(labels) else None
    return _label(said, [" ".join(re.findall(r"\w+", fold(label))) for label in labels])


def _number(said: str) -> int | None:
    if said.isdecimal() and len(said) <= 2:
        return int(said)
    for rows in NUMBER_WORDS.values():
        for value, words in enumerate(rows, start=1):
            if said in words.split():
                return value
    return None


def _label(said: str, labels: list[str]) -> int | None:
    if said in labels:
        return labels.index(said)
    if len(said) < 4:
        return None
    scores = [fuzz.ratio(said, label) for label in labels]
    best = max(scores)
    return scores.index(best) if best >= _MISSPELT and scores.count(best) == 1 else None
