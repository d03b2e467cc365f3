"""A sheet laid out: who says what, in the page's order, with everything that is nobody's words left out."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.document import Kind, Person, Role
from ingest.sheet import Mark


@dataclass(frozen=True)
class Block:
    """A paragraph, a list item or a heading as it will stand in the text.

    `pages` are (offset into `text`, printed page label) where a page begins, the first at 0. `cites` are (offset into
    `text` of the last character before the marker, reference).
    """

    text: str
    mark: Mark = Mark.PLAIN
    pages: tuple[tuple[int, str], ...] = ()
    cites: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class Piece:
    """What becomes a part. `above` are headings that stand over it in the text and belong to no part.

    `heading`, `number`, `author`, `published` (ISO) and `cut_off` are those of `Part`.
    """

    role: Role
    blocks: tuple[Block, ...]
    label: str
    above: tuple[Block, ...] = ()
    heading: str | None = None
    number: int | None = None
    author: Person | None = None
    published: str | None = None
    cut_off: bool = False


@dataclass(frozen=True)
class Laid:
    """A page by its layout. `title` is the page's own first heading or line, None where it shows none."""

    layout: str
    kind: Kind
    pieces: tuple[Piece, ...]
    title: str | None = None
    asker: Person | None = None
    author: Person | None = None
    published: str | None = None
    completeness: str | None = None
    notes: tuple[str, ...] = ()
