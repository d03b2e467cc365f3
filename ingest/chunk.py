"""The chunk: whole sentences of one part, small enough for the embedding model, with every sentence's offsets."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ingest.document import Document, Page, Part


class SentenceKind(StrEnum):
    """What a sentence is, so that only statements are ever quoted as answers."""

    STATEMENT = "statement"
    LIST = "list"
    QUESTION = "question"
    HEADING = "heading"
    GREETING = "greeting"
    CUT_OFF = "cut_off"
    REMOVED = "removed"


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
        """Title and heading: what a sentence of this chunk is about when it does not say so itself."""
        heading = self.part.heading
        return f"{self.document.title}. {heading}" if heading else self.document.title
