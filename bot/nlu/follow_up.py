"""Follow-ups that carry the subject over: « et pour l'Italie ? », « et c'est gratuit ? ».

After an answer, a message that is not clear by itself is ranked alone and together with the question before it. What is
meant — the same entry, a neighbour, another subject, small talk, nothing we know — is then one choice among all of these,
by weights that `follow_up_training` learns from conversations.
"""

import json
import math
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from bot.nlu import follow_up_signs
from bot.nlu.entry_card import EntryCard
from bot.nlu.follow_up_signs import FollowUp, Signs
from bot.nlu.labels import DIALOGUE, OUT_OF_SCOPE, URGENT

Ranking = list[tuple[str, float]]

WEIGHTS = Path(__file__).with_name("follow_up_weights.json")

LONGEST = 200
"""Characters from which a message always stands alone."""

CLEAR = 0.9
"""Confidence from which a message that does not visibly point back stands alone."""

DANGER, DANGER_ASKED = 0.3, 0.8
"""Confidence from which a danger is heard before anything else; more for a question: « et si on me chasse ? »."""


def resolve(message: FollowUp, cards: Mapping[str, EntryCard]) -> Ranking:
    """The ranking of a message as the next one after an answer; empty when it is to be read alone."""
    if not 0 < len(message.text.strip()) <= LONGEST or stands_alone(message):
        return []
    scores = {label: score(signs) for label, signs in candidates(message, cards).items()}
    highest = max(scores.values())
    odds = {label: math.exp(value - highest) for label, value in scores.items()}
    total = sum(odds.values())
    return [(label, odd / total) for label, odd in sorted(odds.items(), key=lambda item: -item[1])[:5]]


def stands_alone(message: FollowUp) -> bool:
    """True for a danger, and for what is clear without the question before."""
    if message.alone.get(URGENT, 0.0) >= (DANGER_ASKED if message.asks else DANGER):
        return True
    label, confidence = message.best
    return confidence >= CLEAR and label != OUT_OF_SCOPE and not message.elliptical


def candidates(message: FollowUp, cards: Mapping[str, EntryCard]) -> dict[str, Signs]:
    """Everything that may be meant, with its signs; the entry before and out of scope are always among them."""
    keys = {**message.together, **message.alone, message.previous.key: 0.0}
    found = {key: follow_up_signs.of_entry(cards[key], message) for key in keys if key in cards}
    for label in {**message.alone, OUT_OF_SCOPE: 0.0}:
        if label in DIALOGUE:
            found[label] = follow_up_signs.of_dialogue(label, message)
    return found


def score(signs: Signs) -> float:
    """The weighted sum of the signs."""
    weights = _weights()
    return sum(weights.get(name, 0.0) * value for name, value in signs.items())


@cache
def _weights() -> dict[str, float]:
    weights: dict[str, float] = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return weights
