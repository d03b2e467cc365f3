"""The int8 weights of an ONNX transformer: which linear layer each belongs to, and its numbers."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import numpy_helper

QUANTISED, BIAS = "_quantized", ".bias"
_STEPS = 4
"""Nodes between an integer product and the sum with its bias: a cast and the scales."""


def stems_by_bias(model: onnx.ModelProto) -> dict[str, str]:
    """How each linear layer's int8 weight is called without its ending, by the layer's bias.

    ONNX forgets the weight's own name; the bias keeps it.
    """
    stored = {each.name for each in model.graph.initializer}
    makers = {output: node for node in model.graph.node for output in node.output}
    found = {}
    for node in model.graph.node:
        bias = next((name for name in node.input if name in stored and name.endswith(BIAS)), None)
        if node.op_type == "Add" and bias:
            product = _product(makers, next(name for name in node.input if name != bias))
            weight = next((name for name in product if name in stored and name.endswith(QUANTISED)), None)
            if weight:
                found[bias] = weight.removesuffix(QUANTISED)
    return found


def dequantised(stored: Mapping[str, onnx.TensorProto], stem: str) -> NDArray[np.float32]:
    """(whole − zero point) · scale: ONNX operators, DequantizeLinear. float32, of the stored shape."""
    whole, zero, scale = (
        numpy_helper.to_array(stored[f"{stem}_{end}"]).astype(np.float32)
        for end in ("quantized", "zero_point", "scale")
    )
    return np.asarray((whole - zero) * scale)


def _product(makers: Mapping[str, onnx.NodeProto], name: str) -> list[str]:
    """The inputs of the integer product that `name` comes from, none where it comes from something else."""
    for _ in range(_STEPS):
        node = makers.get(name)
        if node is None:
            return []
        if node.op_type == "MatMulInteger":
            return list(node.input)
        name = node.input[0]
    return []
