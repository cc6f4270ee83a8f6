"""The entry ranker: which label does a message mean, and how sure is that?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.nlu import storage
from bot.nlu.calibration import Thresholds
from bot.nlu.features import FeatureExtractor
from bot.nlu.held_out import folds, judge
from bot.nlu.index import (
    OUT_OF_SCOPE,
    Evidence,
    Index,
    assemble,
    build,
    label_weights,
)
from bot.nlu.linear import centroids
from bot.nlu.vectors import Vocabulary, Weighting, word_count

#: From so many texts on, a feature that a single text contains is left out (memory).
MANY_TEXTS = 3000


class NotFitted(RuntimeError):
    """The ranker has learnt nothing yet."""


class EntryRanker:
    """Ranks labels for a text. Safe to read from several threads while one thread updates it."""

    def __init__(self, languages: Sequence[str] = ()) -> None:
        """Make an empty ranker; `languages` (codes) choose the abbreviation tables."""
        self._extract = FeatureExtractor(languages)
        self._state: storage.State | None = None

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels known, in no particular order."""
        return self._fitted().index.labels

    @property
    def thresholds(self) -> Thresholds:
        """The confidences chosen on held-out texts: answer from `sure`, offer from `unsure`."""
        return self._fitted().thresholds

    def fit(
        self,
        texts: Sequence[str],
        labels: Sequence[str],
        languages: Sequence[str] | None = None,
        groups: Sequence[str] | None = None,
    ) -> EntryRanker:
        """Learn from labelled texts, forgetting what was learnt before; return self.

        `languages` and `groups` go with the texts one by one. Texts of one group (a register, a writer) are held out
        together when confidences are calibrated. Raises ValueError when lengths differ or there is no text.
        """
        if not texts or len(texts) != len(labels) or (groups is not None and len(groups) != len(texts)):
            raise ValueError("texts, labels and groups must be as many, and at least one")
        if languages:
            self._extract = FeatureExtractor(languages)
        documents = [self._extract(text) for text in texts]
        names = sorted(set(labels))
        position = {name: i for i, name in enumerate(names)}
        classes = np.asarray([position[label] for label in labels], np.int64)
        vocabulary = Vocabulary.of(documents, 2 if len(texts) > MANY_TEXTS else 1)
        counts = vocabulary.count(documents)
        judged, real_outside = judge(counts, classes, names, folds(classes, groups))
        calibrator, thresholds = judged.calibrate(real_outside)
        weighting = Weighting.of(counts.known)
        matrix, _ = weighting.apply(counts)
        index = build(matrix, classes, names)
        self._state = storage.State(vocabulary, weighting, index, calibrator, thresholds, self._extract.languages)
        return self

    def rank(self, text: str, top: int = 5) -> list[tuple[str, float]]:
        """Return at most `top` labels with confidences (0 to 1), best first."""
        state = self._fitted()
        evidence = self.evidence(text)
        if not len(evidence.order):
            return []
        confidences, outside = state.calibrator.confidences(evidence)
        ranking = [(state.index.labels[i], float(c)) for i, c in zip(evidence.order, confidences)]
        if state.index.out_of_scope is not None:
            ranking.append((OUT_OF_SCOPE, outside))
            ranking.sort(key=lambda pair: -pair[1])
        return ranking[:top]

    def evidence(self, text: str) -> Evidence:
        """Return what the ranking of `text` is based on."""
        state = self._fitted()
        document = self._extract(text)
        known = state.vocabulary.look_up(document)
        return state.index.evidence(state.weighting.vector(*known, word_count(document)))

    def update(self, label: str, texts: Sequence[str]) -> None:
        """Add `label` with these texts, or replace its texts; the other labels' weights stay as they are."""
        if not texts:
            raise ValueError("a label needs at least one text; use remove() to take it away")
        state = self._fitted()
        documents = [self._extract(text) for text in texts]
        vocabulary = state.vocabulary.extended(documents)
        weighting = state.weighting.extended(len(vocabulary))
        matrix, _ = weighting.apply(vocabulary.count(documents))
        self._state = storage.State(
            vocabulary,
            weighting,
            replaced(state.index, label, matrix),
            state.calibrator,
            state.thresholds,
            state.languages,
        )

    def remove(self, label: str) -> None:
        """Forget `label`. Raises KeyError when it is not known."""
        state = self._fitted()
        if label not in state.index.labels:
            raise KeyError(label)
        self._state = storage.State(
            state.vocabulary,
            state.weighting,
            replaced(state.index, label, None),
            state.calibrator,
            state.thresholds,
            state.languages,
        )

    def to_bytes(self) -> bytes:
        """Return all that was learnt; `from_bytes` reads it without running code."""
        return storage.dump(self._fitted())

    @classmethod
    def from_bytes(cls, data: bytes) -> EntryRanker:
        """Return the ranker that `to_bytes` wrote. Raises ValueError when `data` is something else."""
        state = storage.parse(data)
        ranker = cls(state.languages)
        ranker._state = state
        return ranker

    def save(self, path: str | Path) -> None:
        """Write `to_bytes` to a file."""
        Path(path).write_bytes(self.to_bytes())

    @classmethod
    def load(cls, path: str | Path) -> EntryRanker:
        """Read a file that `save` wrote."""
        return cls.from_bytes(Path(path).read_bytes())

    def _fitted(self) -> storage.State:
        if self._state is None:
            raise NotFitted("fit or load the ranker first")
        return self._state


def replaced(index: Index, label: str, texts: object) -> Index:
    """Return `index` with the examples of `label` exchanged for `texts` (weighted rows), or taken away if None."""
    size = texts.shape[1] if texts is not None else index.examples.shape[1]  # type: ignore[attr-defined]
    from scipy import sparse

    owner = np.repeat(np.arange(len(index.labels)), np.diff(index.starts))
    kept = [i for i, name in enumerate(index.labels) if name != label]
    rows = index.weights.T.tocsr()[kept]
    examples = index.examples[np.isin(owner, kept)]
    for matrix in (rows, examples):
        matrix.resize(matrix.shape[0], size)
    renumber = np.full(len(index.labels), -1, np.int64)
    renumber[kept] = np.arange(len(kept))
    classes = renumber[owner[np.isin(owner, kept)]]
    labels, biases, weights = [index.labels[i] for i in kept], list(index.bias[kept]), [rows]
    if texts is not None:
        examples = sparse.vstack([examples, texts], format="csr")
        classes = np.concatenate([classes, np.full(texts.shape[0], len(kept), np.int64)])  # type: ignore[attr-defined]
        mean = centroids(texts, np.zeros(texts.shape[0], np.int64), 1)  # type: ignore[attr-defined]
        row, bias = label_weights(examples, classes == len(kept), mean, len(kept) + 1)
        labels, biases, weights = [*labels, label], [*biases, bias], [rows, row]
    return assemble(labels, weights, biases, examples, classes)
