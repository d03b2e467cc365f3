"""How urgent a message sounds by its words and letters alone: read in a millisecond, with no model of a library.

Counts of single words, pairs of words and runs of letters, weighed by how rare they are, summed with learnt weights:
logistic regression on tf-idf (Pedregosa et al. 2011, "Scikit-learn", whose definition of tf-idf this is).
"""

from __future__ import annotations

import itertools
import math
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import safe_open

from chatbot.datafiles import data_file

WORDING = "wording.safetensors"
CRISIS = "crisis"
"""The label of somebody who may not want to live, or of a child in danger."""
LETTERS = range(3, 6)
MOST_WORDS = 100_000
_TOKEN = re.compile(r"[a-z]+|\d+|[|?!]")

Floats = NDArray[np.float32]


def words_of(text: str) -> list[str]:
    """The words, numbers and the marks ?, ! and | of a text, lower case, without apostrophes."""
    return _TOKEN.findall(re.sub(r"['’`]", "", text.lower()))


def word_grams(text: str) -> Iterator[str]:
    """Each word and each pair of words that follow one another; "<" is the beginning."""
    words = ["<", *words_of(text)]
    yield from words
    yield from (f"{one} {other}" for one, other in itertools.pairwise(words))


def letter_grams(text: str) -> Iterator[str]:
    """Runs of 3 to 5 letters inside each word with a blank around it; a shorter word as it is."""
    for word in words_of(text):
        padded = f" {word} "
        for length in LETTERS:
            if len(padded) <= length:
                yield padded
                break
            yield from (padded[at : at + length] for at in range(len(padded) - length + 1))


KINDS: Mapping[str, Callable[[str], Iterator[str]]] = {"words": word_grams, "letters": letter_grams}


def key_of(gram: str) -> int:
    """The number that a gram is kept by (crc32)."""
    return zlib.crc32(gram.encode())


@dataclass(frozen=True)
class Table:
    """The grams of one kind: `keys` (grams,) sorted, `rarity` (grams,) their idf, `weights` (grams, labels)."""

    keys: NDArray[np.uint32]
    rarity: Floats
    weights: Floats

    def told(self, counts: Mapping[str, int]) -> Floats:
        """What the grams of a text add to each label; they count together as a vector of unit length."""
        places, times = self.places(counts)
        if not len(places):
            return np.zeros(self.weights.shape[1], np.float32)
        values = times * self.rarity[places]
        found: Floats = (values / np.linalg.norm(values)) @ self.weights[places]
        return found

    def knows(self, grams: Sequence[str]) -> NDArray[np.bool_]:
        keys = np.array([key_of(gram) for gram in grams], np.uint32)
        found: NDArray[np.bool_] = self.keys[self._nearest(keys)] == keys
        return found

    def _nearest(self, keys: NDArray[np.uint32]) -> NDArray[np.intp]:
        return np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)

    def places(self, counts: Mapping[str, int]) -> tuple[NDArray[np.intp], Floats]:
        """Where the known grams stand, and 1 + log of how often each was counted."""
        keys = np.array([key_of(gram) for gram in counts], np.uint32)
        times = np.array([1 + math.log(count) for count in counts.values()], np.float32)
        at = self._nearest(keys)
        known = self.keys[at] == keys
        return at[known], times[known]


@dataclass(frozen=True)
class Wording:
    """One logit a label, from the grams of a text."""

    labels: tuple[str, ...]
    tables: Mapping[str, Table]
    bias: Floats

    @classmethod
    def open(cls, file: Path) -> Wording:
        with safe_open(file, framework="numpy") as kept:
            labels = tuple((kept.metadata() or {})["labels"].split())
            tables = {
                kind: Table(
                    kept.get_tensor(f"{kind}.keys"),
                    kept.get_tensor(f"{kind}.rarity").astype(np.float32),
                    kept.get_tensor(f"{kind}.weights").astype(np.float32),
                )
                for kind in KINDS
            }
            return cls(labels, tables, kept.get_tensor("bias"))

    @property
    def room(self) -> int:
        """How many words of a text are read: all that a person types."""
        return MOST_WORDS

    def count(self, text: str) -> int:
        """The words; one that was never seen counts by its letters."""
        words = words_of(text)
        known = self.tables["words"].knows(words)
        return sum(1 if seen else len(word) for word, seen in zip(words, known, strict=True))

    def read(self, text: str) -> dict[str, float]:
        """The logit of every label, rounded to 4 decimals."""
        logits = self.bias + sum(
            table.told(Counter(KINDS[kind](text))) for kind, table in self.tables.items()
        )
        return {label: round(float(logit), 4) for label, logit in zip(self.labels, logits, strict=True)}


@cache
def wording() -> Wording:
    """The one of this product."""
    return Wording.open(data_file(WORDING))
