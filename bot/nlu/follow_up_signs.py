"""What a message shows when it is read against the question before it: the signs that `follow_up` weighs.

A sign is a number with a name; the weights of `follow_up_weights.json` go by these names.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from bot.languages import languages
from bot.nlu.entry_card import EntryCard
from bot.nlu.extract import extract
from bot.nlu.labels import OUT_OF_SCOPE
from bot.nlu.matching import fold, telling_words
from bot.nlu.ranker import EntryRanker

Signs = dict[str, float]

LONGEST, LONGEST_OPENED = 10, 16
"""Words up to which a message may visibly point back. More when it begins with « et »."""

_READ_ALONE, _READ_TOGETHER = 12, 20
"""So many labels are looked at."""

_FAINT = 0.003
"""Added to a confidence before its logarithm is taken."""

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
    """A message, the entry that answered the one before, and the countries that entries are about."""

    text: str
    previous: EntryCard
    ranker: EntryRanker
    covered: frozenset[str]

    @cached_property
    def alone(self) -> Mapping[str, float]:
        """How the ranker reads the message by itself."""
        return dict(self.ranker.rank(self.text, _READ_ALONE))

    @cached_property
    def together(self) -> Mapping[str, float]:
        """How the ranker reads it after the question before, with that question's country and without."""
        question = self.previous.question
        found = dict(self.ranker.rank(f"{question} {self.text} {self.text}", _READ_TOGETHER))
        for key, confidence in self.ranker.rank(f"{_without_places(question)} {self.text}", 2 * _READ_TOGETHER):
            found.setdefault(key, confidence / 4)
        return found

    @cached_property
    def folded(self) -> str:
        """Its words, without case, accents and punctuation."""
        return " ".join(re.findall(r"\w+", fold(self.text)))

    @cached_property
    def spoken(self) -> frozenset[str]:
        """Its telling words."""
        return telling_words(self.text)

    @cached_property
    def peoples(self) -> frozenset[str]:
        """The countries that it names by their people: « un Malien »."""
        return frozenset(item.value for item in extract(self.text) if item.kind == "nationality")

    @cached_property
    def places(self) -> frozenset[str]:
        """Every country it names, by its name or by its people."""
        return _places(self.text)

    @cached_property
    def elliptical(self) -> bool:
        """True for a short message that visibly points back to another one."""
        words = len(self.folded.split())
        if self.opened:
            return words <= LONGEST_OPENED
        return 1 <= words <= LONGEST and (self.points_back or (words <= 4 and bool(self.places)))

    @property
    def length(self) -> float:
        """Tens of words, at most 2.5."""
        return min(len(self.folded.split()), 25) / 10

    @cached_property
    def opened(self) -> bool:
        """True when it begins as a continuation does: « et », « mais », « sinon »."""
        return bool(_opened().match(self.folded))

    @cached_property
    def points_back(self) -> bool:
        """True when a word stands for something said before: « il », « ça », « là-bas »."""
        return bool(_POINTS_BACK.search(self.folded))

    @cached_property
    def asks(self) -> bool:
        """True for a question."""
        return bool(_ASKS.search(fold(self.text)))

    @cached_property
    def best(self) -> tuple[str, float]:
        """The best label of the message alone, with its confidence."""
        return max(self.alone.items(), key=lambda pair: pair[1], default=("", 0.0))


def of_entry(card: EntryCard, message: FollowUp) -> Signs:
    """What speaks for an entry."""
    same = float(card.key == message.previous.key)
    shared = shared_words(message.spoken, card)
    return {
        **_confidences(card.key, same, message),
        "same": same,
        "same, has telling words": same * bool(message.spoken),
        "same, elliptical": same * message.elliptical,
        "same, out of scope alone": same * message.alone.get(OUT_OF_SCOPE, 0.0),
        "same, length": same * message.length,
        "same, opened": same * message.opened,
        "same, points back": same * message.points_back,
        "same, asks": same * message.asks,
        "same, shared words": same * shared,
        "shared words": shared,
        "same topic": float(not same and card.topic == message.previous.topic),
        "speaks of the question before": 0.0 if same else shared_words(telling_words(message.previous.question), card),
        **_places_of(card, message, bool(same)),
    }


