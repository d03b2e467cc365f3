"""The vectors kept in SQLite, and which folder of Chroma's was published from them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kb.database import Database
from kb.ports import Vectors

FOLDER = "vectors"
_BATCH = 500


@dataclass(frozen=True)
class Published:
    """A folder of vectors that readers may open, with the hashes of its index files.

    `count` is of its vectors; `ef_search` what it was made with.
    """

    generation: int
    files: Mapping[str, str]
    count: int
    ef_search: int

    @property
    def name(self) -> str:
        return f"{self.generation:06d}"


class VectorRows:
    def __init__(self, database: Database) -> None:
        self.database = database

    def without_vector(self) -> tuple[int, ...]:
        """Ids of the chunks that have yet to be embedded."""
        return self._ids(
            "SELECT id FROM chunks LEFT JOIN vectors ON chunk = id WHERE chunk IS NULL ORDER BY id"
        )

    def keep(self, ids: Sequence[int], vectors: Vectors) -> None:
        """Keeps a row of `vectors` for each chunk that is still there."""
        rows = [(row.astype("<f4").tobytes(), identity) for identity, row in zip(ids, vectors, strict=True)]
        with self.database.writing() as connection:
            connection.executemany(
                "INSERT OR REPLACE INTO vectors(chunk, vector) SELECT id, ? FROM chunks WHERE id = ?", rows
            )

    def read(self, ids: Iterable[int]) -> dict[int, Vectors]:
        found = {}
        for batch in _batches(tuple(ids)):
            places = ", ".join("?" * len(batch))
            sql = f"SELECT chunk, vector FROM vectors WHERE chunk IN ({places})"  # noqa: S608 only question marks
            found.update({row[0]: np.frombuffer(row[1], "<f4") for row in self.database.rows(sql, *batch)})
        return found

    def batches(self, ids: Sequence[int]) -> Iterator[tuple[Sequence[int], Vectors]]:
        for batch in _batches(ids):
            found = self.read(batch)
            if found:
                yield tuple(found), np.stack(list(found.values()))

    def to_index(self) -> tuple[int, ...]:
        """Ids of the chunks with a vector that the published folder does not hold."""
        return self._ids("SELECT chunk FROM vectors JOIN chunks ON id = chunk AND indexed = 0 ORDER BY chunk")

    def to_drop(self) -> tuple[int, ...]:
        """Ids of gone chunks whose vectors the published folder still holds."""
        return self._ids("SELECT chunk FROM vectors_to_drop ORDER BY chunk")

    def all(self) -> tuple[int, ...]:
        return self._ids("SELECT chunk FROM vectors ORDER BY chunk")

    def indexed(self) -> tuple[int, ...]:
        return self._ids("SELECT id FROM chunks WHERE indexed = 1 ORDER BY id")

    def published(self) -> Published | None:
        row = self.database.row("SELECT value FROM facts WHERE name = 'published'")
        if row is None:
            return None
        rows = self.database.rows("SELECT path, sha256 FROM vector_files")
        files = {path: digest for path, digest in rows}  # noqa: C416 the rows are of any type
        return Published(files=files, **json.loads(row[0]))

    def publish(self, published: Published, added: Sequence[int], dropped: Sequence[int]) -> None:
        """Readers turn to this folder from now on, which holds `added` and no longer `dropped`."""
        fact = {
            "generation": published.generation,
            "count": published.count,
            "ef_search": published.ef_search,
        }
        with self.database.writing() as connection:
            connection.execute("INSERT OR REPLACE INTO facts VALUES ('published', ?)", (json.dumps(fact),))
            connection.execute("DELETE FROM vector_files")
            connection.executemany("INSERT INTO vector_files VALUES (?, ?)", published.files.items())
            connection.executemany("DELETE FROM vectors_to_drop WHERE chunk = ?", [(i,) for i in dropped])
            connection.executemany("UPDATE chunks SET indexed = 1 WHERE id = ?", [(i,) for i in added])
            # What was removed while the folder was being written goes with the next one.
            connection.executemany(
                "INSERT OR IGNORE INTO vectors_to_drop"
                " SELECT ?1 WHERE NOT EXISTS (SELECT 1 FROM chunks WHERE id = ?1)",
                [(i,) for i in added],
            )

    def drop_unlike(self) -> None:
        """Lets go of vectors of another dimension than most, so that they are made anew."""
        with self.database.writing() as connection:
            connection.execute(
                "DELETE FROM vectors WHERE LENGTH(vector) !="
                " (SELECT LENGTH(vector) FROM vectors GROUP BY 1 ORDER BY COUNT(*) DESC LIMIT 1)"
            )

    def _ids(self, sql: str) -> tuple[int, ...]:
        return tuple(row[0] for row in self.database.rows(sql))


def _batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + _BATCH] for start in range(0, len(ids), _BATCH))
