"""Judging a ranker on texts it has not learnt from, so that its confidences and thresholds are honest."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bot.nlu.calibration import Judged
from bot.nlu.index import OUT_OF_SCOPE, Evidence, build
from bot.nlu.vectors import Counts, Vector, Weighting

FOLDS = 4
#: From so many texts on, one fold is enough to learn from; it is a matter of time.
ONE_FOLD = 3000
#: At most so many held-out texts are judged in all; more would only cost time.
MAX_JUDGED = 1600
#: From so many out-of-scope examples on, they are trusted to show what such texts look like.
ENOUGH_OUTSIDE = 30


def folds(classes: NDArray[np.int64], groups: Sequence[str] | None) -> NDArray[np.int64]:
    """Return the fold of each text, even within each label; texts of one label and group (if named) stay together.

    Which group is held out changes from label to label, so that each fold is asked in all registers.
    """
    random = np.random.default_rng(0)
    result = np.empty(len(classes), np.int64)
    names = np.asarray([(groups[row] if groups is not None else "") or f"text {row}" for row in range(len(classes))])
    for label in np.unique(classes):
        rows = np.flatnonzero(classes == label)
        _, group = np.unique(names[rows], return_inverse=True)
        order = random.permutation(int(group.max()) + 1)
        result[rows] = (order[group] + label) % FOLDS
    return result


def judge(counts: Counts, classes: NDArray[np.int64], labels: Sequence[str], fold: NDArray[np.int64]) -> Judged:
    """Judge each fold's texts by what the other folds teach.

    Without enough real out-of-scope texts, a part of the labels is left out of each fold altogether: their texts stand for
    questions that nobody has answered yet.
    """
    outside = labels.index(OUT_OF_SCOPE) if OUT_OF_SCOPE in labels else -1
    real = int(np.sum(classes == outside)) >= ENOUGH_OUTSIDE
    absent = np.random.default_rng(1).permutation(len(labels)) % FOLDS
    if real or len(labels) < 2 * FOLDS:
        absent[:] = -1
    if outside >= 0:
        absent[outside] = -1
    judged = Judged([], [], [], real)
    judged_folds = 1 if len(classes) >= ONE_FOLD else FOLDS
    for number in range(judged_folds):
        learnt = (fold != number) & (absent[classes] != number)
        if len(np.unique(classes[learnt])) < 2:
            continue
        rows = np.random.default_rng(2).permutation(np.flatnonzero(fold == number))[: MAX_JUDGED // judged_folds]
        found, names = _score(counts, classes, learnt, rows, labels)
        for row, evidence in zip(rows, found, strict=True):
            truth = classes[row]
            judged.evidence.append(evidence)
            judged.right.append(bool(names[evidence.order[0]] == truth))
            judged.inside.append(bool(truth != outside and absent[truth] != number))
    return judged


def _score(
    counts: Counts,
    classes: NDArray[np.int64],
    learnt: NDArray[np.bool_],
    rows: NDArray[np.int64],
    labels: Sequence[str],
) -> tuple[list[Evidence], NDArray[np.int64]]:
    """Return the evidence for the texts of `rows` by an index of the `learnt` ones, and that index's label numbers."""
    known, asked = counts[learnt], counts[rows]
    weighting = Weighting.of(known.known)
    matrix, _ = weighting.apply(known)
    names, local = np.unique(classes[learnt], return_inverse=True)
    index = build(matrix, local, [labels[n] for n in names])
    test, coverage = weighting.apply(asked)
    vectors = (
        Vector(test.indices[a:b], test.data[a:b], float(c))
        for a, b, c in zip(test.indptr[:-1], test.indptr[1:], coverage, strict=True)
    )
    return [index.evidence(vector) for vector in vectors], names
