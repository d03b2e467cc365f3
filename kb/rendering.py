"""What the commands print: values as JSON shapes and as plain text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from pydantic import TypeAdapter

from ingest.document import Document
from kb.checks import CheckResult
from kb.listing import Listing, Stats
from kb.passage import Passage
from kb.rows import document_id
from kb.store import Version

_DOCUMENT = TypeAdapter(Document)


def document_shape(document: Document, versions: Sequence[Version]) -> dict[str, Any]:
    """The whole document; `document_sha256` is the hash of its text, as citations name it."""
    return {
        "id": document_id(document.location),
        "document_sha256": document.text_sha256,
        "evidence_rank": document.rank.level,
        "evidence_label": document.rank.label,
        "evidence_reason": document.rank.reason,
        **_DOCUMENT.dump_python(document, mode="json"),
        "versions": [asdict(version) for version in versions],
    }


def passage_shape(passage: Passage) -> dict[str, Any]:
    chunk, document = passage.chunk, passage.chunk.document
    return {
        "document_id": document_id(document.location),
        "document_sha256": document.text_sha256,
        "title": document.title,
        "source": document.source,
        "kind": str(document.kind),
        "evidence_rank": chunk.part.rank.level,
        "evidence_label": chunk.part.rank.label,
        "section": chunk.part.label,
        "page": chunk.page.label if chunk.page else None,
        "start": chunk.start,
        "end": chunk.end,
        "text": chunk.text,
        "score": passage.score,
        "similarity": passage.similarity,
        "words_rank": passage.words_rank,
        "meaning_rank": passage.meaning_rank,
        "sentences": [
            {
                "start": each.sentence.start,
                "end": each.sentence.end,
                "quote": document.text[each.sentence.start : each.sentence.end],
                "score": each.score,
            }
            for each in passage.sentences
        ],
    }


def checks_shape(results: Sequence[CheckResult], read_again: Sequence[str] = ()) -> dict[str, Any]:
    return {
        "ok": all(result.ok for result in results),
        "checks": [asdict(result) for result in results],
        "read_again": list(read_again),
    }


def render_listings(listings: Sequence[Listing]) -> str:
    if not listings:
        return "The library is empty; add to it with: python -m ingest PATH"
    headings = ("id", "rank", "kind", "chunks", "published", "title", "source")
    rows = [
        (
            each.id,
            str(each.evidence_rank),
            each.kind,
            str(each.chunks) if each.ready else f"{each.chunks} (waiting)",
            each.published or "",
            _short(each.title, 60),
            _short(each.source, 50),
        )
        for each in listings
    ]
    return table(headings, rows)


def render_document(document: Document, versions: Sequence[Version]) -> str:
    facts = {
        "id": document_id(document.location),
        "title": document.title,
        "kind": str(document.kind),
        "evidence": f"{document.rank.level} {document.rank.label}: {document.rank.reason}",
        "author": document.author.name if document.author else None,
        "published": document.published,
        "source": document.source,
        "address": document.url,
        "status": document.status,
        "checked": document.checked,
        "audience": document.audience,
        "conditions": document.conditions,
        "complete": document.completeness,
        "versions": ", ".join(f"{each.text_sha256[:12]} of {each.added}" for each in versions),
        "notes": "; ".join(document.notes),
    }
    lines = [f"{name:<10} {value}" for name, value in facts.items() if value]
    return "\n".join([*lines, "", document.text])


def render_passages(passages: Sequence[Passage]) -> str:
    if not passages:
        return "Nothing was found."
    return "\n\n".join(_render_passage(number, each) for number, each in enumerate(passages, start=1))


def render_stats(stats: Stats) -> str:
    facts: dict[str, Any] = asdict(stats)
    facts["by_kind"] = ", ".join(f"{name} {count}" for name, count in stats.by_kind.items())
    facts["by_evidence_rank"] = ", ".join(
        f"{rank}: {count}" for rank, count in stats.by_evidence_rank.items()
    )
    return "\n".join(f"{name.replace('_', ' '):<18} {value}" for name, value in facts.items())


def render_checks(results: Sequence[CheckResult], read_again: Sequence[str] = ()) -> str:
    rows = [(result.name, "ok" if result.ok else "FAILED", _with_remedy(result)) for result in results]
    again = [f"Read this again: python -m ingest {location}" for location in read_again]
    return "\n".join([table(("check", "result", "detail"), rows), *again])


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Columns as wide as their widest cell, but for the last."""
    every = [headings, *rows]
    widths = [max(len(row[column]) for row in every) for column in range(len(headings) - 1)]
    return "\n".join(
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]]).rstrip()
        for row in every
    )


def _with_remedy(result: CheckResult) -> str:
    if result.remedy is None or result.remedy in result.detail:
        return result.detail
    return f"{result.detail}; mend it with: {result.remedy}"


def _render_passage(number: int, passage: Passage) -> str:
    part, document = passage.chunk.part, passage.chunk.document
    head = f"{number}. {document.title}, {part.label} ({part.rank.level} {part.rank.label})"
    scores = f"score {passage.score:.2f}, similarity {passage.similarity:.2f}"
    return f"{head}\n   {document_id(document.location)}, {scores}\n   {' '.join(passage.chunk.text.split())}"


def _short(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"
