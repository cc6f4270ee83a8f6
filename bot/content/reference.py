"""Reference data that content is checked against: the facts, and the countries that can be named."""

import json
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel import Locale

_ADDRESS = re.compile(r"https?://\S+|\b[\w.-]+@[\w-]+\.\w+|\b(?:[\w-]+\.)+[a-z]{2,}\b")


@dataclass(frozen=True)
class Fact:
    """One fact with its source, as read from `data/reference/facts.jsonl`."""

    id: str
    text: str
    source_title: str
    source_url: str
    source_date: str
    volatile: bool
    checked: str


@cache
def facts(path: Path) -> dict[str, Fact]:
    """All facts by id."""
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        found[row["id"]] = Fact(
            id=row["id"],
            text=row["fact_fr"],
            source_title=row["source_title"] or "",
            source_url=row["source_url"] or "",
            source_date=row["source_date"] or "",
            volatile=bool(row["volatile"]),
            checked=row.get("checked") or "",
        )
    return found


@cache
def country_codes() -> frozenset[str]:
    """ISO 3166 codes as CLDR knows them."""
    return frozenset(code for code in Locale("fr").territories if re.fullmatch("[A-Z]{2}", code))


def numbers(text: str) -> list[str]:
    """The numbers of a text as digits only, thousands joined: « 25 767 » and « 25767 » are the same number."""
    dates_apart = re.sub(r"\b(\d{4})-(\d{2})(?:-(\d{2}))?\b", r"\1 / \2 / \3", text)
    dates_apart = re.sub(r"\b((?:19|20)\d{2})-((?:19|20)\d{2})\b", r"\1 / \2", dates_apart)
    joined = re.sub(r"(?<=\d)[\s.\u00a0\u202f\u2009-](?=\d)", "", dates_apart)
    return re.findall(r"\d+", joined)


def exact_parts(text: str) -> Counter[str]:
    """What a translation may not change: numbers, in any digits, and addresses of pages and mail."""
    ascii_digits = "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)
    addresses = [found.rstrip(".,)").lower() for found in _ADDRESS.findall(ascii_digits)]
    return Counter([*numbers(_ADDRESS.sub(" ", ascii_digits)), *addresses])


def unsupported_numbers(text: str, evidence: str) -> list[str]:
    """Numbers of at least two digits in `text` that `evidence` does not hold."""
    known = {number.lstrip("0") for number in numbers(evidence)}
    digits = re.sub(r"\D", "", evidence)
    return [
        number
        for number in numbers(text)
        if len(number) > 1 and number.lstrip("0") not in known and not (len(number) > 5 and number in digits)
    ]
