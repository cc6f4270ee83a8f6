"""« Effacer mes données »: everything about a person goes, in every part; a receipt without personal data stays."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from bot.gateway import erasure
from bot.gateway.models import Conversation, ErasureReceipt, InboundMessage, OutboundMessage
from bot.hotline import services
from bot.hotline.models import Case
from tests.builders import Person, work, work_later
from tests.fake_rasa import FakeRasa, said

pytestmark = pytest.mark.django_db(transaction=True)

CONFIRMED = said("J'efface.", erase=True)


@pytest.fixture
def known(rasa: FakeRasa, person: Person) -> Person:
    """Somebody with a profile, a request for help and two answered messages."""
    rasa.script.append(said("Bonjour Awa", origin="ML", language="fr", consent=True, last_key="anpe-mali"))
    person.say("Je m'appelle Awa")
    work()
    person.say("mon numéro est le 70 00 00 01")
    work()
    services.request_human(Conversation.objects.get().pk, danger=True, channel="web", origin="ML")
    return person


def in_a_day() -> None:
    past = timedelta(hours=25)
    Conversation.objects.update(erased_at=F("erased_at") - past)
    InboundMessage.objects.update(received_at=F("received_at") - past)
    OutboundMessage.objects.update(created_at=F("created_at") - past)


def test_everything_goes_and_the_receipt_says_so(rasa: FakeRasa, known: Person) -> None:
    rasa.script.append(CONFIRMED)
    known.say("oui, efface tout")
    work()

    conversation = Conversation.objects.get()
    assert rasa.forgotten == [str(conversation.pk)]
    assert (conversation.origin, conversation.language, conversation.last_key) == ("", "", "")
    assert conversation.consent is None
    assert not Case.objects.exists()
    inbound = InboundMessage.objects.get()  # kept a day, without words, so that a redelivery is recognised
    assert (inbound.text, inbound.choice, inbound.metadata, inbound.understanding) == ("", {}, {}, {})
    receipt = ErasureReceipt.objects.get()
    assert receipt.counts == {"suivi": 7, "demandes": 1, "messages": 5}
    assert len(known.heard()) == 1
    assert receipt.code in known.heard()[0]
    assert "Awa" not in str(known.history()) and "Awa" not in str(receipt.__dict__)


def test_the_confirmation_delivered_again_is_no_second_erasure(rasa: FakeRasa, known: Person) -> None:
    rasa.script.append(CONFIRMED)
    known.say("oui", "message-0009")
    work()
    known.say("oui", "message-0009")
    work()

    assert ErasureReceipt.objects.count() == 1
    assert len(known.heard()) == 1


def test_while_rasa_cannot_forget_nothing_is_said_and_it_is_tried_again(rasa: FakeRasa, known: Person) -> None:
    rasa.script.append(CONFIRMED)
    rasa.forget_answer = 503
    before = len(known.heard())
    known.say("oui, efface tout")
    work()
    rasa.stop()
    work_later()

    assert len(known.heard()) == before
    assert not ErasureReceipt.objects.exists()
    assert Conversation.objects.get().origin == "ML"

    rasa.forget_answer = 200
    rasa.start()
    work_later()
    assert ErasureReceipt.objects.count() == 1
    assert len(known.heard()) == 1
    assert len(rasa.turns) == 3  # the confirmation was not heard a second time


def test_what_was_written_after_the_confirmation_is_answered(rasa: FakeRasa, known: Person) -> None:
    rasa.script.append(CONFIRMED)
    known.say("oui, efface tout")
    known.say("et maintenant ?")
    work()

    assert known.heard()[1:] == ["re: et maintenant ?"]
    assert rasa.turns[-1]["metadata"]["origin"] == ""


def test_nobody_else_is_touched(rasa: FakeRasa, known: Person) -> None:
    other = Person()
    other.say("je reste")
    work()
    rasa.script.append(CONFIRMED)
    known.say("oui")
    work()

    assert [row["text"] for row in other.history()] == ["je reste", "re: je reste"]


def test_after_a_day_the_receipt_and_the_address_go_as_well(rasa: FakeRasa, known: Person) -> None:
    rasa.script.append(CONFIRMED)
    known.say("oui")
    work()
    assert erasure.purge_receipts() == 0
    in_a_day()

    rasa.stop()
    assert erasure.purge_receipts() == 0
    assert Conversation.objects.exists()
    rasa.start()
    assert erasure.purge_receipts() == 1
    assert not Conversation.objects.exists() and not OutboundMessage.objects.exists()
    assert ErasureReceipt.objects.exists()


def test_whoever_wrote_again_keeps_the_new_conversation_only(rasa: FakeRasa, known: Person) -> None:
    rasa.script.append(CONFIRMED)
    known.say("oui")
    work()
    in_a_day()
    known.say("une nouvelle question")
    work()

    assert erasure.purge_receipts() == 0
    assert [row["text"] for row in known.history()] == ["une nouvelle question", "re: une nouvelle question"]
    in_a_day()
    assert erasure.purge_receipts() == 0
    assert len(known.history()) == 2


def test_a_profile_that_is_made_while_it_is_erased_does_not_come_back(rasa: FakeRasa, known: Person) -> None:
    assert timezone.now() > Conversation.objects.get().created_at
    rasa.script.append({**CONFIRMED, "effects": [{"origin": "SN"}, {"erase": True}]})
    known.say("oui")
    work()

    assert Conversation.objects.get().origin == ""
