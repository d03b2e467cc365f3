"""Chooses the sentences an answer quotes: on the point, unlike one another, the strongest evidence first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from chatbot.condensing import Standalone
from chatbot.settings import ChatSettings
from chatbot.topics import Lexicon, names
from chatbot.words import stems
from ingest.chunk import Sentence
from ingest.document import EvidenceRank
from kb.passage import Passage, ScoredSentence
from kb.search import as_understood

_DEFINES = re.compile(
    r"^(?:\W*)(?:[\w'’()-]+\s+){1,6}?(?:is|are|means|refers to|is called|are called)"
    r"\s+(?:a|an|the|one|defined|described|also known|known|caused)\b",
    re.IGNORECASE,
)
_EXCEPTS = re.compile(
    r"\b(?:but|however|although|though|unless|except|exception|rarely|in contrast|on the other hand|not everyone|"
    r"not all|does not|do not|cannot|caution|careful|uncertain|insufficient|no firm)\b",
    re.IGNORECASE,
)


GENERAL = frozenset({"facial twitching", "eyelid twitching", "focal seizures"})
"""Conditions whose names people and pages use for many others."""


class Place(IntEnum):
    """Where a sentence goes in a plain order: what it is, then the asked detail, then exceptions."""

    WHAT_IT_IS = 0
    DETAIL = 1
    EXCEPTION = 2


ABOUT_WEIGHT = 0.1
"""What the cross-encoder's score counts beside the log-odds that a sentence answers, for which to quote."""


FORESEEN_LEAST, FORESEEN_NEAR = 0.7, 0.05
"""A sentence belongs to the best one's need where both are foreseen for the question: from this cosine on, and no
further apart than that."""

LIVED_LEAST = 0.0
"""What an experience must score where something is stated: an idle story beside an answer only takes room."""

SAME_FACT = 0.4
"""The share of word stems from which on two sentences of one source and of the same figures say the same fact."""


@dataclass(frozen=True)
class Candidate:
    """A sentence that may be quoted, with the passage it stands in, its score for the question, and how near that is to
    those it is foreseen to answer (a cosine)."""

    passage: Passage
    sentence: Sentence
    score: float
    foreseen: float | None = None

    @property
    def quote(self) -> str:
        return self.passage.chunk.document.text[self.sentence.start : self.sentence.end]

    @property
    def references(self) -> frozenset[str]:
        """What the document itself cites for the sentence."""
        document = self.passage.chunk.document
        return frozenset(document.references_between(self.sentence.start, self.sentence.end))

    @property
    def rank(self) -> EvidenceRank:
        return self.passage.chunk.part.rank

    @property
    def place(self) -> Place:
        if _DEFINES.search(self.quote):
            return Place.WHAT_IT_IS
        return Place.EXCEPTION if _EXCEPTS.search(self.quote) else Place.DETAIL


@dataclass(frozen=True)
class Chosen:
    """What will be quoted: in our own voice, as experiences, and as claims of pages with no known author."""

    stated: tuple[Candidate, ...] = ()
    experiences: tuple[Candidate, ...] = ()
    quarantined: tuple[Candidate, ...] = ()


def choose(
    passages: Sequence[Passage], settings: ChatSettings, asked: Standalone, lexicon: Lexicon
) -> Chosen:
    """The sentences of `passages` that answer, at most `most_sentences`, each group in its plain order.

    Words of unknown standing (rank 0) come in only where no sentence of standing scores as well.
    """
    about = names(asked.mentions, "condition")
    pool = _good_enough([c for c in _candidates(passages) if not _is_of_another(c, about, lexicon)], settings)
    stated = _unlike([c for c in pool if c.rank.may_claim], settings)
    room = settings.most_sentences - len(stated)
    told = [c for c in pool if c.rank.level == 5 and (not stated or c.score >= LIVED_LEAST)]
    lived = _unlike(told, settings, besides=stated)
    experiences = lived[: min(room, settings.most_experiences) if stated else room]
    room -= len(experiences)
    bar = max((candidate.score for candidate in stated), default=float("-inf"))
    weak = [c for c in pool if c.rank.level == 0 and c.score > bar]
    quarantined = _unlike(weak, settings, besides=[*stated, *experiences])[: max(room, 0)]
    return Chosen(_in_plain_order(stated), _in_plain_order(experiences), _in_plain_order(quarantined))


