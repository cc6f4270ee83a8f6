"""Runs held-out messages through the understanding that serves candidates."""

import os
import time
from dataclasses import dataclass
from typing import Any

from bot.configuration import ROOT
from bot.evaluation.reading import Conversation
from bot.nlu import examples, fitting
from bot.nlu.extract import extract
from bot.nlu.labels import DIALOGUE
from bot.nlu.language import LanguageIdentifier
from bot.nlu.understanding import Context, Meaning, Understanding


@dataclass(frozen=True)
class Prediction:
    """One message as it was understood; `expected` are the labels that count as right."""

    text: str
    expected: tuple[str, ...]
    meaning: Meaning
    language: str
    predicted_language: str
    milliseconds: float

    @property
    def predicted(self) -> str:
        """The label, or `out_of_scope` for a refused message."""
        return self.meaning.label

    @property
    def right(self) -> bool:
        """True when the label is one of the expected."""
        return self.predicted in self.expected

    @property
    def among_three(self) -> bool:
        """True when an expected label is among the three best, or the prediction itself is right."""
        return self.right or any(label in self.expected for label, _ in self.meaning.ranking[:3])

    def as_json(self) -> dict[str, Any]:
        """The line of the predictions file."""
        return {
            "text": self.text,
            "label": self.expected[0],
            "predicted": self.predicted,
            "confidence": round(self.meaning.confidence, 4),
            "ranking": [[label, round(confidence, 4)] for label, confidence in self.meaning.ranking[:3]],
            "band": self.meaning.band,
            "lang": self.language,
            "predicted_lang": self.predicted_language,
            "milliseconds": round(self.milliseconds, 3),
        }


class Reader:
    """Understanding with language identification and extraction, in the order in which Rasa's pipeline runs them."""

    def __init__(self, understanding: Understanding) -> None:
        self._understanding = understanding
        self._identifier = LanguageIdentifier()

    @classmethod
    def serving(cls) -> "Reader":
        """What serves candidates now: the published index where there is one, else what the checkout trains."""
        from bot.nlu.components.live_index import LiveIndex

        url = os.environ.get("YOON_INDEX_URL") or _embedded_database()
        if url:
            live = LiveIndex(url)
            if live.look() and live.current:
                return cls(live.current)
        training = examples.of_checkout(ROOT)
        return cls(Understanding(fitting.fit(training, fitting.cache_directory()), training.cards))

    def predict(self, conversation: Conversation) -> list[Prediction]:
        """Each message in order; a FAQ answer is remembered for the follow-up, as the gateway does."""
        predictions, previous_key = [], ""
        for message in conversation.messages:
            started = time.perf_counter()
            language = self._identifier.identify(message.text)[0][0]
            meaning = self._understanding.read(message.text, Context(previous_key=previous_key))
            extract(message.text, language)
            elapsed = (time.perf_counter() - started) * 1000
            predictions.append(
                Prediction(message.text, message.labels, meaning, conversation.language, language, elapsed)
            )
            if meaning.label not in DIALOGUE:
                previous_key = meaning.label
        return predictions


def _embedded_database() -> str:
    from bot.configuration import data_directory, load_environment

    environment = load_environment()
    url: str = environment.str("DATABASE_URL", "")
    path = data_directory(environment) / "yoon.sqlite3"
    return url or (f"sqlite:///{path}" if path.exists() else "")
