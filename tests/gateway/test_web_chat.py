"""The web channel's door: who may post, what is refused in a sentence, and whose history is shown."""

import json
from typing import Any

import pytest
from django.test import Client

from bot.channels.messages import Button
from bot.gateway.models import Conversation, InboundMessage
from bot.gateway.web_chat import COOKIE
from tests.builders import Person, shown, work
from tests.fake_rasa import FakeRasa

pytestmark = pytest.mark.django_db


def test_the_page_gives_a_cookie_once_that_scripts_cannot_read(client: Client) -> None:
    first = client.get("/")
    cookie = first.cookies[COOKIE]

    assert first.status_code == 200
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and len(cookie.value) >= 32
    assert COOKIE not in client.get("/").cookies


def test_a_message_needs_the_cookie_and_the_header(person: Person) -> None:
    body = {"id": "message-0001", "text": "bonjour"}
    without_header = person.client.post("/chat/messages", body, content_type="application/json")
    without_cookie = Client().post(
        "/chat/messages", body, content_type="application/json", headers={"X-Yoon-Chat": "1"}
    )

    for answer in (without_header, without_cookie):
        assert answer.status_code == 403
        assert answer.json()["message"]
    assert not InboundMessage.objects.exists()


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "not_json"),
        (b'{"id": "message-0001", "text": "bon', "not_json"),
        (b"\xff\xfe", "not_json"),
        (b"[" * 100_000, "not_json"),
        (b"[]", "not_an_object"),
        (b'"bonjour"', "not_an_object"),
        (b'{"text": "bonjour"}', "bad_id"),
        (b'{"id": "short", "text": "bonjour"}', "bad_id"),
        (b'{"id": "with a space", "text": "bonjour"}', "bad_id"),
        (b'{"id": 12345678, "text": "bonjour"}', "bad_id"),
        (b'{"id": "' + b"a" * 65 + b'", "text": "bonjour"}', "bad_id"),
        (b'{"id": "message-0001"}', "no_text"),
        (b'{"id": "message-0001", "text": null}', "no_text"),
        (b'{"id": "message-0001", "text": ["bonjour"]}', "no_text"),
        (b'{"id": "message-0001", "choice": 3}', "bad_choice"),
        (b'{"id": "message-0001", "choice": {"message": "1", "index": 0}}', "bad_choice"),
        (b'{"id": "message-0001", "choice": {"message": true, "index": 0}}', "bad_choice"),
        (b'{"id": "message-0001", "choice": {"message": 1}}', "bad_choice"),
    ],
)
def test_what_is_no_message_is_refused_in_a_sentence(person: Person, body: bytes, code: str) -> None:
    answer = person.post(body)

    assert (answer.status_code, answer.json()["error"]) == (400, code)
    assert answer.json()["message"].endswith(".")
    assert not InboundMessage.objects.exists()


def test_a_very_long_message_is_taken_cut_and_said_to_be(rasa: FakeRasa, person: Person) -> None:
    assert person.say("é" * 50_000).status_code == 202  # 100 KB
    work()

    assert rasa.texts == ["é" * 4096]
    notice, answer = person.heard()
    assert "que le début" in notice
    assert answer.startswith("re: ")


def test_half_a_megabyte_is_refused_in_a_sentence(person: Person) -> None:
    answer = person.say("a" * (512 * 1024))

    assert answer.status_code == 413
    assert "trop long" in answer.json()["message"]
    assert not InboundMessage.objects.exists()


@pytest.mark.parametrize(
    ("posted", "heard"),
    [("a\\u0000b", "ab"), ("a\\ud800b", "a?b"), ("\\ud83d\\ude00", "😀"), ("\\u0000", "/empty_message")],
    ids=["null", "lone surrogate", "pair", "only null"],
)
def test_characters_that_no_database_stores(rasa: FakeRasa, person: Person, posted: str, heard: str) -> None:
    assert person.post(b'{"id": "message-0001", "text": "' + posted.encode() + b'"}').status_code == 202
    work()

    assert rasa.texts == [heard]
    json.dumps(person.history()).encode()


def test_nobody_presses_the_button_of_somebody_else(rasa: FakeRasa, person: Person) -> None:
    other = Person()
    other.say("bonjour")
    work()
    row = shown(Conversation.objects.get(), Button("Oui, tout effacer", "/confirm_erasure"))

    person.press(row.sequence, 0)
    work()

    assert rasa.texts[-1] == "/expired_button"


@pytest.mark.parametrize("place", [{"message": 10**30, "index": 0}, {"message": -1, "index": -1}])
def test_a_place_that_no_message_has(rasa: FakeRasa, person: Person, place: dict[str, int]) -> None:
    assert person.post({"id": "message-0001", "choice": place}).status_code == 202
    work()

    assert rasa.texts == ["/expired_button"]
    assert person.history()[0]["text"] == "…"


def test_a_page_that_floods_is_slowed_down_and_only_that_page(person: Person) -> None:
    answers = [person.say(f"message {place}") for place in range(40)]

    refused = [answer for answer in answers if answer.status_code != 202]
    assert 1 <= len(refused) <= 10
    assert refused[0].status_code == 429 and refused[0].json()["message"]
    assert Person().say("bonjour").status_code == 202


def test_the_history_is_that_of_ones_own_cookie(rasa: FakeRasa, person: Person) -> None:
    person.say("mon secret")
    work()

    assert [row["text"] for row in person.history()] == ["mon secret", "re: mon secret"]
    assert [row["text"] for row in person.history(after=1)] == ["re: mon secret"]
    assert Person().history() == []
    assert Client().get("/chat/messages").json()["messages"] == []


def test_pending_until_the_answer_is_there(rasa: FakeRasa, person: Person) -> None:
    def pending() -> Any:
        return person.client.get("/chat/messages").json()["pending"]

    person.say("bonjour")
    assert pending() is True
    work()
    assert pending() is False


def test_other_methods_are_not_allowed(person: Person) -> None:
    assert person.client.put("/chat/messages").status_code == 405
    assert person.client.delete("/chat/messages").status_code == 405
    assert person.client.post("/chat/events").status_code == 405
