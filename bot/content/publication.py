"""Asks for a new index whenever what candidates can read changes."""

from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.signals import post_delete, post_save
from wagtail.signals import published, unpublished

from bot.content.models import ContentChange, Country, FaqAnswer, FaqEntry, IndexVersion, Language, Topic, TopicTitle


def connect() -> None:
    """Called once, when Django is ready."""
    for model in (FaqEntry, FaqAnswer):
        published.connect(_changed, sender=model)
        unpublished.connect(_changed, sender=model)
        post_delete.connect(_changed, sender=model)
    for small in (Country, Language, Topic, TopicTitle):
        post_save.connect(_touched, sender=small)
        post_delete.connect(_touched, sender=small)


def _touched(sender: Any, **details: Any) -> None:
    touch()


def request_index() -> None:
    """Have the worker build an index from what is published now. Several requests become one."""
    _ensure_request()
    transaction.on_commit(_ring)


def _changed(sender: Any, **details: Any) -> None:
    touch()
    request_index()


def touch() -> None:
    """Have every process read the content anew."""
    if not ContentChange.objects.filter(pk=1).update(number=F("number") + 1):
        ContentChange.objects.get_or_create(pk=1, defaults={"number": 1})


def _ensure_request() -> None:
    """A request that a build has begun to answer does not count: that build has not seen this change."""
    if not IndexVersion.objects.filter(status=IndexVersion.Status.REQUESTED, reason="").exists():
        IndexVersion.objects.create()


def _ring() -> None:
    from bot.gateway import bell

    # Asked again now that the change can be seen: a build may have begun between the two.
    _ensure_request()
    bell.ring_worker()
