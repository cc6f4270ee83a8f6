"""The entry ranker: which label does a message mean, and how sure is that?"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from bot.nlu import storage
from bot.nlu.calibration import Thresholds
from bot.nlu.features import FeatureExtractor
from bot.nlu.held_out import folds, judge
from bot.nlu.index import OUT_OF_SCOPE, Evidence, build, with_label, without_label
from bot.nlu.vectors import Vocabulary, Weighting

#: From so many texts on, judging takes long enough to be worth a core of its own.
MANY_ENOUGH = 3000
#: From so many texts on, a feature that a single text contains is left out (memory).
MANY_TEXTS = 20_000


class NotFittedError(RuntimeError):
    """The ranker has learnt nothing yet."""


class EntryRanker:
    """Ranks labels for a text. Safe to read from several threads while one thread fits or updates it."""

    def __init__(self, languages: Sequence[str] = ()) -> None:
        """Make an empty ranker; `languages` (codes) choose the abbreviation tables."""
        self._languages = tuple(languages)
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

        `languages` and `groups` go with the texts one by one. Texts of one label and group (a register, a writer) are
        held out together when confidences are calibrated; an empty group name means none.
        Raises ValueError when there is no text or the lengths differ.
        """
        for name, column in (("labels", labels), ("languages", languages), ("groups", groups)):
            if column is not None and len(column) != len(texts):
                raise ValueError(f"{len(texts)} texts but {len(column)} {name}")
        if not texts:
            raise ValueError("there is no text to learn from")
        extract = FeatureExtractor(self._languages if languages is None else languages)
        documents = [extract(text) for text in texts]
        names, classes = np.unique(np.asarray(labels, dtype=object).astype(str), return_inverse=True)
        vocabulary = Vocabulary.of(documents, 2 if len(texts) > MANY_TEXTS else 1)
        counts = vocabulary.count(documents)
        weighting = Weighting.of(counts.known)
        judging = (counts, classes, names.tolist(), folds(classes, groups))
        with ProcessPoolExecutor(1, get_context("spawn")) if len(texts) >= MANY_ENOUGH else nullcontext() as beside:
            # A process, not a thread: liblinear draws from one random generator for a whole process, and two fits that
            # mixed their draws would never come out the same again.
            judged = beside.submit(judge, *judging) if beside else None
            index = build(weighting.apply(counts)[0], classes, names.tolist())
            calibrator, thresholds = (judged.result() if judged else judge(*judging)).calibrate()
        self._state = storage.State(vocabulary, weighting, index, calibrator, thresholds, extract)
        return self

    def rank(self, text: str, top: int = 5) -> list[tuple[str, float]]:
        """Return at most `top` labels with confidences (0 to 1, at most 1 in all), best first."""
        state = self._fitted()
        evidence = self._evidence(state, text)
        ranking: list[tuple[str, float]] = []
        if len(evidence.order):
            confidences, outside = state.calibrator.confidences(evidence)
            ranking = [(state.index.labels[i], float(c)) for i, c in zip(evidence.order, confidences, strict=True)]
            if state.index.out_of_scope is not None:
                ranking.append((OUT_OF_SCOPE, outside))
                ranking.sort(key=lambda pair: -pair[1])
        elif state.index.out_of_scope is not None:
            ranking = [(OUT_OF_SCOPE, 1.0)]
        return ranking[:top]

    @staticmethod
    def _evidence(state: storage.State, text: str) -> Evidence:
        known = state.vocabulary.look_up(state.extract(text))
        return state.index.evidence(state.weighting.vector(*known))

    def update(self, label: str, texts: Sequence[str]) -> None:
        """Add `label` with these texts, or replace its texts; what the others learnt stays. Seconds, not a fit.

        Raises ValueError without texts.
        """
        if not texts:
            raise ValueError("a label needs at least one text; use remove() to take it away")
        state = self._fitted()
        documents = [state.extract(text) for text in texts]
        vocabulary = state.vocabulary.extended(documents)
        weighting = state.weighting.extended(len(vocabulary))
        rows, _ = weighting.apply(vocabulary.count(documents))
        index = with_label(state.index, label, rows)
        self._state = replace(state, vocabulary=vocabulary, weighting=weighting, index=index)

    def remove(self, label: str) -> None:
        """Forget `label`. Raises KeyError when it is not known."""
        state = self._fitted()
        if label not in state.index.labels:
            raise KeyError(label)
        self._state = replace(state, index=without_label(state.index, label))

    def to_bytes(self) -> bytes:
        """Return all that was learnt; `from_bytes` reads it without running code."""
        return storage.dump(self._fitted())

    @classmethod
    def from_bytes(cls, data: bytes) -> EntryRanker:
        """Return the ranker that `to_bytes` wrote. Raises ValueError when `data` is something else."""
        state = storage.parse(data)
        ranker = cls(state.extract.languages)
        ranker._state = state
        return ranker

    def save(self, path: str | Path) -> None:
        """Write `to_bytes` to a file."""
        Path(path).write_bytes(self.to_bytes())

    @classmethod
    def load(cls, path: str | Path) -> EntryRanker:
        """Read a file that `save` wrote. Raises ValueError when it is something else, OSError when unreadable."""
        return cls.from_bytes(Path(path).read_bytes())

    def _fitted(self) -> storage.State:
        if self._state is None:
            raise NotFittedError("fit or load the ranker first")
        return self._state
