"""Words as cues know them: by stem, and by the nearest cue word where the spelling is off."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz.distance import OSA

from chatbot.stemming import stem
from chatbot.triage.data import table

SHORTEST_FUZZY = 5
LONG_WORD = 8


class Spelling:
    """The words that cues are made of, and which of them a strange word most likely is.

    A word within one slip (two for words of eight letters and more) of a cue word, beginning alike, is read as it.
    Never a word of the protected list: ordinary English words that stand one slip from a cue word.
    """

    def __init__(self, cue_words: Iterable[str]) -> None:
        data = table("spelling.toml")
        self._protected = frozenset(stem(word) for word in data["protected"].split())
        self._variants = {
            wrong: right for right, wrongs in data["variants"].items() for wrong in wrongs.split()
        }
        self._known = frozenset(stem(self._variants.get(word, word)) for word in cue_words)
        self._by_letter: dict[str, tuple[str, ...]] = {}
        for word in sorted(self._known):
            if len(word) >= SHORTEST_FUZZY:
                self._by_letter[word[0]] = (*self._by_letter.get(word[0], ()), word)
        self.key = lru_cache(maxsize=20_000)(self._key)

    def _key(self, word: str) -> str:
        """The stem that stands for `word`."""
        word = self._variants.get(word, word)
        root = stem(word)
        if root in self._known or root in self._protected or len(root) < SHORTEST_FUZZY or not root.isalpha():
            return root
        if word.endswith("in") and (whole := stem(word + "g")) in self._known:
            return whole
        return (
            self._nearest(root) or (self._nearest(stem(word + "g")) if word.endswith("in") else None) or root
        )

    def _nearest(self, root: str) -> str | None:
        best, slips = None, 3
        for word in self._by_letter.get(root[0], ()):
            allowed = 2 if min(len(word), len(root)) >= LONG_WORD else 1
            distance = OSA.distance(root, word, score_cutoff=allowed)
            if distance <= allowed and distance < slips:
                best, slips = word, distance
        return best
