"""Numbers what was quoted: from checked drafts to the claims and citations of the answer object."""

from __future__ import annotations

from collections.abc import Iterable

from chatbot.answer import Citation, Claim
from chatbot.checking import Verdict
from chatbot.choosing import Candidate
from chatbot.writing import Draft
from ingest.document import Document, Kind, Part, Person
from kb.rows import document_id


def cite(kept: Iterable[tuple[Draft, Verdict]]) -> tuple[tuple[Claim, ...], tuple[Citation, ...]]:
    """Claims in order, and the citations they name, numbered from 1 by first use; a quote has one number."""
    numbers: dict[tuple[str, str, int, int], int] = {}
    claims: list[Claim] = []
    citations: list[Citation] = []
    for draft, verdict in kept:
        named = []
        for candidate in draft.rests_on:
            key = _key(candidate)
            if key not in numbers:
                numbers[key] = len(numbers) + 1
                citations.append(_citation(numbers[key], candidate))
            named.append(numbers[key])
        claims.append(Claim(text=draft.text, citations=tuple(named), verdict=verdict.name, why=verdict.why))
    return tuple(claims), tuple(citations)


def _key(candidate: Candidate) -> tuple[str, str, int, int]:
    document = candidate.passage.chunk.document
    return document.location, document.text_sha256, candidate.sentence.start, candidate.sentence.end


def _citation(number: int, candidate: Candidate) -> Citation:
    chunk, sentence = candidate.passage.chunk, candidate.sentence
    document, part = chunk.document, chunk.part
    return Citation(
        number=number,
        document_id=document_id(document.location),
        document_sha256=document.text_sha256,
        source=document.source,
        title=document.title,
        kind=document.kind.value,
        evidence_rank=part.rank.level,
        evidence_label=part.rank.label,
        evidence_reason=part.rank.reason,
        author=_writer_of(part, document),
        published=part.published or document.published,
        url=document.url,
        page=_page(document, sentence.start),
        section=part.label or None,
        quote=candidate.quote,
        start=sentence.start,
        end=sentence.end,
        references=document.references_between(sentence.start, sentence.end),
    )


def _writer_of(part: Part, document: Document) -> str | None:
    """Who wrote the part; the document's author only where one author wrote the whole."""
    person: Person | None = part.author
    if person is None and document.kind in (Kind.ARTICLE, Kind.REFERENCE):
        person = document.author
    return person.name if person else None


def _page(document: Document, offset: int) -> int | str | None:
    page = document.page_at(offset)
    if page is None:
        return None
    return int(page.label) if page.label.isdecimal() else page.label
