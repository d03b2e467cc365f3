"""The door to pypdf, run as a program of its own so that a time limit holds: PDF on stdin, JSON on stdout.

    python -P pdf_text.py MAX_PAGES MAX_CHARACTERS MAX_MEGABYTES

Prints `{"pages": [{"label", "lines": [[text, size, x, y, bold]]}], "title", "author", "published"}`, where
`size` is that of the line's largest letters, `x` where it begins and `y` its height on the page, all in points; or
`{"error": name, "detail": words}` with the names `encrypted`, `damaged`, `too_many_pages`, `too_many_characters` and
`out_of_memory`. Imports nothing of `ingest`.
"""

from __future__ import annotations

import io
import json
import logging
import math
import re
import resource
import sys
from collections.abc import Iterator
from typing import Any, NamedTuple

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError, WrongPasswordError

_BROKEN = (PyPdfError, ValueError, KeyError, IndexError, TypeError, AttributeError, AssertionError, OSError)
"""What pypdf raises on damaged files besides its own errors (its issues 1626, 2137 and many like them)."""


Line = tuple[str, float, float, float, bool]
_SUPER, _SUB = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻"), str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")
_SMALL = 0.85
"""Raised and lowered figures are set at 58% to 80% of the text's size; running text varies less than this."""


class _Piece(NamedTuple):
    """What one drawing command wrote: size and place in points."""

    text: str
    size: float
    x: float
    y: float
    bold: bool


class LimitError(Exception):
    """A cap was passed. Its words are the error's name."""


def read(data: bytes, max_pages: int, max_characters: int) -> dict[str, Any]:
    """The pages as a JSON object, or the error as one."""
    try:
        return _read(data, max_pages, max_characters)
    except (FileNotDecryptedError, WrongPasswordError, DependencyError) as error:
        return {"error": "encrypted", "detail": str(error)}
    except LimitError as error:
        return {"error": str(error), "detail": ""}
    except (MemoryError, RecursionError):
        return {"error": "out_of_memory", "detail": ""}
    except _BROKEN as error:
        return {"error": "damaged", "detail": str(error)[:100] or type(error).__name__}


def _read(data: bytes, max_pages: int, max_characters: int) -> dict[str, Any]:
    reader = PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise WrongPasswordError
    if len(reader.pages) > max_pages:
        raise LimitError("too_many_pages")
    labels = reader.page_labels
    pages = []
    left = max_characters
    for number, page in enumerate(reader.pages):
        lines = list(_lines(page))
        left -= sum(len(line[0]) for line in lines)
        if left < 0:
            raise LimitError("too_many_characters")
        pages.append({"label": labels[number], "lines": lines})
    return {"pages": pages, **_said(reader)}


def _said(reader: PdfReader) -> dict[str, str | None]:
    """Title, author and date of the file's own information, None where it has none or a broken one."""
    try:
        info = reader.metadata
        date = info.creation_date if info else None
        return {
            "title": (info.title if info else None) or None,
            "author": (info.author if info else None) or None,
            "published": date.date().isoformat() if date else None,
        }
    except _BROKEN:
        return {"title": None, "author": None, "published": None}


def _lines(page: PageObject) -> Iterator[Line]:
    """The page's lines in reading order, in pypdf's plain mode."""
    pieces: list[_Piece] = []

    def see(text: str, cm: list[float], tm: list[float], font: Any, size: float) -> None:
        scale = math.hypot(tm[2], tm[3]) * math.hypot(cm[2], cm[3])
        x, y = cm[4] + tm[4] * cm[0] + tm[5] * cm[2], cm[5] + tm[4] * cm[1] + tm[5] * cm[3]
        name = str(font.get("/BaseFont", "")) if font else ""
        bold = bool(re.search("bold|black|heavy|CMBX", name, re.IGNORECASE))
        pieces.append(_Piece(text, float(size or 0) * scale, x, y, bold))

    page.extract_text(visitor_text=see)
    gathered: list[_Piece] = []
    for piece in pieces:
        for index, text in enumerate(piece.text.split("\n")):
            if index:
                yield _line(gathered)
                gathered = []
            gathered.append(piece._replace(text=text))
    if gathered:
        yield _line(gathered)


def _line(pieces: list[_Piece]) -> Line:
    shown = [piece for piece in pieces if piece.text.strip()]
    if not shown:
        return "".join(piece.text for piece in pieces), 0.0, 0.0, 0.0, False
    largest = max(shown, key=lambda piece: piece.size)
    words = ""
    for piece in pieces:
        words += _figure(words, piece, largest) or piece.text
    bold = all(piece.bold for piece in shown)
    return words, round(largest.size, 1), round(shown[0].x, 1), round(largest.y, 1), bold


def _figure(before: str, piece: _Piece, line: _Piece) -> str | None:
    """A small figure as raised or lowered: on the line, ten to the fifth would read 105. None for anything else."""
    small = piece.size < line.size * _SMALL and re.fullmatch(r"[0-9+\u2212-]{1,3}", piece.text.strip())
    if not small or not before.strip():
        return None
    lowered = piece.y < line.y - 0.5 or (abs(piece.y - line.y) <= 0.5 and bool(re.search(r"[A-Z)]$", before)))
    return piece.text.translate(_SUB if lowered else _SUPER)


def main(arguments: list[str]) -> None:
    max_pages, max_characters, megabytes = (int(argument) for argument in arguments)
    logging.disable(logging.CRITICAL)
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    found = read(sys.stdin.buffer.read(), max_pages, max_characters)
    sys.stdout.buffer.write(json.dumps(found).encode("ascii"))


if __name__ == "__main__":
    main(sys.argv[1:])
