"""Reciprocal rank fusion: several rankings in, one out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from typing import Any, TypeVar

Item = TypeVar("Item", bound=Hashable)


def fuse(rankings: Sequence[Sequence[Item]], k: int, tie: Callable[[Item], Any]) -> list[Item]:
    """The items by the sum of 1 / (k + place), places from 1, best first; equal sums are ordered by `tie`.

    Source: Cormack, Clarke and Buettcher, "Reciprocal rank fusion", SIGIR 2009, where k is 60.
    """
    scores: dict[Item, float] = defaultdict(float)
    for ranking in rankings:
        for place, item in enumerate(ranking, start=1):
            scores[item] += 1 / (k + place)
    return sorted(scores, key=lambda item: (-scores[item], tie(item)))
