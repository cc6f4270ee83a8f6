"""The commands of `python -m bot` and their options. Each imports its part only when it runs."""

from argparse import ArgumentParser, Namespace
from importlib import import_module
from typing import Any


def register(commands: Any) -> None:
    """Add every command to the parser."""
    _add(commands, "up", "start everything, and keep it running", "bot.operations.up")
    _add(commands, "chat", "chat in the terminal", "bot.cli.chat")
    _ask(_add(commands, "ask", "ask one question through the whole stack, print JSON", "bot.cli.ask"))
    _evaluate(_add(commands, "evaluate", "measure understanding on held-out messages, print JSON", "bot.cli.evaluate"))
    _add(commands, "train", "train the Rasa model when its inputs changed", "bot.cli.train")
    _content(commands)
    for name, help_text in (("worker", "run the worker"), ("web", "run the web process"), ("actions", "run the actions")):
        _add(commands, name, f"{help_text} (`up` does it for you)", f"bot.operations.{name}")
    _benchmark(_add(commands, "benchmark", "measure speed, memory and understanding", "bot.benchmark.run"))


def _add(commands: Any, name: str, help_text: str, module: str) -> ArgumentParser:
    parser: ArgumentParser = commands.add_parser(name, help=help_text)
    parser.set_defaults(run=_later(module))
    return parser


def _later(module: str) -> Any:
    def run(options: Namespace) -> int:
        code: int = import_module(module).run(options)
        return code

    return run


def _ask(parser: ArgumentParser) -> None:
    parser.add_argument("question")
    parser.add_argument("--lang", default="", help="the person's language, as a BCP 47 code")
    parser.add_argument("--origin", default="", help="the person's country, as an ISO 3166 code")
    parser.add_argument("--destination", default="", help="the country the person thinks of")
    parser.add_argument("--channel", default="web", choices=["web", "telegram", "whatsapp"])


def _evaluate(parser: ArgumentParser) -> None:
    parser.add_argument("file", nargs="+", help="JSON lines: text, label, lang")
    parser.add_argument("--predictions", help="write a JSON line for each message to this file")
    parser.add_argument("--confusions", action="store_true", help="list the confused labels on standard error")


def _content(commands: Any) -> None:
    parser = commands.add_parser("content", help="load, check, export or index the content")
    actions = parser.add_subparsers(dest="action", required=True)
    for name in ("load", "check", "export"):
        action = actions.add_parser(name)
        action.add_argument("directory", nargs="?", help="default: data/content")
    index = actions.add_parser("index", help="build the ranking index from what is published")
    index.add_argument("--complete", action="store_true", help="fit it anew instead of amending it")
    index.add_argument("--roll-back", type=int, metavar="VERSION", help="put an older version in service")
    parser.set_defaults(run=_later("bot.cli.content"))


def _benchmark(parser: ArgumentParser) -> None:
    parser.add_argument("--eval", default="", help="a folder of third-party data sets")
    parser.add_argument("--only", default="", help="parts to measure, with commas: understanding,turns,publishing,default,sets")
    parser.add_argument("--output", default="var/benchmark.json")
