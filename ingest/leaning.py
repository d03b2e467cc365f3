"""Which sentences lean on the one before: alone, a reader or a model cannot tell what they speak of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.chunk import QUOTABLE, Sentence

_LEANS = re.compile(
    r"^\W*(?:(?:but|and|so|also|however|then|still|yet|or|in fact|for example),?\s+)*"
    r"(?:(?:in|when|during|after|with|for|if|because of|as|once|before|by|at|on)\s+)?"
    r"(?:it|its|it's|they|they're|their|them|these|those|this|that|such|she|he|her|his|both|neither|either|another)\b",
    re.IGNORECASE,
)


def leans(words: str) -> bool:
    """Whether a sentence begins by pointing back: "It …", "This procedure …", "When they …"."""
    return _LEANS.match(words) is not None


def support_of(text: str, among: Sequence[Sentence], sentence: Sentence) -> Sentence | None:
    """The nearest statement before a leaning sentence that does not lean itself; None where it needs or has none."""
    if not leans(text[sentence.start : sentence.end]):
        return None
    before = (each for each in reversed(among) if each.end <= sentence.start and each.kind in QUOTABLE)
    earlier = list(before)[:3]
    upright = (each for each in earlier if not leans(text[each.start : each.end]))
    return next(upright, earlier[0] if earlier else None)
