"""One linear separator a label: its texts against the others', learnt by liblinear."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.exceptions import ConvergenceWarning
from sklearn.svm import LinearSVC

from bot.nlu.vectors import Floats

#: Where the optimiser stops: fine for a few texts, coarse from `MANY_ROWS` on, where it costs half a minute and the many
#: texts steady each other.
FINE, COARSE, MANY_ROWS = 0.4, 1.3, 5000
#: How much a text on the wrong side costs beside long weights. Above 1, short texts of small labels are learnt better.
ERROR_COST = 3.0
#: Share of the negatives that are the texts most like the label; the rest is drawn at random.
HARD_SHARE = 0.5


def centroids(matrix: sparse.csr_matrix, classes: NDArray[np.int64], n_classes: int) -> sparse.csr_matrix:
    """Return the mean direction of each class's texts (classes × features), of unit length."""
    ones = np.ones(len(classes), np.float32)
    member = sparse.csr_matrix((ones, (classes, np.arange(len(classes)))), shape=(n_classes, len(classes)))
    total = (member @ matrix).tocsr()
    lengths = np.sqrt(np.asarray(total.multiply(total).sum(axis=1)).ravel())
    return sparse.diags((1 / np.maximum(lengths, 1e-9)).astype(np.float32)) @ total


def negatives(similar: Floats, positive: NDArray[np.bool_], limit: int) -> NDArray[np.int64]:
    """Return the rows of other labels to learn against: all, or at most `limit`, the most `similar` and a sample."""
    others = np.flatnonzero(~positive)
    if len(others) <= limit:
        return others
    hard = int(limit * HARD_SHARE)
    order = np.argpartition(-similar[others], hard)
    sample = np.random.default_rng(0).choice(order[hard:], limit - hard, replace=False)
    chosen: NDArray[np.int64] = others[np.concatenate([order[:hard], sample])]
    return chosen


def care(sizes: NDArray[np.int64], mean: float) -> Floats:
    """Return how much an error on a label's own text costs, by its number of texts: more where there are few."""
    return np.sqrt(mean / np.maximum(sizes, 1)).astype(np.float32)


def separators(matrix: sparse.csr_matrix, classes: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """Return weights (classes × features) and biases: each class against all others, in one pass of liblinear.

    There must be three classes or more: liblinear learns a single separator for two.
    """
    labels, sizes = np.unique(classes, return_counts=True)
    costs = dict(zip(labels.tolist(), care(sizes, sizes.mean()).tolist(), strict=True))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        model = _solver(matrix, costs).fit(matrix, classes)
    return model.coef_.astype(np.float32), model.intercept_.astype(np.float32)


def separator(
    matrix: sparse.csr_matrix, positive: NDArray[np.bool_], rows: NDArray[np.int64], n_labels: int
) -> tuple[Floats, float]:
    """Return weights (features) and bias that separate the `positive` rows of `matrix` from the given other `rows`.

    `n_labels` own the rows of `matrix` together.
    """
    if not len(rows):  # a single label: nothing to separate from
        return np.zeros(matrix.shape[1], np.float32), 0.0
    cost = float(care(positive.sum(), len(positive) / n_labels))
    if len(rows) + positive.sum() < len(positive):
        used = np.sort(np.concatenate([np.flatnonzero(positive), rows]))
        matrix, positive = matrix[used], positive[used]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        model = _solver(matrix, {True: cost}).fit(matrix, positive)
    return model.coef_[0].astype(np.float32), float(model.intercept_[0])


def _solver(matrix: sparse.csr_matrix, costs: dict[Any, float]) -> LinearSVC:
    tolerance = FINE if matrix.shape[0] < MANY_ROWS else COARSE
    return LinearSVC(C=ERROR_COST, tol=tolerance, random_state=0, class_weight=costs)
