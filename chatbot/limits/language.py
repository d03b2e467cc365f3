"""Whether a message is in another language than English, by its script and its commonest words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from chatbot.datafiles import data_table
from ingest.injection import fold

_WORD = re.compile(r"[a-z]+(?:['’-][a-z]+)*")


@dataclass(frozen=True)
class _Languages:
    english: frozenset[str]
    particles: frozenset[str]
    others: tuple[frozenset[str], ...]
    script_share: float
    least_hits: int
    least_share: float


def is_english(text: str) -> bool:
    """Whether `text` may be read as English; what shows no other language is taken for it, names and typos too."""
    spoken = _WORD.findall(fold(text))
    return not (
        _is_of_another_script(text) or _has_words_of_another(spoken) or _is_accented_throughout(text, spoken)
    )


def _is_of_another_script(text: str) -> bool:
    letters = [each for each in unicodedata.normalize("NFKC", text) if each.isalpha()]
    foreign = [letter for letter in letters if not unicodedata.name(letter, "LATIN").startswith("LATIN")]
    return bool(letters) and len(foreign) / len(letters) >= _languages().script_share


def _is_accented_throughout(text: str, spoken: Sequence[str]) -> bool:
    """Whether two words or more hold letters that English lacks and none is one of its commonest."""
    accented = [word for word in text.split() if any(each.isalpha() and not each.isascii() for each in word)]
    return len(accented) > 1 and not any(word in _languages().english for word in spoken)


def _has_words_of_another(spoken: Sequence[str]) -> bool:
    known = _languages()
    english = sum(word in known.english for word in spoken)
    return any(_is_mostly(spoken, language, english, known) for language in known.others)


def _is_mostly(spoken: Sequence[str], language: frozenset[str], english: int, known: _Languages) -> bool:
    found = [word for word in spoken if word in language]
    enough = len(set(found)) >= known.least_hits or (bool(found) and len(found) == len(spoken))
    own = [word for word in found if word not in known.english | known.particles]
    return enough and len(own) >= 1 and len(found) > english and len(found) / len(spoken) >= known.least_share


@cache
def _languages() -> _Languages:
    data = data_table("limits/languages.toml")
    others = tuple(frozenset(fold(words).split()) for words in data["stop_words"].values())
    return _Languages(
        english=frozenset(data["english"].split()),
        particles=frozenset(data["particles"].split()),
        others=others,
        script_share=data["script_share"],
        least_hits=data["least_hits"],
        least_share=data["least_share"],
    )
