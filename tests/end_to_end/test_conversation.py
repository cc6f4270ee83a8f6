"""What a candidate lives through, from the first greeting to the erasure of everything."""

import sqlite3
from typing import Any

import pytest

from tests.end_to_end.stack import Stack, Visitor

pytestmark = pytest.mark.end_to_end


def labels(message: dict[str, Any]) -> list[str]:
    return [button["label"] for button in message["buttons"]]


def press(visitor: Visitor, message: dict[str, Any], label: str) -> list[dict[str, Any]]:
    index = labels(message).index(label)
    response = visitor.post(choice={"message": message["sequence"], "index": index})
    assert response.status_code == 202
    return visitor.answers(int(response.json()["sequence"]))


def test_welcome_consent_origin_menu_topic_answer(visitor: Visitor) -> None:
    start = int(visitor.post(kind="start").json()["sequence"])
    introduction, consent = visitor.answers(start)
    assert "ni une administration ni un recruteur" in introduction["text"]
    origin = press(visitor, consent, "D'accord")[-1]
    assert {"Mali", "Sénégal", "Mauritanie", "Togo", "Maroc", "Djibouti", "Passer"} <= set(labels(origin))
    menu = visitor.ask("senegall")[-1]
    topic = visitor.ask("1")[-1]
    assert labels(menu)[0] == "Partir légalement" and len(labels(topic)) <= 10
    (answer,) = visitor.ask("2")
    assert answer["key"] and answer["sources"] and "Aucune autorité" in answer["notice"]
    assert "C'était utile" in labels(answer)
    assert "Merci" in press(visitor, answer, "C'était utile")[0]["text"]


def test_a_question_first_is_answered_first(visitor: Visitor) -> None:
    answer, introduction = visitor.ask("c koi le programme gecco en espagne")
    assert answer["key"] == "espagne-gecco"
    assert all(source["title"] for source in answer["sources"])
    assert "Je suis Yoon" in introduction["text"]


def test_a_follow_up_carries_the_subject_over(visitor: Visitor) -> None:
    visitor.ask("Je suis Sénégalais, faut-il une autorisation pour travailler au Maroc ?")
    followed = visitor.ask("et pour un malien ?")[0]
    offered = {followed["key"], *labels(followed)}
    assert offered & {"maroc-travailler-malien", "Je suis Malien, quels papiers pour travailler au Maroc ?"}


def test_danger_comes_before_anything_else_and_the_request_is_kept(visitor: Visitor, stack: Stack) -> None:
    visitor.post(kind="start")
    calm, where = visitor.ask("au secours mon patron m'a enfermé dans la maison et il me frappe")[-2:]
    assert calm["urgent"] and where["urgent"] and "Dans quel pays" in where["text"]
    (lines,) = visitor.ask("je suis en Espagne")
    assert "112" in lines["text"] and lines["sources"]
    before = _cases(stack)
    recorded = press(visitor, lines, "Demander une personne")[0]
    assert "enregistrée" in recorded["text"]
    assert _cases(stack) == [*before, "danger"]


def test_everything_is_erased_with_a_receipt(visitor: Visitor, stack: Stack) -> None:
    secret = "ma cousine Fatoumata habite à Kayes quartier Légal Ségou"
    visitor.ask(secret)
    asked = visitor.ask("/effacer")[-1]
    receipt = press(visitor, asked, "Oui, tout effacer")
    assert len(receipt) == 1 and "Reçu" in receipt[0]["text"]
    assert [message["author"] for message in visitor.history()["messages"] if message["text"]] == ["bot"]
    for name in ("yoon.sqlite3", "tracker.sqlite3"):
        with sqlite3.connect(stack.directory / name) as database:
            assert "Fatoumata" not in "\n".join(database.iterdump())


def test_small_talk(visitor: Visitor) -> None:
    visitor.post(kind="start")
    assert "un programme" in visitor.ask("tu es un robot ?")[0]["text"]
    assert "Avec plaisir" in visitor.ask("merci beaucoup")[0]["text"]
    assert "Au revoir" in visitor.ask("au revoir")[0]["text"]


def test_logs_hold_nothing_that_people_wrote(visitor: Visitor, stack: Stack) -> None:
    visitor.ask("je m'appelle Zeynabou Tandia et mon numéro est le 0612345678, comment aller en Espagne")
    log = "\n".join(stack.lines)
    assert "Zeynabou" not in log and "0612345678" not in log and "comment aller" not in log


def _cases(stack: Stack) -> list[str]:
    with sqlite3.connect(stack.directory / "yoon.sqlite3") as database:
        return [row[0] for row in database.execute("SELECT urgency FROM hotline_case ORDER BY id")]
