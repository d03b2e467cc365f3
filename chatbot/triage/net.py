"""The seam for the second net: whatever compares clauses with the written-out examples of each rule."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Net(Protocol):
    """Reads meaning instead of words. What it finds is added to the rules that fired; it takes nothing away."""

    def raised(self, clauses: Sequence[str], person: str | None) -> list[tuple[str, float]]:
        """Ids of rules that the clauses resemble, with the score of each."""
        ...
