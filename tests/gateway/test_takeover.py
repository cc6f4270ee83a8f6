"""From the commit of a takeover no bot message leaves, whatever was in flight; handing back wakes the bot."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bot.channels.messages import Reply
from bot.gateway.models import Conversation, InboundMessage, OutboundMessage
from bot.gateway.outbox import add_replies
from tests.builders import Person, work, work_later
from tests.fake_rasa import FakeRasa, Json, said

pytestmark = pytest.mark.django_db(transaction=True)


def take_over() -> None:
    Conversation.objects.update(handler=Conversation.Handler.HUMAN)


def taking_over(answer: Json | int) -> object:
    """An answer of Rasa during whose making a human takes the conversation over."""

    def make(_turn: Json) -> Json | int:
        take_over()
        return answer

    return make


def test_an_answer_in_flight_does_not_leave(rasa: FakeRasa, person: Person) -> None:
    rasa.script.append(taking_over(said("trop tard", origin="ML")))  # type: ignore[arg-type]
    person.say("bonjour")
    work()

    assert person.heard() == []
    assert not OutboundMessage.objects.exists()
    assert Conversation.objects.get().origin == ""
    assert InboundMessage.objects.get().status == "done"


def test_neither_does_an_apology(rasa: FakeRasa, person: Person) -> None:
    rasa.script.extend([500, 500, 500, taking_over(500)])  # type: ignore[list-item]
    person.say("bonjour")
    for _ in range(4):
        work_later()

    assert InboundMessage.objects.get().status == "dead"
    assert not OutboundMessage.objects.exists()


def test_nor_the_notice_that_it_takes_long(rasa: FakeRasa, person: Person) -> None:
    rasa.script.append(taking_over(500))  # type: ignore[arg-type]
    person.say("bonjour")
    InboundMessage.objects.update(received_at=timezone.now() - timedelta(minutes=1))
    work()

    assert not OutboundMessage.objects.exists()


def test_nor_what_was_stored_but_not_yet_sent(person: Person) -> None:
    person.say("bonjour")
    conversation = Conversation.objects.get()
    add_replies(conversation, None, [Reply("du robot")], OutboundMessage.Author.BOT)
    add_replies(conversation, None, [Reply("de la permanence")], OutboundMessage.Author.HUMAN)
    take_over()
    work()

    assert person.heard() == ["de la permanence"]
    assert list(OutboundMessage.objects.values_list("status", flat=True)) == ["cancelled", "sent"]


def test_what_is_said_to_the_human_is_not_heard_by_the_bot_until_it_is_handed_back(
    rasa: FakeRasa, person: Person
) -> None:
    person.say("bonjour")
    take_over()
    person.say("merci madame")
    work()
    assert rasa.texts == []
    assert person.client.get("/chat/messages").json()["pending"] is False

    Conversation.objects.update(handler=Conversation.Handler.BOT)
    person.say("encore une question")
    work()
    assert rasa.texts == ["encore une question"]
    assert person.heard() == ["re: encore une question"]
