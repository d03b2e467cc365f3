"""Publishing vectors for readers, and reading what is published."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Sequence
from pathlib import Path

from kb.errors import LibraryDamaged
from kb.ports import Vectors
from kb.vector_rows import FOLDER, Published, VectorRows
from kb.vectors import VectorIndex, VectorsError, file_hashes, probe_ids, write_vectors

# Deleted vectors stay in Chroma's graph and slow it: a copy is worth its saving only while they are few.
_MOST_DROPPED = 0.2


class CurrentIndex:
    """The vectors that are published now, whichever process published them."""

    def __init__(self, folder: Path, rows: VectorRows) -> None:
        self._folder = folder
        self._rows = rows
        self._lock = threading.Lock()
        self._open: tuple[int, VectorIndex] | None = None

    def nearest(self, vector: Vectors, depth: int) -> Sequence[int]:
        """Ids of chunks by cosine, nearest first; none where nothing is published. Raises LibraryDamaged."""
        published = self._rows.published()
        while published:
            try:
                return self._at(published).nearest(vector, depth)
            except VectorsError as error:
                # A folder goes once the next is published, perhaps while it is being opened or asked.
                failed, published = published, self._rows.published()
                if published is None or published.generation == failed.generation:
                    raise LibraryDamaged(self._folder, str(error)) from error
        return ()

    def close(self) -> None:
        with self._lock:
            if self._open:
                self._open[1].close()
            self._open = None

    def _at(self, published: Published) -> VectorIndex:
        with self._lock:
            if self._open is None or self._open[0] < published.generation:
                index = open_published(self._folder, published)
                if self._open:
                    self._open[1].close()
                self._open = (published.generation, index)
            return self._open[1]


def published_folder(folder: Path, published: Published) -> Path:
    return folder / FOLDER / published.name


def check_files(folder: Path, published: Published) -> None:
    """Raises VectorsError for an index file missing or altered: Chroma would lose hits, or crash."""
    found = file_hashes(published_folder(folder, published))
    wrong = sorted({path for path, _ in found.items() ^ published.files.items()})
    if wrong:
        raise VectorsError(f"{wrong[0]} of the vectors is missing or altered")


def open_published(folder: Path, published: Published) -> VectorIndex:
    check_files(folder, published)
    index = VectorIndex(published_folder(folder, published))
    if index.count != published.count:
        index.close()
        raise VectorsError(f"{index.count} of {published.count} vectors are there")
    return index


def publish_vectors(folder: Path, rows: VectorRows, ef_search: int, fresh: bool = False) -> bool:
    """Brings what readers see up to what SQLite holds; False where it was so already.

    Starts from nothing where `fresh`, where the published folder is spoilt, or where much of it was dropped:
    that also takes dropped vectors off the disk. The caller is the only writer.
    """
    drop, add = rows.to_drop(), rows.to_index()
    published = rows.published()
    base = None if fresh else _base(folder, published, len(drop), ef_search)
    if published and base and not drop and not add:
        return False
    if base is None:
        drop, add = (), rows.all()
    generation = published.generation + 1 if published else 1
    target = folder / FOLDER / f"{generation:06d}"
    try:
        count = write_vectors(target, base, drop, rows.batches(add), ef_search)
    except VectorsError as error:
        raise LibraryDamaged(folder, str(error)) from error
    rows.publish(Published(generation, file_hashes(target), count, ef_search), add, drop or rows.to_drop())
    _sweep(target)
    return True


def _base(folder: Path, published: Published | None, dropped: int, ef_search: int) -> Path | None:
    """The published folder where it is worth starting from."""
    if published is None or published.ef_search != ef_search or dropped > _MOST_DROPPED * published.count:
        return None
    try:
        open_published(folder, published).close()
    except VectorsError:
        return None
    return published_folder(folder, published)


def _sweep(kept: Path) -> None:
    """Removes older folders and half-written ones."""
    for folder in kept.parent.iterdir():
        if folder != kept:
            # Windows keeps what a reader holds open; the next run removes it.
            shutil.rmtree(folder, ignore_errors=True)


def published_problem(folder: Path, rows: VectorRows) -> str | None:
    """What is wrong with the published vectors, None where they are whole; opens them in another process."""
    published = rows.published()
    if published is None:
        return None if not rows.all() else "the vectors were never published"
    if rows.to_index() or rows.to_drop():
        return "the published vectors are behind the library"
    try:
        check_files(folder, published)
        found = probe_ids(published_folder(folder, published))
    except VectorsError as error:
        return str(error)
    missing, strays = set(rows.indexed()) - found, found - set(rows.indexed())
    return f"{len(missing)} vectors are missing and {len(strays)} are strays" if missing or strays else None
