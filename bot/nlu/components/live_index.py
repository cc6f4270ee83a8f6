"""Follows the published index: a row of the database, the same for every machine that runs Rasa.

Plain SQL on purpose: Rasa's process stays free of Django, and can move to an environment of its own.
"""

import json
import logging
import os
import threading
from functools import cache

import sqlalchemy as sa

from bot.nlu.entry_card import EntryCard
from bot.nlu.ranker import EntryRanker
from bot.nlu.understanding import Understanding

logger = logging.getLogger(__name__)

EVERY_SECONDS = 1.0
_NEWEST = sa.text("SELECT id FROM content_indexversion WHERE status = 'active'")
_WHOLE = sa.text("SELECT data, entries FROM content_indexversion WHERE id = :id")


class LiveIndex:
    """`current` is the newest active index, or None until one was read. Swapped whole: no request sees half of one."""

    def __init__(self, url: str) -> None:
        self._engine = sa.create_engine(url.replace("postgres://", "postgresql://", 1))
        self._version: int | None = None
        self._failing = False
        self.current: Understanding | None = None

    def follow(self) -> None:
        """Look once now and then every second, in the background."""
        self.look()
        threading.Thread(target=self._forever, name="live-index", daemon=True).start()

    def look(self) -> bool:
        """Read the active version if it is another one; True when it changed. The old one serves on after a failure."""
        try:
            changed = self._read()
        except (sa.exc.SQLAlchemyError, ValueError, KeyError) as error:
            # Said once, not every second: the database may only be away for a moment.
            if not self._failing:
                logger.warning("published index not readable: %s", type(error).__name__)
            self._failing = True
            return False
        self._failing = False
        return changed

    def _read(self) -> bool:
        with self._engine.connect() as connection:
            newest = connection.execute(_NEWEST).scalar()
            if newest is None or newest == self._version:
                return False
            data, entries = connection.execute(_WHOLE, {"id": newest}).one()
        rows = json.loads(entries) if isinstance(entries, str) else entries
        cards = {row["key"]: EntryCard.from_json(row) for row in rows}
        self.current = Understanding(EntryRanker.from_bytes(bytes(data)), cards)
        self._version = newest
        logger.info("serving index version %s with %d entries", newest, len(cards))
        return True

    def _forever(self) -> None:
        pause = threading.Event()
        while not pause.wait(EVERY_SECONDS):
            self.look()


@cache
def following() -> LiveIndex | None:
    """The index that this process follows; None where no database is configured (`rasa train`, `rasa test`)."""
    url = os.environ.get("YOON_INDEX_URL", "")
    if not url:
        return None
    index = LiveIndex(url)
    index.follow()
    return index
