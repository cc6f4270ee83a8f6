"""Texts as sparse vectors of unit length or less: sub-linear TF-IDF over the features of the training texts."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]


@dataclass(frozen=True)
class Vector:
    """One text: ids of its known features, their weights and the share of its weight that is known (0 to 1)."""

    ids: Ints
    values: Floats
    coverage: float


@dataclass(frozen=True)
class Counts:
    """Texts before weighting: sub-linear counts (texts × features) and, per text, the squared counts unknown."""

    known: sparse.csr_matrix
    unknown: Floats

    def __getitem__(self, rows: NDArray[Any]) -> Counts:
        """Return the texts of these rows."""
        return Counts(self.known[rows], self.unknown[rows])


class Vocabulary:
    """The features that are known, each with an id."""

    def __init__(self, ids: dict[str, int]) -> None:
        self.ids = ids

    @classmethod
    def of(cls, documents: Iterable[Counter[str]], at_least: int = 1) -> Vocabulary:
        """Return the features that `at_least` so many `documents` contain."""
        seen: Counter[str] = Counter()
        for document in documents:
            seen.update(document.keys())
        return cls({feature: i for i, feature in enumerate(f for f, n in seen.items() if n >= at_least)})

    def __len__(self) -> int:
        return len(self.ids)

    def extended(self, documents: Iterable[Counter[str]]) -> Vocabulary:
        """Return a vocabulary that also knows the features of `documents`; known ids stay."""
        ids = dict(self.ids)
        for document in documents:
            for feature in document:
                ids.setdefault(feature, len(ids))
        return Vocabulary(ids)

    def count(self, documents: Sequence[Counter[str]]) -> Counts:
        """Return the counts of `documents`, sub-linear: a feature seen n times counts 1 + ln n."""
        pointers, ids, values, unknown = [0], [], [], []
        for document in documents:
            found, counts, missing = self.look_up(document)
            ids += found
            values += counts
            unknown.append(missing)
            pointers.append(len(ids))
        known = sparse.csr_matrix(
            (np.asarray(values, np.float32), np.asarray(ids, np.int32), np.asarray(pointers, np.int32)),
            shape=(len(documents), len(self)),
        )
        return Counts(known, np.asarray(unknown, np.float32))

    def look_up(self, document: Counter[str]) -> tuple[list[int], list[float], float]:
        """Return ids and sub-linear counts of known features, and the sum of squared counts of unknown ones."""
        ids, values, unknown = [], [], 0.0
        for feature, n in document.items():
            value = 1.0 if n == 1 else 1.0 + math.log(n)
            i = self.ids.get(feature)
            if i is None:
                unknown += value * value
            else:
                ids.append(i)
                values.append(value)
        return ids, values, unknown


@dataclass(frozen=True)
class Weighting:
    """Inverse document frequencies, learnt from counts. A feature no text contains weighs 0 and counts as unknown."""

    idf: Floats
    unknown_idf: float

    @classmethod
    def of(cls, counts: sparse.csr_matrix) -> Weighting:
        """Learn from `counts` (texts × features)."""
        n = counts.shape[0]
        frequency = np.bincount(counts.indices, minlength=counts.shape[1])
        idf = np.log((1 + n) / (1 + frequency)) + 1
        idf[frequency == 0] = 0
        return cls(idf.astype(np.float32), math.log(1 + n) + 1)

    def extended(self, size: int) -> Weighting:
        """Return a weighting for `size` features; the new ones weigh as much as a feature seen once."""
        new = np.full(size - len(self.idf), self.unknown_idf - math.log(2), np.float32)
        return Weighting(np.concatenate([self.idf, new]), self.unknown_idf)

    def apply(self, counts: Counts) -> tuple[sparse.csr_matrix, Floats]:
        """Return the weighted texts (texts × features) and the known share of each.

        What is unknown keeps its part of the length: a text of which little is known gets a short vector.
        """
        matrix = counts.known.copy()
        idf = self.idf[matrix.indices]
        rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
        lost = np.bincount(rows, np.where(idf == 0, matrix.data**2, 0), minlength=matrix.shape[0])
        matrix.data = matrix.data * idf
        known = np.bincount(rows, matrix.data**2, minlength=matrix.shape[0])
        total = known + (counts.unknown + lost) * self.unknown_idf**2
        matrix.data /= np.sqrt(np.maximum(total, 1e-12)).astype(np.float32)[rows]
        return matrix, (known / np.maximum(total, 1e-12)).astype(np.float32)

    def vector(self, ids: list[int], values: list[float], unknown: float) -> Vector:
        """Return one text, from `Vocabulary.look_up`, weighted as `apply` does."""
        kept = np.asarray(ids, np.int32)
        weights = np.asarray(values, np.float32) * self.idf[kept]
        known = float(weights @ weights)
        total = known + unknown * self.unknown_idf**2
        if total <= 0:
            return Vector(kept, weights, 0.0)
        return Vector(kept, weights / np.float32(math.sqrt(total)), known / total)
