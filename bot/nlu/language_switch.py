"""When do the words of a message speak for another language than the one in use? One shared word never does."""

from __future__ import annotations

from collections.abc import Sequence

from bot.nlu.language import simplify, words

FEWEST, FEWEST_OTHER_SCRIPT = 3, 2
"""Words a message needs; fewer in a script of its own, which a loanword would not be written in."""

SURE = 0.9
"""Probability of the language, with what is known of the person counted in."""


def heard(text: str, ranked: Sequence[tuple[str, float]]) -> str:
    """The code of the language that several words speak for, whether Yoon speaks it or not; "" when none is clear."""
    found = words(simplify(text))
    latin = all(char < "\u0250" or not char.isalpha() for word in found for char in word)
    if len(found) < (FEWEST if latin else FEWEST_OTHER_SCRIPT) or not ranked:
        return ""
    code, probability = ranked[0]
    return code if probability >= SURE else ""
