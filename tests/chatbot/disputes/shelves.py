"""Drafts and passages made by hand, for the specifications of this room."""

from __future__ import annotations

from dataclasses import replace

from chatbot.choosing import Candidate
from chatbot.disputes.quoting import quoted
from chatbot.writing import Draft
from ingest.document import Document, Kind, Reference
from kb.passage import Passage
from tests.chatbot.fakes import WordShelf, page


def passages_of(*documents: Document) -> tuple[Passage, ...]:
    return WordShelf(documents).search("spasm")


def expert(text: str, title: str = "An expert page", rank: int = 4) -> Document:
    return page(text, title=title, rank=rank)


def thread(text: str, title: str = "Facial spasms, a thread") -> Document:
    return page(text, title=title, rank=5, kind=Kind.FORUM)


def unsigned(text: str, title: str = "A page without an author") -> Document:
    return page(text, title=title, rank=0, kind=Kind.ARTICLE)


def citing(document: Document, reference: str) -> Document:
    """`document`, citing `reference` for its first sentence."""
    return replace(document, references=(Reference(1, reference),))


def drafts_of(*documents: Document) -> tuple[Draft, ...]:
    """Every sentence of `documents` quoted."""
    return tuple(
        quoted(Candidate(passage, scored.sentence, scored.score))
        for document in documents
        for passage in passages_of(document)
        for scored in passage.sentences
    )


def no_search(query: str) -> tuple[Passage, ...]:
    return ()
