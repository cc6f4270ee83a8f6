"""The worker's calls to Rasa's gateway channel, over kept-open connections."""

from dataclasses import dataclass, field
from functools import cache
from typing import Any

import httpx
from django.conf import settings

from bot.channels.messages import Reply
from bot.gateway.errors import RasaFailed, RasaRefused, RasaSilent, RasaUnreachable


@dataclass(frozen=True)
class Turn:
    """What Rasa answered: replies in order, effects on the conversation, and how it understood when asked to explain."""

    replies: tuple[Reply, ...]
    effects: tuple[dict[str, Any], ...] = ()
    understanding: dict[str, Any] = field(default_factory=dict)


@cache
def _client() -> httpx.Client:
    return httpx.Client(
        base_url=settings.RASA_URL,
        headers={"Authorization": f"Bearer {settings.RASA_CHANNEL_SECRET}"},
        timeout=httpx.Timeout(settings.RASA_TIMEOUT_SECONDS, connect=2.0),
        limits=httpx.Limits(max_keepalive_connections=64, max_connections=64, keepalive_expiry=4.0),
        trust_env=False,
    )


def take_turn(sender: str, text: str, message_id: str, attempt: int, metadata: dict[str, Any]) -> Turn:
    """Have Rasa answer one message. Raises a `TurnFailed` that says whether to try again."""
    body = {"sender": sender, "text": text, "message_id": message_id, "attempt": attempt, "metadata": metadata}
    answer = _request("POST", "/webhooks/gateway/webhook", body)
    replies = tuple(Reply.from_json(item) for item in answer.get("replies", ()))
    if not replies:
        raise RasaSilent
    return Turn(replies, tuple(answer.get("effects", ())), answer.get("understanding") or {})


def forget(sender: str) -> int:
    """Have Rasa erase a conversation from its tracker store; returns how many events went."""
    return int(_request("POST", "/webhooks/gateway/forget", {"sender": sender}).get("events", 0))


def prune(days: int) -> int:
    """Have Rasa erase the conversations that were silent for so many days; returns how many."""
    return int(_request("POST", "/webhooks/gateway/prune", {"days": days}).get("conversations", 0))


def _request(method: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
    try:
        response = _client().request(method, path, json=body)
    except httpx.TransportError as error:
        raise RasaUnreachable from error
    if response.status_code >= 500:
        raise RasaFailed
    if response.status_code != 200:
        raise RasaRefused
    answer: dict[str, Any] = response.json()
    return answer
