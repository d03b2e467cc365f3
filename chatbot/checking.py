"""The claim checker: does a source say what a sentence of the answer says?

A verbatim sentence is supported by equality. Any other must pass every rule against one of its sources, share most of
its content words with it and, where a model is at hand, lie near it in meaning. It contradicts none of the others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from chatbot.excess import EXCESSES
from chatbot.opposites import opposed
from chatbot.rules import CONTRADICTIONS
from chatbot.vocabulary import vocabulary
from chatbot.wording import Reading, reading

__all__ = ["Verdict", "judge", "opposed"]

Cosine = Callable[[str, str], float]


@dataclass(frozen=True)
class Verdict:
    """What the checker found, and why in plain English."""

    name: Literal["supported", "unsupported", "not_checked"]
    why: str


def judge(text: str, sources: Sequence[str], cosine: Cosine | None = None) -> Verdict:
    """Whether one of `sources` says what `text` says.

    `cosine` gives the nearness in meaning of two sentences, -1 to 1; without it more shared words are asked for.
    """
    claim = _folded(text)
    if claim and claim in {_folded(source) for source in sources}:
        return Verdict("supported", "these are the source’s own words")
    if not reading(claim).keys and not reading(claim).quantities:
        return Verdict("not_checked", "it states nothing that could be checked")
    if not sources:
        return Verdict("unsupported", "it cites nothing")
    contradicted = next((why for source in sources if (why := opposed(claim, _folded(source)))), None)
    if contradicted:
        return Verdict("unsupported", contradicted)
    faults = [_fault(claim, _folded(source), cosine) for source in sources]
    if None in faults:
        return Verdict("supported", "the source says the same in other words")
    return Verdict("unsupported", next(why for why in faults if why))


def _folded(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _fault(claim: str, source: str, cosine: Cosine | None) -> str | None:
    """Why this source does not support the claim, None where it does."""
    if source.endswith("?"):
        return "the source only asks"
    said, meant = reading(claim), reading(source)
    for rule in (*CONTRADICTIONS, *EXCESSES):
        if why := rule(said, meant):
            return why
    return _too_far(said, meant, cosine)


def _too_far(claim: Reading, source: Reading, cosine: Cosine | None) -> str | None:
    limits = vocabulary().data["limits"]
    overlap = len(claim.keys & source.keys) / max(1, len(claim.keys))
    least = limits["overlap_alone"] if cosine is None else limits["overlap"]
    if overlap < least:
        return "too few of its words are in the source"
    if cosine is not None and cosine(claim.text, source.text) < limits["cosine"]:
        return "it is too far from the source in meaning"
    return None
