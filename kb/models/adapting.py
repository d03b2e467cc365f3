"""A cross-encoder taught a finer question: not whether a sentence is about what was asked but whether it answers it.

The adapter (`kb/data/answering.safetensors`) holds low-rank changes of some weights of the one cross-encoder that this
product knows; they are merged into a copy of it when a library is built. Hu et al. 2021, "LoRA".
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import numpy_helper
from safetensors.numpy import load_file

from kb.models.adapted import ADAPTER, AdaptedInfo, adapted_folder, is_whole
from kb.models.copy import INFO_FILE, ONNX_FILE
from kb.models.errors import ModelUnsuitable
from kb.models.finding import ModelFiles
from kb.models.quantised import dequantised, stems_by_bias
from kb.models.verdicts import Verdicts

_DOWN, _UP = ".down", ".up"

Array = NDArray[np.float32]


def adapt(base: ModelFiles, models: Path, verdicts: Verdicts, adapter: Path = ADAPTER) -> Path:
    """The folder of the adapted copy, made where it is missing or damaged. Takes about a second.

    Raises ModelUnsuitable where the adapter is of another model.
    """
    target = adapted_folder(models, base, verdicts.sha256(adapter))
    if is_whole(target, verdicts):
        return target
    models.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=models, prefix=".making-") as made:
        folder = Path(made) / "copy"
        folder.mkdir()
        for name, _ in base.files:
            if name != base.weights.name:
                shutil.copyfile(base.folder / name, folder / name)
        onnx.save(_merged(onnx.load(base.weights), load_file(adapter)), folder / ONNX_FILE)
        info = AdaptedInfo(
            base_sha256=base.sha256,
            adapter_sha256=verdicts.sha256(adapter),
            onnx_sha256=Verdicts(None).sha256(folder / ONNX_FILE),
        )
        (folder / INFO_FILE).write_text(info.model_dump_json(indent=1), encoding="utf-8")
        if target.exists():
            target.rename(Path(made) / "old")
        folder.rename(target)
    return target


def _merged(model: onnx.ModelProto, changes: Mapping[str, NDArray[np.float16]]) -> onnx.ModelProto:
    """`model` with every change merged into the int8 weight it belongs to, and the last layer rescaled."""
    weights = stems_by_bias(model)
    stored = {each.name: each for each in model.graph.initializer}
    for key in changes:
        if key.endswith(_DOWN):
            layer = key.removesuffix(_DOWN)
            if f"{layer}.bias" not in weights:
                raise ModelUnsuitable(
                    "The adapter is not for this cross-encoder: keep the known one for answers."
                )
            down, up = changes[key].astype(np.float32), changes[layer + _UP].astype(np.float32)
            _change(stored, weights[f"{layer}.bias"], (up @ down).T)
    head = weights["classifier.bias"]
    _replace(stored, head, changes["classifier.weight"].astype(np.float32).T)
    stored["classifier.bias"].CopyFrom(
        numpy_helper.from_array(changes["classifier.bias"].astype(np.float32), "classifier.bias")
    )
    return model


def _change(stored: Mapping[str, onnx.TensorProto], stem: str, by: Array) -> None:
    _replace(stored, stem, dequantised(stored, stem) + by)


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
