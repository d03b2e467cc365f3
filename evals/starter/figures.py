"""Whether the figures of a sentence are those of its facts: "62 in 100" of a fact that says 62% or 133 of 215."""

from __future__ import annotations

import re
from collections.abc import Iterator

_NUMBER = re.compile(r"(?<![\w.])\d[\d,]*(?:\.\d+)?(?![\w])(?!\.\d)")
_OF = re.compile(
    r"(\d[\d,]*(?:\.\d+)?)(?:\s+(?:or|to|and)\s+(\d[\d,.]*))?\s+(?:in|of|out of)\s+(?:every\s+)?(\d[\d,]*)"
)
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s*%")
_WORDS = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
)
_NUMBERS = {word: float(number) for number, word in enumerate(_WORDS.split(), start=2)}
_PARTS = {"half": 50.0, "third": 100 / 3, "quarter": 25.0, "fifth": 20.0, "tenth": 10.0}
NEAR = 0.06
"""How far, as a share, a rounded figure may lie from the fact's."""
_ROUND_PER_CENT = 1.0
_MEASURES = frozenset({100.0, 1000.0, 10_000.0, 100_000.0})
"""Denominators that a figure may be told by."""


def strange_figures(sentence: str, notes: str) -> tuple[str, ...]:
    """The figures of `sentence` that `notes` do not bear out, as written."""
    known = set(_values(notes)) | {*_PARTS.values()} & set(_shares(notes))
    shares = set(_shares(notes))
    strange = []
    left = sentence
    for match in _OF.finditer(sentence):
        whole = _number(match.group(3))
        parts = [_number(each) for each in match.groups()[:2] if each]
        told = all(_told(part, whole, known, shares) for part in parts)
        if not told:
            strange.append(match.group())
        left = left.replace(match.group(), " ")
    for match in _NUMBER.finditer(left):
        value = _number(match.group())
        if not any(_near(value, each) for each in known | shares) and value not in _MEASURES:
            strange.append(match.group())
    return tuple(strange)


def _told(part: float, whole: float, known: set[float], shares: set[float]) -> bool:
    """Whether "`part` in `whole`" stands in the note as such, or as a share."""
    if part in known and (whole in known or whole in _MEASURES):
        return True
    share = 100 * part / whole if whole else 0.0
    return any(abs(share - each) <= max(_ROUND_PER_CENT, NEAR * each) for each in shares)


def _values(text: str) -> Iterator[float]:
    yield from (_number(match.group()) for match in re.finditer(r"\d[\d,]*(?:\.\d+)?", text))
    yield from (_NUMBERS[word] for word in re.findall(r"[a-z]+", text.lower()) if word in _NUMBERS)


def _shares(text: str) -> Iterator[float]:
    """Every share that `text` states, per cent."""
    yield from (float(match.group(1)) for match in _PERCENT.finditer(text))
    for match in re.finditer(r"(\d[\d,]*(?:\.\d+)?)\s*(?:/|in|of|out of)\s*(\d[\d,]*)", text):
        part, whole = _number(match.group(1)), _number(match.group(2))
        if whole:
            yield 100 * part / whole
    yield from (share for word, share in _PARTS.items() if word in text.lower())


def _near(value: float, other: float) -> bool:
    return abs(value - other) <= NEAR * abs(other)


def _number(text: str) -> float:
    return float(text.replace(",", "").rstrip("."))
