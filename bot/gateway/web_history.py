"""What the web page shows: the person's messages and the answers that were sent, in one numbered order."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Min

from bot.channels.messages import Reply
from bot.gateway import identity
from bot.gateway.models import Conversation, InboundMessage, OutboundMessage
from bot.gateway.router import pressed_label
from bot.i18n import format_partial_date
from bot.languages import SOURCE_LANGUAGE

_MOST = 400
"""Messages a page gets at once; a phone needs no more of an old conversation."""


@dataclass(frozen=True)
class Look:
    """What a page sees: messages above a number, whether an answer is on its way, and the lowest number still held
    after an erasure (0 where nothing was erased): what is below it goes from the screen as well."""

    messages: list[dict[str, Any]]
    pending: bool
    first: int
    language: str = SOURCE_LANGUAGE


NOTHING = Look([], pending=False, first=0)
"""What somebody sees who has not written yet."""


def language_of(address: str, channel: str = "web") -> str:
    """The language of a person's conversation; French for somebody who has not written yet."""
    conversation = _conversation(address, channel) if address else None
    return (conversation.language if conversation else "") or SOURCE_LANGUAGE


def look(address: str, sequence: int, channel: str = "web") -> Look:
    """Look at a person's conversation, oldest message first."""
    conversation = _conversation(address, channel)
    if conversation is None:
        return NOTHING
    return Look(
        _messages(conversation, sequence),
        _pending(conversation),
        _first(conversation),
        conversation.language or SOURCE_LANGUAGE,
    )


def after(address: str, sequence: int, channel: str = "web") -> list[dict[str, Any]]:
    """The messages numbered above `sequence`, oldest first."""
    return look(address, sequence, channel).messages


def _messages(conversation: Conversation, sequence: int) -> list[dict[str, Any]]:
    if conversation.last_sequence <= sequence:
        return []
    readable = {"sequence__gt": sequence, "sequence__lte": _last_settled(conversation)}
    inbound = conversation.inbound.filter(**readable).order_by("-sequence")[:_MOST]
    sent = conversation.outbound.filter(**readable, status=OutboundMessage.Status.SENT)
    # The greeting that a page sends has no words: the page shows nothing, and misses no number.
    rows = [_mine(row) for row in inbound]
    rows += [_theirs(row, conversation.language or SOURCE_LANGUAGE) for row in sent.order_by("-sequence")[:_MOST]]
    return sorted(rows, key=lambda row: row["sequence"])[-_MOST:]


def _pending(conversation: Conversation) -> bool:
    if conversation.handler == Conversation.Handler.HUMAN:
        return False
    return conversation.inbound.filter(status=InboundMessage.Status.WAITING).exists()


def _first(conversation: Conversation) -> int:
    if conversation.erased_at is None:
        return 0
    lowest = [rows.aggregate(lowest=Min("sequence"))["lowest"] for rows in (conversation.inbound, conversation.outbound)]
    return min((number for number in lowest if number is not None), default=0)


def _last_settled(conversation: Conversation) -> int:
    """The number up to which nothing can come in between any more: a page that asks "after 5" never gets 4 later."""
    known = conversation.last_sequence
    waiting = conversation.outbound.filter(status=OutboundMessage.Status.WAITING, sequence__lte=known)
    first = waiting.order_by("sequence").values_list("sequence", flat=True).first()
    return known if first is None else first - 1


def _conversation(address: str, channel: str) -> Conversation | None:
    digest = identity.address_hash(channel, address)
    return Conversation.objects.filter(channel=channel, address_hash=digest).first()


def _mine(row: InboundMessage) -> dict[str, Any]:
    return {
        "sequence": row.sequence,
        "author": "me",
        "id": row.metadata.get("client_id", ""),
        "text": row.text or (pressed_label(row) if row.choice else ""),
        "at": row.received_at.isoformat(),
    }


def _theirs(row: OutboundMessage, language: str) -> dict[str, Any]:
    reply = Reply.from_json(row.body)
    return {
        "sequence": row.sequence,
        "author": row.author,
        "id": str(row.pk),
        "text": reply.text,
        "buttons": [
            {"label": button.label, "index": index, "url": ""}
            for index, button in enumerate(button for button in reply.buttons if button.payload)
        ]
        + [{"label": button.label, "index": -1, "url": button.url} for button in reply.buttons if button.url],
        "sources": [
            {
                "title": source.title,
                "publisher": source.publisher,
                "url": source.url,
                "date": format_partial_date(source.date, language) if source.date else "",
                "volatile": source.volatile,
            }
            for source in reply.sources
        ],
        "key": reply.key,
        "status": reply.status,
        "notice": reply.notice,
        "urgent": reply.urgent,
        "at": row.created_at.isoformat(),
    }
