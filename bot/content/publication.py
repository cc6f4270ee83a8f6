"""Asks for a new index whenever what candidates can read changes."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete
from wagtail.signals import published, unpublished

from bot.content.models import FaqAnswer, FaqEntry, IndexVersion


def connect() -> None:
    """Called once, when Django is ready."""
    for model in (FaqEntry, FaqAnswer):
        published.connect(_changed, sender=model)
        unpublished.connect(_changed, sender=model)
        post_delete.connect(_changed, sender=model)


def request_index() -> None:
    """Have the worker build an index from what is published now. Several requests become one."""
    _ensure_request()
    transaction.on_commit(_ring)


def _changed(sender: Any, **details: Any) -> None:
    request_index()


def _ensure_request() -> None:
    """A request that a build has begun to answer does not count: that build has not seen this change."""
    if not IndexVersion.objects.filter(status=IndexVersion.Status.REQUESTED, reason="").exists():
        IndexVersion.objects.create()


def _ring() -> None:
    from bot.gateway import bell

    # Asked again now that the change can be seen: a build may have begun between the two.
    _ensure_request()
    bell.ring_worker()
