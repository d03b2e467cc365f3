"""Puts misspelt words of a question right, by the words the library itself uses.

No word list tells whether an unknown word is a slip or a word of its own ("strep", "Keppra"), so what was done to
the word decides. People drop, add, double and swap letters, and mistake one vowel or one sound for another; a word
that differs otherwise is another word. A word that every text uses ("step") is meant far less often by an unknown
word than one of the field ("carbamazepine"), and so has to be closer.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA, Levenshtein

SHORTEST = 4
"""Letters below which a word is left as it is: too many short words are one letter apart."""

COMMON_SHORTEST, COMMON_LONG, COMMON_LONGEST = 6, 8, 10
"""Letters of an everyday word from which a likely slip, a dropped or added consonant, and two slips are put right.

Of 3,000 words of the CMU dictionary that the starter collection does not use, 12 become another word by these limits.
"""

OFTEN, OFTEN_LEAST = 600, 5
"""An everyday word that is one of so many of the library's words, and stands so many times, may be a letter shorter."""

FIELD_LONG = 7
"""Letters of a word of the field from which two slips, or one unlikely one, are put right."""

_VOWELS = frozenset("aeiouy")
_SOUNDS = tuple(map(frozenset, ("ckq", "cszx", "gj", "fv", "mn")))
_ENDING = re.compile(r"(?:ally|als?|ies|ing|ions?|ous|ics?|ed|es|er|ly|[sey])$")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


class Slip(IntEnum):
    """What was done to a letter, the likeliest by mistake first."""

    SWAPPED = 0
    LIKELY = 1
    CONSONANT = 2
    OTHER = 3


class Edit(NamedTuple):
    """A letter lost from a word, gained ("" where none is), or both, and where."""

    tag: str
    lost: str
    gained: str
    at: int


@dataclass(frozen=True)
class Speller:
    """`used` counts the words of the library; `is_word` knows the everyday words that are rightly spelt."""

    used: Mapping[str, int]
    is_word: Callable[[str], bool]

    def corrected(self, question: str) -> str:
        """`question` with each unknown word replaced by the closest word of the library, where one is close."""
        return _WORD.sub(lambda found: self._word(found[0]), question)

    def _word(self, word: str) -> str:
        plain = word.lower().replace("’", "'")
        if len(plain) < SHORTEST or "'" in plain or plain in self.used or self.is_word(plain):
            return word
        close = process.extract(plain, self.used.keys(), scorer=OSA.distance, score_cutoff=2, limit=12)
        good = [
            (distance, self.is_word(other), -self.used[other], other)
            for other, distance, _ in close
            if self._is_meant(plain, other)
        ]
        return min(good)[3] if good else word

    def _is_meant(self, word: str, other: str) -> bool:
        """Whether `word` is likely `other` misspelt, and no other form of it and no word of its own."""
        if word[0] != other[0] or word.startswith(other) or _ENDING.sub("", word) == _ENDING.sub("", other):
            return False
        made = slips(word, other)
        if not self.is_word(other):
            return _is_likely(made, len(other))
        often = self.used[other] >= max(OFTEN_LEAST, self._total / OFTEN)
        return _is_likely_common(made, len(other) + often)

    @cached_property
    def _total(self) -> int:
        return sum(self.used.values())


def word_counts(texts: Iterable[str]) -> Counter[str]:
    """How often each word stands in the texts, in lower case; short and possessive ones are left out."""
    found = (word.lower() for text in texts for word in _WORD.findall(text))
    return Counter(word for word in found if len(word) >= SHORTEST and "'" not in word and "’" not in word)


def slips(word: str, other: str) -> tuple[Slip, ...]:
    """What turns `other` into `word`: two letters in the other order are one slip, a syllable more or less is none."""
    edits = [
        Edit(
            op.tag,
            "" if op.tag == "insert" else other[op.src_pos],
            "" if op.tag == "delete" else word[op.dest_pos],
            op.src_pos,
        )
        for op in Levenshtein.editops(other, word)
    ]
    made: list[Slip] = []
    for edit in edits:
        before = edits[len(made) - 1] if made else None
        if before and before[1:3] == (edit.gained, edit.lost) and edit.at - before.at <= 2:
            made[-1] = Slip.SWAPPED
            return (*made, *(_slip(each, other) for each in edits[len(made) + 1 :]))
        made.append(Slip.OTHER if before and _is_syllable(before, edit, other) else _slip(edit, other))
    return tuple(made)


def _is_syllable(before: Edit, edit: Edit, other: str) -> bool:
    """Whether two letters were lost or gained side by side, none of them only doubled."""
    beside = before.tag == edit.tag != "replace" and edit.at - before.at <= 1
    return beside and not (_is_doubled(before, other) or _is_doubled(edit, other))


def _is_doubled(edit: Edit, other: str) -> bool:
    after = edit.at + (edit.tag == "delete")
    return (edit.lost or edit.gained) in other[max(edit.at - 1, 0) : edit.at] + other[after : after + 1]


def _slip(edit: Edit, other: str) -> Slip:
    letters = {edit.lost, edit.gained} - {""}
    if edit.tag == "replace":
        alike = letters <= _VOWELS or any(letters <= sound for sound in _SOUNDS)
        return Slip.LIKELY if alike else Slip.OTHER
    return Slip.LIKELY if letters <= _VOWELS or _is_doubled(edit, other) else Slip.CONSONANT


def _is_likely(made: tuple[Slip, ...], letters: int) -> bool:
    """For a word of the field."""
    if letters < FIELD_LONG:
        return len(made) == 1 and made[0] <= Slip.LIKELY
    return len(made) == 1 or (len(made) == 2 and min(made) <= Slip.LIKELY and max(made) <= Slip.CONSONANT)


def _is_likely_common(made: tuple[Slip, ...], letters: int) -> bool:
    """For an everyday word."""
    if len(made) == 2:
        return letters >= COMMON_LONGEST and max(made) <= Slip.LIKELY
    if made[0] is Slip.SWAPPED:
        return True
    most = Slip.CONSONANT if letters >= COMMON_LONG else Slip.LIKELY
    return letters >= COMMON_SHORTEST and made[0] <= most
