"""What candidates can read, as plain values. Only published entries and answers come out of here."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from bot.content.caching import until_content_changes
from bot.content.models import FaqAnswer, FaqEntry, Language, Source, Topic
from bot.languages import SOURCE_LANGUAGE
from bot.nlu.matching import fold


@dataclass(frozen=True)
class SourceView:
    """A source as it is shown. Dates are ISO, whole or partial, or empty."""

    title: str
    publisher: str
    url: str
    published_on: str
    checked_on: str
    volatile: bool


@dataclass(frozen=True)
class QuestionView:
    """A question of a menu."""

    key: str
    label: str
    question: str


@dataclass(frozen=True)
class AnswerView:
    """An answer with all that is said beside it. `language` is the one it was found in, after fallbacks."""

    key: str
    topic: str
    language: str
    question: str
    short_answer: str
    details: str
    approved_by: str
    machine_assisted: bool
    origins: tuple[str, ...]
    destinations: tuple[str, ...]
    sources: tuple[SourceView, ...]
    related: tuple[QuestionView, ...]


@dataclass(frozen=True)
class LanguageView:
    """A language that people can choose."""

    code: str
    name: str
    autonym: str


@until_content_changes
def answer(key: str, language: str) -> AnswerView | None:
    """The published answer of an entry in this language or, where it is missing, in the languages it falls back to."""
    found = {row.language_id: row for row in _answers().filter(entry__key=key).exclude(short_answer="")}
    for code in fallbacks(language):
        if code in found:
            return _view(found[code], language)
    return None


def questions(keys: Iterable[str], language: str) -> dict[str, QuestionView]:
    """The published questions of these keys."""
    order = fallbacks(language)
    rows = FaqAnswer.objects.filter(live=True, entry__live=True, entry__key__in=list(keys), language__in=order)
    best: dict[str, tuple[int, QuestionView]] = {}
    for row in rows.select_related("entry"):
        rank = order.index(row.language_id)
        view = QuestionView(row.entry.key, row.label, row.question)
        if row.entry.key not in best or rank < best[row.entry.key][0]:
            best[row.entry.key] = (rank, view)
    return {key: view for key, (_, view) in best.items()}


@until_content_changes
def topics(language: str = SOURCE_LANGUAGE) -> list[tuple[str, str]]:
    """(key, title) of the topics that have something to read, in menu order; titles in this language or a fallback."""
    filled = FaqEntry.objects.filter(live=True, answers__live=True).values("topic")
    order = fallbacks(language)
    found = []
    for topic in Topic.objects.filter(key__in=filled).prefetch_related("titles"):
        titles = {row.language_id: row.title for row in topic.titles.all()} | {SOURCE_LANGUAGE: topic.title}
        found.append((topic.key, next(titles[code] for code in order if code in titles)))
    return found


@until_content_changes
def questions_of_topic(topic: str, language: str, origin: str = "") -> list[QuestionView]:
    """A topic's questions: first those for the person's country, then the general ones, then the others."""
    entries = FaqEntry.objects.filter(live=True, topic=topic).prefetch_related("origins")
    scored = sorted((_nearness(entry, origin), place, entry.key) for place, entry in enumerate(entries))
    views = questions([key for *_, key in scored], language)
    return [views[key] for *_, key in scored if key in views]


def _nearness(entry: FaqEntry, origin: str) -> int:
    """0: for the person's country by name; 1: for all, or nothing is known of the person; 2: for other countries."""
    codes = {country.code for country in entry.origins.all()}
    if not codes or not origin:
        return 1
    return 0 if origin in codes else 2


@until_content_changes
def languages() -> list[LanguageView]:
    """The languages people can choose, in menu order."""
    return [LanguageView(row.code, row.name, row.autonym) for row in Language.objects.filter(enabled=True)]


def language_named(text: str) -> str:
    """The code of the one language that a text names, by its French or its own name; "" for none or several."""
    said = set(re.findall(r"\w+", fold(text)))
    found = {item.code for item in languages() if {fold(item.name), fold(item.autonym)} & said}
    return found.pop() if len(found) == 1 else ""


def fallbacks(language: str) -> list[str]:
    """The language itself, then what it falls back to, French last."""
    table = dict(Language.objects.values_list("code", "fallback_id"))
    chain: list[str] = []
    code: str | None = language
    while code and code in table and code not in chain:
        chain.append(code)
        code = table[code]
    return chain if SOURCE_LANGUAGE in chain else [*chain, SOURCE_LANGUAGE]


def _answers() -> QuerySet[FaqAnswer]:
    return (
        FaqAnswer.objects.filter(Q(live=True), entry__live=True)
        .select_related("entry")
        .prefetch_related(
            "entry__origins",
            "entry__destinations",
            Prefetch("entry__sources", queryset=Source.objects.order_by("order", "pk")),
            Prefetch("entry__related", queryset=FaqEntry.objects.filter(live=True)),
        )
    )


def _view(row: FaqAnswer, language: str) -> AnswerView:
    entry = row.entry
    related = questions([other.key for other in entry.related.all()], language)
    return AnswerView(
        key=entry.key,
        topic=entry.topic_id,
        language=row.language_id,
        question=row.question,
        short_answer=row.short_answer,
        details=row.details,
        approved_by=row.approved_by,
        machine_assisted=row.machine_assisted,
        origins=tuple(sorted(country.code for country in entry.origins.all())),
        destinations=tuple(sorted(country.code for country in entry.destinations.all())),
        sources=tuple(
            SourceView(s.title, s.publisher, s.url, s.published_on, s.checked_on, s.volatile)
            for s in entry.sources.all()
        ),
        related=tuple(related.values()),
    )
