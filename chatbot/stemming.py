"""The stem of a word, the same from every thread."""

from __future__ import annotations

from functools import lru_cache

import snowballstemmer


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Porter's English stem. A stemmer holds the word it works on, so each call has its own."""
    return str(snowballstemmer.stemmer("english").stemWord(word))
