"""Which adapter speaks for a channel."""

from typing import Protocol

from bot.channels.messages import Failed, Reply, Sent
from bot.gateway import bell


class Adapter(Protocol):
    """What the sender needs of a channel."""

    def send(self, address: str, message_id: str, reply: Reply) -> Sent | Failed:
        """Hand one message to the platform."""

    def flush(self, address_hash: str) -> None:
        """Called once the outbox has been gone through."""


class PulledAdapter:
    """Web and terminal: the outbox itself is the mailbox, which the person's page reads. Sending is ringing."""

    def send(self, address: str, message_id: str, reply: Reply) -> Sent | Failed:
        """The row is readable as soon as it is marked as sent."""
        return Sent(message_id)

    def flush(self, address_hash: str) -> None:
        """Tell the web process to look."""
        bell.ring_web(address_hash)


ADAPTERS: dict[str, Adapter] = {"web": PulledAdapter(), "terminal": PulledAdapter()}


def adapter_for(channel: str) -> Adapter:
    """Raises KeyError for a channel that nobody registered: a programming error."""
    return ADAPTERS[channel]
