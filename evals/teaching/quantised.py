"""An int8 cross-encoder in ONNX in, its weights as numbers and by torch's names out."""

from __future__ import annotations

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import numpy_helper

from kb.models.linear import BIAS, QUANTISED, dequantised, stems_by_bias

Weights = dict[str, NDArray[np.float32]]


def weights_of(model: onnx.ModelProto) -> Weights:
    """Every weight of a BERT, float32, linear layers of shape (out, in) as torch keeps them."""
    stored = {each.name: each for each in model.graph.initializer}
    weights: Weights = {
        name: numpy_helper.to_array(value)
        for name, value in stored.items()
        if name.startswith(("bert.", "classifier.")) and name.endswith((".weight", BIAS))
    }
    for name in stored:
        if name.startswith("bert.embeddings.") and name.endswith(QUANTISED):
            stem = name.removesuffix(QUANTISED)
            weights[stem] = dequantised(stored, stem)
    for bias, stem in stems_by_bias(model).items():
        weights[bias.removesuffix("bias") + "weight"] = np.ascontiguousarray(dequantised(stored, stem).T)
    return weights
