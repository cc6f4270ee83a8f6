"""Background jobs of the worker: what has to happen now and then, beside the turns."""

import logging
import subprocess
import sys
import time
from collections.abc import Callable

from django.conf import settings
from django.core.management import call_command

from bot.gateway import erasure, rasa_client, retention
from bot.gateway.errors import TurnFailed

logger = logging.getLogger(__name__)

_INTERVALS = {"claims": 2.0, "index": 0.5, "retention": 3600.0, "scheduled": 30.0}
"""Seconds between two runs of each job."""

_AFTER_FAILURE = 30.0
"""Seconds before an index build that failed is tried again."""

_QUIET_BEFORE_COMPLETE = 60.0
"""Seconds without a new publication before an amended index is fitted anew."""


class Jobs:
    """Remembers when each job ran last. Heavy work runs in a process of its own, so that turns stay fast."""

    def __init__(self) -> None:
        self._last: dict[str, float] = {}
        self._indexer: subprocess.Popen[bytes] | None = None
        self._amended_at: float | None = None

    def due(self, name: str) -> bool:
        """True when the job's time has come; the time then starts anew."""
        now = time.monotonic()
        if now - self._last.get(name, -1e9) < _INTERVALS[name]:
            return False
        self._last[name] = now
        return True

    def run_due(self) -> None:
        """Run what is due. A failing job is logged and tried at its next time."""
        jobs: dict[str, Callable[[], object]] = {
            "index": self._index,
            "retention": _retention,
            "scheduled": lambda: call_command("publish_scheduled", verbosity=0),
        }
        for name, job in jobs.items():
            if self.due(name):
                try:
                    job()
                except Exception as error:
                    logger.exception("job %s failed: %s", name, type(error).__name__)

    def stop(self) -> None:
        """Let a running indexer go; its request stays and is answered after the next start."""
        if self._indexer and self._indexer.poll() is None:
            self._indexer.terminate()

    def _index(self) -> None:
        from bot.content.models import IndexVersion

        if self._indexer and self._indexer.poll() is None:
            return
        if self._indexer and self._indexer.returncode:
            logger.error("index build ended with %d, tried again in %.0f s", self._indexer.returncode, _AFTER_FAILURE)
            self._last["index"] = time.monotonic() + _AFTER_FAILURE
            self._indexer = None
            return
        self._indexer = None
        if IndexVersion.objects.filter(status=IndexVersion.Status.REQUESTED).exists():
            self._amended_at = time.monotonic()
            self._indexer = _start_indexer()
        elif self._amended_at and time.monotonic() - self._amended_at > _QUIET_BEFORE_COMPLETE:
            self._amended_at = None
            if IndexVersion.objects.filter(status=IndexVersion.Status.ACTIVE, complete=False).exists():
                self._indexer = _start_indexer("--complete")


def _start_indexer(*options: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-m", "bot", "content", "index", *options], cwd=settings.BASE_DIR)


def _retention() -> None:
    erasure.purge_receipts()
    retention.purge()
    try:
        rasa_client.prune(settings.RETENTION_DAYS)
    except TurnFailed as failure:
        logger.info("tracker not pruned: %s; in an hour again", failure.code)
