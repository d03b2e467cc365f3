"""The chunk: whole sentences of one part, small enough for the embedding model, with every sentence's offsets."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ingest.document import Document, Page, Part, Role


class SentenceKind(StrEnum):
    """What a sentence is, so that only statements are ever quoted as answers."""

    STATEMENT = "statement"
    LIST = "list"
    QUESTION = "question"
    HEADING = "heading"
    GREETING = "greeting"
    CUT_OFF = "cut_off"
    REMOVED = "removed"


LONGEST_ASKED = 300
"""Characters of a question that a reply is read with: a model reads a few hundred words in all."""

QUOTABLE = frozenset({SentenceKind.STATEMENT, SentenceKind.LIST})


@dataclass(frozen=True)
class Sentence:
    """Offsets into the document's text. A LIST holds its lead-in and all its items as one span."""

    start: int
    end: int
    kind: SentenceKind


@dataclass(frozen=True)
class Chunk:
    """Consecutive sentences of one part. `number` is its place in the document, from 0."""

    document: Document
    part: Part
    number: int
    sentences: tuple[Sentence, ...]

    @property
    def start(self) -> int:
        return self.sentences[0].start

    @property
    def end(self) -> int:
        return self.sentences[-1].end

    @property
    def text(self) -> str:
        return self.document.text[self.start : self.end]

    @property
    def page(self) -> Page | None:
        return self.document.page_at(self.start)

    @property
    def context(self) -> str:
        """Title, and heading or the question replied to: what a sentence is about when it does not say so itself."""
        about = self.part.heading or self._asked
        return f"{self.document.title}. {about}" if about else self.document.title

    @property
    def _asked(self) -> str | None:
        """The beginning of the question that this part answers, where the part before it asks one."""
        if self.part.role is not Role.ANSWER:
            return None
        before = [part for part in self.document.parts if part.end <= self.part.start]
        if not before or before[-1].role is not Role.QUESTION:
            return None
        return " ".join(self.document.text[before[-1].start : before[-1].end].split())[:LONGEST_ASKED]
