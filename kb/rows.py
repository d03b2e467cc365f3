"""Documents and chunks as rows, and back again, equal to what went in."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from pydantic import TypeAdapter

from ingest.chunk import Chunk, Sentence, SentenceKind
from ingest.document import Document

_DOCUMENT = TypeAdapter(Document)
_IN_COLUMNS = frozenset({"location", "text", "text_sha256", "bytes_sha256"})

DocumentRow = tuple[str, str, str, str, str]
SentenceRow = tuple[int, int, str]


def document_id(location: str) -> str:
    """Short and stable: 12 hex digits of the sha256 of where the document was read from."""
    return sha256(location)[:12]


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def document_details(document: Document) -> str:
    """Everything of a document that has no column of its own, as JSON with sorted keys."""
    values: dict[str, Any] = _DOCUMENT.dump_python(document, mode="json", exclude=set(_IN_COLUMNS))
    return json.dumps(values, ensure_ascii=False, sort_keys=True)


def document_from(location: str, text: str, text_sha256: str, bytes_sha256: str, details: str) -> Document:
    values = json.loads(details)
    values |= {
        "location": location,
        "text": text,
        "text_sha256": text_sha256,
        "bytes_sha256": bytes_sha256,
    }
    return _DOCUMENT.validate_python(values)


def sentence_rows(chunk: Chunk) -> list[SentenceRow]:
    return [(sentence.start, sentence.end, str(sentence.kind)) for sentence in chunk.sentences]


def chunk_from(document: Document, part: int, number: int, sentences: Iterable[SentenceRow]) -> Chunk:
    spans = tuple(Sentence(start, end, SentenceKind(kind)) for start, end, kind in sentences)
    return Chunk(document, document.parts[part], number, spans)
