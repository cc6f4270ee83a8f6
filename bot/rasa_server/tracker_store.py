"""A tracker store whose turns stay as fast at turn 300 as at turn 2, on SQLite and PostgreSQL.

Rasa replays a conversation's events several times a turn, so their number has to be bounded. A conversation is one row
that holds its last events, cut between two turns, and what the events before them had set: slots and the active form.
"""

import json
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SerializedTrackerAsText, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActiveLoop, BotUttered, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.orm import Session, declarative_base, sessionmaker

logger = logging.getLogger(__name__)

MAXIMUM_EVENTS = 40
"""Events kept of a conversation: about five turns, more than any rule looks back."""

Base = declarative_base()


class ConversationRow(Base):  # type: ignore[misc, valid-type]
    """A conversation as Rasa remembers it."""

    __tablename__ = "rasa_conversation"

    sender_id = sa.Column(sa.String(64), primary_key=True)
    events = sa.Column(sa.Text, nullable=False)
    updated_at = sa.Column(sa.Float, nullable=False, index=True)


_READ = sa.text("SELECT events FROM rasa_conversation WHERE sender_id = :sender")
_WRITE = sa.text(
    "INSERT INTO rasa_conversation (sender_id, events, updated_at) VALUES (:sender, :events, :now) "
    "ON CONFLICT (sender_id) DO UPDATE SET events = excluded.events, updated_at = excluded.updated_at"
)


class BoundedTrackerStore(TrackerStore, SerializedTrackerAsText):
    """Set it in endpoints.yml with `url`, an SQLAlchemy address."""

    def __init__(
        self, domain: Domain | None, host: str, event_broker: EventBroker | None = None, **kwargs: Any
    ) -> None:
        # Rasa hands the `url` of endpoints.yml over under the name `host`.
        self._engine = _engine(host)
        Base.metadata.create_all(self._engine, checkfirst=True)
        self._sessions = sessionmaker(bind=self._engine)
        super().__init__(domain, event_broker, **kwargs)

    async def keys(self) -> list[str]:
        """The ids of all conversations."""
        with self._session() as session:
            return [row[0] for row in session.query(ConversationRow.sender_id)]

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The conversation with its last events, or None when it is new."""
        with self._engine.connect() as connection:
            stored = connection.execute(_READ, {"sender": sender_id}).scalar()
        if stored is None or self.domain is None:
            return None
        events = [_event(parameters) for parameters in json.loads(stored)]
        return DialogueStateTracker.from_events(sender_id, events, self.domain.slots)

    async def retrieve_full_tracker(self, conversation_id: str) -> DialogueStateTracker | None:
        """The same: older events are gone."""
        return await self.retrieve(conversation_id)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep the last events, in one row, in one transaction."""
        await self.stream_events(tracker)
        # What the bot said is in the outbox; no rule looks at it, and it is the bulk of the text.
        kept = [event for event in tracker.events if not isinstance(event, BotUttered)]
        events = json.dumps([event.as_dict() for event in bounded(kept, MAXIMUM_EVENTS)])
        with self._engine.begin() as connection:
            connection.execute(_WRITE, {"sender": tracker.sender_id, "events": events, "now": time.time()})

    async def delete(self, sender_id: str) -> None:
        """Forget a conversation."""
        self.forget(sender_id)

    def forget(self, sender_id: str) -> int:
        """Erase a conversation; returns how many events went."""
        with self._session() as session:
            row = session.get(ConversationRow, sender_id)
            if row is None:
                return 0
            count = len(json.loads(row.events))
            session.delete(row)
            session.commit()
            return count

    def rewind(self, sender_id: str, message_id: str) -> bool:
        """Take back the turn of this message, if it was taken; the message can then be heard again."""
        with self._session() as session:
            row = session.get(ConversationRow, sender_id)
            events = json.loads(row.events) if row else []
            place = next((i for i, event in enumerate(events) if event.get("message_id") == message_id), None)
            if place is None:
                return False
            row.events = json.dumps(events[:place])
            session.commit()
            return True

    def prune(self, older_than: float) -> int:
        """Erase conversations untouched since `older_than` (seconds since the epoch); returns how many."""
        with self._session() as session:
            count: int = session.query(ConversationRow).filter(ConversationRow.updated_at < older_than).delete()
            session.commit()
            return count

    @contextmanager
    def _session(self) -> Iterator[Session]:
        session = self._sessions()
        try:
            yield session
        finally:
            session.close()


@cache
def _event_class(name: str) -> type[Event]:
    """The class of a stored event. Rasa walks through all subclasses for each event, a fifth of the reading time."""
    return Event.resolve_by_type(name)


def _event(parameters: dict[str, Any]) -> Event:
    event = _event_class(parameters["event"])._from_parameters(parameters)
    if event is None:
        raise ValueError(f"an event of type {parameters['event']} cannot be read")
    return event


def bounded(events: list[Event], limit: int) -> list[Event]:
    """At most about `limit` events, beginning with a person's message, behind what the dropped ones had set."""
    if len(events) <= limit:
        return events
    turns = [place for place, event in enumerate(events) if isinstance(event, UserUttered)]
    start = next((place for place in turns if place >= len(events) - limit), turns[-1] if turns else len(events) - limit)
    return [*_summary(events[:start]), *events[start:]]


def _summary(dropped: list[Event]) -> list[Event]:
    """The last value of each slot, the active form, and the listening before the next message."""
    slots = {event.key: event for event in dropped if isinstance(event, SlotSet)}
    loops = [event for event in dropped if isinstance(event, ActiveLoop)][-1:]
    listening = [event for event in dropped if getattr(event, "action_name", "") == "action_listen"][-1:]
    return [*(event for event in slots.values() if event.value is not None), *loops, *listening]


def _engine(url: str) -> Any:
    engine = sa.create_engine(url.replace("postgres://", "postgresql://", 1), pool_pre_ping=not url.startswith("sqlite"))
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _tune_sqlite)
    return engine


def _tune_sqlite(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("PRAGMA busy_timeout=20000")
    # What a person had erased is overwritten in the file, not only forgotten by the table.
    connection.execute("PRAGMA secure_delete=ON")
