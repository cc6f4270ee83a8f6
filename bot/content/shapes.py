"""Checks that what a YAML file holds has the shape of a document, and says where it has not."""

from collections.abc import Callable
from dataclasses import MISSING, fields
from typing import Any


class Misshapen(ValueError):
    """A part of a file has another shape than its document. `path` leads to the part."""

    def __init__(self, reason: str, *path: str | int) -> None:
        super().__init__(reason)
        self.path = path


def values(data: Any, kind: Any, *path: str | int) -> dict[str, Any]:
    """The fields of a document of this kind that the file fills. Raises `Misshapen`."""
    known = {field.name: field for field in fields(kind)}
    mapping(data, *path)
    for name, value in data.items():
        if name not in known:
            raise Misshapen(f"unknown field {name}", *path, name)
        _checked(value, known[name].type, *path, name)
    filled = {name: value for name, value in data.items() if value is not None}
    for field in fields(kind):
        if field.default is MISSING and field.default_factory is MISSING and field.name not in filled:
            raise Misshapen(f"{field.name} is missing", *path)
    return filled


def mapping(data: Any, *path: str | int) -> dict[str, Any]:
    """The data, when it is a mapping. Raises `Misshapen`."""
    if not isinstance(data, dict):
        raise Misshapen("a mapping is expected", *path)
    return data


def texts(data: Any, *path: str | int) -> tuple[str, ...]:
    """The data, when it is a list of texts or nothing. Raises `Misshapen`."""
    if data is None:
        return ()
    if not isinstance(data, list) or not all(isinstance(item, str) for item in data):
        raise Misshapen("a list of texts is expected", *path)
    return tuple(data)


def _checked(value: Any, expected: Any, *path: str | int) -> None:
    if value is None:
        return
    if expected == tuple[str, ...]:
        texts(value, *path)
    elif expected in _PLAIN and not isinstance(value, expected):
        raise Misshapen(_PLAIN[expected], *path)


_PLAIN: dict[Callable[..., Any], str] = {str: "a text is expected", bool: "true or false is expected"}
