"""Messages go when their time is over, Rasa's memory of them too; what still waits for an answer never does."""

from datetime import timedelta

import pytest
from django.db.models import F

from bot.gateway import retention
from bot.gateway.models import Conversation, InboundMessage, OutboundMessage
from tests.builders import Person, work
from tests.fake_rasa import FakeRasa

pytestmark = pytest.mark.django_db(transaction=True)


def later(**time: float) -> None:
    """So much time passes for everything that is stored."""
    past = timedelta(**time)
    Conversation.objects.update(created_at=F("created_at") - past)
    InboundMessage.objects.update(received_at=F("received_at") - past)
    OutboundMessage.objects.update(created_at=F("created_at") - past)


@pytest.fixture
def answered(rasa: FakeRasa, person: Person) -> Person:
    person.say("bonjour")
    work()
    return person


def test_after_the_days_of_the_setting_messages_and_memory_are_gone(
    rasa: FakeRasa, answered: Person, settings: object
) -> None:
    settings.RETENTION_DAYS = 7  # type: ignore[attr-defined]
    conversation = Conversation.objects.get()
    later(days=6, hours=23)
    assert retention.purge() == 0
    later(hours=2)

    assert retention.purge() == 3
    assert not InboundMessage.objects.exists() and not OutboundMessage.objects.exists()
    assert not Conversation.objects.exists()
    assert rasa.forgotten == [str(conversation.pk)]


def test_while_rasa_is_away_the_conversation_waits_to_be_forgotten(rasa: FakeRasa, answered: Person) -> None:
    rasa.stop()
    later(days=31)
    retention.purge()
    assert answered.history() == []
    assert Conversation.objects.exists()

    rasa.start()
    assert retention.purge() == 1
    assert not Conversation.objects.exists()


def test_what_waits_is_never_erased_by_age(rasa: FakeRasa, answered: Person) -> None:
    answered.say("encore une question")
    later(days=31)
    retention.purge()
    work()

    assert answered.heard() == ["re: encore une question"]
    assert rasa.forgotten == []


@pytest.mark.parametrize(("consent", "kept"), [(False, False), (None, True), (True, True)])
def test_who_said_no_is_forgotten_after_a_day(
    rasa: FakeRasa, answered: Person, consent: bool | None, kept: bool
) -> None:
    Conversation.objects.update(consent=consent)
    later(hours=23)
    retention.purge()
    assert len(answered.history()) == 2
    later(hours=2)
    retention.purge()

    assert (len(answered.history()) == 2) is kept
    assert Conversation.objects.exists() is kept
    assert (rasa.forgotten == []) is kept


def test_a_message_that_comes_in_while_the_conversation_goes_keeps_it(rasa: FakeRasa, answered: Person) -> None:
    later(days=31)
    conversation = Conversation.objects.get()
    InboundMessage.objects.all().delete()
    OutboundMessage.objects.all().delete()
    answered.say("me revoilà")  # between the look for silent conversations and the removal

    assert retention.remove_empty(conversation) is False
    work()
    assert answered.heard() == ["re: me revoilà"]
