"""What is in a library, at a glance."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from ingest.document import EvidenceRank
from kb.database import Database


@dataclass(frozen=True)
class Listing:
    """A document as the list shows it. `added` is an ISO time in UTC.

    `ready` is False until all its chunks have their vectors, so that it can be found.
    """

    id: str
    title: str
    kind: str
    evidence_rank: int
    evidence_label: str
    evidence_reason: str
    source: str
    url: str | None
    published: str | None
    chunks: int
    added: str
    status: str | None
    checked: str | None
    ready: bool


@dataclass(frozen=True)
class Stats:
    """How much a library holds. `bytes` is the size of its files."""

    documents: int
    versions: int
    chunks: int
    sentences: int
    pending: int
    by_kind: Mapping[str, int]
    by_evidence_rank: Mapping[str, int]
    bytes: int
    embedding: str | None
    version: str


def listings(database: Database) -> tuple[Listing, ...]:
    """The active version of every document, by title."""
    rows = database.rows(
        "SELECT document, details, added, COUNT(chunks.id), COUNT(chunks.id) = COALESCE(SUM(indexed), 0)"
        " FROM versions LEFT JOIN chunks ON version = versions.number"
        " WHERE active = 1 GROUP BY versions.number"
    )
    return tuple(sorted((_listing(*row) for row in rows), key=lambda each: (each.title.casefold(), each.id)))


def stats(database: Database, size: int, embedding: str | None, version: str) -> Stats:
    every = listings(database)
    return Stats(
        documents=len(every),
        versions=_count(database, "versions"),
        chunks=_count(database, "chunks"),
        sentences=_count(database, "sentences"),
        pending=sum(not each.ready for each in every),
        by_kind=dict(sorted(Counter(each.kind for each in every).items())),
        by_evidence_rank=dict(sorted(Counter(str(each.evidence_rank) for each in every).items())),
        bytes=size,
        embedding=embedding,
        version=version,
    )


def _listing(identity: str, details: str, added: str, chunks: int, ready: int) -> Listing:
    values = json.loads(details)
    rank = EvidenceRank(**values["rank"])
    return Listing(
        id=identity,
        title=values["title"],
        kind=values["kind"],
        evidence_rank=rank.level,
        evidence_label=rank.label,
        evidence_reason=rank.reason,
        source=values["source"],
        url=values["url"],
        published=values["published"],
        chunks=chunks,
        added=added,
        status=values["status"],
        checked=values.get("checked"),
        ready=bool(ready),
    )


def _count(database: Database, table: str) -> int:
    row = database.row(f"SELECT COUNT(*) FROM {table}")  # noqa: S608 one of three constants
    return int(row[0]) if row else 0
