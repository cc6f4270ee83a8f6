"""What Yoon knows, as editors keep it. State is computed, never stored: see `translation_state` in `queries`."""

import re
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin

MAXIMUM_ANSWER = 600
MAXIMUM_DETAILS = 1500
MAXIMUM_LABEL = 24

PREVIEW_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'self'"

PARTIAL_DATE = "Écrivez la date en chiffres, 2024, 2024-06 ou 2024-06-30, ou laissez vide si elle est inconnue."

_key = RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*$", "Lettres minuscules, chiffres et tirets seulement.")


def is_partial_date(text: str) -> bool:
    """True for a year, a month or a day of the calendar, and for no date at all."""
    if not re.fullmatch(r"([0-9]{4}(-[0-9]{2}){0,2})?", text):
        return False
    try:
        date.fromisoformat((text or "2000") + "-01-01"[len(text or "2000") - 4 :])
    except ValueError:
        return False
    return True


class Country(models.Model):
    """A country people leave or go to. Names come from CLDR; `everyday_names` are what people say besides."""

    code = models.CharField("code ISO 3166", max_length=2, primary_key=True)
    is_origin = models.BooleanField("pays de départ servi par Yoon", default=False)

    class Meta:
        verbose_name = "pays"
        verbose_name_plural = "pays"
        ordering = ["code"]

    def __str__(self) -> str:
        from bot.i18n import country_name

        return country_name(self.code, "fr")


class Language(models.Model):
    """A language Yoon speaks. `fallback` is used where a text is missing."""

    code = models.CharField("code BCP 47", max_length=8, primary_key=True)
    name = models.CharField("nom en français", max_length=40)
    autonym = models.CharField("nom dans la langue", max_length=40)
    direction = models.CharField("sens d'écriture", max_length=3, choices=[("ltr", "→"), ("rtl", "←")], default="ltr")
    fallback = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, verbose_name="à défaut")
    enabled = models.BooleanField("proposée aux candidats", default=True)
    order = models.PositiveSmallIntegerField("rang", default=0)

    class Meta:
        verbose_name = "langue"
        verbose_name_plural = "langues"
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.name


class Topic(ClusterableModel):
    """A subject of the menu."""

    key = models.CharField("clé", max_length=40, primary_key=True, validators=[_key])
    title = models.CharField("titre (24 caractères)", max_length=MAXIMUM_LABEL)
    order = models.PositiveSmallIntegerField("rang", default=0)

    class Meta:
        verbose_name = "thème"
        verbose_name_plural = "thèmes"
        ordering = ["order", "key"]

    def __str__(self) -> str:
        return self.title


class TopicTitle(models.Model):
    """A topic's title in a language other than French."""

    topic = ParentalKey(Topic, on_delete=models.CASCADE, related_name="titles")
    language = models.ForeignKey(Language, on_delete=models.CASCADE, verbose_name="langue")
    title = models.CharField("titre (24 caractères)", max_length=MAXIMUM_LABEL)

    class Meta:
        verbose_name = "titre dans une autre langue"
        verbose_name_plural = "titres dans les autres langues"
        ordering = ["language"]
        constraints = [models.UniqueConstraint(fields=["topic", "language"], name="one_title_a_language")]

    def __str__(self) -> str:
        return self.title


class FaqEntry(DraftStateMixin, RevisionMixin, ClusterableModel):
    """One question people have, whatever the language: where it belongs, for whom it holds, what it stands on."""

    key = models.CharField(
        "clé", max_length=80, unique=True, validators=[_key], help_text="Ne change plus une fois publiée."
    )
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="entries", verbose_name="thème")
    origins = ParentalManyToManyField(
        Country, blank=True, related_name="+", verbose_name="pays de départ", help_text="Aucun : vaut pour tous."
    )
    destinations = ParentalManyToManyField(
        Country, blank=True, related_name="+", verbose_name="pays de destination", help_text="Aucun : général."
    )
    audience = models.CharField("public", max_length=40, blank=True)
    facts = models.JSONField("faits", default=list, blank=True, help_text="Identifiants des faits utilisés.")
    related = ParentalManyToManyField("self", blank=True, symmetrical=False, verbose_name="questions voisines")
    order = models.PositiveIntegerField("rang", default=1000)
    loaded_digest = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = "question"
        verbose_name_plural = "questions"
        ordering = ["topic__order", "order", "key"]

    def __str__(self) -> str:
        return self.key


