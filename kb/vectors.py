"""The door to Chroma: a folder of vectors is written once, published, and from then on only read.

Writers copy the folder, change the copy and close it, so that no reader ever meets a half-written index and
no process goes stale: a new state has a new path.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import chromadb
from chromadb.config import Settings
from chromadb.errors import ChromaError

from kb.database import copy_database
from kb.ports import Vectors

_COLLECTION = "chunks"
_BATCH = 1000
_PROBE_SECONDS = 300
_PROBE = "import sys; from kb.vectors import print_ids; print_ids(sys.argv[1])"
_DATABASE = "chroma.sqlite3"
_SAVED = "index_metadata.pickle"

# Chroma shares what it opens between all clients of a process and counts them without a lock of its own.
_OPENING = threading.RLock()

Batch = tuple[Sequence[int], Vectors]


class VectorsError(Exception):
    """Chroma cannot open, read or write a folder of vectors."""


class VectorIndex:
    """A published folder of vectors, open for reading by the threads of one process."""

    def __init__(self, folder: Path) -> None:
        if not (folder / _DATABASE).is_file():
            raise VectorsError(f"{folder.name} is missing")
        self.folder = folder
        self._lock = threading.Lock()
        self._closed = False
        with _OPENING, _mapped():
            self._client = _client(folder)
            try:
                self._collection = self._client.get_collection(_COLLECTION, embedding_function=None)
                self.count = int(self._collection.count())
            except BaseException:
                self._client.close()
                raise

    def nearest(self, vector: Vectors, depth: int) -> tuple[int, ...]:
        """Ids of up to `depth` vectors by cosine, the nearest first. `vector` is of shape (dimension,)."""
        depth = min(depth, self.count)
        if not depth:
            return ()
        with self._lock, _mapped():
            if self._closed:
                raise VectorsError(f"{self.folder.name} was closed")
            found = self._collection.query(query_embeddings=[vector], n_results=depth, include=[])
        return tuple(int(identity) for identity in found["ids"][0])

    def ids(self) -> frozenset[int]:
        with self._lock, _mapped():
            pages = [
                self._collection.get(limit=_BATCH, offset=offset, include=[])["ids"]
                for offset in range(0, self.count, _BATCH)
            ]
        return frozenset(int(identity) for page in pages for identity in page)

    def close(self) -> None:
        with _OPENING, self._lock, _mapped():
            self._closed = True
            self._client.close()


def write_vectors(
    folder: Path, base: Path | None, drop: Sequence[int], add: Iterable[Batch], ef_search: int
) -> int:
    """Makes `folder` from a copy of `base` (or from nothing), less the ids `drop`, with the vectors of `add`.

    Returns how many vectors it holds.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _mapped():
        if base:
            # Readers that open Chroma's SQLite file meanwhile may write to it.
            shutil.copytree(base, folder, ignore=shutil.ignore_patterns(f"{_DATABASE}*"))
            copy_database(base / _DATABASE, folder / _DATABASE)
        with _OPENING:
            client = _client(folder)
        try:
            collection = _collection(client, ef_search)
            _change(collection, drop, add)
            return int(collection.count())
        finally:
            with _OPENING:
                client.close()


def file_hashes(folder: Path) -> dict[str, str]:
    """The sha256 of each file of a saved index.

    Left out is what opening may rewrite: Chroma's SQLite file, and an index of one vector, which is never saved.
    """
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for saved in sorted(folder.glob(f"*/{_SAVED}"))
        for path in sorted(saved.parent.iterdir())
    }


def probe_ids(folder: Path) -> frozenset[int]:
    """The ids in a folder, read in a process of its own: a spoilt index can crash the one that opens it."""
    command = [sys.executable, "-c", _PROBE, str(folder)]
    try:
        done = subprocess.run(  # noqa: S603 the interpreter and a constant
            command, cwd=Path(__file__).parents[1], capture_output=True, timeout=_PROBE_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise VectorsError("opening the vectors takes too long") from error
    if done.returncode:
        raise VectorsError("the vectors cannot be opened")
    return frozenset(json.loads(done.stdout))


def print_ids(folder: str) -> None:
    """What the probing process runs: asks the index once, then writes its ids to stdout."""
    index = VectorIndex(Path(folder))
    ids = sorted(index.ids())
    if ids:
        with _mapped():
            (vector,) = index._collection.get(ids=[str(ids[0])], include=["embeddings"])["embeddings"]
        index.nearest(vector, len(ids))
    sys.stdout.write(json.dumps(ids))


def _client(folder: Path) -> Any:
    return chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))


def _collection(client: Any, ef_search: int) -> Any:
    # Saved after every batch, so that what is published lies in files whose hashes can be kept.
    index = {"space": "cosine", "ef_search": ef_search, "sync_threshold": 2, "batch_size": 2}
    return client.get_or_create_collection(
        _COLLECTION, embedding_function=None, configuration={"hnsw": index}
    )


def _change(collection: Any, drop: Sequence[int], add: Iterable[Batch]) -> None:
    for start in range(0, len(drop), _BATCH):
        collection.delete(ids=[str(identity) for identity in drop[start : start + _BATCH]])
    for ids, vectors in add:
        names = [str(identity) for identity in ids]
        # An upsert merges with what stands there, so what stands there goes first.
        collection.delete(ids=names)
        collection.upsert(ids=names, embeddings=vectors)


@contextmanager
def _mapped() -> Iterator[None]:
    try:
        yield
    except (ChromaError, sqlite3.Error, OSError, ValueError, KeyError) as error:
        raise VectorsError(str(error)) from error
