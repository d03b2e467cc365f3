"""Text as the patterns of this room meet it: one alphabet, one kind of digit, one kind of quotation mark."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import cache
from typing import Any

from rapidfuzz import fuzz, process

from chatbot.datafiles import data_table
from ingest.injection import fold

_NOT_SEEN = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_LINES = re.compile(r"\s*\n\s*(?:[-•*·]\s*)?")
_MARKUP = re.compile(r"[*`\\]|<[^<>]{1,80}>|(?<!\w)_|_(?!\w)")
_QUOTES = re.compile('[“”„«»"]')
_WORD = re.compile(r"[a-z]+")
_LONG_ENOUGH = 7
_ALIKE = 86.0
"""Least rapidfuzz ratio (0 to 100) of a misspelt name and the name: "carbamazapine" has 92."""


def plain(text: str) -> str:
    """`text` in lower case without accents, markup or hidden characters; every digit is 0-9, a line end is " ; "."""
    unmarked = _MARKUP.sub("", html.unescape(text))
    seen = _LINES.sub(" ; ", _NOT_SEEN.sub("", unmarked).strip())
    one = _DASHES.sub("-", _QUOTES.sub('"', "".join(map(_digit, seen))))
    return fold(one).replace("⁄", "/").strip()


def respelt(text: str) -> str:
    """Plain `text` with every misspelt name of `[spelling]` put right."""
    return _WORD.sub(lambda match: _name_like(match.group()), text)


@cache
def patterns(written: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    """Patterns from data, every `<part>` in them replaced by what `[parts]` of `words.toml` says."""
    return tuple(re.compile(filled(each)) for each in written)


@cache
def filled(pattern: str) -> str:
    """`pattern` with its parts put in; the parts may name one another.

    Raises:
        ValueError: it names a part that the data does not hold.
    """
    parts = words()["parts"]

    def part(match: re.Match[str]) -> str:
        name = match[1]
        if name not in parts:
            raise ValueError(f"“{name}” is no part of data/limits/words.toml: correct the pattern {pattern}")
        value = parts[name]
        return filled(value if isinstance(value, str) else f"(?:{'|'.join(value)})")

    return re.sub(r"(?<!\?P)<([a-z_]+)>", part, pattern)


@cache
def words() -> dict[str, Any]:
    """The parts and spellings of `data/limits/words.toml`."""
    return data_table("limits/words.toml")


def _digit(character: str) -> str:
    value = unicodedata.digit(character, None)
    return character if value is None else str(value)


@cache
def _name_like(word: str) -> str:
    known: list[str] = words()["spelling"]["known"]
    if len(word) < _LONG_ENOUGH or word in known or word in words()["spelling"]["kept"]:
        return word
    found = process.extractOne(word, known, scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return found[0] if found else word
