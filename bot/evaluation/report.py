"""The figures of an evaluation, as the contract of `python -m bot evaluate` names them."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from bot.evaluation.scoring import Prediction
from bot.nlu.labels import DIALOGUE, OUT_OF_SCOPE, URGENT
from bot.nlu.understanding import UNKNOWN


def report(predictions: Sequence[Prediction]) -> dict[str, Any]:
    """All figures; shares are between 0 and 1, times in milliseconds."""
    times = [prediction.milliseconds for prediction in predictions] or [0.0]
    return {
        **_accuracy(predictions),
        "abstained": _share([p.meaning.band == UNKNOWN for p in predictions]),
        "by_lang": _grouped(predictions, lambda p: p.language or "?", _accuracy),
        "by_label": _grouped(predictions, lambda p: p.expected[0], _right_only),
        "by_kind": _grouped(predictions, _kind, _accuracy),
        "out_of_scope": _scope(predictions),
        "urgent_danger": _urgent(predictions),
        "language_id": {"accuracy": _share([p.language == p.predicted_language for p in predictions if p.language])},
        "latency_ms": {"p50": _round(np.percentile(times, 50)), "p95": _round(np.percentile(times, 95))},
    }


def _accuracy(predictions: Sequence[Prediction]) -> dict[str, Any]:
    return {
        "n": len(predictions),
        "top1": _share([p.right for p in predictions]),
        "top3": _share([p.among_three for p in predictions]),
    }


def _right_only(predictions: Sequence[Prediction]) -> dict[str, Any]:
    return {"n": len(predictions), "top1": _share([p.right for p in predictions])}


def _kind(prediction: Prediction) -> str:
    label = prediction.expected[0]
    if label == OUT_OF_SCOPE:
        return OUT_OF_SCOPE
    return "dialogue" if label in DIALOGUE else "faq"


def _scope(predictions: Sequence[Prediction]) -> dict[str, float]:
    outside = [p.meaning.band == UNKNOWN for p in predictions if OUT_OF_SCOPE in p.expected]
    inside = [p.meaning.band == UNKNOWN for p in predictions if OUT_OF_SCOPE not in p.expected]
    return {"recall": _share(outside), "false_rejects": _share(inside)}


def _urgent(predictions: Sequence[Prediction]) -> dict[str, float]:
    heard = [p.predicted == URGENT for p in predictions if p.expected[0] == URGENT]
    false = [p.predicted == URGENT for p in predictions if URGENT not in p.expected]
    return {"recall": _share(heard), "false_alarms": _share(false)}


def _grouped(
    predictions: Sequence[Prediction],
    key: Callable[[Prediction], str],
    figures: Callable[[Sequence[Prediction]], dict[str, Any]],
) -> dict[str, Any]:
    groups: defaultdict[str, list[Prediction]] = defaultdict(list)
    for prediction in predictions:
        groups[key(prediction)].append(prediction)
    return {name: figures(group) for name, group in sorted(groups.items())}


def _share(values: Sequence[bool]) -> float:
    return _round(sum(values) / len(values)) if values else 0.0


def _round(value: Any) -> float:
    return round(float(value), 4)
