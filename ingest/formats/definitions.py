"""Definition lists of an HTML page: a term and the line that says what it is, as one item."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.sheet import Line, Mark

TERM, MEANING = "dt", "dd"
DEFINES = frozenset({TERM, MEANING})
_LONGEST_TERM, _SHORTEST_MEANING = 8, 3
"""Words: a longer term is a sentence, a shorter meaning a fact about a writer ("Posts: 12")."""


def with_definitions(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines with each term and its one line of meaning joined; a term that asks is left a line of its own."""
    joined: list[Line] = []
    for place, line in enumerate(lines):
        following = lines[place + 1] if place + 1 < len(lines) else Line("", Mark.BLANK)
        if joined and _is_defined(lines[place - 1], line, following):
            joined[-1] = _join(joined[-1], line)
        else:
            joined.append(line)
    return tuple(joined)


def _is_defined(term: Line, meaning: Line, following: Line) -> bool:
    """Whether the second line alone says what the first is."""
    pair = TERM in term.hints - meaning.hints and MEANING in meaning.hints - term.hints
    marks = {term.mark, meaning.mark} <= {Mark.PLAIN}
    alone = MEANING not in following.hints
    sized = len(term.text.split()) <= _LONGEST_TERM and len(meaning.text.split()) >= _SHORTEST_MEANING
    return (
        pair and marks and alone and sized and term.box == meaning.box and not re.search(r"[.!?]$", term.text)
    )


def _join(term: Line, meaning: Line) -> Line:
    lead = f"{term.text.rstrip(':')}: "
    cites = tuple((at + len(lead), to) for at, to in meaning.cites)
    return replace(term, text=lead + meaning.text, mark=Mark.ITEM, level=1, cites=(*term.cites, *cites))
