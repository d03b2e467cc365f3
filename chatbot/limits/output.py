"""The rules for what no sentence may say, read from `data/limits/output.toml`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from pydantic import ConfigDict, TypeAdapter

from chatbot.datafiles import data_table
from chatbot.limits.plain import patterns

When = Literal["always", "infant", "spasms", "unproven", "weak", "lead"]


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
        pardoned = [match.span() for each in patterns(self.unless) for match in each.finditer(plain_text)]
        return next(
            (found.group().strip() for found in self._found(plain_text) if not _within(found, pardoned)), None
        )

    def _found(self, plain_text: str) -> Iterator[re.Match[str]]:
        return (match for each in patterns(self.patterns) for match in each.finditer(plain_text))


@cache
def output_rules() -> tuple[OutputRule, ...]:
    """Every rule, in the file's order."""
    return TypeAdapter(tuple[OutputRule, ...]).validate_python(data_table("limits/output.toml")["rule"])


def _within(found: re.Match[str], pardoned: list[tuple[int, int]]) -> bool:
    start, end = found.span()
    return any(first < end and start < last for first, last in pardoned)
