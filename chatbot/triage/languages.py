"""Emergency words in other languages: a short list that people who speak them can check."""

from __future__ import annotations

import unicodedata
from functools import cache

from chatbot.answer import Urgency
from chatbot.triage.data import table
from chatbot.triage.rules import Fired


def fired_abroad(text: str) -> tuple[Fired, ...]:
    """The foreign entries whose words stand in `text` (plain letters): all words of any one line."""
    padded = f" {' '.join(_words(text))} "
    return tuple(
        Fired(rule, level, reason, action)
        for rule, level, reason, action, lines in _entries()
        if any(all(word in padded for word in line) for line in lines)
    )


@cache
def _entries() -> tuple[tuple[str, Urgency, str, str, tuple[tuple[str, ...], ...]], ...]:
    return tuple(
        (
            entry["rule"],
            entry["level"],
            entry["reason"],
            entry["action"],
            tuple(
                tuple(_plain(word, entry["spaced"]) for word in line.split("+")) for line in entry["words"]
            ),
        )
        for entry in table("languages.toml")["entry"]
    )


def _plain(word: str, spaced: bool) -> str:
    bare = unicodedata.normalize("NFKD", word.strip().lower())
    letters = "".join(mark for mark in bare if not unicodedata.combining(mark))
    return f" {letters} " if spaced else letters


def _words(text: str) -> list[str]:
    return "".join(mark if mark.isalnum() else " " for mark in text).split()
