"""Documents, their versions, chunks and words in SQLite: values go in and come out equal."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

from ingest.chunk import Chunk
from ingest.document import Document, Foreseen
from kb.database import Database, Row
from kb.rows import chunk_from, document_details, document_from, document_id, sentence_rows, sha256

_DOCUMENTS_KEPT_IN_MEMORY = 256
_IN_CLAUSE = 500
_VERSION = "location, text, text_sha256, bytes_sha256, details"


@dataclass(frozen=True)
class Version:
    """One reading of a document: `added` is an ISO time in UTC; only the active one is searched."""

    number: int
    document_id: str
    text_sha256: str
    bytes_sha256: str
    added: str
    active: bool


@dataclass(frozen=True)
class Weights:
    """How much a word counts by where it stands, for bm25."""

    title: float
    heading: float
    text: float


class Store:
    def __init__(self, database: Database) -> None:
        self.database = database
        self._document = lru_cache(_DOCUMENTS_KEPT_IN_MEMORY)(self._read_document)

    def fact(self, name: str) -> str | None:
        row = self.database.row("SELECT value FROM facts WHERE name = ?", name)
        return row[0] if row else None

    def set_facts(self, **facts: str) -> None:
        with self.database.writing() as connection:
            connection.executemany("INSERT OR REPLACE INTO facts VALUES (?, ?)", facts.items())

    def active_bytes(self, location: str) -> str | None:
        """The hash of the bytes last read from a location, None where it was never read."""
        row = self.database.row(
            "SELECT bytes_sha256 FROM versions WHERE document = ? AND active = 1", document_id(location)
        )
        return row[0] if row else None

    def add(self, document: Document, chunks: Sequence[Chunk]) -> None:
        """Keeps a document and its chunks as the active version.

        An older version stays, without its chunks.
        """
        identity = document_id(document.location)
        with self.database.writing() as connection:
            connection.execute("INSERT OR IGNORE INTO documents VALUES (?, ?)", (identity, document.location))
            retire(connection, identity)
            version = _insert_version(connection, identity, document)
            _insert_foreseen(connection, version, document)
            for chunk in chunks:
                _insert_chunk(connection, version, chunk)

    def replace_chunks(self, identity: str, chunks: Sequence[Chunk]) -> None:
        """Splits the active version anew: the chunks it had are dropped with their words and vectors."""
        with self.database.writing() as connection:
            sql = "SELECT number FROM versions WHERE document = ? AND active = 1"
            (version,) = connection.execute(sql, (identity,)).fetchone()
            connection.execute("DELETE FROM chunks WHERE version = ?", (version,))
            for chunk in chunks:
                _insert_chunk(connection, version, chunk)

    def remove(self, identity: str) -> bool:
        """Forgets a document with all its versions; False where there is none."""
        with self.database.writing() as connection:
            gone = connection.execute("DELETE FROM documents WHERE id = ?", (identity,)).rowcount > 0
        self.forget_read()
        return gone

    def forget_read(self) -> None:
        """Lets go of the documents kept in memory."""
        self._document.cache_clear()

    def document(self, identity: str, text_sha256: str | None = None) -> Document | None:
        """The active version, or the newest with the given hash of its text."""
        condition = "active = 1" if text_sha256 is None else "text_sha256 = ?"
        row = self.database.row(
            f"SELECT number FROM versions WHERE document = ? AND {condition} ORDER BY number DESC LIMIT 1",  # noqa: S608 two constants
            identity,
            *([] if text_sha256 is None else [text_sha256]),
        )
        return self._document(row[0]) if row else None

    def versions(self, identity: str) -> tuple[Version, ...]:
        """Oldest first."""
        rows = self.database.rows(
            "SELECT number, document, text_sha256, bytes_sha256, added, active FROM versions"
            " WHERE document = ? ORDER BY number",
            identity,
        )
        return tuple(Version(*row) for row in rows)

    def document_ids(self) -> tuple[str, ...]:
        return tuple(row[0] for row in self.database.rows("SELECT id FROM documents ORDER BY id"))

    def active_texts(self) -> Iterator[str]:
        """The text of the active version of every document."""
        return (str(text) for (text,) in self.database.rows("SELECT text FROM versions WHERE active = 1"))

    def word_hits(self, expression: str, depth: int, weights: Weights) -> tuple[int, ...]:
        """Ids of the active chunks that match an FTS5 expression, best first by bm25."""
        if not expression:
            return ()
        rows = self.database.rows(
            "SELECT words.rowid FROM words JOIN chunks ON chunks.id = words.rowid"
            " JOIN versions ON versions.number = chunks.version AND active = 1"
            " WHERE words MATCH ? ORDER BY bm25(words, ?, ?, ?), document, chunks.number LIMIT ?",
            expression,
            weights.title,
            weights.heading,
            weights.text,
            depth,
        )
        return tuple(row[0] for row in rows)

    def places(self, ids: Iterable[int]) -> dict[int, tuple[str, int]]:
        """(document id, chunk number) by chunk id, for those that may be searched: active, with a vector."""
        rows = self._for_ids(
            "SELECT chunks.id, document, chunks.number FROM chunks JOIN vectors ON vectors.chunk = chunks.id"
            " JOIN versions ON versions.number = version AND active = 1 WHERE chunks.id IN ({})",
            ids,
        )
        return {row[0]: (row[1], row[2]) for row in rows}

    def chunks(self, ids: Iterable[int]) -> dict[int, Chunk]:
        """Chunks by id, leaving out those that are no longer active."""
        wanted = tuple(ids)
        rows = self._for_ids(
            "SELECT chunks.id, version, part, chunks.number FROM chunks"
            " JOIN versions ON versions.number = version AND active = 1 WHERE chunks.id IN ({})",
            wanted,
        )
        spans = self._for_ids(
            "SELECT chunk, start, end, kind FROM sentences WHERE chunk IN ({}) ORDER BY chunk, start", wanted
        )
        sentences = {chunk: [row[1:] for row in rows] for chunk, rows in groupby(spans, key=itemgetter(0))}
        documents = {version: self._document(version) for _, version, _, _ in rows}
        return {
            identity: chunk_from(document, part, number, sentences[identity])
            for identity, version, part, number in rows
            if identity in sentences and (document := documents[version])
        }

    def foreseen(self, version: int, number: int) -> Foreseen:
        """A question that a version is foreseen to answer."""
        document = self._document(version)
        if document is None:
            raise ValueError(f"there is no version {version}")
        return document.foreseen[number]

    def answering(self, version: int, number: int) -> dict[int, tuple[int, ...]]:
        """Where the answers to a foreseen question of an active version start, by the chunk that holds them.

        The chunk of the best answer comes first.
        """
        at = self.foreseen(version, number).at
        places = ", ".join("?" * len(at))
        sql = f"SELECT chunk, start FROM sentences JOIN chunks ON id = chunk WHERE version = ? AND start IN ({places})"  # noqa: S608 only question marks
        chunks = {start: chunk for chunk, start in self.database.rows(sql, version, *at)}
        found: dict[int, tuple[int, ...]] = {}
        for start in at:
            if start in chunks:
                found[chunks[start]] = (*found.get(chunks[start], ()), start)
        return found

    def _for_ids(self, sql: str, ids: Iterable[int]) -> list[Row]:
        wanted = list(ids)
        found: list[Row] = []
        for start in range(0, len(wanted), _IN_CLAUSE):
            some = wanted[start : start + _IN_CLAUSE]
            found += self.database.rows(sql.format(", ".join("?" * len(some))), *some)
        return found

    def _read_document(self, version: int) -> Document | None:
        row = self.database.row(
            f"SELECT {_VERSION} FROM versions JOIN documents ON id = document WHERE number = ?",  # noqa: S608 a constant
            version,
        )
        return document_from(*row) if row else None


def retire(connection: sqlite3.Connection, identity: str) -> None:
    """What was active is kept for audit, and no longer searched."""
    connection.execute(
        "DELETE FROM chunks WHERE version IN (SELECT number FROM versions WHERE document = ?)", (identity,)
    )
    connection.execute(
        "DELETE FROM foreseen WHERE version IN (SELECT number FROM versions WHERE document = ?)", (identity,)
    )
    connection.execute("UPDATE versions SET active = 0 WHERE document = ?", (identity,))


def insert_words(connection: sqlite3.Connection, identity: int, chunk: Chunk) -> None:
    connection.execute(
        "INSERT INTO words(rowid, title, heading, text) VALUES (?, ?, ?, ?)",
        (identity, chunk.document.title, chunk.part.heading or "", chunk.text),
    )


def _insert_version(connection: sqlite3.Connection, identity: str, document: Document) -> int:
    details = document_details(document)
    cursor = connection.execute(
        "INSERT INTO versions"
        " (document, text, text_sha256, bytes_sha256, details, details_sha256, added, active)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, 1)",
        (
            identity,
            document.text,
            document.text_sha256,
            document.bytes_sha256,
            details,
            sha256(details),
            datetime.now(UTC).isoformat(timespec="seconds"),
        ),
    )
    return int(cursor.lastrowid or 0)


def _insert_foreseen(connection: sqlite3.Connection, version: int, document: Document) -> None:
    """A row for each question that the document is foreseen to answer, yet to be embedded."""
    rows = [(version, number) for number in range(len(document.foreseen))]
    connection.executemany("INSERT INTO foreseen(version, number) VALUES (?, ?)", rows)


def _insert_chunk(connection: sqlite3.Connection, version: int, chunk: Chunk) -> None:
    part = chunk.document.parts.index(chunk.part)
    cursor = connection.execute(
        "INSERT INTO chunks(version, number, part) VALUES (?, ?, ?)", (version, chunk.number, part)
    )
    identity = int(cursor.lastrowid or 0)
    rows = [(identity, *row) for row in sentence_rows(chunk)]
    connection.executemany("INSERT INTO sentences(chunk, start, end, kind) VALUES (?, ?, ?, ?)", rows)
    insert_words(connection, identity, chunk)
