"""Writes an answer's sentences. The default writer quotes; whatever writes, its drafts go to the checker next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from chatbot.antecedent import supplied_for
from chatbot.choosing import Candidate, Chosen, choose
from chatbot.condensing import Standalone
from chatbot.settings import ChatSettings
from chatbot.topics import Lexicon
from ingest.document import Kind, Role
from kb.passage import Passage


class Voice(StrEnum):
    """Who speaks a sentence: the product, or a source under its label."""

    OWN = "own"
    SOURCE = "source"


class Group(StrEnum):
    """The heading a sentence stands under."""

    STATED = "stated"
    EXPERIENCE = "experience"
    QUARANTINED = "quarantined"


@dataclass(frozen=True)
class Draft:
    """One sentence a writer proposes and the sentences of the library it rests on.

    `words` is what is said; `supplied` what stands in brackets before it; `lead` who says it ("A parent writes"), for
    the voice of a source.
    """

    words: str
    rests_on: tuple[Candidate, ...]
    voice: Voice
    group: Group
    lead: str | None = None
    supplied: str | None = None

    @property
    def text(self) -> str:
        """The sentence as a reader meets it, before any markup."""
        bracketed = f"[{self.supplied}] {self.words}" if self.supplied else self.words
        return f"{self.lead}: “{bracketed}”" if self.lead else bracketed


class Writer(Protocol):
    """Whatever proposes the sentences of an answer from what was found."""

    @property
    def name(self) -> str:
        """`extractive`, or `provider:model`."""
        ...

    def write(self, standalone: Standalone, passages: Sequence[Passage]) -> tuple[Draft, ...]:
        """The sentences of the answer, in order."""
        ...


@dataclass(frozen=True)
class QuotingWriter:
    """Selects sentences and quotes them letter for letter."""

    settings: ChatSettings
    lexicon: Lexicon
    name: str = "extractive"

    def write(self, standalone: Standalone, passages: Sequence[Passage]) -> tuple[Draft, ...]:
        chosen = choose(passages, self.settings, standalone, self.lexicon)
        return tuple(self._draft(candidate, group) for candidate, group in _grouped(chosen))

    def _draft(self, candidate: Candidate, group: Group) -> Draft:
        lead = speaker_of(candidate)
        voice = Voice.SOURCE if lead else Voice.OWN
        return Draft(candidate.quote, (candidate,), voice, group, lead, supplied_for(candidate, self.lexicon))


def speaker_of(candidate: Candidate) -> str | None:
    """Who to say is speaking; None where the words may be said in the product's own voice."""
    chunk = candidate.passage.chunk
    part, document = chunk.part, chunk.document
    if part.role is Role.MORE_INFO:
        return "An unsigned text under a doctor’s reply says"
    if candidate.rank.level == 0:
        return "A web page with no known author says"
    if document.kind is Kind.FORUM:
        post = f"{document.title} {document.text[part.start : part.end]}"
        return "A parent writes" if _is_about_a_child(post) else "Someone with experience writes"
    if candidate.rank.level == 5:
        asked = document.kind is Kind.DOCTOR_QA
        return "A reply that nobody has checked says" if asked else "Someone with experience writes"
    if document.kind is Kind.DOCTOR_QA:
        return _doctor(
            part.author.name if part.author else None, part.author.department if part.author else None
        )
    return None


def _doctor(name: str | None, department: str | None) -> str:
    who = name or "A doctor"
    return f"{who} ({department}) writes" if department else f"{who} writes"


def _is_about_a_child(text: str) -> bool:
    lowered = text.lower()
    return any(
        word in lowered
        for word in (
            " son ",
            " daughter",
            "my baby",
            "our baby",
            "baby girl",
            "baby boy",
            "my little",
            "months old",
        )
    )


def _grouped(chosen: Chosen) -> list[tuple[Candidate, Group]]:
    return (
        [(candidate, Group.STATED) for candidate in chosen.stated]
        + [(candidate, Group.EXPERIENCE) for candidate in chosen.experiences]
        + [(candidate, Group.QUARANTINED) for candidate in chosen.quarantined]
    )
