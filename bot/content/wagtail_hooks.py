"""How the console shows the content. All of Wagtail's wiring is here; the models stay clean, the forms are beside."""

from typing import Any

from django import forms
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django_filters import ChoiceFilter  # type: ignore[import-untyped]
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.search import SearchArea
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import BooleanColumn, Column, LiveStatusTagColumn, UpdatedAtColumn
from wagtail.permissions import ModelPermissionPolicy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import CreateView, IndexView, SnippetViewSet, SnippetViewSetGroup

from bot.console import RecordIndexView, RecordViewSet
from bot.content.console_forms import AnswerForm, EntryForm, PhrasingsPanel, area
from bot.content.models import Country, FaqAnswer, FaqEntry, IndexVersion, Language, Phrasing, Source, Topic

FEW_PHRASINGS = 12
"""Below this number an editor is told that Yoon may miss the question."""

AREAS = (
    ("formal", "Soutenu", "Comme dans un courrier. « Quelles sont les conditions pour obtenir… ? »"),
    ("everyday", "Courant", "Comme on parle. « comment je fais pour avoir le visa ? »"),
    ("sms", "SMS", "Sans accents, abrégé, avec des fautes. « cmt fair pr avoir visa svp »"),
    ("short", "Quelques mots", "Deux à cinq mots. « visa étudiant »"),
    ("dictated", "Dicté", "Sans ponctuation, avec des hésitations. « euh bonjour je voulais savoir pour le visa »"),
    ("story", "Récit", "Une petite histoire avec des détails inutiles, sur une seule ligne."),
)


def tick_boxes() -> forms.CheckboxSelectMultiple:
    """To choose several rows without holding a key down."""
    return forms.CheckboxSelectMultiple(attrs={"class": "yoon-boxes"})


class StateFilterSet(WagtailFilterSet):
    """Drafts or published, in words: a field that is true or false would be shown as such."""

    live = ChoiceFilter(
        label="État", choices=[("True", "publiée"), ("False", "brouillon")], empty_label="toutes", widget=forms.RadioSelect
    )


class EntryFilterSet(StateFilterSet):
    """Of the questions."""

    class Meta:
        model = FaqEntry
        fields = ["topic"]


class AnswerFilterSet(StateFilterSet):
    """Of the answers."""

    class Meta:
        model = FaqAnswer
        fields = ["language", "entry__topic"]


class EntryIndexView(IndexView):
    """The list of questions."""

    add_item_label = "Ajouter une question"


class EntryCreateView(CreateView):
    """A new question needs its answer next."""

    def get_success_buttons(self) -> list[Any]:
        """Lead on to the answer."""
        return [*super().get_success_buttons(), messages.button(_answer_url(self.object), "Écrire la réponse")]


def _answer_url(entry: FaqEntry) -> str:
    """The French answer of a question, or the form of a new one."""
    answer = FaqAnswer.objects.filter(entry=entry, language="fr").first()
    if answer:
        return reverse(FaqAnswer.snippet_viewset.get_url_name("edit"), args=[answer.pk])
    return f"{reverse(FaqAnswer.snippet_viewset.get_url_name('add'))}?entry={entry.pk}"


def _french_question(entry: FaqEntry) -> str:
    return next((row.question for row in entry.answers.all() if row.language_id == "fr"), "") or "(réponse à écrire)"


