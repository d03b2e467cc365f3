"""The field's terms as people write them: which conditions, treatments, tests and people a text names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Literal, get_args

from pydantic import ConfigDict, TypeAdapter

from chatbot.datafiles import data_table

Slot = Literal["condition", "treatment", "test", "sign", "person"]
SLOTS: tuple[Slot, ...] = get_args(Slot)
PersonMeant = Literal["infant", "child", "adult"]


@dataclass(frozen=True)
class Topic:
    """One term of the field: the name Seventh writes for it and the words people use."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    name: str
    slot: Slot
    words: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    goes_with: tuple[str, ...] = ()
    person: PersonMeant | None = None
    medicine: bool = False


@dataclass(frozen=True)
class Mention:
    """A topic named in a text, where it begins and ends."""

    topic: Topic
    start: int
    end: int


@dataclass(frozen=True)
class Lexicon:
    """All topics, and one pattern that finds the longest of their words first."""

    topics: tuple[Topic, ...]
    aspects: frozenset[str]
    idle: frozenset[str]
    _by_word: dict[str, Topic] = field(compare=False, repr=False, default_factory=dict)
    _pattern: re.Pattern[str] = field(compare=False, repr=False, default=re.compile(r"(?!)"))

    def mentions(self, text: str) -> tuple[Mention, ...]:
        """Every topic that `text` names, in order; a longer term hides the shorter one inside it."""
        plain = text.lower().replace("’", "'")
        found = self._pattern.finditer(plain)
        return tuple(Mention(self._by_word[match[1]], match.start(), match.end()) for match in found)

    def with_names(self, text: str) -> str:
        """`text` with every alias after the name it stands for: "MVD" as "microvascular decompression (MVD)"."""
        for mention in reversed(self.mentions(text)):
            if text[mention.start : mention.end].lower().replace("’", "'") in mention.topic.aliases:
                alias = text[mention.start : mention.end]
                text = f"{text[: mention.start]}{mention.topic.name} ({alias}){text[mention.end :]}"
        return text


@cache
def lexicon() -> Lexicon:
    """The lexicon of `data/topics.toml` and `data/aspects.toml`."""
    entries, words = data_table("topics.toml")["topic"], data_table("aspects.toml")
    topics = TypeAdapter(tuple[Topic, ...]).validate_python(entries)
    by_word = {word: topic for topic in topics for word in topic.words + topic.aliases}
    longest_first = sorted(by_word, key=lambda word: (-len(word), word))
    pattern = re.compile(r"(?<![\w-])(" + "|".join(map(re.escape, longest_first)) + r")(?:'s)?(?![\w])")
    return Lexicon(topics, frozenset(words["aspects"]), frozenset(words["idle"]), by_word, pattern)


def names(mentions: Iterable[Mention], slot: Slot) -> tuple[str, ...]:
    """The names of the topics of one slot, each once, in order of mention."""
    return tuple(dict.fromkeys(mention.topic.name for mention in mentions if mention.topic.slot == slot))
