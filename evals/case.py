"""A case: a question, and whether the library it is put to can answer it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

Shape = TypeVar("Shape", bound=BaseModel)


class CaseError(ValueError):
    """A file of cases cannot be used; the message says which line to mend."""


class Case(BaseModel):
    """One question. `kind` says what makes it easy or hard; `expects` where its answer stands, if anywhere."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    question: str
    answerable: bool
    kind: str
    expects: str | None = None
    history: tuple[tuple[str, str], ...] = ()


def load_cases(path: Path) -> tuple[Case, ...]:
    """The cases of a JSONL file, one a line. Raises CaseError as `load_lines` does."""
    return load_lines(path, Case)


def load_lines(path: Path, shape: type[Shape]) -> tuple[Shape, ...]:
    """What the lines of a JSONL file hold, each of the given shape; blank ones are passed over.

    Raises:
        CaseError: the file cannot be read, or a line has another shape.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        raise CaseError(f"{path} cannot be read ({problem}): name a JSONL file.") from problem
    return tuple(
        _read(line, shape, f"{path}, line {number}")
        for number, line in enumerate(lines, start=1)
        if line.strip()
    )


def _read(line: str, shape: type[Shape], where: str) -> Shape:
    try:
        return shape.model_validate(json.loads(line))
    except (json.JSONDecodeError, ValidationError) as problem:
        raise CaseError(f"{where}: {problem}") from problem
