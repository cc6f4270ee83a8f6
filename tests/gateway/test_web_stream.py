"""The stream of answers: every message once, also across reconnects and whatever is still on its way."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from django.test import AsyncClient

from bot.asgi import application
from bot.channels.messages import Reply
from bot.gateway.models import Conversation, InboundMessage, OutboundMessage
from bot.gateway.outbox import add_replies
from bot.gateway.web_chat import COOKIE
from tests.builders import Person, work
from tests.fake_rasa import FakeRasa

pytestmark = pytest.mark.django_db(transaction=True)

Event = dict[str, Any]


class Stream:
    """The page's EventSource."""

    def __init__(self, person: Person, last_event_id: int = 0) -> None:
        self._client = AsyncClient()
        self._client.cookies[COOKIE] = person.token
        self._after = str(last_event_id)
        self._chunks: AsyncIterator[bytes]

    async def __aenter__(self) -> "Stream":
        response = await self._client.get("/chat/events", headers={"Last-Event-ID": self._after})
        assert response.headers["Content-Type"] == "text/event-stream"
        self._chunks = response.streaming_content
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._chunks.aclose()  # type: ignore[attr-defined]

    async def next(self, kind: str = "message", seconds: float = 5.0) -> Event:
        """The data of the next event of this kind, or of any kind."""
        while True:
            chunk = (await asyncio.wait_for(self._chunks.__anext__(), seconds)).decode()
            if f"event: {kind}" in chunk:
                data: Event = json.loads(chunk.split("data: ")[1])
                return data

    async def texts(self, count: int) -> list[str]:
        return [(await self.next())["text"] for _ in range(count)]


def test_an_open_page_gets_the_answer_and_whether_it_is_awaited(rasa: FakeRasa, person: Person) -> None:
    @async_to_sync
    async def scenario() -> None:
        async with Stream(person) as stream:
            assert (await stream.next("typing"))["pending"] is False
            await sync_to_async(person.say)("bonjour")
            assert await stream.texts(1) == ["bonjour"]
            assert (await stream.next("typing"))["pending"] is True
            await sync_to_async(work)()
            # The bell of the worker wakes the stream: it does not wait for its next look.
            assert (await stream.next(seconds=1.5))["text"] == "re: bonjour"
            assert (await stream.next("typing"))["pending"] is False

    scenario()


def test_a_page_that_comes_back_gets_what_it_missed_and_nothing_twice(rasa: FakeRasa, person: Person) -> None:
    @async_to_sync
    async def scenario() -> None:
        await sync_to_async(person.say)("un")
        await sync_to_async(work)()
        async with Stream(person) as stream:
            assert await stream.texts(2) == ["un", "re: un"]
        await sync_to_async(person.say)("deux")
        await sync_to_async(work)()
        async with Stream(person, last_event_id=2) as stream:
            assert await stream.texts(2) == ["deux", "re: deux"]
            assert (await stream.next("typing"))["pending"] is False

    scenario()


def test_a_reply_that_is_sent_late_is_not_skipped(person: Person) -> None:
    """A worker may die between the commit of a reply and its sending, and the person writes meanwhile."""

    def late_reply() -> OutboundMessage:
        conversation = Conversation.objects.get()
        return add_replies(conversation, None, [Reply("tardive")], OutboundMessage.Author.BOT)[0]

    @async_to_sync
    async def scenario() -> None:
        await sync_to_async(person.say)("un")
        row = await sync_to_async(late_reply)()
        await sync_to_async(person.say)("deux")
        async with Stream(person) as stream:
            assert (await stream.next())["text"] == "un"
            # Told after all messages of one look: « deux » waits behind the reply.
            assert "pending" in await stream.next("")
        await InboundMessage.objects.aupdate(status="done")
        await OutboundMessage.objects.filter(pk=row.pk).aupdate(status="sent")
        async with Stream(person, last_event_id=1) as stream:
            assert await stream.texts(2) == ["tardive", "deux"]

    scenario()


def test_without_a_cookie_there_is_nothing_to_listen_to() -> None:
    response = async_to_sync(AsyncClient().get)("/chat/events")

    assert response.status_code == 204


def test_a_body_sent_in_chunks_is_measured_as_well(person: Person) -> None:
    """It announces no length."""
    body = b'{"id": "message-0001", "text": "' + b"a" * (600 * 1024) + b'"}'
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": "/chat/messages",
        "query_string": b"",
        "headers": [
            (b"host", b"localhost"),
            (b"cookie", f"{COOKIE}={person.token}".encode()),
            (b"x-yoon-chat", b"1"),
            (b"content-type", b"application/json"),
        ],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }

    @async_to_sync
    async def status() -> int:
        incoming: asyncio.Queue[Event] = asyncio.Queue()
        incoming.put_nowait({"type": "http.request", "body": body, "more_body": False})
        sent: list[Event] = []

        async def send(event: Event) -> None:
            sent.append(event)

        await application(scope, incoming.get, send)
        code: int = sent[0]["status"]
        return code

    assert status() == 413
    assert not InboundMessage.objects.exists()
