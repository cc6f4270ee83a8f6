"""Rasa component: the language a message is written in."""

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.language import LanguageIdentifier
from bot.nlu.language_switch import heard

MESSAGE_LANGUAGE, HEARD_LANGUAGE = "message_language", "heard_language"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class MessageLanguage(GraphComponent):
    """Sets `message_language` to the likeliest code, and `heard_language` where several words speak for one.

    A language that the person chose is a prior; one that we only heard before is none.
    """

    def __init__(self) -> None:
        self._identifier = LanguageIdentifier()

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> "MessageLanguage":
        """The identifier brings its profiles with it."""
        return cls()

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Training needs nothing of it: the ranker reads the texts themselves."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Identify each message's language; button payloads have none."""
        for message in messages:
            text, known = message.get(TEXT) or "", message.get("metadata") or {}
            if not text.startswith("/"):
                chosen = known.get("language", "") if known.get("language_chosen") else ""
                ranked = self._identifier.identify(text, chosen, known.get("origin", ""))
                message.set(MESSAGE_LANGUAGE, ranked[0][0], add_to_output=True)
                message.set(HEARD_LANGUAGE, heard(text, ranked), add_to_output=True)
        return messages
