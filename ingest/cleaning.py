"""Cleaning: what no person sees is taken out, and words addressed to software are replaced by a visible mark."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from ingest.injection import PAYLOADS, continues, is_addressed_to_software
from ingest.sheet import Line, Mark, Meta, Sheet

REMOVED = "[removed: words addressed to software]"

_NOTED = 80
_WINDOW = 4
_SENTENCE = re.compile(
    rf"{re.escape(REMOVED)}|\S.*?(?:[.!?…][\"'”’)\]]*(?=\s)|[。！？]|(?=\s*{re.escape(REMOVED)})|$)",
    re.DOTALL,
)
_ENDED = re.compile(r"[.!?…。！？][\"'”’)\]]*$")
_SPACES = re.compile(r"[ \t\n\r\f\v]+")
_INVISIBLE_LETTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")
_DROPPED = frozenset({"Cc", "Cf", "Co", "Cs"})
_BREAKS = frozenset("\t\n\r\f\v\x1c\x1d\x1e\x1f\x85\u2028\u2029\u2800")


@dataclass(frozen=True)
class _Unit:
    """A sentence of a line, which line it stands in, and whether it stays."""

    line: int
    text: str
    start: int
    kept: bool = True


def clean(sheet: Sheet) -> Sheet:
    """The same sheet without invisible characters and without words addressed to software; all of it noted."""
    tidied = tuple(_tidy_line(line) for line in sheet.lines)
    lines, removed = _without_orders(tidied)
    said, unfit = _clean_meta(sheet.said)
    override, also_unfit = _clean_meta(sheet.override)
    notes = (
        *sheet.notes,
        *_count_note(sum(_invisible(line.text) for line in sheet.lines)),
        *(
            f"Removed words addressed to software: “{text[:_NOTED]}”."
            for text in (*removed, *unfit, *also_unfit)
        ),
    )
    return replace(sheet, lines=lines, said=said, override=override, notes=notes)


def clean_text(text: str) -> str:
    """Invisible characters out, every kind of space to one plain space, Unicode NFC. Doing it twice changes nothing."""
    visible = "".join(_visible(character) for character in unicodedata.normalize("NFC", text))
    return _SPACES.sub(" ", unicodedata.normalize("NFC", visible)).strip()


@lru_cache(maxsize=4096)
def _visible(character: str) -> str:
    if character in _BREAKS or unicodedata.category(character) in {"Zs", "Zl", "Zp"}:
        return " "
    return "" if _is_invisible(character) else character


def _is_invisible(character: str) -> bool:
    code = ord(character)
    selector = 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF
    unassigned = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
    invisible = character in _INVISIBLE_LETTERS or unicodedata.category(character) in _DROPPED
    return selector or unassigned or invisible


def _invisible(text: str) -> int:
    if text.isascii() and text.isprintable():
        return 0
    return sum(1 for character in text if character not in _BREAKS and _is_invisible(character))


def _count_note(count: int) -> tuple[str, ...]:
    return (f"Removed {count:,} zero-width, control or private characters.",) if count else ()


def _tidy_line(line: Line) -> Line:
    text = clean_text(line.text)
    if text == line.text:
        return line
    if not text:
        return replace(line, text="", mark=Mark.BLANK, cites=())
    cites = tuple(
        (max(min(len(clean_text(line.text[: at + 1])) - 1, len(text)), 0), to) for at, to in line.cites
    )
    return replace(line, text=text, cites=cites)


def _clean_meta(meta: Meta) -> tuple[Meta, tuple[str, ...]]:
    """Words of a page about itself are text from a stranger too: an order to software among them is dropped."""
    removed: list[str] = []

    def fit(value: str | None) -> str | None:
        text = clean_text(value or "")
        if is_addressed_to_software(text):
            removed.append(text)
            return None
        return text or None

    cleaned = replace(
        meta,
        title=fit(meta.title),
        evidence_reason=fit(meta.evidence_reason),
        author=fit(meta.author),
        organisation=fit(meta.organisation),
        status=fit(meta.status),
        audience=fit(meta.audience),
        conditions=fit(meta.conditions),
    )
    return cleaned, tuple(removed)


def _without_orders(lines: tuple[Line, ...]) -> tuple[tuple[Line, ...], tuple[str, ...]]:
    """The lines with every order to software replaced by the mark, and the words that were replaced."""
    units = tuple(unit for number, line in enumerate(lines) for unit in _units(number, line.text))
    lost = _lost(units)
    if not lost:
        return lines, ()
    judged = [replace(unit, kept=index not in lost) for index, unit in enumerate(units)]
    by_line: dict[int, list[_Unit]] = {}
    for unit in judged:
        by_line.setdefault(unit.line, []).append(unit)
    cleaned = tuple(
        line if all(unit.kept for unit in by_line.get(number, ())) else _rebuilt(line, by_line[number])
        for number, line in enumerate(lines)
    )
    return cleaned, tuple(unit.text for unit in judged if not unit.kept)


def _units(number: int, text: str) -> tuple[_Unit, ...]:
    return tuple(_Unit(number, match.group().rstrip(), match.start()) for match in _SENTENCE.finditer(text))


def _lost(units: Sequence[_Unit]) -> set[int]:
    lost = {index for index, unit in enumerate(units) if is_addressed_to_software(unit.text)}
    for start in range(len(units)):
        lost |= _lost_across_lines(units, start, lost)
    for index in sorted(lost):
        for following in range(index + 1, min(index + 1 + PAYLOADS, len(units))):
            apart = units[following].line - units[index].line > 1
            if apart or following in lost or not continues(units[following].text):
                break
            lost.add(following)
    return lost


def _lost_across_lines(units: Sequence[_Unit], start: int, lost: set[int]) -> set[int]:
    """An order broken over up to four lines, so that no line of it shows what it is."""
    joined = units[start].text
    for following in range(start + 1, min(start + _WINDOW, len(units))):
        one, next_one = units[following - 1], units[following]
        whole = _ENDED.search(one.text) or REMOVED in (one.text, next_one.text)
        if whole or next_one.line - one.line != 1 or {following - 1, following} & lost:
            return set()
        joined = f"{joined} {next_one.text}"
        if is_addressed_to_software(joined):
            return set(range(start, following + 1))
    return set()


def _rebuilt(line: Line, units: Sequence[_Unit]) -> Line:
    """The line with each run of lost sentences replaced by one mark, and its cites moved or dropped with them."""
    text = ""
    cites: list[tuple[int, str]] = []
    for unit in units:
        mark_stands = text.endswith(REMOVED)
        if not unit.kept and mark_stands:
            continue
        text += " " if text else ""
        end = unit.start + len(unit.text)
        if unit.kept:
            moved = len(text) - unit.start
            cites.extend((min(at, end - 1) + moved, to) for at, to in line.cites if unit.start <= at <= end)
        text += unit.text if unit.kept else REMOVED
    mark = Mark.PLAIN if line.mark is Mark.HEADING else line.mark
    return replace(line, text=text, cites=tuple(cites), mark=mark)
