"""What the gateway itself says when Rasa cannot. Words come from the catalogs, like every word that candidates see."""

from bot.channels.messages import Button, Reply
from bot.i18n import translator


def please_wait(language: str) -> Reply:
    """Said once when an answer takes long."""
    _ = translator(language).gettext
    return Reply(_("Votre message est bien arrivé et il est gardé. La réponse prend un peu de temps, merci de patienter."))


def apology(language: str) -> Reply:
    """Said when a message could not be answered at all."""
    _ = translator(language).gettext
    return Reply(
        _(
            "Désolé, je n'ai pas réussi à répondre à ce message. Essayez de l'écrire autrement, "
            "ou demandez à parler à une personne."
        ),
        buttons=(Button(_("Menu"), "/help_menu"), Button(_("Parler à quelqu'un"), "/human_handoff")),
    )


def shortened(language: str) -> Reply:
    """Said before the answer to a message that was too long."""
    _ = translator(language).gettext
    return Reply(_("Votre message est très long : je n'ai lu que le début."))
