"""Publishing a question while people ask: seconds until the stack answers it, and requests that failed meanwhile.

One person asks a known question again and again in the running stack; it fails when no answer comes within 30 s or the
answer is not that question's. Meanwhile a new entry is published as the console does it (`save_revision().publish()`),
entry first, then its answer with 36 phrasings. The clock runs from before the entry is published until a fresh
conversation gets the new answer; the question asked is none of the phrasings. Three entries, one after the other.
"""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from bot.benchmark import invented, part
from bot.benchmark.figures import percentiles, progress
from bot.benchmark.part import Json

SIZES = (120, 500, 2000)
_SEED_OF_NEW = 11
_REPEATS = 3
_LIMIT = 120.0
_ASK_EVERY = 0.1
_BATCH = 500


def measure(options: Json) -> Json:
    """Figures with `size` entries, in an environment of a prepared sandbox that is filled up with invented ones."""
    import django

    django.setup()
    from bot.benchmark import people, sandbox

    size = int(options["size"])
    figures: Json = {"entries": size, "fill": _fill(size)}
    with sandbox.running(), people.Ear(int(os.environ[sandbox.RELAY_PORT])) as ear:
        progress(f"publishing: stack ready with {size} entries")
        with _Known(ear) as known:
            seconds = [_publish(entry, ear) for entry in invented.entries(_REPEATS, _SEED_OF_NEW)]
    understood = [value for value in seconds if value is not None]
    figures |= {"seconds": percentiles(understood), "not_understood": len(seconds) - len(understood)}
    figures |= {"longest_seconds": max(understood, default=None), "meanwhile": known.figures()}
    progress(f"publishing: {figures}")
    return figures


class _Known:
    """Asks a known question without pause, on a thread of its own, and counts what fails."""

    def __init__(self, ear: Any) -> None:
        from bot.benchmark.turns import faq_questions

        self._ear, self._question = ear, faq_questions()[0]
        self._milliseconds: list[float] = []
        self._failed = 0
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._ask, daemon=True)

    def __enter__(self) -> "_Known":
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._stopping.set()
        self._thread.join(60)

    def figures(self) -> Json:
        """Milliseconds of the answered requests and how many failed."""
        return {"ms": percentiles(self._milliseconds), "requests": len(self._milliseconds), "failed": self._failed}

    def _ask(self) -> None:
        from django.db import connection

        from bot.benchmark.people import Person

        person, expected = Person(self._ear), None
        while not self._stopping.is_set():
            answer = person.ask(self._question)
            expected = expected or (answer.keys if answer else None)
            if answer is None or not answer.keys or answer.keys != expected:
                self._failed += 1
            else:
                self._milliseconds.append(answer.milliseconds)
        connection.close()


def _publish(entry: invented.InventedEntry, ear: Any) -> float | None:
    """Seconds from publishing to the first right answer; None when there was none within `_LIMIT`."""
    from bot.benchmark.people import Person

    *phrasings, (_register, question) = entry.phrasings
    started = time.perf_counter()
    _write(entry, phrasings)
    while time.perf_counter() - started < _LIMIT:
        answer = Person(ear).ask(question)
        if answer and entry.key in answer.keys:
            seconds = round(time.perf_counter() - started, 2)
            progress(f"publishing: understood after {seconds} s")
            return seconds
        time.sleep(_ASK_EVERY)
    progress(f"publishing: not understood after {_LIMIT:.0f} s")
    return None


def _write(entry: invented.InventedEntry, phrasings: list[tuple[str, str]]) -> None:
    """As the console's form does: a live entry, then its answer."""
    from bot.content.models import FaqAnswer, FaqEntry, Phrasing

    row = FaqEntry(key=entry.key, topic_id="conditions")
    row.save()
    row.save_revision().publish()
    answer = FaqAnswer(**_answer_fields(entry, row))
    answer.phrasings = [Phrasing(text=text, register=register, order=n) for n, (register, text) in enumerate(phrasings)]
    answer.save()
    answer.save_revision().publish()


def _fill(size: int) -> Json:
    """Add invented entries until there are `size`, and build the index anew; seconds of both."""
    from bot.content.models import FaqEntry, IndexVersion

    extra = invented.entries(max(size - FaqEntry.objects.count(), 0))
    if not extra:
        return {}
    progress(f"publishing: adding {len(extra)} invented entries and building their index")
    started = time.perf_counter()
    for first in range(0, len(extra), _BATCH):
        _insert(extra[first : first + _BATCH])
    inserted = time.perf_counter()
    # The size of the content is what is measured: the new index is not judged against the one of 120 entries.
    IndexVersion.objects.all().delete()
    subprocess.run([sys.executable, "-m", "bot", "content", "index"], check=True, stdout=2, timeout=3000)
    return {"insert_seconds": round(inserted - started, 1), "index_seconds": round(time.perf_counter() - inserted, 1)}


def _insert(entries: list[invented.InventedEntry]) -> None:
    from django.db import transaction

    from bot.content.models import FaqAnswer, FaqEntry, Phrasing

    with transaction.atomic():
        rows = FaqEntry.objects.bulk_create([FaqEntry(key=entry.key, topic_id="conditions") for entry in entries])
        pairs = list(zip(entries, rows, strict=True))
        answers = FaqAnswer.objects.bulk_create([FaqAnswer(**_answer_fields(entry, row)) for entry, row in pairs])
        Phrasing.objects.bulk_create(
            [
                Phrasing(answer=answer, text=text, register=register, order=order)
                for entry, answer in zip(entries, answers, strict=True)
                for order, (register, text) in enumerate(entry.phrasings)
            ],
            batch_size=_BATCH,
        )


def _answer_fields(entry: invented.InventedEntry, row: Any) -> Json:
    return {
        "entry": row,
        "language_id": "fr",
        "label": entry.key[:24],
        "question": entry.question[:120],
        "short_answer": "Ceci est une réponse inventée pour une mesure.",
    }


def run(prepared: Path, folder: Path, sizes: tuple[int, ...] = SIZES) -> Json:
    """Figures by number of entries, each on a copy of the prepared data directory."""
    from bot.benchmark import sandbox

    figures: Json = {}
    for size in sizes:
        directory = sandbox.copied(prepared, folder / f"publishing-{size}")
        figures[str(size)] = part.tried("publishing", {"size": size}, sandbox.environment(directory))
    return {"sizes": figures}


if __name__ == "__main__":
    part.answer(measure)
