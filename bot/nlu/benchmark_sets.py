"""Published test sets, and what the ranker reaches on them: retrained on each set, nothing tuned for any.

Definitions follow the HINT3 paper: a query whose best label has a confidence below the threshold counts as
`NO_NODES_DETECTED`; in-scope accuracy is the share of in-scope queries whose prediction is right.
"""

from __future__ import annotations

import csv
import json
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sklearn.metrics import matthews_corrcoef

from bot.nlu.ranker import EntryRanker

NO_LABEL = "NO_NODES_DETECTED"
HINT3 = ("curekart", "powerplay11", "sofmattress")
THRESHOLDS = tuple(step / 10 for step in range(1, 10))

Figures = dict[str, float]


@dataclass(frozen=True)
class LabelledSet:
    """Training and test texts with their labels; `language` chooses the abbreviation table."""

    name: str
    language: str
    train: tuple[list[str], list[str]]
    test: tuple[list[str], list[str]]


def read_tsv(path: Path) -> tuple[list[str], list[str]]:
    """Return the columns `text` and `label` of a TSV file with a header. Raises KeyError when one is missing."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return [row["text"] for row in rows], [row["label"] for row in rows]


def sets_in(folder: Path) -> list[LabelledSet]:
    """Return the sets that `folder` holds, of those known here."""
    files = [(name, "en", f"hint3/{name}_train.tsv", f"hint3/{name}_test.tsv") for name in HINT3]
    files.append(("hwu64", "en", "hwu64/en_train.tsv", "hwu64/en_test.tsv"))
    files.append(("arbanking77", "ar", "arbanking77/ar_pal_train.tsv", "arbanking77/ar_pal_val.tsv"))
    return [
        LabelledSet(name, language, read_tsv(folder / train), read_tsv(folder / test))
        for name, language, train, test in files
        if (folder / train).is_file() and (folder / test).is_file()
    ]


def measure(labelled: LabelledSet) -> Figures:
    """Fit on the training texts and return the figures of the test texts (percent, milliseconds, seconds)."""
    started = time.perf_counter()
    texts, labels = labelled.train
    ranker = EntryRanker().fit(texts, labels, [labelled.language] * len(texts))
    fit_seconds = time.perf_counter() - started
    predictions, milliseconds = [], []
    for text in labelled.test[0]:
        started = time.perf_counter()
        predictions.append(ranker.rank(text))
        milliseconds.append(1000 * (time.perf_counter() - started))
    return {
        **accuracy(predictions, labelled.test[1]),
        "p50_ms": round(statistics.median(milliseconds), 3),
        "fit_s": round(fit_seconds, 2),
    }


def accuracy(predictions: Sequence[Sequence[tuple[str, float]]], truth: Sequence[str]) -> Figures:
    """Return top-1 and top-3 of the in-scope queries, and with out-of-scope queries the HINT3 figures."""
    inside = [(p, t) for p, t in zip(predictions, truth, strict=True) if t != NO_LABEL]
    figures = {
        "top1": _percent([predicted(p, 0.0) == t for p, t in inside]),
        "top3": _percent([t in [label for label, _ in p[:3]] for p, t in inside]),
        "in_scope_at_0.1": _percent([predicted(p, 0.1) == t for p, t in inside]),
    }
    if len(inside) < len(truth):
        scores = {at: matthews_corrcoef(truth, [predicted(p, at) for p in predictions]) for at in THRESHOLDS}
        best = max(scores, key=lambda at: scores[at])
        figures |= {"best_mcc": round(float(scores[best]), 3), "best_mcc_at": best}
    return figures


def predicted(ranking: Sequence[tuple[str, float]], threshold: float) -> str:
    """Return the best label, or `NO_LABEL` below the threshold."""
    return ranking[0][0] if ranking and ranking[0][1] >= threshold else NO_LABEL


def _percent(outcomes: Sequence[bool]) -> float:
    return round(100 * sum(outcomes) / max(len(outcomes), 1), 1)


def measure_all(folder: Path) -> dict[str, Figures]:
    """Return the figures of each set in `folder`."""
    return {labelled.name: measure(labelled) for labelled in sets_in(folder)}


if __name__ == "__main__":
    json.dump(measure_all(Path(sys.argv[1])), sys.stdout, indent=2)
    sys.stdout.write("\n")
