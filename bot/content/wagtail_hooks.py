"""How the console shows the content. All of Wagtail's wiring is here; the models stay clean."""

from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from bot.content.models import Country, FaqAnswer, FaqEntry, IndexVersion, Language, Phrasing, Source, Topic


class FaqEntryViewSet(SnippetViewSet):
    """The questions, whatever the language, with their sources."""

    model = FaqEntry
    icon = "help"
    menu_label = "Questions"
    list_display = ["key", "topic", "live"]
    list_filter = ["topic", "live"]
    search_fields = ["key"]
    panels = [
        FieldPanel("key"),
        FieldPanel("topic"),
        MultiFieldPanel([FieldPanel("origins"), FieldPanel("destinations"), FieldPanel("audience")], "Pour qui"),
        InlinePanel(
            "sources",
            label="source",
            min_num=1,
            panels=[
                FieldPanel("title"),
                FieldPanel("publisher"),
                FieldPanel("url"),
                FieldPanel("published_on", help_text="2024, 2024-06 ou 2024-06-30 ; vide si inconnue."),
                FieldPanel("checked_on", help_text="Le jour où vous avez relu la source."),
                FieldPanel("volatile"),
            ],
        ),
        FieldPanel("related"),
    ]


class FaqAnswerViewSet(SnippetViewSet):
    """The answers, in each language, with the ways people ask."""

    model = FaqAnswer
    icon = "doc-full"
    menu_label = "Réponses"
    list_display = ["question", "entry", "language", "live"]
    list_filter = ["language", "entry__topic", "live"]
    search_fields = ["question", "short_answer", "entry__key"]
    panels = [
        MultiFieldPanel([FieldPanel("entry"), FieldPanel("language")], "Question"),
        FieldPanel("label"),
        FieldPanel("question"),
        FieldPanel("short_answer"),
        FieldPanel("details"),
        FieldPanel("approved_by"),
        FieldPanel("machine_assisted"),
        InlinePanel(
            "phrasings",
            label="formulation",
            heading="Comment les gens posent cette question",
            help_text="Écrivez comme eux : SMS, phrases courtes, histoires. Au moins une dizaine.",
            panels=[FieldPanel("text"), FieldPanel("register")],
        ),
    ]


class PhrasingViewSet(SnippetViewSet):
    """All phrasings, to search where a sentence belongs."""

    model = Phrasing
    icon = "openquote"
    menu_label = "Formulations"
    list_display = ["text", "register", "answer"]
    list_filter = ["register", "answer__language"]
    search_fields = ["text"]


class SourceViewSet(SnippetViewSet):
    """All sources, to find those that are old."""

    model = Source
    icon = "link"
    menu_label = "Sources"
    list_display = ["title", "publisher", "published_on", "volatile", "entry"]
    list_filter = ["volatile"]
    search_fields = ["title", "publisher", "url"]


class TopicViewSet(SnippetViewSet):
    """The subjects of the menu."""

    model = Topic
    icon = "list-ul"
    menu_label = "Thèmes"
    list_display = ["title", "key", "order"]


class CountryViewSet(SnippetViewSet):
    """The countries people leave or go to."""

    model = Country
    icon = "site"
    menu_label = "Pays"
    list_display = ["__str__", "code", "is_origin"]


class LanguageViewSet(SnippetViewSet):
    """The languages Yoon speaks."""

    model = Language
    icon = "globe"
    menu_label = "Langues"
    list_display = ["name", "autonym", "code", "enabled"]


class IndexVersionViewSet(SnippetViewSet):
    """What Yoon understands now, and what it understood before."""

    model = IndexVersion
    icon = "history"
    menu_label = "Compréhension"
    list_display = ["pk", "status", "complete", "reason", "created_at", "activated_at"]
    inspect_view_enabled = True
    inspect_view_fields = ["status", "complete", "reason", "created_at", "activated_at"]
    panels = [FieldPanel("reason", read_only=True)]


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
