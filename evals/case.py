"""A case: a question, and whether the library it is put to can answer it."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError


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
    """The cases of a JSONL file, one a line.

    Raises:
        CaseError: the file cannot be read, or a line is no case.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        raise CaseError(f"{path} cannot be read ({problem}): name a JSONL file of questions.") from problem
    return tuple(
        _case(line, f"{path}, line {number}") for number, line in enumerate(lines, start=1) if line.strip()
    )


def _case(line: str, where: str) -> Case:
    try:
        return Case.model_validate(json.loads(line))
    except (json.JSONDecodeError, ValidationError) as problem:
        raise CaseError(f"{where}: {problem}") from problem
