"""Each message is stored once, whatever the platform repeats, and answered in the order in which it came."""

import pytest

from bot.gateway import dispatch
from bot.gateway.models import Conversation, InboundMessage, OutboundMessage
from tests.builders import Person, at_once, work
from tests.fake_rasa import FakeRasa

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_message_is_committed_before_it_is_acknowledged(person: Person) -> None:
    answer = person.say("Je cherche du travail")

    assert answer.status_code == 202
    row = InboundMessage.objects.get()
    assert (row.text, row.status, row.sequence) == ("Je cherche du travail", "waiting", answer.json()["sequence"])


def test_a_message_delivered_eight_times_at_once_is_one_row_and_one_reply(rasa: FakeRasa, person: Person) -> None:
    def deliver() -> int:
        again = Person()
        again.client.cookies = person.client.cookies
        status: int = again.say("bonjour", "message-0001").status_code
        dispatch.serve(Conversation.objects.get().pk, "turn")
        return status

    assert at_once(8, deliver) == [202] * 8
    work()

    assert InboundMessage.objects.count() == 1
    assert rasa.texts == ["bonjour"]
    assert OutboundMessage.objects.count() == 1
    assert person.heard() == ["re: bonjour"]


def test_a_redelivery_days_after_the_answer_changes_nothing(rasa: FakeRasa, person: Person) -> None:
    person.say("bonjour", "message-0001")
    work()

    assert person.say("bonjour", "message-0001").status_code == 202
    work()

    assert rasa.texts == ["bonjour"]
    assert person.heard() == ["re: bonjour"]


def test_two_messages_at_the_same_moment_are_both_answered_in_order(rasa: FakeRasa, person: Person) -> None:
    person.say("un")
    person.say("deux")
    work()

    assert rasa.texts == ["un", "deux"]
    assert [row["text"] for row in person.history()] == ["un", "deux", "re: un", "re: deux"]


def test_messages_stored_at_once_have_numbers_of_their_own(rasa: FakeRasa, person: Person) -> None:
    def say() -> int:
        other = Person()
        other.client.cookies = person.client.cookies
        sequence: int = other.say("bonjour").json()["sequence"]
        return sequence

    assert sorted(at_once(8, say)) == list(range(1, 9))
    work()
    assert len(person.heard()) == 8


def test_two_people_with_the_same_message_id_are_two_messages(person: Person) -> None:
    person.say("moi", "message-0001")
    Person().say("moi aussi", "message-0001")

    assert InboundMessage.objects.count() == Conversation.objects.count() == 2
