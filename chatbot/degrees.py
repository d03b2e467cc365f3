"""Finds a claim that is surer than its source, or says it of more: how often, how many, more or less than what."""

from __future__ import annotations

import re

from chatbot.vocabulary import levels, listed, vocabulary
from chatbot.wording import Reading

_HEDGE = 2
"""The level of "sometimes", "may" and "can": weaker than every higher one."""


def frequency(claim: Reading, source: Reading) -> str | None:
    said, meant = frequencies(claim), frequencies(source)
    given = {level for _, _, level in meant}
    for text, _, level in said:
        weaker = _HEDGE <= level <= max(given, default=5)
        if level not in given and not weaker:
            return f"“{text.replace('_', ' ')}” is not how often or how many the source says"
    for text, at, level in meant:
        scope = _scope(source, at) & claim.keys
        kept = [place for _, place, other in said if level == other or _HEDGE <= other < level]
        if level < 5 and scope and not any(scope & _scope(claim, place) for place in kept):
            return f"it drops “{text.replace('_', ' ')}”"
    if len(said) < len(meant) and len(source.keys - claim.keys) < 2:
        return "it drops a word for how often, how many or how surely"
    return None


def _scope(sentence: Reading, at: int) -> frozenset[str]:
    """What a word for how often is said of: the next three content words and the one before."""
    return frozenset((*sentence.after(at, 3), *sentence.before(at, 1)))


def frequencies(sentence: Reading) -> list[tuple[str, int, int]]:
    """The words for how often, how many or how surely, with place and level; superlatives and denied "can" aside."""
    often, graded = levels("frequency"), listed("frequency", "superlative")
    found = []
    for at, word in enumerate(sentence.words):
        following = sentence.words[at + 1].text if at + 1 < len(sentence.words) else ""
        denied = following == "not" and word.text in {"can", "could"}
        is_superlative = word.text in {"most", "least"} and following in graded
        earlier = sentence.words[at - 1].text if at else ""
        in_superlative = earlier in {"most", "least", "more", "less"} and word.text in graded
        if often.get(word.text, 0) and not denied and not is_superlative and not in_superlative:
            found.append((word.text, at, often[word.text]))
    return found


def superlative(claim: Reading, source: Reading) -> str | None:
    graded = "|".join(vocabulary().data["frequency"]["superlative"])
    pattern = rf"\b(most|least|more|less|best|worst|fewer)[ _-]+(?:{graded})\b"
    said = {found.lower() for found in re.findall(pattern, claim.text, re.IGNORECASE)}
    meant = {found.lower() for found in re.findall(pattern, source.text, re.IGNORECASE)}
    added = sorted(said - meant)
    return f"the source does not say “{added[0]}”" if added else None


def comparison(claim: Reading, source: Reading) -> str | None:
    for way in ("up", "down"):
        words = set(vocabulary().data["comparison"][way])
        compared, meant = (
            words & {part for word in one.words for part in word.text.split("_")} for one in (claim, source)
        )
        if compared and not meant:
            return f"the source does not say “{min(compared)}”"
    return None
