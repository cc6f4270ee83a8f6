"""From scores to probabilities: how often was a label right, and a text in scope, that looked like this one?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from bot.nlu.index import Evidence

#: Fewer judged texts than this, or all of one outcome, cannot be learnt from.
FEWEST = 20
#: Shares of in-scope texts that held-out calibration may refuse: as out of scope, and as too uncertain.
#: A held-out index knows fewer phrasings than the one in service, which refuses about a third as many.
REFUSED_AS_OUTSIDE, REFUSED_AS_UNCERTAIN = 0.045, 0.01
#: Where nothing is known of out-of-scope texts, the share of pseudo ones that is assumed (weights of the fit).
ASSUMED_OUTSIDE = 0.2
#: How much a score ahead of another raises its share among the labels behind the first.
SHARPNESS = 4.0


#: Which way each of `features` may speak: a weight of the other sign is chance, and the feature is left out.
SIGNS = np.asarray([1, 1, 1, 1, -1])


def features(evidence: Evidence) -> list[float]:
    """Return what confidence depends on: the best score, its lead, nearness, known share, out-of-scope."""
    best = float(evidence.scores[0])
    lead = best - float(evidence.scores[1]) if len(evidence.scores) > 1 else 1.0
    return [best, min(lead, 1.0), float(evidence.nearest[0]), evidence.coverage, evidence.outside]


@dataclass(frozen=True)
class Curve:
    """A logistic curve over `features`."""

    weights: tuple[float, ...]
    bias: float

    @classmethod
    def learn(
        cls,
        rows: Sequence[Sequence[float]],
        outcomes: Sequence[bool],
        default: Curve,
        weights: Sequence[float] | None = None,
    ) -> Curve:
        """Learn from `features` and what turned out; keep the `default` where there is too little."""
        if len(outcomes) < FEWEST or all(outcomes) or not any(outcomes):
            return default
        table, kept = np.asarray(rows, float), np.ones(len(SIGNS), bool)
        while kept.any():
            model = LogisticRegression(C=10.0, max_iter=300).fit(table[:, kept], np.asarray(outcomes), weights)
            learnt = np.zeros(len(SIGNS))
            learnt[kept] = model.coef_[0]
            wrong = learnt * SIGNS < 0
            if not wrong.any():
                return cls(tuple(float(w) for w in learnt), float(model.intercept_[0]))
            kept[int(np.argmin(learnt * SIGNS))] = False
        return default

    def __call__(self, row: Sequence[float]) -> float:
        """Return the probability, 0 to 1."""
        logit = self.bias + sum(w * x for w, x in zip(self.weights, row, strict=True))
        return float(1 / (1 + np.exp(-max(min(logit, 30.0), -30.0))))

    def shifted(self, by: float) -> Curve:
        """Return the curve with its logit raised."""
        return Curve(self.weights, self.bias + by)


@dataclass(frozen=True)
class Calibrator:
    """Confidences: is the text in scope at all, and if so, is its best label right?"""

    inside: Curve = Curve((2.0, 0.0, 0.0, 0.0, -2.0), 1.5)
    right: Curve = Curve((2.0, 3.0, 1.0, 0.0, 0.0), 0.0)

    def judge(self, evidence: Evidence) -> tuple[float, float]:
        """Return the probabilities that the text is in scope, and that its best label is right if so."""
        row = features(evidence)
        return self.inside(row), self.right(row)

    def confidences(self, evidence: Evidence) -> tuple[NDArray[np.float64], float]:
        """Return a confidence for each candidate, best first, never rising, and that the text is out of scope.

        Together they are at most 1. A text judged in scope (probability from one half on) keeps its best label first.
        """
        inside, right = self.judge(evidence)
        if not evidence.n_known:
            inside = 0.0
        rest = np.exp(SHARPNESS * (evidence.scores - evidence.scores[0]))
        share = rest / max(float(rest[1:].sum()), 1.0) * (1 - right)
        share[0] = right
        outside, best = 1 - inside, inside * right
        if inside >= 0.5:
            outside = min(outside, 0.99 * best)
        else:
            best = min(best, 0.99 * outside)
        confidences = inside * share
        confidences[0] = best
        return np.minimum.accumulate(confidences), outside


@dataclass(frozen=True)
class Thresholds:
    """Confidences from which an answer is given (`sure`) or offered among others (`unsure`); below: unknown."""

    sure: float = 0.6
    unsure: float = 0.2


@dataclass(frozen=True)
class Judged:
    """Held-out texts: the evidence for each, whether its best label was right, and whether it was in scope.

    `real_outside`: the texts out of scope are real ones, not those of labels that were left out.
    """

    evidence: list[Evidence]
    right: list[bool]
    inside: list[bool]
    real_outside: bool

    def calibrate(self) -> tuple[Calibrator, Thresholds]:
        """Learn both curves and choose thresholds."""
        rows = [features(e) for e in self.evidence]
        within = [i for i, inside in enumerate(self.inside) if inside]
        right = Curve.learn([rows[i] for i in within], [self.right[i] for i in within], Calibrator.right)
        outside = max(len(rows) - len(within), 1)
        weight = 1.0 if self.real_outside else min(1.0, ASSUMED_OUTSIDE / (1 - ASSUMED_OUTSIDE) * len(within) / outside)
        inside = Curve.learn(rows, self.inside, Calibrator.inside, [1.0 if i else weight for i in self.inside])
        if self.real_outside and len(within) >= FEWEST:
            # One half becomes the probability below which the allowed share of in-scope texts is refused.
            edge = float(np.quantile([inside(rows[i]) for i in within], REFUSED_AS_OUTSIDE))
            inside = inside.shifted(-float(np.log(edge / (1 - edge))))
        calibrator = Calibrator(inside, right)
        return calibrator, self._thresholds(calibrator)

    def _thresholds(self, calibrator: Calibrator) -> Thresholds:
        """`sure`: from there on 9 of 10 first labels were right. `unsure`: refuses few in-scope texts."""
        if sum(self.inside) < FEWEST:
            return Thresholds()
        scores = np.asarray([calibrator.confidences(e)[0][0] for e in self.evidence])
        allowed = REFUSED_AS_UNCERTAIN if self.real_outside else REFUSED_AS_UNCERTAIN + REFUSED_AS_OUTSIDE
        unsure = float(np.quantile(scores[np.asarray(self.inside)], allowed))
        order = np.argsort(-scores)
        precision = np.cumsum(np.asarray(self.right, float)[order]) / np.arange(1, len(order) + 1)
        enough = np.flatnonzero(precision >= 0.9)
        sure = float(scores[order[enough[-1]]]) if len(enough) else 0.9
        return Thresholds(sure=round(max(sure, unsure), 4), unsure=round(unsure, 4))
