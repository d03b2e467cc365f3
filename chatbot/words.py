"""The words of a text that carry meaning, and their stems."""

from __future__ import annotations

import re

from chatbot.stemming import stem
from chatbot.topics import lexicon

WORD = re.compile(r"[a-z]+(?:['’-][a-z]+)*", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def content_words(text: str) -> tuple[str, ...]:
    """The words of `text` that carry meaning, lower case, in order."""
    words = (word.lower().replace("’", "'") for word in WORD.findall(text))
    return tuple(word for word in words if word not in lexicon().idle and len(word) > 1)


def stems(text: str) -> frozenset[str]:
    """The stems of the words of `text` that carry meaning, and its numbers."""
    return frozenset([*map(stem, content_words(text)), *_NUMBER.findall(text)])