def _confidences(key: str, same: float, message: FollowUp) -> Signs:
    alone, together = message.alone.get(key, 0.0), message.together.get(key, 0.0)
    log_alone, log_together = math.log(alone + _FAINT), math.log(together + _FAINT)
    best, confidence = message.best
    return {
        "alone": log_alone,
        "alone, length": log_alone * message.length,
        "alone, opened": log_alone * message.opened,
        "alone, plain": alone,
        "alone, plain, elliptical": alone * message.elliptical,
        "alone, cubed": alone**3,
        "best alone": float(key == best),
        "best alone, elliptical": float(key == best) * message.elliptical,
        "same, another is clear": same * confidence * (key != best),
        "together": log_together,
        "together, length": log_together * message.length,
        "together, opened": log_together * message.opened,
        "together, points back": (1 - same) * log_together * message.points_back,
    }


def _places_of(card: EntryCard, message: FollowUp, same: bool) -> Signs:
    """How the entry's countries fit the country just named, or the countries of the question before."""
    named, before, here = message.places, narrow(message.previous), narrow(card)
    asked = _places(message.previous.question)
    return {
        "its country": float(bool(named & card.countries)),
        "another country": float(bool(named and card.countries and not named & card.countries)),
        "same, no country before": float(bool(same and named and not asked)),
        "same, home named": float(bool(same and named and named <= _SERVED and not asked & _SERVED)),
        "same, country before": float(bool(same and named and named <= before | asked)),
        "people for the same goal": float(
            bool(not same and message.peoples and set(card.destinations) & set(message.previous.destinations))
        ),
        "keeps the country": float(bool(not same and not named and here & before)),
        "changes the country": float(bool(not named and here and not here & before)),
    }


def of_dialogue(label: str, message: FollowUp) -> Signs:
    """What speaks for a label that no entry answers: small talk, a service, out of scope."""
    confidence = message.alone.get(label, 0.0)
    log = math.log(confidence + _FAINT)
    kind = "outside" if label == OUT_OF_SCOPE else "talk"
    best = label == message.best[0]
    return {
        kind: 1.0,
        f"{kind}, alone": log,
        f"{kind}, alone, length": log * message.length,
        f"{kind}, alone, plain": confidence,
        f"{kind}, alone, elliptical": confidence * message.elliptical,
        f"{kind}, alone, cubed": confidence**3,
        f"{kind}, best": float(best),
        f"{kind}, best, elliptical": float(best) * message.elliptical,
        f"{kind}, elliptical": float(message.elliptical),
        f"{kind}, length": message.length,
        f"{kind}, asks": float(message.asks),
        f"{kind}, points back": float(message.points_back),
        f"{kind}, opened": float(message.opened),
        f"{kind}, answered before": shared_words(message.spoken, message.previous),
        f"{kind}, names a country": float(bool(message.places)),
        f"{kind}, country of no entry": float(bool(message.places) and not message.places & message.covered),
    }


def shared_words(spoken: frozenset[str], card: EntryCard) -> float:
    """The share of the telling words that the entry's answer speaks of (0 to 1)."""
    return len(spoken & card.words) / len(spoken) if spoken else 0.0


def narrow(card: EntryCard) -> frozenset[str]:
    """The countries an entry is about, when they are few enough to tell it apart."""
    return card.countries if len(card.countries) <= 3 else frozenset(card.destinations[:2])


@cache
def _opened() -> re.Pattern[str]:
    """A message that begins with a word of continuation, in any language of the table."""
    words = {word for language in languages().values() for word in language.continues}
    return re.compile(rf"^(?:{'|'.join(sorted(map(re.escape, words), key=len, reverse=True))})\b")


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