def _candidates(passages: Iterable[Passage]) -> list[Candidate]:
    every = [
        Candidate(passage, scored.sentence, _worth(scored), scored.foreseen)
        for passage in passages
        for scored in passage.sentences
        if scored.answers is not None
    ]
    return sorted(
        every, key=lambda c: (-c.score, c.rank.weakness, c.passage.chunk.document.location, c.sentence.start)
    )


def _worth(scored: ScoredSentence) -> float:
    """How well a sentence answers, and a little for how much it is about what was asked."""
    return (scored.answers or 0.0) + ABOUT_WEIGHT * scored.score


def _is_of_another(candidate: Candidate, about: tuple[str, ...], lexicon: Lexicon) -> bool:
    """Whether a sentence, or where it names none its title and heading, speaks of other conditions alone than those
    asked about."""
    chunk = candidate.passage.chunk
    named = names(lexicon.mentions(as_understood(chunk, candidate.sentence)), "condition")
    named = named or names(lexicon.mentions(chunk.context), "condition")
    return bool(about) and bool(named) and not set(named) & set(about) and not _is_general(named, about)


def _is_general(named: tuple[str, ...], about: tuple[str, ...]) -> bool:
    """Whether either side only names twitching or spasms of the face in general, which any condition may be."""
    return not GENERAL.isdisjoint(named) or not GENERAL.isdisjoint(about)


def _good_enough(ordered: list[Candidate], settings: ChatSettings) -> list[Candidate]:
    if not ordered:
        return []
    best, floor = ordered[0], settings.sentence_floor
    bar = max(floor, best.score - settings.within)
    good = [each for each in ordered if each.score >= (floor if _of_one_need(best, each) else bar)]
    return good or ordered[:1]


def _of_one_need(best: Candidate, other: Candidate) -> bool:
    """Whether both are foreseen to answer what is asked, about as surely."""
    return (
        best.foreseen is not None
        and other.foreseen is not None
        and other.foreseen >= max(FORESEEN_LEAST, best.foreseen - FORESEEN_NEAR)
    )


def _unlike(
    ordered: Iterable[Candidate], settings: ChatSettings, besides: Sequence[Candidate] = ()
) -> list[Candidate]:
    """The best of `ordered` that repeat neither one another nor `besides`."""
    kept: list[Candidate] = []
    said = [candidate for candidate in besides if stems(candidate.quote)]
    for candidate in ordered:
        if stems(candidate.quote) and not any(_repeats(candidate, other, settings) for other in said):
            kept.append(candidate)
            said.append(candidate)
    return kept[: settings.most_sentences]


def _repeats(candidate: Candidate, before: Candidate, settings: ChatSettings) -> bool:
    """Whether two sentences say the same. Two that give different figures do only where they rest on one source and
    one gives no figure that the other does not."""
    one, other = stems(candidate.quote), stems(before.quote)
    shared = len(one & other) / len(one | other)
    figures = (_figures(one), _figures(other))
    if candidate.references & before.references and shared >= SAME_FACT:
        return figures[0] <= figures[1] or figures[1] <= figures[0]
    if figures[0] != figures[1]:
        return False
    held = len(one & other) / min(len(one), len(other))
    return shared >= settings.alike or held >= settings.held_within


def _figures(words: frozenset[str]) -> frozenset[str]:
    return frozenset(word for word in words if word[0].isdigit())


def _in_plain_order(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """By place, then strength; the sentences of one document together and in its own order, the best one's first."""
    candidates = tuple(candidates)
    best: dict[str, float] = {}
    for candidate in candidates:
        location = candidate.passage.chunk.document.location
        best[location] = max(candidate.score, best.get(location, candidate.score))

    def key(candidate: Candidate) -> tuple[Place, int, float, str, int]:
        location = candidate.passage.chunk.document.location
        return candidate.place, candidate.rank.weakness, -best[location], location, candidate.sentence.start

    return tuple(sorted(candidates, key=key))
