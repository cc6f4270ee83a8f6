"""The language that a message is written in: followed until the person has chosen one, then only proposed."""

from dataclasses import replace

from rasa_sdk.events import EventType, SlotSet

from actions.menu import payload
from actions.reaction import Turn, Voice
from bot.channels.messages import Button, Reply
from bot.content import queries
from bot.i18n import isolated, language_name, translator
from bot.languages import SOURCE_LANGUAGE

_URGENT = "urgent_danger"

FOREIGN = "foreign"
"""Marks that a person was told that Yoon does not speak the language."""

TOLD_IN = ("fr", "ar", "en")
"""The languages in which that is told: one of them is read nearly everywhere."""


def follow(turn: Turn, voice: Voice) -> tuple[Turn, Voice, list[EventType]]:
    """The turn and the voice in the language to answer in, after one line about it where there is something to say."""
    code = turn.heard_language
    if not code or code == turn.language:
        return turn, voice, []
    if code not in {item.code for item in queries.languages()}:
        return turn, voice, _say_foreign(turn, voice)
    before = turn.language
    if not turn.language_chosen:
        voice.effect(language=code)
        turn, voice = replace(turn, language=code), voice.in_language(code)
    return turn, voice, _propose(code, before, turn, voice)


def _propose(code: str, before: str, turn: Turn, voice: Voice) -> list[EventType]:
    """One line with two buttons, once for each language; never before help in danger."""
    back_to_french = code == SOURCE_LANGUAGE and not turn.language_chosen
    if code in turn.offered_languages or back_to_french or turn.intent == _URGENT:
        return []
    speaker = voice.in_language(code)
    _ = speaker.gettext
    name, other = isolated(language_name(code), code), isolated(language_name(before), code)
    speaker.say(
        Reply(
            _("Vous écrivez en {language} ? Je peux continuer dans cette langue.").format(language=name),
            buttons=(
                Button(_("Continuer en {language}").format(language=name), payload("choose_language", language=code)),
                Button(_("Rester en {language}").format(language=other), payload("choose_language", language=before)),
            ),
        )
    )
    return _remember(code, turn)


def _say_foreign(turn: Turn, voice: Voice) -> list[EventType]:
    """Once, in three languages: this one is not spoken here, these are."""
    if FOREIGN in turn.offered_languages or turn.intent == _URGENT:
        return []
    spoken = queries.languages()
    names = ", ".join(item.autonym for item in spoken)
    text = "\n".join(
        translator(code)
        .gettext("Je ne parle pas cette langue. J'écris en : {languages}. Choisissez une langue, ou écrivez en français.")
        .format(languages=isolated(names, code))
        for code in TOLD_IN
    )
    buttons = tuple(Button(item.autonym, payload("choose_language", language=item.code)) for item in spoken)
    voice.say(Reply(text, buttons=buttons))
    return _remember(FOREIGN, turn)


def _remember(what: str, turn: Turn) -> list[EventType]:
    return [SlotSet("offered_languages", " ".join((*turn.offered_languages, what)))]
