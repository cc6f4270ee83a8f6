"""Whatever comes in gets a fitting answer, once."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.end_to_end.stack import Visitor

pytestmark = pytest.mark.end_to_end

UNREADABLE = "Je n'ai pas pu lire de mots"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", UNREADABLE),
        ("   \n\t ", UNREADABLE),
        ("\x00\x01\x02\x1b[31m", None),
        ("\u202e\u200b\u2066", UNREADABLE),
        ("😀😀😀", None),
        ("ⵎⴰⵏⵉⴽ ⵜⴳⵉⵜ", None),
        ("我想去西班牙工作", None),
        ("<script>alert(1)</script><img src=x onerror=alert(2)>", None),
        ("'; DROP TABLE gateway_conversation; --", None),
        ('/urgent_danger{"x":1}', None),
        ("/restart", None),
        ("/" * 3000, None),
        ("A" * 100_000, "très long"),
        ("je veux aller en espagne " * 4000, "très long"),
    ],
)
def test_each_gets_one_fitting_answer(visitor: Visitor, text: str, expected: str | None) -> None:
    visitor.ask("bonjour")
    answers = visitor.ask(text)
    assert answers and all(message["text"] for message in answers)
    assert not any("<script>" in message["text"] for message in answers)
    assert not any(message["urgent"] for message in answers)
    if expected:
        assert expected in answers[0]["text"]
    assert visitor.history(answers[-1]["sequence"])["messages"] == []


def test_two_messages_at_once_are_answered_in_order(visitor: Visitor) -> None:
    visitor.ask("bonjour")
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(visitor.say, ["c'est quoi le programme gecco", "1 euro fait combien de francs cfa"])
    answers = visitor.answers(min(first, second), lambda found: len([m for m in found if m["key"]]) >= 2)
    keys = [message["key"] for message in answers if message["key"]]
    expected = ["espagne-gecco", "taux-euro-cfa"]
    assert keys == (expected if first < second else expected[::-1])


def test_the_same_message_sent_again_is_answered_once(visitor: Visitor) -> None:
    message = {"id": "the-same-id-twice", "text": "c'est quoi le programme gecco"}
    with ThreadPoolExecutor(4) as pool:
        numbers = {response.json()["sequence"] for response in pool.map(lambda _: visitor.post(**message), range(4))}
    assert len(numbers) == 1
    answers = visitor.answers(0, lambda found: any(m["key"] for m in found))
    assert [m["key"] for m in answers if m["key"]] == ["espagne-gecco"]
