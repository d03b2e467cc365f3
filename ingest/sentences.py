"""A stretch of a document's text in, its sentences with their offsets and kinds out.

Newlines separate blocks: a paragraph, a heading or a list item each. A list item's mark ("- ", "2. ") is
layout and belongs to no sentence, save where it stands inside a LIST.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.boundaries import sentence_spans
from ingest.chunk import Sentence, SentenceKind
from ingest.sentence_cues import cues
from ingest.sentence_kinds import has_end, is_cut, is_fragment_item, kind_of

LIST_MARK = re.compile(r"\s*(?:[-*+•●▪◦‣·○–—]|\(?\d{1,2}[.)]|\(?[a-z]\))\s+(?=\S)")
_TITLE_AT_END = re.compile(r"\b(?:Dr|Mr|Mrs|Ms|Prof)\.\s*$")


@dataclass(frozen=True)
class Block:
    """A line's words as offsets into the text: a paragraph, a heading, an item without its mark."""

    start: int
    end: int
    item: bool


@dataclass(frozen=True)
class Piece:
    """A sentence and the block it stands in, by the block's place."""

    sentence: Sentence
    block: int


def sentences(text: str, start: int, end: int, cut_off: bool = False) -> tuple[Sentence, ...]:
    """The sentences of `text[start:end]`, in order, as offsets into the whole text.

    They cover every character that is neither white space nor a list item's mark. `cut_off` says that the
    page shows only the beginning of this stretch.
    """
    blocks = tuple(_blocks(text, start, end))
    pieces = [piece for place in range(len(blocks)) for piece in _pieces(text, blocks, place)]
    joined = tuple(_with_lists(text, blocks, pieces))
    return _with_cut(text, joined) if cut_off else joined


def _blocks(text: str, start: int, end: int) -> Iterator[Block]:
    line_start = start
    for newline in [*(found.start() for found in re.finditer(r"\n", text[start:end])), end - start]:
        line_end = start + newline
        # A line that ends in "Dr." goes on in the next: pages break there, sentences never do.
        if (
            line_end < end
            and _TITLE_AT_END.search(text[line_start:line_end])
            and not text.startswith("\n", line_end + 1)
        ):
            continue
        yield from _line_blocks(text, line_start, line_end)
        line_start = line_end + 1


def _line_blocks(text: str, start: int, end: int) -> Iterator[Block]:
    mark = LIST_MARK.match(text, start, end)
    item = mark is not None
    at = mark.end() if mark else start
    removed = re.compile(f"({re.escape(cues().removed)})")
    for words in removed.split(text[at:end]):
        if words.strip():
            lead = len(words) - len(words.lstrip())
            yield Block(at + lead, at + len(words.rstrip()), item)
        at += len(words)


def _pieces(text: str, blocks: Sequence[Block], place: int) -> Iterator[Piece]:
    block = blocks[place]
    spans = sentence_spans(text[block.start : block.end])
    following = blocks[place + 1] if place + 1 < len(blocks) else None
    before_paragraph = following is not None and has_end(text[following.start : following.end])
    for start, end in spans:
        words = text[block.start + start : block.start + end]
        kind = _broken(text, blocks, place, words) or kind_of(
            words, len(spans) == 1, before_paragraph, block.item
        )
        yield Piece(Sentence(block.start + start, block.start + end, kind), place)


def _broken(text: str, blocks: Sequence[Block], place: int, words: str) -> SentenceKind | None:
    """CUT_OFF where words were removed from within this sentence, else None."""
    following = blocks[place + 1] if place + 1 < len(blocks) else None
    removed_after = (
        following is not None
        and _is_removed(text, following)
        and "\n" not in _between(text, blocks[place], following)
    )
    if removed_after and not has_end(words) and text[: blocks[place].end].endswith(words):
        return SentenceKind.CUT_OFF
    before = blocks[place - 1] if place else None
    removed_before = (
        before is not None and _is_removed(text, before) and "\n" not in _between(text, before, blocks[place])
    )
    begins_block = text.startswith(words, blocks[place].start)
    return SentenceKind.CUT_OFF if removed_before and begins_block and words[0].islower() else None


def _is_removed(text: str, block: Block) -> bool:
    return text[block.start : block.end] == cues().removed


def _between(text: str, block: Block, following: Block) -> str:
    return text[block.end : following.start]


def _with_lists(text: str, blocks: Sequence[Block], pieces: Sequence[Piece]) -> Iterator[Sentence]:
    place = 0
    while place < len(pieces):
        items = _items_after(text, blocks, pieces, place)
        whole = (
            Sentence(pieces[place].sentence.start, items[-1].sentence.end, SentenceKind.LIST)
            if items
            else None
        )
        if whole is not None and whole.end - whole.start <= cues().list_characters:
            yield whole
            place += 1 + len(items)
        else:
            yield pieces[place].sentence
            place += 1


def _items_after(text: str, blocks: Sequence[Block], pieces: Sequence[Piece], place: int) -> list[Piece]:
    """The items of the list this sentence leads into, none where its items are sentences."""
    lead = pieces[place]
    words = text[lead.sentence.start : lead.sentence.end]
    leads = lead.sentence.kind in {SentenceKind.STATEMENT, SentenceKind.HEADING, SentenceKind.CUT_OFF}
    if blocks[lead.block].item or not leads or not cues().lead_in.search(words):
        return []
    items = []
    for piece in pieces[place + 1 :]:
        if not blocks[piece.block].item:
            break
        items.append(piece)
    one_each = len({piece.block for piece in items}) == len(items)
    fragments = all(is_fragment_item(text[piece.sentence.start : piece.sentence.end]) for piece in items)
    return items if one_each and fragments and not _any_removed(items) else []


def _any_removed(items: Sequence[Piece]) -> bool:
    return any(piece.sentence.kind is SentenceKind.REMOVED for piece in items)


def _with_cut(text: str, found: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
    if not found or not is_cut(text[found[-1].start : found[-1].end]):
        return found
    return (*found[:-1], Sentence(found[-1].start, found[-1].end, SentenceKind.CUT_OFF))
