"""A lesson: a question with sentences of which it is known whether they answer it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from evals.teaching.labels import TeachingError, Written, digest
from evals.teaching.medquad import Article
from kb.ports import Embedder, Vectors

MEDQUAD_SET = "medquad_questions"

NEAREST = 8
"""Sentences of a document that stand beside a question: as many as a search weighs for answers."""


@dataclass(frozen=True)
class Candidate:
    """A sentence as the model reads it, after what it is about, and whether it answers."""

    text: str
    answers: bool


@dataclass(frozen=True)
class Lesson:
    """`set` is the name of the file that the question stands in, without its ending."""

    set: str
    query: str
    answerable: bool
    candidates: tuple[Candidate, ...]


def written_lessons(
    written: Sequence[Written], articles: Mapping[str, Article], embedder: Embedder
) -> tuple[Lesson, ...]:
    """The questions on documents, each with the statements nearest to it and one that answers.

    Raises TeachingError where a document is missing or its sentences are not those that were labelled.
    """
    answers = {each.id: answer_numbers(each, articles) for each in written}
    texts = {
        path: [f"{article.context(number)}. {each.text}" for number, each in enumerate(article.statements)]
        for path, article in articles.items()
    }
    vectors = {path: embedder.embed(each) for path, each in texts.items()}
    queries = embedder.embed([each.question for each in written])
    return tuple(
        Lesson(
            MEDQUAD_SET,
            each.question,
            bool(each.answers),
            tuple(
                Candidate(texts[each.document][number], number in answers[each.id])
                for number in nearest_and_an_answer(query, vectors[each.document], answers[each.id])
            ),
        )
        for each, query in zip(written, queries, strict=True)
    )


def nearest_and_an_answer(query: Vectors, statements: Vectors, answers: Collection[int]) -> list[int]:
    """The `NEAREST` statements by cosine, the hard ones, then the first answer that is not among them.

    `query` is of shape (dimension,), `statements` of (statements, dimension), rows of unit length.
    """
    nearest = [int(number) for number in np.argsort(-(statements @ query), kind="stable")[:NEAREST]]
    return nearest + sorted(set(answers) - set(nearest))[:1]


def answer_numbers(written: Written, articles: Mapping[str, Article]) -> frozenset[int]:
    """The places of the answering statements, once each is seen to be the one that was labelled."""
    article = articles.get(written.document)
    if article is None:
        raise TeachingError(f"{written.document} is not in the file: name the whole of MedQuAD.")
    for mark in written.answers:
        if (
            mark.number >= len(article.statements)
            or digest(article.statements[mark.number].text) != mark.sha256
        ):
            raise TeachingError(
                f"Statement {mark.number} of {written.document} is not the one labelled for {written.id}: "
                "sentences are split another way now, so number its answers again by their hashes."
            )
    return frozenset(mark.number for mark in written.answers)
