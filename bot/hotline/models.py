"""A period of human help. For now a request waits to be read; working on cases comes with the hotline console."""

from django.db import models
from django.utils import timezone


class Case(models.Model):
    """Somebody asked for a person, or is in danger. The conversation is named by its UUID, never by a number."""

    class Urgency(models.TextChoices):
        """How fast somebody should look."""

        DANGER = "danger", "danger immédiat"
        NORMAL = "normal", "normale"

    class Status(models.TextChoices):
        """Where the case stands."""

        WAITING = "waiting", "en attente"
        CLOSED = "closed", "close"

    conversation_id = models.UUIDField("conversation", db_index=True)
    urgency = models.CharField("urgence", max_length=8, choices=Urgency.choices, default=Urgency.NORMAL)
    status = models.CharField("état", max_length=8, choices=Status.choices, default=Status.WAITING)
    channel = models.CharField("canal", max_length=16, blank=True)
    language = models.CharField("langue", max_length=8, blank=True)
    origin = models.CharField("pays de départ", max_length=2, blank=True)
    whereabouts = models.CharField("pays où se trouve la personne", max_length=2, blank=True)
    requested_at = models.DateTimeField("demandée le", default=timezone.now)
    last_request_at = models.DateTimeField("dernière demande", default=timezone.now)

    class Meta:
        verbose_name = "demande"
        verbose_name_plural = "demandes"
        ordering = ["urgency", "requested_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["conversation_id"], condition=models.Q(status="waiting"), name="one_waiting_case"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_urgency_display()} · {self.requested_at:%d/%m/%Y %H:%M}"
