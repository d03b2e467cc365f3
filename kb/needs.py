"""What a question needs: vectors of questions turned so that those with one need lie near one another.

An embedding model puts "how long does it last" beside "how long until it works", since they are about the same thing.
The turn (`kb/data/needs.safetensors`, made by `python -m evals needs`) was taught which questions one sentence answers.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from safetensors import safe_open

from kb.ports import Vectors

_DATA = Path(__file__).parent / "data"
TURN = _DATA / "needs.safetensors"
_CALIBRATION = _DATA / "needs.toml"
OF = "embedding_sha256"
"""What the file's metadata calls the model whose vectors it turns."""


@dataclass(frozen=True, eq=False)
class NeedSpace:
    """`turn` is of shape (dimension, dimension); None where vectors stay as they are."""

    turn: Vectors | None = None

    def place(self, vectors: Vectors) -> Vectors:
        """The rows of `vectors`, turned and of unit length again."""
        if self.turn is None:
            return vectors
        turned = vectors @ self.turn
        placed: Vectors = turned / np.linalg.norm(turned, axis=1, keepdims=True)
        return placed


def need_space(embedding_sha256: str, file: Path = TURN) -> NeedSpace:
    """The space for an embedding model's vectors; a model that nothing was taught for keeps its own."""
    with safe_open(file, "np") as opened:
        if (opened.metadata() or {}).get(OF) != embedding_sha256:
            return NeedSpace()
        return NeedSpace(opened.get_tensor("turn").astype(np.float32))


@dataclass(frozen=True)
class OfLogit:
    """From the answering model's logit to the log-odds that a reader says the sentence answers."""

    bias: float
    logit: float


@dataclass(frozen=True)
class OfBoth:
    """The same with the cosine of the nearest foreseen question; `unlike` is that of a sentence with none near."""

    bias: float
    logit: float
    cosine: float
    unlike: float


@dataclass(frozen=True)
class Calibration:
    """How likely it is that a sentence answers: on a page without foreseen questions, and on one with."""

    alone: OfLogit
    foreseen: OfBoth

    def log_odds(self, logit: float) -> float:
        """That a sentence of a page without foreseen questions answers."""
        return self.alone.bias + self.alone.logit * logit

    def log_odds_foreseen(self, logit: float, cosine: float | None) -> float:
        """That a sentence answers whose nearest foreseen question has this cosine with the one asked."""
        near = max(cosine or 0.0, self.foreseen.unlike)
        return self.foreseen.bias + self.foreseen.logit * logit + self.foreseen.cosine * near


@cache
def calibration() -> Calibration:
    """The numbers of `data/needs.toml`."""
    tables = tomllib.loads(_CALIBRATION.read_text(encoding="utf-8"))
    return Calibration(OfLogit(**tables["alone"]), OfBoth(**tables["foreseen"]))
