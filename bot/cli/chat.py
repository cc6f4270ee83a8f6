"""`python -m bot chat`: the chat in a terminal, through the same path as the web page."""

import sys
from argparse import Namespace
from typing import Any

import django

_TIMEOUT = 60.0


def run(options: Namespace) -> int:
    """Chat until the person leaves with Ctrl-D or Ctrl-C."""
    django.setup()
    from bot.cli.conversation import NoAnswer, TerminalPerson
    from bot.operations.temporary_stack import StackNotStarted, running

    try:
        with running():
            person = TerminalPerson()
            _show(person.answers(person.say("", kind="start"), _TIMEOUT))
            for text in _typed():
                _show(person.answers(person.say(text), _TIMEOUT))
    except (NoAnswer, StackNotStarted) as error:
        print(f"Yoon: {error or 'no answer came in time'}. Does `make run` work?", file=sys.stderr)
        return 1
    except (EOFError, KeyboardInterrupt):
        pass
    print()
    return 0


def _typed() -> Any:
    """What the person types, line by line; a pipe works too."""
    if not sys.stdin.isatty():
        for line in sys.stdin:
            print(f"\n> {line.strip()}")
            yield line.rstrip("\n")
        return
    from prompt_toolkit import PromptSession

    session: Any = PromptSession()
    while True:
        yield session.prompt("\n> ")


def _show(replies: list[dict[str, Any]]) -> None:
    for reply in replies:
        print(f"\n{reply['text']}")
        if reply["notice"]:
            print(f"  [{reply['notice']}]")
        for source in reply["sources"]:
            parts = [source["publisher"], source["title"], source["date"], source["url"]]
            print("  – " + " · ".join(part for part in parts if part))
        for number, button in enumerate(reply["buttons"], start=1):
            print(f"  {number}. {button['label']}")
