"""Entities, and the words of a text with their place in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from bot.nlu.matching import fold

REFERENCE = Path(__file__).parents[3] / "data" / "reference"
#: Characters read of a text; what follows names nothing for us.
MAX_CHARS = 2000

_SPACE = " \u00a0\u202f\u2009"
# 50 000 is one number, but neither a telephone number's groups nor 50 0001 are.
_GROUPED = rf"(?<!\d[{_SPACE}])(?<!\d)\d{{1,3}}(?:[{_SPACE}]\d{{3}})+(?![{_SPACE}]?\d)(?:[.,٫]\d{{1,2}}(?!\d))?"
_NUMBER = rf"{_GROUPED}|\d+(?:[.,٫٬]\d+)*"
_WORD = r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u064b-\u065f\u0670])*"
_TOKEN = re.compile(rf"(?P<number>{_NUMBER})|(?P<word>{_WORD})|[€$£%]")


@dataclass(frozen=True)
class Entity:
    """Something that a text names. `start` and `end` are offsets into the original text: text[start:end].

    `value`, by `kind`: country and nationality, an ISO 3166 code; amount, a decimal number; currency, an ISO 4217
    code; duration, ISO 8601; trade, a key of data/reference/trades.yml; homeland, "" (the person's own country).
    """

    kind: str
    value: str
    start: int
    end: int
    text: str


class Token(NamedTuple):
    """A word, number or sign: as compared (`word`), and where it stands in the text."""

    word: str
    start: int
    end: int
    number: bool


@lru_cache(maxsize=20_000)
def _folded(raw: str) -> str:
    return fold(raw)


def tokens(text: str) -> list[Token]:
    """Return the words, numbers and signs of money of the beginning of `text`."""
    return [
        Token(match[0] if match["number"] else _folded(match[0]), match.start(), match.end(), bool(match["number"]))
        for match in _TOKEN.finditer(text[:MAX_CHARS])
    ]


def entity(kind: str, value: str, text: str, found: Sequence[Token]) -> Entity:
    """Return the entity that the neighbouring tokens `found` of `text` name."""
    start, end = found[0].start, found[-1].end
    return Entity(kind, value, start, end, text[start:end])


def key(phrase: str) -> str:
    """Return the form under which a phrase is stored and looked up: its folded words, one space between."""
    return " ".join(token.word for token in tokens(phrase))


def reference(name: str) -> dict[str, Any]:
    """Return the content of `data/reference/<name>.yml`. Raises OSError or yaml.YAMLError."""
    loaded: dict[str, Any] = yaml.safe_load((REFERENCE / f"{name}.yml").read_text("utf-8"))
    return loaded
