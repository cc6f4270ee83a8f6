"""A candidate writes in the language he or she has; the answer comes in it, and what is not translated says so."""

import pytest

from tests.end_to_end.stack import Visitor
from tests.end_to_end.test_conversation import labels, press

pytestmark = pytest.mark.end_to_end

WOLOF = "recruteur bi mu ngi may laaj xaalis ngir jox ma liggéey, ndax loolu baax na"
SOMALI_DANGER = "ninkii aan u shaqaynayay ayaa albaabka iga xidhay oo i garaacaya, i caawiya"


def test_wolof_is_answered_in_wolof_proposed_once_and_read_in_french(visitor: Visitor) -> None:
    proposal, answer = visitor.ask(WOLOF)[:2]
    assert "Wolof" in proposal["text"] and len(labels(proposal)) == 2
    assert answer["key"] == "frais-recrutement-interdits" and "xaalis" in answer["text"]
    assert visitor.history()["language"] == "wo"

    french = press(visitor, answer, labels(answer)[0])[0]
    assert french["key"] == answer["key"] and "recruteur" in french["text"]
    again = visitor.ask("ndax agence bi dafa wara am licence ngir yónni nit Espagne")
    assert all("Wolof" not in message["text"] for message in again[:1])


def test_a_chosen_language_wins_over_the_one_heard(visitor: Visitor) -> None:
    visitor.ask("/langue fr")
    proposal, answer = visitor.ask(WOLOF)[:2]
    assert "Wolof" in proposal["text"]
    assert answer["key"] == "frais-recrutement-interdits" and "recruteur" in answer["text"]
    assert visitor.history()["language"] == "fr"

    confirmed, translated = press(visitor, proposal, labels(proposal)[0])
    assert "Wolof" in confirmed["text"] and "xaalis" in translated["text"]
    assert visitor.history()["language"] == "wo"


def test_one_word_never_switches(visitor: Visitor) -> None:
    visitor.ask("Bonjour, comment avoir un contrat de saisonnier en France ?")
    visitor.ask("waaw")
    assert visitor.history()["language"] == "fr"


def test_danger_is_heard_and_answered_in_somali(visitor: Visitor) -> None:
    calm, where = visitor.ask(SOMALI_DANGER)[:2]
    assert calm["urgent"] and where["urgent"] and "1." in calm["text"]
    assert not any("Français" in label for label in labels(calm))
    assert visitor.history()["language"] == "so"


@pytest.mark.parametrize(
    "text",
    ["I would like to find work abroad, can you help me", "Quiero trabajar en España pero no tengo papeles", "ina son in tafi aiki a kasar waje"],
)
def test_a_language_that_is_not_spoken_is_told_so_in_three(visitor: Visitor, text: str) -> None:
    told = visitor.ask(text)[0]
    assert "Je ne parle pas cette langue" in told["text"] and "I do not speak this language" in told["text"]
    assert "لا أتكلم" in told["text"] and "Soomaali" in labels(told)
    assert all("Je ne parle pas" not in message["text"] for message in visitor.ask(text))


def test_an_unknown_code_offers_the_languages(visitor: Visitor) -> None:
    (told,) = visitor.ask("/langue xx")
    assert "xx" in told["text"] and {"Wolof", "العربية", "Français"} <= set(labels(told))


@pytest.mark.parametrize(
    "text",
    [
        "😀😀😀😀😀😀😀😀 visa 😀😀😀😀",
        "\u202eesrever ni nettirw si siht",
        "bghit nmchi l fransa, comment avoir le contrat saisonnier",
        "ⵎⴰⵏⵉ ⵍⵍⴰⵏ ⵜⴰⵡⵓⵔⵉ ⴳ ⵙⴱⴰⵏⵢⴰ",
        "\u0640\u0640\u0640\u064e\u064f",
        "ﺍﻟﺘﺄﺷﻴﺮﺓ ﻣﻦ ﻓﻀﻠﻚ",
    ],
)
def test_odd_messages_get_a_fitting_answer(visitor: Visitor, text: str) -> None:
    assert all(message["text"].strip() for message in visitor.ask(text))


def test_numbers_choose_in_the_language_of_the_conversation(visitor: Visitor) -> None:
    visitor.ask("/langue bm")
    menu = visitor.ask("menu")[-1]
    topic = visitor.ask("fila")[-1]
    assert labels(topic) and labels(topic) != labels(menu)
