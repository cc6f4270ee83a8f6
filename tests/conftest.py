"""Fixtures of all tests. The data directory is a temporary one: see `tests.environment`."""

from collections.abc import Iterator

import pytest

from bot.gateway import rasa_client
from tests.builders import Person
from tests.fake_rasa import FakeRasa


@pytest.fixture
def rasa(settings: object) -> Iterator[FakeRasa]:
    """A scripted Rasa that the gateway talks to."""
    fake = FakeRasa()
    fake.start()
    settings.RASA_URL = fake.url  # type: ignore[attr-defined]
    rasa_client._client.cache_clear()
    yield fake
    fake.stop()
    rasa_client._client.cache_clear()


@pytest.fixture
def person() -> Person:
    """Somebody with the web page open."""
    return Person()
