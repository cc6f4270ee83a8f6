"""How the console shows what could not be delivered or answered: dead letters, without anybody's words."""

from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from bot.gateway.models import ErasureReceipt, InboundMessage, OutboundMessage


class DeadInboundViewSet(SnippetViewSet):
    """Messages that nobody answered."""

    model = InboundMessage
    icon = "warning"
    menu_label = "Sans réponse"
    list_display = ["pk", "channel", "error_code", "attempts", "received_at"]
    list_filter = ["channel", "error_code"]
    panels = [FieldPanel("error_code", read_only=True)]

    def get_queryset(self, request: HttpRequest) -> QuerySet[InboundMessage]:
        """Only the abandoned ones."""
        return InboundMessage.objects.filter(status=InboundMessage.Status.DEAD)


class DeadOutboundViewSet(SnippetViewSet):
    """Messages that no platform took."""

    model = OutboundMessage
    icon = "warning"
    menu_label = "Non remis"
    list_display = ["pk", "error_code", "attempts", "created_at"]
    list_filter = ["error_code"]
    panels = [FieldPanel("error_code", read_only=True)]

    def get_queryset(self, request: HttpRequest) -> QuerySet[OutboundMessage]:
        """Only the abandoned ones."""
        return OutboundMessage.objects.filter(status=OutboundMessage.Status.DEAD)


class ReceiptViewSet(SnippetViewSet):
    """Proofs of erasure."""

    model = ErasureReceipt
    icon = "bin"
    menu_label = "Reçus d'effacement"
    list_display = ["code", "erased_at"]
    search_fields = ["code"]
    panels = [FieldPanel("code", read_only=True)]


class GatewayGroup(SnippetViewSetGroup):
    """Messaging in the console's menu."""

    menu_label = "Messagerie"
    menu_icon = "mail"
    menu_order = 900
    items = (DeadInboundViewSet, DeadOutboundViewSet, ReceiptViewSet)


register_snippet(GatewayGroup)
