"""Follow-ups that carry the subject over: « et pour l'Italie ? », « et c'est gratuit ? ».

A short message that is not clear by itself is ranked alone and together with the question before it. Which entry is meant
is then a weighing of a few signs (`_signs`): what the message says alone, whether an entry keeps the country or the topic,
whether the message names a country the entry is about, whether the entry's answer speaks of its words. The weights are
learnt from the conversations of `data/follow_ups/` by `follow_up_training`.
"""

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from bot.nlu.entry_card import EntryCard
from bot.nlu.extract import extract
from bot.nlu.labels import DIALOGUE, OUT_OF_SCOPE, URGENT
from bot.nlu.matching import fold, telling_words
from bot.nlu.ranker import EntryRanker

Ranking = list[tuple[str, float]]

WEIGHTS = Path(__file__).with_name("follow_up_weights.json")

LONGEST, LONGEST_OPENED = 10, 16
"""Words up to which a message may point back; a longer one stands by itself. More when it begins with « et »."""

DANGER, DANGER_ASKED = 0.3, 0.8
"""Confidence from which a danger is heard in a follow-up; more for a question: « et si on me chasse ? »."""

FAR_OUTSIDE, SPOKEN_OF = 0.6, 0.5
"""Confidence of being out of scope from which a message that does not visibly point back is left alone, unless this
share of its telling words stands in the answer before."""

_OPENED = re.compile(r"^(?:et|e|ai|mais|sinon|ou alors|alors|donc|puis|meme chose|pareil|la meme|idem|aussi)\b")
_POINTS_BACK = re.compile(
    r"^(?:c est|il|elle|ils|elles|ca|on|c)\b|"
    r"\b(?:ca|cela|la bas|la dedans|dedans|ils|elles|celui la|celle la|ce truc|ce programme|ce contrat|cette carte|"
    r"leur|lui|eux|ce numero|cette aide|ceux|celle|celui)\b"
)
_ASKS = re.compile(r"\?|\b(?:ou|combien|quand|comment|quoi|qui|quel\w*|pourquoi|koi|cmt|cb|est ce)\b")
_SERVED = frozenset({"DJ", "MA", "ML", "MR", "SN", "TG"})
"""Where people leave from: naming one of these asks about the person, naming another country asks about the goal."""


@dataclass(frozen=True)
class FollowUp:
    """A message read against the question before it."""

    previous: EntryCard
    alone: dict[str, float]
    together: dict[str, float]
    countries: frozenset[str]
    peoples: frozenset[str]
    spoken: frozenset[str]
    elliptical: bool

    @property
    def places(self) -> frozenset[str]:
        """Every country the message names, by its name or by its people."""
        return self.countries | self.peoples


def resolve(text: str, previous_key: str, ranker: EntryRanker, cards: Mapping[str, EntryCard]) -> Ranking:
    """The ranking of a message that leans on the question before it, read together with it; empty when it stands alone."""
    previous = cards.get(previous_key)
    if previous is None or len(text) > 200:
        return []
    alone = dict(ranker.rank(text, 12))
    if not _leans(text, alone, ranker.thresholds.sure, _shared(telling_words(text), previous)):
        return []
    message = read(text, previous, alone, ranker)
    odds = {key: math.exp(_score(signs(cards[key], message))) for key in candidates(message, cards)}
    total = sum(odds.values())
    doubt = 1 - alone.get(OUT_OF_SCOPE, 0.0) / 2
    return [(key, odd / total * doubt) for key, odd in sorted(odds.items(), key=lambda item: -item[1])[:5]]


def read(text: str, previous: EntryCard, alone: dict[str, float], ranker: EntryRanker) -> FollowUp:
    """Everything about the message that its signs are made of."""
    together = dict(ranker.rank(f"{previous.question} {text} {text}", 20))
    for key, confidence in ranker.rank(f"{_without_places(previous.question)} {text}", 40):
        together.setdefault(key, confidence / 4)
    named = [item for item in extract(text) if item.kind in {"country", "nationality"}]
    return FollowUp(
        previous=previous,
        alone=alone,
        together=together,
        countries=frozenset(item.value for item in named if item.kind == "country"),
        peoples=frozenset(item.value for item in named if item.kind == "nationality"),
        spoken=telling_words(text),
        elliptical=is_elliptical(text),
    )


