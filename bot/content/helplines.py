"""Whom to call in immediate danger, by the country where the person is: a dated table whose numbers stand on facts."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from bot.content import reference

REFERENCE = Path(__file__).resolve().parents[2] / "data" / "reference"


@dataclass(frozen=True)
class Line:
    """One number. `as_of` is the date of its source, ISO, or "" when the source has none."""

    service: str
    name: str
    number: str
    free: bool
    hours: str
    note: str
    to_verify: bool
    as_of: str
    source_title: str
    source_url: str


@dataclass(frozen=True)
class CountryLines:
    """The lines of a country, the most urgent first, and what is not known there."""

    country: str
    lines: tuple[Line, ...]
    unknown: str


def of_country(code: str) -> CountryLines | None:
    """The lines of a country, or None for a country that the table does not have."""
    return table().get(code)


@cache
def table() -> dict[str, CountryLines]:
    """The whole table by country."""
    rows = yaml.safe_load((REFERENCE / "helplines.yml").read_text(encoding="utf-8"))
    facts = reference.facts(REFERENCE / "facts.jsonl")
    return {
        row["country"]: CountryLines(
            row["country"], tuple(_line(line, facts) for line in row["lines"]), row.get("unknown") or ""
        )
        for row in rows
    }


def _line(row: dict[str, object], facts: dict[str, reference.Fact]) -> Line:
    fact = facts[str(row["fact"])]
    return Line(
        service=str(row["service"]),
        name=str(row["name"]),
        number=str(row["number"]),
        free=bool(row["free"]),
        hours=str(row["hours"] or ""),
        note=str(row["note"] or ""),
        to_verify=bool(row["to_verify"]),
        as_of=str(row["as_of"] or ""),
        source_title=fact.source_title,
        source_url=fact.source_url,
    )
