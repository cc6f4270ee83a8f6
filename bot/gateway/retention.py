"""Messages are kept as long as they help somebody, then they go."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from bot.gateway.models import Conversation, InboundMessage, OutboundMessage

WITHOUT_CONSENT = timedelta(hours=24)
"""How long the messages of a person who said no to keeping them stay: the time to answer."""


def purge() -> int:
    """Erase old messages and silent conversations; returns how many rows went. Runs every hour."""
    from bot.gateway import rasa_client
    from bot.gateway.errors import TurnFailed

    old = timezone.now() - timedelta(days=settings.RETENTION_DAYS)
    refused = timezone.now() - WITHOUT_CONSENT
    count = _messages(old) + _messages(refused, conversation__consent=False)
    silent = Conversation.objects.filter(created_at__lt=old, inbound=None, outbound=None)
    for conversation in silent[:500]:
        try:
            rasa_client.forget(str(conversation.pk))
        except TurnFailed:
            break
        conversation.delete()
        count += 1
    return count


def _messages(before: object, **conditions: object) -> int:
    """Settled messages only: what still waits for an answer is never erased by age."""
    outbound, _ = OutboundMessage.objects.filter(created_at__lt=before, **conditions).exclude(status="waiting").delete()
    inbound, _ = InboundMessage.objects.filter(received_at__lt=before, **conditions).exclude(status="waiting").delete()
    return outbound + inbound
