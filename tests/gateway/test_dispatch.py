"""Every accepted message is answered once, whatever happens to Rasa, to our own code or to the database."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from bot.channels.messages import Button
from bot.gateway.models import Conversation, InboundMessage, OutboundMessage
from tests.builders import Person, shown, work, work_later
from tests.fake_rasa import Answer, FakeRasa, said

pytestmark = pytest.mark.django_db(transaction=True)

WAITING, DONE, DEAD = InboundMessage.Status.WAITING, InboundMessage.Status.DONE, InboundMessage.Status.DEAD


def statuses() -> list[str]:
    return list(InboundMessage.objects.order_by("sequence").values_list("status", flat=True))


def grow_old(seconds: float) -> None:
    InboundMessage.objects.update(received_at=timezone.now() - timedelta(seconds=seconds))


def test_replies_are_numbered_in_the_order_of_rasa_and_effects_are_kept(rasa: FakeRasa, person: Person) -> None:
    rasa.script.append(said("un\n\nencore un", "deux", "trois", origin="ML", consent=True, language="fr"))
    person.say("bonjour")
    work()

    assert person.heard() == ["un\n\nencore un", "deux", "trois"]
    assert [row["sequence"] for row in person.history()] == [1, 2, 3, 4]
    conversation = Conversation.objects.get()
    assert (conversation.origin, conversation.consent, conversation.language) == ("ML", True, "fr")


def test_rasa_hears_what_it_may_know_and_the_key_of_the_last_answer(rasa: FakeRasa, person: Person) -> None:
    rasa.script.append({"replies": [{"text": "Voici.", "key": "anpe-mali"}], "effects": [{"origin": "ML"}]})
    person.say("comment m'inscrire ?")
    person.say("et pour ma sœur ?")
    work()

    heard = rasa.turns[1]
    assert set(heard) == {"sender", "text", "message_id", "attempt", "metadata"}
    assert heard["sender"] == str(Conversation.objects.get().pk)
    assert heard["metadata"] == {
        "channel": "web", "language": "", "language_chosen": False, "origin": "ML", "previous_key": "anpe-mali",
        "explain": False, "destination": "",
    }  # fmt: skip


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the trigger is written for SQLite")
@pytest.mark.parametrize("failure", ["RAISE(ABORT, 'no')", "RAISE(ROLLBACK, 'no')"])
def test_a_commit_that_fails_leaves_nothing_half_stored(rasa: FakeRasa, person: Person, failure: str) -> None:
    rasa.script.append(said("un", "deux", origin="ML"))
    person.say("bonjour")
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TRIGGER broken BEFORE UPDATE OF status ON gateway_inboundmessage WHEN NEW.status = 'done' "
            f"BEGIN SELECT {failure}; END"
        )
    try:
        work()
        assert statuses() == [WAITING]
        assert not OutboundMessage.objects.exists()
        conversation = Conversation.objects.get()
        assert (conversation.origin, conversation.last_sequence, conversation.claimed_by) == ("", 1, "")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER broken")
    work_later()

    assert statuses() == [DONE]
    assert person.heard() == ["re: bonjour"]


def test_while_rasa_is_down_the_message_waits_and_the_person_is_told_once(rasa: FakeRasa, person: Person) -> None:
    rasa.stop()
    person.say("bonjour")
    person.say("vous êtes là ?")
    work()
    assert person.heard() == []  # a restart of Rasa is nobody's business

    grow_old(9)
    for _ in range(20):
        work_later()
    assert len(person.heard()) == 1
    assert "bien arrivé" in person.heard()[0]
    assert statuses() == [WAITING, WAITING]

    rasa.start()
    work_later()
    work_later()
    assert person.heard()[1:] == ["re: bonjour", "re: vous êtes là ?"]
    assert rasa.texts == ["bonjour", "vous êtes là ?"]
    assert statuses() == [DONE, DONE]


def test_a_later_message_does_not_overtake_one_that_is_put_off(rasa: FakeRasa, person: Person) -> None:
    rasa.script.append(500)
    person.say("un")
    person.say("deux")
    work()
    InboundMessage.objects.filter(sequence=1).update(next_attempt_at=timezone.now() + timedelta(minutes=1))
    work()

    assert rasa.texts == ["un"]
    work_later()
    assert person.heard() == ["re: un", "re: deux"]


BROKEN: list[tuple[str, Answer, int, str]] = [
    ("server error", 500, 4, "rasa_failed"),
    ("refused", 403, 1, "rasa_refused"),
    ("silent", {"replies": []}, 12, "rasa_silent"),
    ("not JSON", b"<html>", 4, "turn_failed"),
    ("not an answer", {"replies": [{"text": "bonjour", "buttons": None}]}, 4, "turn_failed"),
    ("an effect that cannot be stored", {"replies": [{"text": "a"}], "effects": [{"consent": "perhaps"}]}, 4, "turn_failed"),
]


@pytest.mark.parametrize(("name", "answer", "tries", "code"), BROKEN, ids=[row[0] for row in BROKEN])
def test_a_message_that_cannot_be_answered_is_kept_and_apologised_for(
    rasa: FakeRasa, person: Person, name: str, answer: Answer, tries: int, code: str
) -> None:
    rasa.script.extend([answer] * tries)
    person.say("casse")
    person.say("suivant")
    for _ in range(tries):
        work_later()

    assert statuses() == [DEAD, DONE]
    row: Any = InboundMessage.objects.get(sequence=1)
    assert (row.attempts, row.error_code, row.text) == (tries, code, "casse")
    apology, answered = person.heard()
    assert "Désolé" in apology
    assert answered == "re: suivant"
    assert rasa.texts == ["casse"] * tries + ["suivant"]


def test_a_silent_rasa_is_asked_again_and_told_that_it_is_the_second_time(rasa: FakeRasa, person: Person) -> None:
    rasa.script.append({"replies": []})
    person.say("bonjour")
    work()
    assert statuses() == [WAITING]
    work_later()

    assert [turn["attempt"] for turn in rasa.turns] == [1, 2]
    assert rasa.turns[0]["message_id"] == rasa.turns[1]["message_id"]
    assert person.heard() == ["re: bonjour"]


def test_a_pressed_button_reads_as_its_label_and_is_heard_as_its_payload(rasa: FakeRasa, person: Person) -> None:
    person.say("bonjour")
    work()
    row = shown(Conversation.objects.get(), Button("Les dangers", '/choose_topic{"key": "dangers"}'))
    person.press(row.sequence, 0)
    work()

    assert rasa.texts[-1] == '/choose_topic{"key": "dangers"}'
    assert [item["text"] for item in person.history() if item["author"] == "me"] == ["bonjour", "Les dangers"]
    assert "/choose_topic" not in str(person.history()[2]["buttons"])
