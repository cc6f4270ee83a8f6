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
    if not IndexVersion.objects.filter(status=IndexVersion.Status.REQUESTED).exists():
        IndexVersion.objects.create()
    transaction.on_commit(_ring)


def _changed(sender: Any, **details: Any) -> None:
    request_index()


def _ring() -> None:
    from bot.gateway import bell

    bell.ring_worker()
