"""The passage: a chunk that was found, with why."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.chunk import Chunk, Sentence


@dataclass(frozen=True)
class ScoredSentence:
    """A quotable sentence of a passage and the cross-encoder's score of "title. sentence" for the query (a logit).

    `answers` is the log-odds that it answers the query, `foreseen` weighed in; None where it was too far down to be
    asked. `foreseen` is how near the query comes, as a cosine, to the nearest of the questions that the sentence is
    foreseen to answer; None where none of them is near.
    """

    sentence: Sentence
    score: float
    answers: float | None = None
    foreseen: float | None = None


@dataclass(frozen=True)
class Passage:
    """A chunk found for a query.

    `score` is the cross-encoder's for the passage (a logit, about -11 to 11); `similarity` the cosine of query and
    passage; `words_rank` and `meaning_rank` the places (from 1) in the two searches, None where it was not found
    there. `sentences` holds the quotable sentences, in the document's order.
    """

    chunk: Chunk
    score: float
    similarity: float
    words_rank: int | None
    meaning_rank: int | None
    sentences: tuple[ScoredSentence, ...]