class FaqEntryViewSet(SnippetViewSet):
    """The questions, whatever the language, with their sources."""

    model = FaqEntry
    icon = "help"
    menu_label = "Questions"
    list_display = [
        "key",
        Column("question", label="Question en français", accessor=_french_question),
        "topic",
        LiveStatusTagColumn(label="État"),
        UpdatedAtColumn(),
    ]
    filterset_class = EntryFilterSet
    search_fields = ["key", "answers__question"]
    index_view_class = EntryIndexView
    add_view_class = EntryCreateView
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldPanel(
                "key",
                required_on_save=True,
                help_text="Le nom court de la question, en minuscules sans accents, des tirets entre les mots : "
                "visa-etudes. Il ne change plus une fois la question publiée.",
            ),
            FieldPanel("topic", widget=forms.Select, help_text="Le menu où les candidats la trouvent."),
            InlinePanel(
                "sources",
                label="source",
                heading="Sources",
                help_text="D'où vient ce que dit la réponse. Au moins une pour publier.",
                min_num=1,
                panels=[
                    FieldPanel("title", help_text="Le titre de la page, du texte de loi ou du document."),
                    FieldPanel("publisher", help_text="Qui l'a publiée : ministère, agence, journal…"),
                    FieldPanel("url", help_text="L'adresse complète, https://…"),
                    FieldPanel("published_on", help_text="2024, 2024-06 ou 2024-06-30 ; vide si inconnue."),
                    FieldPanel("checked_on", help_text="Le jour où vous avez relu la source, par exemple 2024-06-30."),
                    FieldPanel("volatile", help_text="Cochez si un montant, un délai ou une règle peut changer bientôt."),
                ],
            ),
            MultiFieldPanel(
                [
                    FieldPanel(
                        "origins",
                        heading="Pays de départ",
                        widget=tick_boxes(),
                        help_text="Les pays des candidats que cela concerne. Aucun : vaut pour tous.",
                    ),
                    FieldPanel(
                        "destinations",
                        heading="Pays de destination",
                        widget=tick_boxes(),
                        help_text="Aucun : réponse générale.",
                    ),
                ],
                heading="Pour qui",
                classname="collapsed",
            ),
            FieldPanel(
                "related",
                widget=tick_boxes(),
                classname="collapsed",
                help_text="Les questions proposées sous la réponse. Trois ou quatre suffisent.",
            ),
        ],
        base_form_class=EntryForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[FaqEntry]:
        """With what the list shows."""
        return FaqEntry.objects.select_related("topic").prefetch_related("answers").distinct()


class AnswerIndexView(IndexView):
    """The list of answers."""

    add_item_label = "Ajouter une réponse"


class AnswerCreateView(CreateView):
    """A new answer is in French, and for the question one comes from."""

    def get_initial_form_instance(self) -> FaqAnswer:
        """Only a question that exists counts; the number comes from the address."""
        wanted = self.request.GET.get("entry", "")
        entry = FaqEntry.objects.filter(pk=wanted).first() if wanted.isdecimal() and len(wanted) < 16 else None
        return FaqAnswer(entry=entry, language=Language.objects.filter(code="fr").first())


class FaqAnswerViewSet(SnippetViewSet):
    """The answers, in each language, with the ways people ask."""

    model = FaqAnswer
    icon = "doc-full"
    menu_label = "Réponses"
    list_display = [
        "question",
        Column("entry", label="Clé", sort_key="entry__key"),
        Column("language", label="Langue"),
        Column("phrasing_count", label="Formulations"),
        LiveStatusTagColumn(label="État"),
        UpdatedAtColumn(),
    ]
    filterset_class = AnswerFilterSet
    search_fields = ["question", "short_answer", "label", "entry__key"]
    # Said again, because counting makes Django forget the order of the model.
    ordering = ["entry__topic__order", "entry__order", "entry__key", "language__order"]
    index_view_class = AnswerIndexView
    add_view_class = AnswerCreateView
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldPanel(
                "entry",
                heading="Pour quelle question",
                widget=forms.Select,
                help_text="Absente de la liste ? Créez-la d'abord dans Contenu → Questions.",
            ),
            FieldPanel("language", widget=forms.Select),
            FieldPanel(
                "question",
                heading="La question, comme le candidat la lit",
                help_text="120 caractères au plus : « Comment obtenir un visa d'études pour la France ? »",
            ),
            FieldPanel(
                "label",
                heading="Titre court du bouton",
                help_text="24 caractères au plus, différent de tous les autres : « Visa d'études ».",
            ),
            FieldPanel(
                "short_answer",
                heading="Réponse",
                help_text="600 caractères au plus, mots simples, phrases courtes. L'aperçu les compte.",
            ),
            FieldPanel("details", heading="Détails", help_text="Montrés à qui demande « plus de détails ». 1 500 au plus."),
            PhrasingsPanel(
                [FieldPanel(area(name), heading=heading, help_text=text) for name, heading, text in AREAS],
                heading="Comment les gens posent cette question",
                help_text="Une phrase par ligne, écrite comme eux : c'est ainsi que Yoon apprend à reconnaître la "
                "question. Au moins une douzaine en tout ; variez les personnes plutôt que les mots.",
            ),
            MultiFieldPanel(
                [
                    FieldPanel(
                        "approved_by",
                        heading="Approuvée par",
                        help_text="L'autorité qui a validé ce texte. Vide : la réponse dit qu'aucune ne l'a validé.",
                    ),
                    FieldPanel("machine_assisted", heading="Traduction provisoire, pas encore relue par un locuteur"),
                ],
                heading="Validation",
            ),
        ],
        base_form_class=AnswerForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[FaqAnswer]:
        """With what the list shows."""
        return FaqAnswer.objects.select_related("entry", "language").annotate(phrasing_count=Count("phrasings"))


