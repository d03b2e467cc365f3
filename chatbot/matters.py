"""What a question asks about beside the disease, and whether what was found speaks of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from chatbot.datafiles import data_table
from chatbot.topics import lexicon
from chatbot.words import WORD, stems

SHORTEST_NAME = 3
"""Letters below which a word is not taken for a name."""


@dataclass(frozen=True)
class Matter:
    """A matter by name, and the pattern that finds its words."""

    name: str
    pattern: re.Pattern[str]


@cache
def matters() -> tuple[Matter, ...]:
    """The matters of `data/matters.toml`; each place, disease and medicine there is a matter of its own."""
    data = _data()
    named = [Matter(name, _any_of(words)) for name, words in data["matters"].items()]
    listed = [word for group in ("places", "diseases", "medicines") for word in data[group]["words"]]
    return (*named, *(Matter(word.rstrip("*"), _any_of([word])) for word in listed))


@dataclass(frozen=True)
class Ask:
    """A kind of thing that a question may ask for, and the words by which a sentence gives it."""

    name: str
    asked: re.Pattern[str]
    given: re.Pattern[str]


@cache
def asks() -> tuple[Ask, ...]:
    """The kinds of `data/matters.toml`."""
    return tuple(
        Ask(each["name"], _any_of(each["asked"]), _any_of(each["given"])) for each in _data()["asks"]
    )


def unmet_asks(question: str, sentences: str) -> tuple[str, ...]:
    """The kinds of thing that `question` asks for and `sentences` do not give."""
    return tuple(
        ask.name
        for ask in asks()
        if ask.asked.search(question) and not ask.given.search(sentences) and not re.search(r"\d", sentences)
    )


@cache
def term_endings() -> re.Pattern[str]:
    """The endings that names of medicines, diseases and operations have."""
    return re.compile(r"\w{2}(?:" + "|".join(_data()["terms"]["endings"]) + r")s?$", re.IGNORECASE)


def unmet_matters(question: str, found: str) -> tuple[str, ...]:
    """The matters that `question` names and `found` does not speak of."""
    return tuple(
        matter.name
        for matter in matters()
        if matter.pattern.search(question) and not matter.pattern.search(found)
    )


def unmet_terms(question: str, found: str, is_common: Callable[[str], bool]) -> tuple[str, ...]:
    """The names in `question`, by ending or capital, that are no topics of the field and not in `found`."""
    plain = question
    for mention in reversed(lexicon().mentions(question)):
        plain = plain[: mention.start] + " " * (mention.end - mention.start) + plain[mention.end :]
    said = stems(found)
    named = (match[0] for match in WORD.finditer(plain) if _is_a_name(match, is_common))
    return tuple(word for word in dict.fromkeys(named) if stems(word) and stems(word).isdisjoint(said))


def _is_a_name(match: re.Match[str], is_common: Callable[[str], bool]) -> bool:
    word = match[0]
    if len(word) < SHORTEST_NAME or word.lower() in lexicon().idle:
        return False
    begins = (
        not match.string[: match.start()].strip(" \"'“(")
        or match.string[: match.start()].rstrip()[-1] in ".?!:"
    )
    capital = word[0].isupper() and not begins and not match.string.isupper()
    return capital or (term_endings().search(word) is not None and not is_common(word.lower()))


@cache
def _data() -> dict[str, Any]:
    return data_table("matters.toml")


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    either = "|".join(re.escape(word).replace(r"\*", r"\w*") for word in words)
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)
