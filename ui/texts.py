"""The words of the pages, kept in `data/texts.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict


class Texts(BaseModel):
    """Every sentence and label the pages show. A missing or misspelt key is refused by name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    tagline: str
    banner: str
    welcome: str
    waiting: str
    stopped: str
    failed: str
    blank: str
    not_kept: str
    source_missing: str
    passage_missing: str
    address_wrong: str
    page_failed: str
    library_intro: str
    library_empty: str
    not_ready: str
    checked: str
    examples: tuple[str, ...]
    labels: dict[str, str]
    kinds: dict[str, str]
    kind_groups: dict[str, str]


@cache
def texts() -> Texts:
    """The words of `data/texts.toml`."""
    return Texts(**tomllib.loads((files("ui") / "data" / "texts.toml").read_text(encoding="utf-8")))
