"""The rules for what no sentence may say, read from `data/limits/output.toml`."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal

from pydantic import ConfigDict, TypeAdapter

from chatbot.limits.plain import data_text, patterns

When = Literal["always", "infant", "spasms", "weak", "lead"]


@dataclass(frozen=True)
class OutputRule:
    """A thing no sentence may say: how it is recognised, when it counts, why and by which source."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    id: str
    why: str
    source: str
    when: When
    patterns: tuple[str, ...]
    unless: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()

    def words_in(self, plain_text: str) -> str | None:
        """The first words that break the rule and that no exception covers; None where there are none."""
        pardoned = [match.span() for each in self._exceptions for match in each.finditer(plain_text)]
        return next(
            (found.group().strip() for found in self._found(plain_text) if not _within(found, pardoned)), None
        )

    def _found(self, plain_text: str) -> Iterator[re.Match[str]]:
        return (match for each in self._patterns for match in each.finditer(plain_text))

    @cached_property
    def _patterns(self) -> tuple[re.Pattern[str], ...]:
        return patterns(self.patterns)

    @cached_property
    def _exceptions(self) -> tuple[re.Pattern[str], ...]:
        return patterns(self.unless)


@cache
def output_rules() -> tuple[OutputRule, ...]:
    """Every rule, in the file's order."""
    return TypeAdapter(tuple[OutputRule, ...]).validate_python(
        tomllib.loads(data_text("output.toml"))["rule"]
    )


def limits_version() -> str:
    """One hash over this room's data files, 12 hex digits."""
    names = ("words.toml", "output.toml", "declines.toml", "languages.toml")
    return hashlib.sha256("\0".join(map(data_text, names)).encode()).hexdigest()[:12]


def _within(found: re.Match[str], pardoned: list[tuple[int, int]]) -> bool:
    start, end = found.span()
    return any(first < end and start < last for first, last in pardoned)
