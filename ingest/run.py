"""A run over many inputs: each loaded, read and kept on its own, so that a bad one is a line and never the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from ingest.document import Document
from ingest.errors import IngestError
from ingest.loading import Location, Raw
from ingest.report import Outcome


class Keeper(Protocol):
    """What a run needs of a library."""

    def standing(self, location: str, bytes_sha256: str, /) -> Literal["new", "changed", "unchanged"]: ...

    def add(self, document: Document, /) -> None: ...


@dataclass(frozen=True)
class Steps:
    """How to load, to read, and to name what is kept at a location's key."""

    load: Callable[[Location], Raw]
    read: Callable[[Raw], Document]
    identify: Callable[[str], str]


def ingest(locations: Sequence[Location], library: Keeper, steps: Steps) -> Iterator[Outcome]:
    """An outcome for each location, as it is reached. What was kept stays kept when the caller stops."""
    for location in locations:
        try:
            yield _ingest_one(location, library, steps)
        except IngestError as error:
            yield Outcome(location.source, "failed", str(error))


def _ingest_one(location: Location, library: Keeper, steps: Steps) -> Outcome:
    raw = steps.load(location)
    standing = library.standing(location.key, raw.sha256)
    identity = steps.identify(location.key)
    if standing == "unchanged":
        return Outcome(location.source, "unchanged", "", identity)
    document = steps.read(raw)
    library.add(document)
    state: Literal["added", "updated"] = "added" if standing == "new" else "updated"
    return Outcome(location.source, state, document.title, identity, document.notes)
