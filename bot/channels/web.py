"""The web chat as a channel: reads what the page posts."""

import json
import re
from typing import Any

from bot.channels.messages import Inbound

_CLIENT_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")


class BadMessage(Exception):
    """The page posted something else than a message. Not retryable; `code` is for logs."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def parse(body: bytes, address: str, channel: str = "web") -> Inbound:
    """Read `{"id", "text" | "choice" | "kind": "start"}`. Raises `BadMessage`."""
    data = _json(body)
    client_id = data.get("id")
    if not isinstance(client_id, str) or not _CLIENT_ID.fullmatch(client_id):
        raise BadMessage("bad_id")
    # Two people may choose the same id: the address makes it unique, and it is hashed before it is stored.
    platform_id = _platform_id(address, client_id)
    if data.get("kind") == "start":
        return Inbound(channel, platform_id, address, kind="start", metadata={"client_id": client_id})
    if "choice" in data:
        return Inbound(
            channel,
            platform_id,
            address,
            kind="choice",
            choice=_choice(data["choice"]),
            metadata={"client_id": client_id},
        )
    text = data.get("text")
    if not isinstance(text, str):
        raise BadMessage("no_text")
    return Inbound(channel, platform_id, address, text=_storable(text), metadata={"client_id": client_id})


def _json(body: bytes) -> dict[str, Any]:
    try:
        data = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadMessage("not_json") from error
    if not isinstance(data, dict):
        raise BadMessage("not_an_object")
    return data


def _choice(value: Any) -> dict[str, int]:
    if not isinstance(value, dict):
        raise BadMessage("bad_choice")
    place, index = value.get("message"), value.get("index")
    if type(place) is not int or type(index) is not int:
        raise BadMessage("bad_choice")
    return {"message": place, "index": index}


def _platform_id(address: str, client_id: str) -> str:
    import hashlib

    return hashlib.sha256(f"{address}\x00{client_id}".encode()).hexdigest()


def _storable(text: str) -> str:
    """Lone surrogates, which JSON can carry and no database can store, are replaced."""
    return text.encode("utf-8", "replace").decode("utf-8")
