"""The one way to the files of `chatbot/data`, which clinicians edit."""

from __future__ import annotations

import hashlib
import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

DECIDING = ("*.toml", "*.safetensors")


def data_text(name: str) -> str:
    """The text of a file by its path in the folder: "gate.toml", "limits/words.toml"."""
    return (files("chatbot") / "data" / name).read_text(encoding="utf-8")


def data_file(name: str) -> Path:
    """Where a file stands that is no text, by its path in the folder."""
    return Path(str(files("chatbot") / "data" / name))


def data_table(name: str) -> dict[str, Any]:
    """The content of a TOML file by its path in the folder."""
    return tomllib.loads(data_text(name))


@cache
def data_version() -> str:
    """One hash over every file of the folder that decides something, by its path and its bytes."""
    folder = Path(str(files("chatbot") / "data"))
    digest = hashlib.sha256()
    for file in sorted(file for kind in DECIDING for file in folder.rglob(kind)):
        digest.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()
