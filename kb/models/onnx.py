"""The only door to ONNX Runtime. Opens models for asking: quick to start, and never torch.

Each session runs on one thread and texts are spread over as many workers as there are cores: on two cores
that is a quarter faster than one session on two threads for half the work, and a text's numbers depend
neither on how many cores there are nor on what else is asked with it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from onnxruntime.capi import onnxruntime_pybind11_state as runtime

from kb.models.copy import ONNX_FILE, TOKENIZER_FILE, CopyInfo
from kb.models.errors import BlankText, CopyMismatch, ModelUnsuitable
from kb.models.tokenizer import Tokenizer
from kb.models.verdicts import Verdicts
from kb.ports import Vectors

__all__ = ["OnnxEmbedder", "Session", "Tokenizer", "refuse_blank", "spread"]

Text = TypeVar("Text")
Result = TypeVar("Result")

UNREADABLE = (
    runtime.Fail,
    runtime.InvalidArgument,
    runtime.InvalidGraph,
    runtime.InvalidProtobuf,
    runtime.NoSuchFile,
    runtime.NotImplemented,
    runtime.RuntimeException,
)


@dataclass(frozen=True)
class Session:
    """One ONNX graph with one output that is read. `takes` are the names of its inputs."""

    _inner: Any
    takes: frozenset[str]
    shape: tuple[int | str, ...]

    @classmethod
    def open(cls, file: Path) -> Session:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.use_deterministic_compute = True
        options.log_severity_level = 3
        try:
            inner = onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
        except UNREADABLE as error:
            raise ModelUnsuitable(
                f"{file} cannot be read as an ONNX model: install the model again, or set another one."
            ) from error
        return cls(
            inner, frozenset(each.name for each in inner.get_inputs()), tuple(inner.get_outputs()[0].shape)
        )

    def run(self, inputs: Mapping[str, NDArray[np.int64]]) -> NDArray[np.float32]:
        """The first output. Inputs that the graph does not take are left out."""
        (output, *_) = self._inner.run(
            None, {name: each for name, each in inputs.items() if name in self.takes}
        )
        return np.asarray(output, dtype=np.float32)


@dataclass(frozen=True)
class OnnxEmbedder:
    """The vectors of an ONNX copy, unit length, equal to the source's. `prompt` stands before every text."""

    info: CopyInfo
    tokenizer: Tokenizer
    session: Session
    workers: int
    prompt: str

    @classmethod
    def open(
        cls, folder: Path, *, verdicts: Verdicts | None = None, workers: int | None = None
    ) -> OnnxEmbedder:
        """Opens what `export` made, for passages. Raises ModelMissing or CopyMismatch."""
        info = CopyInfo.read(folder)
        checked = verdicts or Verdicts()
        for name, sha256 in ((ONNX_FILE, info.onnx_sha256), (TOKENIZER_FILE, info.tokenizer_sha256)):
            _refuse_altered(folder / name, sha256, checked)
        tokenizer = Tokenizer.open(folder / TOKENIZER_FILE, info.max_tokens)
        return cls(info, tokenizer, Session.open(folder / ONNX_FILE), workers or cores(), info.passage_prompt)

    @property
    def dimension(self) -> int:
        return self.info.dimension

    @property
    def sha256(self) -> str:
        """Of the source's weights."""
        return self.info.sha256

    def count_tokens(self, text: str) -> int:
        return self.tokenizer.count(text)

    def for_questions(self) -> OnnxEmbedder:
        """The same model, with the prompt that its makers put before questions."""
        return replace(self, prompt=self.info.question_prompt)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """float32 of shape (texts, dimension)."""
        refuse_blank(texts)
        rows = spread(self._row, texts, self.workers)
        return np.stack(rows) if rows else np.zeros((0, self.dimension), dtype=np.float32)

    def embed_question(self, text: str) -> Vectors:
        """float32 of shape (dimension,)."""
        row: Vectors = self.for_questions().embed([text])[0]
        return row

    def _row(self, text: str) -> Vectors:
        row: Vectors = self.session.run(self.tokenizer.inputs(self.prompt + text))[0]
        return row


def spread(work: Callable[[Text], Result], over: Sequence[Text], workers: int) -> list[Result]:
    """The results in the order of `over`, worked out by so many threads."""
    if workers == 1 or len(over) < 2:
        return [work(each) for each in over]
    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(work, over))


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def refuse_blank(texts: Sequence[str]) -> None:
    blank = next((place for place, text in enumerate(texts, 1) if not text.strip()), None)
    if blank is not None:
        raise BlankText(f"Text {blank} of {len(texts)} holds no words: leave it out.")


def _refuse_altered(file: Path, sha256: str, verdicts: Verdicts) -> None:
    if not file.is_file() or verdicts.sha256(file) != sha256:
        raise CopyMismatch(
            f"{file} is not the file that was made with this library: make it again with "
            "`python -m kb verify --repair`."
        )
