"""Getting to know each other: welcome, consent, country of origin. Every step can be skipped."""

from rasa_sdk.events import EventType, SlotSet

from actions.introduction import retention
from actions.menu import payload, show_menu
from actions.reaction import Reaction, Turn, Voice, awaiting
from bot.channels.messages import Button, Reply
from bot.i18n import country_name, isolated

ORIGINS = ("ML", "SN", "MR", "TG", "MA", "DJ")
"""The countries that Yoon serves, in the order of the buttons."""


def ask_origin(voice: Voice) -> None:
    """Ask for the country of origin."""
    _ = voice.gettext
    countries = [Button(country_name(code, voice.language), payload("choose_origin", code=code)) for code in ORIGINS]
    voice.say(
        Reply(
            _("De quel pays êtes-vous ? Les réponses changent selon le pays."),
            buttons=(*countries, Button(_("Autre pays"), payload("choose_origin", code="")), *skip_and_language(voice)),
        )
    )


def skip_and_language(voice: Voice) -> tuple[Button, ...]:
    """The two ways out of every question of the welcome."""
    _ = voice.gettext
    return Button(_("Passer"), payload("skip")), Button(_("Langue"), payload("change_language"))


def set_origin(code: str, turn: Turn, voice: Voice) -> list[EventType]:
    """Remember the country of origin and go on to the menu."""
    _ = voice.gettext
    known = code in ORIGINS
    voice.effect(origin=code if known else "")
    if known:
        text = _("C'est noté : {country}.").format(country=isolated(country_name(code, voice.language), voice.language))
    else:
        text = _(
            "C'est noté. Je connais surtout le Mali, le Sénégal, la Mauritanie, le Togo, le Maroc et Djibouti : "
            "pour un autre pays, mes réponses peuvent ne pas convenir."
        )
    voice.say(Reply(text))
    show_menu(voice)
    return [awaiting(None)]


def record_consent(agrees: bool, voice: Voice) -> list[EventType]:
    """Remember the choice and ask for the country."""
    _ = voice.gettext
    voice.effect(consent=agrees)
    voice.say(
        Reply(
            _("Merci.")
            if agrees
            else _("D'accord : vos messages seront effacés au bout de 24 heures. Vous pouvez continuer.")
        )
    )
    ask_origin(voice)
    return [awaiting("origin")]


class Welcome(Reaction):
    """The first message: what Yoon is and is not, and two sentences about the messages."""

    NAME = "action_welcome"

    def react(self, turn: Turn, voice: Voice) -> list[EventType]:
        """Introduce Yoon and ask for consent."""
        _ = voice.gettext
        voice.say(
            Reply(
                _(
                    "Bonjour, je suis Yoon. Je réponds gratuitement à vos questions sur le travail à l'étranger : "
                    "partir légalement, recruteurs, argent, dangers, aide, retour.\n"
                    "Je suis un programme, pas une personne. Je ne suis ni une administration ni un recruteur : "
                    "je ne donne ni visa ni emploi. Chaque réponse cite sa source."
                )
            )
        )
        voice.say(
            Reply(
                _(
                    "Vos messages servent seulement à vous répondre et sont effacés après {duration}. "
                    "Écrivez « effacer » quand vous voulez, et tout disparaît."
                ).format(duration=retention(voice.language)),
                buttons=(
                    Button(_("D'accord"), payload("give_consent", agree="yes")),
                    Button(_("Ne rien garder"), payload("give_consent", agree="no")),
                    *skip_and_language(voice),
                ),
            )
        )
        return [awaiting("consent"), SlotSet("welcomed", True)]


class Greet(Reaction):
    """A greeting: the whole welcome the first time, a short one later."""

    NAME = "action_greet"

    def react(self, turn: Turn, voice: Voice) -> list[EventType]:
        """Greet."""
        if not turn.welcomed:
            return Welcome().react(turn, voice)
        voice.say(Reply(voice.gettext("Bonjour ! Comment puis-je vous aider ?")))
        show_menu(voice)
        return [awaiting(None)]


class RecordConsent(Reaction):
    """A button about keeping messages."""

    NAME = "action_record_consent"

    def react(self, turn: Turn, voice: Voice) -> list[EventType]:
        """Remember it."""
        return record_consent(turn.entities.get("agree") == "yes", voice)


class ConsentByWord(Reaction):
    """Yes or no typed after the two sentences about messages."""

    NAME = "action_consent_by_word"

    def react(self, turn: Turn, voice: Voice) -> list[EventType]:
        """Remember it."""
        return record_consent(turn.intent == "affirm", voice)


class SetOrigin(Reaction):
    """A country's button."""

    NAME = "action_set_origin"

    def react(self, turn: Turn, voice: Voice) -> list[EventType]:
        """Remember it."""
        return set_origin(turn.entities.get("code", ""), turn, voice)


class OriginByWord(Reaction):
    """Yes to the question which country."""

    NAME = "action_origin_by_word"

    def react(self, turn: Turn, voice: Voice) -> list[EventType]:
        """Ask again."""
        ask_origin(voice)
        return [awaiting("origin")]


class Skip(Reaction):
    """A step of the welcome is skipped."""

    NAME = "action_skip"

    def react(self, turn: Turn, voice: Voice) -> list[EventType]:
        """After consent comes the country, after the country the menu."""
        if turn.awaiting == "consent":
            ask_origin(voice)
            return [awaiting("origin")]
        show_menu(voice)
        return [awaiting(None)]
