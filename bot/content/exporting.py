"""Writes what is published as content files: the same files that were loaded, byte for byte, unless an editor changed them."""

from collections.abc import Iterator
from pathlib import Path

from django.db.models import Prefetch, QuerySet

from bot.content import files
from bot.content.documents import REGISTERS, AnswerDocument, EntryDocument, SourceDocument
from bot.content.models import FaqAnswer, FaqEntry

_LIVE_ANSWERS = (
    FaqAnswer.objects.filter(live=True).order_by("language__order", "language_id").prefetch_related("phrasings")
)
_ANSWERS = Prefetch("answers", _LIVE_ANSWERS, to_attr="live_answers")


def export(directory: Path) -> int:
    """Write every published entry below `directory/<topic>/`; returns how many."""
    written = 0
    for document in documents_of(FaqEntry.objects.filter(live=True)):
        path = directory / document.topic / f"{document.key}.yml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(files.dump(document), encoding="utf-8")
        written += 1
    return written


def documents_of(entries: QuerySet[FaqEntry]) -> Iterator[EntryDocument]:
    """The published entries as documents, read together: a few queries however many there are."""
    for entry in entries.prefetch_related("origins", "destinations", "related", "sources", _ANSWERS):
        yield _document(entry, entry.live_answers)


def document_of(entry: FaqEntry) -> EntryDocument:
    """The published entry as a document."""
    return _document(entry, list(_LIVE_ANSWERS.filter(entry=entry)))


def _document(entry: FaqEntry, answers: list[FaqAnswer]) -> EntryDocument:
    """Lists without an order of their own are sorted."""
    return EntryDocument(
        key=entry.key,
        topic=entry.topic_id,
        origins=tuple(sorted(country.code for country in entry.origins.all())),
        destinations=tuple(sorted(country.code for country in entry.destinations.all())),
        audience=entry.audience,
        facts=tuple(entry.facts),
        related=tuple(sorted(other.key for other in entry.related.all())),
        sources=tuple(
            SourceDocument(
                title=source.title,
                publisher=source.publisher,
                url=source.url,
                published_on=source.published_on,
                checked_on=source.checked_on,
                volatile=source.volatile,
                facts=tuple(source.facts),
            )
            for source in entry.sources.all()
        ),
        answers={answer.language_id: _answer(answer) for answer in answers},
    )


def _answer(answer: FaqAnswer) -> AnswerDocument:
    phrasings: dict[str, list[str]] = {}
    for phrasing in answer.phrasings.all():
        phrasings.setdefault(phrasing.register, []).append(phrasing.text)
    return AnswerDocument(
        label=answer.label,
        question=answer.question,
        answer=answer.short_answer,
        details=answer.details,
        approved_by=answer.approved_by,
        machine_assisted=answer.machine_assisted,
        phrasings={register: tuple(phrasings[register]) for register in REGISTERS if register in phrasings},
    )
