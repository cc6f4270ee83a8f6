"""Learns the weights of `follow_up` from conversations: `python -m bot.nlu.follow_up_training`.

A log-linear choice among the candidate entries, with a penalty on large weights. The conversations of `data/follow_ups/`
are training data; those of `data/eval/` are never read here.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

from bot.nlu import examples, fitting, follow_up
from bot.nlu.labels import DIALOGUE
from bot.nlu.vectors import Floats

ROOT = Path(__file__).parents[2]
PENALTY = 0.3

Choice = tuple[Floats, Floats]
"""Signs of the candidates (candidates × signs), and which of them is right (1.0 or 0.0)."""


def choices(root: Path) -> list[Choice]:
    """One choice for each second or later turn of the training conversations."""
    training = examples.of_checkout(root)
    ranker = fitting.fit(training, fitting.cache_directory())
    found: list[Choice] = []
    for path in sorted((root / "data" / "follow_ups").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            previous = ""
            for turn in json.loads(line)["turns"]:
                if previous:
                    card = training.cards[previous]
                    message = follow_up.read(turn["user"], card, dict(ranker.rank(turn["user"], 12)), ranker)
                    keys = follow_up.candidates(message, training.cards)
                    right = {turn["label"], *turn.get("also_ok", ())}
                    rows = np.array([follow_up.signs(training.cards[key], message) for key in keys])
                    found.append((rows, np.array([float(key in right) for key in keys])))
                previous = turn["label"] if turn["label"] not in DIALOGUE else previous
    return found


def learn(data: list[Choice], penalty: float = PENALTY) -> Floats:
    """The weights that make the right candidates likeliest."""
    reachable = [(rows, right) for rows, right in data if right.any()]

    def loss(weights: Floats) -> tuple[float, Floats]:
        value, gradient = penalty * float(weights @ weights), 2 * penalty * weights
        for rows, right in reachable:
            odds = np.exp(rows @ weights - (rows @ weights).max())
            chances = odds / odds.sum()
            chosen = chances * right
            value -= float(np.log(chosen.sum()))
            gradient = gradient - rows.T @ (chosen / chosen.sum() - chances)
        return value, gradient

    start: Any = np.zeros(reachable[0][0].shape[1])
    weights: Floats = minimize(loss, start, jac=True, method="L-BFGS-B").x
    return weights


def main() -> None:
    """Write the weights beside the code."""
    weights = [round(float(weight), 3) for weight in learn(choices(ROOT))]
    follow_up.WEIGHTS.write_text(json.dumps({"weights": weights}) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
