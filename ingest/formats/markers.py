"""Markers in a page's text to cites: `[^key]` of Markdown, `[KEY-1]` as a PDF prints it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from ingest.sheet import Line, Mark

FOOTNOTE = re.compile(r"[ \t]*\[\^([^\]\s]+)\]")
PRINTED = re.compile(r"\s*\[([A-Z]+(?:-[A-Z0-9]+)+)\]")


def with_cites(
    lines: Iterable[Line], notes: Mapping[str, str], pattern: re.Pattern[str] = FOOTNOTE
) -> tuple[tuple[Line, ...], tuple[str, ...]]:
    """The lines without their markers, and the markers that `notes` do not know, each once.

    Markers that fill a line of their own belong to the end of the last words before it.
    """
    kept: list[Line] = []
    unknown: list[str] = []
    for line in lines:
        text, cites, strange = cut_markers(line.text, notes, pattern)
        unknown += strange
        before = next((at for at in range(len(kept) - 1, -1, -1) if kept[at].text), None)
        if text.strip() or line.mark is Mark.BLANK or not line.text:
            kept.append(replace(line, text=text.rstrip(), cites=cites))
        elif cites and before is not None:
            last = len(kept[before].text) - 1
            kept[before] = replace(
                kept[before], cites=(*kept[before].cites, *((last, to) for _, to in cites))
            )
    return tuple(kept), tuple(dict.fromkeys(unknown))


def cut_markers(
    text: str, notes: Mapping[str, str], pattern: re.Pattern[str] = FOOTNOTE
) -> tuple[str, tuple[tuple[int, str], ...], tuple[str, ...]]:
    """The text without its markers, the cites as (offset of the character before the marker, reference), and the
    markers that `notes` do not know: those of Markdown are cut all the same, printed ones may be words and stay."""
    words, unknown = "", []
    cites: list[tuple[int, str]] = []
    end = 0
    for match in pattern.finditer(text):
        words += text[end : match.start()]
        end = match.end()
        if (definition := notes.get(match.group(1).casefold())) is None:
            unknown.append(match.group(1))
            words += "" if pattern is FOOTNOTE else match.group()
        else:
            cites.append((max(len(words.rstrip()) - 1, 0), definition))
    return words + text[end:], tuple(cites), tuple(unknown)
