"""Nobody's address stands anywhere in clear: not in the database, not in the logs, not on the way to Rasa."""

import json
import logging
from pathlib import Path

import pytest
from cryptography.fernet import InvalidToken
from django.db import connection

from bot.gateway import identity
from bot.gateway.models import Conversation
from tests.builders import Person, work, work_later
from tests.fake_rasa import FakeRasa

pytestmark = pytest.mark.django_db(transaction=True)


def stored_bytes() -> bytes:
    """Everything that the database wrote: the file and the log beside it, or the rows where there is no file."""
    if connection.vendor != "sqlite":
        return str([list(model.objects.values()) for model in Conversation._meta.apps.get_models()]).encode()
    path = Path(str(connection.settings_dict["NAME"]))
    return b"".join(part.read_bytes() for part in path.parent.glob(f"{path.name}*"))


def test_the_address_is_in_no_table_no_log_and_no_call(
    rasa: FakeRasa, person: Person, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    rasa.script.append(500)
    person.say("ma question très privée")
    work()
    work_later()
    assert person.heard() == ["re: ma question très privée"]

    everything = stored_bytes()
    assert "ma question très privée".encode() in everything or connection.vendor != "sqlite"
    assert person.token.encode() not in everything
    assert person.token not in json.dumps(rasa.turns)
    logged = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("bot"))
    assert "stored, conversation" in logged
    assert person.token not in logged and "privée" not in logged


def test_the_platform_address_comes_back_with_the_key_only(person: Person, settings: object) -> None:
    person.say("bonjour")
    stored = Conversation.objects.get().address_encrypted

    assert identity.decrypt(stored) == person.token
    settings.IDENTITY_ENCRYPTION_KEY = b"A" * 43 + b"="  # type: ignore[attr-defined]
    with pytest.raises(InvalidToken):
        identity.decrypt(stored)


def test_the_hash_depends_on_the_channel_and_on_the_key(settings: object) -> None:
    web = identity.address_hash("web", "221770000001")

    assert web != identity.address_hash("whatsapp", "221770000001")
    settings.IDENTITY_HASH_KEY = b"another"  # type: ignore[attr-defined]
    assert web != identity.address_hash("web", "221770000001")
