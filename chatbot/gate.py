"""Decides whether the library covers a question, from what the search shows."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from chatbot.condensing import Standalone
from chatbot.topics import Lexicon
from chatbot.words import stems
from kb.passage import Passage

PASSAGES_READ = 3
"""How many of the best passages the question's words are looked for in."""


@dataclass(frozen=True)
class Evidence:
    """What the search shows: logits, a cosine, and shares from 0 to 1."""

    best_passage: float
    best_sentence: float
    similarity: float
    said_in_passages: float
    said_in_sentence: float


@dataclass(frozen=True)
class Gate:
    """The fitted weights: a question is covered where the weighted sum reaches zero."""

    bias: float
    best_passage: float
    best_sentence: float
    similarity: float
    said_in_passages: float
    said_in_sentence: float
    field_similarity: float

    def margin(self, evidence: Evidence) -> float:
        """How far above (covered) or below zero the evidence stands."""
        return (
            self.bias
            + self.best_passage * evidence.best_passage
            + self.best_sentence * evidence.best_sentence
            + self.similarity * evidence.similarity
            + self.said_in_passages * evidence.said_in_passages
            + self.said_in_sentence * evidence.said_in_sentence
        )

    def lets_through(self, evidence: Evidence) -> bool:
        return self.margin(evidence) >= 0

    def is_of_the_field(self, standalone: Standalone, evidence: Evidence) -> bool:
        """Whether an uncovered question is one the library might have covered."""
        return standalone.names_the_field or evidence.similarity >= self.field_similarity


NOTHING_FOUND = Evidence(-12.0, -12.0, 0.0, 0.0, 0.0)


def evidence_for(query: str, passages: Sequence[Passage], lexicon: Lexicon) -> Evidence:
    """What `passages` show for the query they were found with; `NOTHING_FOUND` where there are none."""
    if not passages:
        return NOTHING_FOUND
    asked = _terms(query, lexicon)
    best = sorted(passages, key=lambda passage: -passage.score)[:PASSAGES_READ]
    read = frozenset().union(*(_terms(f"{p.chunk.context} {p.chunk.text}", lexicon) for p in best))
    top = max(
        ((scored, passage) for passage in passages for scored in passage.sentences),
        key=lambda pair: pair[0].score,
        default=None,
    )
    sentence_terms: frozenset[str] = frozenset()
    if top:
        text = top[1].chunk.document.text[top[0].sentence.start : top[0].sentence.end]
        sentence_terms = _terms(f"{top[1].chunk.context} {text}", lexicon)
    return Evidence(
        best_passage=best[0].score,
        best_sentence=top[0].score if top else NOTHING_FOUND.best_sentence,
        similarity=max(passage.similarity for passage in passages),
        said_in_passages=_share(asked, read),
        said_in_sentence=_share(asked, sentence_terms),
    )


@cache
def gate() -> Gate:
    """The gate of `data/gate.toml`."""
    return Gate(**tomllib.loads((files("chatbot") / "data" / "gate.toml").read_text(encoding="utf-8")))


def _terms(text: str, lexicon: Lexicon) -> frozenset[str]:
    """The stems of a text, the field's terms under one name each ("Botox" is "botulinum toxin")."""
    plain, named = text, set()
    for mention in reversed(lexicon.mentions(text)):
        if mention.topic.slot != "person":
            named.add(mention.topic.name)
            plain = plain[: mention.start] + " " + plain[mention.end :]
    return stems(plain) | frozenset(named)


def _share(asked: frozenset[str], said: frozenset[str]) -> float:
    return len(asked & said) / len(asked) if asked else 1.0
