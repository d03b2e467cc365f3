"""The only door to sentence-transformers and torch: embeds passages while a library is built.

Importing this module costs seconds; nothing that answers questions does.
"""

from __future__ import annotations

import contextlib
import logging
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
import transformers
from safetensors import SafetensorError
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Dense, Normalize, Pooling, Transformer

from kb.models.errors import ModelUnsuitable
from kb.models.finding import ModelFiles
from kb.models.onnx import refuse_blank
from kb.models.tokenizer import Tokenizer
from kb.ports import Progress, Vectors

LAYERS = (Transformer, Pooling, Dense, Normalize)
UNREADABLE = (
    SafetensorError,
    OSError,
    ValueError,
    KeyError,
    RuntimeError,
    ImportError,
    AttributeError,
    TypeError,
)
BATCH = 32  # also what encode() takes at once


@dataclass(frozen=True)
class TorchEmbedder:
    """A sentence-transformers model opened from checked files. `model` is for `export` alone."""

    files: ModelFiles
    tokenizer: Tokenizer
    model: SentenceTransformer

    @classmethod
    def open(cls, files: ModelFiles) -> TorchEmbedder:
        """Opens the model without the network, without pickles and without code of its own."""
        with quiet():
            model = _load(files)
        if not all(isinstance(layer, LAYERS) for layer in model):
            raise ModelUnsuitable(
                f'The model "{files.name}" has a layer that cannot be copied to ONNX: set a model made of a'
                " transformer, pooling, dense layers and normalisation."
            )
        return cls(files, Tokenizer.of(files), model.eval())

    @property
    def question_prompt(self) -> str:
        """What the model's makers put before questions; empty where they put nothing."""
        return str(self.model.prompts.get("query") or "")

    @property
    def passage_prompt(self) -> str:
        prompts = (self.model.prompts.get(name) for name in ("document", "passage", "corpus"))
        return next((str(prompt) for prompt in prompts if prompt), "")

    @property
    def max_tokens(self) -> int:
        return int(self.model.max_seq_length or self.tokenizer.max_tokens)

    @property
    def dimension(self) -> int:
        return int(self.model.get_embedding_dimension() or 0)

    @property
    def sha256(self) -> str:
        """Of the weights."""
        return self.files.sha256

    def count_tokens(self, text: str) -> int:
        return self.tokenizer.count(text)

    def embed(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """float32 of shape (texts, dimension), each row of unit length.

        Texts are cut at the model's most tokens. `progress` is called with how many are done, and of how
        many.
        """
        refuse_blank(texts)
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        # Like lengths together, so that little of a batch is padding.
        order = sorted(range(len(texts)), key=lambda place: (len(texts[place]), place))
        for start in range(0, len(order), BATCH):
            places = order[start : start + BATCH]
            vectors[places] = self._encode([texts[place] for place in places])
            if progress:
                progress(start + len(places), len(texts))
        return vectors

    def _encode(self, texts: list[str]) -> Vectors:
        found = self.model.encode(
            texts, prompt=self.passage_prompt, normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(found, dtype=np.float32)


def _load(files: ModelFiles) -> SentenceTransformer:
    try:
        return SentenceTransformer(
            str(files.folder),
            device="cpu",
            local_files_only=True,
            trust_remote_code=False,
            model_kwargs={"use_safetensors": True, "dtype": torch.float32},
        )
    except UNREADABLE as error:
        raise ModelUnsuitable(
            f'The model "{files.name}" cannot be opened by sentence-transformers ({_first_line(error)}): '
            "install it again, or set another model in the settings."
        ) from error


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Keeps the loading bars, reports and warnings of transformers and torch off the terminal, and puts them
    back.
    """
    bars, before = transformers.utils.logging.is_progress_bar_enabled(), logging.root.manager.disable
    transformers.utils.logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)
        if bars:
            transformers.utils.logging.enable_progress_bar()  # type: ignore[no-untyped-call]
