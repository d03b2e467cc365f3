"""The starter collection as it is checked: pages of sentences with their markers, facts, references and questions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.boundaries import sentence_spans
from ingest.cited import FACTS, REFERENCES, Fact, Published, records
from ingest.foreseen import QUESTIONS, Need
from ingest.formats.frontmatter import front_values
from ingest.formats.inline import plain
from ingest.formats.markers import FOOTNOTE, cut_markers

PRINTED = "printed"
"""The folder of pages that the library reads as PDFs."""

_ITEM = re.compile(r"^\s*(?:[-*+]|\d{1,2}[.)])\s+")


@dataclass(frozen=True)
class Said:
    """A sentence of a page without its markers, and the facts that they name. `line` counts from 1."""

    text: str
    facts: tuple[str, ...]
    line: int


@dataclass(frozen=True)
class StarterPage:
    """A page as it is written. `front` is its front matter, `headings` and `said` are in order."""

    path: Path
    front: Mapping[str, Any]
    body: str
    headings: tuple[str, ...]
    said: tuple[Said, ...]

    @property
    def name(self) -> str:
        """The file that the library reads: what is printed, it reads as a PDF."""
        return f"{self.path.stem}.pdf" if self.path.parent.name == PRINTED else self.path.name

    @property
    def kind(self) -> str:
        return str(self.front.get("kind", ""))

    @property
    def prose(self) -> str:
        """The sentences, one a line."""
        return "\n".join(each.text for each in self.said)


@dataclass(frozen=True)
class Shelf:
    """The whole collection."""

    pages: tuple[StarterPage, ...]
    facts: Mapping[str, Fact]
    references: Mapping[str, Published]
    needs: tuple[Need, ...]


def read_shelf(folder: Path) -> Shelf:
    """The collection in `folder`. Raises `BadSettingError` for a broken record, `OSError` for a missing file."""
    paths = sorted((*folder.glob("*.md"), *(folder / PRINTED).glob("*.md")), key=lambda path: path.name)
    facts = records((folder / FACTS).read_bytes(), Fact, FACTS)
    references = records((folder / REFERENCES).read_bytes(), Published, REFERENCES)
    needs = records((folder / QUESTIONS).read_bytes(), Need, QUESTIONS)
    return Shelf(
        tuple(read_page(path) for path in paths),
        {fact.id: fact for fact in facts},
        {each.ref: each for each in references},
        tuple(needs),
    )


def read_page(path: Path) -> StarterPage:
    """A page of Markdown. One without front matter has an empty `front`."""
    text = path.read_text(encoding="utf-8")
    front, body = front_values(text, path.name)
    first = text[: len(text) - len(body)].count("\n") + 1
    lines = list(enumerate(body.splitlines(), start=first))
    headings = tuple(line.lstrip("# ").strip() for _, line in lines if line.startswith("#"))
    said = tuple(each for number, line in lines if not line.startswith("#") for each in _said(line, number))
    return StarterPage(path, front, body, headings, said)


def _said(line: str, number: int) -> Iterator[Said]:
    text = plain(_ITEM.sub("", line))
    names = {name.casefold(): name for name in FOOTNOTE.findall(text)}
    words, cites, _ = cut_markers(text, names)
    spans = sentence_spans(words)
    for start, end in spans:
        yield Said(
            words[start:end], tuple(dict.fromkeys(name for at, name in cites if start <= at < end)), number
        )
