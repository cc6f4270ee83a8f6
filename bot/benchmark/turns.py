"""Turns of the whole stack: gateway store → worker → Rasa → actions → outbox, sent. See `people` for how it is timed.

Questions are held-out ones that understanding answers surely and rightly, so that every turn is a FAQ turn; the share
of turns that really brought a FAQ answer stands beside the figures.
"""

import itertools
import os
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from bot.benchmark import part
from bot.benchmark.figures import memory_of, percentiles, progress
from bot.benchmark.part import Json

CONVERSATIONS = 8
WINDOWS = {"2": range(2, 10), "50": range(47, 55), "300": range(297, 305)}
"""Turns that are timed, one person at a time: 8 conversations × 8 turns each."""

CROWDS = (1, 8, 32)
_TURNS_OF_A_CROWD = 150
_DRIVERS = 4
_WARM_UP = 40


def measure(options: Json) -> Json:
    """All figures, in an environment of a prepared sandbox. `turns` may be shortened for a trial run."""
    import django

    django.setup()
    from bot.benchmark import people, sandbox, second_start, web_people

    questions = faq_questions()
    figures: Json = {"questions": len(questions)}
    started = time.perf_counter()
    with sandbox.running() as stack, people.Ear(int(os.environ[sandbox.RELAY_PORT])) as ear:
        figures["processes_ready_seconds"] = round(time.perf_counter() - started, 2)
        progress(f"turns: stack ready after {figures['processes_ready_seconds']} s")
        figures["memory_idle"] = _memory(stack)
        figures["growth"] = _growth(ear, questions, int(options.get("longest", 304)))
        figures["crowds"] = {str(size): _crowd(ear, questions, size) for size in CROWDS}
        progress("turns: over HTTP")
        figures["http_ms"] = web_people.measure(questions)
        figures["memory"] = _memory(stack)
    progress("turns: second start")
    figures["second_start"] = second_start.measure()
    return figures


def faq_questions() -> list[str]:
    """Held-out FAQ questions that are surely and rightly understood, one entry after the other."""
    from bot.configuration import ROOT
    from bot.evaluation.reading import read
    from bot.evaluation.scoring import Reader
    from bot.nlu.labels import DIALOGUE
    from bot.nlu.understanding import SURE

    reader = Reader.serving()
    right: dict[str, list[str]] = {}
    for conversation in read(ROOT / "data" / "eval" / "fr.jsonl"):
        if conversation.messages[0].labels[0] in DIALOGUE:
            continue
        (prediction,) = reader.predict(conversation)
        if prediction.right and prediction.meaning.band == SURE:
            right.setdefault(prediction.predicted, []).append(prediction.text)
    return [text for row in itertools.zip_longest(*right.values()) for text in row if text]


def _memory(stack: Any) -> Json:
    pids = list(stack.pids.values())
    return {
        "four": memory_of(pids, with_children=False),
        "tree": memory_of(pids, with_children=True),
        "each": {name: memory_of([pid], with_children=True) for name, pid in stack.pids.items()},
    }


def _growth(ear: Any, questions: Sequence[str], longest: int) -> Json:
    """Milliseconds a turn at the beginning and far into a conversation."""
    from bot.benchmark.people import Person

    # A stack that has just started is slower: without this, turn 2 would make turn 300 look good.
    _drive(Person(ear), questions, _WARM_UP)
    persons = [Person(ear) for _ in range(CONVERSATIONS)]
    figures: Json = {}
    for name, window in WINDOWS.items():
        if window[0] > longest:
            continue
        progress(f"turns: driving {CONVERSATIONS} conversations to turn {window[0]}")
        with ThreadPoolExecutor(_DRIVERS) as drivers:
            list(drivers.map(lambda person: _drive(person, questions, window[0] - 1), persons))  # noqa: B023
        figures[name] = _window(persons, questions, len(window))
        progress(f"turns: turn {name}: {figures[name]}")
    if "300" in figures and figures["2"]["p50"]:
        figures["ratio_300_to_2"] = round(figures["300"]["p50"] / figures["2"]["p50"], 3)
    return figures


def _drive(person: Any, questions: Sequence[str], turns: int) -> None:
    from django.db import connection

    try:
        while person.turns < turns:
            person.ask(_next(person, questions))
    finally:
        connection.close()


def _window(persons: Sequence[Any], questions: Sequence[str], turns: int) -> Json:
    answers = [person.ask(_next(person, questions)) for person in persons for _ in range(turns)]
    return _summary(answers)


def _next(person: Any, questions: Sequence[str]) -> str:
    """Another question at each turn, and another order for each person."""
    return questions[(person.turns * 7 + id(person) // 64) % len(questions)]


def _crowd(ear: Any, questions: Sequence[str], size: int) -> Json:
    """`size` people, each asking again as soon as the answer is there, `_TURNS_OF_A_CROWD` turns together."""
    from bot.benchmark.people import Person

    progress(f"turns: {size} at once")
    each = max(_TURNS_OF_A_CROWD // size, 2)
    order = itertools.cycle(questions)
    lock, answers = threading.Lock(), []
    persons = [Person(ear) for _ in range(size)]
    for person in persons:
        person.ask(next(order))  # the first turn makes the conversation and introduces Yoon

    def talk(person: Any) -> None:
        from django.db import connection

        for text in _taken(order, lock, each):
            answer = person.ask(text)
            with lock:
                answers.append(answer)
        connection.close()

    started = time.perf_counter()
    with ThreadPoolExecutor(size) as crowd:
        list(crowd.map(talk, persons))
    seconds = time.perf_counter() - started
    figures = {**_summary(answers), "turns_a_second": round(len(answers) / seconds, 2), "seconds": round(seconds, 1)}
    progress(f"turns: {size} at once: {figures}")
    return figures


def _taken(order: Iterator[str], lock: threading.Lock, count: int) -> Iterator[str]:
    for _ in range(count):
        with lock:
            text = next(order)
        yield text


def _summary(answers: Sequence[Any]) -> Json:
    came = [answer for answer in answers if answer]
    faq = sum(bool(answer.keys) for answer in came)
    return {
        **percentiles([answer.milliseconds for answer in came]),
        "unanswered": len(answers) - len(came),
        "faq_share": round(faq / len(came), 3) if came else 0.0,
    }


if __name__ == "__main__":
    part.answer(measure)
