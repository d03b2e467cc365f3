"""What a message may ask for that is not given, read from `data/limits/declines.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from pydantic import ConfigDict, TypeAdapter

from chatbot.datafiles import data_table
from chatbot.limits.plain import patterns

DeclineStatus = Literal["refused", "out_of_scope", "note"]


@dataclass(frozen=True)
class Wish:
    """A wish that is declined: how it is recognised, and what is said.

    `otherwise` is the status where the message asks something else besides; `carries` reads a short follow-up with the
    message before; `whole` wants the whole message; `foreign` stands for any other language; `software` also fits
    words that address the program; `asked` wants it in what a long message asks, not in the story around it.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    id: str
    status: DeclineStatus
    text: str
    source: str
    topics: tuple[str, ...]
    patterns: tuple[str, ...]
    unless: tuple[str, ...] = ()
    otherwise: DeclineStatus | None = None
    carries: bool = False
    whole: bool = False
    foreign: bool = False
    software: bool = False
    asked: bool = False

    def is_in(self, plain_text: str) -> bool:
        """Whether the plain message holds this wish."""
        if any(each.search(plain_text) for each in patterns(self.unless)):
            return False
        if self.whole:
            return any(each.fullmatch(plain_text.rstrip(" .!?,")) for each in patterns(self.patterns))
        return any(each.search(plain_text) for each in patterns(self.patterns))


@cache
def wishes() -> tuple[Wish, ...]:
    """Every wish, those of the first status in `order` first."""
    data = _data()
    read = TypeAdapter(tuple[Wish, ...]).validate_python(data["decline"])
    return tuple(sorted(read, key=lambda wish: data["order"].index(wish.status)))


@cache
def _data() -> dict[str, Any]:
    return data_table("limits/declines.toml")
