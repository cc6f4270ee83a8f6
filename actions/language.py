"""Choosing the language."""

from dataclasses import replace

from rasa_sdk.events import EventType

from actions.faq import answer
from actions.menu import payload, show_menu
from actions.reaction import Reaction, Turn, Voice, awaiting
from bot.channels.messages import Button, Reply
from bot.content import queries
from bot.i18n import isolated
from bot.languages import SOURCE_LANGUAGE


def ask_language(voice: Voice, text: str = "") -> None:
    """Offer the languages Yoon speaks, each by its own name."""
    _ = voice.gettext
    available = queries.languages()
    buttons = tuple(Button(item.autonym, payload("choose_language", language=item.code)) for item in available)
    asked = _("Dans quelle langue voulez-vous continuer ?")
    if len(available) == 1:
        asked = _("Pour l'instant, je parle seulement français. D'autres langues sont en préparation.")
    voice.say(Reply(text or asked, buttons=(*buttons, Button(_("Menu"), payload("help_menu")))))


def set_language(code: str, turn: Turn, voice: Voice) -> list[EventType]:
    """Go on in the language, with the last answer once more in it; an unknown code is said to be unknown."""
    names = {item.code: item.autonym for item in queries.languages()}
    if code not in names:
        _ = voice.gettext
        unknown = _("Je ne connais pas la langue « {code} ». Choisissez une langue :")
        ask_language(voice, unknown.format(code=isolated(code, voice.language)))
        return [awaiting(None)]
    voice.effect(language=code, language_chosen=True)
    spoken = voice.in_language(code)
    _ = spoken.gettext
    name = isolated(names[code], code)
    lines = [_("Langue changée : {language}.").format(language=name)]
    if code != SOURCE_LANGUAGE:
        provisional = _(
            "Les textes en {language} sont provisoires : aucun locuteur ne les a encore relus. "
            "En cas de doute, lisez en français."
        )
        lines.append(provisional.format(language=name))
    spoken.say(Reply("\n".join(lines), buttons=(Button(_("Menu"), payload("help_menu")),)))
    if code == turn.language:
        return [awaiting(None)]
    if turn.last_key:
        return answer(turn.last_key, replace(turn, language=code), spoken)
    show_menu(spoken)
    return [awaiting(None)]


class AskLanguage(Reaction):
    """The person wants another language."""

    NAME = "action_ask_language"

    def react(self, turn: Turn, voice: Voice) -> list[EventType]:
        """Take the language that the message names, else offer them all."""
        code = queries.language_named(turn.text)
        if code and code != turn.language:
            return set_language(code, turn, voice)
        ask_language(voice)
        return [awaiting(None)]


class SetLanguage(Reaction):
    """A language was chosen."""

    NAME = "action_set_language"

    def react(self, turn: Turn, voice: Voice) -> list[EventType]:
        """Go on in it."""
        return set_language(turn.entities.get("language", "").lower(), turn, voice)
