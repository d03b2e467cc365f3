"""Homely words in a question, with the field's term put after them: a library is written in those terms."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from pydantic import ConfigDict, TypeAdapter

from chatbot.datafiles import data_table
from chatbot.words import stems

MOST_ADDED = 3
"""Terms put into one question: more would drown what it asks."""


@dataclass(frozen=True)
class LayTerm:
    """A term of the field, what people say for exactly that, and the words with which it means something else."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    name: str
    says: tuple[str, ...]
    unless: tuple[str, ...] = ()


def with_terms(question: str) -> str:
    """`question` with the field's term in brackets after each homely word: "face jabs (botulinum toxin)".

    A term that the question names already is not added again.
    """
    plain = question.lower().replace("’", "'")
    known = set(stems(question))
    added: list[tuple[int, str]] = []
    for match in _pattern().finditer(plain):
        term = _by_saying()[match[1]]
        if len(added) < MOST_ADDED and not stems(term.name) <= known and not _means_another(term, plain):
            added.append((match.end(), term.name))
            known |= stems(term.name)
    for end, name in reversed(added):
        question = f"{question[:end]} ({name}){question[end:]}"
    return question


def _means_another(term: LayTerm, plain: str) -> bool:
    return any(re.search(rf"\b{re.escape(word)}\b", plain) for word in term.unless)


@cache
def lay_terms() -> tuple[LayTerm, ...]:
    """The terms of `data/lay_terms.toml`."""
    return TypeAdapter(tuple[LayTerm, ...]).validate_python(data_table("lay_terms.toml")["term"])


@cache
def _by_saying() -> Mapping[str, LayTerm]:
    return {said: term for term in lay_terms() for said in term.says}


@cache
def _pattern() -> re.Pattern[str]:
    longest_first = sorted(_by_saying(), key=lambda said: (-len(said), said))
    return re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, longest_first))})(?![\w-])")
