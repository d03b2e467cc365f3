"""An int8 cross-encoder in ONNX in, its weights as numbers and by torch's names out."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import numpy_helper

Weights = dict[str, NDArray[np.float32]]

_WHOLE, _BIAS = "_quantized", ".bias"
_STEPS = 4
"""Nodes between an integer product and the sum with its bias: a cast and the scales."""


def weights_of(model: onnx.ModelProto) -> Weights:
    """Every weight of a BERT, float32, linear layers of shape (out, in) as torch keeps them.

    An int8 weight is (whole − zero point) · scale: ONNX operators, DequantizeLinear.
    """
    stored = {each.name: numpy_helper.to_array(each) for each in model.graph.initializer}
    weights: Weights = {
        name: value
        for name, value in stored.items()
        if name.startswith(("bert.", "classifier.")) and name.endswith((".weight", _BIAS))
    }
    for name in stored:
        if name.startswith("bert.embeddings.") and name.endswith(_WHOLE):
            stem = name.removesuffix(_WHOLE)
            weights[stem] = _as_numbers(stored, stem)
    for bias, stem in _linear_layers(model, stored).items():
        weights[bias.removesuffix("bias") + "weight"] = np.ascontiguousarray(_as_numbers(stored, stem).T)
    return weights


def _as_numbers(stored: Mapping[str, NDArray[np.generic]], stem: str) -> NDArray[np.float32]:
    whole, zero = (stored[f"{stem}_{end}"].astype(np.float32) for end in ("quantized", "zero_point"))
    return np.asarray((whole - zero) * stored[f"{stem}_scale"].astype(np.float32))


def _linear_layers(model: onnx.ModelProto, stored: Mapping[str, object]) -> dict[str, str]:
    """How each linear layer's weight is called without its ending, by the layer's bias: ONNX forgets the name."""
    users = {name: node for node in model.graph.node for name in node.input}
    layers = {}
    for node in model.graph.node:
        weight = next((name for name in node.input if name in stored and name.endswith(_WHOLE)), None)
        if node.op_type == "MatMulInteger" and weight:
            bias = _bias_after(users, node, stored)
            if bias:
                layers[bias] = weight.removesuffix(_WHOLE)
    return layers


def _bias_after(
    users: Mapping[str, onnx.NodeProto], node: onnx.NodeProto, stored: Mapping[str, object]
) -> str | None:
    for _ in range(_STEPS):
        following = users.get(node.output[0])
        if following is None:
            return None
        biases = [str(name) for name in following.input if name in stored and name.endswith(_BIAS)]
        if following.op_type == "Add" and biases:
            return biases[0]
        node = following
    return None
