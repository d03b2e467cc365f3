"""The exchange: one question and what came back, and how a conversation of them grows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from chatbot.answer import Answer
from ui.ports import Answering

PIECES_PER_SHOWING = 8


class Progress(StrEnum):
    """How far an exchange has come."""

    ASKED = "asked"
    ANSWERED = "answered"
    STOPPED = "stopped"
    FAILED = "failed"


@dataclass(frozen=True)
class Exchange:
    """`text` is the Markdown received so far; `answer` is there once all of it is."""

    question: str
    text: str = ""
    answer: Answer | None = None
    progress: Progress = Progress.ASKED


Exchanges = tuple[Exchange, ...]


def history(exchanges: Exchanges) -> list[tuple[str, str]]:
    """The turns that a follow-up stands on, oldest first: answered exchanges only."""
    answered = [(exchange.question, exchange.answer) for exchange in exchanges if exchange.answer is not None]
    return [
        turn for question, answer in answered for turn in (("user", question), ("assistant", answer.answer))
    ]


def asked(chatbot: Answering, exchanges: Exchanges, question: str) -> Iterator[Exchanges]:
    """The conversation as it grows by one question: at once, as text comes in, and when the answer is there."""
    current = Exchange(question.strip())
    yield (*exchanges, current)
    request = {"question": current.question, "history": history(exchanges)}
    for pieces, chunk in enumerate(chatbot.stream(request), start=1):
        current = grown(current, chunk)
        if current.progress is not Progress.ASKED:
            break
        if pieces % PIECES_PER_SHOWING == 0:
            yield (*exchanges, current)
    yield (*exchanges, current if current.progress is not Progress.ASKED else ended(current, Progress.FAILED))


def grown(exchange: Exchange, chunk: Mapping[str, Any]) -> Exchange:
    """The exchange with one more chunk of the stream."""
    if chunk.get("failed"):
        return ended(exchange, Progress.FAILED)
    answer = chunk.get("answer")
    if isinstance(answer, Answer):
        return replace(exchange, text=answer.answer, answer=answer, progress=Progress.ANSWERED)
    return replace(exchange, text=exchange.text + str(chunk.get("text", "")))


def ended(exchange: Exchange, progress: Progress) -> Exchange:
    """The exchange ended early; one that is answered stays so."""
    return exchange if exchange.answer is not None else replace(exchange, progress=progress)


def stopped(exchanges: Exchanges) -> Exchanges:
    """The conversation after the reader stopped its last answer."""
    return (*exchanges[:-1], ended(exchanges[-1], Progress.STOPPED)) if exchanges else exchanges
