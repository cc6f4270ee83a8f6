"""Checks content files before anything is stored. Each problem names the file, the line and the reason."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.content import reference
from bot.content.documents import AnswerDocument
from bot.content.files import ContentFile, Problem
from bot.content.reference import Fact
from bot.languages import SOURCE_LANGUAGE
from bot.nlu.matching import fold

MAXIMUM_ANSWER = 600
MAXIMUM_DETAILS = 1500
MAXIMUM_QUESTION = 120
MAXIMUM_LABEL = 24
MAXIMUM_PHRASING = 600
MINIMUM_PHRASINGS = 30
MINIMUM_PER_REGISTER = 5

_MAY_BE_EMPTY = {True: {"details"}, False: {"details", "answer"}}
"""Whether it is the language the content is written in → fields that may be empty. A translation may be a title only."""

_PARTIAL_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


@dataclass(frozen=True)
class Known:
    """What the files may refer to."""

    facts: Mapping[str, Fact]
    topics: frozenset[str]
    languages: frozenset[str]
    other_phrasings: Mapping[str, str]
    """Phrasings, as `comparable` gives them, that belong to labels outside these files → their label."""


def check(files: list[ContentFile], known: Known) -> list[Problem]:
    """Every problem of these files, alone and together."""
    keys = {file.document.key for file in files}
    problems: list[Problem] = []
    for file in files:
        problems += [*_entry(file, known, keys), *_sources(file, known), *_answers(file, known)]
    return [*problems, *_same_keys(files), *_same_labels(files), *_same_phrasings(files, known)]


def _entry(file: ContentFile, known: Known, keys: set[str]) -> Iterator[Problem]:
    entry = file.document
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", entry.key):
        yield file.problem(f"key {entry.key!r}: lower-case letters, digits and hyphens only", "key")
    if entry.topic not in known.topics:
        yield file.problem(f"unknown topic {entry.topic!r}", "topic")
    for name in ("origins", "destinations"):
        for place, code in enumerate(getattr(entry, name)):
            if code not in reference.country_codes():
                yield file.problem(f"unknown country {code!r}", name, place)
    for place, fact in enumerate(entry.facts):
        if fact not in known.facts:
            yield file.problem(f"unknown fact {fact!r}", "facts", place)
    for place, other in enumerate(entry.related):
        if other not in keys or other == entry.key:
            yield file.problem(f"related question {other!r} is not another entry", "related", place)


def _sources(file: ContentFile, known: Known) -> Iterator[Problem]:
    entry = file.document
    if not entry.sources:
        yield file.problem("no source: an answer without one cannot be shown", "sources")
    covered: set[str] = set()
    for place, source in enumerate(entry.sources):
        covered |= set(source.facts)
        if not source.title:
            yield file.problem("a source without a title", "sources", place)
        if source.url and not re.match(r"https?://[^\s/]+", source.url):
            yield file.problem(f"not a web address: {source.url!r}", "sources", place, "url")
        for name in ("published_on", "checked_on"):
            date = getattr(source, name)
            if date and not _PARTIAL_DATE.fullmatch(date):
                yield file.problem(f"{name} {date!r}: write 2024, 2024-06 or 2024-06-30", "sources", place, name)
    for fact in sorted(set(entry.facts) - covered):
        yield file.problem(f"fact {fact} has no source", "sources")


def _answers(file: ContentFile, known: Known) -> Iterator[Problem]:
    if not file.document.answers:
        yield file.problem("no answer in any language", "answers")
    for code, answer in file.document.answers.items():
        if code not in known.languages:
            yield file.problem(f"unknown language {code!r}", "answers", code)
        yield from _lengths(file, code, answer)
        yield from _supported(file, code, answer, known)
        yield from _faithful(file, code, answer)
        yield from _enough_phrasings(file, code, answer)


def _lengths(file: ContentFile, code: str, answer: AnswerDocument) -> Iterator[Problem]:
    limits = {
        "label": MAXIMUM_LABEL,
        "question": MAXIMUM_QUESTION,
        "answer": MAXIMUM_ANSWER,
        "details": MAXIMUM_DETAILS,
    }
    for name, limit in limits.items():
        length = len(getattr(answer, name))
        if length > limit:
            yield file.problem(f"{name} has {length} characters, at most {limit}", "answers", code, name)
        if not length and name not in _MAY_BE_EMPTY[code == SOURCE_LANGUAGE]:
            yield file.problem(f"{name} is empty", "answers", code)
    for register, texts in answer.phrasings.items():
        for place, text in enumerate(texts):
            if not fold(text) or len(text) > MAXIMUM_PHRASING:
                yield file.problem("a phrasing is empty or too long", "answers", code, "phrasings", register, place)


def _supported(file: ContentFile, code: str, answer: AnswerDocument, known: Known) -> Iterator[Problem]:
    """A number that none of the entry's facts holds was invented, or its fact was forgotten."""
    facts = [known.facts[fact] for fact in file.document.facts if fact in known.facts]
    evidence = " | ".join(
        f"{fact.text} | {fact.source_title} | {fact.source_url} | {fact.source_date}" for fact in facts
    )
    for name in ("question", "answer", "details"):
        for number in reference.unsupported_numbers(getattr(answer, name), evidence):
            yield file.problem(f"number {number} stands in none of the facts", "answers", code, name)