class ElsewhereIndexView(RecordIndexView):
    """A list whose rows are edited with the object they belong to."""

    parent = ""

    def get_edit_url(self, instance: Any) -> str | None:
        """Where the row is edited, for whoever may."""
        owner = getattr(instance, self.parent)
        if not ModelPermissionPolicy(type(owner)).user_has_permission(self.request.user, "change"):
            return None
        return reverse(type(owner).snippet_viewset.get_url_name("edit"), args=[owner.pk])


class PhrasingIndexView(ElsewhereIndexView):
    """Leads to the answers."""

    parent = "answer"


class SourceIndexView(ElsewhereIndexView):
    """Leads to the questions."""

    parent = "entry"


class PhrasingViewSet(RecordViewSet):
    """All phrasings, to search where a sentence belongs. Changed here they would escape drafts, history and the index."""

    model = Phrasing
    auth_model = FaqAnswer
    index_view_class = PhrasingIndexView
    icon = "openquote"
    menu_label = "Formulations"
    list_display = ["text", Column("register", label="Registre", accessor="get_register_display"),
                    Column("answer", label="Réponse", accessor="answer.question")]  # fmt: skip
    list_filter = ["register", "answer__language"]
    search_fields = ["text"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Phrasing]:
        """With the answers."""
        return Phrasing.objects.select_related("answer")


class SourceViewSet(RecordViewSet):
    """All sources, to find those that are old."""

    model = Source
    auth_model = FaqEntry
    index_view_class = SourceIndexView
    icon = "link"
    menu_label = "Sources"
    list_display = [
        "title",
        "publisher",
        "published_on",
        "checked_on",
        BooleanColumn("volatile", label="Peut changer"),
        Column("entry", label="Question"),
    ]
    list_filter = ["volatile"]
    search_fields = ["title", "publisher", "url", "entry__key"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Source]:
        """With the questions."""
        return Source.objects.select_related("entry")


class TopicViewSet(SnippetViewSet):
    """The subjects of the menu."""

    model = Topic
    icon = "list-ul"
    menu_label = "Thèmes"
    list_display = ["title", "key", "order"]
    copy_view_enabled = False
    panels = [
        FieldPanel("key"),
        FieldPanel("title"),
        FieldPanel("order"),
        InlinePanel(
            "titles",
            label="titre dans une autre langue",
            heading="Titres dans les autres langues",
            help_text="Sans titre, le menu montre celui en français.",
            panels=[FieldPanel("language"), FieldPanel("title")],
        ),
    ]


class CountryViewSet(RecordViewSet):
    """The countries people leave or go to; without one its questions would look general, so none is deleted."""

    model = Country
    allowed = frozenset({"view", "add", "change"})
    icon = "site"
    menu_label = "Pays"
    list_display = ["__str__", "code", BooleanColumn("is_origin", label="Pays de départ")]
    search_fields = ["code"]
    panels = [FieldPanel("code", help_text="Deux lettres majuscules, par exemple SN."), FieldPanel("is_origin")]


class LanguageViewSet(RecordViewSet):
    """The languages Yoon speaks."""

    model = Language
    allowed = frozenset({"view", "add", "change"})
    icon = "globe"
    menu_label = "Langues"
    list_display = ["name", "autonym", "code", BooleanColumn("enabled", label="Proposée aux candidats")]


