"""What the claim checker knows of English and of the field, read once from `data/checking.toml`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from chatbot.datafiles import data_table
from chatbot.stemming import stem

Levels = tuple[frozenset[str], ...]


@dataclass(frozen=True)
class Vocabulary:
    """Words as keys: the head of their group of words that say the same, else their stem.

    `phrases` finds the phrases that are read as one word. `opposites` maps a key to its opposites. `classes` maps a
    key to the class of terms it belongs to ("body", "who"). `frequency` and `duty` rise from never and from may.
    """

    same: dict[str, str]
    phrases: re.Pattern[str]
    stop: frozenset[str]
    plain: frozenset[str]
    classes: dict[str, str]
    opposites: dict[str, frozenset[str]]
    actions: dict[str, str]
    units: dict[str, str]
    data: dict[str, Any]

    def key(self, word: str) -> str:
        """What stands for this word and all that say the same."""
        if "_" in word and word not in self.same:
            return self.key(word.split("_", maxsplit=1)[0])
        return self.same.get(word) or self.same.get(stem(word), stem(word))


@cache
def vocabulary() -> Vocabulary:
    data = data_table("checking.toml")
    same = _same(data["same"]["groups"])
    keys = Vocabulary(same, re.compile(""), frozenset(), frozenset(), {}, {}, {}, {}, data)
    plain = frozenset(keys.key(word) for word in data["words"]["plain"].split())
    classes = {keys.key(_one(word)): name for name, words in data["terms"].items() for word in words}
    actions = {
        keys.key(_one(word)): keys.key(_one(group[0]))
        for group in data["actions"]["groups"]
        for word in group
    }
    units = {word: group[0] for group in data["numbers"]["units"] for word in group}
    opposites = _opposites(keys, data["opposites"]["pairs"])
    stop = frozenset(data["words"]["stop"].split())
    return Vocabulary(same, _phrases(data), stop, plain, classes, opposites, actions, units, data)


@cache
def levels(table: str) -> dict[str, int]:
    """The words of a scale ("frequency", "duty"), each with its level from 0."""
    scale = vocabulary().data[table]["levels"]
    return {_one(word): level for level, words in enumerate(scale) for word in words}


@cache
def listed(table: str, name: str) -> frozenset[str]:
    """The words of one list of the data, phrases as one word."""
    return frozenset(_one(word) for word in vocabulary().data[table][name])


def _one(phrase: str) -> str:
    return phrase.replace(" ", "_").replace("-", "_")


def _same(groups: Iterable[list[str]]) -> dict[str, str]:
    same: dict[str, str] = {}
    for group in groups:
        for word in group:
            same.setdefault(_one(word), _one(group[0]))
            if " " not in word and "-" not in word:
                same.setdefault(stem(word), _one(group[0]))
    return same


def _opposites(keys: Vocabulary, pairs: Iterable[list[str]]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for first, second in pairs:
        one, other = keys.key(_one(first)), keys.key(_one(second))
        if one != other:
            found[one] = found.get(one, frozenset()) | {other}
            found[other] = found.get(other, frozenset()) | {one}
    return found


def _phrases(data: dict[str, Any]) -> re.Pattern[str]:
    """Finds every phrase of the data that is more than a word, the longest first."""
    listed = [
        word for word in _strings(data) if re.fullmatch(r"[\w’']+(?:[ -][\w’']+)+", word) and len(word) < 40
    ]
    longest_first = sorted(set(listed), key=len, reverse=True)
    spaced = "|".join(
        re.escape(phrase).replace(r"\ ", r"[\s-]+").replace(r"\-", r"[\s-]+") for phrase in longest_first
    )
    return re.compile(rf"\b(?:{spaced})\b")


def _strings(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)
