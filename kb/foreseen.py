"""The questions that the keepers of pages foresee, with their vectors: which of them are like the one asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from kb.database import Database
from kb.needs import NeedSpace
from kb.ports import Vectors

_BATCH = 500


@dataclass(frozen=True)
class Alike:
    """A foreseen question: number `number` of a version of a document, and its cosine with the one asked, as needs."""

    version: int
    number: int
    similarity: float


@dataclass(frozen=True)
class _Matrix:
    """Every question that may be found: (version, number), and a row of `vectors` for each."""

    places: tuple[tuple[int, int], ...] = ()
    vectors: Vectors = field(default_factory=lambda: np.zeros((0, 0), np.float32))


class ForeseenRows:
    """`space` is where questions are compared."""

    def __init__(self, database: Database, space: NeedSpace) -> None:
        self.database = database
        self.space = space
        self._read: tuple[object, _Matrix] | None = None

    def without_vector(self) -> tuple[tuple[int, int], ...]:
        """(version, number) of the questions that have yet to be embedded."""
        rows = self.database.rows(
            "SELECT version, number FROM foreseen WHERE vector IS NULL ORDER BY version, number"
        )
        return tuple((version, number) for version, number in rows)

    def keep(self, places: Sequence[tuple[int, int]], vectors: Vectors) -> None:
        """Keeps a row of `vectors` for each question that is still there."""
        rows = [(row.astype("<f4").tobytes(), *place) for place, row in zip(places, vectors, strict=True)]
        with self.database.writing() as connection:
            connection.executemany("UPDATE foreseen SET vector = ? WHERE version = ? AND number = ?", rows)

    def forget_vectors(self) -> None:
        """Lets go of every vector, so that all are made anew."""
        with self.database.writing() as connection:
            connection.execute("UPDATE foreseen SET vector = NULL")

    def forget_unlike(self) -> None:
        """Lets go of vectors of another dimension than most chunks have, so that they are made anew."""
        with self.database.writing() as connection:
            connection.execute(
                "UPDATE foreseen SET vector = NULL WHERE LENGTH(vector) !="
                " (SELECT LENGTH(vector) FROM vectors GROUP BY 1 ORDER BY COUNT(*) DESC LIMIT 1)"
            )

    def alike(self, vector: Vectors, depth: int, least: float) -> tuple[Alike, ...]:
        """Up to `depth` questions with a cosine of `least` or more, the most alike first. `vector` is a unit's."""
        matrix = self._matrix()
        if not matrix.places:
            return ()
        cosines = matrix.vectors @ self.space.place(vector[None])[0]
        best = np.argsort(-cosines, kind="stable")[:depth]
        found = ((matrix.places[at], float(cosines[at])) for at in best)
        return tuple(Alike(version, number, cosine) for (version, number), cosine in found if cosine >= least)

    def _matrix(self) -> _Matrix:
        """As the library is now; read again only after it was written to."""
        state = self.database.state()
        if self._read is None or self._read[0] != state:
            self._read = (state, self._placed(list(self._rows())))
        return self._read[1]

    def _rows(self) -> Iterator[tuple[int, int, bytes]]:
        rows = self.database.rows(
            "SELECT version, foreseen.number, vector FROM foreseen"
            " JOIN versions ON versions.number = version AND active = 1 WHERE vector IS NOT NULL"
            " ORDER BY document, foreseen.number"
        )
        return ((version, number, vector) for version, number, vector in rows)

    def _placed(self, rows: Sequence[tuple[int, int, bytes]]) -> _Matrix:
        if not rows:
            return _Matrix()
        vectors = self.space.place(np.stack([np.frombuffer(vector, "<f4") for _, _, vector in rows]))
        return _Matrix(tuple((version, number) for version, number, _ in rows), vectors)
