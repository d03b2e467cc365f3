"""How often the gate is right: measured on cases, and fitted on the cases it is tuned with."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from sklearn.linear_model import LogisticRegression

from chatbot.gate import Evidence, Gate
from evals.case import Case

FEATURES = tuple(Evidence.__dataclass_fields__)

KEEP = 0.93
"""The share of the answerable tuning questions that a fitted gate answers; in cross-validation .93 gave .92."""


@dataclass(frozen=True)
class Seen:
    """A case and what the search showed for it, None where nothing was searched."""

    case: Case
    evidence: Evidence | None
    status: str


@dataclass(frozen=True)
class Share:
    """`hits` of `of`, with the 95% Wilson interval; `value` is None of nothing."""

    hits: int
    of: int

    @property
    def value(self) -> float | None:
        return self.hits / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Wilson score interval at 95% (Wilson 1927)."""
        if not self.of:
            return None
        z, share = 1.96, self.hits / self.of
        middle = (share + z * z / (2 * self.of)) / (1 + z * z / self.of)
        reach = (
            z * math.sqrt(share * (1 - share) / self.of + z * z / (4 * self.of**2)) / (1 + z * z / self.of)
        )
        return max(0.0, middle - reach), min(1.0, middle + reach)


def answered_of_the_answerable(seen: Iterable[Seen]) -> Share:
    """How many questions that can be answered were."""
    ours = [one for one in seen if one.case.answerable]
    return Share(sum(one.status == "answered" for one in ours), len(ours))


def held_back_of_the_rest(seen: Iterable[Seen]) -> Share:
    """How many questions that cannot be answered were not."""
    ours = [one for one in seen if not one.case.answerable]
    return Share(sum(one.status != "answered" for one in ours), len(ours))


def fit(seen: Sequence[Seen], field_similarity: float) -> Gate:
    """A logistic regression's weights, the biases set so that `KEEP` of the answerable come through, apart for pages
    with foreseen questions and without."""
    shown = [(one.evidence, one.case.answerable) for one in seen if one.evidence is not None]
    rows = np.array([[getattr(evidence, name) for name in FEATURES] for evidence, _ in shown])
    answerable = np.array([can for _, can in shown])
    spread = rows.std(axis=0) + 1e-9
    model = LogisticRegression(C=1.0, class_weight="balanced", max_iter=1000).fit(rows / spread, answerable)
    weights = dict(zip(FEATURES, (model.coef_[0] / spread).round(4).tolist(), strict=True))
    unbiased = Gate(field_similarity=field_similarity, **{**weights, "bias": 0.0, "unforeseen": 0.0})
    biases = [
        _bias(unbiased, [evidence for evidence, can in shown if can and evidence.unforeseen == kind])
        for kind in (0, 1)
    ]
    bias = biases[1] if biases[0] is None else biases[0]
    if bias is None:
        raise ValueError("none of the cases can be answered: give some that can")
    apart = 0.0 if biases[1] is None else biases[1] - bias
    return replace(unbiased, bias=round(bias, 4), unforeseen=round(apart, 4))


def _bias(gate: Gate, answerable: Sequence[Evidence]) -> float | None:
    """What lets `KEEP` of the answerable through; None where there are none."""
    margins = sorted(map(gate.margin, answerable))
    return -margins[math.floor(len(margins) * (1 - KEEP))] if margins else None
