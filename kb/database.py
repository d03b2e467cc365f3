"""The door to SQLite: one connection, its transactions, the schema's version, and its errors mapped."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kb.errors import LibraryBusy, LibraryMissing, LibraryTooNew, LibraryUnreadable, LibraryUnwritable
from kb.schema import SCHEMA, SCHEMA_VERSION

FILE_NAME = "library.sqlite3"
BUSY_SECONDS = 30.0
_ENVIRONMENT = ("readonly", "unable to open", "disk is full", "disk I/O")

Row = tuple[Any, ...]


class Database:
    """A library's SQLite file, shared by the threads of a process under one lock."""

    def __init__(self, folder: Path, create: bool = False, busy_seconds: float = BUSY_SECONDS) -> None:
        self.folder = folder
        self._lock = threading.RLock()
        path = folder / FILE_NAME
        if not path.is_file() and not create:
            raise LibraryMissing(folder)
        with self._mapped():
            self._connection = _connect(path, busy_seconds)
        try:
            self._check_version()
        except BaseException:
            self.close()
            raise

    def rows(self, sql: str, *values: object) -> list[Row]:
        with self._lock, self._mapped():
            return self._connection.execute(sql, values).fetchall()

    def row(self, sql: str, *values: object) -> Row | None:
        found = self.rows(sql, *values)
        return found[0] if found else None

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """All or nothing: what is done with the connection is kept together, or not at all."""
        with self._lock, self._mapped():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def state(self) -> tuple[int, int]:
        """Changes whenever anything is written, by this process or another."""
        with self._lock, self._mapped():
            (elsewhere,) = self._connection.execute("PRAGMA data_version").fetchone()
            return elsewhere, self._connection.total_changes

    def erase_traces(self) -> None:
        """Rewrites the file and its log, so that nothing deleted can be read back from them."""
        with self._lock, self._mapped():
            self._connection.execute("INSERT INTO words(words) VALUES ('rebuild')")
            self._connection.execute("VACUUM")
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    def _check_version(self) -> None:
        row = self.row("PRAGMA user_version")
        found = int(row[0]) if row else 0
        if found > SCHEMA_VERSION:
            raise LibraryTooNew(self.folder, found, SCHEMA_VERSION)
        if found < SCHEMA_VERSION:
            with self._lock, self._mapped():
                self._connection.executescript(SCHEMA)

    @contextmanager
    def _mapped(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise LibraryBusy(self.folder) from error
            if any(sign in str(error) for sign in _ENVIRONMENT):
                raise LibraryUnwritable(self.folder, str(error)) from error
            raise LibraryUnreadable(self.folder, str(error)) from error
        except (sqlite3.IntegrityError, sqlite3.ProgrammingError):
            raise
        except sqlite3.DatabaseError as error:
            raise LibraryUnreadable(self.folder, str(error)) from error


def copy_database(path: Path, copy: Path) -> None:
    """A consistent copy in one file, whoever has the database open or writes to it meanwhile."""
    source, target = sqlite3.connect(path), sqlite3.connect(copy)
    try:
        source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")
    finally:
        source.close()
        target.close()


def _connect(path: Path, busy_seconds: float) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path, timeout=busy_seconds, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")
    return connection
