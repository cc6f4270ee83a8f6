"""How a word sounds, roughly: one key for many spellings of it in Latin letters (travail, travay, travaye)."""

from __future__ import annotations

import re
from functools import lru_cache

_STEPS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"(.)\1+", r"\1"),  # doubled letters
        (r"ph", "f"),
        (r"qu", "k"),
        (r"eau|au", "o"),
        (r"c(?=[eiy])", "s"),
        (r"ch", "S"),  # kept apart from s, c and h
        (r"[cq]", "k"),
        (r"g(?=[eiy])", "j"),
        (r"y", "i"),
        (r"[zx]", "s"),
        (r"(er|es|ez|ai|ait|ais|e|s|t|d|p)$", ""),  # endings that are not heard
        (r"ai", "e"),
        (r"h", ""),
        (r"w", "v"),
    )
)
_INNER_VOWELS = re.compile(r"(?<=.)[aeiou]+(?=.)")
#: Longer keys lose their inner vowels, which are the letters most often wrong or left out.
_LONG = 4


@lru_cache(maxsize=8_000)
def skeleton(word: str) -> str:
    """Return the key of a folded word; a word in another script keeps its letters. Never empty for a word."""
    key = word
    for pattern, replacement in _STEPS:
        key = pattern.sub(replacement, key) or key
    return _INNER_VOWELS.sub("", key) if len(key) > _LONG else key
