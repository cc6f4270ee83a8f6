"""The searchable form of a set of labelled texts: separators, mean directions and nearest examples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from bot.nlu.linear import centroids, negatives, separator, separators
from bot.nlu.vectors import Floats, Vector

#: The label of texts that no entry answers. It competes apart: its texts have nothing in common.
OUT_OF_SCOPE = "out_of_scope"
#: What a text's likeness to the mean of a label, and to its nearest examples, counts beside the separator.
CENTROID_SHARE, NEIGHBOUR_SHARE = 0.5, 0.5
#: So many of the nearest examples of a label are averaged.
NEIGHBOURS = 2
#: Labels whose examples are compared with the text, best by the linear scores first.
CANDIDATES = 8
#: So many examples of a label are kept for comparison.
MAX_EXAMPLES = 90
#: Bounds of memory and of fitting time: texts learnt against × labels, weights kept × labels.
ROWS_IN_ALL, WEIGHTS_IN_ALL = 4_000_000, 3_000_000
#: However many labels there are, each learns against so many texts.
FEWEST_ROWS = 1000


@dataclass(frozen=True)
class Evidence:
    """What speaks for the best labels of one text: positions in `Index.labels`, best first, with their scores.

    The label of out-of-scope texts is not among them; its score is `outside` (-1 where there is no such label).
    """

    order: NDArray[np.int64]
    scores: Floats
    nearest: Floats
    outside: float
    coverage: float
    n_known: int


@dataclass(frozen=True)
class Index:
    """Immutable: a reader keeps using one while another is being made."""

    labels: tuple[str, ...]
    weights: sparse.csr_matrix  # features × labels: separators and centroids in one
    bias: Floats
    examples: sparse.csr_matrix  # texts × features, the texts of one label together
    starts: NDArray[np.int64]  # label i has the rows starts[i] to starts[i + 1]

    @cached_property
    def out_of_scope(self) -> int | None:
        """The position of the label of texts that no entry answers."""
        return self.labels.index(OUT_OF_SCOPE) if OUT_OF_SCOPE in self.labels else None

    def evidence(self, vector: Vector) -> Evidence:
        """Return the candidates for one text, best first. An index without labels gives none."""
        linear = self._linear(vector)
        outside = -1.0
        if self.out_of_scope is not None:
            outside = float(linear[self.out_of_scope])
            linear[self.out_of_scope] = -np.inf
        found = min(CANDIDATES, len(self.labels) - (self.out_of_scope is not None))
        best = np.argpartition(-linear, found - 1)[:found] if found else np.empty(0, np.int64)
        nearest = self._nearest(vector, best)
        scores = linear[best] + NEIGHBOUR_SHARE * nearest
        order = np.argsort(-scores, kind="stable")
        return Evidence(best[order], scores[order], nearest[order], outside, vector.coverage, len(vector.ids))

    def _linear(self, vector: Vector) -> Floats:
        """Return the score of each label by its separator and its mean direction."""
        if not len(vector.ids):
            return self.bias.copy()
        rows = self.weights[vector.ids]
        products = rows.data * np.repeat(vector.values, np.diff(rows.indptr))
        sums: Floats = self.bias + np.bincount(rows.indices, products, len(self.labels)).astype(np.float32)
        return sums

    def _nearest(self, vector: Vector, labels: NDArray[np.int64]) -> Floats:
        """Return the mean cosine of the text with the `NEIGHBOURS` nearest examples of each of `labels`."""
        query = np.zeros(self.examples.shape[1], np.float32)
        query[vector.ids] = vector.values
        spans = [np.arange(self.starts[label], self.starts[label + 1]) for label in labels]
        # All candidates' examples in one product: one at a time takes four times as long.
        cosines = self.examples[np.concatenate(spans)] @ query if spans else query[:0]
        ends = np.cumsum([len(span) for span in spans])
        return np.asarray([_best(cosines[end - len(span) : end]) for span, end in zip(spans, ends, strict=True)], np.float32)


def _best(cosines: Floats) -> float:
    """Return the mean of the `NEIGHBOURS` highest; 0 without any."""
    return float(np.sort(cosines)[-NEIGHBOURS:].mean()) if len(cosines) else 0.0


def label_weights(
    matrix: sparse.csr_matrix,
    positive: NDArray[np.bool_],
    centroid: sparse.csr_matrix,
    n_labels: int,
) -> tuple[sparse.csr_matrix, float]:
    """Return the weights (1 × features) and bias of the label whose rows of `matrix` are `positive`."""
    direction = np.asarray(centroid.todense(), np.float32).ravel()
    rows = negatives(matrix @ direction, positive, max(FEWEST_ROWS, ROWS_IN_ALL // n_labels))
    weights, bias = separator(matrix, positive, rows, n_labels)
    return prune(weights + CENTROID_SHARE * direction, WEIGHTS_IN_ALL // n_labels), bias


def all_weights(
    matrix: sparse.csr_matrix, classes: NDArray[np.int64], n_labels: int
) -> list[tuple[sparse.csr_matrix, float]]:
    """Return the weights and bias of each label: against all other texts, or against a choice if they are many."""
    means = centroids(matrix, classes, n_labels)
    if n_labels < 3 or n_labels * matrix.shape[0] > ROWS_IN_ALL:
        return [label_weights(matrix, classes == i, means[i], n_labels) for i in range(n_labels)]
    weights, biases = separators(matrix, classes)
    limit = WEIGHTS_IN_ALL // n_labels
    return [
        (prune(weights[i] + CENTROID_SHARE * means[i].toarray().ravel(), limit), float(biases[i]))
        for i in range(n_labels)
    ]


def prune(weights: Floats, limit: int) -> sparse.csr_matrix:
    """Return the `limit` weights that are farthest from 0, as one sparse row."""
    if np.count_nonzero(weights) > limit:
        smallest = np.partition(np.abs(weights), -limit)[-limit]
        weights = np.where(np.abs(weights) >= smallest, weights, 0)
    return sparse.csr_matrix(weights)


def build(matrix: sparse.csr_matrix, classes: NDArray[np.int64], labels: Sequence[str]) -> Index:
    """Learn an index from weighted texts and the position of each one's label in `labels`."""
    parts = all_weights(matrix, classes, len(labels))
    kept = sample(classes)
    return assemble(labels, [row for row, _ in parts], [bias for _, bias in parts], matrix[kept], classes[kept])