class Source(models.Model):
    """Where an entry's facts were read. Dates are ISO and may be partial ("2024-06"); empty means unknown."""

    entry = ParentalKey(FaqEntry, on_delete=models.CASCADE, related_name="sources")
    title = models.CharField("titre", max_length=300)
    publisher = models.CharField("éditeur", max_length=200, blank=True)
    url = models.URLField("adresse", max_length=500, blank=True)
    published_on = models.CharField("date de la source", max_length=10, blank=True)
    checked_on = models.CharField("vérifiée le", max_length=10, blank=True)
    volatile = models.BooleanField("peut changer", default=False)
    facts = models.JSONField("faits", default=list, blank=True)
    order = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = "source"
        verbose_name_plural = "sources"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Dates may be partial, but they are dates. Raises ValidationError."""
        wrong = {name: PARTIAL_DATE for name in ("published_on", "checked_on") if not is_partial_date(getattr(self, name))}
        if wrong:
            raise ValidationError(wrong)


class FaqAnswer(DraftStateMixin, RevisionMixin, PreviewableMixin, ClusterableModel):
    """What Yoon answers in one language, and how people ask for it."""

    entry = models.ForeignKey(FaqEntry, on_delete=models.CASCADE, related_name="answers", verbose_name="question")
    language = models.ForeignKey(Language, on_delete=models.PROTECT, verbose_name="langue")
    label = models.CharField("titre court pour les menus", max_length=MAXIMUM_LABEL)
    question = models.CharField("question", max_length=120)
    short_answer = models.TextField(
        "réponse",
        max_length=MAXIMUM_ANSWER,
        blank=True,
        help_text="600 caractères, mots simples. Vide dans une autre langue que le français : la réponse vient en français.",
    )
    details = models.TextField("détails", max_length=MAXIMUM_DETAILS, blank=True)
    approved_by = models.CharField(
        "approuvée par", max_length=120, blank=True, help_text="Vide : la réponse dit qu'aucune autorité ne l'a validée."
    )
    machine_assisted = models.BooleanField("brouillon de traduction, non relu par un locuteur", default=False)

    class Meta:
        verbose_name = "réponse"
        verbose_name_plural = "réponses"
        ordering = ["entry", "language"]
        constraints = [models.UniqueConstraint(fields=["entry", "language"], name="one_answer_a_language")]

    def __str__(self) -> str:
        return f"{self.question} ({self.language_id})"

    def get_preview_template(self, request: object, mode_name: str) -> str:
        """The answer as a candidate's phone shows it."""
        return "content/preview.html"

    def serve_preview(self, request: Any, mode_name: str) -> Any:
        """The console shows the preview in a frame; the policy of the chat would forbid that."""
        response = super().serve_preview(request, mode_name)
        response.headers["Content-Security-Policy"] = PREVIEW_POLICY
        return response


class Phrasing(models.Model):
    """One way people ask a question: a training example of the ranker."""

    class Register(models.TextChoices):
        """How people write when they ask like this."""

        FORMAL = "formal", "soutenu"
        EVERYDAY = "everyday", "courant"
        SMS = "sms", "SMS"
        SHORT = "short", "quelques mots"
        DICTATED = "dictated", "dicté"
        STORY = "story", "récit"

    class Origin(models.TextChoices):
        """Who wrote it."""

        AUTHOR = "author", "rédaction"
        CANDIDATE = "candidate", "candidat"

    answer = ParentalKey(FaqAnswer, on_delete=models.CASCADE, related_name="phrasings")
    text = models.CharField("formulation", max_length=600)
    register = models.CharField("registre", max_length=10, choices=Register.choices, default=Register.EVERYDAY)
    origin = models.CharField("origine", max_length=10, choices=Origin.choices, default=Origin.AUTHOR)
    order = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = "formulation"
        verbose_name_plural = "formulations"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.text


class ContentChange(models.Model):
    """One row whose number grows with every change of what candidates can read: caches compare it and need no clock."""

    number = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.number)


class IndexVersion(models.Model):
    """A ranking index built from what was published then. Every machine that runs Rasa serves the active one."""

    class Status(models.TextChoices):
        """Requested, then active or refused; active ones are replaced and can be activated again."""

        REQUESTED = "requested", "demandé"
        ACTIVE = "active", "en service"
        REPLACED = "replaced", "remplacé"
        REFUSED = "refused", "refusé"

    fingerprint = models.CharField(max_length=64, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.REQUESTED)
    complete = models.BooleanField(default=True)
    data = models.BinaryField(default=b"")
    entries = models.JSONField(default=list)
    metrics = models.JSONField(default=dict)
    reason = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    activated_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "version de l'index"
        verbose_name_plural = "versions de l'index"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["status"], condition=models.Q(status="active"), name="one_active_index"
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.status}"
