"""Follow-ups that carry the subject over: « et pour l'Italie ? », « et c'est gratuit ? »."""

import re
from collections.abc import Mapping
from functools import cache

from bot.nlu.entry_card import EntryCard
from bot.nlu.extract import extract
from bot.nlu.labels import DIALOGUE
from bot.nlu.matching import fold
from bot.nlu.ranker import EntryRanker

Ranking = list[tuple[str, float]]

MAXIMUM_WORDS = 9
"""A longer message stands by itself."""

_OPENERS = re.compile(r"^(?:et|mais|sinon|ou alors|alors|donc|meme chose|pareil|la meme|idem|aussi|puis|ah|ok|oui|non)\b")
_POINTS_BACK = re.compile(
    r"\b(?:ca|cela|la bas|la dedans|ils|elles|celui la|ce truc|ce programme|y|en|leur|lui|eux|ce numero|cette aide|ceux)\b"
)

_PLACE_FITS, _PLACE_MISSES, _SAME_TOPIC, _SAME_ENTRY = 4.0, 0.1, 1.5, 0.6
"""Factors on the score of an entry that is about the country just named, about others only, in the subject before,
or the very entry just answered: a person who goes on usually wants something new."""


def resolve(text: str, previous_key: str, ranker: EntryRanker, cards: Mapping[str, EntryCard]) -> Ranking:
    """The ranking of an elliptical message, read together with the question before it; empty when it stands alone."""
    previous = cards.get(previous_key)
    if previous is None or not is_elliptical(text):
        return []
    alone = dict(ranker.rank(text, 12))
    best_alone = next(iter(alone), "")
    if best_alone in DIALOGUE and alone[best_alone] >= ranker.thresholds.sure:
        return []
    together = dict(ranker.rank(f"{_without_places(previous.question)} {text}", 40))
    named = _places(text)
    scores = {
        key: (alone.get(key, 0.0) + score) * _fit(cards[key], previous, named)
        for key, score in {**dict.fromkeys(alone, 0.0), **together}.items()
        if key in cards
    }
    if not scores:
        return []
    total = sum(scores.values()) or 1.0
    ranked = sorted(((key, score / total) for key, score in scores.items()), key=lambda item: -item[1])[:5]
    # A share among candidates is not a probability of being right; what the message says alone bounds it from below.
    return [(key, max(share, alone.get(key, 0.0))) for key, share in ranked]


def is_elliptical(text: str) -> bool:
    """True for a short message that only makes sense after another one."""
    folded = " ".join(re.findall(r"\w+", fold(text)))
    words = folded.split()
    if not 1 <= len(words) <= MAXIMUM_WORDS:
        return False
    return bool(_OPENERS.match(folded) or _POINTS_BACK.search(folded) or (len(words) <= 4 and _places(text)))


def _fit(card: EntryCard, previous: EntryCard, named: frozenset[str]) -> float:
    factor = _SAME_TOPIC if card.topic == previous.topic else 1.0
    if card.key == previous.key:
        factor *= _SAME_ENTRY
    if named:
        factor *= _PLACE_FITS if named & card.countries else _PLACE_MISSES
    return factor


def _places(text: str) -> frozenset[str]:
    return frozenset(entity.value for entity in extract(text) if entity.kind in {"country", "nationality"})


@cache
def _without_places(question: str) -> str:
    """The question before, without the country that the follow-up replaces."""
    kept = question
    for entity in sorted(extract(question), key=lambda found: -found.start):
        if entity.kind in {"country", "nationality"}:
            kept = kept[: entity.start] + kept[entity.end :]
    return kept
