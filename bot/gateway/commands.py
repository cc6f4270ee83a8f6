"""Commands that people type with a slash, and the messages of a word or two that mean the same."""

import re
import unicodedata
from itertools import dropwhile

from bot.gateway import spoken_words
from bot.nlu.matching import fold

COMMANDS: dict[str, str] = {
    "start": "/start",
    "menu": "/help_menu",
    "aide": "/help_menu",
    "help": "/help_menu",
    "langue": "/change_language",
    "language": "/change_language",
    "lang": "/change_language",
    "effacer": "/delete_my_data",
    "supprimer": "/delete_my_data",
    "delete": "/delete_my_data",
    "humain": "/human_handoff",
    "conseiller": "/human_handoff",
    "danger": "/urgent_danger",
    "urgence": "/urgent_danger",
}
"""What Rasa hears for each command. Only these and our own buttons may reach Rasa with a leading slash."""

_COMMAND = re.compile(r"^/(\w+)(?:@\w+)?(?:\s+([\w-]+))?\s*$")
_PAYLOAD = re.compile(r"^/+\w*(?:\{.*|\w_\w+)$", re.DOTALL)

_WANTED = {
    "menu": "/help_menu",
    "language": "/change_language",
    "erase": "/delete_my_data",
    "human": "/human_handoff",
    "danger": "/urgent_danger",
    "yes": "/affirm",
    "no": "/deny",
    "skip": "/skip",
}
"""What Rasa hears for a whole message that `spoken_words` knows."""


def payload_of(text: str, language: str = "") -> str | None:
    """The payload of a known command or of a word that means the same; None for everything else."""
    stripped = text.strip()
    if not stripped.startswith("/") and (wanted := _WANTED.get(spoken_words.meaning(stripped, language))):
        return wanted
    match = _COMMAND.match(stripped)
    if not match or fold(match[1]) not in COMMANDS:
        return None
    payload = COMMANDS[fold(match[1])]
    if payload == "/change_language" and match[2]:
        return f'/choose_language{{"language": "{match[2].lower()[:12]}"}}'
    return payload


def looks_like_payload(text: str) -> bool:
    """True for `/intent{…}` typed by hand: nobody's question, and not ours."""
    return bool(_PAYLOAD.match(text.strip()))


def escape(text: str) -> str:
    """The text without the leading slashes that Rasa would execute as an intent."""
    rest = text.strip()
    # Rasa strips every kind of space by itself, so whatever may hide a slash goes before it is looked for.
    while (bare := "".join(dropwhile(_is_invisible, rest))).startswith("/"):
        rest = bare[1:].strip()
    return rest


def _is_invisible(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) in {"Cc", "Cf", "Zs", "Zl", "Zp"}
