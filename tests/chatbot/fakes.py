"""A small library without models: pages of one part, found by the words they share with the question."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from chatbot.answering import Parts
from chatbot.chain import Chatbot
from chatbot.gate import Gate
from chatbot.settings import ChatSettings
from chatbot.topics import lexicon
from chatbot.triage import NoRules, Triage
from chatbot.words import stems
from chatbot.writing import QuotingWriter, Writer
from ingest.chunk import QUOTABLE, Chunk
from ingest.document import Document, EvidenceRank, Kind, Part, Person, Role
from ingest.sentences import sentences
from kb.passage import Passage, ScoredSentence

OPEN_GATE = Gate(0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, field_similarity=0.5)


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def page(
    text: str,
    title: str = "Hemifacial spasm",
    rank: int = 4,
    kind: Kind = Kind.REFERENCE,
    role: Role = Role.SECTION,
    label: str = "Introduction",
    author: Person | None = None,
) -> Document:
    """A document of one part."""
    evidence = EvidenceRank(rank, "set by the test")
    part = Part(role, 0, len(text), label, evidence, author=author)
    return Document(
        location=f"test:{sha256(title + text)[:12]}",
        source=f"{title}.txt",
        bytes_sha256=sha256(text),
        text=text,
        text_sha256=sha256(text),
        title=title,
        kind=kind,
        layout="article",
        rank=evidence,
        parts=(part,),
    )


@dataclass(frozen=True)
class WordShelf:
    """Finds passages by the stems they share with the query: a share of 1 scores 8, of 0 scores -8."""

    documents: tuple[Document, ...]
    version: str = "test"
    embedding: str = "words"

    def corrected(self, query: str) -> str:
        return query

    def is_common(self, word: str) -> bool:
        return True

    def search(self, query: str) -> tuple[Passage, ...]:
        found = [self._passage(document, query) for document in self.documents]
        return tuple(sorted(found, key=lambda passage: -passage.score))

    def _passage(self, document: Document, query: str) -> Passage:
        part = document.parts[0]
        spans = sentences(document.text, part.start, part.end)
        chunk = Chunk(document, part, 0, spans)
        scored = tuple(
            ScoredSentence(span, score, answers=score)
            for span in spans
            if span.kind in QUOTABLE
            for score in [_score(query, f"{document.title} {document.text[span.start : span.end]}")]
        )
        score = _score(query, f"{document.title} {chunk.text}")
        return Passage(chunk, score, (score + 8) / 16, 1, 1, scored)


def _score(query: str, text: str) -> float:
    asked, said = stems(query), stems(text)
    return 16.0 * len(asked & said) / max(1, len(asked)) - 8.0


def parts_over(
    documents: Sequence[Document],
    triage: Triage | None = None,
    writer: Writer | None = None,
    settings: ChatSettings | None = None,
) -> Parts:
    """Everything an answer is made with, over a library without models."""
    chosen = settings or ChatSettings()
    return Parts(
        shelf=WordShelf(tuple(documents)),
        triage=triage or NoRules(),
        writer=writer or QuotingWriter(chosen, lexicon()),
        gate=OPEN_GATE,
        lexicon=lexicon(),
        settings=chosen,
        settings_sha256="test",
    )


def chatbot_over(
    documents: Sequence[Document], triage: Triage | None = None, writer: Writer | None = None
) -> Chatbot:
    return Chatbot(parts_over(documents, triage, writer))