def candidates(message: FollowUp, cards: Mapping[str, EntryCard]) -> list[str]:
    """The entries that may be meant, the one before among them."""
    return [key for key in {**message.together, **message.alone, message.previous.key: 0.0} if key in cards]


def signs(card: EntryCard, message: FollowUp) -> list[float]:
    """What speaks for an entry, in the order of the weights."""
    same = float(card.key == message.previous.key)
    shared = _shared(message.spoken, card)
    return [
        math.log(message.alone.get(card.key, 0.0) + 0.003),
        math.log(message.together.get(card.key, 0.0) + 0.003),
        same,
        same * bool(message.spoken),
        same * message.elliptical,
        same * message.alone.get(OUT_OF_SCOPE, 0.0),
        same * shared,
        shared,
        float(not same and card.topic == message.previous.topic),
        0.0 if same else _shared(telling_words(message.previous.question), card),
        *_place_signs(card, message, bool(same)),
    ]


def _place_signs(card: EntryCard, message: FollowUp, same: bool) -> list[float]:
    """How the entry's countries fit the country just named, or the countries of the question before."""
    named, before, here = message.places, _narrow(message.previous), _narrow(card)
    asked = _places(message.previous.question)
    return [
        float(bool(named & card.countries)),
        float(bool(named and card.countries and not named & card.countries)),
        float(bool(same and named and not asked)),
        float(bool(same and named and named <= _SERVED and not asked & _SERVED)),
        float(bool(same and named and named <= before | asked)),
        float(bool(not same and message.peoples and set(card.destinations) & set(message.previous.destinations))),
        float(bool(not same and not named and here & before)),
        float(bool(not named and here and not here & before)),
    ]


def _score(values: list[float]) -> float:
    return sum(weight * value for weight, value in zip(_weights(), values, strict=True))


@cache
def _weights() -> tuple[float, ...]:
    return tuple(json.loads(WEIGHTS.read_text(encoding="utf-8"))["weights"])


def is_elliptical(text: str) -> bool:
    """True for a short message that visibly points back to another one."""
    folded = " ".join(re.findall(r"\w+", fold(text)))
    words = len(folded.split())
    if _OPENED.match(folded):
        return words <= LONGEST_OPENED
    if not 1 <= words <= LONGEST:
        return False
    return bool(_POINTS_BACK.search(folded)) or (words <= 4 and bool(_places(text)))


def _leans(text: str, alone: dict[str, float], sure: float, shared: float) -> bool:
    """True when the message is short, no danger, no small talk, and not clear by itself."""
    asks = bool(_ASKS.search(fold(text)))
    if alone.get(URGENT, 0.0) >= (DANGER_ASKED if asks else DANGER):
        return False
    best = next(iter(alone), "")
    clear = alone.get(best, 0.0) >= sure
    if best in DIALOGUE and best not in {OUT_OF_SCOPE, URGENT}:
        return asks and is_elliptical(text) if clear else is_elliptical(text)
    if is_elliptical(text):
        return best in {OUT_OF_SCOPE, URGENT} or not clear or bool(_OPENED.match(fold(text)))
    if len(text.split()) > LONGEST or (clear and best != OUT_OF_SCOPE):
        return False
    return shared >= SPOKEN_OF or (asks and alone.get(OUT_OF_SCOPE, 0.0) < FAR_OUTSIDE)


def _shared(spoken: frozenset[str], card: EntryCard) -> float:
    """The share of the telling words that the entry's answer speaks of (0 to 1)."""
    return len(spoken & card.words) / len(spoken) if spoken else 0.0


def _narrow(card: EntryCard) -> frozenset[str]:
    """The countries an entry is about, when they are few enough to tell it apart."""
    return card.countries if len(card.countries) <= 3 else frozenset(card.destinations[:2])


@lru_cache(maxsize=4096)
def _places(text: str) -> frozenset[str]:
    return frozenset(item.value for item in extract(text) if item.kind in {"country", "nationality"})


@lru_cache(maxsize=4096)
def _without_places(question: str) -> str:
    """The question before, without the country that the follow-up replaces."""
    kept = question
    for item in sorted(extract(question), key=lambda found: -found.start):
        if item.kind in {"country", "nationality"}:
            kept = kept[: item.start] + kept[item.end :]
    return kept
