"""One line about Yoon for those who begin with a question instead of a greeting."""

from rasa_sdk.events import EventType, SlotSet

from actions.reaction import Voice
from bot.channels.messages import Reply


def introduce(voice: Voice) -> list[EventType]:
    """Say it once."""
    _ = voice.gettext
    voice.say(
        Reply(
            _(
                "Je suis Yoon, un assistant automatique et gratuit. Je ne suis pas une administration. "
                "Vos messages sont gardés {days} jours pour vous répondre ; écrivez « effacer » pour tout supprimer."
            ).format(days=retention_days())
        )
    )
    return [SlotSet("welcomed", True)]


def retention_days() -> int:
    """How long messages are kept, in days."""
    from django.conf import settings

    return int(settings.RETENTION_DAYS)


