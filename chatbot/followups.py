"""The cues of `data/followups.toml`: how people refer back to earlier turns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from pydantic import ConfigDict, TypeAdapter

from chatbot.datafiles import data_table
from chatbot.words import WORD

OPENING = re.compile(
    r"^\s*(?:(?:and|but|so|or|also|then|plus)\b[\s,.]*)?"
    r"(?:(?:what about|how about|what if|same for|same with|same in)\b[\s,.]*)?",
    re.IGNORECASE,
)
"""What makes a message go on from the one before it; it may match nothing."""

Looked = Literal["treatment", "test"]
_PAUSE = r"(?:[\s,.!:;\-–—…]+|$)"


@dataclass(frozen=True)
class Cues:
    """Words and patterns, as the file holds them."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    lead_ins: tuple[str, ...]
    closings: frozenset[str]
    corrections: tuple[str, ...]
    idle: tuple[str, ...]
    whole: tuple[str, ...]
    agents: tuple[str, ...]
    nouns: Mapping[str, tuple[str, ...]]
    seeks: Mapping[Looked, tuple[str, ...]]


@cache
def cues() -> Cues:
    """The cues of the data file."""
    return TypeAdapter(Cues).validate_python(data_table("followups.toml"))


@cache
def any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    """One pattern for all of `patterns`, matched as whole words."""
    return re.compile(r"\b(?:" + "|".join(patterns) + r")\b", re.IGNORECASE)


@cache
def _lead_in() -> re.Pattern[str]:
    return re.compile(rf"^\W*(?:{'|'.join(cues().lead_ins)})\b{_PAUSE}", re.IGNORECASE)


@cache
def _correction() -> re.Pattern[str]:
    return re.compile(rf"^\W*(?:{'|'.join(cues().corrections)})\b(?:{_PAUSE})?", re.IGNORECASE)


def without_lead_in(message: str) -> str:
    """`message` without the courtesies before its question, unless nothing else is left."""
    rest = message
    while (found := _lead_in().match(rest)) and WORD.search(rest, found.end()):
        rest = rest[found.end() :]
    return rest


def correction_in(message: str) -> str | None:
    """What a correction puts in place: "the injections" of "no I meant the injections"; None for another message."""
    found = _correction().match(message)
    if not found or not WORD.search(message, found.end()):
        return None
    return re.sub(r"[\s,]+(?:and\s+)?not\s+.*$", "", message[found.end() :].strip())


def is_closing(message: str) -> bool:
    """Whether a message only takes its leave or thanks."""
    return all(word.lower().replace("’", "'") in cues().closings for word in WORD.findall(message))


def calmed(message: str) -> str:
    """A message in capitals in small letters, without the pictures and extra marks at its end."""
    message = re.sub(r"[^\w\s?.!,;:()'’\"”%-]+\s*$", "", message).rstrip()
    message = re.sub(r"([?!]){2,}$", lambda m: "?" if "?" in m[0] else "!", message)
    letters = [each for each in message if each.isalpha()]
    shouted = len(WORD.findall(message)) > 2 and sum(map(str.isupper, letters)) > 0.8 * len(letters)
    return message.capitalize() if shouted else message


def looked_for(question: str) -> Looked | None:
    """Whether `question` looks for a treatment or a test, so that its answer may name the next subject."""
    return next((slot for slot, words in cues().seeks.items() if any_of(words).search(question)), None)
