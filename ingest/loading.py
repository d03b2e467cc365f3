"""Paths and addresses to bytes: what to read, in a stable order, and what lies beside it."""

from __future__ import annotations

import hashlib
import os
import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from ingest.address import Fetched, fetch
from ingest.cited import FACTS, REFERENCES, Markers, markers_of, used_in
from ingest.errors import (
    AddressRefusedError,
    BadSettingError,
    IngestError,
    LoadError,
    NoPermissionError,
    NotFoundError,
    NothingToReadError,
    TooLargeError,
)
from ingest.foreseen import QUESTIONS, Need, needs_of
from ingest.limits import STANDARD, Limits
from ingest.settings import meta_from
from ingest.sheet import Meta

READER_VERSION = "4"
"""Part of every hash of bytes: raised when reading gets better, so that what is in a library is read again."""

SIDECAR = ".meta.toml"
_NOT_PAGES = {FACTS, REFERENCES, QUESTIONS, "thumbs.db", "desktop.ini", "icon\r", "__macosx", "__pycache__"}
_ADDRESS = re.compile(r"(?i)[a-z][a-z0-9+.-]*://")


@dataclass(frozen=True)
class Location:
    """Where a page is. `key` identifies it: an absolute path, an http(s) address or "starter:<name>".

    `source` is how a person names it: the file's name or the address. `path` is None for an address.
    """

    key: str
    source: str
    path: Path | None = None


@dataclass(frozen=True)
class Found:
    """What was asked for: what can be tried, in a stable order and each once, and what cannot, with why."""

    locations: tuple[Location, ...]
    failures: tuple[tuple[str, IngestError], ...]


@dataclass(frozen=True)
class Raw:
    """Bytes as loaded, with what lies beside them: the sidecar's `override`, what the page's `markers` stand for, and
    the `needs` that the page is foreseen to meet.

    `sha256` covers all four and `READER_VERSION`.
    """

    location: Location
    data: bytes
    media_type: str | None
    override: Meta
    sha256: str
    markers: Markers = field(default_factory=dict)
    needs: tuple[Need, ...] = ()

    @property
    def address(self) -> str | None:
        return None if self.location.path else self.location.key


ReadBytes = Callable[[Path, int], bytes]
Fetch = Callable[[str, Limits], Fetched]


def find(paths: Sequence[str]) -> Found:
    """Expand files, folders (recursively, by name) and addresses.

    Hidden and system files, sidecars, `facts.jsonl`, `references.jsonl`, `questions.jsonl` and the `NAME_files`
    folder of a saved page are passed over in silence. Every other file is a location, so that one that cannot be
    read is told of.
    """
    locations: dict[str, Location] = {}
    failures: list[tuple[str, IngestError]] = []
    for path in paths:
        try:
            locations.update((location.key, location) for location in _expand(path))
        except IngestError as error:
            failures.append((path, error))
    return Found(tuple(locations.values()), tuple(failures))


def find_starter(folder: Path) -> tuple[Location, ...]:
    """The bundled documents: every `.md` and `.pdf` of `folder`, by name, under keys that no path changes."""
    paths = sorted(path for path in folder.glob("*") if path.suffix.lower() in {".md", ".pdf"})
    return tuple(Location(f"starter:{path.name}", path.name, path) for path in paths)


def load(
    location: Location,
    limits: Limits = STANDARD,
    read_bytes: ReadBytes | None = None,
    fetch_address: Fetch = fetch,
) -> Raw:
    """The bytes at `location` and what its sidecar says. Raises `LoadError`."""
    if location.path is None:
        fetched = fetch_address(location.key, limits)
        return Raw(location, fetched.data, fetched.media_type, Meta(), _digest(fetched.data, b""))
    at_most = read_bytes or _read_at_most
    data = _read(location.path, location.source, limits, at_most)
    sidecar = sidecar_of(location.path)
    beside = b"" if sidecar is None else _read(sidecar, sidecar.name, limits, at_most)
    override = Meta() if sidecar is None else read_sidecar(beside, sidecar.name)
    markers = used_in(data, _markers(location.path.parent, limits, at_most))
    asked = _beside(location.path.parent, QUESTIONS, limits, at_most)
    needs = needs_of(asked, location.path.name, location.path.parent.name)
    digest = _digest(data, beside, _as_bytes(markers), repr(needs).encode() if needs else b"")
    return Raw(location, data, None, override, digest, markers, needs)


