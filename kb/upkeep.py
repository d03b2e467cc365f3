"""Mending a library from what SQLite holds, backing it up and restoring it."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import shutil
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from kb.checks import CheckResult, damaged_versions, misplaced, verify
from kb.database import FILE_NAME as DATABASE
from kb.database import copy_database
from kb.errors import BackupRefused, LibraryUnwritable
from kb.library import Library
from kb.lock import only_writer
from kb.ports import Models, Progress
from kb.settings import FILE_NAME as SETTINGS
from kb.settings import KbSettings, load_settings
from kb.store import insert_words

__all__ = ["Backup", "CheckResult", "backup", "repair", "restore", "verify"]

MANIFEST = "manifest.json"
FORMAT = 1
# Made again from the database by `restore`, so that a backup stays small and carries no model.
_REBUILT = frozenset({"vectors", "models"})
_PASSING = ("-wal", "-shm", "-journal", ".lock")


@dataclass(frozen=True)
class Backup:
    file: Path
    bytes: int
    documents: int
    created: str


def repair(library: Library, progress: Progress | None = None) -> tuple[str, ...]:
    """Makes words, vectors and models anew from the texts; splits and embeds anew where that is what is wrong.

    A version whose text is no longer what was read is let go. Returns the locations of the documents that are to be
    read again.
    """
    with only_writer(library.folder):
        lost = _drop_damaged(library)
        if not library.built_alike() or any(misplaced(library)):
            library.resplit()
        _rebuild_words(library)
        library.vectors.drop_unlike()
        library.foreseen.forget_unlike()
        library.embed(progress)
        library.publish(fresh=True)
        library.models.prepare_asking()
    return lost


def backup(library: Library, file: Path) -> Backup:
    """One .tar.gz of a consistent copy, whoever writes meanwhile; vectors and models are made again by `restore`.

    Raises BackupRefused where the file is there already, LibraryUnwritable where it cannot be written.
    """
    if file.exists():
        raise BackupRefused(f"{file} is there already; choose another name, or move it away.")
    created = datetime.now(UTC).isoformat(timespec="seconds")
    part = file.with_name(file.name + ".part")
    try:
        with tempfile.TemporaryDirectory() as copies:
            members = dict(_copies(library.folder, Path(copies)))
            _pack(part, members, created)
        part.replace(file)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise LibraryUnwritable(file.parent, error.strerror or str(error)) from error
    return Backup(file, file.stat().st_size, len(library.listings()), created)


def restore(
    file: Path, folder: Path, settings: KbSettings | None = None, models: Models | None = None
) -> Library:
    """The library of a backup, in a folder that holds nothing yet, with the settings it had; verify it after.

    Raises BackupRefused for a folder in use, or a file that is no backup or not a whole one.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BackupRefused(f"{folder} is not empty; choose another folder with --library, or move it away.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".restoring-") as unpacked:
        _unpack(file, Path(unpacked) / "library")
        if folder.exists():
            folder.rmdir()
        (Path(unpacked) / "library").rename(folder)
    library = Library.open(folder, settings or load_settings(folder / SETTINGS), models=models)
    library.embed_pending()
    return library


def _drop_damaged(library: Library) -> tuple[str, ...]:
    damaged = damaged_versions(library)
    with library.database.writing() as connection:
        for number, _ in damaged:
            connection.execute("DELETE FROM versions WHERE number = ?", (number,))
    library.store.forget_read()
    return tuple(dict.fromkeys(location for _, location in damaged))


def _rebuild_words(library: Library) -> None:
    ids = [row[0] for row in library.database.rows("SELECT id FROM chunks ORDER BY id")]
    chunks = library.store.chunks(ids)
    with library.database.writing() as connection:
        connection.execute("DELETE FROM words")
        connection.execute("INSERT INTO words(words) VALUES ('rebuild')")
        for identity, chunk in chunks.items():
            insert_words(connection, identity, chunk)


def _copies(folder: Path, to: Path) -> Iterator[tuple[str, Path]]:
    """(name in the backup, where its copy is) of every file of a library that cannot be made again."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if not path.is_file() or name.parts[0] in _REBUILT or name.name.endswith(_PASSING):
            continue
        copy = to / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == Path(DATABASE).suffix:
            copy_database(path, copy)
        else:
            shutil.copy2(path, copy)
        yield name.as_posix(), copy


def _pack(file: Path, members: Mapping[str, Path], created: str) -> None:
    hashes = {name: _sha256(path) for name, path in members.items()}
    manifest = json.dumps({"format": FORMAT, "created": created, "files": hashes}, indent=1).encode()
    with tarfile.open(file, "w:gz") as archive:
        entry = tarfile.TarInfo(MANIFEST)
        entry.size = len(manifest)
        archive.addfile(entry, io.BytesIO(manifest))
        for name, path in members.items():
            archive.add(path, name, recursive=False)


def _unpack(file: Path, folder: Path) -> None:
    """Only the files that the manifest names, each with the hash it names, under their own relative names."""
    folder.mkdir()
    try:
        with tarfile.open(file, "r:gz") as archive:
            hashes = _manifest(archive)
            for name, digest in hashes.items():
                _unpack_file(archive, name, digest, folder)
    except FileNotFoundError as error:
        raise BackupRefused(
            f"There is no file {file}; give the file that `python -m kb backup` made."
        ) from error
    except (tarfile.TarError, gzip.BadGzipFile, EOFError, OSError, ValueError, KeyError, TypeError) as error:
        raise BackupRefused(
            f"{file} is no whole backup of a library ({error}); give the file that `python -m kb backup` made."
        ) from error


def _manifest(archive: tarfile.TarFile) -> dict[str, str]:
    stream = archive.extractfile(MANIFEST)
    manifest = json.loads(stream.read()) if stream else {}
    if manifest.get("format") != FORMAT or DATABASE not in manifest["files"]:
        raise ValueError("its list of files is not one this program knows")
    return dict(manifest["files"])


def _unpack_file(archive: tarfile.TarFile, name: str, digest: str, folder: Path) -> None:
    place = PurePosixPath(name)
    member = archive.getmember(name)
    if place.is_absolute() or ".." in place.parts or "\\" in name or ":" in name or not member.isfile():
        raise ValueError(f"{name} does not belong in a library")
    target = folder / place
    target.parent.mkdir(parents=True, exist_ok=True)
    stream = archive.extractfile(member)
    with target.open("wb") as file:
        shutil.copyfileobj(stream or io.BytesIO(), file)
    if _sha256(target) != digest:
        raise ValueError(f"{name} was altered")


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
