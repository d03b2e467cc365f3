"""What a message is, by the labels that an adapter of the known embedding model was taught."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import safe_open

from kb.models.copy import ONNX_FILE, TOKENIZER_FILE
from kb.models.errors import ModelUnsuitable
from kb.models.onnx import Session, refuse_blank
from kb.models.tokenizer import Tokenizer

DECIMALS = 4


@dataclass(frozen=True)
class AlarmLabeller:
    """An embedding model and a last layer: `weight` of shape (labels, dimension), `bias` of shape (labels,)."""

    tokenizer: Tokenizer
    session: Session
    labels: tuple[str, ...]
    weight: NDArray[np.float32]
    bias: NDArray[np.float32]

    @classmethod
    def open(cls, folder: Path, adapter: Path, max_tokens: int) -> AlarmLabeller:
        """Raises ModelUnsuitable where the adapter's last layer and labels do not fit each other."""
        with safe_open(adapter, framework="numpy") as file:
            labels = tuple((file.metadata() or {}).get("labels", "").split())
            weight, bias = file.get_tensor("head.weight"), file.get_tensor("head.bias")
        if not labels or weight.shape[0] != len(labels) or bias.shape != (len(labels),):
            raise ModelUnsuitable(f"{adapter} does not say what its numbers mean: install Seventh again.")
        tokenizer = Tokenizer.open(folder / TOKENIZER_FILE, max_tokens, plain=True)
        return cls(tokenizer, Session.open(folder / ONNX_FILE), labels, weight, bias)

    @property
    def room(self) -> int:
        """How many tokens of a text are read."""
        return self.tokenizer.room

    def count(self, text: str) -> int:
        return self.tokenizer.count(text)

    def read(self, text: str) -> dict[str, float]:
        """The logit of every label, rounded to 4 decimals. A text that is too long is cut at its end."""
        refuse_blank([text])
        vector = self.session.run(self.tokenizer.inputs(text))[0]
        logits = self.weight @ vector + self.bias
        return {
            label: round(float(logit), DECIMALS) for label, logit in zip(self.labels, logits, strict=True)
        }
