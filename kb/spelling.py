"""Puts misspelt words of a question right, by the words the library itself uses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST = 4
"""Letters below which a word is left as it is: too many short words are one letter apart."""

_ENDING = re.compile(r"(?:ally|als?|ies|ing|ions?|ous|ics?|ed|es|er|ly|[sey])$")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


@dataclass(frozen=True)
class Speller:
    """`used` counts the words of the library; `is_word` knows all others that are rightly spelt."""

    used: Mapping[str, int]
    is_word: Callable[[str], bool]

    def corrected(self, question: str) -> str:
        """`question` with each unknown word replaced by the closest word of the library, where one is close."""
        return _WORD.sub(lambda found: self._word(found[0]), question)

    def _word(self, word: str) -> str:
        plain = word.lower().replace("’", "'")
        if len(plain) < SHORTEST or "'" in plain or plain in self.used or self.is_word(plain):
            return word
        most = 1 if len(plain) < 7 else 2
        close = process.extract(plain, self.used.keys(), scorer=OSA.distance, score_cutoff=most, limit=5)
        good = [
            (distance, -self.used[other], other) for other, distance, _ in close if _is_a_slip(plain, other)
        ]
        return min(good)[2] if good else word


def word_counts(texts: Iterable[str]) -> Counter[str]:
    """How often each word stands in the texts, in lower case; short and possessive ones are left out."""
    found = (word.lower() for text in texts for word in _WORD.findall(text))
    return Counter(word for word in found if len(word) >= SHORTEST and "'" not in word and "’" not in word)


def _is_a_slip(word: str, other: str) -> bool:
    """Whether `word` may be `other` misspelt, rather than another form of it ("hormonal", "hormone")."""
    return (
        word[0] == other[0] and not word.startswith(other) and _ENDING.sub("", word) != _ENDING.sub("", other)
    )
