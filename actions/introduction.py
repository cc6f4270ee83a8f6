"""One line about Yoon for those who begin with a question instead of a greeting."""

from rasa_sdk.events import EventType, SlotSet

from actions.reaction import Voice
from bot.channels.messages import Reply
from bot.i18n import duration


def introduce(voice: Voice) -> list[EventType]:
    """Say it once."""
    _ = voice.gettext
    voice.say(
        Reply(
            _(
                "Je suis Yoon, un assistant automatique et gratuit. Je ne suis pas une administration. "
                "Vos messages sont gardés {duration} pour vous répondre ; écrivez « effacer » pour tout supprimer."
            ).format(duration=retention(voice.language))
        )
    )
    return [SlotSet("welcomed", True)]


def retention(language: str) -> str:
    """How long messages are kept, in words."""
    from django.conf import settings

    return duration(int(settings.RETENTION_DAYS), language)


