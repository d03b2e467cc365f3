"""Hashes of files, remembered so that a start does not read 125 MB again.

A hash is remembered with the file's path, size, inode, and times of last change of content (mtime) and of
anything (ctime), and is used only while all five are the same. What that gives up: bytes that go bad on the
disk without being written, and someone who can set the machine's clock or write the library's own folder.
The first is what hashing again (`Verdicts(None)`, as `kb verify` does) is for; the second could as well
change this code. A package installed anew, a file replaced, edited or copied back, and a library restored on
another machine are all read again, since ctime cannot be set by a program.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from pathlib import Path


class Verdicts:
    """SHA-256 of files. `path` is the JSON that remembers them; with None every file is read every time."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._kept = _read(path) if path else {}

    def sha256(self, file: Path) -> str:
        """The file's hash in hex; raises OSError where it cannot be read."""
        key, before = str(file.resolve()), _state(file)
        kept = self._kept.get(key)
        if kept and kept[:-1] == before:
            return str(kept[-1])
        digest = _hash(file)
        if self._path and _state(file) == before:
            self._keep(key, [*before, digest])
        return digest

    def _keep(self, key: str, entry: list[int | str]) -> None:
        assert self._path is not None
        self._kept = {**_read(self._path), **self._kept, key: entry}
        # A library that cannot be written is still read from: it only starts more slowly.
        with contextlib.suppress(OSError):
            _write(self._path, self._kept)


def _state(file: Path) -> list[int | str]:
    found = file.stat()
    return [found.st_size, found.st_ino, found.st_mtime_ns, found.st_ctime_ns]


def _hash(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _read(path: Path) -> dict[str, list[int | str]]:
    """What is remembered; nothing where the file is absent or is not what `_write` writes."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    entries = found.items() if isinstance(found, dict) else ()
    return {key: entry for key, entry in entries if isinstance(entry, list) and len(entry) == 5}


def _write(path: Path, kept: dict[str, list[int | str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="utf-8") as stream:
        json.dump(kept, stream, indent=1)
    os.replace(stream.name, path)
