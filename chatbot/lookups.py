"""What is looked up beside the question: what a described sign may be, and both sides of a choice that is not ours."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from pydantic import ConfigDict, TypeAdapter

from chatbot.choosing import Candidate
from chatbot.datafiles import data_table
from chatbot.disputes.disagreeing import Search
from chatbot.disputes.quoting import key_of, quoted
from chatbot.writing import Draft
from kb.passage import Passage

LEAST_SCORE = 0.0
"""The logit below which a sentence is not taken for what was looked up."""


@dataclass(frozen=True)
class Lookup:
    """A query for the library, the ids it belongs to, and how many sentences of standing are quoted.

    `about`: words of which the question must hold one, any question where it is empty.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    ids: tuple[str, ...]
    search: str
    most: int
    about: tuple[str, ...] = ()

    def fits(self, question: str) -> bool:
        """Whether `question` speaks of what the lookup is about."""
        words = set(re.findall(r"\w+", question.lower()))
        return not self.about or not words.isdisjoint(self.about)


def looked_up(
    question: str, rules: Sequence[str], wish: str | None, kept: Sequence[Draft], stated: bool, search: Search
) -> tuple[Draft, ...]:
    """The drafts to add for the rules that fired, where nothing is `stated`, and for a wish not granted as asked."""
    wanted = [each for each in lookups() if wish in each.ids and each.fits(question)]
    if not stated:
        wanted += _first(rules)
    seen = {key_of(draft) for draft in kept}
    added: list[Draft] = []
    for lookup in wanted:
        best = _best(search(lookup.search))
        drafts = [draft for draft in map(quoted, best) if key_of(draft) not in seen][: lookup.most]
        seen |= {key_of(draft) for draft in drafts}
        added += drafts
    return tuple(added)


@cache
def lookups() -> tuple[Lookup, ...]:
    """The entries of `data/lookups.toml`."""
    data = data_table("lookups.toml")
    rows = [{"ids": row.pop("for"), **row} for row in data["lookup"]]
    return TypeAdapter(tuple[Lookup, ...]).validate_python(rows)


def _first(rules: Sequence[str]) -> list[Lookup]:
    """What belongs to the first rule that has anything; rules come the most urgent first."""
    return next((found for rule in rules if (found := [each for each in lookups() if rule in each.ids])), [])


def _best(passages: Sequence[Passage]) -> list[Candidate]:
    """The scored sentences of standing, best first."""
    found = (
        Candidate(passage, each.sentence, each.score) for passage in passages for each in passage.sentences
    )
    standing = [each for each in found if each.rank.may_claim and each.score >= LEAST_SCORE]
    return sorted(standing, key=lambda each: -each.score)
