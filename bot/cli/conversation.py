"""One person at a terminal, through the same inbox and outbox as everybody else."""

import secrets
import time
from typing import Any

from bot.channels.messages import Inbound
from bot.gateway import bell, inbox, web_history
from bot.gateway.models import Conversation, InboundMessage

_POLL = 0.02


class NoAnswer(Exception):
    """Nothing came back in time: the stack does not run, or it is stuck."""


class TerminalPerson:
    """A fresh conversation on a channel that is read by polling."""

    def __init__(self, language: str = "", origin: str = "") -> None:
        self.address = secrets.token_urlsafe(24)
        conversation = inbox.conversation_of("terminal", self.address)
        Conversation.objects.filter(pk=conversation.pk).update(
            language=language, language_chosen=bool(language), origin=origin
        )
        self._conversation_id = conversation.pk
        self._seen = 0

    def say(self, text: str, metadata: dict[str, Any] | None = None, kind: str = "text") -> InboundMessage:
        """Send one message."""
        message = Inbound(
            "terminal", secrets.token_hex(16), self.address, text=text, kind=kind, metadata=metadata or {}
        )
        row, _new = inbox.store(message)
        return row

    def answers(self, to: InboundMessage, timeout: float) -> list[dict[str, Any]]:
        """The replies to a message, once it is settled. Raises `NoAnswer`."""
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            to.refresh_from_db()
            if to.status != InboundMessage.Status.WAITING and not self._unsent():
                return self._new()
            time.sleep(_POLL)
        bell.ring_worker()
        raise NoAnswer

    def forget(self) -> None:
        """Leave nothing behind."""
        Conversation.objects.filter(pk=self._conversation_id).delete()

    def _unsent(self) -> bool:
        return Conversation.objects.filter(pk=self._conversation_id, outbound__status="waiting").exists()

    def _new(self) -> list[dict[str, Any]]:
        rows = [row for row in web_history.after(self.address, self._seen, "terminal") if row["author"] != "me"]
        if rows:
            self._seen = rows[-1]["sequence"]
        return rows
