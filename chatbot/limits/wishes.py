"""What a message may ask for that is not given, read from `data/limits/declines.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Literal

from pydantic import ConfigDict, TypeAdapter

from chatbot.limits.plain import data_text, patterns

DeclineStatus = Literal["refused", "out_of_scope", "note"]


@dataclass(frozen=True)
class Wish:
    """A wish that is declined: how it is recognised, and what is said.

    `otherwise` is the status where the message asks something else besides; `carries` reads a short follow-up with the
    message before; `whole` wants the whole message; `foreign` stands for any other language; `software` also fits
    words that address the program.
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

    def is_in(self, plain_text: str) -> bool:
        """Whether the plain message holds this wish."""
        if any(each.search(plain_text) for each in self._exceptions):
            return False
        if self.whole:
            return any(each.fullmatch(plain_text.rstrip(" .!?,")) for each in self._patterns)
        return any(each.search(plain_text) for each in self._patterns)

    @cached_property
    def _patterns(self) -> tuple[re.Pattern[str], ...]:
        return patterns(self.patterns)

    @cached_property
    def _exceptions(self) -> tuple[re.Pattern[str], ...]:
        return patterns(self.unless)


@cache
def wishes() -> tuple[Wish, ...]:
    """Every wish, those of the first status in `order` first."""
    data = _data()
    read = TypeAdapter(tuple[Wish, ...]).validate_python(data["decline"])
    return tuple(sorted(read, key=lambda wish: data["order"].index(wish.status)))


def wish_named(name: str) -> Wish:
    """The wish with this id."""
    return next(wish for wish in wishes() if wish.id == name)


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(data_text("declines.toml"))