def sample(classes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the positions of at most `MAX_EXAMPLES` texts of each class, drawn at random but always alike."""
    order = np.random.default_rng(0).permutation(len(classes))
    order = order[np.argsort(classes[order], kind="stable")]
    rank = np.arange(len(order)) - np.searchsorted(classes[order], classes[order])
    return np.sort(order[rank < MAX_EXAMPLES])


def assemble(
    labels: Sequence[str],
    rows: Sequence[sparse.csr_matrix],
    biases: Sequence[float],
    examples: sparse.csr_matrix,
    classes: NDArray[np.int64],
) -> Index:
    """Return the index of ready weights (one row a label) and examples (`classes` say whose)."""
    order = np.argsort(classes, kind="stable")
    starts = np.searchsorted(classes[order], np.arange(len(labels) + 1))
    stacked = sparse.vstack(rows, format="csr") if len(rows) else sparse.csr_matrix((0, examples.shape[1]))
    return Index(
        labels=tuple(labels),
        weights=stacked.T.tocsr().astype(np.float32),
        bias=np.asarray(biases, np.float32),
        examples=examples[order].tocsr(),
        starts=starts.astype(np.int64),
    )


def without_label(index: Index, label: str) -> Index:
    """Return `index` without `label`; the same when it is not there."""
    return _exchanged(index, label, None)


def with_label(index: Index, label: str, texts: sparse.csr_matrix) -> Index:
    """Return `index` where `label` has exactly these examples (weighted rows, perhaps with new features)."""
    return _exchanged(index, label, texts)


def _exchanged(index: Index, label: str, texts: sparse.csr_matrix | None) -> Index:
    owner = np.repeat(np.arange(len(index.labels)), np.diff(index.starts))
    kept = [i for i, name in enumerate(index.labels) if name != label]
    rows, stays = index.weights.T.tocsr()[kept], np.isin(owner, kept)
    examples = index.examples[stays]
    labels, biases = [index.labels[i] for i in kept], list(index.bias[kept])
    classes = np.searchsorted(kept, owner[stays])
    if texts is None:
        return assemble(labels, [rows], biases, examples, classes)
    for matrix in (rows, examples):
        matrix.resize(matrix.shape[0], texts.shape[1])
    new = len(kept)
    examples = sparse.vstack([examples, texts], format="csr")
    classes = np.concatenate([classes, np.full(texts.shape[0], new)])
    mean = centroids(texts, np.zeros(texts.shape[0], np.int64), 1)
    row, bias = label_weights(examples, classes == new, mean, new + 1)
    return assemble([*labels, label], [rows, row], [*biases, bias], examples, classes)
