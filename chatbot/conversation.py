"""The conversation: who said what, oldest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, cast

Speaker = Literal["user", "assistant"]

LONGEST_QUESTION = 20_000


class QuestionError(ValueError):
    """The question or its history cannot be used; the message says what to send instead."""


@dataclass(frozen=True)
class Turn:
    """One message."""

    speaker: Speaker
    text: str


@dataclass(frozen=True)
class Conversation:
    """The question asked now, and the turns before it."""

    question: str
    history: tuple[Turn, ...] = ()


def conversation_from(question: object, history: object = ()) -> Conversation:
    """A conversation from what a caller sent: `history` is a list of `["user" | "assistant", text]`.

    Raises:
        QuestionError: the question is no text, blank or too long, or a history entry has another shape.
    """
    if not isinstance(question, str) or not question.strip():
        raise QuestionError("There is no question: write one as text.")
    if len(question) > LONGEST_QUESTION:
        raise QuestionError(
            f"The question is longer than {LONGEST_QUESTION:,} characters: shorten it and ask again."
        )
    if history is None:
        return Conversation(question)
    if isinstance(history, str) or not isinstance(history, Sequence):
        raise QuestionError(
            'The history must be a list of ["user" or "assistant", text] pairs, oldest first.'
        )
    return Conversation(question, tuple(_turn(entry, place) for place, entry in enumerate(history, start=1)))


def _turn(entry: object, place: int) -> Turn:
    if isinstance(entry, Turn):
        return entry
    well_formed = (
        isinstance(entry, Sequence)
        and not isinstance(entry, str)
        and len(entry) == 2
        and entry[0] in ("user", "assistant")
        and isinstance(entry[1], str)
    )
    if not well_formed:
        raise QuestionError(f'History entry {place} must be ["user" or "assistant", text].')
    speaker, text = cast("Sequence[str]", entry)
    return Turn(cast("Speaker", speaker), text)
