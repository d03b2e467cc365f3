"""A pupil in, the adapter's file out, as `kb/models/adapting.py` reads it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file

from evals.teaching.network import SPREAD, Listener, Pupil, Student

Adapter = dict[str, NDArray[np.float16] | NDArray[np.float32]]


def changes_of(pupil: Pupil) -> Adapter:
    """Each changed layer's "….down" (rank, in) and "….up" (out, rank) in float16, its factor multiplied in."""
    changes: Adapter = {}
    for name, change in pupil.changes().items():
        changes[f"{name}.down"] = change.down.detach().numpy().astype(np.float16)
        changes[f"{name}.up"] = (change.up.detach() * change.times).numpy().astype(np.float16)
    return changes


def adapter_of(student: Student) -> Adapter:
    """The changes, and the last layer in float32, its scale and shift multiplied in."""
    adapter = changes_of(student)
    last, scale = student.classifier, student.scale.detach()
    adapter["classifier.weight"] = (last.weight.detach() * scale).numpy().astype(np.float32)
    adapter["classifier.bias"] = (
        (last.bias.detach() * scale + student.shift.detach()).numpy().astype(np.float32)
    )
    return adapter


def export(student: Student, file: Path, model: str) -> None:
    """Writes the adapter; `model` says whose it is, for a person who opens the file."""
    save_file(adapter_of(student), file, metadata={"for": model})


def export_listener(listener: Listener, file: Path, model: str, labels: Sequence[str]) -> None:
    """Writes the changes, the last layer as it takes unit vectors, and the labels in its order."""
    head = {
        "head.weight": (listener.head.weight.detach() * SPREAD).numpy().astype(np.float32),
        "head.bias": listener.head.bias.detach().numpy().astype(np.float32),
    }
    save_file(changes_of(listener) | head, file, metadata={"for": model, "labels": " ".join(labels)})
