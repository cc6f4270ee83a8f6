"""The lease of a conversation: one thread at a time answers a person, on however many machines."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

import psutil
from django.db.models import Q
from django.utils import timezone

from bot.gateway.models import Conversation

LEASE = timedelta(seconds=60)
"""Longer than the longest turn; the lease of a dead thread on another machine ends by itself after it."""

_HOST = socket.gethostname()[:40]


@contextmanager
def claim(conversation_id: UUID, thread: str) -> Iterator[Conversation | None]:
    """Hold the conversation while the block runs. Gives None when somebody else holds it."""
    owner = f"{_HOST}:{os.getpid()}:{thread}"
    free = Q(claimed_until=None) | Q(claimed_until__lt=timezone.now())
    mine = Conversation.objects.filter(free, pk=conversation_id)
    if not mine.update(claimed_by=owner, claimed_until=timezone.now() + LEASE):
        yield None
        return
    try:
        yield Conversation.objects.get(pk=conversation_id)
    finally:
        Conversation.objects.filter(pk=conversation_id, claimed_by=owner).update(claimed_by="", claimed_until=None)


def renew(conversation: Conversation) -> bool:
    """Lengthen the lease before the next message; False when it was lost meanwhile."""
    held = Conversation.objects.filter(pk=conversation.pk, claimed_by=conversation.claimed_by)
    return bool(held.update(claimed_until=timezone.now() + LEASE))


def release_the_dead() -> int:
    """Free what killed processes of this machine still hold, so that nobody waits for their lease to end."""
    holders = Conversation.objects.filter(claimed_by__startswith=f"{_HOST}:").values_list("claimed_by", flat=True)
    dead = [holder for holder in set(holders) if not _alive(holder)]
    return Conversation.objects.filter(claimed_by__in=dead).update(claimed_by="", claimed_until=None)


def _alive(holder: str) -> bool:
    return psutil.pid_exists(int(holder.split(":")[-2]))
