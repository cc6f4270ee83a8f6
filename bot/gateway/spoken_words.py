"""Words that mean something by themselves, in every language: menu, yes, danger, two, the third.

They stand in `data/reference/words/<language>.yml`. Only a whole message counts. The person's own language is asked first;
a word of another one counts when all languages that have it mean the same: « ao » is no in one and nothing in another.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from bot.languages import SOURCE_LANGUAGE, languages
from bot.nlu.matching import fold

FOLDER = Path(__file__).resolve().parents[2] / "data" / "reference" / "words"

WANTS = ("menu", "language", "erase", "human", "danger", "yes", "no", "skip", "stop")
"""What a word may want; the names are the fields of a file."""

LONGEST = 60
"""Characters a message may have: no word or two is longer, whatever is left of a key that got stuck."""

Table = dict[str, str]
"""A folded word → what it wants, or the number it names."""


@dataclass(frozen=True)
class Words:
    """The words of one language."""

    wants: Table
    numbers: Table


def meaning(text: str, language: str) -> str:
    """What the whole message wants, one of `WANTS`; "" when it is not such a word."""
    return _look_up(text, language, {code: words.wants for code, words in _all().items()})


def number(text: str, language: str) -> int | None:
    """The place in a list that the whole message names in words, 1 to 10."""
    found = _look_up(text, language, {code: words.numbers for code, words in _all().items()})
    return int(found) if found else None


def comparable(text: str) -> str:
    """The words of a text, without case, accents and punctuation."""
    return " ".join(re.findall(r"\w+", fold(text)))


def _look_up(text: str, language: str, tables: dict[str, Table]) -> str:
    if len(text) > LONGEST:
        return ""
    said = comparable(text)
    for own in (language, SOURCE_LANGUAGE):
        if said in tables.get(own, {}):
            return tables[own][said]
    found = {table[said] for table in tables.values() if said in table}
    return found.pop() if len(found) == 1 else ""


@cache
def _all() -> dict[str, Words]:
    return {code: read(path) for code in languages() if (path := FOLDER / f"{code}.yml").exists()}


def read(path: Path) -> Words:
    """Read a file of words. Raises ValueError for a field it does not know and for a word with two meanings."""
    # Everything stays text: to YAML « no » would be false.
    rows = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    numbers, ordinals = rows.pop("numbers", {}), rows.pop("ordinals", {})
    if unknown := set(rows) - set(WANTS):
        raise ValueError(f"{path.name}: unknown field {sorted(unknown)[0]}")
    counted = [(value, word) for table in (numbers, ordinals) for value, words in table.items() for word in words]
    wanted = [(want, word) for want, words in rows.items() for word in words]
    return Words(_table(wanted, path), _table(counted, path))


def _table(pairs: list[tuple[str, str]], path: Path) -> Table:
    table: Table = {}
    for value, word in pairs:
        if table.setdefault(comparable(word), value) != value:
            raise ValueError(f"{path.name}: {word!r} means both {table[comparable(word)]} and {value}")
    return table
