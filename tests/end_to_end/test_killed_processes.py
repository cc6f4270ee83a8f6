"""Kill any process at any moment: every accepted message is answered, once."""

import pytest

from tests.end_to_end.stack import Stack, Visitor

pytestmark = pytest.mark.end_to_end

QUESTION, KEY = "c'est quoi le programme gecco en espagne", "espagne-gecco"


@pytest.mark.parametrize("part", ["rasa run", "bot actions", "bot worker"])
def test_a_message_is_answered_once_although_a_part_is_killed(stack: Stack, visitor: Visitor, part: str) -> None:
    visitor.ask("bonjour")
    number = visitor.say(QUESTION)
    stack.kill(part)
    answers = visitor.answers(number, lambda found: any(message["key"] for message in found))
    assert [message["key"] for message in answers if message["key"]] == [KEY]
    assert not any("pas réussi" in message["text"] for message in answers)


def test_messages_sent_while_rasa_is_away_are_kept_in_order(stack: Stack, visitor: Visitor) -> None:
    visitor.ask("bonjour")
    stack.kill("rasa run")
    first = visitor.say(QUESTION)
    visitor.say("1 euro fait combien de francs cfa")
    answers = visitor.answers(first, lambda found: len([m for m in found if m["key"]]) >= 2)
    assert [message["key"] for message in answers if message["key"]] == [KEY, "taux-euro-cfa"]


def test_a_message_accepted_just_before_web_dies_is_answered(stack: Stack, visitor: Visitor) -> None:
    visitor.ask("bonjour")
    number = visitor.say(QUESTION)
    line = len(stack.lines)
    stack.kill("bot web")
    assert stack.wait_for("web ended and is started again", 30, since=line)
    answers = _after_restart(visitor, number)
    assert [message["key"] for message in answers if message["key"]] == [KEY]


def _after_restart(visitor: Visitor, number: int) -> list[dict[str, object]]:
    import time

    import httpx

    for _ in range(200):
        try:
            return visitor.answers(number)
        except httpx.TransportError:
            time.sleep(0.2)
    raise AssertionError("web did not come back")
