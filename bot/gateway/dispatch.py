"""Answers the waiting messages of one conversation, in order: router, Rasa, outbox and "done" in one transaction."""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone

from bot.channels.messages import Reply
from bot.gateway import claims, erasure, rasa_client, router, sender
from bot.gateway.errors import LeaseLost, TurnFailed
from bot.gateway.models import Conversation, InboundMessage, OutboundMessage
from bot.gateway.outbox import add_notice, add_replies
from bot.gateway.system_texts import apology, please_wait, shortened

logger = logging.getLogger(__name__)

_LONGEST_WAIT = 15.0
"""Seconds between two tries while Rasa is away: it restarts within that."""

_PROFILE = ("language", "language_chosen", "origin", "consent", "last_key")
"""What a turn may change about the person."""

_PATIENCE = timedelta(seconds=8)
"""How long a person hears nothing before Yoon says that the message is kept."""


def serve(conversation_id: UUID, thread: str) -> None:
    """Answer everything that waits in this conversation, then send what waits in its outbox."""
    with claims.claim(conversation_id, thread) as conversation:
        if conversation is None:
            return
        message, answered = _next(conversation), 0
        if message is None:
            sender.send_waiting(conversation)
        while message and (answered == 0 or claims.renew(conversation)):
            settled = _answer(conversation, message)
            sender.send_waiting(conversation)
            message, answered = _next(conversation) if settled else None, answered + 1


def _next(conversation: Conversation) -> InboundMessage | None:
    """The oldest waiting message, when its time has come: a later one never overtakes it."""
    waiting = conversation.inbound.filter(status=InboundMessage.Status.WAITING).order_by("sequence").first()
    return waiting if waiting and waiting.next_attempt_at <= timezone.now() else None


def _answer(conversation: Conversation, message: InboundMessage) -> bool:
    """True when the message is settled, one way or the other."""
    where = router.route(conversation, message)
    if where is not router.Route.BOT:
        status = InboundMessage.Status.IGNORED if where is router.Route.IGNORE else InboundMessage.Status.DONE
        _close(message, status)
        return True
    message.attempts += 1
    InboundMessage.objects.filter(pk=message.pk).update(attempts=message.attempts)
    try:
        _take_turn(conversation, message)
    except LeaseLost:
        return False
    except TurnFailed as failure:
        return _put_off(conversation, message, failure)
    except (OperationalError, InterfaceError):
        raise  # The database is away or busy: nothing was stored, and the next look takes the message up.
    except Exception as error:
        # A message that breaks our own code must not be tried for ever, with everything behind it waiting.
        logger.exception("inbound %s broke its turn: %s", message.pk, type(error).__name__)
        return _put_off(conversation, message, TurnFailed())
    return True


def _take_turn(conversation: Conversation, message: InboundMessage) -> None:
    if message.metadata.get("erase"):
        erasure.erase(conversation, message)
        return
    turn = rasa_client.take_turn(
        sender=str(conversation.pk),
        text=router.rasa_text(message),
        message_id=str(message.pk),
        attempt=message.attempts,
        metadata=_metadata(conversation, message),
    )
    if any(effect.get("erase") for effect in turn.effects):
        message.metadata["erase"] = True
        message.save(update_fields=["metadata"])
        erasure.erase(conversation, message)
        return
    message.understanding = turn.understanding
    replies = turn.replies
    if message.metadata.get("cut"):
        replies = (shortened(conversation.language), *replies)
    _commit(conversation, message, replies, turn.effects)


def _metadata(conversation: Conversation, message: InboundMessage) -> dict[str, object]:
    """What Rasa may know of the person. No name, no number, no address."""
    return {
        "channel": message.metadata.get("as_channel") or conversation.channel,
        "language": conversation.language,
        "language_chosen": conversation.language_chosen,
        "origin": conversation.origin,
        "previous_key": conversation.last_key,
        "explain": bool(message.metadata.get("explain")),
        "destination": message.metadata.get("destination", ""),
    }


def _commit(
    conversation: Conversation,
    message: InboundMessage,
    replies: tuple[Reply, ...],
    effects: tuple[dict[str, object], ...],
) -> None:
    """Outbox, effects and "done" together, unless a human took the conversation over meanwhile."""
    with transaction.atomic():
        current = Conversation.objects.select_for_update().get(pk=conversation.pk)
        if current.claimed_by != conversation.claimed_by:
            raise LeaseLost
        if current.handler == Conversation.Handler.BOT:
            add_replies(current, message, replies, OutboundMessage.Author.BOT)
            _apply(current, replies, effects)
        _close(message, InboundMessage.Status.DONE)
    for name in _PROFILE:
        setattr(conversation, name, getattr(current, name))
    logger.info("inbound %s answered with %d messages", message.pk, len(replies))


def _apply(
    conversation: Conversation, replies: tuple[Reply, ...], effects: tuple[dict[str, object], ...]
) -> None:
    changed = set()
    for effect in effects:
        for name in _PROFILE:
            if name in effect:
                setattr(conversation, name, effect[name])
                changed.add(name)
    for reply in replies:
        if reply.key:
            conversation.last_key = reply.key
            changed.add("last_key")
    if changed:
        conversation.save(update_fields=sorted(changed))


def _close(message: InboundMessage, status: InboundMessage.Status) -> None:
    message.status = status
    message.answered_at = timezone.now()
    message.save(update_fields=["status", "answered_at", "understanding"])


def _put_off(conversation: Conversation, message: InboundMessage, failure: TurnFailed) -> bool:
    """Try again later, or, when it is no longer worth it, say so to the person and keep the message for the staff."""
    logger.warning("inbound %s attempt %d: %s", message.pk, message.attempts, failure.code)
    if message.attempts >= failure.attempts:
        with transaction.atomic():
            message.error_code = failure.code
            message.save(update_fields=["error_code"])
            if _bot_speaks(conversation):
                add_replies(conversation, message, (apology(conversation.language),), OutboundMessage.Author.BOT)
            _close(message, InboundMessage.Status.DEAD)
        return True
    InboundMessage.objects.filter(pk=message.pk).update(
        error_code=failure.code, next_attempt_at=_next_attempt(message.attempts)
    )
    if timezone.now() - message.received_at > _PATIENCE:
        with transaction.atomic():
            if _bot_speaks(conversation):
                add_notice(conversation, message, please_wait(conversation.language))
    return False


def _bot_speaks(conversation: Conversation) -> bool:
    """False once a human took the conversation over. The caller holds the transaction, and a takeover waits for it."""
    current = Conversation.objects.select_for_update().get(pk=conversation.pk)
    return current.handler == Conversation.Handler.BOT


def _next_attempt(attempts: int) -> datetime:
    return timezone.now() + timedelta(seconds=min(0.25 * 2.0 ** min(attempts, 10), _LONGEST_WAIT))
