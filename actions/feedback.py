"""Was the answer useful?"""

from rasa_sdk.events import EventType

from actions.menu import payload
from actions.reaction import Reaction, Turn, Voice, awaiting
from bot.channels.messages import Button, Reply
from bot.stats.models import UsageEvent
from bot.stats.recording import record


def rate(useful: bool, key: str, turn: Turn, voice: Voice) -> list[EventType]:
    """Count the rating and go on."""
    _ = voice.gettext
    kind = UsageEvent.Kind.USEFUL if useful else UsageEvent.Kind.NOT_USEFUL
    record(kind, key=key, language=turn.language, origin=turn.origin, channel=turn.channel)
    menu = Button(_("Menu"), payload("help_menu"))
    if useful:
        voice.say(Reply(_("Merci, je suis content que cela vous aide. Avez-vous une autre question ?"), buttons=(menu,)))
    else:
        voice.say(
            Reply(
                _(
                    "Merci de le dire. Écrivez votre question autrement, avec le pays et ce que vous cherchez, "
                    "ou demandez une personne."
                ),
                buttons=(menu, Button(_("Parler à quelqu'un"), payload("human_handoff"))),
            )
        )
    return [awaiting(None)]


class RateAnswer(Reaction):
    """A rating by button."""

    NAME = "action_rate_answer"

    def react(self, turn: Turn, voice: Voice) -> list[EventType]:
        """Count it for the answer under which the button stood."""
        return rate(turn.entities.get("useful") == "yes", turn.entities.get("key", ""), turn, voice)


class RateByWord(Reaction):
    """A rating in words, or yes and no after an answer."""

    NAME = "action_rate_by_word"

    def react(self, turn: Turn, voice: Voice) -> list[EventType]:
        """Count it for the last answer."""
        return rate(turn.intent in {"affirm", "feedback_positive"}, turn.last_key, turn, voice)
