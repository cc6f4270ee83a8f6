"""The results as a table: figure, target, and whether it was reached. A figure that is missing is said to be missing."""

from collections.abc import Iterator, Sequence
from typing import Any

from bot.benchmark.part import Json
from bot.benchmark.targets import LINES, Line


def render(results: Json, parts: Sequence[str]) -> str:
    """All lines of the measured parts, then what was missed and what could not be measured."""
    rows = [row for name in parts for row in _rows(name, results)]
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(3)]
    lines = [f"{row[0]:<{widths[0]}}  {row[1]:>{widths[1]}}  {row[2]:<{widths[2]}}  {row[3]}".rstrip() for row in rows]
    count = {name: sum(row[3] == name for row in rows) for name in ("reached", "MISSED", "NOT MEASURED")}
    total = f"{count['reached']} of {sum(count.values())} targets reached, {count['MISSED']} missed"
    return "\n".join([*lines, "", f"{total}, {count['NOT MEASURED']} not measured", *_errors(results, parts)])


def _rows(name: str, results: Json) -> Iterator[tuple[str, str, str, str]]:
    """A heading, then title, figure, target and verdict of each line."""
    part = results.get(name, {})
    yield ("", "", "", "")
    yield (f"{name.upper()}  ({part.get('measured_at', '')})", "figure", "target", "")
    if "skipped" in part:
        yield (part["skipped"], "", "", "skipped")
        return
    for line in LINES[name]:
        value = found(results, line)
        if value is None:
            if line.bound:
                yield (line.title, "—", line.bound, "NOT MEASURED")
            continue
        yield (line.title, f"{_number(value)} {line.unit}".rstrip(), line.bound, verdict(value, line.bound))


def found(results: Json, line: Line) -> float | None:
    """The line's figure in its shown unit, or None."""
    value: Any = results
    for step in line.place.split("/"):
        value = value.get(step) if isinstance(value, dict) else None
    if not isinstance(value, (int, float)):
        return None
    # 0.95 * 100 is 94.99999999999999 to a computer; targets are not missed by that.
    return round(float(value) * line.scale, 6)


def verdict(value: float, bound: str) -> str:
    """`reached` or `MISSED`, on the unrounded figure; empty where nothing was aimed at."""
    if not bound:
        return ""
    sign, limit = bound.split()
    right = value <= float(limit) if sign == "≤" else value >= float(limit)
    return "reached" if right else "MISSED"


def _number(value: float) -> str:
    if value == int(value) and abs(value) < 1e6:
        return str(int(value))
    return f"{value:.3f}" if abs(value) < 10 else f"{value:.1f}"


def _errors(value: Any, parts: Sequence[str], place: str = "") -> list[str]:
    """Every `error` in the results, with where it stands."""
    if not isinstance(value, dict):
        return []
    lines = [f"not measured: {place.strip('/')}: {value['error']}"] if "error" in value else []
    for name, inner in value.items():
        if place or name in parts:
            lines += _errors(inner, parts, f"{place}/{name}")
    return lines


def has_errors(results: Json, parts: Sequence[str]) -> bool:
    """True when something could not be measured."""
    return bool(_errors(results, parts))
