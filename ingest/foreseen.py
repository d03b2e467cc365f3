"""What people will ask of a page, as its keeper foresees it: `questions.jsonl` beside the pages.

A line is {"page": "eeg-for-babies.md", "questions": ["does it hurt"], "answers": ["An EEG does not hurt: …"]}: one
need, in the words of several people, and the sentences of that page that meet it, best first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

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
    return _by_page(data, folder).get(page, ())


def foreseen_in(text: str, needs: Sequence[Need]) -> tuple[tuple[Foreseen, ...], tuple[str, ...]]:
    """The questions whose answers stand in `text`, with where, and the answers that it does not hold.

    Line breaks and the number of spaces do not matter.
    """
    places = {answer: _place(text, answer) for need in needs for answer in need.answers}
    return tuple(_found(needs, places)), tuple(answer for answer, place in places.items() if place is None)


@lru_cache(maxsize=1)
def _by_page(data: bytes, folder: str) -> Mapping[str, tuple[Need, ...]]:
    """The needs of every page, read once for all pages of a folder."""
    found: dict[str, tuple[Need, ...]] = {}
    for need in records(data, Need, f"{folder}/{QUESTIONS}"):
        found[need.page] = (*found.get(need.page, ()), need)
    return found


def _found(needs: Sequence[Need], places: Mapping[str, int | None]) -> Iterator[Foreseen]:
    for need in needs:
        at = tuple(place for answer in need.answers if (place := places[answer]) is not None)
        if at:
            yield from (Foreseen(" ".join(question.split()), at) for question in need.questions)


def _place(text: str, answer: str) -> int | None:
    found = re.search(r"\s+".join(map(re.escape, answer.split())), text)
    return found.start() if found else None
