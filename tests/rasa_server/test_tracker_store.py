"""Rasa's memory: bounded however long people talk, with its slots, and gone when it has to be."""

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, BotUttered, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.rasa_server.tracker_store import Base, BoundedTrackerStore
from tests import postgresql

DOMAIN = Domain.from_dict(
    {
        "intents": ["ask"],
        "slots": {
            name: {"type": "text", "influence_conversation": False, "mappings": [{"type": "custom"}]}
            for name in ("awaiting", "welcomed", "last_key")
        },
    }
)


@pytest.fixture(scope="module")
def postgresql_url() -> Iterator[str]:
    with postgresql.server() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'tracker.sqlite3'}"
    found: str = request.getfixturevalue("postgresql_url")
    engine = sa.create_engine(found)
    Base.metadata.drop_all(engine)
    engine.dispose()
    return found


@pytest.fixture
def store(url: str) -> BoundedTrackerStore:
    return BoundedTrackerStore(DOMAIN, url)


def turn(number: int, *slots: SlotSet) -> list[Event]:
    said = UserUttered(f"question {number}", intent={"name": "ask"}, message_id=f"m{number}")
    return [said, ActionExecuted("action_answer"), BotUttered("réponse"), *slots, ActionExecuted("action_listen")]


def talk(store: BoundedTrackerStore, sender: str, *turns: list[Event]) -> DialogueStateTracker:
    """Take turns as Rasa does: retrieve, extend, save."""

    async def scenario() -> DialogueStateTracker:
        tracker = await store.get_or_create_tracker(sender)
        for events in turns:
            tracker = await store.get_or_create_tracker(sender, append_action_listen=False)
            for event in events:
                tracker.update(event, DOMAIN)
            await store.save(tracker)
        return tracker

    return asyncio.run(scenario())


def recall(store: BoundedTrackerStore, sender: str) -> DialogueStateTracker:
    tracker = asyncio.run(store.retrieve(sender))
    assert tracker is not None
    return tracker


def test_three_hundred_turns_take_the_room_of_a_few(store: BoundedTrackerStore) -> None:
    turns = [turn(number) for number in range(300)]
    turns[0] += [SlotSet("welcomed", "yes"), ActiveLoop("budget_form")]
    turns[3] += [SlotSet("last_key", "anpe-mali")]
    talk(store, "awa", *turns)

    tracker = recall(store, "awa")
    assert len(tracker.events) <= 50
    assert tracker.get_slot("welcomed") == "yes"
    assert tracker.get_slot("last_key") == "anpe-mali"
    assert tracker.active_loop_name == "budget_form"
    said = [event.text for event in tracker.events if isinstance(event, UserUttered)]
    assert said[-1] == "question 299" and len(said) >= 5
    assert tracker.latest_action_name == "action_listen"


def test_a_slot_that_was_emptied_stays_empty(store: BoundedTrackerStore) -> None:
    first = turn(0, SlotSet("awaiting", "consent"))
    talk(store, "awa", first, turn(1, SlotSet("awaiting", None)), *(turn(number) for number in range(2, 40)))

    assert recall(store, "awa").get_slot("awaiting") is None


@pytest.mark.parametrize("earlier", [0, 1, 30])
def test_a_turn_is_taken_back_and_can_be_taken_anew(store: BoundedTrackerStore, earlier: int) -> None:
    talk(store, "awa", *(turn(number, SlotSet("last_key", "old")) for number in range(earlier)))
    before = recall(store, "awa").events if earlier else []
    talk(store, "awa", turn(99, SlotSet("last_key", "new"), SlotSet("awaiting", "human")))

    assert store.rewind("awa", "m99") is True
    tracker = recall(store, "awa")
    assert tracker.get_slot("last_key") == ("old" if earlier else None)
    assert tracker.get_slot("awaiting") is None
    assert "question 99" not in [getattr(event, "text", "") for event in tracker.events]
    assert len(tracker.events) <= len(before) + 2
    assert store.rewind("awa", "m99") is False
    assert store.rewind("nobody", "m99") is False


def test_forgetting_leaves_nothing_of_one_person_and_everything_of_the_others(store: BoundedTrackerStore) -> None:
    talk(store, "awa", turn(1))
    talk(store, "modou", turn(1))

    assert store.forget("awa") >= 4
    assert store.forget("awa") == 0
    assert asyncio.run(store.retrieve("awa")) is None
    assert asyncio.run(store.keys()) == ["modou"]


def test_old_conversations_are_pruned(store: BoundedTrackerStore) -> None:
    talk(store, "awa", turn(1))
    between = time.time()
    talk(store, "modou", turn(1))

    assert store.prune(older_than=between) == 1
    assert asyncio.run(store.keys()) == ["modou"]


def test_what_was_saved_is_there_for_another_process(store: BoundedTrackerStore, url: str) -> None:
    talk(store, "awa", turn(1, SlotSet("last_key", "é 😀")))

    assert recall(BoundedTrackerStore(DOMAIN, url), "awa").get_slot("last_key") == "é 😀"
