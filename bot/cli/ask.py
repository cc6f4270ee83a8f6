"""`python -m bot ask "question"`: one message of a fresh conversation through the running stack; prints JSON."""

import json
import sys
from argparse import Namespace
from typing import Any

import django

_TIMEOUT = 30.0


def run(options: Namespace) -> int:
    """Returns 0 with the answer as JSON, 1 with one line when the stack cannot answer."""
    django.setup()
    from bot.cli.conversation import NoAnswer, TerminalPerson
    from bot.operations.temporary_stack import StackNotStarted, running

    try:
        with running():
            person = TerminalPerson(options.lang, options.origin)
            try:
                metadata = {"explain": True, "destination": options.destination, "as_channel": options.channel}
                row = person.say(options.question, metadata)
                replies = person.answers(row, _TIMEOUT)
                print(json.dumps(_answer(row.understanding, replies), ensure_ascii=False, indent=2))
            finally:
                person.forget()
    except (NoAnswer, StackNotStarted) as error:
        print(f"Yoon: no answer came ({error or 'time ran out'}). Does `make run` work?", file=sys.stderr)
        return 1
    return 0


def _answer(understanding: dict[str, Any], replies: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "label": understanding.get("label", ""),
        "confidence": understanding.get("confidence", 0.0),
        "band": understanding.get("band", ""),
        "lang": understanding.get("lang", ""),
        "messages": [_message(reply) for reply in replies],
    }


def _message(reply: dict[str, Any]) -> dict[str, Any]:
    message: dict[str, Any] = {
        "text": reply["text"],
        "buttons": [button["label"] for button in reply["buttons"]],
    }
    if reply["key"]:
        message |= {name: reply[name] for name in ("key", "sources", "status", "notice")}
    return message
