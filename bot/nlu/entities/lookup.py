"""Names found word by word, exactly or as people misspell them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Generic, TypeVar

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from bot.nlu.entities.tokens import Token, key

T = TypeVar("T")
#: (length of a sound key, letters by which a word may differ from such a key or a longer one), longest first.
Tolerance = Sequence[tuple[int, int]]

#: A sound key shorter than this has too many neighbours among common words; it must be met exactly.
SHORTEST_KEY = 5
_SOUNDS = (
    (re.compile("ph"), "f"),
    (re.compile("qu|q|c(?=[^eiyhç]|$)"), "k"),
    (re.compile("c(?=[eiy])"), "s"),
    (re.compile("eau|au"), "o"),
    (re.compile("w"), "u"),
    (re.compile("ou"), "u"),
    (re.compile("y"), "i"),
    (re.compile("z"), "s"),
    (re.compile(r"(.)\1"), r"\1"),
    (re.compile("(?<=...)(?:es|e|s)$"), ""),
)


def sound(word: str) -> str:
    """Return roughly how a folded French word sounds: quatar and qatar are the same, final e and s are mute."""
    for pattern, replacement in _SOUNDS:
        word = pattern.sub(replacement, word)
    return word


class Phrases(Generic[T]):
    """Exact names of one or more words, the longest first."""

    def __init__(self) -> None:
        """Start empty."""
        self._values: dict[str, T] = {}
        self._longest: dict[str, int] = {}

    def add(self, phrase: str, value: T) -> None:
        """Store `phrase` as one writes it; of two values for one phrase the first stays."""
        stored = key(phrase)
        if stored:
            words = stored.split()
            self._values.setdefault(stored, value)
            self._longest[words[0]] = max(len(words), self._longest.get(words[0], 0))

    def get(self, word: str) -> T | None:
        """Return the value of one folded word or stored phrase."""
        return self._values.get(word)

    def at(self, found: Sequence[Token], index: int) -> tuple[T, int] | None:
        """Return (value, number of tokens) of the longest phrase that starts at `found[index]`."""
        for size in range(self._longest.get(found[index].word, 0), 0, -1):
            part = found[index : index + size]
            value = self._values.get(" ".join(token.word for token in part)) if len(part) == size else None
            if value is not None:
                return value, size
        return None


class Speller(Generic[T]):
    """Single names as misspelt: near in sound and letters, and no common word."""

    def __init__(self, names: Iterable[tuple[str, T]], common: Iterable[str], tolerance: Tolerance) -> None:
        """Take (name, value) pairs, and the `common` words that are never a misspelt name."""
        self._tolerance = tolerance
        self._common = frozenset(map(key, common))
        self._by_initial: dict[str, dict[str, T]] = {}
        for name, value in names:
            heard = sound(key(name))
            if len(heard) >= SHORTEST_KEY and " " not in heard:
                self._by_initial.setdefault(heard[0], {}).setdefault(heard, value)
        self.nearest = lru_cache(maxsize=20_000)(self._nearest)

    def _nearest(self, word: str) -> T | None:
        """Return the value of the name that folded `word` misspells, if any."""
        if word in self._common or not 4 <= len(word) <= 25:
            return None
        heard = sound(word)
        names = self._by_initial.get(heard[:1])
        if not names or len(heard) < SHORTEST_KEY:
            return None
        best = extractOne(heard, names.keys(), scorer=OSA.distance, score_cutoff=2)
        if best is None:
            return None
        name, distance, _ = best
        allowed = next((letters for length, letters in self._tolerance if len(name) >= length), 0)
        return names[name] if distance <= allowed else None
