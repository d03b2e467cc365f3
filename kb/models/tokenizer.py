"""The only door to `tokenizers`: texts to the numbers a model reads, cut where the model cuts, without
torch.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import tokenizers
from numpy.typing import NDArray

from kb.models.errors import ModelUnsuitable
from kb.models.finding import ModelFiles

MOST_TOKENS = 512
BOUNDLESS = 10**30
Inputs = Mapping[str, NDArray[np.int64]]


@dataclass(frozen=True)
class Tokenizer:
    """`max_tokens` is what the model reads at most, its special tokens counted in."""

    _inner: tokenizers.Tokenizer
    max_tokens: int

    @classmethod
    def open(cls, file: Path, max_tokens: int, *, plain: bool = False) -> Tokenizer:
        """Reads a tokenizer.json. With `plain`, a text that spells a special token ("[SEP]") stays words."""
        try:
            inner = tokenizers.Tokenizer.from_file(str(file))
        # tokenizers raises bare Exception for anything it cannot read.
        except Exception as error:
            raise ModelUnsuitable(
                f"{file} cannot be read as a tokenizer ({error}): "
                "install the model again, or set another one."
            ) from error
        inner.no_padding()
        inner.enable_truncation(max_tokens, strategy="longest_first")
        inner.encode_special_tokens = plain
        return cls(inner, max_tokens)

    @classmethod
    def of(cls, files: ModelFiles) -> Tokenizer:
        """The tokenizer of a model that has not been opened: what splitting needs."""
        return cls.open(files.folder / "tokenizer.json", max_tokens(files.folder))

    @property
    def room(self) -> int:
        """How many tokens of a text fit, the special ones taken off."""
        return self.max_tokens - self._inner.num_special_tokens_to_add(False)

    def count(self, text: str) -> int:
        """The tokens of the whole text, however long, without special tokens."""
        encoding = self._inner.encode(_sound(text), add_special_tokens=False)
        return len(encoding.ids) + sum(len(rest.ids) for rest in encoding.overflowing)

    def inputs(self, text: str, other: str | None = None) -> dict[str, NDArray[np.int64]]:
        """One text or one pair as arrays of shape (1, tokens), cut to `max_tokens`, the longer of a pair
        first.
        """
        encoding = self._inner.encode(_sound(text), None if other is None else _sound(other))
        return {
            "input_ids": np.array([encoding.ids], dtype=np.int64),
            "attention_mask": np.array([encoding.attention_mask], dtype=np.int64),
            "token_type_ids": np.array([encoding.type_ids], dtype=np.int64),
        }


def max_tokens(folder: Path) -> int:
    """What a model reads at most: what its settings say, as sentence-transformers reads them; 512 where they
    say nothing.
    """
    own = _settings(folder, "sentence_bert_config.json").get("max_seq_length")
    says = _settings(folder, "tokenizer_config.json").get("model_max_length", BOUNDLESS)
    holds = _settings(folder, "config.json").get("max_position_embeddings", MOST_TOKENS)
    return int(own or min(says, holds))


def _settings(folder: Path, name: str) -> dict[str, int]:
    file = folder / name
    try:
        return dict(json.loads(file.read_text(encoding="utf-8"))) if file.is_file() else {}
    except (ValueError, TypeError) as error:
        raise ModelUnsuitable(f"{file} cannot be read: install the model again.") from error


def _sound(text: str) -> str:
    """The text without lone surrogates, which no tokenizer takes."""
    return text.encode("utf-8", "replace").decode("utf-8")
