"""The answer object that people, scripts, pages and the evaluation read. Field names are the contract's."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

Status = Literal["answered", "abstained", "out_of_scope", "refused"]
Urgency = Literal["emergency", "same_day", "soon", "routine", "information"]
VerdictName = Literal["supported", "unsupported", "not_checked"]

URGENCIES: tuple[Urgency, ...] = ("information", "routine", "soon", "same_day", "emergency")


class Frozen(BaseModel):
    """A value that goes out: equal by content, refusing fields that are not the contract's."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Claim(Frozen):
    """One sentence of the answer and the numbers of the citations it rests on."""

    text: str
    citations: tuple[int, ...]
    verdict: VerdictName
    why: str


class Citation(Frozen):
    """The exact characters of a stored document: `text[start:end] == quote`.

    `document_sha256` is the hash of the text of the version quoted. `page` is the printed label, a number where
    it is one.
    """

    number: int
    document_id: str
    document_sha256: str
    source: str
    title: str
    kind: str
    evidence_rank: int
    evidence_label: str
    evidence_reason: str
    author: str | None
    published: str | None
    url: str | None
    page: int | str | None
    section: str | None
    quote: str
    start: int
    end: int
    references: tuple[str, ...] = ()


class Disagreement(Frozen):
    """Two sides of the sources, by citation numbers."""

    about: str
    stronger: tuple[int, ...]
    weaker: tuple[int, ...]
    note: str


class MadeWith(Frozen):
    """What made an answer, so that it can be made again."""

    writer: str
    embedding: str
    library_version: str
    rules_version: str
    settings_sha256: str


class Answer(Frozen):
    """What is shown to a person and kept for a clinician."""

    question: str
    standalone_question: str
    status: Status
    urgency: Urgency
    urgency_reasons: tuple[str, ...]
    answer: str
    disclaimers: tuple[str, ...]
    claims: tuple[Claim, ...]
    citations: tuple[Citation, ...]
    disagreements: tuple[Disagreement, ...]
    record_id: str | None
    made_with: MadeWith
    timings_ms: dict[str, float]
