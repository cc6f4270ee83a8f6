"""The index that a Rasa model carries: what is served until the published one is there."""

import json
from pathlib import Path

from bot.nlu.entry_card import EntryCard
from bot.nlu.ranker import EntryRanker
from bot.nlu.understanding import Understanding

_RANKER, _CARDS = "ranker.bin", "cards.json"


def write(directory: Path, index: Understanding) -> None:
    """Write ranker and cards below a model's folder."""
    index.ranker.save(directory / _RANKER)
    cards = [card.as_json() for card in index.cards.values()]
    (directory / _CARDS).write_text(json.dumps(cards, ensure_ascii=False), encoding="utf-8")


def read(directory: Path) -> Understanding:
    """Read what `write` wrote."""
    cards = [EntryCard.from_json(row) for row in json.loads((directory / _CARDS).read_text(encoding="utf-8"))]
    return Understanding(EntryRanker.load(directory / _RANKER), {card.key: card for card in cards})
