"""Loads content files: all of them or, when one is wrong, none. Loading twice changes nothing; editors' work is kept."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.db import transaction

from bot.content import files, reference, validation
from bot.content.dialogue_examples import read_examples
from bot.content.documents import AnswerDocument, EntryDocument, SourceDocument
from bot.content.exporting import document_of
from bot.content.files import ContentFile, Problem, UnreadableFile
from bot.content.models import (
    MAXIMUM_LABEL,
    Country,
    FaqAnswer,
    FaqEntry,
    Language,
    Phrasing,
    Source,
    Topic,
    TopicTitle,
)
from bot.languages import languages

Progress = Callable[[int, int], None]


class ContentRefused(Exception):
    """Nothing was loaded: `problems` says why. Not retryable: a person has to change the files."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


@dataclass
class Outcome:
    """What loading did, by entry key."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    """Edited in the console since they were loaded, and therefore left alone."""


def load(directory: Path, progress: Progress = lambda done, total: None) -> Outcome:
    """Check every file below `directory` and store it. Raises `ContentRefused`."""
    outcome = Outcome()
    with transaction.atomic():
        load_reference(directory)
        content = check_directory(directory)
        for done, file in enumerate(content, start=1):
            _store(file.document, done, outcome)
            progress(done, len(content))
        _relate([file.document for file in content], set(outcome.created + outcome.updated))
    return outcome


def check_directory(directory: Path) -> list[ContentFile]:
    """Read and check all files. Raises `ContentRefused` with every problem found."""
    read, problems = [], []
    for path in files.entry_files(directory):
        try:
            read.append(files.read(path, str(path.relative_to(directory))))
        except UnreadableFile as error:
            problems.append(error.problem)
    if not read and not problems:
        problems.append(Problem(str(directory), 1, "no content file found"))
    problems += validation.check(read, _known())
    if problems:
        raise ContentRefused(problems)
    return read


def load_reference(directory: Path) -> None:
    """Languages, countries and topics: rows that content points to."""
    base = settings.REFERENCE_DIRECTORY
    for language in languages(base / "languages.yml").values():
        Language.objects.get_or_create(
            code=language.code,
            defaults={
                "name": language.name,
                "autonym": language.autonym,
                "direction": language.direction,
                "order": language.order,
                "fallback_id": language.fallback or None,
            },
        )
    # Everything stays text: to YAML the code of Norway, NO, would be « false ».
    countries = yaml.load((base / "countries.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    rows = [Country(code=code, is_origin=True) for code in countries["origins"]]
    rows += [Country(code=code) for code in countries["others"]]
    Country.objects.bulk_create(rows, ignore_conflicts=True)
    topics = directory / "topics.yml"
    for order, row in enumerate(_topics(topics if topics.exists() else settings.CONTENT_DIRECTORY / "topics.yml")):
        topic, _new = Topic.objects.get_or_create(key=row["key"], defaults={"title": row["title"], "order": order})
        for code, title in row.get("titles", {}).items():
            TopicTitle.objects.get_or_create(topic=topic, language_id=code, defaults={"title": title})


def digest(document: EntryDocument) -> str:
    """What a file says, in 64 hexadecimal characters."""
    return hashlib.sha256(files.dump(document).encode()).hexdigest()


def _rows(path: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return rows


def _topics(path: Path) -> list[dict[str, Any]]:
    """The rows of `topics.yml`, which editors of content write. Raises `ContentRefused`."""
    try:
        rows = _rows(path)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ContentRefused([Problem(path.name, line, f"not YAML: {error.problem}")]) from error
    wanted = "a list of {key: …, title: …, titles: {language: …}} is expected, with titles of at most 24 characters"
    if not isinstance(rows, list) or not all(_is_topic(row) for row in rows):
        raise ContentRefused([Problem(path.name, 1, wanted)])
    return rows


def _is_topic(row: object) -> bool:
    if not isinstance(row, dict) or not {"key", "title"} <= set(row) <= {"key", "title", "titles"}:
        return False
    titles = row.get("titles", {})
    if not isinstance(titles, dict) or not set(titles) <= set(Language.objects.values_list("code", flat=True)):
        return False
    texts = [row["key"], row["title"], *titles.values()]
    return all(isinstance(text, str) for text in texts) and all(len(text) <= MAXIMUM_LABEL for text in texts[1:])


def _known() -> validation.Known:
    examples = read_examples(settings.DIALOGUE_EXAMPLES_DIRECTORY)
    return validation.Known(
        facts=reference.facts(settings.REFERENCE_DIRECTORY / "facts.jsonl"),
        topics=frozenset(Topic.objects.values_list("key", flat=True)),
        languages=frozenset(Language.objects.values_list("code", flat=True)),
        other_phrasings={validation.comparable(example.text): example.label for example in examples},
    )


def _store(document: EntryDocument, order: int, outcome: Outcome) -> None:
    entry = FaqEntry.objects.filter(key=document.key).first()
    wanted = digest(document)
    if entry is None:
        entry = FaqEntry(key=document.key)
        outcome.created.append(document.key)
    elif entry.loaded_digest == wanted:
        outcome.unchanged.append(document.key)
        return
    elif entry.loaded_digest != digest(document_of(entry)):
        outcome.kept.append(document.key)
        return
    else:
        outcome.updated.append(document.key)
    _write_entry(entry, document, order, wanted)
    for code, answer in document.answers.items():
        _write_answer(entry, code, answer)
    entry.answers.exclude(language__in=document.answers).delete()


def _write_entry(entry: FaqEntry, document: EntryDocument, order: int, wanted: str) -> None:
    entry.topic_id = document.topic
    entry.audience = document.audience
    entry.facts = list(document.facts)
    entry.order = order
    entry.loaded_digest = wanted
    entry.origins = _countries(document.origins)
    entry.destinations = _countries(document.destinations)
    entry.sources = [_source(source, place) for place, source in enumerate(document.sources)]
    entry.save()
    entry.save_revision().publish()


def _countries(codes: tuple[str, ...]) -> list[Country]:
    missing = [Country(code=code) for code in codes if not Country.objects.filter(code=code).exists()]
    Country.objects.bulk_create(missing)
    return list(Country.objects.filter(code__in=codes))


def _source(document: SourceDocument, order: int) -> Source:
    return Source(
        title=document.title,
        publisher=document.publisher,
        url=document.url,
        published_on=document.published_on,
        checked_on=document.checked_on,
        volatile=document.volatile,
        facts=list(document.facts),
        order=order,
    )


def _write_answer(entry: FaqEntry, code: str, document: AnswerDocument) -> None:
    answer = entry.answers.filter(language_id=code).first() or FaqAnswer(entry=entry, language_id=code)
    answer.label = document.label
    answer.question = document.question
    answer.short_answer = document.answer
    answer.details = document.details
    answer.approved_by = document.approved_by
    answer.machine_assisted = document.machine_assisted
    answer.phrasings = [
        Phrasing(text=text, register=register, order=order)
        for order, (register, text) in enumerate(document.all_phrasings())
    ]
    answer.save()
    answer.save_revision().publish()


def _relate(documents: list[EntryDocument], changed: set[str]) -> None:
    """Neighbours are set once all entries exist; the revision then tells the same as the row."""
    entries = {entry.key: entry for entry in FaqEntry.objects.all()}
    for document in documents:
        if document.key in changed and document.related:
            entry = entries[document.key]
            entry.related = [entries[key] for key in document.related]
            entry.save()
            entry.save_revision().publish()
