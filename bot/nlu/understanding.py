"""From a message to what it means: the one path that Rasa's components, `evaluate` and the tests all take."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.nlu import follow_up
from bot.nlu.entry_card import EntryCard
from bot.nlu.follow_up_signs import FollowUp
from bot.nlu.labels import DIALOGUE, OUT_OF_SCOPE, URGENT
from bot.nlu.ranker import EntryRanker

Ranking = list[tuple[str, float]]

SURE, UNSURE, UNKNOWN = "sure", "unsure", "unknown"

URGENT_FLOOR = 0.2
"""Confidence from which a report of danger is heard even when another label is likelier: missing one costs more."""

DIALOGUE_FLOOR = 0.6
"""Small talk answered by mistake costs nothing, so it needs less certainty than a fact."""

TOP = 5


@dataclass(frozen=True)
class Context:
    """What is known before the message is read."""

    language: str = ""
    origin: str = ""
    previous_key: str = ""


@dataclass(frozen=True)
class Meaning:
    """What a message means. `label` is the best label, or `out_of_scope` in band `unknown`."""

    label: str
    confidence: float
    band: str
    ranking: Ranking = field(default_factory=list)
    carried_over: bool = False


class Understanding:
    """A fitted ranker with the cards of its entries."""

    def __init__(self, ranker: EntryRanker, cards: Mapping[str, EntryCard]) -> None:
        self.ranker = ranker
        self.cards = cards
        self._covered = frozenset(country for card in cards.values() for country in card.countries)

    def read(self, text: str, context: Context = Context()) -> Meaning:
        """Rank the labels for a message and decide how sure that is."""
        carried = self._carried(text, context)
        ranking = carried or self.ranker.rank(text, TOP)
        return self._decide(ranking, carried_over=bool(carried))

    def _carried(self, text: str, context: Context) -> Ranking:
        """The ranking after the question before; empty where there is none or the message stands alone."""
        previous = self.cards.get(context.previous_key)
        return follow_up.resolve(self.after(text, previous), self.cards) if previous else []

    def after(self, text: str, previous: EntryCard) -> FollowUp:
        """The message as one that follows the answer of an entry."""
        return FollowUp(text, previous, self.ranker, self._covered)

    def _decide(self, ranking: Ranking, carried_over: bool) -> Meaning:
        ranking = _danger_first(ranking)
        if not ranking:
            return Meaning(OUT_OF_SCOPE, 0.0, UNKNOWN)
        label, confidence = ranking[0]
        band = self._band(label, confidence)
        return Meaning(OUT_OF_SCOPE if band == UNKNOWN else label, confidence, band, ranking, carried_over)

    def _band(self, label: str, confidence: float) -> str:
        thresholds = self.ranker.thresholds
        if label == URGENT:
            return SURE
        if label == OUT_OF_SCOPE or confidence < thresholds.unsure:
            return UNKNOWN
        needed = min(thresholds.sure, DIALOGUE_FLOOR) if label in DIALOGUE else thresholds.sure
        return SURE if confidence >= needed else UNSURE


def _danger_first(ranking: Ranking) -> Ranking:
    for place, (label, confidence) in enumerate(ranking):
        if label == URGENT and confidence >= URGENT_FLOOR:
            return [ranking[place], *ranking[:place], *ranking[place + 1 :]]
    return ranking