def sidecar_of(path: Path) -> Path | None:
    """`NAME.EXT.meta.toml` beside the file, else `NAME.meta.toml`, else None."""
    names = (path.with_name(path.name + SIDECAR), path.with_name(path.stem + SIDECAR))
    return next((name for name in names if name.is_file()), None)


def read_sidecar(data: bytes, name: str) -> Meta:
    """Raises `BadSettingError`, naming what is wrong."""
    try:
        values = tomllib.loads(data.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        remedy = 'write lines such as title = "…", saved as UTF-8'
        raise BadSettingError(name, f"is not TOML ({error})", remedy) from error
    return meta_from(values, name)


def _expand(path: str) -> Iterator[Location]:
    if _ADDRESS.match(path):
        yield _address(path)
        return
    here = Path(os.path.abspath(os.path.expanduser(path)))
    if here.is_dir():
        files = tuple(_walk(here))
        if not files:
            raise NothingToReadError(path)
        yield from (Location(str(file), file.name, file) for file in files)
    elif os.path.lexists(here):
        yield Location(str(here), here.name, here)
    else:
        raise NotFoundError(path)


def _address(address: str) -> Location:
    parts = urlsplit(address)
    if parts.scheme.lower() not in {"http", "https"} or not parts.hostname:
        raise AddressRefusedError(address, "only http and https addresses are read")
    key = urlunsplit((parts.scheme.lower(), parts.netloc.lower(), parts.path or "/", parts.query, ""))
    return Location(key, key)


def _walk(folder: Path) -> Iterator[Path]:
    def refuse(error: OSError) -> None:
        raise NoPermissionError(str(error.filename or folder)) from error

    for root, folders, files in os.walk(folder, onerror=refuse):
        names = set(files)
        folders[:] = sorted(name for name in folders if not _passed_over(name) and not _belongs(name, names))
        yield from (Path(root) / name for name in sorted(files) if not _passed_over(name))


def _passed_over(name: str) -> bool:
    return name.startswith((".", "~$")) or name.lower() in _NOT_PAGES or name.endswith(SIDECAR)


def _belongs(folder: str, files: set[str]) -> bool:
    """Whether a browser saved the folder with a page: its scripts and pictures."""
    stem = folder.removesuffix("_files")
    return stem != folder and bool(files & {f"{stem}.html", f"{stem}.htm"})


def _read(path: Path, source: str, limits: Limits, read_bytes: ReadBytes) -> bytes:
    try:
        if not path.is_file():
            raise NotFoundError(source)
        data = read_bytes(path, limits.max_bytes + 1)
    except PermissionError as error:
        raise NoPermissionError(source) from error
    except FileNotFoundError as error:
        raise NotFoundError(source) from error
    except OSError as error:
        raise LoadError(
            f"{source} could not be read ({error.strerror}): check the disk and try again."
        ) from error
    if len(data) > limits.max_bytes:
        raise TooLargeError(source, limits.max_bytes)
    return data


def _read_at_most(path: Path, count: int) -> bytes:
    with path.open("rb") as file:
        return file.read(count)


def _markers(folder: Path, limits: Limits, read_bytes: ReadBytes) -> Markers:
    """What the markers of the pages in `folder` stand for, nothing where no such file lies there."""
    facts, references = (_beside(folder, name, limits, read_bytes) for name in (FACTS, REFERENCES))
    return markers_of(facts, references, folder.name)


def _beside(folder: Path, name: str, limits: Limits, read_bytes: ReadBytes) -> bytes:
    """The bytes of a file that speaks of the pages in `folder`, none where there is no such file."""
    path = folder / name
    return _read(path, name, limits, read_bytes) if path.is_file() else b""


def _as_bytes(markers: Markers) -> bytes:
    return "\n".join(f"{name} {said}" for name, said in sorted(markers.items())).encode()


def _digest(data: bytes, sidecar: bytes, markers: bytes = b"", needs: bytes = b"") -> str:
    pieces = (READER_VERSION.encode(), sidecar, data, *(each for each in (markers, needs) if each))
    return hashlib.sha256(b"".join(hashlib.sha256(piece).digest() for piece in pieces)).hexdigest()
