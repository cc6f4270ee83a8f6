"""Choosing the language."""

from rasa_sdk.events import EventType

from actions.menu import payload, show_menu
from actions.reaction import Reaction, Turn, Voice, awaiting
from bot.channels.messages import Button, Reply
from bot.content import queries


def ask_language(voice: Voice) -> None:
    """Offer the languages Yoon speaks, each by its own name."""
    _ = voice.gettext
    available = queries.languages()
    buttons = tuple(Button(item.autonym, payload("choose_language", language=item.code)) for item in available)
    text = _("Dans quelle langue voulez-vous continuer ?")
    if len(available) == 1:
        text = _("Pour l'instant, je parle seulement français. D'autres langues sont en préparation.")
    voice.say(Reply(text, buttons=(*buttons, Button(_("Menu"), payload("help_menu")))))


class AskLanguage(Reaction):
    """The person wants another language."""

    NAME = "action_ask_language"

    def react(self, turn: Turn, voice: Voice) -> list[EventType]:
        """Offer the languages."""
        ask_language(voice)
        return [awaiting(None)]


class SetLanguage(Reaction):
    """A language was chosen."""

    NAME = "action_set_language"

    def react(self, turn: Turn, voice: Voice) -> list[EventType]:
        """Go on in it; an unknown code is said to be unknown."""
        chosen = turn.entities.get("language", "").lower()
        names = {item.code: item.autonym for item in queries.languages()}
        if chosen not in names:
            voice.say(Reply(voice.gettext("Je ne connais pas cette langue.")))
            ask_language(voice)
            return [awaiting(None)]
        voice.effect(language=chosen)
        spoken = Voice(voice._dispatcher, chosen)
        spoken.say(Reply(spoken.gettext("C'est noté : {language}.").format(language=names[chosen])))
        show_menu(spoken)
        return [awaiting(None)]
