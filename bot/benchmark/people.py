"""People who talk to the stack, and the clock beside them.

How a turn is timed: the clock starts just before `inbox.store()`, what a webhook calls first. The worker rings a bell
(one datagram on loopback) once the last reply row of the turn is marked as sent; the bell of the sandbox's worker is
turned to us, we note the time of its arrival and ring on to the web process. Only then we look into the database that
the message is done and nothing waits, so looking costs the turn nothing. A lost bell is noticed by a look every 0.25 s,
and the time of that look counts: an error makes a figure larger, never smaller.
"""

import contextlib
import secrets
import socket
import threading
import time
from dataclasses import dataclass
from types import TracebackType

from django.conf import settings

from bot.channels.messages import Inbound
from bot.gateway import identity, inbox
from bot.gateway.models import Conversation, InboundMessage, OutboundMessage

PATIENCE = 30.0
"""Seconds after which a message counts as unanswered."""

_LOOK_EVERY = 0.25


@dataclass(frozen=True)
class Answered:
    """What came back: milliseconds to the last reply, the FAQ keys of the replies, how many replies."""

    milliseconds: float
    keys: tuple[str, ...]
    replies: int


class Ear:
    """Hears the worker's bell, remembers when, and rings on to the web process."""

    def __init__(self, port: int) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", port))
        self._rung: dict[str, float] = {}
        self._bell = threading.Condition()
        self._thread = threading.Thread(target=self._listen, daemon=True)

    def __enter__(self) -> "Ear":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # An empty datagram ends the thread; closing a socket does not wake its reader.
        self._socket.sendto(b"", self._socket.getsockname())
        self._thread.join(2)
        self._socket.close()

    def wait(self, person: str, seconds: float) -> float | None:
        """When the bell rang for this person (perf_counter), or None when it did not ring in time."""
        with self._bell:
            self._bell.wait_for(lambda: person in self._rung, seconds)
            return self._rung.pop(person, None)

    def forget(self, person: str) -> None:
        """Take no notice of earlier rings."""
        with self._bell:
            self._rung.pop(person, None)

    def _listen(self) -> None:
        while data := self._socket.recv(64):
            now = time.perf_counter()
            with self._bell:
                self._rung[data.decode("ascii", "ignore")] = now
                self._bell.notify_all()
            with contextlib.suppress(OSError):
                self._socket.sendto(data, ("127.0.0.1", settings.WEB_BELL_PORT))


class Person:
    """One conversation, on the channel that terminals use: read from the outbox, no platform in between."""

    def __init__(self, ear: Ear) -> None:
        self._ear = ear
        self._address = secrets.token_urlsafe(24)
        self._hash = identity.address_hash("terminal", self._address)
        self.turns = 0

    def ask(self, text: str) -> Answered | None:
        """One turn, timed; None when no answer came in `PATIENCE` seconds."""
        message = Inbound("terminal", secrets.token_hex(16), self._address, text=text)
        self._ear.forget(self._hash)
        started = time.perf_counter()
        row, _new = inbox.store(message)
        self.turns += 1
        while time.perf_counter() - started < PATIENCE:
            rung = self._ear.wait(self._hash, _LOOK_EVERY)
            if _settled(row):
                end = rung or time.perf_counter()
                return self._answered(row, (end - started) * 1000)
        return None

    def _answered(self, row: InboundMessage, milliseconds: float) -> Answered:
        bodies = list(OutboundMessage.objects.filter(inbound=row).order_by("sequence").values_list("body", flat=True))
        keys = tuple(str(body["key"]) for body in bodies if body.get("key"))
        if not bodies:
            # A human took over (a question heard as a call for help): hand the conversation back.
            Conversation.objects.filter(pk=row.conversation_id).update(handler=Conversation.Handler.BOT)
        return Answered(milliseconds, keys, len(bodies))


def _settled(row: InboundMessage) -> bool:
    waiting = InboundMessage.Status.WAITING
    if InboundMessage.objects.filter(pk=row.pk, status=waiting).exists():
        return False
    return not OutboundMessage.objects.filter(inbound=row, status=OutboundMessage.Status.WAITING).exists()
