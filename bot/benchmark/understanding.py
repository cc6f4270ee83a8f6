"""Understanding, without the stack: how often it is right, how long it takes on one core, how much memory it needs.

For each number of entries two processes: one fits (seconds, seconds to exchange one entry), a fresh one imports what
`rasa run` imports, then loads what the first one wrote (MB) and reads the held-out messages (accuracy, milliseconds).
The 120 entries are the checkout's; those beyond are invented, see `invented`.
"""

import gc
import os
import re
import tempfile
import time
import warnings
from importlib import import_module
from pathlib import Path
from typing import Any

from bot.benchmark import part
from bot.benchmark.figures import percentiles, progress, resident_megabytes
from bot.benchmark.part import Json
from bot.configuration import ROOT
from bot.languages import languages

SIZES = (120, 500, 2000)
_EVAL = ROOT / "data" / "eval"
_RASA = (
    "rasa.core.agent",
    "rasa.core.policies.rule_policy",
    "rasa.nlu.classifiers.diet_classifier",
    "rasa.server",
    "sanic",
    "sqlalchemy",
)
_ROUNDS = 3
"""Times that each held-out message is timed; the medians are over all of them."""


def run(sizes: tuple[int, ...] = SIZES) -> Json:
    """Figures by number of entries."""
    return {"sizes": {str(size): _size(size) for size in sizes}}


def _size(size: int) -> Json:
    with tempfile.TemporaryDirectory(prefix="yoon-understanding-") as folder:
        options = {"size": size, "folder": folder}
        progress(f"understanding: fitting {size} entries")
        fitted = part.tried("understanding", {**options, "do": "fit"})
        if "error" in fitted:
            return fitted
        progress(f"understanding: reading the held-out messages with {size} entries")
        return {**fitted, **part.tried("understanding", {**options, "do": "serve"})}


def measure(options: Json) -> Json:
    """What a child process does."""
    folder = Path(options["folder"])
    return _fit(int(options["size"]), folder) if options["do"] == "fit" else _serve(folder)


def _fit(size: int, folder: Path) -> Json:
    from bot.nlu import fitting
    from bot.nlu.components import trained_index
    from bot.nlu.ranker import EntryRanker
    from bot.nlu.understanding import Understanding

    training = training_set(size)
    started = time.perf_counter()
    ranker = fitting.fit_anew(training)
    fit_seconds = time.perf_counter() - started
    trained_index.write(folder, Understanding(ranker, training.cards))
    ranker = EntryRanker.from_bytes(ranker.to_bytes())
    return {
        "entries": len(training.cards),
        "examples": len(training.examples),
        "fit_seconds": round(fit_seconds, 2),
        "update_seconds": _update_seconds(ranker, training),
        "index_mb": round(sum(path.stat().st_size for path in folder.iterdir()) / 2**20, 2),
    }


def training_set(size: int) -> Any:
    """The checkout's examples, filled up with invented entries until there are `size` (or cut down to it)."""
    from bot.benchmark import invented
    from bot.nlu import examples

    checkout = examples.of_checkout(ROOT)
    extra = invented.entries(max(size - len(checkout.cards), 0))
    return examples.TrainingSet(
        examples=(*checkout.examples, *(example for entry in extra for example in entry.examples())),
        cards={**checkout.cards, **{entry.key: entry.card() for entry in extra}},
    )


def _update_seconds(ranker: Any, training: Any) -> Json:
    """Exchange the examples of single entries, as publishing does."""
    labels = sorted(training.cards)[:: max(len(training.cards) // 5, 1)][:5]
    seconds = []
    for label in labels:
        texts = [example.text for example in training.examples if example.label == label]
        started = time.perf_counter()
        ranker.update(label, texts)
        seconds.append(time.perf_counter() - started)
    return percentiles(seconds, 3)


def _serve(folder: Path) -> Json:
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    import_rasa()
    before = resident_megabytes()
    from bot.evaluation.scoring import Reader
    from bot.nlu.components import trained_index

    reader = Reader(trained_index.read(folder))
    single, follow_ups = conversations("fr.jsonl"), conversations("*follow-ups.jsonl")
    by_language = {code: _of_language(reader, code) for code in languages()}
    predictions = [prediction for one in single for prediction in reader.predict(one)]
    gc.collect()
    figures = {
        "memory": {"rasa_mb": before, "above_rasa_mb": round(resident_megabytes() - before, 1)},
        "held_out": _report(predictions),
        "languages": by_language,
        "follow_ups": _follow_ups(reader, follow_ups),
    }
    everybody = conversations("??.jsonl") + conversations("???.jsonl")
    times = [prediction.milliseconds for one in everybody * _ROUNDS for prediction in reader.predict(one)]
    return {**figures, "all_components_ms": percentiles(times, 3), "rank_ms": _rank(folder, single)}


def import_rasa() -> None:
    """What a process of `rasa run` has imported before it loads our components, TensorFlow included."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for module in _RASA:
            import_module(module)


def conversations(pattern: str) -> list[Any]:
    """The held-out conversations of the files whose name fits."""
    from bot.evaluation.reading import read

    return [conversation for path in sorted(_EVAL.glob(pattern)) for conversation in read(path)]


def _report(predictions: list[Any]) -> Json:
    from bot.evaluation.report import report

    figures = report(predictions)
    return {name: value for name, value in figures.items() if name not in {"by_label", "latency_ms"}}


def _of_language(reader: Any, code: str) -> Json:
    """The figures of one language's held-out messages, those of several files together."""
    names = [path.name for path in sorted(_EVAL.glob(f"{code}*.jsonl")) if re.fullmatch(rf"{code}(-second)?", path.stem)]
    predictions = [p for name in names for one in conversations(name) for p in reader.predict(one)]
    figures = _report(predictions)
    return {
        "faq": figures["by_kind"].get("faq", {}),
        "dialogue": figures["by_kind"].get("dialogue", {}),
        "out_of_scope": figures["out_of_scope"],
        "language_id": figures["language_id"]["accuracy"],
        "urgent_danger": figures["urgent_danger"],
    }


def _follow_ups(reader: Any, held_out: list[Any]) -> Json:
    """Right answers to the messages after the first one of each conversation."""
    later = [prediction for one in held_out for prediction in reader.predict(one)[1:]]
    right = sum(prediction.right for prediction in later)
    return {"n": len(later), "top1": round(right / len(later), 4) if later else 0.0}


def _rank(folder: Path, held_out: list[Any]) -> Json:
    """The ranker alone, in milliseconds a message."""
    from bot.nlu.components import trained_index

    ranker = trained_index.read(folder).ranker
    texts = [message.text for one in held_out for message in one.messages]
    milliseconds = []
    for text in texts * _ROUNDS:
        started = time.perf_counter()
        ranker.rank(text)
        milliseconds.append((time.perf_counter() - started) * 1000)
    return percentiles(milliseconds, 3)


if __name__ == "__main__":
    part.answer(measure)
