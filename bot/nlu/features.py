"""What the ranker sees of a text: words, pairs of neighbouring words, pieces of words, and how words sound."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import pairwise

from bot.nlu.abbreviations import expansions
from bot.nlu.normalise import fold_accents, normalise, tokenize
from bot.nlu.sound import skeleton

#: Pieces of words, in characters, the borders of the word counting as one character each.
SHORTEST_PIECE, LONGEST_PIECE = 2, 5
#: So many first letters stand for a word whatever its ending.
STEM = 4
#: A "word" longer than this is a link or a stuck key; its beginning is enough.
MAX_WORD = 40

_ELIDED = re.compile(r"(\w+)'")


@lru_cache(maxsize=8_000)
def pieces(word: str) -> tuple[str, ...]:
    """Return the features of one folded word: itself, how it sounds, how it begins, and its pieces of 2 to 5 characters."""
    word = word[:MAX_WORD]
    framed = f" {word} "
    found = ["w" + word, "s" + skeleton(word), "p" + word[:STEM]]
    for size in range(SHORTEST_PIECE, LONGEST_PIECE + 1):
        if size >= len(framed):
            found.append("c" + framed)
            break
        found.extend("c" + framed[i : i + size] for i in range(len(framed) - size + 1))
    return tuple(found)


class FeatureExtractor:
    """Turns a text into counted features; knows the abbreviations of the given languages."""

    def __init__(self, languages: Iterable[str] = ()) -> None:
        """Read the abbreviation tables of `languages` (codes; those without a table are fine)."""
        self.languages = tuple(sorted(set(languages)))
        self._expansions: Mapping[str, tuple[str, ...]] = expansions(self.languages)

    def words(self, text: str) -> list[str]:
        """Return the folded words of `text`, known abbreviations written out."""
        folded = fold_accents(normalise(text))
        elided = set(_ELIDED.findall(folded))  # the c of « c'est » stands for itself
        found: list[str] = []
        for word in tokenize(folded):
            found.extend((word,) if word in elided else self._expansions.get(word, (word,)))
        return found

    def __call__(self, text: str) -> Counter[str]:
        """Return how often each feature occurs in `text`."""
        return self.of_words(self.words(text))

    def of_words(self, words: list[str]) -> Counter[str]:
        """Return how often each feature occurs in a text of these folded words."""
        features: list[str] = []
        for word in words:
            features += pieces(word)
        sounds = [skeleton(word) for word in words]
        features += [f"b{first} {second}" for first, second in pairwise(words)]
        features += [f"t{first} {second}" for first, second in pairwise(sounds)]
        features += [f"f{sound}" for sound in sounds[:1]]  # the first word tells a question from a wish
        return Counter(features)
