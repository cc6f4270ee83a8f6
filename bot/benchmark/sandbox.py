"""A stack of our own to measure: own data directory, own ports on loopback, throw-away secrets, no outside account.

The data directory is made from the checkout's content files, never from the user's data; the model is trained into it.
"""

import contextlib
import dataclasses
import os
import shutil
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.benchmark.part import ONE_THREAD
from bot.configuration import ROOT, SECRETS

if TYPE_CHECKING:
    from bot.operations.processes import Process

RELAY_PORT, MODEL = "YOON_BENCHMARK_RELAY_PORT", "YOON_BENCHMARK_MODEL"
_TCP, _UDP = ("WEB_PORT", "RASA_PORT", "ACTIONS_PORT"), ("WORKER_BELL_PORT", "WEB_BELL_PORT", RELAY_PORT)
_OUTSIDE = ("TELEGRAM", "WHATSAPP", "TWILIO", "REDIS", "CELERY", "EMAIL", "JOB", "SENTRY", "RASA_", "PUBLIC_URL")


def environment(directory: Path) -> dict[str, str]:
    """The environment of a stack in `directory`, with ports that are free now."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_OUTSIDE)}
    ports = _free_ports()
    return {
        **kept,
        # A set variable, even an empty one, keeps the person's `.env` out.
        **{name: "" for name in _dot_env_names() if name.startswith(_OUTSIDE)},
        **ONE_THREAD,
        **{name: make() for name, make in SECRETS.items()},  # type: ignore[no-untyped-call]
        **ports,
        "DJANGO_SETTINGS_MODULE": "bot.settings",
        "DATA_DIRECTORY": str(directory),
        "DATABASE_URL": f"sqlite:///{directory / 'yoon.sqlite3'}",
        "YOON_INDEX_URL": f"sqlite:///{directory / 'yoon.sqlite3'}",
        "RASA_TRACKER_URL": f"sqlite:///{directory / 'tracker.sqlite3'}",
        "RASA_URL": f"http://127.0.0.1:{ports['RASA_PORT']}",
        # Rasa otherwise takes from the checkout's cache what it trained there before.
        "RASA_CACHE_DIRECTORY": str(directory / "rasa-cache"),
        "RASA_TIMEOUT_SECONDS": "20",
        "PUBLIC_URL": f"http://127.0.0.1:{ports['WEB_PORT']}",
        "WEB_HOST": "127.0.0.1",
        "ALLOWED_HOSTS": "127.0.0.1",
        "HTTPS": "false",
        "LOG_LEVEL": "WARNING",
        MODEL: str(directory / "models" / "benchmark.tar.gz"),
    }


def copied(prepared: Path, target: Path) -> Path:
    """A copy of a prepared data directory: parts do not see each other's conversations."""
    shutil.copytree(prepared, target)
    return target


@dataclass(frozen=True)
class Stack:
    """The running four processes."""

    pids: dict[str, int]


@contextlib.contextmanager
def running() -> Iterator[Stack]:
    """Start the four processes as `up` does and stop them at the end. Call it in a process with `environment`.

    The worker rings the relay instead of the web process: `people.Ear` hears the moment of sending and rings on.
    """
    from bot.operations import processes
    from bot.operations.supervisor import Supervisor

    four = [_with_model(processes.rasa()), processes.actions(), processes.web(), _with_relay(processes.worker())]
    supervisor = Supervisor(four)
    log = Path(os.environ["DATA_DIRECTORY"]) / "stack.log"
    with log.open("w", encoding="utf-8") as file, contextlib.redirect_stdout(file):
        try:
            supervisor.start(lambda name: None, timeout=120.0)
            yield Stack({child.process.name: child.pid for child in supervisor.children})
        finally:
            supervisor.stop()


def _with_model(process: "Process") -> "Process":
    command = list(process.command)
    command[command.index("--model") + 1] = os.environ[MODEL]
    return dataclasses.replace(process, command=tuple(command))


def _with_relay(process: "Process") -> "Process":
    return dataclasses.replace(process, environment={**process.environment, "WEB_BELL_PORT": os.environ[RELAY_PORT]})


def _free_ports() -> dict[str, str]:
    """Distinct free ports: all are held until the last is found."""
    with contextlib.ExitStack() as held:
        found = {}
        kinds = [(name, socket.SOCK_STREAM) for name in _TCP] + [(name, socket.SOCK_DGRAM) for name in _UDP]
        for name, kind in kinds:
            probe = held.enter_context(socket.socket(socket.AF_INET, kind))
            probe.bind(("127.0.0.1", 0))
            found[name] = str(probe.getsockname()[1])
        return found


def _dot_env_names() -> list[str]:
    from dotenv import dotenv_values

    return list(dotenv_values(ROOT / ".env"))
