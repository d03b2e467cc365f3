"""Lessons from the tuning questions of the gate: what a library finds for each, as it was labelled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from chatbot.answering import Parts, query_of
from chatbot.building import build_parts
from chatbot.condensing import condense
from chatbot.configuration import load_all_settings
from chatbot.conversation import Conversation, conversation_from
from evals.case import Case, load_cases
from evals.teaching.labels import Label, digest
from evals.teaching.lessons import NEAREST, Candidate, Lesson
from kb.library import Library
from kb.passage import Passage
from kb.search import as_understood, in_context

Found = Sequence[tuple[str, str]]
"""Sentences, best first: each as a reader of its page takes it, and the same after what it is about."""


def searched_lessons(
    questions: Path, folder: Path, labels: Mapping[tuple[str, str], Label]
) -> tuple[Lesson, ...]:
    """The cases of a JSONL file, each with the best sentences of the library in `folder`.

    `labels` are by set and id. Raises CaseError, SettingsWrong and what can be wrong with a library.
    """
    kb, chat = load_all_settings(folder)
    parts = build_parts(Library.open(folder, kb), kb, chat)
    lessons = []
    for case in load_cases(questions):
        query, found = found_for(parts, conversation_from(case.question, case.history))
        lessons.append(judged(questions.stem, case, query, found, labels.get((questions.stem, case.id))))
    return tuple(lesson for lesson in lessons if lesson.candidates)


def found_for(parts: Parts, conversation: Conversation) -> tuple[str, Found]:
    """The query that a conversation is searched by, and the best sentences found."""
    query = query_of(parts, condense(conversation, parts.lexicon))
    return query, best_sentences(parts.shelf.search(query))


def best_sentences(passages: Sequence[Passage]) -> Found:
    """The sentences by the known cross-encoder's score, each text once."""
    scored = [(passage.chunk, each) for passage in passages for each in passage.sentences]
    best: dict[str, str] = {}
    for chunk, each in sorted(scored, key=lambda pair: -pair[1].score):
        text = as_understood(chunk, each.sentence)
        best.setdefault(text, in_context(chunk, text))
    return tuple(best.items())


def judged(name: str, case: Case, query: str, found: Found, label: Label | None) -> Lesson:
    """The best `NEAREST` of what was found whose answer is known.

    No sentence answers a case that the library cannot; of an answerable one only those that were labelled count.
    """
    answers = frozenset(label.answers if label else ())
    known = answers | frozenset(label.others if label else ())
    told = [
        Candidate(shown, digest(text) in answers)
        for text, shown in found
        if not case.answerable or digest(text) in known
    ]
    return Lesson(name, query, case.answerable, tuple(told[:NEAREST]))
