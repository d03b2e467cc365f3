"""What the library asks of models, so that tests hand in fakes and a model can be replaced."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
CountTokens = Callable[[str], int]
Progress = Callable[[int, int], None]


class Embedder(Protocol):
    def embed(self, texts: Sequence[str]) -> Vectors:
        """One unit-length row for each text, none of them blank: float32 of shape (texts, dimension)."""


class PairScorer(Protocol):
    def score(self, query: str, texts: Sequence[str]) -> list[float]:
        """How well each text answers the query, as logits (about -11 to 11), in the order of the texts."""


class Labeller(Protocol):
    @property
    def room(self) -> int:
        """How many tokens of a text are read."""

    def count(self, text: str) -> int:
        """The tokens of a text."""

    def read(self, text: str) -> dict[str, float]:
        """The logit of every label for the text (about -11 to 11): above 0 it rather holds than not."""


@dataclass(frozen=True)
class ModelIdentity:
    """A model by its configured name and the sha256 of its weights."""

    name: str
    sha256: str

    def __str__(self) -> str:
        return f"{self.name}@{self.sha256[:12]}"


class Models(Protocol):
    """The models of one library. Every method loads what it needs on its first call and keeps it."""

    def identity(self) -> ModelIdentity:
        """The embedding model that the settings name."""

    def count_tokens(self) -> CountTokens:
        """Counts as the embedding model's own tokenizer does."""

    def builder(self) -> Embedder:
        """Embeds passages while the library is built; it may be slow to load."""

    def prepare_asking(self) -> None:
        """Makes what `asker` needs where it is missing or of another model."""

    def asker(self) -> Embedder:
        """Embeds questions as `builder` would. Raises ModelMissing before `prepare_asking` was run."""

    def asking_folder(self) -> Path:
        """Where what `asker` needs lies; it may not be there yet."""

    def scorer(self) -> PairScorer:
        """Scores pairs of a question and a text by how much the text is about what is asked."""

    def answerer(self) -> PairScorer:
        """Scores pairs by whether the text answers the question. Raises ModelMissing before `prepare_asking`."""

    def alarm(self) -> Labeller:
        """Labels a message by how urgent it is and by the rules of triage. Raises as `answerer` does."""
