"""The sheet: what a format reader hands to the layouts, the same for text, Markdown, HTML, PDF and MedQuAD XML."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Mark(StrEnum):
    """What the format itself says a line is."""

    PLAIN = "plain"
    HEADING = "heading"
    ITEM = "item"
    BLANK = "blank"
    QUESTION = "question"
    ANSWER = "answer"


@dataclass(frozen=True)
class Line:
    """One line of a page, already cleaned: no control or zero-width characters, no hidden text.

    `level` is a heading's level (1 to 6) or how deep an item or a reply is nested. `box` numbers the smallest
    enclosing repeated container of an HTML page (a post, a comment, an article), None where the format shows none.
    `hints` are words the format attaches to the line (an HTML class, id, role, itemprop or tag: "author", "date",
    "post", "comment", "nav"). `page` is the printed page label of a PDF. `cites` are references that the format
    attaches to the end of this line's text, as (offset into `text`, reference).
    """

    text: str
    mark: Mark = Mark.PLAIN
    level: int = 0
    box: int | None = None
    hints: frozenset[str] = frozenset()
    page: str | None = None
    cites: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class Meta:
    """What a page says of itself outside its text, or what whoever added it says in front matter or `.meta.toml`."""

    title: str | None = None
    kind: str | None = None
    evidence_rank: int | None = None
    evidence_reason: str | None = None
    author: str | None = None
    organisation: str | None = None
    published: str | None = None
    url: str | None = None
    status: str | None = None
    checked: str | None = None
    audience: str | None = None
    conditions: str | None = None


@dataclass(frozen=True)
class Sheet:
    """A whole page as lines. `said` is from the page itself; `override` from whoever added it, and wins."""

    lines: tuple[Line, ...]
    said: Meta = Meta()
    override: Meta = Meta()
    format: str = "text"
    notes: tuple[str, ...] = field(default=())
