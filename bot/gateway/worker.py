"""The worker: answers what waits in the inbox, sends what waits in the outbox, and runs the background jobs."""

import logging
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

from django.conf import settings
from django.db import close_old_connections
from django.db.models import Q
from django.utils import timezone

from bot.gateway import bell, claims
from bot.gateway.dispatch import serve
from bot.gateway.jobs import Jobs
from bot.gateway.models import Conversation

logger = logging.getLogger(__name__)

_LOOK_EVERY = 1.0
"""Seconds between two looks when no bell rings; also the wait for retries."""


class Worker:
    """One process; as many conversations at once as it has threads, each by one thread at a time."""

    def __init__(self, threads: int) -> None:
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="turn")
        self._listener = bell.Listener(settings.WORKER_BELL_PORT)
        self._busy: set[UUID] = set()
        self._again: set[UUID] = set()
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._jobs = Jobs()

    def run(self) -> None:
        """Work until a signal says stop; then finish the turns that were begun."""
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: self._stopping.set())
        logger.info("worker ready, %d threads", self._threads._max_workers)
        while not self._stopping.is_set():
            self._look()
            self._jobs.run_due()
            self._listener.wait(_LOOK_EVERY)
        self._threads.shutdown(wait=True)
        self._jobs.stop()
        self._listener.close()

    def _look(self) -> None:
        try:
            if self._jobs.due("claims"):
                claims.release_the_dead()
            waiting = due_conversations()
        except Exception as error:  # the database is away: keep looking, the messages are safe in it
            logger.error("inbox not readable: %s", type(error).__name__)
            close_old_connections()
            return
        for conversation_id in waiting:
            self._begin(conversation_id)

    def _begin(self, conversation_id: UUID) -> None:
        with self._lock:
            if conversation_id in self._busy:
                self._again.add(conversation_id)
                return
            self._busy.add(conversation_id)
        self._threads.submit(self._serve, conversation_id)

    def _serve(self, conversation_id: UUID) -> None:
        try:
            serve(conversation_id, threading.current_thread().name)
        except Exception as error:
            # Nothing was committed: the message still waits, and the next look takes it up.
            logger.exception("turn failed: %s", type(error).__name__)
            close_old_connections()
        finally:
            with self._lock:
                self._busy.discard(conversation_id)
                again = conversation_id in self._again
                self._again.discard(conversation_id)
            if again:
                bell.ring_worker()


def due_conversations() -> list[UUID]:
    """Conversations with something to answer or to send now, the longest waiting first."""
    now = timezone.now()
    inbound = Q(inbound__status="waiting", inbound__next_attempt_at__lte=now)
    outbound = Q(outbound__status="waiting", outbound__next_attempt_at__lte=now)
    # Claimed ones too: a message may come in between the last look of the thread that answers and its release.
    first = Conversation.objects.filter(inbound).order_by("inbound__received_at").values_list("pk", flat=True)
    second = Conversation.objects.filter(outbound).order_by("outbound__created_at").values_list("pk", flat=True)
    return list(dict.fromkeys([*first[:200], *second[:200]]))