class IndexVersionViewSet(RecordViewSet):
    """What Yoon understands now, and what it understood before."""

    model = IndexVersion
    titles = ("version", "Ce que Yoon comprend")
    icon = "history"
    menu_label = "Compréhension"
    list_display = [
        Column("pk", label="Version"),
        Column("status", label="État", accessor="get_status_display"),
        BooleanColumn("complete", label="Apprise en entier"),
        Column("reason", label="Motif"),
        Column("created_at", label="Créée le"),
        Column("activated_at", label="En service depuis"),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[IndexVersion]:
        """Without the indexes themselves, which weigh megabytes."""
        return IndexVersion.objects.defer("data", "entries", "metrics")


class ContentGroup(SnippetViewSetGroup):
    """The content in the console's menu."""

    menu_label = "Contenu"
    menu_icon = "folder-open-inverse"
    menu_order = 100
    items = (
        FaqEntryViewSet,
        FaqAnswerViewSet,
        PhrasingViewSet,
        SourceViewSet,
        TopicViewSet,
        CountryViewSet,
        LanguageViewSet,
        IndexVersionViewSet,
    )


register_snippet(ContentGroup)


class HelpPanel(Component):
    """How to add a question, on the first page."""

    name = "yoon_help"
    template_name = "content/console_help.html"
    order = 10

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """The addresses, for whoever may use them."""
        user = parent_context["request"].user

        def may(model: type[Any]) -> bool:
            return bool(model.snippet_viewset.permission_policy.user_has_permission(user, "add"))

        unpublished = FaqAnswer.objects.filter(live=True, entry__live=False)
        return {
            "entries_url": reverse(FaqEntry.snippet_viewset.get_url_name("list")),
            "add_entry_url": reverse(FaqEntry.snippet_viewset.get_url_name("add")) if may(FaqEntry) else "",
            "add_answer_url": reverse(FaqAnswer.snippet_viewset.get_url_name("add")) if may(FaqAnswer) else "",
            "answers_url": reverse(FaqAnswer.snippet_viewset.get_url_name("list")),
            "hidden": unpublished.count() if may(FaqEntry) else 0,
        }


@hooks.register("construct_homepage_panels")
def explain_first(request: HttpRequest, panels: list[Component]) -> None:
    """Wagtail's own panels are about pages, which Yoon has none of."""
    panels[:] = [panel for panel in panels if "page" not in getattr(panel, "name", "") and panel.name != "recent_edits"]
    panels.append(HelpPanel())


@hooks.register("construct_homepage_summary_items")
def no_summary(request: HttpRequest, items: list[Any]) -> None:
    """No counts of pages, pictures and documents."""
    items.clear()


@hooks.register("construct_main_menu")
def only_what_yoon_has(request: HttpRequest, items: list[MenuItem]) -> None:
    """Yoon has no pages, pictures or documents; the help of Wagtail is about them and in English."""
    items[:] = [item for item in items if item.name not in {"explorer", "images", "documents", "help"}]


class AnswerSearchArea(SearchArea):
    """The search of the menu: through the answers."""

    def is_shown(self, request: HttpRequest) -> bool:
        """To whoever may see the list."""
        policy = FaqAnswer.snippet_viewset.permission_policy
        return bool(policy.user_has_any_permission(request.user, {"add", "change", "delete", "view"}))


@hooks.register("register_admin_search_area")
def search_answers() -> SearchArea:
    """Ahead of Wagtail's search for pages."""
    url = reverse(FaqAnswer.snippet_viewset.get_url_name("list"))
    return AnswerSearchArea("Réponses", url, name="answers", icon_name="doc-full", order=1)


@hooks.register("insert_global_admin_css")
def style_of_boxes() -> str:
    """Long lists of boxes scroll within the form."""
    return format_html('<link rel="stylesheet" href="{}">', static("content/console.css"))


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def say_what_is_missing(request: HttpRequest, instance: Any) -> None:
    """Published, and yet nobody can read it or nothing leads to it: say so at once."""
    if not request.POST.get("action-publish"):
        return
    if isinstance(instance, FaqEntry) and not instance.answers.filter(live=True).exists():
        button = messages.button(_answer_url(instance), "Écrire la réponse")
        messages.warning(request, "Les candidats ne voient pas encore cette question : elle n'a pas de réponse publiée.", [button])
    if isinstance(instance, FaqAnswer):
        _say_what_the_answer_lacks(request, instance)


def _say_what_the_answer_lacks(request: HttpRequest, answer: FaqAnswer) -> None:
    if not answer.entry.live:
        url = reverse(FaqEntry.snippet_viewset.get_url_name("edit"), args=[answer.entry_id])
        text = f"Les candidats ne voient pas encore cette réponse : publiez aussi sa question « {answer.entry.key} »."
        messages.warning(request, text, [messages.button(url, "Ouvrir la question")])
    count = answer.phrasings.count()
    if count < FEW_PHRASINGS:
        text = f"{count} formulation(s) seulement : Yoon risque de ne pas reconnaître la question. Visez-en {FEW_PHRASINGS}."
        messages.warning(request, text)
