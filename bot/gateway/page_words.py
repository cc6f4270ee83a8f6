"""The words of the chat page, from the same catalogs as everything else that candidates read."""

from bot.i18n import translator


def words(language: str) -> dict[str, str]:
    """Every word of the page, by the name under which the template knows it."""
    _ = translator(language).gettext
    return {
        "description": _("Informations pour les personnes qui pensent partir travailler à l'étranger"),
        "skip_to_text": _("Aller à la zone pour écrire"),
        "tagline": _("Assistant automatique d'information"),
        "menu": _("Menu"),
        "send_menu": _("menu"),
        "danger": _("Danger ?"),
        "send_danger": _("je suis en danger"),
        "conversation": _("Conversation"),
        "me": _("Vous :"),
        "bot": _("Yoon :"),
        "human": _("Une personne de la permanence :"),
        "system": _("Information :"),
        "sending": _("envoi en cours"),
        "waiting": _("en attente d'envoi"),
        "sent": _("envoyé"),
        "refused": _("Ce message n'a pas pu être envoyé."),
        "loading": _("Chargement…"),
        "more": _("Lire la suite"),
        "news": _("Nouveau message"),
        "typing": _("Yoon prépare la réponse…"),
        "offline": _("Pas de réseau : vos messages sont gardés et partiront dès que possible."),
        "unavailable": _("Le service ne répond pas : vos messages sont gardés et partiront dès que possible."),
        "full": _(
            "Votre message est au maximum : 4 000 caractères, la suite n'est pas gardée. "
            "Envoyez-le, puis écrivez la suite dans un autre message."
        ),
        "options": _("Choix possibles : touchez, ou écrivez le numéro"),
        "sources": _("Sources"),
        "volatile": _("peut changer"),
        "messages": _("Messages"),
        "alone": _(
            "Cette page a besoin de JavaScript : activez-le dans votre navigateur, puis rechargez la page. "
            "En danger, allez vers la police ou les secours les plus proches."
        ),
        "write": _("Écrire un message"),
        "your_message": _("Votre message"),
        "placeholder": _("Écrivez votre question"),
        "send": _("Envoyer"),
    }
