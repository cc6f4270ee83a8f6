"""The four processes: how each is started, and how one knows that it is ready."""

import os
import sys
from dataclasses import dataclass

from django.conf import settings

from bot.cli.train import model_path
from bot.configuration import ROOT

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Process:
    """A process of Yoon. `ready` is an address that answers 200 once it is up; "" when there is nothing to ask.

    `fatal` pairs words of its log that mean it will never be ready with what the person should do.
    """

    name: str
    command: tuple[str, ...]
    environment: dict[str, str]
    ready: str = ""
    fatal: tuple[tuple[str, str], ...] = ()


def all_processes() -> list[Process]:
    """In the order in which they are started: the slowest first."""
    return [rasa(), actions(), web(), worker()]


def environment() -> dict[str, str]:
    """What the processes need to know of each other, beside the person's own settings."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "bot.settings",
        "RASA_TELEMETRY_ENABLED": "false",
        "RASA_CHANNEL_SECRET": settings.RASA_CHANNEL_SECRET,
        "RASA_TRACKER_URL": os.environ.get("RASA_TRACKER_URL") or tracker_url(),
        "YOON_INDEX_URL": database_url(),
        "ACTIONS_URL": f"http://{LOOPBACK}:{settings.ACTIONS_PORT}/webhook",
        "SANIC_HOST": LOOPBACK,
        "TF_CPP_MIN_LOG_LEVEL": "3",
        # Deprecations inside pinned libraries are for us, not for who runs Yoon.
        "PYTHONWARNINGS": "ignore",
        # One turn uses one core; libraries that start a thread a core for tiny matrices only get in each other's way.
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "TF_NUM_INTRAOP_THREADS": "1",
        "TF_NUM_INTEROP_THREADS": "1",
        # glibc otherwise keeps an arena a thread, which never gives memory back.
        "MALLOC_ARENA_MAX": "2",
    }


def database_url() -> str:
    """Where the content is, as SQLAlchemy writes it."""
    return os.environ.get("DATABASE_URL") or f"sqlite:///{settings.DATA_DIRECTORY / 'yoon.sqlite3'}"


def tracker_url() -> str:
    """Rasa's conversations: in PostgreSQL where there is one, else in a file of their own."""
    url = os.environ.get("DATABASE_URL", "")
    return url if url.startswith("postgres") else f"sqlite:///{settings.DATA_DIRECTORY / 'tracker.sqlite3'}"


def rasa() -> Process:
    """Understanding and dialogue. Its HTTP API stays off: the gateway's channel is the only door."""
    command = (
        sys.executable, "-m", "rasa", "run", "--model", str(model_path()), "--interface", LOOPBACK,
        "--port", str(settings.RASA_PORT), "--endpoints", "endpoints.yml", "--credentials", "credentials.yml",
        # In one word: apart, a token that begins with a dash is read as another option.
        f"--auth-token={os.environ['RASA_TOKEN']}",
    )  # fmt: skip
    # Below INFO Rasa logs what people write; its own lines at INFO help nobody here.
    quiet = {**environment(), "LOG_LEVEL": "WARNING"}
    broken = ("Could not load model", f"the model {model_path().name} is broken: delete the folder models and start again")
    return Process("rasa", command, quiet, f"{settings.RASA_URL}/webhooks/gateway/", (broken,))


def actions() -> Process:
    """Rasa's custom actions."""
    command = (sys.executable, "-m", "bot", "actions")
    return Process("actions", command, environment(), f"http://{LOOPBACK}:{settings.ACTIONS_PORT}/health")


def web() -> Process:
    """Webhooks, web chat and console."""
    host = LOOPBACK if settings.WEB_HOST in {"0.0.0.0", "::"} else settings.WEB_HOST  # noqa: S104
    return Process("web", (sys.executable, "-m", "bot", "web"), environment(), f"http://{host}:{settings.WEB_PORT}/health")


def worker() -> Process:
    """Inbox, outbox and background jobs."""
    return Process("worker", (sys.executable, "-m", "bot", "worker"), environment())


def ports() -> dict[int, str]:
    """The TCP ports that have to be free, with the setting that changes each."""
    return {settings.WEB_PORT: "WEB_PORT", settings.RASA_PORT: "RASA_PORT", settings.ACTIONS_PORT: "ACTIONS_PORT"}


WORKING_DIRECTORY = ROOT
