"""One thread at a time answers a person; nobody waits for a dead one."""

import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from bot.gateway import claims, dispatch
from bot.gateway.models import Conversation, OutboundMessage
from tests.builders import Person, received, work
from tests.fake_rasa import FakeRasa, Json, said

pytestmark = pytest.mark.django_db(transaction=True)


def serve(conversation: Conversation, thread: str) -> None:
    try:
        dispatch.serve(conversation.pk, thread)
    finally:
        connections.close_all()


def test_a_conversation_is_answered_by_one_thread_and_others_beside_it(rasa: FakeRasa, person: Person) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(turn: Json) -> Json:
        begun.set()
        assert go_on.wait(10)
        return said(f"re: {turn['text']}")

    rasa.script.append(slow)
    person.say("un")
    person.say("deux")
    conversation, other = Conversation.objects.get(), Person()
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(serve, conversation, "first")
        assert begun.wait(10)
        dispatch.serve(conversation.pk, "second")
        assert rasa.texts == ["un"]
        other.say("moi aussi")
        work()
        assert other.heard() == ["re: moi aussi"]
        go_on.set()
        first.result(10)

    assert person.heard() == ["re: un", "re: deux"]
    assert Conversation.objects.filter(claimed_by="").count() == 2


def test_a_thread_that_lost_its_lease_says_nothing(rasa: FakeRasa, person: Person) -> None:
    """It was suspended for longer than the lease, and somebody else answers by now."""

    def loses_the_lease(_turn: Json) -> Json:
        Conversation.objects.update(claimed_by="elsewhere:1:turn", claimed_until=timezone.now() + timedelta(minutes=1))
        return said("en double")

    rasa.script.append(loses_the_lease)
    person.say("bonjour")
    work()
    assert not OutboundMessage.objects.exists()
    assert Conversation.objects.get().claimed_by == "elsewhere:1:turn"

    Conversation.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    work()
    assert person.heard() == ["re: bonjour"]


def test_what_a_dead_process_held_is_free_again() -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    held = {
        f"{claims._HOST}:{dead.pid}:turn_0": "",
        f"{claims._HOST}:{os.getpid()}:turn_0": f"{claims._HOST}:{os.getpid()}:turn_0",
        f"another-host:{dead.pid}:turn_0": f"another-host:{dead.pid}:turn_0",
    }
    rows = []
    for place, holder in enumerate(held):
        row = received(address=f"{place}" * 24).conversation
        Conversation.objects.filter(pk=row.pk).update(
            claimed_by=holder, claimed_until=timezone.now() + timedelta(minutes=1)
        )
        rows.append(row)

    assert claims.release_the_dead() == 1
    assert [Conversation.objects.get(pk=row.pk).claimed_by for row in rows] == list(held.values())


def test_a_turn_that_breaks_gives_the_conversation_back(person: Person) -> None:
    person.say("bonjour")
    conversation = Conversation.objects.get()
    with pytest.raises(RuntimeError), claims.claim(conversation.pk, "broken") as held:
        assert held is not None
        with claims.claim(conversation.pk, "second") as refused:
            assert refused is None
        raise RuntimeError

    with claims.claim(conversation.pk, "third") as held:
        assert held is not None
