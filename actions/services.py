"""Services that are announced but not there yet: said plainly, with what can be answered today."""

from rasa_sdk.events import EventType

from actions.introduction import introduce
from actions.menu import payload
from actions.reaction import Reaction, Turn, Voice, awaiting
from bot.channels.messages import Button, Reply
from bot.content import queries

NEAREST = {
    "job_search": {
        "ML": "anpe-mali-inscription",
        "SN": "emploi-senegal-ou-chercher",
        "MR": "techghil-trouver-offre",
        "TG": "anpe-togo-unite-migration",
        "MA": "anapec-etranger",
        "DJ": "anefip-djibouti",
        "": "service-emploi-cout",
    },
    "transfer_cost": {"": "transfert-meilleur-prix"},
    "budget_help": {"": "depart-budget"},
}
"""The question that helps most meanwhile, by service and country of origin."""


class AnnounceService(Reaction):
    """A job search, the cost of a transfer, a budget."""

    NAME = "action_announce_service"

    def react(self, turn: Turn, voice: Voice) -> list[EventType]:
        """Say what is missing, and offer what is there."""
        _ = voice.gettext
        sentences = {
            "job_search": _(
                "Je ne peux pas encore chercher d'offres d'emploi pour vous. "
                "Je peux vous dire à quel service public vous adresser, et comment reconnaître une fausse offre."
            ),
            "transfer_cost": _(
                "Je ne sais pas encore calculer le coût d'un envoi précis. Je peux vous dire comment payer moins cher."
            ),
            "budget_help": _(
                "Je ne sais pas encore faire vos comptes avec vous. Je peux vous dire ce qu'il faut prévoir."
            ),
        }
        nearest = NEAREST[turn.intent]
        keys = [nearest.get(turn.origin, nearest[""])]
        keys += {"job_search": ["offre-fausse-reconnaitre"], "transfer_cost": ["transfert-cout-afrique"]}.get(
            turn.intent, ["depart-emprunt"]
        )
        views = queries.questions(keys, turn.language)
        buttons = [Button(views[key].question, payload("choose_entry", key=key)) for key in keys if key in views]
        voice.say(Reply(sentences[turn.intent], buttons=(*buttons, Button(_("Menu"), payload("help_menu")))))
        events: list[EventType] = [awaiting(None)]
        return events if turn.welcomed else [*events, *introduce(voice)]
