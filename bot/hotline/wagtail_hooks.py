"""How the console shows requests for human help: a list, the dangerous ones first. Working on them comes later."""

from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from bot.hotline.models import Case


class CaseViewSet(SnippetViewSet):
    """The requests."""

    model = Case
    icon = "group"
    menu_label = "Demandes d'aide"
    menu_order = 50
    add_to_admin_menu = True
    list_display = ["urgency", "status", "origin", "whereabouts", "channel", "requested_at", "last_request_at"]
    list_filter = ["urgency", "status", "origin"]
    panels = [FieldPanel("status")]


register_snippet(CaseViewSet)
