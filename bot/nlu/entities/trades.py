"""Occupations, from data/reference/trades.yml."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.nlu.entities.lookup import Phrases, Speller
from bot.nlu.entities.tokens import Entity, Token, entity, key, reference

#: Common words resemble trades more than places: only long names may be misspelt by a letter that sounds.
TOLERANCE = ((7, 1),)


class Trades:
    """Finds the trades that a text names, in French and in the given language."""

    def __init__(self, language: str = "fr") -> None:
        """Read the words of `language` and of French."""
        data = reference("trades")
        self._phrases: Phrases[str] = Phrases()
        names: list[tuple[str, str]] = []
        for trade, row in data["trades"].items():
            for word in (word for code in dict.fromkeys((language, "fr")) for word in row.get(code, ())):
                names.append((word, trade))
                for form in _plurals(word):
                    self._phrases.add(form, trade)
        common = [word for code in dict.fromkeys((language, "fr")) for word in data["not_misspelt"].get(code, ())]
        self._speller: Speller[str] = Speller(names, common, TOLERANCE)

    def find(self, text: str, found: Sequence[Token]) -> list[Entity]:
        """Return the trades among the tokens of `text`, in order."""
        entities, index = [], 0
        while index < len(found):
            guess = None if found[index].number else self._speller.nearest(found[index].word)
            trade, size = self._phrases.at(found, index) or (guess, 1)
            if trade:
                entities.append(entity("trade", trade, text, found[index : index + size]))
            index += size
        return entities


def _plurals(phrase: str) -> Iterator[str]:
    """Yield `phrase`, then with its first word in the plural, then with all its longer words."""
    words = key(phrase).split()
    yield " ".join(words)
    yield " ".join([words[0] + "s", *words[1:]])
    yield " ".join(word + "s" if len(word) > 3 and not word.endswith("s") else word for word in words)
