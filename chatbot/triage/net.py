"""The seam for the second net: whatever reads meaning instead of words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Verdict:
    """What is heard of all that a person wrote.

    `confirms`: a rule for the same day that fired on doubtful words stands; `visit`: one for a later day;
    `confirms_crisis`: one for somebody in crisis. `rules` are ids that it likely is, the likeliest first.
    """

    urgent: bool
    emergency: bool
    confirms: bool
    visit: bool
    crisis: bool
    confirms_crisis: bool
    rules: tuple[str, ...] = ()


class Net(Protocol):
    """Reads meaning. What it finds is added to the rules that fired for sure; it takes none of those away."""

    def verdict(self, turns: Sequence[str], person: str | None, since: int = 0) -> Verdict | None:
        """What is heard after any turn from `since` on; None where its model is not to be had."""
        ...

    def raised(self, clauses: Sequence[str], person: str | None) -> list[tuple[str, float]]:
        """Ids of rules that the clauses resemble, with the score of each."""
        ...
