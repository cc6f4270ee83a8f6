"""Asking for a human. The request is recorded before anything is said about it."""

from rasa_sdk.events import EventType

from actions.menu import payload
from actions.reaction import Reaction, Turn, Voice, awaiting
from bot.channels.messages import Button, Reply
from bot.hotline import services


class OfferHuman(Reaction):
    """The person would rather talk to somebody."""

    NAME = "action_offer_human"

    def react(self, turn: Turn, voice: Voice) -> list[EventType]:
        """Say what will happen, and ask."""
        _ = voice.gettext
        voice.say(
            Reply(
                _(
                    "Je peux enregistrer votre demande pour qu'une personne de la permanence la lise, avec cette "
                    "conversation. Je ne peux pas dire quand elle répondra. Voulez-vous l'envoyer ?\n"
                    "En danger immédiat, écrivez « danger » : je donne tout de suite les numéros à appeler."
                ),
                buttons=(
                    Button(_("Oui, envoyer"), payload("request_human")),
                    Button(_("Non"), payload("help_menu")),
                ),
            )
        )
        return [awaiting("human")]


class RequestHuman(Reaction):
    """The person confirmed."""

    NAME = "action_request_human"

    def react(self, turn: Turn, voice: Voice) -> list[EventType]:
        """Record the request; only then say that it is recorded."""
        _ = voice.gettext
        services.request_human(
            turn.conversation_id,
            danger=turn.entities.get("kind") == "danger",
            channel=turn.channel,
            language=turn.language,
            origin=turn.origin,
            whereabouts=turn.entities.get("country", ""),
        )
        voice.say(
            Reply(
                _(
                    "Votre demande est enregistrée. Une personne pourra vous écrire ici ; je ne peux pas dire quand. "
                    "En attendant, vous pouvez continuer à me poser des questions."
                ),
                buttons=(Button(_("Menu"), payload("help_menu")),),
            )
        )
        return [awaiting(None)]
