"""How the console shows what could not be delivered or answered: dead letters, without anybody's words."""

from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail.admin.ui.tables import Column
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from bot.console import RecordViewSet
from bot.gateway.models import ErasureReceipt, InboundMessage, OutboundMessage

REASONS = {
    "turn_failed": "Erreur inattendue",
    "rasa_unreachable": "Le moteur de dialogue ne répondait pas",
    "rasa_failed": "Le moteur de dialogue a échoué sur ce message",
    "rasa_silent": "Le moteur de dialogue n'a rien répondu",
    "rasa_refused": "Le moteur de dialogue a refusé l'accès : voir la configuration",
}


def _reason(message: InboundMessage | OutboundMessage) -> str:
    """In words, with the code that the logs carry."""
    words = REASONS.get(message.error_code)
    return f"{words} ({message.error_code})" if words else message.error_code


class DeadInboundViewSet(RecordViewSet):
    """Messages that nobody answered."""

    model = InboundMessage
    titles = ("message sans réponse", "Messages sans réponse")
    icon = "warning"
    menu_label = "Sans réponse"
    list_display = [
        Column("pk", label="Numéro"),
        Column("channel", label="Canal"),
        Column("error_code", label="Raison", accessor=_reason),
        Column("attempts", label="Essais"),
        Column("received_at", label="Reçu le"),
    ]
    ordering = ["-received_at"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[InboundMessage]:
        """Only the abandoned ones, without what they say."""
        dead = InboundMessage.objects.filter(status=InboundMessage.Status.DEAD)
        return dead.only("pk", "channel", "error_code", "attempts", "received_at")


class DeadOutboundViewSet(RecordViewSet):
    """Messages that no platform took."""

    model = OutboundMessage
    titles = ("message non remis", "Messages non remis")
    icon = "warning"
    menu_label = "Non remis"
    list_display = [
        Column("pk", label="Numéro"),
        Column("error_code", label="Raison", accessor=_reason),
        Column("attempts", label="Essais"),
        Column("created_at", label="Écrit le"),
    ]
    ordering = ["-created_at"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[OutboundMessage]:
        """Only the abandoned ones, without what they say."""
        dead = OutboundMessage.objects.filter(status=OutboundMessage.Status.DEAD)
        return dead.only("pk", "error_code", "attempts", "created_at")


class ReceiptViewSet(RecordViewSet):
    """Proofs of erasure."""

    model = ErasureReceipt
    titles = ("reçu d'effacement", "Reçus d'effacement")
    icon = "bin"
    menu_label = "Reçus d'effacement"
    list_display = [Column("code", label="Code"), Column("erased_at", label="Effacé le")]
    search_fields = ["code"]
    ordering = ["-erased_at"]


class GatewayGroup(SnippetViewSetGroup):
    """Messaging in the console's menu."""

    menu_label = "Messagerie"
    menu_icon = "mail"
    menu_order = 900
    items = (DeadInboundViewSet, DeadOutboundViewSet, ReceiptViewSet)


register_snippet(GatewayGroup)
