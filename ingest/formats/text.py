"""Plain text: one line a line, wrapped paragraphs joined, lists and underlined headings marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from ingest.sheet import Line, Mark, Sheet

BULLET = re.compile(r"^(?:[•◦▪‣●○·∙]\s*|[-*–+]\s+)(?=\S)")
BLANK = Line("", Mark.BLANK)

_UNDERLINE = re.compile(r"^(={3,}|-{3,})$")
_NARROW, _WIDE = 50, 100
"""Between these widths (characters) a paragraph whose lines are all nearly full was wrapped by its writer's editor."""


def read_text(text: str) -> Sheet:
    """The sheet of a plain-text page. Nothing is dropped but the underlines of headings and the marks of items."""
    lines = [line.strip() for line in text.splitlines()]
    width = wrapped_width(lines)
    blocks = (tuple(block) for _, block in groupby(lines, key=bool))
    read = tuple(line for block in blocks for line in _block(block, width))
    return Sheet(read, format="text")


def wrapped_width(lines: Sequence[str]) -> int | None:
    """The column at which the whole text was wrapped, or None where lines are paragraphs already."""
    longest = max(map(len, lines), default=0)
    if not _NARROW <= longest <= _WIDE:
        return None
    blocks = [tuple(block) for filled, block in groupby(lines, key=bool) if filled]
    inner = [len(line) for block in blocks for line in block[:-1]]
    full = [length for length in inner if length >= longest * 0.75]
    return longest if len(inner) >= 3 and len(full) >= len(inner) * 0.7 else None


def join_wrapped(lines: Sequence[str]) -> str:
    """One paragraph of wrapped lines, never gluing two words."""
    return " ".join(line.strip() for line in lines if line.strip())


def _block(block: tuple[str, ...], width: int | None) -> Iterator[Line]:
    if not block[0]:
        yield BLANK
    elif len(block) == 2 and _UNDERLINE.match(block[1]):
        yield Line(block[0], Mark.HEADING, 1 if block[1][0] == "=" else 2)
    elif _is_list(block):
        yield from _items(block)
    elif width and len(block) > 1 and all(len(line) >= width * 0.6 for line in block[:-1]):
        yield Line(join_wrapped(block))
    else:
        yield from (Line(line) for line in block)


def _is_list(block: tuple[str, ...]) -> bool:
    """A dash before a single line is a signature as often as an item; a bullet is always an item."""
    marked = [line for line in block if BULLET.match(line)]
    return len(marked) > 1 or any(line[0] in "•◦▪‣●○" for line in marked)


def _items(block: tuple[str, ...]) -> Iterator[Line]:
    item: Line | None = None
    for line in block:
        mark = BULLET.match(line)
        if mark or item is None:
            if item is not None:
                yield item
            item = Line(line[mark.end() :], Mark.ITEM, 1) if mark else None
            if not mark:
                yield Line(line)
        else:
            item = replace(item, text=f"{item.text} {line}")
    if item is not None:
        yield item
