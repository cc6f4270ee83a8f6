"""Sends what waits in a conversation's outbox, in order. The adapter names a failure; this one place decides."""

import logging
from datetime import timedelta

from django.utils import timezone

from bot.channels.messages import Failed, Reply
from bot.gateway import adapters, identity
from bot.gateway.models import Conversation, OutboundMessage

logger = logging.getLogger(__name__)

MAXIMUM_ATTEMPTS = 8
"""Tries before a message is a dead letter: with doubled waits from 2 s, about ten minutes."""


def send_waiting(conversation: Conversation) -> None:
    """Send until the outbox is empty or its head has to wait. The caller holds the conversation's lease."""
    waiting = conversation.outbound.filter(status=OutboundMessage.Status.WAITING).order_by("sequence")
    rows = list(waiting)
    if not rows:
        return
    address = identity.decrypt(conversation.address_encrypted)
    adapter = adapters.adapter_for(conversation.channel)
    for row in rows:
        if row.next_attempt_at > timezone.now():
            break
        if row.author != OutboundMessage.Author.HUMAN and _taken_over(conversation):
            OutboundMessage.objects.filter(pk=row.pk).update(status=OutboundMessage.Status.CANCELLED)
            continue
        outcome = adapter.send(address, str(row.pk), Reply.from_json(row.body))
        if isinstance(outcome, Failed):
            if _failed(row, outcome):
                continue
            break
        OutboundMessage.objects.filter(pk=row.pk).update(
            status=OutboundMessage.Status.SENT, platform_id=outcome.platform_id, sent_at=timezone.now()
        )
    adapter.flush(conversation.address_hash)


def _taken_over(conversation: Conversation) -> bool:
    """Looked up for every row: from the commit of a takeover no bot message leaves."""
    return Conversation.objects.filter(pk=conversation.pk, handler=Conversation.Handler.HUMAN).exists()


def _failed(row: OutboundMessage, failure: Failed) -> bool:
    """Record the failure; True when the row is a dead letter and the next one may go."""
    attempts = row.attempts + 1
    dead = not failure.retryable or attempts >= MAXIMUM_ATTEMPTS
    wait = failure.retry_after if failure.retry_after is not None else 2.0**attempts
    OutboundMessage.objects.filter(pk=row.pk).update(
        attempts=attempts,
        error_code=failure.code,
        status=OutboundMessage.Status.DEAD if dead else OutboundMessage.Status.WAITING,
        next_attempt_at=timezone.now() + timedelta(seconds=wait),
    )
    logger.warning("outbound %s attempt %d: %s%s", row.pk, attempts, failure.code, " (dead letter)" if dead else "")
    return dead
