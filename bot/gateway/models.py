"""Conversations, what came in, what goes out. The database keeps the promises: each message once, replies in order."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class Conversation(models.Model):
    """One person on one channel. `claimed_*` is the lease of the worker thread that answers this person now."""

    class Handler(models.TextChoices):
        """Who answers the next message."""

        BOT = "bot", "assistant"
        HUMAN = "human", "permanence"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    channel = models.CharField(max_length=16)
    address_hash = models.CharField(max_length=64)
    address_encrypted = models.TextField()
    language = models.CharField(max_length=8, blank=True)
    language_chosen = models.BooleanField(default=False)
    origin = models.CharField(max_length=2, blank=True)
    consent = models.BooleanField(null=True)
    last_key = models.CharField(max_length=80, blank=True)
    handler = models.CharField(max_length=8, choices=Handler.choices, default=Handler.BOT)
    last_sequence = models.PositiveIntegerField(default=0)
    claimed_by = models.CharField(max_length=80, blank=True)
    claimed_until = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["channel", "address_hash"], name="one_conversation_a_person_and_channel")
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.id}"

    def take_numbers(self, count: int) -> int:
        """Reserve the next `count` sequence numbers, inside the caller's transaction; returns the first."""
        mine = Conversation.objects.filter(pk=self.pk)
        mine.update(last_sequence=F("last_sequence") + count)
        self.last_sequence = mine.values_list("last_sequence", flat=True).get()
        return self.last_sequence - count + 1


class InboundMessage(models.Model):
    """A message as it was accepted. Waiting until its replies are in the outbox, in the same transaction."""

    class Status(models.TextChoices):
        """What became of the message."""

        WAITING = "waiting", "en attente"
        DONE = "done", "traité"
        IGNORED = "ignored", "ignoré"
        DEAD = "dead", "abandonné"

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="inbound")
    channel = models.CharField(max_length=16)
    platform_id = models.CharField(max_length=200)
    sequence = models.PositiveIntegerField()
    kind = models.CharField(max_length=16, default="text")
    text = models.TextField(blank=True)
    choice = models.JSONField(default=dict)
    metadata = models.JSONField(default=dict)
    understanding = models.JSONField(default=dict)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    error_code = models.CharField(max_length=60, blank=True)
    received_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["sequence"]
        constraints = [models.UniqueConstraint(fields=["channel", "platform_id"], name="each_platform_message_once")]
        indexes = [
            models.Index(
                fields=["next_attempt_at"], condition=Q(status="waiting"), name="inbound_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.pk}"


class OutboundMessage(models.Model):
    """A message to a person. Sent in the order of `sequence`; its id is handed to platforms that can deduplicate."""

    class Status(models.TextChoices):
        """Where the message stands."""

        WAITING = "waiting", "en attente"
        SENT = "sent", "envoyé"
        CANCELLED = "cancelled", "annulé"
        DEAD = "dead", "abandonné"

    class Author(models.TextChoices):
        """Who speaks."""

        BOT = "bot", "assistant"
        HUMAN = "human", "permanence"
        SYSTEM = "system", "système"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="outbound")
    inbound = models.ForeignKey(InboundMessage, on_delete=models.SET_NULL, null=True, related_name="replies")
    sequence = models.PositiveIntegerField()
    author = models.CharField(max_length=8, choices=Author.choices, default=Author.BOT)
    body = models.JSONField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    platform_id = models.CharField(max_length=200, blank=True)
    error_code = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["sequence"]
        constraints = [
            models.UniqueConstraint(fields=["conversation", "sequence"], name="outbound_numbered_once"),
            models.UniqueConstraint(
                fields=["inbound"], condition=Q(author="system"), name="one_waiting_notice_a_message"
            ),
        ]
        indexes = [
            models.Index(fields=["next_attempt_at"], condition=Q(status="waiting"), name="outbound_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.conversation_id} {self.sequence}"


class ErasureReceipt(models.Model):
    """Proof that a person's data were erased: a code the person was given, the day, the counts, nothing personal."""

    code = models.CharField(max_length=16, primary_key=True)
    erased_at = models.DateTimeField(default=timezone.now)
    counts = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.code
