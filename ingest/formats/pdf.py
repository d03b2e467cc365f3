"""PDF: read in a process of its own within time, memory, pages and characters; then printed lines to paragraphs."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ingest.errors import DamagedError, EncryptedError, ReadError, ScannedError, TimedOutError, TooLongError
from ingest.formats.markers import PRINTED, with_cites
from ingest.formats.paragraphs import Printed, paragraphs
from ingest.limits import Limits
from ingest.sheet import Meta, Sheet

_WORKER = Path(__file__).parent / "pdf_text.py"
_MEGABYTES = 2_000
_PLACEHOLDERS = frozenset(
    {"untitled", "microsoft word", "anonymous", "unknown", "unspecified", "author", "user", "admin"}
)


def read_pdf(
    data: bytes, source: str, limits: Limits, markers: Mapping[str, str] = MappingProxyType({})
) -> Sheet:
    """The sheet of a PDF, every line with the printed label of the page it begins on.

    A printed "[HFS-001]" that `markers` know becomes a cite.

    Raises `EncryptedError`, `DamagedError`, `ScannedError`, `TooLongError` or `TimedOutError`.
    """
    found = _run(data, source, limits)
    if "error" in found:
        raise _error(found, source, limits)
    pages = [_printed(page) for page in found["pages"]]
    if not pages:
        raise DamagedError(source, "it has no pages")
    wordless = [
        page["label"] for page, lines in zip(found["pages"], pages, strict=True) if not _has_words(lines)
    ]
    if len(wordless) == len(pages):
        raise ScannedError(source)
    notes = (f"Pages with pictures and no text: {', '.join(wordless[:20])}.",) if wordless else ()
    lines, _ = with_cites(paragraphs(pages), markers, PRINTED)
    return Sheet(lines, _said(found), format="pdf", notes=notes)


def _run(data: bytes, source: str, limits: Limits) -> Mapping[str, Any]:
    command = [
        sys.executable,
        "-P",
        str(_WORKER),
        str(limits.pdf_pages),
        str(limits.characters),
        str(_MEGABYTES),
    ]
    try:
        done = subprocess.run(  # noqa: S603 - this interpreter and a file of this package
            command, input=data, capture_output=True, timeout=limits.pdf_seconds, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise TimedOutError(source, limits.pdf_seconds) from error
    if done.returncode != 0:
        raise DamagedError(source, "reading it ended the reader")
    found: Mapping[str, Any] = json.loads(done.stdout)
    return found


def _error(found: Mapping[str, Any], source: str, limits: Limits) -> ReadError:
    errors: dict[str, ReadError] = {
        "encrypted": EncryptedError(source),
        "too_many_pages": TooLongError(source, f"{limits.pdf_pages:,} pages"),
        "too_many_characters": TooLongError(source, f"{limits.characters:,} characters"),
        "out_of_memory": TooLongError(source, f"what fits in {_MEGABYTES:,} MB of memory"),
    }
    detail = " ".join(str(found["detail"]).split()).rstrip(".") or "not a whole PDF"
    return errors.get(str(found["error"])) or DamagedError(source, detail)


def _printed(page: Mapping[str, Any]) -> list[Printed]:
    label = str(page["label"])
    return [Printed(str(text), size, x, y, bold, label) for text, size, x, y, bold in page["lines"]]


def _has_words(lines: Sequence[Printed]) -> bool:
    return sum(character.isalpha() for line in lines for character in line.text) >= 3


def _said(found: Mapping[str, Any]) -> Meta:
    title, author = (_worth(found[key]) for key in ("title", "author"))
    return Meta(title=title, author=author, published=found["published"])


def _worth(value: object) -> str | None:
    """Words a person wrote into the file's information, and not what a program puts there by itself."""
    words = " ".join(str(value or "").split())
    program = (
        words.lower().strip("()[]<> ") in _PLACEHOLDERS
        or words.lower().startswith("microsoft word -")
        or "." in words[-5:-2]
    )
    return None if program or not words else words
