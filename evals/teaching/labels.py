"""What people and models wrote down for teaching: questions, and which sentences answer them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

FOLDER = Path(__file__).parent.parent / "data" / "teaching"
MEDQUAD_QUESTIONS = FOLDER / "medquad_questions.jsonl"
LABELS = FOLDER / "labels.jsonl"
FURTHER = FOLDER / "starter_questions.jsonl"
JUDGED = FOLDER / "judged_questions.jsonl"

PREFIX = 12
"""Hexadecimal digits kept of a sentence's sha256: 48 bits tell a few thousand sentences apart."""

Row = TypeVar("Row", bound=BaseModel)


class TeachingError(ValueError):
    """What the adapter is taught from cannot be used; the message says what to mend."""


class Mark(BaseModel):
    """An answering sentence: its place, from 0, among a document's statements, and the hash of its text."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: int
    sha256: str


class Written(BaseModel):
    """A question written about one MedQuAD document, which answers it with `answers` or, where none, not."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    document: str
    question: str
    answers: tuple[Mark, ...]


class Label(BaseModel):
    """What was judged of the sentences found for an answerable case of the file `set`, each by its hash."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    set: str
    answers: tuple[str, ...]
    others: tuple[str, ...]


class Further(BaseModel):
    """A question on the starter collection, and the hashes of its sentences that answer; a near miss has none."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    question: str
    answerable: bool
    answers: tuple[str, ...]


class Judged(BaseModel):
    """A question as people ask, and what was judged by eye of the sentences that the starter collection gives for it,
    each by its hash: those that answer, those that are only useful beside an answer, and the others."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    question: str
    answers: tuple[str, ...]
    useful: tuple[str, ...]
    others: tuple[str, ...]


def check_writable(output: Path) -> None:
    """Raises TeachingError where `output` cannot be a file: better now than after an hour."""
    if output.is_dir() or not output.parent.is_dir():
        raise TeachingError(f"{output} cannot be written: name a file in a folder that is there.")


def digest(text: str) -> str:
    """The beginning of a sentence's sha256, by which it is known without its words."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:PREFIX]


def load_written(path: Path = MEDQUAD_QUESTIONS) -> tuple[Written, ...]:
    """The questions on MedQuAD's documents. Raises TeachingError."""
    return _rows(path, Written)


def load_labels(path: Path = LABELS) -> tuple[Label, ...]:
    """The labels of the cases that a library is searched for. Raises TeachingError."""
    return _rows(path, Label)


def load_further(path: Path = FURTHER) -> tuple[Further, ...]:
    """The questions on the starter collection. Raises TeachingError."""
    return _rows(path, Further)


def load_judged(path: Path = JUDGED) -> tuple[Judged, ...]:
    """The questions whose found sentences were all judged. Raises TeachingError."""
    return _rows(path, Judged)


def _rows(path: Path, row: type[Row]) -> tuple[Row, ...]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        return tuple(row.model_validate(json.loads(line)) for line in lines if line.strip())
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, ValidationError) as problem:
        raise TeachingError(f"{path} cannot be used ({problem}): put the committed file back.") from problem
