"""Drafts and floors made up for these tests."""

from __future__ import annotations

from dataclasses import dataclass

from chatbot.answer import Urgency
from chatbot.choosing import Candidate
from chatbot.writing import Draft, Group, Voice
from ingest.chunk import Chunk, Sentence, SentenceKind
from ingest.document import Kind
from kb.passage import Passage
from tests.chatbot.fakes import page


@dataclass(frozen=True)
class FloorOf:
    """What triage found."""

    urgency: Urgency = "information"
    rules: tuple[str, ...] = ()
    person: str | None = None


def draft_of(text: str, title: str = "Hemifacial spasm", rank: int = 4, lead: str | None = None) -> Draft:
    """A draft that quotes the one sentence of a page."""
    document = page(text, title, rank, Kind.FORUM if lead else Kind.REFERENCE)
    sentence = Sentence(0, len(text), SentenceKind.STATEMENT)
    passage = Passage(Chunk(document, document.parts[0], 0, (sentence,)), 5.0, 0.9, 1, 1, ())
    voice, group = (Voice.SOURCE, Group.EXPERIENCE) if lead else (Voice.OWN, Group.STATED)
    return Draft(text, (Candidate(passage, sentence, 5.0),), voice, group, lead)
