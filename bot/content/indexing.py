"""Builds the ranking index from what is published, checks it on held-out questions, and puts it in service."""

import json
import logging
import math
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from bot.content import published
from bot.content.models import IndexVersion
from bot.content.published import Published
from bot.nlu import fitting
from bot.nlu.ranker import EntryRanker
from bot.nlu.understanding import Understanding

logger = logging.getLogger(__name__)

MAXIMUM_CHANGES = 25
"""Changed entries up to which the index in service is amended within seconds instead of fitted anew."""

TOLERATED_LOSS = 0.02
"""Share of held-out questions that a new index may lose against the one in service."""

MAXIMUM_CONTROLS = 300
"""Held-out questions that judge a new index: enough to notice a spoilt one, few enough for an editor who waits."""

KEPT_VERSIONS = 5


def build(complete: bool = False) -> IndexVersion | None:
    """Answer the waiting request: build, check, put in service. None when nothing changed since the last one."""
    requested = _take_requests()
    active = IndexVersion.objects.filter(status=IndexVersion.Status.ACTIVE).first()
    usable = active if active and _of_this_code(active) else None
    now = published.since(usable)
    if usable and usable.fingerprint == now.fingerprint and (usable.complete or not complete):
        IndexVersion.objects.filter(pk__in=requested).delete()
        return None
    amended = _amended(now, usable) if usable and not complete else None
    ranker = amended or fitting.fit(published.everything(), fitting.cache_directory())
    score = held_out_score(Understanding(ranker, now.cards))
    version = _store(ranker, now, score, active, requested, complete=amended is None)
    logger.info("index version %s: %s, held-out %.3f", version.pk, version.status, score)
    return version


def is_current() -> bool:
    """False when there is no index in service, or one that another version of the code built."""
    active = IndexVersion.objects.filter(status=IndexVersion.Status.ACTIVE).first()
    return active is not None and _of_this_code(active)


def _of_this_code(version: IndexVersion) -> bool:
    return "marks" in version.metrics and version.metrics.get("code") == fitting.code_fingerprint()


def _take_requests() -> list[int]:
    """The requests that this build answers, marked before the content is read: what is published later asks anew."""
    waiting = list(IndexVersion.objects.filter(status=IndexVersion.Status.REQUESTED).values_list("pk", flat=True))
    IndexVersion.objects.filter(pk__in=waiting).update(reason="en cours")
    return waiting


def activate(version: IndexVersion) -> None:
    """Put a version in service, also an older one: this is how an index is rolled back."""
    with transaction.atomic():
        IndexVersion.objects.filter(status=IndexVersion.Status.ACTIVE).exclude(pk=version.pk).update(
            status=IndexVersion.Status.REPLACED
        )
        version.status = IndexVersion.Status.ACTIVE
        version.activated_at = timezone.now()
        # A new version is written once, whole; of one that is stored its large data stay as they are.
        version.save(update_fields=["status", "activated_at"] if version.pk else None)


def held_out_score(understanding: Understanding, directory: Path | None = None) -> float:
    """Share of the control questions, among those whose label is known, that get their label first."""
    known = set(understanding.ranker.labels)
    rows = [row for row in _control_questions(directory or settings.HELD_OUT_DIRECTORY) if row["label"] in known]
    right = sum(understanding.read(row["text"]).label in {row["label"], *row.get("also_ok", ())} for row in rows)
    return right / len(rows) if rows else 1.0


def _control_questions(directory: Path) -> list[dict[str, Any]]:
    """At most `MAXIMUM_CONTROLS` of the held-out questions, always the same, spread over all of them."""
    lines = [line for path in sorted(directory.glob("??*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    every = max(1, math.ceil(len(lines) / MAXIMUM_CONTROLS))
    rows = (json.loads(line) for line in lines[::every])
    return [row for row in rows if "text" in row and "label" in row]


def _amended(now: Published, active: IndexVersion) -> EntryRanker | None:
    """The ranker in service with the changed entries exchanged; None when too much changed."""
    before: dict[str, str] = active.metrics["labels"]
    changed = [label for label, digest in now.digests.items() if before.get(label) != digest]
    gone = [label for label in before if label not in now.digests]
    if len(changed) + len(gone) > MAXIMUM_CHANGES:
        return None
    ranker = EntryRanker.from_bytes(bytes(active.data))
    for label in gone:
        ranker.remove(label)
    for label in changed:
        ranker.update(label, [example.text for example in now.examples[label]])
    return ranker


def _store(
    ranker: EntryRanker, now: Published, score: float, active: IndexVersion | None, requested: list[int], complete: bool
) -> IndexVersion:
    version = IndexVersion(
        fingerprint=now.fingerprint,
        complete=complete,
        data=ranker.to_bytes(),
        entries=[card.as_json() for card in now.cards.values()],
        metrics={
            "held_out": round(score, 4),
            "code": fitting.code_fingerprint(),
            "labels": dict(now.digests),
            "marks": dict(now.marks),
        },
    )
    loss = float(active.metrics.get("held_out", 0.0)) - score if active else 0.0
    with transaction.atomic():
        IndexVersion.objects.filter(pk__in=requested).delete()
        if loss > TOLERATED_LOSS:
            version.status = IndexVersion.Status.REFUSED
            version.reason = f"{loss:.1%} des questions de contrôle perdues"
            version.save()
            return version
        activate(version)
        _forget_old()
    return version


def _forget_old() -> None:
    """Old indexes are only kept to roll back to."""
    old = IndexVersion.objects.filter(status__in=[IndexVersion.Status.REPLACED, IndexVersion.Status.REFUSED])
    for version in old.order_by("-pk")[KEPT_VERSIONS:]:
        version.delete()
