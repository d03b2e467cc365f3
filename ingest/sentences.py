"""A stretch of a document's text in, its sentences with their offsets and kinds out.

Newlines separate blocks: a paragraph, a heading or a list item each. A list item's mark ("- ", "2. ") is
layout and belongs to no sentence, save where it stands inside a LIST.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.boundaries import sentence_spans
from ingest.chunk import Sentence, SentenceKind
from ingest.sentence_cues import cues
from ingest.sentence_kinds import has_end, is_cut, is_question, kind_of
from ingest.sentence_lists import Block, Piece, is_row, with_lists

LIST_MARK = re.compile(r"\s*(?:[-*+•●▪◦‣·○–—]|\(?\d{1,2}[.)]|\(?[a-z]\))\s+(?=\S)")
_TITLE_AT_END = re.compile(r"\b(?:Dr|Mr|Mrs|Ms|Prof)\.\s*$")


def sentences(
    text: str, start: int, end: int, cut_off: bool = False, headed: bool = False
) -> tuple[Sentence, ...]:
    """The sentences of `text[start:end]`, in order, as offsets into the whole text.

    They cover every character that is neither white space nor a list item's mark. `cut_off` says that the
    page shows only the beginning of this stretch, `headed` that its first line is a heading.
    """
    blocks = tuple(_blocks(text, start, end))
    if headed and blocks:
        blocks = (replace(blocks[0], heading=True), *blocks[1:])
    pieces = [piece for place in range(len(blocks)) for piece in _pieces(text, blocks, place)]
    joined = tuple(with_lists(text, blocks, pieces))
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
            yield Block(at + lead, at + len(words.rstrip()), item, not item and is_row(words))
        at += len(words)


def _pieces(text: str, blocks: Sequence[Block], place: int) -> Iterator[Piece]:
    block = blocks[place]
    if block.heading or block.row:
        kind = SentenceKind.QUESTION if is_question(text[block.start : block.end]) else SentenceKind.HEADING
        yield Piece(Sentence(block.start, block.end, kind), place)
        return
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


def _with_cut(text: str, found: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
    if not found or not is_cut(text[found[-1].start : found[-1].end]):
        return found
    return (*found[:-1], Sentence(found[-1].start, found[-1].end, SentenceKind.CUT_OFF))
