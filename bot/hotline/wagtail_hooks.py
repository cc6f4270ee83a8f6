"""How the console shows requests for human help: a list, the dangerous ones first. Working on them comes later."""

from collections.abc import Callable

from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.snippets.models import register_snippet

from bot.console import RecordViewSet
from bot.hotline.models import Case
from bot.i18n import country_name


def _country(name: str) -> Callable[[Case], str]:
    def of(case: Case) -> str:
        code = getattr(case, name)
        return country_name(code, "fr") if code else "inconnu"

    return of


class CountryPanel(FieldPanel):
    """Shows a code as the name of the country."""

    def format_value_for_display(self, value: str) -> str:
        """In French."""
        return country_name(value, "fr") if value else "inconnu"


class CaseViewSet(RecordViewSet):
    """The requests. People make them, and retention deletes them; here they are closed."""

    model = Case
    allowed = frozenset({"view", "change"})
    icon = "group"
    menu_label = "Demandes d'aide"
    menu_order = 50
    add_to_admin_menu = True
    titles = ("demande d'aide", "Demandes d'aide")
    list_display = [
        "urgency",
        "status",
        Column("origin", label="Pays de départ", accessor=_country("origin")),
        Column("whereabouts", label="Où se trouve la personne", accessor=_country("whereabouts")),
        "channel",
        "requested_at",
        "last_request_at",
    ]
    list_filter = ["urgency", "status", "origin"]
    panels = [
        FieldPanel("urgency", read_only=True),
        CountryPanel("origin", read_only=True),
        CountryPanel("whereabouts", read_only=True),
        FieldPanel("channel", read_only=True),
        FieldPanel("requested_at", read_only=True),
        FieldPanel("last_request_at", read_only=True),
        FieldPanel("status", help_text="« close » quand quelqu'un s'en est occupé."),
    ]


register_snippet(CaseViewSet)
