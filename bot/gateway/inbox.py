"""The inbox: a message is stored before anything is thought about it, and each one only once."""

import logging

from django.db import IntegrityError, transaction
from django.utils import timezone

from bot.channels.messages import Inbound
from bot.gateway import bell, identity
from bot.gateway.models import Conversation, InboundMessage

logger = logging.getLogger(__name__)

MAXIMUM_TEXT = 4096
"""Characters kept of one message: what the platforms themselves carry. The rest is cut and the person is told."""


def store(message: Inbound) -> tuple[InboundMessage, bool]:
    """Commit a message and ring the worker. Returns the row and whether it is new (False: a redelivery)."""
    conversation = conversation_of(message.channel, message.address)
    try:
        with transaction.atomic():
            row = _insert(conversation, message)
    except IntegrityError:
        return InboundMessage.objects.get(channel=message.channel, platform_id=message.platform_id), False
    bell.ring_worker()
    logger.info("inbound %s stored, conversation %s", row.pk, conversation.pk)
    return row, True


def conversation_of(channel: str, address: str) -> Conversation:
    """The person's conversation on this channel, created at the first message."""
    digest = identity.address_hash(channel, address)
    found = Conversation.objects.filter(channel=channel, address_hash=digest).first()
    if found:
        return found
    conversation, _ = Conversation.objects.get_or_create(
        channel=channel, address_hash=digest, defaults={"address_encrypted": identity.encrypt(address)}
    )
    return conversation


def _insert(conversation: Conversation, message: Inbound) -> InboundMessage:
    metadata = dict(message.metadata)
    if len(message.text) > MAXIMUM_TEXT:
        metadata["cut"] = True
    return InboundMessage.objects.create(
        conversation=conversation,
        channel=message.channel,
        platform_id=message.platform_id,
        sequence=conversation.take_numbers(1),
        kind=message.kind,
        # PostgreSQL refuses the null character in text.
        text=message.text[:MAXIMUM_TEXT].replace("\x00", ""),
        choice=message.choice,
        metadata=metadata,
        received_at=timezone.now(),
    )
