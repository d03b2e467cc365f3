"""What lies beside a page for its markers: `facts.jsonl`, each fact of a reference, and `references.jsonl`.

A marker `[^HFS-001]` names a fact, or a reference at once. A page's own footnotes go before what lies beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from pydantic import ConfigDict, TypeAdapter, ValidationError

from ingest.errors import BadSettingError

FACTS, REFERENCES = "facts.jsonl", "references.jsonl"

Record = TypeVar("Record")


@dataclass(frozen=True)
class Fact:
    """`note` states it with all its figures, `reference` names where it was read, `seen` what was read of that
    ("abstract", "web page")."""

    __pydantic_config__ = ConfigDict(extra="ignore")

    id: str
    note: str
    reference: str
    seen: str


@dataclass(frozen=True)
class Published:
    """A published source. `doi_or_pmid` goes before the address where it has one."""

    __pydantic_config__ = ConfigDict(extra="ignore")

    ref: str
    title: str
    organisation_or_authors: str | None = None
    year: str | None = None
    url: str | None = None
    doi_or_pmid: str | None = None
    evidence: str | None = None
    seen_via: str | None = None

    def printed(self) -> str:
        """One line: who, what, when, where."""
        said = (self.organisation_or_authors, self.title, self.year, self.doi_or_pmid or self.url)
        return " ".join(f"{each.rstrip('.')}." for each in said if each)


Markers = Mapping[str, str]
"""What stands for each marker, by the marker without its case."""


@lru_cache(maxsize=1)
def markers_of(facts: bytes, references: bytes, folder: str) -> Markers:
    """What the markers of a page in `folder` stand for, read once for all pages of the folder.

    Raises:
        BadSettingError: a line of either file is not what it should be, or a fact is of an unknown reference.
    """
    published = {each.ref: each for each in records(references, Published, f"{folder}/{REFERENCES}")}
    found = {ref.casefold(): each.printed() for ref, each in published.items()}
    for fact in records(facts, Fact, f"{folder}/{FACTS}"):
        if fact.reference not in published:
            raise BadSettingError(
                f"{folder}/{FACTS}",
                f"names the unknown reference “{fact.reference}” for {fact.id}",
                f"add it to {REFERENCES} or correct the name",
            )
        source = published[fact.reference]
        how = ", ".join(each for each in (source.evidence, f"read: {fact.seen}", fact.id) if each)
        found[fact.id.casefold()] = f"{source.printed()} [{how.replace('_', ' ')}]"
    return found


def records(lines: bytes, kind: type[Record], where: str) -> Iterator[Record]:
    """The records of a JSON Lines file, one a line. Raises `BadSettingError`, naming the line."""
    shape = TypeAdapter(kind)
    for number, line in enumerate(lines.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            yield shape.validate_json(line)
        except ValidationError as error:
            place = ".".join(str(each) for each in error.errors()[0]["loc"])
            raise BadSettingError(
                f"{where}, line {number}",
                f"is not a record ({place or 'JSON'}: {error.errors()[0]['msg'].lower()})",
                "write one JSON object with its keys on the line",
            ) from error


def used_in(data: bytes, markers: Markers) -> Markers:
    """Those of `markers` that a page with these bytes may name: a PDF's words are packed, so all of them."""
    if data.startswith(b"%PDF"):
        return markers
    named = {name.decode("utf-8", "ignore").casefold() for name in re.findall(rb"\[\^([^\]\s]+)\]", data)}
    return {name: said for name, said in markers.items() if name in named}
