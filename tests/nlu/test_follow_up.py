"""After an answer, a message is read with the question before it, unless it is clear without."""

import json
from pathlib import Path

import pytest

from bot.nlu import follow_up
from bot.nlu.entry_card import EntryCard
from bot.nlu.follow_up_signs import FollowUp
from bot.nlu.ranker import EntryRanker
from bot.nlu.understanding import Context, Understanding

SPAIN = EntryCard("espagne-gecco", "conditions", "C'est quoi le programme GECCO pour travailler en Espagne ?", (), ("ES",),
                  frozenset({"contrat", "logement", "voyage"}))  # fmt: skip
ITALY = EntryCard("italie-flussi", "conditions", "Comment travailler en Italie avec le décret flussi ?", (), ("IT",))
PASSPORT = EntryCard("passeport", "recrutement", "Mon patron peut-il garder mon passeport ?")
TEXTS = {
    SPAIN.key: ["programme gecco espagne", "travailler en espagne avec gecco", "gecco contrat espagne", "partir espagne"],
    ITALY.key: ["décret flussi italie", "travailler en italie flussi", "quota italie", "partir italie contrat"],
    PASSPORT.key: ["mon patron garde mon passeport", "passeport confisqué", "il a pris mon passeport", "rendre passeport"],
    "thanks": ["merci", "merci beaucoup", "merci bien", "grand merci"],
    "urgent_danger": ["au secours il me frappe", "il va me tuer", "on me frappe", "aidez-moi il me tue"],
    "out_of_scope": ["la météo demain", "le match de foot", "raconte une blague", "recette de cuisine"],
}


@pytest.fixture(scope="module")
def understanding() -> Understanding:
    pairs = [(text, label) for label, texts in TEXTS.items() for text in texts]
    ranker = EntryRanker(["fr"]).fit([text for text, _ in pairs], [label for _, label in pairs])
    return Understanding(ranker, {card.key: card for card in (SPAIN, ITALY, PASSPORT)})


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("et pour l'Italie ?", ITALY.key),
        ("et le logement c'est comment ?", SPAIN.key),
        ("au secours il me frappe", "urgent_danger"),
        ("merci beaucoup", "thanks"),
    ],
)
def test_what_follows_an_answer(understanding: Understanding, text: str, label: str) -> None:
    assert understanding.read(text, Context(previous_key=SPAIN.key)).label == label


@pytest.mark.parametrize("previous", ["", "no-longer-published"])
def test_without_a_question_before_a_message_is_read_alone(understanding: Understanding, previous: str) -> None:
    meaning = understanding.read("programme gecco espagne", Context(previous_key=previous))

    assert (meaning.label, meaning.carried_over) == (SPAIN.key, False)


@pytest.mark.parametrize("text", ["", " ", "?", "🙏", "\u202e", "et " * 500])
def test_any_message_may_follow(understanding: Understanding, text: str) -> None:
    assert understanding.read(text, Context(previous_key=SPAIN.key)).label


def test_every_weight_belongs_to_a_sign(understanding: Understanding) -> None:
    """A sign that was renamed would otherwise lose its weight without a word."""
    message = FollowUp("et en Italie ?", SPAIN, understanding.ranker, frozenset({"ES", "IT"}))
    candidates = follow_up.candidates(message, understanding.cards)
    talk = follow_up.follow_up_signs.of_dialogue("thanks", message)

    assert {name for signs in (*candidates.values(), talk) for name in signs} == set(
        json.loads(Path(follow_up.WEIGHTS).read_text(encoding="utf-8"))
    )
