"""« Effacer mes données »: asked once, then done everywhere by the gateway, which answers with the receipt."""

from rasa_sdk.events import EventType

from actions.menu import payload, show_menu
from actions.reaction import Reaction, Turn, Voice, awaiting
from bot.channels.messages import Button, Reply


class AskErasure(Reaction):
    """The person wants the data erased."""

    NAME = "action_ask_erasure"

    def react(self, turn: Turn, voice: Voice) -> list[EventType]:
        """Say what goes, and ask."""
        _ = voice.gettext
        voice.say(
            Reply(
                _(
                    "Voulez-vous effacer tous vos messages, votre pays, votre langue et vos demandes d'aide ? "
                    "On ne peut pas revenir en arrière."
                ),
                buttons=(
                    Button(_("Oui, tout effacer"), payload("confirm_erasure")),
                    Button(_("Non, garder"), payload("cancel")),
                ),
            )
        )
        return [awaiting("erasure")]


class Erase(Reaction):
    """The person confirmed."""

    NAME = "action_erase"

    def react(self, turn: Turn, voice: Voice) -> list[EventType]:
        """Tell the gateway; it erases everywhere and answers with the receipt."""
        voice.effect(erase=True)
        # Rasa has to have said something, or the gateway takes it for a failure. The receipt replaces this.
        voice.say(Reply(voice.gettext("J'efface.")))
        return [awaiting(None)]


class KeepData(Reaction):
    """The person changed their mind."""

    NAME = "action_keep_data"

    def react(self, turn: Turn, voice: Voice) -> list[EventType]:
        """Say that nothing was erased."""
        voice.say(Reply(voice.gettext("D'accord, je n'efface rien.")))
        show_menu(voice)
        return [awaiting(None)]