def _faithful(file: ContentFile, code: str, answer: AnswerDocument) -> Iterator[Problem]:
    """A translation keeps every number, date, address and telephone number of the French, and adds none."""
    original = file.document.answers.get(SOURCE_LANGUAGE)
    if original is None or original is answer:
        return
    for name in ("answer", "details"):
        ours, theirs = reference.exact_parts(getattr(answer, name)), reference.exact_parts(getattr(original, name))
        if getattr(answer, name) and ours != theirs:
            missing, added = ", ".join((theirs - ours).elements()), ", ".join((ours - theirs).elements())
            reason = "; ".join(part for part in (missing and f"misses {missing}", added and f"adds {added}") if part)
            yield file.problem(f"{name}: {reason} (compared with the French)", "answers", code, name)


def _enough_phrasings(file: ContentFile, code: str, answer: AnswerDocument) -> Iterator[Problem]:
    """French is the language that training stands on; the other languages have no floor of their own."""
    if code != SOURCE_LANGUAGE:
        return
    total = len(answer.all_phrasings())
    if total < MINIMUM_PHRASINGS:
        yield file.problem(f"{total} phrasings, at least {MINIMUM_PHRASINGS}", "answers", code, "phrasings")
    from bot.content.documents import REGISTERS

    for register in REGISTERS:
        count = len(answer.phrasings.get(register, ()))
        if count < MINIMUM_PER_REGISTER:
            yield file.problem(
                f"{count} phrasings of register {register}, at least {MINIMUM_PER_REGISTER}",
                "answers", code, "phrasings", register,
            )  # fmt: skip


def _same_keys(files: list[ContentFile]) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for file in files:
        if file.document.key in seen:
            yield file.problem(f"key {file.document.key!r} is also in {seen[file.document.key]}", "key")
        seen[file.document.key] = file.name


def _same_labels(files: list[ContentFile]) -> Iterator[Problem]:
    """Two menu buttons that read the same cannot be told apart."""
    seen: dict[tuple[str, str], str] = {}
    for file in files:
        for code, answer in file.document.answers.items():
            if (code, answer.label) in seen:
                reason = f"label {answer.label!r} is also in {seen[code, answer.label]}"
                yield file.problem(reason, "answers", code, "label")
            seen[code, answer.label] = file.name


def _same_phrasings(files: list[ContentFile], known: Known) -> Iterator[Problem]:
    seen = dict(known.other_phrasings)
    for file in files:
        for path, text in _phrasings(file):
            owner = seen.setdefault(comparable(text), file.document.key)
            if owner != file.document.key:
                yield file.problem(f"the same phrasing belongs to {owner!r}: {text!r}", *path)


def _phrasings(file: ContentFile) -> Iterable[tuple[tuple[str | int, ...], str]]:
    for code, answer in file.document.answers.items():
        yield ("answers", code, "question"), answer.question
        for register, texts in answer.phrasings.items():
            for place, text in enumerate(texts):
                yield ("answers", code, "phrasings", register, place), text


def comparable(text: str) -> str:
    """The words of a phrasing: what differs in case, accents or punctuation only is the same training example."""
    return " ".join(re.findall(r"\w+", fold(text)))
