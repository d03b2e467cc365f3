"""A sheet to a document: laid out, ranked, and written once as the final text that everything points into."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.document import Document, EvidenceRank, Page, Part, Person, Reference
from ingest.layouts.laid import Block, Laid, Piece
from ingest.layouts.recognising import lay_out
from ingest.layouts.titles import without_site
from ingest.ranking import rank_document, rank_piece
from ingest.sheet import Mark, Sheet
from ingest.standing import maker

ITEM = "- "
_LONGEST_TITLE = 200


@dataclass(frozen=True)
class Placed:
    """A block and where it starts in the text, its list mark included."""

    block: Block
    start: int

    @property
    def words(self) -> int:
        """The offset of the block's own words."""
        return self.start + (len(ITEM) if self.block.mark is Mark.ITEM else 0)

    @property
    def end(self) -> int:
        return self.words + len(self.block.text)


def document_from(raw_sha256: str, location_key: str, source: str, sheet: Sheet) -> Document:
    """The document of a sheet. `raw_sha256` is of its bytes, `location_key` an absolute path or an address."""
    laid = lay_out(sheet)
    address = location_key if location_key.lower().startswith(("http://", "https://")) else None
    rank = rank_document(laid, sheet, address)
    text, placed = write(laid.pieces)
    return Document(
        location=location_key,
        source=source,
        bytes_sha256=raw_sha256,
        text=text,
        text_sha256=hashlib.sha256(text.encode()).hexdigest(),
        title=title_of(laid, sheet, source),
        kind=laid.kind,
        layout=laid.layout,
        rank=rank,
        parts=tuple(
            _part(piece, each, laid, rank, sheet) for piece, each in zip(laid.pieces, placed, strict=True)
        ),
        pages=_pages([each for blocks in placed for each in blocks], len(text)),
        references=tuple(_references(placed)),
        author=_author(laid, sheet),
        asker=laid.asker,
        published=_published(laid, sheet),
        url=sheet.override.url or address or sheet.said.url,
        status=sheet.override.status or sheet.said.status,
        checked=sheet.override.checked or sheet.said.checked,
        audience=sheet.override.audience or sheet.said.audience,
        conditions=sheet.override.conditions or sheet.said.conditions,
        completeness=laid.completeness,
        notes=(*sheet.notes, *laid.notes),
    )


def write(pieces: Sequence[Piece]) -> tuple[str, list[list[Placed]]]:
    """The text, and for each piece its blocks and the headings above them, placed.

    Blocks are parted by a blank line, list items by a line break.
    """
    text = ""
    placed: list[list[Placed]] = []
    before: Block | None = None
    for piece in pieces:
        placed.append([])
        for block in (*piece.above, *piece.blocks):
            text += _between(before, block)
            placed[-1].append(Placed(block, len(text)))
            text += (ITEM if block.mark is Mark.ITEM else "") + block.text
            before = block
    return text, placed


def title_of(laid: Laid, sheet: Sheet, source: str) -> str:
    """The title given, else the page's own, else its first heading or the beginning of its first line."""
    if sheet.override.title:
        return sheet.override.title
    if sheet.said.title:
        return without_site(sheet.said.title, laid.title, sheet.said.organisation)
    shown = [block.text for piece in laid.pieces for block in (*piece.above, *piece.blocks)]
    return (laid.title or next(iter(shown), source))[:_LONGEST_TITLE]


def _between(before: Block | None, block: Block) -> str:
    if before is None:
        return ""
    return "\n" if before.mark is Mark.ITEM and block.mark is Mark.ITEM else "\n\n"


def _part(piece: Piece, placed: Sequence[Placed], laid: Laid, rank: EvidenceRank, sheet: Sheet) -> Part:
    own = placed[len(piece.above) :]
    return Part(
        role=piece.role,
        start=own[0].start,
        end=own[-1].end,
        label=piece.label,
        rank=rank_piece(piece, laid, rank, sheet),
        heading=piece.heading,
        number=piece.number,
        author=piece.author,
        published=piece.published,
        cut_off=piece.cut_off,
    )


def _pages(placed: Sequence[Placed], length: int) -> tuple[Page, ...]:
    """Pages in the text's order, each up to the next. A page none of whose words were kept is not among them."""
    begun: list[tuple[str, int]] = []
    for each in placed:
        for at, label in each.block.pages:
            if not begun or begun[-1][0] != label:
                begun.append((label, each.words + at if at else each.start))
    if not begun:
        return ()
    starts = [0, *(start for _, start in begun[1:]), length]
    return tuple(Page(label, starts[place], starts[place + 1]) for place, (label, _) in enumerate(begun))


def _references(placed: Sequence[Sequence[Placed]]) -> list[Reference]:
    return [
        Reference(each.words + at, to) for blocks in placed for each in blocks for at, to in each.block.cites
    ]


def _published(laid: Laid, sheet: Sheet) -> str | None:
    """The date given, else the page's own. A PDF's own is of the making of the file: what its text says goes before."""
    shown = (sheet.said.published, laid.published)
    first, second = reversed(shown) if sheet.format == "pdf" else shown
    return sheet.override.published or first or second


def _author(laid: Laid, sheet: Sheet) -> Person | None:
    """Who wrote the page: as given, else as its layout shows, else as it says of itself."""
    if sheet.override.author:
        return Person(name=sheet.override.author)
    if laid.author or laid.layout in {"thread", "doctor_reply"}:
        return laid.author
    made = maker(sheet)
    name = made.author or made.institution or sheet.said.organisation
    return Person(name=name, standing=made.job) if name else None
