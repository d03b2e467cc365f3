"""A known model taught something finer, as it lies in a library: what it was made of, found and checked."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from kb.models.copy import INFO_FILE, ONNX_FILE, TOKENIZER_FILE
from kb.models.errors import CopyMismatch, ModelMissing
from kb.models.finding import ModelFiles
from kb.models.verdicts import Verdicts

_DATA = Path(__file__).parent.parent / "data"
ANSWERING = _DATA / "answering.safetensors"
"""Teaches the known cross-encoder to tell whether a sentence answers a question."""

ALARM = _DATA / "alarm.safetensors"
"""Teaches the known embedding model to tell whether a message needs a doctor today, or an ambulance now."""


class AdaptedInfo(BaseModel):
    """What an adapted copy was made of, and the hash it must have."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    base_sha256: str
    adapter_sha256: str
    onnx_sha256: str


def adapted_folder(models: Path, base_sha256: str, adapter: Path, verdicts: Verdicts) -> Path:
    """Where the copy with this adapter stands, under the library's models folder."""
    return models / f"{adapter.stem}-{base_sha256[:12]}-{verdicts.sha256(adapter)[:12]}"


def checked_folder(models: Path, base_sha256: str, adapter: Path, verdicts: Verdicts) -> Path:
    """The adapted copy's folder, checked. Raises ModelMissing or CopyMismatch."""
    folder = adapted_folder(models, base_sha256, adapter, verdicts)
    if not folder.is_dir():
        raise ModelMissing(
            f"The library in {models.parent} is not ready for questions: its {adapter.stem} model is missing; "
            f"make it with: python -m kb verify --repair --library {models.parent}"
        )
    if not is_whole(folder, verdicts):
        raise CopyMismatch(
            f"{folder} is not what was written there: make it again with "
            f"`python -m kb verify --repair --library {models.parent}`."
        )
    return folder


def adapted_files(
    base: ModelFiles, models: Path, verdicts: Verdicts, adapter: Path = ANSWERING
) -> ModelFiles:
    """The files of the adapted copy of `base`, checked. Raises ModelMissing or CopyMismatch."""
    folder = checked_folder(models, base.sha256, adapter, verdicts)
    weights = folder / ONNX_FILE
    files = tuple((name, verdicts.sha256(folder / name)) for name in (ONNX_FILE, TOKENIZER_FILE))
    return ModelFiles(folder, f"{base.name}, adapted", weights, verdicts.sha256(weights), files)


def is_whole(folder: Path, verdicts: Verdicts) -> bool:
    try:
        info = AdaptedInfo.model_validate_json((folder / INFO_FILE).read_text(encoding="utf-8"))
        return verdicts.sha256(folder / ONNX_FILE) == info.onnx_sha256
    except (OSError, ValidationError, UnicodeDecodeError):
        return False
