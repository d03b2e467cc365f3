"""What people will ask of a page, as its keeper foresees it: `questions.jsonl` beside the pages.

A line is {"page": "eeg-for-babies.md", "questions": ["does it hurt"], "answers": ["An EEG does not hurt: …"]}: one
need, in the words of several people, and the sentences of that page that meet it, best first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pydantic import ConfigDict

from ingest.cited import records
from ingest.document import Foreseen

QUESTIONS = "questions.jsonl"


@dataclass(frozen=True)
class Need:
    """`answers` are whole sentences of the page `page`, a file's name."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    page: str
    questions: tuple[str, ...]
    answers: tuple[str, ...]


def needs_of(data: bytes, page: str, folder: str) -> tuple[Need, ...]:
    """The needs that the file's lines name for `page`. Raises `BadSettingError`, naming the line."""
    return tuple(need for need in records(data, Need, f"{folder}/{QUESTIONS}") if need.page == page)


def foreseen_in(text: str, needs: Sequence[Need]) -> tuple[Foreseen, ...]:
    """The questions whose answers stand in `text`, with where. Line breaks and the number of spaces do not matter."""
    return tuple(_found(text, needs))


def astray(text: str, needs: Sequence[Need]) -> tuple[str, ...]:
    """The answers that `text` does not hold."""
    return tuple(answer for need in needs for answer in need.answers if _place(text, answer) is None)


def _found(text: str, needs: Sequence[Need]) -> Iterator[Foreseen]:
    for need in needs:
        places = [_place(text, answer) for answer in need.answers]
        at = tuple(place for place in places if place is not None)
        if at:
            yield from (Foreseen(" ".join(question.split()), at) for question in need.questions)


def _place(text: str, answer: str) -> int | None:
    found = re.search(r"\s+".join(map(re.escape, answer.split())), text)
    return found.start() if found else None
