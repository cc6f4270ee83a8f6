"""A question published in the console is understood within seconds, with no restart and no failed request."""

import time

import httpx
import pytest

from tests.end_to_end.stack import Stack, Visitor

pytestmark = pytest.mark.end_to_end

SECONDS = 25
"""Ten is the target, measured by the benchmark on a quiet machine; a test only tells "seconds" from "restart"."""

PUBLISH = """
import django; django.setup()
from bot.content.models import FaqAnswer, FaqEntry, Phrasing, Source
entry = FaqEntry(key="essai-permis-grue", topic_id="emploi")
entry.sources = [Source(title="Essai")]
entry.save(); entry.save_revision().publish()
answer = FaqAnswer(entry=entry, language_id="fr", label="Permis de grue", question="Où passer le permis de grutier ?",
                   short_answer="Ceci est une réponse d'essai sur le permis de grutier.")
answer.phrasings = [Phrasing(text=text) for text in (
    "où passer le permis de grutier", "permis grue c'est où", "je veux conduire une grue à tour quel permis",
    "formation grutier permis", "certificat pour conduire la grue", "cmt avoir permi gru", "grutier quel papier",
    "centre d'examen pour grutiers", "je monte sur les grues mais sans permis, où le passer")]
answer.save(); answer.save_revision().publish()
"""


def test_a_published_question_is_understood_within_seconds(stack: Stack) -> None:
    import subprocess
    import sys

    from tests.end_to_end.stack import ROOT

    rasa = stack.pid_of("rasa run")
    environment = {**stack.environment, "DJANGO_SETTINGS_MODULE": "bot.settings"}
    subprocess.run([sys.executable, "-c", PUBLISH], cwd=ROOT, env=environment, check=True, timeout=60)
    published = time.monotonic()
    key = ""
    while key != "essai-permis-grue":
        assert time.monotonic() - published < SECONDS, "the new question is still not understood"
        # Each time somebody else: one page that asked this fast would be told to slow down.
        newcomer = Visitor(stack)
        key = newcomer.ask("quel permis pour un grutier qui veut conduire une grue")[0]["key"]
        assert newcomer.ask("c'est quoi le programme gecco en espagne")[0]["key"] == "espagne-gecco"
    assert stack.pid_of("rasa run") == rasa


def test_the_console_asks_who_you_are(stack: Stack) -> None:
    answer = httpx.get(f"{stack.url}/console/", trust_env=False)
    assert answer.status_code == 302 and "login" in answer.headers["location"]
