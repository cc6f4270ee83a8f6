"""Reads evaluation files: single messages, or conversations whose turns are scored in order."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any


class UnreadableLine(Exception):
    """A line is not what the contract says. Carries file, line number and reason."""

    def __init__(self, path: Path, number: int, reason: str) -> None:
        super().__init__(f"{path}:{number}: {reason}")


@dataclass(frozen=True)
class Message:
    """One message and the labels that count as right, the main one first."""

    text: str
    labels: tuple[str, ...]


@dataclass(frozen=True)
class Conversation:
    """Messages of one person in order; `language` is the language they are written in, or ""."""

    messages: tuple[Message, ...]
    language: str = ""


def read(path: Path) -> list[Conversation]:
    """All conversations of a file. Raises `UnreadableLine`."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise UnreadableLine(path, 0, error.strerror or "not readable") from error
    except UnicodeDecodeError as error:
        raise UnreadableLine(path, 0, "not UTF-8") from error
    return [_conversation(path, number, line) for number, line in enumerate(lines, start=1) if line.strip()]


def _conversation(path: Path, number: int, line: str) -> Conversation:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise UnreadableLine(path, number, f"not JSON: {error}") from error
    if not isinstance(row, dict):
        raise UnreadableLine(path, number, "an object is expected")
    try:
        turns = row.get("turns", [row])
        messages = tuple(_message(turn) for turn in turns)
    except (KeyError, TypeError, ValueError) as error:
        raise UnreadableLine(path, number, f"text and label are expected ({error})") from error
    if not messages:
        raise UnreadableLine(path, number, "a conversation without turns")
    return Conversation(messages, str(row.get("lang") or ""))


def _message(turn: dict[str, Any]) -> Message:
    text = turn["user"] if "user" in turn else turn["text"]
    labels = turn["labels"] if "labels" in turn else [turn["label"]]
    labels = [*labels, *turn.get("also_ok", ())]
    if not isinstance(text, str) or not labels or not all(isinstance(label, str) and label for label in labels):
        raise ValueError("text and labels must be words")
    return Message(text, tuple(labels))
