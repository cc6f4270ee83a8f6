"""What all actions share: the turn as plain values, a voice in the person's language, and a thread of its own."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from asgiref.sync import sync_to_async
from django.db import close_old_connections
from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.channels.messages import Reply
from bot.i18n import translator
from bot.languages import SOURCE_LANGUAGE

Json = dict[str, Any]


@dataclass(frozen=True)
class Turn:
    """One message of a person, and what is known when it comes in."""

    conversation_id: UUID
    intent: str
    text: str
    entities: dict[str, str]
    language: str
    origin: str
    channel: str
    understanding: Json = field(default_factory=dict)
    awaiting: str = ""
    welcomed: bool = False
    last_key: str = ""
    language_chosen: bool = False
    heard_language: str = ""
    offered_languages: tuple[str, ...] = ()

    @classmethod
    def of(cls, tracker: Tracker) -> "Turn":
        """Read the tracker that Rasa sent."""
        message: Json = tracker.latest_message or {}
        metadata: Json = message.get("metadata") or {}
        return cls(
            conversation_id=UUID(tracker.sender_id) if _is_uuid(tracker.sender_id) else UUID(int=0),
            intent=(message.get("intent") or {}).get("name") or "",
            text=message.get("text") or "",
            entities={item["entity"]: str(item["value"]) for item in reversed(message.get("entities") or [])},
            language=metadata.get("language") or SOURCE_LANGUAGE,
            origin=metadata.get("origin") or "",
            channel=metadata.get("channel") or "",
            understanding=message.get("understanding") or {},
            awaiting=tracker.get_slot("awaiting") or "",
            welcomed=bool(tracker.get_slot("welcomed")),
            last_key=tracker.get_slot("last_key") or metadata.get("previous_key") or "",
            language_chosen=bool(metadata.get("language_chosen")),
            heard_language=message.get("heard_language") or "",
            offered_languages=tuple((tracker.get_slot("offered_languages") or "").split()),
        )

    @property
    def place(self) -> str:
        """The country that the message names, by its name or by its people; "" when it names none."""
        return self.entities.get("country") or self.entities.get("nationality") or ""


class Voice:
    """Speaks to the person: replies in order, and effects that the gateway applies together with them."""

    def __init__(self, dispatcher: CollectingDispatcher, language: str) -> None:
        self._dispatcher = dispatcher
        self.language = language
        self.gettext = translator(language).gettext

    def in_language(self, language: str) -> "Voice":
        """The same person, spoken to in another language."""
        return Voice(self._dispatcher, language)

    def say(self, reply: Reply) -> None:
        """Send one message."""
        self._dispatcher.utter_message(json_message={"reply": reply.as_json()})

    def effect(self, **values: Any) -> None:
        """Have the gateway change the conversation, in the transaction that stores the replies."""
        self._dispatcher.utter_message(json_message={"effect": values})


class Reaction(Action):
    """An action that answers one kind of message. Subclasses set `NAME` and write `react`."""

    NAME = ""

    def name(self) -> str:
        """The name that the rules use."""
        return self.NAME

    def prepare(self, turn: Turn, voice: Voice) -> tuple[Turn, Voice, list[EventType]]:
        """What comes before the answer, whatever the answer is: the language that was heard."""
        from actions import heard_language

        return heard_language.follow(turn, voice)

    def react(self, turn: Turn, voice: Voice) -> list[EventType]:
        """Speak, and return the events that Rasa has to remember. Runs in a thread: it may read the database."""
        raise NotImplementedError

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Json) -> list[EventType]:
        """Called by the action server. A slow database never holds up other people's turns."""
        turn = Turn.of(tracker)
        voice = Voice(dispatcher, turn.language)
        return await sync_to_async(self._react, thread_sensitive=False)(turn, voice)

    def _react(self, turn: Turn, voice: Voice) -> list[EventType]:
        close_old_connections()
        turn, voice, events = self.prepare(turn, voice)
        return [*events, *self.react(turn, voice)]


def awaiting(what: str | None) -> EventType:
    """Remember what was asked, so that the next "yes", "no" or country is understood."""
    return SlotSet("awaiting", what)


def _is_uuid(value: str) -> bool:
    try:
        UUID(value)
    except ValueError:
        return False
    return True
