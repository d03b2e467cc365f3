"""One writer of vectors at a time, across processes; a writer that dies leaves no lock behind."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kb.errors import LibraryBusy, LibraryUnwritable

FILE_NAME = "writing.lock"
WAIT_SECONDS = 120.0


@contextmanager
def only_writer(folder: Path, wait_seconds: float = WAIT_SECONDS) -> Iterator[None]:
    """Holds SQLite's own file lock, which every system releases with the process; raises LibraryBusy."""
    try:
        connection = sqlite3.connect(folder / FILE_NAME, timeout=wait_seconds, isolation_level=None)
    except sqlite3.OperationalError as error:
        raise LibraryUnwritable(folder, str(error)) from error
    try:
        _take(connection, folder)
        yield
    finally:
        connection.close()


def _take(connection: sqlite3.Connection, folder: Path) -> None:
    try:
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise LibraryBusy(folder) from error
        raise LibraryUnwritable(folder, str(error)) from error
