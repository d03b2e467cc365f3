"""The linear layers of an ONNX transformer: which weight belongs to which, and its numbers, int8 or float."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import numpy_helper

QUANTISED, BIAS = "_quantized", ".bias"
_STEPS = 4
"""Nodes between a product and the sum with its bias: a cast and the scales, where it is of integers."""


def stems_by_bias(model: onnx.ModelProto) -> dict[str, str]:
    """How each linear layer's int8 weight is called without its ending, by the layer's bias.

    ONNX forgets the weight's own name; the bias keeps it.
    """
    return {
        bias: name.removesuffix(QUANTISED)
        for bias, name in _weights(model, "MatMulInteger")
        if name.endswith(QUANTISED)
    }


def floats_by_bias(model: onnx.ModelProto) -> dict[str, str]:
    """How each linear layer's float weight is called, by the layer's bias."""
    return dict(_weights(model, "MatMul"))


def dequantised(stored: Mapping[str, onnx.TensorProto], stem: str) -> NDArray[np.float32]:
    """(whole − zero point) · scale: ONNX operators, DequantizeLinear. float32, of the stored shape."""
    whole, zero, scale = (
        numpy_helper.to_array(stored[f"{stem}_{end}"]).astype(np.float32)
        for end in ("quantized", "zero_point", "scale")
    )
    return np.asarray((whole - zero) * scale)


def _weights(model: onnx.ModelProto, operator: str) -> Iterator[tuple[str, str]]:
    """Each bias that is added to a product, and the stored weight of that product."""
    stored = {each.name for each in model.graph.initializer}
    makers = {output: node for node in model.graph.node for output in node.output}
    for node in model.graph.node:
        bias = next((name for name in node.input if name in stored and name.endswith(BIAS)), None)
        if node.op_type == "Add" and bias:
            product = _product(makers, next(name for name in node.input if name != bias), operator)
            yield from ((bias, name) for name in product if name in stored)


def _product(makers: Mapping[str, onnx.NodeProto], name: str, operator: str) -> list[str]:
    """The inputs of the product that `name` comes from, none where it comes from something else."""
    for _ in range(_STEPS):
        node = makers.get(name)
        if node is None:
            return []
        if node.op_type == operator:
            return list(node.input)
        name = node.input[0]
    return []
