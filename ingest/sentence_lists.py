"""Lists and tables among the pieces of a text: which of them are one LIST with the words that lead into them.

A short list is one sentence with its lead. Of a list too long to be quoted whole, the items that are sentences
stand for themselves, save under a lead that turns or limits what they say ("Call 999 if:", "Do not:").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, takewhile

from ingest.chunk import Sentence, SentenceKind
from ingest.sentence_cues import cues
from ingest.sentence_kinds import is_fragment_item, is_title_case, word_count

CELLS = " | "
"""What parts the cells of a table's row, as the readers of Markdown and HTML write it."""

_LEADS = frozenset({SentenceKind.STATEMENT, SentenceKind.HEADING, SentenceKind.CUT_OFF})


@dataclass(frozen=True)
class Block:
    """A line's words as offsets into the text: a paragraph, a heading, a table's row, an item without its mark."""

    start: int
    end: int
    item: bool
    row: bool = False
    heading: bool = False


@dataclass(frozen=True)
class Piece:
    """A sentence and the block it stands in, by the block's place."""

    sentence: Sentence
    block: int


@dataclass(frozen=True)
class _List:
    """A lead and what it leads into, in words."""

    lead: str
    items: tuple[str, ...]
    table: bool


def with_lists(text: str, blocks: Sequence[Block], pieces: Sequence[Piece]) -> Iterator[Sentence]:
    """The sentences of the pieces, each list or table that is quoted whole as one."""
    place = 0
    while place < len(pieces):
        items = _items_after(blocks, pieces, place)
        found = _list_of(text, blocks, pieces[place], items) if items else None
        if found is None or not _belongs_together(found):
            yield pieces[place].sentence
            place += 1
            continue
        start, end = pieces[place].sentence.start, items[-1].sentence.end
        whole = end - start <= _longest(found.lead)
        yield Sentence(start, end, SentenceKind.LIST) if whole else pieces[place].sentence
        if not whole:
            yield from (_alone(found, item.sentence) for item in items)
        place += 1 + len(items)


def _items_after(blocks: Sequence[Block], pieces: Sequence[Piece], place: int) -> tuple[Piece, ...]:
    """The items or rows under this piece; none where it is itself an item, or a row under another."""
    here, rest = blocks[pieces[place].block], pieces[place + 1 :]
    if here.item or not rest:
        return ()
    first = blocks[rest[0].block]
    if here.row:
        headed = place > 0 and blocks[pieces[place - 1].block].row
        return () if headed else tuple(takewhile(lambda piece: blocks[piece.block].row, rest))
    same = (first.item, first.row)
    is_listed = any(same)
    return tuple(
        takewhile(
            lambda piece: is_listed and (blocks[piece.block].item, blocks[piece.block].row) == same, rest
        )
    )


def _list_of(text: str, blocks: Sequence[Block], lead: Piece, items: Sequence[Piece]) -> _List | None:
    """The list, None where this sentence cannot lead into one or words were removed from it."""
    block = blocks[lead.block]
    asks = lead.sentence.kind is SentenceKind.QUESTION and block.heading
    if not (asks or lead.sentence.kind in _LEADS):
        return None
    if any(item.sentence.kind is SentenceKind.REMOVED for item in items):
        return None
    words = text[lead.sentence.start : lead.sentence.end]
    title = lead.sentence.kind in {SentenceKind.HEADING, SentenceKind.QUESTION}
    if not (block.row or title or cues().lead_in.search(words)):
        return None
    firsts = [next(group) for _, group in groupby(items, key=lambda item: item.block)]
    starts = tuple(text[item.sentence.start : item.sentence.end] for item in firsts)
    return _List(words, starts, blocks[items[0].block].row)


def _belongs_together(found: _List) -> bool:
    """Whether the items say little or something else without their lead."""
    if cues().site_lead.search(found.lead):
        return False
    if found.table:
        return _informs(found.items)
    leads_in = bool(cues().lead_in.search(found.lead))
    if not leads_in and (len(found.items) < 2 or not _informs(found.items)):
        return False
    return hangs(found.lead) or 2 * sum(map(is_fragment_item, found.items)) >= len(found.items)


def hangs(lead: str) -> bool:
    """Whether the lead turns or limits what its items say, so that none of them holds without it."""
    return bool(cues().hanging.search(lead))


def _longest(lead: str) -> int:
    return cues().hanging_characters if hangs(lead) else cues().list_characters


def _informs(items: Sequence[str]) -> bool:
    """Whether most items are more than names of pages or places: "Clicking in the ear", not "Contact Us"."""
    named = [is_title_case(item.replace(CELLS, " ")) and not any(map(str.isdigit, item)) for item in items]
    return 2 * sum(named) < len(items)


def _alone(found: _List, item: Sentence) -> Sentence:
    return replace(item, kind=SentenceKind.HEADING) if hangs(found.lead) else item


def is_row(words: str) -> bool:
    """Whether a line is a row of a table: two cells or more that say something."""
    cells = words.split(CELLS)
    return len(cells) > 1 and all(map(word_count, cells))
