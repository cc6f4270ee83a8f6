"""The outbox: replies become numbered rows in the caller's transaction; a platform sees them only afterwards."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction

from bot.channels.messages import Reply
from bot.gateway.models import Conversation, InboundMessage, OutboundMessage


def add_replies(
    conversation: Conversation,
    message: InboundMessage | None,
    replies: Sequence[Reply],
    author: OutboundMessage.Author,
) -> list[OutboundMessage]:
    """Number the replies and add them. The caller holds the transaction."""
    first = conversation.take_numbers(len(replies))
    rows = [
        OutboundMessage(
            conversation=conversation, inbound=message, sequence=number, author=author, body=reply.as_json()
        )
        for number, reply in enumerate(replies, start=first)
    ]
    return OutboundMessage.objects.bulk_create(rows)


def add_notice(conversation: Conversation, message: InboundMessage, reply: Reply) -> bool:
    """Tell the person once that the message is kept and will be answered. False when this was said already."""
    try:
        with transaction.atomic():
            add_replies(conversation, message, [reply], OutboundMessage.Author.SYSTEM)
    except IntegrityError:
        return False
    return True
