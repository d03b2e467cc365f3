"""Says which wishes of a message are not granted, and with what words. Triage has run before and stands above this."""

from __future__ import annotations

from dataclasses import dataclass

from chatbot.boiling import boil_down
from chatbot.conversation import Conversation
from chatbot.limits.language import is_english
from chatbot.limits.plain import patterns, plain, respelt
from chatbot.limits.wishes import DeclineStatus, Wish, wishes
from chatbot.topics import lexicon
from ingest.injection import is_addressed_to_software

_CLAUSE, _ASKS, _FOLLOWS = patterns(("<clause>", "<asks>", "<follows>"))
_LONGEST_FOLLOW_UP = 14
"""Words of a message that may still be the end of the one before it."""


@dataclass(frozen=True)
class Decline:
    """What is not granted. "refused" and "out_of_scope" are the whole answer; a "note" stands above one.

    `text` may hold bold words in Markdown. `source` is the section of the clinical safety specification.
    """

    id: str
    status: DeclineStatus
    text: str
    source: str
    topics: tuple[str, ...]


def declined(conversation: Conversation) -> Decline | None:
    """The first wish in the message asked now that is not granted; None where all may be answered."""
    message = respelt(plain(conversation.question))
    for wish in wishes():
        if wish.foreign:
            if not is_english(conversation.question):
                return _decline(wish, wish.status)
        elif _holds(wish, conversation.question, message) or _goes_on(wish, conversation, message):
            return _decline(wish, _status(wish, message))
    return None


def _holds(wish: Wish, question: str, message: str) -> bool:
    if wish.asked:
        message = respelt(plain(boil_down(question, lexicon())))
    return wish.is_in(message) or (wish.software and is_addressed_to_software(question))


def _goes_on(wish: Wish, conversation: Conversation, message: str) -> bool:
    """Whether a short follow-up wishes it when read after the person's message before."""
    before = [turn.text for turn in conversation.history if turn.speaker == "user"]
    if not (
        wish.carries and before and len(message.split()) <= _LONGEST_FOLLOW_UP and _FOLLOWS.search(message)
    ):
        return False
    last = respelt(plain(before[-1]))
    return wish.is_in(last) or wish.is_in(f"{last} ; {message}")


def _status(wish: Wish, message: str) -> DeclineStatus:
    """The wish's status, or its other one where some clause without the wish asks something of the field."""
    if wish.otherwise is None:
        return wish.status
    clauses = [clause for clause in _CLAUSE.split(message) if clause and not wish.is_in(clause)]
    return wish.otherwise if any(map(_asks_of_the_field, clauses)) else wish.status


def _asks_of_the_field(clause: str) -> bool:
    named = any(mention.topic.slot != "person" for mention in lexicon().mentions(clause))
    return named and bool(_ASKS.search(clause)) and len(clause.split()) > 2


def _decline(wish: Wish, status: DeclineStatus) -> Decline:
    return Decline(wish.id, status, wish.text, wish.source, wish.topics)
