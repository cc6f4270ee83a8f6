"""Whom to call in danger: every number stands in the fact that it names."""

import re
from typing import Any

import pytest
import yaml
from django.conf import settings

from bot.content import helplines, reference

ROWS: list[dict[str, Any]] = yaml.safe_load((settings.REFERENCE_DIRECTORY / "helplines.yml").read_text(encoding="utf-8"))
LINES = [(row["country"], line) for row in ROWS for line in row["lines"]]


def groups(text: str) -> list[str]:
    """The numbers of a text with the spaces inside them closed, longest possible and each part."""
    return [re.sub(r"\D", "", found) for found in re.findall(r"\+?\d[\d\s.()\u00a0\u202f-]*", text)]


@pytest.mark.parametrize(("country", "line"), LINES, ids=[f"{country} {line['number']}" for country, line in LINES])
def test_the_number_stands_in_its_fact(country: str, line: dict[str, Any]) -> None:
    fact = reference.facts(settings.REFERENCE_DIRECTORY / "facts.jsonl")[line["fact"]]
    wanted = re.sub(r"\D", "", line["number"])
    plain = {*re.findall(r"\d+", fact.text), *groups(fact.text)}

    assert wanted
    assert wanted in plain or any(len(wanted) > 5 and wanted in group for group in plain), fact.text
    assert fact.source_title and fact.source_url.startswith("http")


def test_each_country_stands_once_and_says_what_is_not_known() -> None:
    countries = [row["country"] for row in ROWS]

    assert len(countries) == len(set(countries))
    assert set(countries) <= reference.country_codes()
    assert [row["country"] for row in ROWS if not row["lines"] and not row["unknown"]] == []


def test_the_countries_that_yoon_serves_are_all_there() -> None:
    served = yaml.safe_load((settings.REFERENCE_DIRECTORY / "countries.yml").read_text(encoding="utf-8"))["origins"]

    assert [code for code in served if helplines.of_country(code) is None] == []


def test_a_number_from_an_old_source_is_marked() -> None:
    old = [f"{country} {line['number']}" for country, line in LINES if (line["as_of"] or "9") < "2020" and not line["to_verify"]]

    assert old == []
