"""Messages are kept as long as they help somebody, then they go."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from bot.gateway import rasa_client
from bot.gateway.errors import TurnFailed
from bot.gateway.models import Conversation, InboundMessage, OutboundMessage

WITHOUT_CONSENT = timedelta(hours=24)
"""How long the messages of a person who said no to keeping them stay: the time to answer."""


def purge() -> int:
    """Erase old messages and silent conversations; returns how many rows went. Runs every hour."""
    old = timezone.now() - timedelta(days=settings.RETENTION_DAYS)
    refused = timezone.now() - WITHOUT_CONSENT
    count = _messages(old) + _messages(refused, conversation__consent=False)
    # Rasa remembers words as well: who said no to keeping them is forgotten there as soon as the messages are gone.
    due = Q(created_at__lt=old) | Q(created_at__lt=refused, consent=False)
    for conversation in Conversation.objects.filter(due, inbound=None, outbound=None)[:500]:
        try:
            count += remove_empty(conversation)
        except TurnFailed:
            break  # Rasa is away: in an hour again.
    return count


def remove_empty(conversation: Conversation) -> bool:
    """Remove a conversation without messages, Rasa's memory of it first; False when a message came in meanwhile.

    Raises `TurnFailed` when Rasa is away; nothing is removed then.
    """
    rasa_client.forget(str(conversation.pk))
    with transaction.atomic():
        current = Conversation.objects.select_for_update().filter(pk=conversation.pk).first()
        if current is None or current.inbound.exists() or current.outbound.exists():
            return False
        current.delete()
    return True


def _messages(before: object, **conditions: object) -> int:
    """Settled messages only: what still waits for an answer is never erased by age."""
    outbound, _ = OutboundMessage.objects.filter(created_at__lt=before, **conditions).exclude(status="waiting").delete()
    inbound, _ = InboundMessage.objects.filter(received_at__lt=before, **conditions).exclude(status="waiting").delete()
    return outbound + inbound
