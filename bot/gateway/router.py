"""Who answers a message, and in which words Rasa hears it."""

import enum

from bot.channels.messages import Button, Reply
from bot.gateway import choices, commands
from bot.gateway.models import Conversation, InboundMessage, OutboundMessage
from bot.nlu.matching import is_blank


class Route(enum.Enum):
    """Where a message goes."""

    BOT = "bot"
    HUMAN = "human"
    IGNORE = "ignore"


def route(conversation: Conversation, message: InboundMessage) -> Route:
    """A conversation that hotline staff took over is theirs; what is not meant for anybody is ignored."""
    if message.kind == "ignore":
        return Route.IGNORE
    return Route.HUMAN if conversation.handler == Conversation.Handler.HUMAN else Route.BOT


def rasa_text(message: InboundMessage) -> str:
    """What Rasa hears: one of our own payloads, or plain text that can never be one."""
    if message.kind == "start":
        return "/start"
    if message.kind == "choice":
        return _pressed(message) or "/expired_button"
    if message.kind != "text":
        return f'/media_message{{"kind": "{"".join(filter(str.isalpha, message.kind))}"}}'
    command = commands.payload_of(message.text, message.conversation.language)
    if command:
        return command
    if commands.looks_like_payload(message.text):
        return "/unknown_command"
    text = commands.escape(message.text)
    return _typed_choice(message, text) or ("/empty_message" if is_blank(text) else text)


def _pressed(message: InboundMessage) -> str | None:
    """The payload behind a pressed button, looked up in our own row: the platform only holds its place."""
    button = _pressed_button(message)
    return button.payload or None if button else None


def pressed_label(message: InboundMessage) -> str:
    """What the pressed button said: how the person's own message reads in the history."""
    button = _pressed_button(message)
    return button.label if button else "…"


def _pressed_button(message: InboundMessage) -> Button | None:
    """Only within the person's own conversation: a made-up place finds nothing of anybody else."""
    place: dict[str, int] = message.choice
    row = OutboundMessage.objects.filter(
        conversation=message.conversation_id, sequence=place.get("message", 0)
    ).first()
    # Pages and platforms count all buttons, also those that only open an address.
    buttons = Reply.from_json(row.body).buttons if row else ()
    index = place.get("index", -1)
    return buttons[index] if 0 <= index < len(buttons) else None


def _typed_choice(message: InboundMessage, text: str) -> str | None:
    """The payload of an option of the last message that the person saw before writing this one."""
    row = (
        OutboundMessage.objects.filter(conversation=message.conversation_id, sequence__lt=message.sequence)
        .order_by("-sequence")
        .first()
    )
    buttons = [button for button in Reply.from_json(row.body).buttons if button.payload] if row else []
    index = choices.chosen(text, [button.label for button in buttons], message.conversation.language)
    return None if index is None else buttons[index].payload
