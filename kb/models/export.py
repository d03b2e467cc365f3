"""An embedding model as one ONNX graph (transformer, pooling, normalisation), made once when a library is
built.
"""

from __future__ import annotations

import contextlib
import io
import tempfile
from pathlib import Path

import numpy as np
import torch
from sentence_transformers.sentence_transformer.modules import Pooling

from kb.errors import LibraryUnwritable
from kb.models.copy import ONNX_FILE, TOKENIZER_FILE, CopyInfo, copy_folder
from kb.models.embedding import TorchEmbedder, quiet
from kb.models.errors import CopyMismatch, ModelError, ModelUnsuitable
from kb.models.onnx import OnnxEmbedder
from kb.models.verdicts import Verdicts

INPUTS = ("input_ids", "attention_mask", "token_type_ids")
LEAST_COSINE = 0.9999
# protobuf holds less than two gigabytes in one file.
MOST_BYTES = 1_900_000_000
PROBES = (
    "Spasms.",
    "How long does botulinum toxin last in hemifacial spasm?",
    "She was 7.5 months old; 12 clusters a day – each of 20 to 30 jerks – on waking. " * 3,
    "The EEG showed hypsarrhythmia. Treatment with vigabatrin or a hormone began the same day. " * 40,
)


def export(embedder: TorchEmbedder, models: Path) -> Path:
    """The folder of the ONNX copy under `models`, made where it is missing, damaged or of other files.

    Takes about 6 s and writes as many bytes as the weights have. The folder appears whole or not at all, and
    only after the copy has embedded a few probes as the model does. Raises ModelUnsuitable, CopyMismatch or
    LibraryUnwritable.
    """
    target = copy_folder(models, embedder.sha256)
    if _stands(target, embedder):
        return target
    try:
        models.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=models, prefix=".making-") as made:
            _make(embedder, Path(made) / "copy")
            _put(Path(made), target)
    except OSError as error:
        raise LibraryUnwritable(models.parent, error.strerror or str(error)) from error
    return target


def _stands(target: Path, embedder: TorchEmbedder) -> bool:
    """Whether a whole copy of the same files is there already."""
    try:
        return OnnxEmbedder.open(target).info.files == embedder.files.files
    except ModelError:
        return False


def _make(embedder: TorchEmbedder, folder: Path) -> None:
    folder.mkdir()
    _refuse_unlike(embedder)
    _write_graph(embedder, folder / ONNX_FILE)
    _write_tokenizer(embedder, folder / TOKENIZER_FILE)
    _info(embedder, folder).write(folder)
    _refuse_different(embedder, OnnxEmbedder.open(folder))


def _put(made: Path, target: Path) -> None:
    """Moves the new copy to its place. An old one goes out of the way first, since folders do not replace
    folders.
    """
    if target.exists():
        target.rename(made / "old")
    (made / "copy").rename(target)


class _Graph(torch.nn.Module):
    """Tokens in, unit vectors out, whether or not the model normalises by itself."""

    def __init__(self, model: torch.nn.Module) -> None:
        super().__init__()
        self.model = model

    def forward(
        self,
        input_ids: torch.Tensor,
        attention_mask: torch.Tensor,
        token_type_ids: torch.Tensor | None = None,
    ) -> torch.Tensor:
        inputs = {"input_ids": input_ids, "attention_mask": attention_mask, "token_type_ids": token_type_ids}
        given = {name: each for name, each in inputs.items() if each is not None}
        return torch.nn.functional.normalize(self.model(given)["sentence_embedding"], dim=-1)


def _refuse_unlike(embedder: TorchEmbedder) -> None:
    name = embedder.files.name
    if embedder.files.weights.stat().st_size > MOST_BYTES:
        raise ModelUnsuitable(f'The model "{name}" is too large for one ONNX file: set one under 1.9 GB.')
    prompted = embedder.question_prompt or embedder.passage_prompt
    if prompted and not all(layer.include_prompt for layer in _poolings(embedder)):
        raise ModelUnsuitable(
            f'The model "{name}" leaves its prompt out of the pooling, which cannot be copied to ONNX: '
            "set another model."
        )


def _poolings(embedder: TorchEmbedder) -> list[Pooling]:
    return [layer for layer in embedder.model if isinstance(layer, Pooling)]


def _write_graph(embedder: TorchEmbedder, file: Path) -> None:
    features = embedder.model.preprocess(["two texts of", "unlike length, so that there is padding"])
    inputs = {name: features[name] for name in INPUTS if name in features}
    varying = {name: {0: torch.export.Dim.DYNAMIC, 1: torch.export.Dim.DYNAMIC} for name in inputs}
    chatter = io.StringIO()
    with quiet(), contextlib.redirect_stdout(chatter), contextlib.redirect_stderr(chatter), torch.no_grad():
        try:
            torch.onnx.export(
                _Graph(embedder.model).eval(),
                (),
                str(file),
                kwargs=inputs,
                input_names=list(inputs),
                output_names=["unit_vector"],
                dynamic_shapes=varying,
                dynamo=True,
                external_data=False,
                verbose=False,
            )
        except (RuntimeError, TypeError, ValueError) as error:
            raise ModelUnsuitable(
                f'The model "{embedder.files.name}" cannot be copied to ONNX ({type(error).__name__}): '
                "set another model in the settings."
            ) from error


def _write_tokenizer(embedder: TorchEmbedder, file: Path) -> None:
    """As sentence-transformers set it up, which is not always as its tokenizer.json says."""
    embedder.model.tokenizer.backend_tokenizer.save(str(file))


def _info(embedder: TorchEmbedder, folder: Path) -> CopyInfo:
    hashes = Verdicts()
    modes = [mode for layer in _poolings(embedder) for mode in _modes(layer)]
    return CopyInfo(
        name=embedder.files.name,
        sha256=embedder.sha256,
        files=embedder.files.files,
        onnx_sha256=hashes.sha256(folder / ONNX_FILE),
        tokenizer_sha256=hashes.sha256(folder / TOKENIZER_FILE),
        dimension=embedder.dimension,
        max_tokens=embedder.max_tokens,
        pooling="+".join(modes),
        question_prompt=embedder.question_prompt,
        passage_prompt=embedder.passage_prompt,
        made_with=f"torch {torch.__version__}",
    )


def _modes(layer: Pooling) -> tuple[str, ...]:
    return (layer.pooling_mode,) if isinstance(layer.pooling_mode, str) else tuple(layer.pooling_mode)


def _refuse_different(embedder: TorchEmbedder, copy: OnnxEmbedder) -> None:
    cosines = np.sum(embedder.embed(PROBES) * copy.embed(PROBES), axis=1)
    if not (cosines > LEAST_COSINE).all():
        raise CopyMismatch(
            f'The ONNX copy of "{embedder.files.name}" does not embed as the model does '
            f"(cosine {cosines.min():.4f}): set another model in the settings."
        )
