"""Thanks, goodbye, « êtes-vous un robot ? », and messages without words."""

from rasa_sdk.events import EventType

from actions.menu import payload, show_menu
from actions.reaction import Reaction, Turn, Voice, awaiting
from bot.channels.messages import Button, Reply


class SmallTalk(Reaction):
    """One fitting sentence."""

    NAME = "action_small_talk"

    def react(self, turn: Turn, voice: Voice) -> list[EventType]:
        """Say it."""
        _ = voice.gettext
        sentences = {
            "thanks": _("Avec plaisir. Si vous avez une autre question, écrivez-la ici."),
            "goodbye": _("Au revoir et bonne chance. Vous pouvez revenir quand vous voulez."),
            "bot_identity": _(
                "Je suis Yoon, un programme : pas une personne, pas une administration, pas un recruteur. "
                "C'est gratuit. Mes réponses viennent de sources publiques que je cite ; aucune autorité ne les a "
                "encore validées. Si je ne sais pas, je le dis."
            ),
        }
        menu = Button(_("Menu"), payload("help_menu"))
        human = Button(_("Parler à quelqu'un"), payload("human_handoff"))
        voice.say(Reply(sentences[turn.intent], buttons=(menu, human) if turn.intent == "bot_identity" else (menu,)))
        return [awaiting(None)]


class Unreadable(Reaction):
    """An empty message, a voice note, a picture: never silence."""

    NAME = "action_unreadable"

    def react(self, turn: Turn, voice: Voice) -> list[EventType]:
        """Say what works."""
        _ = voice.gettext
        if turn.intent == "empty_message":
            text = _("Je n'ai pas pu lire de mots dans votre message. Écrivez votre question, ou choisissez un thème.")
        elif turn.intent == "unknown_command":
            text = _("Je ne connais pas cette commande. Écrivez votre question avec vos mots, ou choisissez un thème.")
        else:
            text = _(
                "Je ne sais pas encore écouter les messages vocaux ni regarder les images. "
                "Écrivez votre question en quelques mots, ou choisissez un thème."
            )
        voice.say(Reply(text))
        show_menu(voice)
        return [awaiting(None)]
