"""Finds a claim that turns two things round: what presses on what, what comes before, what is preferred."""

from __future__ import annotations

from functools import cache

from chatbot.vocabulary import listed, vocabulary
from chatbot.wording import Reading

_BE = frozenset({"is", "are", "was", "were", "be", "been", "being"})

_NEAR = 4
"""Content words on each side of an ordering word that are read as its two things."""


def order(claim: Reading, source: Reading) -> str | None:
    said, meant = _ordered(claim), _ordered(source)
    for name, sides in said:
        rivals = [others for other, others in meant if other == name]
        if any(_crossed(sides, others) for others in rivals) and sides not in rivals:
            return "it turns round what the source says of the two"
    return None


Sides = tuple[frozenset[str], frozenset[str]]


def _ordered(sentence: Reading) -> list[tuple[str, Sides]]:
    """For each word that sets two things in order, its family and what stands on its two sides."""
    ways, verbs = _ways(), _verbs()
    found = []
    for at, word in enumerate(sentence.words):
        name, forward = ways.get(word.text, (word.key, not _is_passive(sentence, at)))
        if word.text in ways or (word.key in verbs and _next(sentence, at) != "of"):
            found.append((name, _sides(sentence, at, forward)))
    return found


@cache
def _ways() -> dict[str, tuple[str, bool]]:
    """Each ordering word's family, and whether what comes first stands before it."""
    ways: dict[str, tuple[str, bool]] = {}
    for family in vocabulary().data["order"]["families"]:
        ways |= {_joined(word): (family["forward"][0], True) for word in family["forward"]}
        ways |= {_joined(word): (family["forward"][0], False) for word in family["backward"]}
    return ways


@cache
def _verbs() -> frozenset[str]:
    return frozenset(vocabulary().key(verb) for verb in listed("order", "verbs"))


def _joined(phrase: str) -> str:
    return phrase.replace(" ", "_")


def _next(sentence: Reading, at: int) -> str:
    return sentence.words[at + 1].text if at + 1 < len(sentence.words) else ""


def _is_passive(sentence: Reading, at: int) -> bool:
    """Whether the verb at `at` is passive: "by" or "with" follows, or a form of "be" stands before it."""
    following = {word.text for word in sentence.words[at + 1 : at + 3]}
    before = {word.text for word in sentence.words[max(0, at - 3) : at]}
    has_been = sentence.words[at].text.endswith(("ed", "en")) and bool(before & _BE)
    return has_been or bool(following & {"by", "with"})


def _sides(sentence: Reading, at: int, forward: bool) -> Sides:
    before, after = frozenset(sentence.before(at, _NEAR)), frozenset(sentence.after(at, _NEAR))
    before, after = before - after, after - before
    return (before, after) if forward else (after, before)


def _crossed(said: Sides, meant: Sides) -> bool:
    return bool(said[0] & meant[1]) and bool(said[1] & meant[0])
