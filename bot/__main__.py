"""`python -m bot`: everything that is done from a terminal."""

import argparse
import os
import sys
from collections.abc import Sequence

from bot.configuration import ConfigurationError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code. A wrong setting ends it with one line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bot.settings")
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options) or 0)
    except ConfigurationError as error:
        print(f"Yoon: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    from bot.cli import commands

    parser = argparse.ArgumentParser(prog="python -m bot", description="Yoon: an assistant for migration for work.")
    commands.register(parser.add_subparsers(dest="command", required=True, metavar="COMMAND"))
    return parser


if __name__ == "__main__":
    sys.exit(main())
