"""Headings and list items of a dump that marks none, marked by how their lines stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from ingest.layouts.paragraphs import ends_sentence
from ingest.layouts.titles import is_title
from ingest.sheet import Line, Mark

PROSE = 80
"""Characters: a longer line is prose, a shorter one may be a heading or a caption."""


def with_headings(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines with those that stand as headings marked so, where the format marks none."""
    if any(line.mark is Mark.HEADING for line in lines):
        return tuple(lines)
    return tuple(
        replace(line, mark=Mark.HEADING, level=2) if _is_heading(lines, place) else line
        for place, line in enumerate(lines)
    )


def with_items(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines with two or more short ones right under a line that ends in a colon marked as the items they are."""
    marked = list(lines)
    for place, line in enumerate(lines):
        if line.mark is Mark.PLAIN and line.text.endswith(":"):
            run = list(takewhile(_is_bare_item, lines[place + 1 :]))
            if len(run) > 1:
                marked[place + 1 : place + 1 + len(run)] = [
                    replace(each, mark=Mark.ITEM, level=1) for each in run
                ]
    return tuple(marked)


def _is_bare_item(line: Line) -> bool:
    short = 0 < len(line.text) <= PROSE and not line.text.endswith((".", "?", "!", ":"))
    return line.mark is Mark.PLAIN and short


def _is_heading(lines: Sequence[Line], place: int) -> bool:
    """Whether a line stands alone, short and without an end, over prose.

    Of two alike the first is an entry in a table of contents, and the second is so known for a heading.
    """
    line = lines[place]
    if line.mark is not Mark.PLAIN or len(line.text) > PROSE or not is_title(line.text):
        return False
    above = lines[place - 1].text if place else ""
    apart = not above or _says(above) or len(above) <= PROSE / 2
    after = lines[place + 1 : place + 3]
    following = next((each for each in after if each.text), None)
    if following is None or not apart or len(line.text.split()) > 12 or line.text[0].islower():
        return False
    if any(later.text == line.text for later in lines[place + 1 :]):
        return False
    listed = any(earlier.text == line.text for earlier in lines[:place])
    over_prose = len(following.text) > PROSE or (following.mark is Mark.PLAIN and _says(following.text))
    return over_prose and (listed or not after[0].text or len(following.text) > PROSE)


def _says(text: str) -> bool:
    return ends_sentence(text) or text.endswith(":")
