"""How alike a message is to the urgent examples rather than the harmless ones, by weighted cosines.

Every example has a weight, found by ridge regression on the examples themselves so that urgent ones come out at 1 and
harmless ones at -1; a text scores the weighted sum of its cosines with all of them. Nearness alone does not do: of the
messages that the rules let pass, harmless ones are as near to an urgent example as urgent ones are.
"""

from __future__ import annotations

import contextlib
import re
import tempfile
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from chatbot.meaning.examples import Examples
from kb.ports import Embedder, Vectors

Weights = NDArray[np.float64]
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")
FEWEST_WORDS = 2
MOST_WORDS = 120
"""A longer message is not one thing to be alike: the model reads about 200 words."""


@dataclass(frozen=True)
class Likeness:
    """The urgent examples as vectors, and the weights: float64 of shape (1 + rules, dimension + 1).

    The first row tells urgent from harmless, each other row one rule from everything else; the last column is added.
    """

    urgent: Vectors
    weights: Weights

    def scores(self, vectors: Vectors) -> Weights:
        """Of shape (texts, 1 + rules)."""
        scored: Weights = vectors @ self.weights[:, :-1].T + self.weights[:, -1]
        return scored


def likeness_of(examples: Examples, embedder: Embedder, stiffness: float) -> Likeness:
    """Embeds the examples and weighs them."""
    urgent, harmless = embedder.embed(examples.urgent), embedder.embed(examples.harmless)
    vectors = np.vstack([urgent, harmless]).astype(np.float64)
    owners = (*examples.rule_of, *(None for _ in examples.harmless))
    sides = [[owner is not None for owner in owners]]
    sides += [[owner == name for owner in owners] for name in examples.names]
    rows = [ridge(vectors, np.where(side, 1.0, -1.0), stiffness) for side in sides]
    return Likeness(urgent, np.stack(rows))


def kept_likeness(examples: Examples, embedder: Embedder, stiffness: float, file: Path | None) -> Likeness:
    """What `likeness_of` gives, read from `file` where it was kept there; kept there else, if that can be written."""
    if file is None:
        return likeness_of(examples, embedder, stiffness)
    try:
        with np.load(file, allow_pickle=False) as kept:
            return Likeness(kept["urgent"], kept["weights"])
    except (OSError, ValueError, KeyError, BadZipFile):
        found = likeness_of(examples, embedder, stiffness)
    # A library that may only be read answers all the same, a little later.
    with contextlib.suppress(OSError), tempfile.NamedTemporaryFile(dir=file.parent, delete=False) as made:
        np.savez(made, urgent=found.urgent, weights=found.weights)
        Path(made.name).replace(file)
    return found


def ridge(vectors: Weights, targets: Weights, stiffness: float) -> Weights:
    """Weights (dimension + 1) that bring each row near its target of 1 or -1, both sides counting alike."""
    shares = np.where(targets > 0, 0.5 / (targets > 0).sum(), 0.5 / (targets < 0).sum()) * len(targets)
    rows = np.hstack([vectors, np.ones((len(vectors), 1))])
    found: Weights = np.linalg.solve(
        rows.T @ (rows * shares[:, None]) + stiffness * np.eye(rows.shape[1]), rows.T @ (shares * targets)
    )
    return found


def parts_of(message: str) -> tuple[str, ...]:
    """The sentences of `message`, every two that follow each other, and the whole where it is not long."""
    sentences = [each.strip() for each in _SENTENCE.split(message) if len(each.split()) >= FEWEST_WORDS]
    pairs = [f"{first} {second}" for first, second in pairwise(sentences)]
    whole = [message.strip()] if len(sentences) > 2 and len(message.split()) <= MOST_WORDS else []
    return tuple(dict.fromkeys([*sentences, *pairs, *whole])) or (message.strip(),)


def together(scores: Weights) -> Weights:
    """What all parts score: half their best, half their mean, so that one odd part does not decide."""
    overall: Weights = (scores.max(axis=0) + scores.mean(axis=0)) / 2
    return overall
