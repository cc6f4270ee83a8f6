"""Countries, nationalities and the homeland, from CLDR names and data/reference/places.yml."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from babel import Locale

from bot.nlu.entities.lookup import Phrases, Speller
from bot.nlu.entities.tokens import Entity, Token, entity, key, reference

#: (kind, value) of a name.
Named = tuple[str, str]
#: A shorter CLDR name means something else too often; the few that do not are written in places.yml.
SHORTEST_NAME = 4
#: A town shorter than this is only recognised when spelt as expected.
SHORTEST_FUZZY_TOWN = 7
#: "canda" for Canada, "nouadhibou" in many ways.
TOLERANCE = ((10, 2), (6, 1))
#: Words glued to a name: "lespagne", "ditalie".
_GLUED = re.compile("[ld](?=[aeiouh])")
#: Arabic writes these prepositions and the article together with the name.
_ARABIC_PREFIXES = ("وال", "بال", "فال", "كال", "لل", "و", "ف", "ب", "ل")


class Places:
    """Finds the places that a text names, in every language of the reference data."""

    def __init__(self) -> None:
        """Read the reference data and CLDR."""
        data = reference("places")
        self._phrases: Phrases[Named] = Phrases()
        self._languages_of: dict[str, frozenset[str]] = {}
        misspelt = list(self._read(data))
        self._speller: Speller[Named] = Speller(misspelt, _lists(data, "not_misspelt"), TOLERANCE)
        self._context = frozenset(map(key, _lists(data, "language_context")))

    def _read(self, data: dict[str, Any]) -> Iterator[tuple[str, Named]]:
        """Store every name; yield those that may be misspelt."""
        for phrase in _lists(data, "homeland"):
            self._phrases.add(phrase, ("homeland", ""))
        fuzzy = frozenset(data["fuzzy"])
        sections = [
            (code, row) for section in _sections(data) for code, row in section.items() if isinstance(row, dict)
        ]
        for field in ("names", "cities", "people"):
            for code, row in sections:
                for name in row.get(field, ()):
                    yield from self._add(field, code, str(name), fuzzy)
        never = frozenset(map(key, _lists(data, "never")))
        for language in data["official"]:
            for code, name in _cldr_names(language):
                if key(name) not in never:
                    self._phrases.add(name, ("country", code))
                    if language == "fr" and code in fuzzy:
                        yield name, ("country", code)

    def _add(self, field: str, code: str, name: str, fuzzy: frozenset[str]) -> Iterator[tuple[str, Named]]:
        named = ("nationality" if field == "people" else "country", code)
        for form in demonyms(name) if field == "people" else [name]:
            self._phrases.add(form, named)
            # "names" are misspellings already: a misspelling of one would be a common word.
            if code in fuzzy and (field == "people" or (field == "cities" and len(key(form)) >= SHORTEST_FUZZY_TOWN)):
                yield form, named

    def find(self, text: str, found: Sequence[Token]) -> list[Entity]:
        """Return the places among the tokens of `text`, in order."""
        entities, index = [], 0
        while index < len(found):
            named, size = self._phrases.at(found, index) or (self._guess(found[index]), 1)
            if named and not (named[0] == "nationality" and self._is_language(found, index)):
                entities.append(entity(named[0], named[1], text, found[index : index + size]))
            index += size
        return entities

    def _guess(self, token: Token) -> Named | None:
        """Return what a word that is no name as written may name."""
        word = token.word
        if token.number:
            return None
        if "\u0600" <= word[0] <= "\u06ff":
            return self._without_prefix(word)
        glued = _GLUED.match(word)
        if glued and len(word) > SHORTEST_FUZZY_TOWN - 1 and (named := self._phrases.get(word[1:])):
            return named
        return self._speller.nearest(word)

    def _without_prefix(self, word: str) -> Named | None:
        for prefix in _ARABIC_PREFIXES:
            rest = word[len(prefix) :]
            if word.startswith(prefix) and len(rest) >= SHORTEST_NAME - 1:
                named = self._phrases.get("ال" + rest) or (self._phrases.get(rest) if len(prefix) == 1 else None)
                if named:
                    return named
        return None

    def _is_language(self, found: Sequence[Token], index: int) -> bool:
        """True for "en français", "je ne parle pas espagnol": the language, not the people."""
        return any(token.word in self._context for token in found[max(0, index - 2) : index])


def demonyms(masculine: str) -> list[str]:
    """Return the written forms of a French demonym; a wrong feminine of an irregular one hurts nobody."""
    base = key(masculine)
    feminine = base if base.endswith("e") else base + ("ne" if base.endswith(("ien", "yen", "een")) else "e")
    forms = [base, feminine]
    return forms + [form + "s" for form in forms if not form.endswith("s")]


def _sections(data: dict[str, Any]) -> list[dict[str, Any]]:
    return [section for section in data.values() if isinstance(section, dict)]


def _lists(data: dict[str, Any], field: str) -> list[str]:
    return [str(word) for section in _sections(data) for word in section.get(field, ())]


def _cldr_names(language: str) -> Iterator[tuple[str, str]]:
    """Yield (ISO code, name) of every territory in `language`."""
    for code, name in Locale.parse(language).territories.items():
        plain = re.sub(r"\s*\([^)]*\)", "", name).removesuffix(" nutome")  # Ewe for "country"
        if len(code) == 2 and code.isalpha() and len(key(plain)) >= SHORTEST_NAME:
            yield code, plain
