"""Builds the ranking index from what is published, checks it on held-out questions, and puts it in service."""

import hashlib
import json
import logging
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from bot.content import exporting
from bot.content.dialogue_examples import read_examples
from bot.content.models import FaqEntry, IndexVersion
from bot.nlu import examples, fitting
from bot.nlu.examples import TrainingSet
from bot.nlu.ranker import EntryRanker
from bot.nlu.understanding import Understanding

logger = logging.getLogger(__name__)

MAXIMUM_CHANGES = 25
"""Changed entries up to which the index in service is amended within seconds instead of fitted anew."""

TOLERATED_LOSS = 0.02
"""Share of held-out questions that a new index may lose against the one in service."""

KEPT_VERSIONS = 5


@dataclass(frozen=True)
class Candidate:
    """An index before it is put in service. `complete`: fitted anew, not amended."""

    understanding: Understanding
    training: TrainingSet
    complete: bool


def build(complete: bool = False) -> IndexVersion | None:
    """Answer the waiting request: build, check, put in service. None when nothing changed since the last one."""
    requested = _take_requests()
    training = published_training_set()
    active = IndexVersion.objects.filter(status=IndexVersion.Status.ACTIVE).first()
    if active and not _of_this_code(active):
        complete = True
    elif active and active.fingerprint == training.fingerprint and (active.complete or not complete):
        IndexVersion.objects.filter(pk__in=requested).delete()
        return None
    candidate = _candidate(training, active, complete)
    score = held_out_score(candidate.understanding)
    version = _store(candidate, score, active, requested)
    logger.info("index version %s: %s, held-out %.3f", version.pk, version.status, score)
    return version


def is_current() -> bool:
    """False when there is no index in service, or one that another version of the code built."""
    active = IndexVersion.objects.filter(status=IndexVersion.Status.ACTIVE).first()
    return active is not None and _of_this_code(active)


def _of_this_code(version: IndexVersion) -> bool:
    return bool(version.metrics.get("code") == fitting.code_fingerprint())


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
        version.save(update_fields=["status", "activated_at"])


def published_training_set() -> TrainingSet:
    """Phrasings and cards of the published content, with the dialogue examples of the checkout."""
    entries = FaqEntry.objects.filter(live=True).prefetch_related("origins", "destinations", "related", "sources")
    documents = [document for entry in entries if (document := exporting.document_of(entry)).answers]
    entry_examples = [example for document in documents for example in examples.examples_of(document)]
    return TrainingSet(
        examples=(*entry_examples, *read_examples(settings.DIALOGUE_EXAMPLES_DIRECTORY)),
        cards={document.key: examples.card_of(document) for document in documents},
    )


def held_out_score(understanding: Understanding, directory: Path | None = None) -> float:
    """Share of the held-out questions, among those whose label is known, that get their label first."""
    known = set(understanding.ranker.labels)
    right = total = 0
    for path in sorted((directory or settings.HELD_OUT_DIRECTORY).glob("??.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if row["label"] in known:
                total += 1
                right += understanding.read(row["text"]).label in {row["label"], *row.get("also_ok", ())}
    return right / total if total else 1.0


def _candidate(training: TrainingSet, active: IndexVersion | None, complete: bool) -> Candidate:
    if active and not complete:
        ranker = _amended(training, active)
        if ranker:
            return Candidate(Understanding(ranker, training.cards), training, complete=False)
    ranker = fitting.fit(training, fitting.cache_directory())
    return Candidate(Understanding(ranker, training.cards), training, complete=True)


def _amended(training: TrainingSet, active: IndexVersion) -> EntryRanker | None:
    """The ranker in service with the changed entries exchanged; None when too much changed."""
    before: dict[str, str] = active.metrics.get("labels", {})
    now = label_digests(training)
    changed = [label for label, digest in now.items() if before.get(label) != digest]
    gone = [label for label in before if label not in now]
    if not before or len(changed) + len(gone) > MAXIMUM_CHANGES:
        return None
    ranker = EntryRanker.from_bytes(bytes(active.data))
    for label in gone:
        ranker.remove(label)
    for label in changed:
        ranker.update(label, [example.text for example in training.examples if example.label == label])
    return ranker


def label_digests(training: TrainingSet) -> dict[str, str]:
    """What each label's examples are, in 16 hexadecimal characters."""
    texts: dict[str, list[str]] = {}
    for example in training.examples:
        texts.setdefault(example.label, []).append(example.text)
    return {label: hashlib.sha256("\n".join(rows).encode()).hexdigest()[:16] for label, rows in texts.items()}


def _store(
    candidate: Candidate, score: float, active: IndexVersion | None, requested: list[int]
) -> IndexVersion:
    version = IndexVersion(
        fingerprint=candidate.training.fingerprint,
        complete=candidate.complete,
        data=candidate.understanding.ranker.to_bytes(),
        entries=[card.as_json() for card in candidate.training.cards.values()],
        metrics={"held_out": round(score, 4), "code": fitting.code_fingerprint(), "labels": label_digests(candidate.training)},
    )
    loss = float(active.metrics.get("held_out", 0.0)) - score if active else 0.0
    with transaction.atomic():
        IndexVersion.objects.filter(pk__in=requested).delete()
        if loss > TOLERATED_LOSS:
            version.status = IndexVersion.Status.REFUSED
            version.reason = f"{loss:.1%} des questions de contrôle perdues"
            version.save()
            return version
        version.status = IndexVersion.Status.REPLACED
        version.save()
        activate(version)
        _forget_old()
    return version


def _forget_old() -> None:
    """Old indexes are only kept to roll back to."""
    old = IndexVersion.objects.filter(status__in=[IndexVersion.Status.REPLACED, IndexVersion.Status.REFUSED])
    for version in old.order_by("-pk")[KEPT_VERSIONS:]:
        version.delete()

