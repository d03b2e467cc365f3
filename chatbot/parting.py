"""A question that asks two things in one breath, as the two questions that it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from chatbot.condensing import Standalone, condense
from chatbot.conversation import conversation_from
from chatbot.topics import Lexicon
from kb.passage import Passage, ScoredSentence

_ASKS = r"(?:how|what|why|when|where|which|who|is|are|does|do|did|can|could|will|would|should|has|have)\b"
_BETWEEN = re.compile(
    rf"(?:\?\s+(?:and\s+|also,?\s+)?|[,;]?\s+and\s+(?:also\s+)?|,\s+)(?={_ASKS})", re.IGNORECASE
)
_OPENS = re.compile(rf"^\W*(?:{_ASKS}|please tell|tell me|explain)", re.IGNORECASE)
_WHEN = re.compile(r"^\W*(?:when|where|if|while|after|before|once)\b", re.IGNORECASE)
_WHAT_IS = re.compile(r"^\W*what(?:'s|\s+is|\s+are)\s+(?P<thing>[^,?]{3,60})$", re.IGNORECASE)
_IT = re.compile(r"\b(?:it|they|them|this|that|these)\b", re.IGNORECASE)
FEWEST_WORDS = 3

LIKELY = 0.0
"""The log-odds from which on a sentence rather answers than not."""


def parts_of(asked: Standalone, lexicon: Lexicon) -> tuple[Standalone, ...]:
    """The two questions that `asked` asks, each standing alone; none where it asks one."""
    match = _BETWEEN.search(asked.text)
    if match is None or not _OPENS.match(asked.text):
        return ()
    if match.group().strip() == "," and _WHEN.match(asked.text):
        return ()
    first, second = asked.text[: match.start()].strip(), asked.text[match.end() :].strip()
    if min(len(first.split()), len(second.split())) < FEWEST_WORDS:
        return ()
    before = [("user", first)]
    if (what := _WHAT_IS.match(first)) and _IT.search(second):
        second, before = _IT.sub(what["thing"], second, count=1), []
    return (
        condense(conversation_from(first, []), lexicon),
        condense(conversation_from(second, before), lexicon),
    )


def together(found: tuple[Passage, ...], more: tuple[Passage, ...]) -> tuple[Passage, ...]:
    """Both, each chunk once, every sentence as well as either question found it."""
    kept = {_key(passage): passage for passage in found}
    for passage in more:
        before = kept.get(_key(passage))
        kept[_key(passage)] = passage if before is None else _better(before, passage)
    return tuple(sorted(kept.values(), key=lambda passage: -passage.score))


def evened(found: Sequence[tuple[Passage, ...]]) -> tuple[tuple[Passage, ...], ...]:
    """What was found for each question, the sentences raised so that none of the questions is outdone by another.

    Only what rather answers its question than not is raised.
    """
    best = [_best_answer(passages) for passages in found]
    most = max(best)
    return tuple(
        _raised(passages, most - own) if own >= LIKELY else passages
        for passages, own in zip(found, best, strict=True)
    )


def _best_answer(passages: tuple[Passage, ...]) -> float:
    answers = (each.answers for passage in passages for each in passage.sentences)
    return max((each for each in answers if each is not None), default=float("-inf"))


def _raised(passages: tuple[Passage, ...], by: float) -> tuple[Passage, ...]:
    return tuple(
        replace(
            passage,
            sentences=tuple(
                each if each.answers is None else replace(each, answers=each.answers + by)
                for each in passage.sentences
            ),
        )
        for passage in passages
    )


def _key(passage: Passage) -> tuple[str, int, int]:
    chunk = passage.chunk
    return chunk.document.location, chunk.part.start, chunk.number


def _better(one: Passage, other: Passage) -> Passage:
    sentences = {each.sentence: each for each in one.sentences}
    for each in other.sentences:
        before = sentences.get(each.sentence)
        sentences[each.sentence] = each if before is None else _best_of(before, each)
    best = one if one.score >= other.score else other
    ordered = tuple(sorted(sentences.values(), key=lambda each: each.sentence.start))
    return Passage(
        best.chunk,
        best.score,
        max(one.similarity, other.similarity),
        best.words_rank,
        best.meaning_rank,
        ordered,
    )


def _best_of(one: ScoredSentence, other: ScoredSentence) -> ScoredSentence:
    answers = [each.answers for each in (one, other) if each.answers is not None]
    cosines = [each.foreseen for each in (one, other) if each.foreseen is not None]
    return ScoredSentence(
        one.sentence,
        max(one.score, other.score),
        max(answers, default=None),
        max(cosines, default=None),
    )
