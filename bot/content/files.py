"""Reads and writes content files. Writing what was read gives the same bytes, so that a diff shows what changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.content import shapes
from bot.content.documents import REGISTERS, AnswerDocument, EntryDocument, SourceDocument
from bot.content.shapes import Misshapen

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Problem:
    """Why a file cannot be loaded, in words for the person who wrote it."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


class UnreadableFile(Exception):
    """The file is not a content file at all. Carries the one problem to show."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


@dataclass(frozen=True)
class ContentFile:
    """A read file: its document, and the line on which each part of it begins."""

    name: str
    document: EntryDocument
    lines: dict[tuple[str | int, ...], int]

    def problem(self, reason: str, *path: str | int) -> Problem:
        """A problem at the part that `path` names, or at the nearest part around it."""
        return Problem(self.name, _line(self.lines, path), reason)


def _line(lines: dict[tuple[str | int, ...], int], path: tuple[str | int, ...]) -> int:
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


def entry_files(directory: Path) -> list[Path]:
    """The content files below a directory, in a stable order."""
    return sorted(directory.glob("*/*.yml"))


def read(path: Path, name: str | None = None) -> ContentFile:
    """Read one file. Raises `UnreadableFile` with file, line and reason."""
    shown = name or str(path)
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise UnreadableFile(Problem(shown, line, f"not YAML: {error.problem}")) from error
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise UnreadableFile(Problem(shown, 1, f"not readable: {error}")) from error
    lines: dict[tuple[str | int, ...], int] = {}
    try:
        return ContentFile(shown, _entry(_value(node, (), lines)), lines)
    except Misshapen as error:
        raise UnreadableFile(Problem(shown, _line(lines, error.path), str(error))) from error
    except RecursionError as error:
        raise UnreadableFile(Problem(shown, 1, "a part of the file holds itself")) from error


def dump(document: EntryDocument) -> str:
    """The one written form of a document."""
    return yaml.dump(
        _plain_entry(document),
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=100_000,
        default_flow_style=False,
    )


def _value(node: Any, path: tuple[str | int, ...], lines: dict[tuple[str | int, ...], int]) -> Any:
    """Plain values of a node tree, remembering on which line each part stands."""
    if node is None:
        return None
    lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        result = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode) or key.value in result:
                lines[(*path, "?")] = key.start_mark.line + 1
                raise Misshapen("a field name is expected, and each only once", *path, "?")
            result[key.value] = _value(value, (*path, key.value), lines)
            lines[(*path, key.value)] = key.start_mark.line + 1
        return result
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, (*path, index), lines) for index, item in enumerate(node.value)]
    return _scalar(node)


def _scalar(node: Any) -> Any:
    """Dates and numbers stay text: « 2024-06 » means June, not a subtraction."""
    if node.tag == "tag:yaml.org,2002:bool":
        return node.value.lower() in {"true", "yes", "on"}
    return None if node.tag == "tag:yaml.org,2002:null" else node.value


def _entry(data: Any) -> EntryDocument:
    values = shapes.values(data, EntryDocument)
    for name in ("origins", "destinations", "facts", "related"):
        values[name] = tuple(values.get(name, ()))
    sources = values.get("sources", ())
    if not isinstance(sources, list | tuple):
        raise Misshapen("a list of sources is expected", "sources")
    values["sources"] = tuple(_source(item, place) for place, item in enumerate(sources))
    answers = shapes.mapping(values.get("answers", {}), "answers")
    values["answers"] = {code: _answer(item, code) for code, item in answers.items()}
    return EntryDocument(**values)


def _source(data: Any, place: int) -> SourceDocument:
    values = shapes.values(data, SourceDocument, "sources", place)
    values["facts"] = tuple(values.get("facts", ()))
    return SourceDocument(**values)


def _answer(data: Any, code: str) -> AnswerDocument:
    values = shapes.values(data, AnswerDocument, "answers", code)
    path = ("answers", code, "phrasings")
    phrasings = shapes.mapping(values.get("phrasings", {}), *path)
    for register in phrasings:
        if register not in REGISTERS:
            raise Misshapen(f"unknown register {register}", *path, register)
    values["phrasings"] = {
        register: shapes.texts(phrasings[register], *path, register) for register in REGISTERS if register in phrasings
    }
    return AnswerDocument(**values)


class _Flow(list):  # type: ignore[type-arg]
    """A short list, written on one line."""


class _Text(str):
    """A text of people, always quoted or in a block: an unquoted « oui » or « 17 » would be read as something else."""


class _Dumper(yaml.SafeDumper):
    """Indents lists under their key, as people write them."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _write_flow(dumper: yaml.SafeDumper, items: _Flow) -> yaml.Node:
    return dumper.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=True)


def _write_text(dumper: yaml.SafeDumper, text: _Text) -> yaml.Node:
    style = "|" if "\n" in text else '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style=style)


_Dumper.add_representer(_Flow, _write_flow)
_Dumper.add_representer(_Text, _write_text)


def _plain_entry(document: EntryDocument) -> dict[str, Any]:
    return {
        "key": document.key,
        "topic": document.topic,
        "origins": _Flow(document.origins),
        "destinations": _Flow(document.destinations),
        **({"audience": document.audience} if document.audience else {}),
        "facts": _Flow(document.facts),
        "related": _Flow(document.related),
        "sources": [dict(_plain_source(source)) for source in document.sources],
        "answers": {code: dict(_plain_answer(answer)) for code, answer in document.answers.items()},
    }


def _plain_source(source: SourceDocument) -> Iterator[tuple[str, Any]]:
    yield "title", _Text(source.title)
    for name in ("publisher", "url", "published_on", "checked_on"):
        if getattr(source, name):
            yield name, _Text(getattr(source, name))
    yield "volatile", source.volatile
    if source.facts:
        yield "facts", _Flow(source.facts)


def _plain_answer(answer: AnswerDocument) -> Iterator[tuple[str, Any]]:
    for name in ("label", "question", "answer", "details", "approved_by"):
        if getattr(answer, name):
            yield name, _Text(getattr(answer, name))
    if answer.machine_assisted:
        yield "machine_assisted", True
    yield "phrasings", {register: [_Text(text) for text in texts] for register, texts in answer.phrasings.items()}
