"""Learns the weights of `follow_up` from conversations: `python -m bot.nlu.follow_up_training`.

A log-linear choice among the candidates, with a penalty on large weights. It learns from the conversations of
`data/follow_ups/`, where most messages lean on the one before, and from training messages that the ranker was not given,
set after any answer, which stand alone. Nothing of `data/eval/` is read here.
"""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

from bot.content.dialogue_examples import Example
from bot.nlu import examples, fitting, follow_up
from bot.nlu.examples import TrainingSet
from bot.nlu.follow_up_signs import FollowUp, Signs
from bot.nlu.labels import DIALOGUE, OUT_OF_SCOPE, URGENT
from bot.nlu.understanding import Understanding
from bot.nlu.vectors import Floats

ROOT = Path(__file__).parents[2]
PENALTY = 0.5
ALONE = {"entry": 200, "talk": 100, "outside": 60}
"""How many messages that stand alone are learnt from."""

ALONE_WEIGHT = 0.2
"""What one of them counts beside a turn of a conversation. More makes follow-ups worse: alone they look alike."""

Choice = list[tuple[Signs, bool]]
"""The signs of each candidate, and whether it is right."""


def conversations(root: Path, understanding: Understanding) -> Iterator[Choice]:
    """One choice for each second or later turn of the training conversations."""
    for path in sorted((root / "data" / "follow_ups").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            previous = ""
            for turn in json.loads(line)["turns"]:
                if previous:
                    message = understanding.after(turn["user"], understanding.cards[previous])
                    yield from _choice(message, {turn["label"], *turn.get("also_ok", ())}, understanding)
                previous = turn["label"] if turn["label"] not in DIALOGUE else previous


def standing_alone(training: TrainingSet) -> Iterator[Choice]:
    """Training messages that a ranker has not seen, each after some entry's answer."""
    draw = random.Random(0)  # noqa: S311
    shuffled = draw.sample(training.examples, len(training.examples))
    third = len(shuffled) // 3
    rest = TrainingSet(tuple(shuffled[third:]), training.cards)
    understanding = Understanding(fitting.fit(rest, fitting.cache_directory()), training.cards)
    wanted = dict(ALONE)
    for example in shuffled[:third]:
        kind = _kind(example)
        if wanted.get(kind, 0) > 0 and len(example.text) <= follow_up.LONGEST:
            wanted[kind] -= 1
            message = understanding.after(example.text, training.cards[draw.choice(sorted(training.cards))])
            yield from _choice(message, {example.label}, understanding)


def _kind(example: Example) -> str:
    if example.label == OUT_OF_SCOPE:
        return "outside"
    return "talk" if example.label in DIALOGUE else "entry"


def _choice(message: FollowUp, right: set[str], understanding: Understanding) -> Iterator[Choice]:
    """The choice, unless a rule decides before it or no candidate is right."""
    if URGENT not in right and not follow_up.stands_alone(message):
        candidates = follow_up.candidates(message, understanding.cards)
        if right & set(candidates):
            yield [(signs, label in right) for label, signs in candidates.items()]


def learn(choices: list[tuple[Choice, float]], penalty: float = PENALTY) -> Signs:
    """The weights, by the names of the signs, that make the right candidates likeliest; each choice counts so much."""
    names = sorted({name for choice, _ in choices for signs, _ in choice for name in signs})
    data = [
        (
            np.array([[signs.get(name, 0.0) for name in names] for signs, _ in choice]),
            np.array([float(right) for _, right in choice]),
            counts,
        )
        for choice, counts in choices
    ]

    def loss(weights: Floats) -> tuple[float, Floats]:
        value, gradient = penalty * float(weights @ weights), 2 * penalty * weights
        for rows, right, counts in data:
            odds = np.exp(rows @ weights - (rows @ weights).max())
            chances = odds / odds.sum()
            chosen = chances * right
            value -= counts * float(np.log(chosen.sum()))
            gradient = gradient - counts * (rows.T @ (chosen / chosen.sum() - chances))
        return value, gradient

    start: Any = np.zeros(len(names))
    weights: Floats = minimize(loss, start, jac=True, method="L-BFGS-B").x
    return {name: round(float(weight), 3) for name, weight in zip(names, weights, strict=True)}


def main() -> None:
    """Write the weights beside the code."""
    training = examples.of_checkout(ROOT)
    understanding = Understanding(fitting.fit(training, fitting.cache_directory()), training.cards)
    leaning = [(choice, 1.0) for choice in conversations(ROOT, understanding)]
    alone = [(choice, ALONE_WEIGHT) for choice in standing_alone(training)]
    weights = learn([*leaning, *alone])
    follow_up.WEIGHTS.write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
