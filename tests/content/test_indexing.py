"""What is published is understood soon after, unless it would make understanding worse; and it can be taken back."""

import json
import os
import threading
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connections

from bot.cli import content
from bot.content import indexing, loading
from bot.content.models import FaqAnswer, FaqEntry, IndexVersion, Phrasing, Source
from bot.nlu.ranker import EntryRanker
from tests.builders import answer, entry, write

pytestmark = pytest.mark.django_db(transaction=True)

HoldOut = Callable[[dict[str, list[str]]], None]
Status = IndexVersion.Status
SUBJECTS = {
    "passeport": "le passeport perdu au consulat",
    "salaire": "un salaire impayé par le patron",
    "cacao": "la récolte du cacao en plantation",
    "visa": "une demande de visa étudiant",
}


@pytest.fixture
def active(small: Path, hold_out: HoldOut) -> IndexVersion:
    """Four entries in service."""
    # So few examples make a ranker timid: it is only sure of words that it has learnt.
    hold_out({key: [f"je cherche {subject} en sms"] for key, subject in SUBJECTS.items()})
    loading.load(write(small, *(entry(key, subject) for key, subject in SUBJECTS.items())))
    version = indexing.build()
    assert version is not None
    return version


def understood(text: str) -> str:
    """The label that the index in service gives first."""
    return EntryRanker.from_bytes(bytes(IndexVersion.objects.get(status=Status.ACTIVE).data)).rank(text)[0][0]


def requests() -> int:
    return IndexVersion.objects.filter(status=Status.REQUESTED).count()


def publish(key: str, subject: str) -> None:
    """What an editor does in the console."""
    row = FaqEntry(key=key, topic_id="emploi", sources=[Source(title="Une source")])
    row.save()
    row.save_revision().publish()
    told = answer(subject)
    version = FaqAnswer(
        entry=row, language_id="fr", label=told.label, question=told.question, short_answer=told.answer,
        phrasings=[Phrasing(text=text, register=register) for register, text in told.all_phrasings()],
    )  # fmt: skip
    version.save()
    version.save_revision().publish()


def teach(key: str, subject: str) -> None:
    """Exchange the phrasings of an answer."""
    row = FaqAnswer.objects.get(entry__key=key)
    row.question = f"Que savoir sur {subject} ?"
    row.phrasings = [Phrasing(text=text, register=register) for register, text in answer(subject).all_phrasings()]
    row.save_revision().publish()


def test_a_published_question_is_requested_built_and_understood(active: IndexVersion) -> None:
    assert (active.status, active.complete, requests()) == (Status.ACTIVE, True, 0)
    assert active.metrics["held_out"] == 1.0
    assert indexing.build() is None

    publish("pirogue", "une pirogue vers les îles Canaries")
    assert requests() == 1
    version = indexing.build()

    assert version is not None and (version.status, version.complete) == (Status.ACTIVE, False)
    assert requests() == 0
    assert understood("et la pirogue pour les Canaries ?") == "pirogue"
    assert {card["key"] for card in version.entries} == {*SUBJECTS, "pirogue"}
    assert IndexVersion.objects.get(pk=active.pk).status == Status.REPLACED


def test_what_is_taken_back_is_no_longer_understood(active: IndexVersion) -> None:
    FaqAnswer.objects.get(entry__key="cacao").unpublish()
    assert requests() == 1
    version = indexing.build()

    assert version is not None and version.status == Status.ACTIVE
    assert understood("la récolte du cacao") != "cacao"
    assert "cacao" not in {card["key"] for card in version.entries}


def test_an_index_that_understands_less_is_refused(active: IndexVersion) -> None:
    teach("passeport", SUBJECTS["salaire"])
    teach("salaire", SUBJECTS["passeport"])
    version = indexing.build()

    assert version is not None and version.status == Status.REFUSED
    assert "%" in version.reason
    assert IndexVersion.objects.get(status=Status.ACTIVE).pk == active.pk
    assert understood(SUBJECTS["salaire"]) == "salaire"
    assert requests() == 0


def test_an_older_index_can_be_put_back(active: IndexVersion, capsys: pytest.CaptureFixture[str]) -> None:
    publish("pirogue", "une pirogue vers les îles Canaries")
    indexing.build()

    assert content.run(Namespace(action="index", roll_back=active.pk, complete=False)) == 0
    assert IndexVersion.objects.get(status=Status.ACTIVE).pk == active.pk
    assert understood("la pirogue pour les Canaries") != "pirogue"
    assert content.run(Namespace(action="index", roll_back=10**6, complete=False)) == 1
    assert "no index version" in capsys.readouterr().err


def test_only_the_last_versions_are_kept(active: IndexVersion) -> None:
    for place in range(7):
        publish(f"sujet-{place}", f"un sujet numéro{place} tout à fait nouveau{place}")
        indexing.build()

    assert IndexVersion.objects.count() == 1 + indexing.KEPT_VERSIONS


def test_what_is_published_while_an_index_is_built_is_in_the_next_one(active: IndexVersion, small: Path) -> None:
    questions = small.parent / "eval" / "fr.jsonl"
    questions.unlink()
    os.mkfifo(questions)  # the build stops here: it has read the content, and waits for its questions

    def build() -> None:
        try:
            indexing.build()
        finally:
            connections.close_all()

    publish("pirogue", "une pirogue vers les îles Canaries")
    building = threading.Thread(target=build)
    building.start()
    with questions.open("w", encoding="utf-8") as pipe:
        publish("four-solaire", "un four solaire pour le pain")
        pipe.write(json.dumps({"text": SUBJECTS["visa"], "label": "visa"}) + "\n")
    building.join(30)
    questions.unlink()

    assert understood("la pirogue pour les Canaries") == "pirogue"
    assert requests() == 1
    indexing.build()
    assert understood("le pain au four solaire") == "four-solaire"
