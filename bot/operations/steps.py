"""What has to be there before the processes start. Each step skips itself when there is nothing to do."""

import shutil
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from bot.configuration import ROOT

Note = Callable[[str], None]
_NEEDED_BYTES = 300 * 1024 * 1024


class StepFailed(Exception):
    """Something could not be prepared. The text is one line that says what to do."""


@dataclass(frozen=True)
class Step:
    """One thing to prepare. `run` returns what it did in a word or two, and may leave a note for the end."""

    title: str
    run: Callable[[Note], str]


def all_steps() -> list[Step]:
    """In order: nothing is begun that the disk or a taken port would stop half-way."""
    return [
        Step("ports and disk", _room),
        Step("database", _migrate),
        Step("words", _compile_catalogs),
        Step("understanding", _fit),
        Step("content", _load_content),
        Step("index", _index),
        Step("model", _train),
        Step("administrator", _administrator),
    ]


def _room(note: Note) -> str:
    from bot.operations.processes import LOOPBACK, ports

    for number, setting in ports().items():
        host = settings.WEB_HOST if setting == "WEB_PORT" else LOOPBACK
        if _taken(host, number):
            raise StepFailed(f"port {number} is taken by another program: stop it, or set {setting} to a free port.")
    free = shutil.disk_usage(settings.DATA_DIRECTORY).free
    if free < _NEEDED_BYTES:
        raise StepFailed(f"only {free // 2**20} MB free on the disk of {settings.DATA_DIRECTORY}: 300 MB are needed.")
    return "free"


def _taken(host: str, number: int) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, number))
        except OSError:
            return True
    return False


def _migrate(note: Note) -> str:
    try:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if not plan:
            return "up to date"
        call_command("migrate", verbosity=0, interactive=False)
    except (DatabaseError, sqlite3.Error, OSError) as error:
        raise StepFailed(f"the database cannot be used ({error}); DATABASE_URL says where it is.") from error
    return f"{len(plan)} migrations"


def _compile_catalogs(note: Note) -> str:
    from bot.operations.catalogs import compile_catalogs

    return f"{compile_catalogs()} compiled"


def _fit(note: Note) -> str:
    """Fit the ranker once, in a process of its own; index and model then take it from the cache."""
    _python("from bot.operations.fit_once import fit; fit()", "the ranker could not be fitted")
    return "ready"


def _load_content(note: Note) -> str:
    from bot.content import loading

    try:
        outcome = loading.load(settings.CONTENT_DIRECTORY, _show)
    except loading.ContentRefused as refusal:
        first = refusal.problems[0]
        raise StepFailed(f"the content has {len(refusal.problems)} problems, the first: {first}") from refusal
    if outcome.kept:
        note(f"  {len(outcome.kept)} entries were edited in the console and stay as they are.")
    changed = len(outcome.created) + len(outcome.updated)
    return f"{changed} entries loaded" if changed else "up to date"


def _show(done: int, total: int) -> None:
    if sys.stdout.isatty() and done % 10 == 0:
        print(f"{done}/{total}", end=" ", flush=True)


def _index(note: Note) -> str:
    from bot.content import indexing
    from bot.content.models import IndexVersion

    requested = IndexVersion.objects.filter(status=IndexVersion.Status.REQUESTED).exists()
    if indexing.is_current() and not requested:
        return "up to date"
    _run([sys.executable, "-m", "bot", "content", "index"], "the index could not be built")
    return "built"


def _train(note: Note) -> str:
    from bot.cli import train

    if train.up_to_date():
        return "up to date"
    if train.train():
        raise StepFailed("the model could not be trained: the lines above say why.")
    return "trained"


def _administrator(note: Note) -> str:
    from bot.accounts.first_administrator import USERNAME, ensure_administrator

    password = ensure_administrator()
    if password is None:
        return "exists"
    note(f"  sign in as {USERNAME} with the password {password}  (shown only this once)")
    return "created"


def _python(code: str, failure: str) -> None:
    _run([sys.executable, "-c", code], failure)


def _run(command: list[str], failure: str) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        lines = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
        raise StepFailed(f"{failure}: {lines[-1] if lines else 'it said nothing'}")
