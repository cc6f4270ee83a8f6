"""Counts of what happened. No text, no identifier, no conversation."""

from django.db import models
from django.utils import timezone


class UsageEvent(models.Model):
    """One event: a question answered, an answer found useful or not, a question nobody could answer."""

    class Kind(models.TextChoices):
        """What happened."""

        ANSWERED = "answered", "réponse donnée"
        USEFUL = "useful", "utile"
        NOT_USEFUL = "not_useful", "pas utile"
        UNKNOWN = "unknown", "question inconnue"
        DANGER = "danger", "danger signalé"

    kind = models.CharField("évènement", max_length=12, choices=Kind.choices)
    key = models.CharField("question", max_length=80, blank=True)
    language = models.CharField("langue", max_length=8, blank=True)
    origin = models.CharField("pays de départ", max_length=2, blank=True)
    channel = models.CharField("canal", max_length=16, blank=True)
    day = models.DateField("jour", default=timezone.localdate)

    class Meta:
        verbose_name = "évènement"
        verbose_name_plural = "évènements"
        indexes = [models.Index(fields=["day", "kind"])]

    def __str__(self) -> str:
        return f"{self.day} {self.kind} {self.key}"
