"""Lines to blocks: wrapped lines joined by single spaces, list items and paragraphs each one block."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ingest.layouts.laid import Block
from ingest.sheet import Line, Mark

_UNFINISHED = re.compile(r"(?:\b(?:Dr|Mr|Mrs|Ms|Prof|St|vs|approx|[Ff]ig|e\.g|i\.e)\.|[,;–—-])$")
_ENDED = re.compile(r"[.!?…][\"'”’»)\]]*$")
_NUMBERED = re.compile(r"\d{1,2}(?:\.\d{1,3}){1,3}\.? +[A-Z][a-z]")
_LONGEST_WRAPPED, _SHORTEST_WRAPPED = 120, 60
"""Characters: a longer line that ends a sentence is a paragraph; a shorter one without an end was not wrapped."""


def ends_sentence(text: str) -> bool:
    """Whether the words end in a mark that ends a sentence."""
    return bool(_ENDED.search(text.rstrip()))


def blocks_of(lines: Sequence[Line]) -> tuple[Block, ...]:
    """The blocks of a stretch of lines, in order. Blank lines make none."""
    groups: list[list[Line]] = []
    for before, line in pairwise((Line("", Mark.BLANK), *lines)):
        if not line.text.strip() or line.mark is Mark.BLANK:
            continue
        if groups and before is groups[-1][-1] and _goes_on(before, line):
            groups[-1].append(line)
        else:
            groups.append([line])
    return tuple(_block(group) for group in groups)


def first_block(lines: Sequence[Line]) -> Block:
    """One heading or paragraph of lines that are not blank."""
    return blocks_of(lines)[0]


def words_of(blocks: Sequence[Block]) -> str:
    """All words of the blocks, for looking at."""
    return " ".join(block.text for block in blocks)


def _goes_on(before: Line, line: Line) -> bool:
    """Whether `line` belongs to the paragraph of `before`, the line right above it."""
    if before.mark is not Mark.PLAIN or line.mark is not Mark.PLAIN or before.box != line.box:
        return False
    if (before.hints | line.hints) & {"table", "code"}:
        return False
    above, here = before.text.rstrip(), line.text.lstrip()
    if _NUMBERED.match(here):
        return False
    if _UNFINISHED.search(above):
        return True
    if above.endswith(":"):
        return False
    if _ENDED.search(above):
        return len(above) <= _LONGEST_WRAPPED and bool(_ENDED.search(here) or len(here) > _SHORTEST_WRAPPED)
    return here[:1].islower() or len(above) >= _SHORTEST_WRAPPED


def _block(lines: Sequence[Line]) -> Block:
    text = ""
    pages: list[tuple[int, str]] = []
    cites: list[tuple[int, str]] = []
    for line in lines:
        words = line.text.strip()
        text += " " if text else ""
        if line.page is not None and (not pages or pages[-1][1] != line.page):
            pages.append((len(text), line.page))
        lead = len(line.text) - len(line.text.lstrip())
        cites += ((len(text) + min(max(at - lead, 0), len(words) - 1), to) for at, to in line.cites)
        text += words
    mark = lines[0].mark if lines[0].mark in {Mark.ITEM, Mark.HEADING} else Mark.PLAIN
    return Block(text, mark, tuple(pages), tuple(cites))
