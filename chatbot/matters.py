"""What a question asks about beside the disease, and whether what was found speaks of it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from chatbot.topics import Lexicon
from chatbot.words import content_words, stems

SHORTEST_TERM = 5
"""Letters below which an unknown word is not taken for a term of its own."""

_ENDING = re.compile(r"(?:ing|ed|es|ly|s)$")


@dataclass(frozen=True)
class Matter:
    """A matter by name, and the pattern that finds its words."""

    name: str
    pattern: re.Pattern[str]


@cache
def matters() -> tuple[Matter, ...]:
    """The matters of `data/matters.toml`; each place, disease and medicine there is a matter of its own."""
    data = tomllib.loads((files("chatbot") / "data" / "matters.toml").read_text(encoding="utf-8"))
    named = [Matter(name, _any_of(words)) for name, words in data["matters"].items()]
    listed = [word for group in ("places", "diseases", "medicines") for word in data[group]["words"]]
    return (*named, *(Matter(word.rstrip("*"), _any_of([word])) for word in listed))


def unmet_matters(question: str, found: str) -> tuple[str, ...]:
    """The matters that `question` names and `found` does not speak of."""
    return tuple(
        matter.name
        for matter in matters()
        if matter.pattern.search(question) and not matter.pattern.search(found)
    )


def unmet_terms(
    question: str, found: str, is_common: Callable[[str], bool], lexicon: Lexicon
) -> tuple[str, ...]:
    """The words of `question` that are terms (no common words, no topics of the field) and not in `found`."""
    plain = question
    for mention in reversed(lexicon.mentions(question)):
        plain = plain[: mention.start] + " " + plain[mention.end :]
    said = stems(found)
    return tuple(
        word
        for word in dict.fromkeys(content_words(plain))
        if len(word) >= SHORTEST_TERM
        and not is_common(word)
        and not is_common(_ENDING.sub("", word))
        and stems(word).isdisjoint(said)
    )


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    either = "|".join(re.escape(word).replace(r"\*", r"\w*") for word in words)
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)
