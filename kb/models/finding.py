"""A model's name in, files whose hashes were checked out.

Names: "package:NAME" (a known package that carries weights, found without importing it), a folder's path, or
a hub's "org/name[@revision]".
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kb.models import hub
from kb.models.errors import ModelAltered, ModelUnsafe, ModelUnsuitable
from kb.models.known import KnownModel, Role, known_models
from kb.models.locating import COMPANIONS, LAYER_FILES, PICKLES, Fetch, find_weights, locate
from kb.models.verdicts import Verdicts


@dataclass(frozen=True)
class ModelFiles:
    """A model's files, checked. `sha256` is of `weights`; `files` are (name in the folder, sha256) of all
    that decide its output, the weights among them.
    """

    folder: Path
    name: str
    weights: Path
    sha256: str
    files: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Layer:
    """One entry of a model's modules.json: the class that sentence-transformers opens, and its folder."""

    type: str
    folder: Path


def find_model(
    name: str,
    role: Role,
    *,
    sha256: str | None = None,
    verdicts: Verdicts | None = None,
    known: Mapping[str, KnownModel] | None = None,
    fetch: Fetch = hub.fetch,
) -> ModelFiles:
    """The files of the model `name`, each hashed and compared before anything opens them.

    `sha256` is the hash that the settings say the weights must have; it stands in place of the known hashes
    where it is not the known one. Raises ModelMissing, ModelAltered, ModelUnsafe or ModelUnsuitable.
    """
    known = known_models() if known is None else known
    folder = locate(name, role, known, fetch)
    weights = find_weights(name, folder, role)
    layers = _layers(name, folder)
    _refuse_code(name, layers)
    files = {
        _inside(file, folder): (verdicts or Verdicts()).sha256(file)
        for file in _parts(weights, folder, layers)
    }
    _refuse_altered(name, files, _expected(known.get(name), _inside(weights, folder), sha256))
    return ModelFiles(folder, name, weights, files[_inside(weights, folder)], tuple(sorted(files.items())))


def _inside(file: Path, folder: Path) -> str:
    return file.relative_to(folder).as_posix()


def _layers(name: str, folder: Path) -> list[Layer]:
    file = folder / "modules.json"
    if not file.is_file():
        return []
    try:
        entries = json.loads(file.read_text(encoding="utf-8"))
        return [Layer(str(each["type"]), folder / str(each["path"])) for each in entries]
    except (ValueError, KeyError, TypeError) as error:
        raise ModelUnsuitable(f'{file} of the model "{name}" cannot be read: install it again.') from error


def _refuse_code(name: str, layers: list[Layer]) -> None:
    """Refuses what sentence-transformers would import from the model, or unpickle for one of its layers."""
    for layer in layers:
        pickled = any(file.suffix in PICKLES for file in layer.folder.glob("*"))
        safe = any(layer.folder.glob("*.safetensors"))
        if (pickled and not safe) or not layer.type.startswith("sentence_transformers."):
            raise ModelUnsafe(
                f'The model "{name}" would run code of its own when it is opened ({layer.type}): set another'
                " model in the settings."
            )


def _parts(weights: Path, folder: Path, layers: list[Layer]) -> Iterator[Path]:
    yield weights
    named = [folder / each for each in COMPANIONS]
    beside = [layer.folder / each for layer in layers if layer.folder != folder for each in LAYER_FILES]
    yield from (file for file in [*named, *beside] if file.is_file())


def _expected(model: KnownModel | None, weights: str, sha256: str | None) -> Mapping[str, str]:
    published = model.sha256 if model else {}
    if sha256 is None or published.get(weights) == sha256.lower():
        return published
    return {weights: sha256.lower()}


def _refuse_altered(name: str, files: Mapping[str, str], expected: Mapping[str, str]) -> None:
    for file, sha256 in expected.items():
        found = files.get(file, "absent")
        if found != sha256:
            raise ModelAltered(
                f'{file} of the model "{name}" is not the expected file (sha256 {found[:12]} instead of '
                f"{sha256[:12]}): install the model again, or set the hash you trust in the settings."
            )
