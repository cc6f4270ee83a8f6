"""What travels between a platform and Yoon, in words that hold for every platform."""

from dataclasses import asdict, dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class Button:
    """An option under a message. `payload` goes to Rasa as it is and never to the platform; `url` opens a page instead."""

    label: str
    payload: str = ""
    url: str = ""


@dataclass(frozen=True)
class SourceLine:
    """Where an answer comes from. Dates are ISO, whole or partial ("2024-06"), or empty when unknown."""

    title: str
    publisher: str = ""
    url: str = ""
    date: str = ""
    volatile: bool = False


@dataclass(frozen=True)
class Reply:
    """One message of the bot. `key` and `status` are set on a FAQ answer only."""

    text: str
    buttons: tuple[Button, ...] = ()
    key: str = ""
    sources: tuple[SourceLine, ...] = ()
    status: str = ""
    notice: str = ""
    urgent: bool = False

    def as_json(self) -> Json:
        """Only what is set, so that stored rows stay small."""
        return {name: value for name, value in asdict(self).items() if value}

    @classmethod
    def from_json(cls, body: Json) -> "Reply":
        """Build a reply from `as_json`; unknown fields are left out, since a newer version may have written them."""
        return cls(
            text=str(body.get("text", "")),
            buttons=tuple(Button(**_known(Button, item)) for item in body.get("buttons", ())),
            key=str(body.get("key", "")),
            sources=tuple(SourceLine(**_known(SourceLine, item)) for item in body.get("sources", ())),
            status=str(body.get("status", "")),
            notice=str(body.get("notice", "")),
            urgent=bool(body.get("urgent", False)),
        )


@dataclass(frozen=True)
class Inbound:
    """One message of a person as an adapter read it: `text`, or `choice` (a pressed button), or a `kind` of its own.

    `platform_id` is unique within the channel; `address` is where the person can be reached there.
    """

    channel: str
    platform_id: str
    address: str
    text: str = ""
    kind: str = "text"
    choice: Json = field(default_factory=dict)
    metadata: Json = field(default_factory=dict)


@dataclass(frozen=True)
class Sent:
    """The platform took the message and calls it `platform_id`."""

    platform_id: str


@dataclass(frozen=True)
class Failed:
    """The platform did not take the message. `retry_after` is in seconds, where the platform said it."""

    code: str
    retryable: bool
    retry_after: float | None = None


def _known(kind: Any, item: Json) -> Json:
    return {name: value for name, value in item.items() if name in kind.__dataclass_fields__}
