"""Finds the words of a question that point back to an earlier turn, and puts there what they point at."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from chatbot.focus import Focus
from chatbot.followups import any_of, cues

_NOUNS = "|".join(noun for nouns in cues().nouns.values() for noun in nouns)
_END = r"(?=\W*$|\W*[,.;?!]|\s+(?:and|or|in|for|with|at|when|if|after|before|during|while|go|come|happen|work)\b)"
_AUXILIARY = r"(?:is|are|was|were|does|do|did|can|could|will|would|should|has|have|may|might|had)"
_POINTERS = re.compile(
    r"\bthe\s+(?P<first>first|former)(?:\s+(?:one|option))?\b|\bthe\s+(?P<second>second|latter|last)\s*(?:one|option)?\b"
    r"|\b(?:this|that|these|those)\s+ones?\b"
    rf"|\b(?:this|that|these|those)\s+(?P<noun>{_NOUNS})s?\b"
    r"|\b(?:it|they|that)['’](?:s|re)\b(?!\s+(?:called|been))"
    r"|\b(?:it|its|they|them|their)\b"
    rf"|(?<=\s)(?:this|that|these|those)\b{_END}"
    r"|(?:(?<=\bis )|(?<=\bare )|(?<=\bdoes )|(?<=\bdo )|(?<=\bcan )|(?<=\bcould )|(?<=\bwill )|(?<=\bwould )"
    r"|(?<=\bshould ))"
    rf"(?:this|that|these|those)\s+(?=\w)(?!(?:pain|age|dose|amount|drug|feeling|numbness|weakness|thing)\b)"
    rf"|^\W*(?:this|that|these|those)\b(?=\s+{_AUXILIARY}\b)",
    re.IGNORECASE,
)
_LEANING = re.compile(
    r"\b(?:he|she|him|her|his|hers|this|these|those|afterwards?|beforehand|instead|alternatively|both|either|neither"
    rf"|it|they|them|the\s+(?:{_NOUNS}))\b",
    re.IGNORECASE,
)
_TOGETHER = re.compile(
    r"\b(?:than|or|versus|vs|instead of|combined|together|alongside|compared?|with)\b", re.IGNORECASE
)
_SINGULAR = {"are": "is", "were": "was", "do": "does", "aren't": "isn't", "don't": "doesn't"}
_PLURAL = {singular: plural for plural, singular in _SINGULAR.items()}


@dataclass(frozen=True)
class Pointer:
    """Where a word that points back stands, and what it points at."""

    start: int
    end: int
    referent: str


def pointer_in(asked: str, focus: Focus, own_start: int | None = None) -> Pointer | None:
    """The first word of `asked` that stands for something of `focus`; None where nothing is to be put in its place.

    `own_start` is where `asked` names a treatment or test of its own: "it" before that is the condition, unless the
    two are compared.
    """
    calm = any_of(cues().whole).sub(_blank, any_of(cues().idle).sub(_blank, asked))
    for found in _POINTERS.finditer(calm):
        if own_start is not None and found.start() > own_start:
            return None
        compared = own_start is not None and _TOGETHER.search(asked[found.end() : own_start])
        referent = (
            focus.condition if own_start is not None and not compared else _referent(found, focus, asked)
        )
        if referent:
            return Pointer(found.start(), found.end(), referent)
    return None


def leans(asked: str) -> bool:
    """Whether `asked` leans on earlier turns without a word that could be replaced: "can she fly afterwards?"."""
    calm = any_of(cues().idle).sub(_blank, asked)
    return bool(_LEANING.search(calm) or any_of(cues().whole).search(asked))


def filled_in(asked: str, pointer: Pointer) -> str:
    """`asked` with the pointer's referent in its place, the verb before it in number with it."""
    said = asked[pointer.start : pointer.end].strip()
    referent = pointer.referent
    if said.lower() in ("its", "their"):
        referent += "'" if referent.endswith("s") else "'s"
    elif re.search(r"['’](?:s|re)$", said):
        referent += " are" if is_plural(pointer.referent) else " is"
    before = asked[: pointer.start]
    if said.lower() not in ("its", "their"):
        before = re.sub(r"\b[\w']+(?=\s+$)", lambda m: _agreeing(m[0], pointer.referent), before)
    after = asked[pointer.end :]
    gap = " " if after[:1].isalnum() else ""
    return f"{before}{referent}{gap}{after}"


def is_plural(name: str) -> bool:
    """Whether `name` is spoken of as "they"."""
    last = name.split(" by ", maxsplit=1)[0].rsplit(maxsplit=1)[-1]
    return bool(re.search(r"[^siu']s$", last))


def _agreeing(verb: str, referent: str) -> str:
    table = _PLURAL if is_plural(referent) else _SINGULAR
    other = table.get(verb.lower(), verb)
    return other.capitalize() if verb[:1].isupper() else other


def _referent(found: re.Match[str], focus: Focus, asked: str) -> str | None:
    if found["first"] or found["second"]:
        return focus.alternatives[1 if found["second"] else 0] if len(focus.alternatives) > 1 else None
    if found["noun"]:
        return _by_noun(found["noun"].lower(), focus)
    word = found[0].lower().strip()
    if word == "they" and re.match(
        rf"\s+(?:\w+ly\s+)?(?:{'|'.join(cues().agents)})\b", asked[found.end() :], re.IGNORECASE
    ):
        return None
    if word.startswith(("the", "thos")):
        plural = (each for each in (focus.treatment, focus.test, focus.condition) if each and is_plural(each))
        return next(plural, focus.subject)
    return focus.subject


def _by_noun(noun: str, focus: Focus) -> str | None:
    slot: Literal["condition", "treatment", "test"]
    for slot in ("condition", "treatment", "test"):
        if noun in cues().nouns[slot]:
            return {"condition": focus.condition, "treatment": focus.treatment, "test": focus.test}[slot]
    return None


def _blank(found: re.Match[str]) -> str:
    return "_" * len(found[0])
