"""How well a text answers a query, by a cross-encoder in ONNX.

Pairs are scored one at a time, since the scores of an int8 model shift with what else is in the batch. A
pair's score depends on nothing but the pair, the model and the kind of processor.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from kb.models.errors import ModelUnsuitable
from kb.models.finding import ModelFiles
from kb.models.onnx import Session, cores, refuse_blank, spread
from kb.models.tokenizer import MOST_TOKENS, Tokenizer, max_tokens

DECIMALS = 4


@dataclass(frozen=True)
class CrossEncoder:
    """A model that reads query and text together and gives one logit."""

    files: ModelFiles
    tokenizer: Tokenizer
    session: Session
    workers: int

    @classmethod
    def open(cls, files: ModelFiles, *, workers: int | None = None) -> CrossEncoder:
        """Raises ModelUnsuitable where the model does not read pairs and give one number for each."""
        session = Session.open(files.weights)
        if "input_ids" not in session.takes or len(session.shape) != 2 or session.shape[1] != 1:
            raise ModelUnsuitable(
                f'The model "{files.name}" does not give one score for a pair of texts: '
                "set a cross-encoder with one output in the settings."
            )
        most = min(MOST_TOKENS, max_tokens(files.folder))
        # Words that spell "[SEP]" must not end the query or the text early.
        tokenizer = Tokenizer.open(files.folder / "tokenizer.json", most, plain=True)
        return cls(files, tokenizer, session, workers or cores())

    @property
    def sha256(self) -> str:
        """Of the weights."""
        return self.files.sha256

    def score(self, query: str, texts: Sequence[str]) -> list[float]:
        """The logit of each text for the query, about -11 to 11, rounded to 4 decimals, in the order of
        `texts`.

        A pair over the model's most tokens is cut, the longer of the two first.
        """
        refuse_blank([query, *texts])
        return spread(partial(self._score, query), texts, self.workers)

    def _score(self, query: str, text: str) -> float:
        logit: np.float32 = self.session.run(self.tokenizer.inputs(query, text))[0, 0]
        return round(float(logit), DECIMALS)
