"""The smallest valid objects, and the few verbs that most tests need."""

import secrets
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from django.db import connections
from django.test import Client
from django.utils import timezone

from bot.channels.messages import Button, Inbound, Reply
from bot.content import files
from bot.content.documents import REGISTERS, AnswerDocument, EntryDocument, SourceDocument
from bot.gateway import dispatch, inbox, outbox, worker
from bot.gateway.models import Conversation, InboundMessage, OutboundMessage
from bot.gateway.web_chat import COOKIE

Result = TypeVar("Result")


class Person:
    """Somebody with the web page open: a cookie of one's own, and the page's two calls."""

    def __init__(self) -> None:
        self.token = secrets.token_urlsafe(24)
        self.client = Client()
        self.client.cookies[COOKIE] = self.token

    def post(self, body: Any, **headers: str) -> Any:
        return self.client.post(
            "/chat/messages", body, content_type="application/json", headers={"X-Yoon-Chat": "1", **headers}
        )

    def say(self, text: str, message_id: str = "") -> Any:
        return self.post({"id": message_id or secrets.token_hex(8), "text": text})

    def press(self, message: int, index: int) -> Any:
        return self.post({"id": secrets.token_hex(8), "choice": {"message": message, "index": index}})

    def history(self, after: int = 0) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.client.get("/chat/messages", {"after": after}).json()["messages"]
        return rows

    def heard(self) -> list[str]:
        """What Yoon has said to this person."""
        return [row["text"] for row in self.history() if row["author"] != "me"]


def received(text: str = "bonjour", address: str = "a" * 24, **values: Any) -> InboundMessage:
    """A stored message of a person."""
    row, _ = inbox.store(Inbound("web", secrets.token_hex(8), address, text=text, **values))
    return row


def shown(conversation: Conversation, *buttons: Button, text: str = "Choisissez") -> OutboundMessage:
    """A message with buttons that the person has seen."""
    row = outbox.add_replies(conversation, None, [Reply(text, buttons=buttons)], OutboundMessage.Author.BOT)[0]
    OutboundMessage.objects.filter(pk=row.pk).update(status=OutboundMessage.Status.SENT)
    return row


def work() -> None:
    """One look of the worker: answer and send what is due now."""
    for conversation_id in worker.due_conversations():
        dispatch.serve(conversation_id, "test")


def work_later() -> None:
    """One look of the worker once every wait between two tries is over."""
    InboundMessage.objects.update(next_attempt_at=timezone.now())
    OutboundMessage.objects.update(next_attempt_at=timezone.now())
    work()


def at_once(count: int, function: Callable[[], Result]) -> list[Result]:
    """Call the function in so many threads that all begin at the same moment."""
    barrier = threading.Barrier(count)

    def run() -> Result:
        try:
            barrier.wait(10)
            return function()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return [future.result(30) for future in [pool.submit(run) for _ in range(count)]]


def answer(subject: str, **values: Any) -> AnswerDocument:
    """An answer whose phrasings all name the subject, each in other words."""
    words = ("comment faire", "je cherche", "expliquez-moi", "qui connaît", "besoin urgent de")
    default = {
        "label": subject[:24],
        "question": f"Que savoir sur {subject} ?",
        "answer": f"Voici ce que nous savons sur {subject}.",
        "phrasings": {name: tuple(f"{word} {subject} en {name}" for word in words) for name in REGISTERS},
    }
    return AnswerDocument(**{**default, **values})


def entry(key: str, subject: str = "", **values: Any) -> EntryDocument:
    """A content entry that passes every check. E001 is a fact of the checkout without numbers."""
    default: dict[str, Any] = {
        "topic": "emploi",
        "facts": ("E001",),
        "sources": (SourceDocument(title="Une source", facts=("E001",)),),
        "answers": {"fr": answer(subject or key.replace("-", " "))},
    }
    return EntryDocument(key=key, **{**default, **values})


def write(directory: Path, *documents: EntryDocument) -> Path:
    """Write entries as content files; returns the directory."""
    for document in documents:
        path = directory / document.topic / f"{document.key}.yml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(files.dump(document), encoding="utf-8")
    return directory
