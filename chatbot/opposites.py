"""Whether two sentences on the same matter contradict each other, told only where the matter is surely the same."""

from __future__ import annotations

from chatbot.degrees import frequencies
from chatbot.rules import denial_differs, number_differs, opposite
from chatbot.vocabulary import vocabulary
from chatbot.wording import Reading, reading

_SHORTER = 0.65
_LONGER = 0.4
"""Least shares of the shorter and the longer sentence's content words that both must hold, opposites apart."""


def opposed(a: str, b: str) -> str | None:
    """Why `a` and `b` cannot both be true, None where they can or where they speak of different things."""
    one, other = reading(a), reading(b)
    if a.endswith("?") or b.endswith("?") or not _same_matter(one, other):
        return None
    return (
        opposite(one, other)
        or denial_differs(one, other)
        or _frequency_differs(one, other)
        or number_differs(one, other)
    )


def _same_matter(one: Reading, other: Reading) -> bool:
    """Whether both share most of their words and name no different person, part, drug, test or condition."""
    apart = {key for key in one.keys if vocabulary().opposites.get(key, frozenset()) & other.keys}
    apart |= {key for key in other.keys if vocabulary().opposites.get(key, frozenset()) & one.keys}
    left, right = one.keys - apart, other.keys - apart
    shared = left & right
    shorter, longer = sorted((len(left), len(right)))
    if not shared or len(shared) < _SHORTER * shorter or len(shared) < _LONGER * longer:
        return False
    if len(shared) < 2 and longer > 1:
        return False
    return not _names_differ(one, other)


def _names_differ(one: Reading, other: Reading) -> bool:
    classes = vocabulary().classes
    for name in ("who", "condition", "treatment", "test", "body"):
        left = {key for key in one.keys if classes.get(key) == name}
        right = {key for key in other.keys if classes.get(key) == name}
        if left and right and not left & right:
            return True
    return False


def _frequency_differs(one: Reading, other: Reading) -> str | None:
    """Rare against common: levels on either side of "sometimes", said of shared words."""
    said, meant = frequencies(one), frequencies(other)
    for text, at, level in said:
        for word, place, rival in meant:
            about = {*one.after(at, 3), *one.before(at, 2)} & {
                *other.after(place, 3),
                *other.before(place, 2),
            }
            both = {other for _, _, other in said} & {other for _, _, other in meant}
            if about and not both & {level, rival} and (level < 2 < rival or rival < 2 < level):
                return f"one says “{text.replace('_', ' ')}”, the other “{word.replace('_', ' ')}”"
    return None
