"""The door of Rasa: a small input channel that only our gateway may use, and that takes rich, channel-neutral replies."""

import hmac
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.rasa_server import compiled_schema
from bot.rasa_server.tracker_store import BoundedTrackerStore

logger = logging.getLogger(__name__)

Json = dict[str, Any]


class Collector(OutputChannel):
    """Keeps what a turn says: replies in order, and effects on the conversation."""

    def __init__(self) -> None:
        self.replies: list[Json] = []
        self.effects: list[Json] = []

    @classmethod
    def name(cls) -> str:
        """The channel's name in Rasa's events."""
        return "gateway"

    async def send_response(self, recipient_id: str, message: Json) -> None:
        """Take one utterance whole; Rasa's own collector would split its text on blank lines."""
        custom = message.get("custom") or {}
        if "effect" in custom:
            self.effects.append(custom["effect"])
        elif "reply" in custom:
            self.replies.append(custom["reply"])
        elif message.get("text"):
            buttons = [{"label": item["title"], "payload": item["payload"]} for item in message.get("buttons") or ()]
            self.replies.append({"text": message["text"], "buttons": buttons})


class GatewayInput(InputChannel):
    """`POST /webhooks/gateway/webhook` answers one message; `…/forget` erases a conversation, `…/prune` the old ones."""

    @classmethod
    def name(cls) -> str:
        """The part of the URL that names this channel."""
        return "gateway"

    @classmethod
    def from_credentials(cls, credentials: Json | None) -> "GatewayInput":
        """Read the shared secret; start-up fails without one."""
        secret = (credentials or {}).get("secret") or ""
        if len(secret) < 16 or secret.startswith("${"):
            raise ValueError("RASA_CHANNEL_SECRET must be set (at least 16 characters).")
        compiled_schema.install()
        return cls(secret)

    def __init__(self, secret: str) -> None:
        self._expected = f"Bearer {secret}".encode()

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The routes of the channel."""
        door = Blueprint("gateway_channel", "gateway")

        @door.route("/", methods=["GET"])
        async def health(request: Request) -> HTTPResponse:
            ready = request.app.ctx.agent.is_ready()
            return response.json({"ready": ready}, status=200 if ready else 503)

        @door.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            if not self._may_enter(request):
                return response.json({"error": "forbidden"}, status=403)
            return await _take_turn(request, on_new_message)

        @door.route("/forget", methods=["POST"])
        async def forget(request: Request) -> HTTPResponse:
            if not self._may_enter(request):
                return response.json({"error": "forbidden"}, status=403)
            events = _store(request.app.ctx.agent).forget(str(request.json["sender"]))
            return response.json({"events": events})

        @door.route("/prune", methods=["POST"])
        async def prune(request: Request) -> HTTPResponse:
            if not self._may_enter(request):
                return response.json({"error": "forbidden"}, status=403)
            older_than = time.time() - 86_400 * float(request.json["days"])
            return response.json({"conversations": _store(request.app.ctx.agent).prune(older_than)})

        return door

    def _may_enter(self, request: Request) -> bool:
        return hmac.compare_digest(request.headers.get("Authorization", "").encode(), self._expected)


async def _take_turn(request: Request, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> HTTPResponse:
    body: Json = request.json
    agent = request.app.ctx.agent
    if not agent.is_ready():
        return response.json({"error": "not_ready"}, status=503)
    if body["attempt"] > 1:
        # An earlier try may have been heard although its answer never arrived: the turn is taken anew, not twice.
        _store(agent).rewind(body["sender"], body["message_id"])
    collector = Collector()
    message = UserMessage(
        text=body["text"],
        output_channel=collector,
        sender_id=body["sender"],
        input_channel="gateway",
        message_id=body["message_id"],
        metadata=body.get("metadata") or {},
    )
    await on_new_message(message)
    answer: Json = {"replies": collector.replies, "effects": collector.effects}
    if message.metadata.get("explain"):
        answer["understanding"] = await _understanding(agent, body["sender"])
    return response.json(answer)


def _store(agent: Any) -> BoundedTrackerStore:
    """Our tracker store, inside the wrapper that Rasa puts around every store."""
    store = getattr(agent.tracker_store, "_tracker_store", agent.tracker_store)
    if not isinstance(store, BoundedTrackerStore):
        raise TypeError("endpoints.yml must name bot.rasa_server.tracker_store.BoundedTrackerStore")
    return store


async def _understanding(agent: Any, sender: str) -> Json:
    """How the last message was understood, for `python -m bot ask`."""
    tracker = await agent.tracker_store.retrieve(sender)
    parsed = tracker.latest_message.parse_data if tracker and tracker.latest_message else {}
    return dict(parsed.get("understanding") or {})
