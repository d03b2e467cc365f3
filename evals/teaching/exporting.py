"""A student in, the adapter's file out, as `kb/models/adapting.py` reads it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file

from evals.teaching.network import Student

Adapter = dict[str, NDArray[np.float16] | NDArray[np.float32]]


def adapter_of(student: Student) -> Adapter:
    """Each changed layer's "….down" (rank, in) and "….up" (out, rank) in float16, and the last layer in float32.

    The factors of the changes, and the last layer's scale and shift, are multiplied in.
    """
    adapter: Adapter = {}
    for name, change in student.changes().items():
        adapter[f"{name}.down"] = change.down.detach().numpy().astype(np.float16)
        adapter[f"{name}.up"] = (change.up.detach() * change.times).numpy().astype(np.float16)
    last, scale = student.model.classifier, student.scale.detach()
    adapter["classifier.weight"] = (last.weight.detach() * scale).numpy().astype(np.float32)
    adapter["classifier.bias"] = (
        (last.bias.detach() * scale + student.shift.detach()).numpy().astype(np.float32)
    )
    return adapter


def export(student: Student, file: Path, model: str) -> None:
    """Writes the adapter; `model` says whose it is, for a person who opens the file."""
    save_file(adapter_of(student), file, metadata={"for": model})
