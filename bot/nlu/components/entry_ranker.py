"""Rasa component: which FAQ entry or which dialogue intent a message means, and how sure that is."""

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu import examples, fitting
from bot.nlu.components import live_index, trained_index
from bot.nlu.importer import FAQ_INTENT, ROOT
from bot.nlu.labels import DIALOGUE
from bot.nlu.understanding import UNSURE, Context, Meaning, Understanding

UNDERSTANDING = "understanding"
AMBIGUOUS_INTENT = "ambiguous"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class EntryClassifier(GraphComponent, IntentClassifier):
    """Sets the intent, and `understanding`: label, confidence, band and ranking.

    It serves the index that the console published last; the one trained with the model stands in until that is there.
    """

    def __init__(self, storage: ModelStorage, resource: Resource) -> None:
        self._storage, self._resource = storage, resource
        self._trained: Understanding | None = None
        self._live: live_index.LiveIndex | None = None

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> "EntryClassifier":
        """An untrained classifier."""
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "EntryClassifier":
        """The classifier of a trained model, following the published index where a database is configured."""
        classifier = cls(model_storage, resource)
        with model_storage.read_from(resource) as directory:
            classifier._trained = trained_index.read(directory)
        classifier._live = live_index.following()
        return classifier

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Train again when the content or the ranker's code changed: Rasa caches what a component learnt."""
        return f"{examples.of_checkout(ROOT).fingerprint}-{fitting.code_fingerprint()}"

    def train(self, training_data: TrainingData) -> Resource:
        """Fit on the checkout's examples, which are what the importer gave to Rasa, and keep the result."""
        training = examples.of_checkout(ROOT)
        self._trained = Understanding(fitting.fit(training, fitting.cache_directory()), training.cards)
        with self._storage.write_to(self._resource) as directory:
            trained_index.write(directory, self._trained)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Classify each message; Rasa itself reads button payloads."""
        for message in messages:
            if not (message.get(TEXT) or "").startswith("/"):
                self._classify(message)
        return messages

    def _classify(self, message: Message) -> None:
        metadata = message.get("metadata") or {}
        context = Context(
            language=metadata.get("language", ""),
            origin=metadata.get("origin", ""),
            previous_key=metadata.get("previous_key", ""),
        )
        meaning = self._serving().read(message.get(TEXT) or "", context)
        ranking = [{"name": label, "confidence": confidence} for label, confidence in meaning.ranking]
        message.set(INTENT, {"name": intent_of(meaning), "confidence": meaning.confidence}, add_to_output=True)
        message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        message.set(UNDERSTANDING, _plain(meaning, message), add_to_output=True)

    def _serving(self) -> Understanding:
        current = (self._live.current if self._live else None) or self._trained
        if current is None:
            raise RuntimeError("The classifier was neither trained nor loaded.")
        return current


def intent_of(meaning: Meaning) -> str:
    """Rasa's intent for a meaning: the FAQ is one intent, and so is a choice between several questions."""
    if meaning.band == UNSURE:
        return AMBIGUOUS_INTENT
    return meaning.label if meaning.label in DIALOGUE else FAQ_INTENT


def _plain(meaning: Meaning, message: Message) -> dict[str, Any]:
    return {
        "label": meaning.label,
        "confidence": round(meaning.confidence, 4),
        "band": meaning.band,
        "ranking": [[label, round(confidence, 4)] for label, confidence in meaning.ranking[:3]],
        "lang": message.get("message_language") or "",
        "carried_over": meaning.carried_over,
    }
