"""The published sources that disagreements and boxes rest on, by the keys of `data/published.toml`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from pydantic import ConfigDict, TypeAdapter

from chatbot.datafiles import data_table


@dataclass(frozen=True)
class Published:
    """A published source: its short name, its year where it shows one, its evidence rank.

    `standing` is what is to be said of a guideline that is retired or may be; `marks` are strings by which a document's
    reference list names it, `cues` find it in a sentence, `asked` in a question, `told` are words after which nothing
    need be added.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    name: str
    rank: int
    year: str | None = None
    standing: str | None = None
    marks: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    told: tuple[str, ...] = ()

    @property
    def short(self) -> str:
        """As a reader meets it: "Cochrane review, 2020"."""
        return f"{self.name}, {self.year}" if self.year else self.name


@cache
def published() -> dict[str, Published]:
    """Every source of the data file by its key."""
    return TypeAdapter(dict[str, Published]).validate_python(data_table("published.toml")["source"])


def short_names(keys: Iterable[str], most: int = 2) -> str:
    """The strongest `most` of the named sources, strongest first: "Cochrane review (2020) and US FDA (2016)"."""
    ranked = sorted((published()[key] for key in keys), key=lambda source: source.rank or 6)
    names = dict.fromkeys(f"{each.name} ({each.year})" if each.year else each.name for each in ranked)
    return " and ".join(list(names)[:most])
