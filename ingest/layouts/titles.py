"""Titles: what looks like one, and which of a page's own it is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.layouts.cues import find
from ingest.sheet import Line, Mark

_LETTERS = re.compile(r"[\W_]+")
_SITE = re.compile(r"\s+[|–—-]\s+")


def is_title(text: str) -> bool:
    """Whether the words could be a page's title: 3 to 150 characters, 25 words at most, no full stop at the end."""
    words = text.strip()
    return (
        3 <= len(words) <= 150
        and len(words.split()) <= 25
        and words[-1] not in ".,;:!"
        and words[0].isalnum()
        and not words.startswith("r/")
    )


def same_words(one: str, other: str) -> bool:
    """Whether two titles are the same but for marks, case and a site's name at the end."""
    first, second = _folded(one), _folded(other)
    return bool(first) and (first == second or first == _folded(_SITE.split(other)[0]))


def own_title(lines: Sequence[Line], said: str | None = None) -> str | None:
    """The title that a page shows and that is no section's heading.

    Its heading of level 1 (the one it also says is its title, where there are several); else its only highest heading,
    where nothing stands before it; else its first line, where no heading is marked and it looks like a title.
    """
    filled = [line for line in lines if line.text]
    headings = [line for line in filled if line.mark is Mark.HEADING]
    top = [line.text for line in headings if line.level <= 1]
    if top:
        return next((words for words in top if said and same_words(words, said)), top[0])
    if headings:
        highest = [line for line in headings if line.level == min(each.level for each in headings)]
        alone = len(highest) == 1 and len(headings) > 1 and filled[0] is highest[0]
        again = next((line.text for line in headings if said and same_words(line.text, said)), None)
        return again or (highest[0].text if alone else None)
    first = filled[0] if filled else None
    if (
        first is None
        or first.mark is not Mark.PLAIN
        or not is_title(first.text)
        or find("faq_question", first.text)
    ):
        return None
    return first.text


def without_site(title: str, own: str | None, organisation: str | None) -> str:
    """An HTML title without the site's name after it, where the page's heading or its publisher shows which that is."""
    if own and (same_words(own, title) or f"{_folded(title)} ".startswith(f"{_folded(own)} ")):
        return own
    first, *rest = _SITE.split(title)
    return first if rest and organisation and _folded(rest[-1]) == _folded(organisation) else title


def _folded(text: str) -> str:
    return _LETTERS.sub(" ", text).strip().lower()
