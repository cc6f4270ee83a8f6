"""Gives Rasa its training data: dialogue examples, rules and stories from files, phrasings from the content."""

from pathlib import Path
from typing import Any

from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.languages import SOURCE_LANGUAGE
from bot.nlu import examples

ROOT = Path(__file__).resolve().parents[2]
RASA_FOLDERS = (f"nlu/{SOURCE_LANGUAGE}", "nlu/buttons.yml", "rules", "stories")
"""What Rasa itself reads below `data`: its intents need examples in one language only."""

FAQ_INTENT = "faq"
"""The one intent of all FAQ questions; which entry it is travels beside it as `label`."""


class ContentImporter(RasaFileImporter):
    """Reads only Rasa's own folders of `data/`, and adds an example of the FAQ intent for every entry.

    One is enough, and examples of the intents in French: the ranker reads all texts itself, and Rasa copies and digests
    every message it is given, which took longer than `rasa train` may.
    """

    def __init__(
        self,
        config_file: str | None = None,
        domain_path: str | None = None,
        training_data_paths: list[str] | str | None = None,
    ) -> None:
        super().__init__(config_file, domain_path, _narrowed(training_data_paths))

    def get_nlu_data(self, language: str | None = "fr") -> TrainingData:
        """Dialogue examples and questions together."""
        first = {
            example.label: example
            for example in reversed(examples.of_checkout(ROOT).examples)
            if example.register and example.language == SOURCE_LANGUAGE
        }
        phrasings = [
            Message(data={TEXT: example.text, INTENT: FAQ_INTENT, "label": example.label, **_origin(example)})
            for example in first.values()
        ]
        return super().get_nlu_data(language).merge(TrainingData(training_examples=phrasings))


def _origin(example: Any) -> dict[str, str]:
    return {"message_language": example.language, "register": example.register}


def _narrowed(paths: list[str] | str | None) -> list[str]:
    """`data` means its Rasa folders: the content files are ours, and reading each as Rasa YAML takes a minute."""
    given = [paths] if isinstance(paths, str) else list(paths or [])
    narrowed: list[str] = []
    for path in given:
        folders = [str(Path(path) / name) for name in RASA_FOLDERS if (Path(path) / name).exists()]
        narrowed += folders or [path]
    return narrowed
