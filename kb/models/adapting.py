"""A known model taught a finer question: whether a sentence answers what was asked, whether a message is urgent.

An adapter (`kb/data/*.safetensors`) holds low-rank changes of some weights of a model that this product knows; they
are merged into a copy of it when a library is built. Hu et al. 2021, "LoRA".
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import numpy_helper
from safetensors.numpy import load_file

from kb.models.adapted import ANSWERING, AdaptedInfo, adapted_folder, is_whole
from kb.models.copy import INFO_FILE, ONNX_FILE, TOKENIZER_FILE
from kb.models.errors import ModelUnsuitable
from kb.models.finding import ModelFiles
from kb.models.linear import dequantised, floats_by_bias, stems_by_bias
from kb.models.verdicts import Verdicts

_DOWN, _UP = ".down", ".up"
_EXPORTED = "model.0.model."
"""What stands before a layer's name in an ONNX copy made by `export`."""

Array = NDArray[np.float32]
Changes = Mapping[str, NDArray[np.float16]]


def adapt(base: ModelFiles, models: Path, verdicts: Verdicts, adapter: Path = ANSWERING) -> Path:
    """The folder of the adapted copy of an int8 cross-encoder, made where it is missing or damaged: about a second.

    Raises ModelUnsuitable where the adapter is of another model.
    """
    target = adapted_folder(models, base.sha256, adapter, verdicts)
    if not is_whole(target, verdicts):
        beside = [base.folder / name for name, _ in base.files if name != base.weights.name]
        model = _merged(onnx.load(base.weights), load_file(adapter))
        _put(target, model, beside, base.sha256, verdicts.sha256(adapter))
    return target


def adapt_copy(copy: Path, sha256: str, models: Path, verdicts: Verdicts, adapter: Path) -> Path:
    """As `adapt`, of the ONNX copy that `export` made of an embedding model whose weights have the hash `sha256`.

    The adapter's last layer ("head.…") stays in its file: it takes the copy's unit vectors.
    """
    target = adapted_folder(models, sha256, adapter, verdicts)
    if not is_whole(target, verdicts):
        model = _merged_floats(onnx.load(copy / ONNX_FILE), load_file(adapter))
        _put(target, model, [copy / TOKENIZER_FILE], sha256, verdicts.sha256(adapter))
    return target


def _put(
    target: Path, model: onnx.ModelProto, beside: Iterable[Path], base_sha256: str, adapter_sha256: str
) -> None:
    """Writes an adapted copy whole or not at all, the files `beside` its weights with it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".making-") as made:
        folder = Path(made) / "copy"
        folder.mkdir()
        for file in beside:
            shutil.copyfile(file, folder / file.name)
        onnx.save(model, folder / ONNX_FILE)
        info = AdaptedInfo(
            base_sha256=base_sha256,
            adapter_sha256=adapter_sha256,
            onnx_sha256=Verdicts(None).sha256(folder / ONNX_FILE),
        )
        (folder / INFO_FILE).write_text(info.model_dump_json(indent=1), encoding="utf-8")
        if target.exists():
            target.rename(Path(made) / "old")
        folder.rename(target)


def _merged(model: onnx.ModelProto, changes: Changes) -> onnx.ModelProto:
    """`model` with every change merged into the int8 weight it belongs to, and the last layer rescaled."""
    stems = stems_by_bias(model)
    stored = {each.name: each for each in model.graph.initializer}
    for stem, change in _changed(changes, stems, ""):
        _replace(stored, stem, dequantised(stored, stem) + change)
    _replace(stored, stems["classifier.bias"], changes["classifier.weight"].astype(np.float32).T)
    stored["classifier.bias"].CopyFrom(
        numpy_helper.from_array(changes["classifier.bias"].astype(np.float32), "classifier.bias")
    )
    return model


def _merged_floats(model: onnx.ModelProto, changes: Changes) -> onnx.ModelProto:
    """`model` with every change merged into the float32 weight it belongs to."""
    names = floats_by_bias(model)
    stored = {each.name: each for each in model.graph.initializer}
    for name, change in _changed(changes, names, _EXPORTED):
        merged = numpy_helper.to_array(stored[name]) + change
        stored[name].CopyFrom(numpy_helper.from_array(merged.astype(np.float32), name))
    return model


def _changed(changes: Changes, weights: Mapping[str, str], prefix: str) -> Iterator[tuple[str, Array]]:
    """The name of each changed weight and its change, of shape (in, out) as ONNX keeps it."""
    for key in changes:
        if key.endswith(_DOWN):
            layer = key.removesuffix(_DOWN)
            if f"{prefix}{layer}.bias" not in weights:
                raise ModelUnsuitable("The adapter is not for this model: keep the known one.")
            down, up = changes[key].astype(np.float32), changes[layer + _UP].astype(np.float32)
            yield weights[f"{prefix}{layer}.bias"], (up @ down).T


def _replace(stored: Mapping[str, onnx.TensorProto], stem: str, weight: Array) -> None:
    """Writes a weight as symmetric int8 with one scale."""
    kept = numpy_helper.to_array(stored[f"{stem}_zero_point"])
    scale = np.float32(max(float(np.abs(weight).max()), 1e-8) / 127)
    whole = np.clip(np.rint(weight / scale), -127, 127).astype(np.int8)
    for end, value in (
        ("quantized", whole),
        ("scale", np.asarray(scale)),
        ("zero_point", np.zeros_like(kept)),
    ):
        name = f"{stem}_{end}"
        stored[name].CopyFrom(numpy_helper.from_array(np.asarray(value), name))
