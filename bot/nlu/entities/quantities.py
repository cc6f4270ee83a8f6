"""The words of data/reference/quantities.yml for one language and French."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from bot.nlu.entities.lookup import Phrases
from bot.nlu.entities.tokens import key, reference

#: Languages whose words of sums are those of another one.
WRITTEN_LIKE = {"ary": "ar"}


@dataclass(frozen=True)
class Shared:
    """A currency word of several countries: the code without a country, and by country (ISO codes)."""

    default: str
    by_country: Mapping[str, str]


@dataclass(frozen=True)
class Lexicon:
    """Folded words of sums and durations. `durations`: word → (number, one of Y M W D H m)."""

    numbers: Mapping[str, Decimal]
    multipliers: Mapping[str, Decimal]
    currencies: Phrases[str | Shared]
    only_after_number: frozenset[str]
    durations: Mapping[str, tuple[int, str]]
    half: Phrases[str]
    ages: frozenset[str]
    clock: frozenset[str]
    not_money: frozenset[str]
    money_context: frozenset[str]


@lru_cache(maxsize=16)
def lexicon(language: str) -> Lexicon:
    """Return the words of `language` and of French; a language without a section has the French ones."""
    data = reference("quantities")
    sections = [data[code] for code in dict.fromkeys((WRITTEN_LIKE.get(language, language), "fr")) if code in data]
    return Lexicon(
        numbers={word: Decimal(value) for word, value in _merged(sections, "numbers").items()},
        multipliers={word: Decimal(value) for word, value in _merged(sections, "multipliers").items()},
        currencies=_currencies(sections, data["fr"]["shared"]),
        only_after_number=_words(sections, "only_after_number"),
        durations={w: (int(v[:-1] or 1), v[-1]) for w, v in _merged(sections, "durations").items()},
        half=_phrases(sections, "half"),
        ages=_words(sections, "ages"),
        clock=_words(sections, "clock"),
        not_money=_words(sections, "not_money"),
        money_context=_words(sections, "money_context"),
    )


def _merged(sections: list[dict[str, Any]], field: str) -> dict[str, Any]:
    return {key(word): value for section in reversed(sections) for word, value in section.get(field, {}).items()}


def _words(sections: list[dict[str, Any]], field: str) -> frozenset[str]:
    return frozenset(key(str(word)) for section in sections for word in section.get(field, ()))


def _phrases(sections: list[dict[str, Any]], field: str) -> Phrases[str]:
    found: Phrases[str] = Phrases()
    for section in sections:
        for phrase in section.get(field, ()):
            found.add(phrase, phrase)
    return found


def _currencies(sections: list[dict[str, Any]], shared: dict[str, Any]) -> Phrases[str | Shared]:
    found: Phrases[str | Shared] = Phrases()
    for section in sections:
        for word, code in section.get("currencies", {}).items():
            found.add(word, code)
        for word, name in section.get("shared_words", {}).items():
            found.add(word, Shared(*shared[name]))
    return found
