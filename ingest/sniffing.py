"""What a file is, by its bytes: its format and its text. The name and the server's word only break ties."""

from __future__ import annotations

import codecs
import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePath
from urllib.parse import urlsplit

from ingest.errors import BinaryError, EmptyError, UnsupportedError, WrongEncodingError
from ingest.formats.frontmatter import has_front_matter
from ingest.formats.markdown import HEADING
from ingest.formats.markup import declared_charset
from ingest.formats.medquad import ROOT as MEDQUAD_ROOT

_DATA = tomllib.loads((Path(__file__).parent / "data" / "binary.toml").read_text("utf-8"))
_MAGIC = tuple((bytes.fromhex(start), what) for start, what in _DATA["magic"].items())
_NOT_PROSE = frozenset(_DATA["not_prose"]["suffixes"])
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_XML_CHARSET = re.compile(rb"\A\s*<\?xml[^>]*encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE)
_HTML = re.compile(
    r"\A\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_TAGS = re.compile(
    r"</?(?:div|p|span|h[1-6]|ul|li|table|tr|td|article|section|br|body|head|a)\b[^<>]*>", re.I
)
_XML = re.compile(r"\A\s*<(?:\?xml|[A-Za-z][\w:]*)[\s>?]")
_LATIN = "cp1252"


class Format(StrEnum):
    """How a file is written."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    PDF = "pdf"
    MEDQUAD = "medquad"


_SUFFIXES = {
    ".txt": Format.TEXT, ".text": Format.TEXT, ".md": Format.MARKDOWN, ".markdown": Format.MARKDOWN,
    ".html": Format.HTML, ".htm": Format.HTML, ".xhtml": Format.HTML, ".pdf": Format.PDF, ".xml": Format.MEDQUAD,
}  # fmt: skip


@dataclass(frozen=True)
class Sniffed:
    """A format, the decoded text ("" for a PDF), and what was odd about it."""

    format: Format
    text: str = ""
    notes: tuple[str, ...] = ()


def sniff(data: bytes, source: str, media_type: str | None = None) -> Sniffed:
    """Raises `EmptyError`, `BinaryError`, `WrongEncodingError` or `UnsupportedError`."""
    if not data.strip(b"\0 \t\r\n"):
        raise EmptyError(source)
    if b"%PDF-" in data[:1024]:
        return Sniffed(Format.PDF, notes=_name_note(source, Format.PDF))
    _refuse_binary(data, source)
    text, notes = _decode(data, source, _charset(media_type))
    if not text.strip("\ufeff \t\r\n\0"):
        raise EmptyError(source)
    format_ = _format(text, source, media_type)
    return Sniffed(format_, text, (*notes, *_name_note(source, format_)))


def _refuse_binary(data: bytes, source: str) -> None:
    if any(data.startswith(mark) for mark, _ in _MARKS):
        return
    for start, what in _MAGIC:
        if data.startswith(start) and (len(start) > 2 or not data[:200].isascii()):
            raise BinaryError(source, what)
    head = data[:4096]
    if b"\0" in head:
        half = max(head[::2].count(0), head[1::2].count(0))
        if half > len(head) * 0.3 and head.count(0) < len(head) * 0.6:
            raise WrongEncodingError(source, "it looks like UTF-16 without its mark")
        raise BinaryError(source, "a binary file")
    controls = sum(byte < 9 or 13 < byte < 27 for byte in head)
    if controls > len(head) * 0.05:
        raise BinaryError(source, "a binary file")


def _decode(data: bytes, source: str, charset: str | None) -> tuple[str, tuple[str, ...]]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding, source), ()
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        pass
    if declared := _known(charset or _declared(data)):
        return _strict(data, declared, source), ()
    mended = data.decode("utf-8", errors="replace")
    good, bad = sum(ord(character) > 127 for character in mended), mended.count("\ufffd")
    if bad * 10 <= good - bad:
        return mended, (f"{bad} places were not valid UTF-8 and show as \ufffd.",)
    return _latin(data, source)


def _latin(data: bytes, source: str) -> tuple[str, tuple[str, ...]]:
    try:
        text = data.decode(_LATIN)
    except UnicodeDecodeError as error:
        raise WrongEncodingError(source, "neither UTF-8 nor Windows-1252") from error
    letters = [character for character in text if character.isalpha()]
    strange = sum(ord(character) > 127 for character in letters)
    if strange > len(letters) * 0.3:
        raise WrongEncodingError(source, "most of its letters would come out wrong")
    return text, ("Read as Windows-1252, because it is not UTF-8.",)


def _strict(data: bytes, encoding: str, source: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise WrongEncodingError(source, f"it says {encoding} and is not") from error


def _charset(media_type: str | None) -> str | None:
    match = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", media_type or "", re.IGNORECASE)
    return match.group(1) if match else None


def _declared(data: bytes) -> str | None:
    match = _XML_CHARSET.match(data)
    return match.group(1).decode("ascii") if match else declared_charset(data)


def _known(charset: str | None) -> str | None:
    """Python's name of a charset worth trying: UTF-8 was tried, and Latin-1 means Windows-1252 on the web."""
    try:
        name = codecs.lookup(charset or "").name
    except LookupError:
        return None
    return {"utf-8": None, "ascii": None, "iso8859-1": _LATIN}.get(name, name)


def _format(text: str, source: str, media_type: str | None) -> Format:
    start = text.lstrip("\ufeff \t\r\n")
    if MEDQUAD_ROOT.match(start):
        return Format.MEDQUAD
    named = _named(source)
    said_html = named is Format.HTML or "html" in (media_type or "").lower()
    tags = len(_TAGS.findall(start[:20_000]))
    if _HTML.match(start) or (said_html and tags) or (named is not Format.MARKDOWN and tags >= 8):
        return Format.HTML
    if _suffix(source) in _NOT_PROSE or start.startswith(('{"', "[{")):
        raise UnsupportedError(source, f"a data or program file ({_suffix(source) or 'JSON'})")
    if _XML.match(start) and (named is Format.MEDQUAD or start.startswith("<?xml")):
        raise UnsupportedError(source, "XML of a kind other than MedQuAD")
    return Format.MARKDOWN if named is Format.MARKDOWN or _is_markdown(start, media_type) else Format.TEXT


def _is_markdown(text: str, media_type: str | None) -> bool:
    if has_front_matter(text) or "markdown" in (media_type or "").lower():
        return True
    headings = [
        line for line in text.splitlines() if HEADING.match(line) and re.match(r" {0,3}#{1,6} \S", line)
    ]
    return len(headings) >= 2


def _suffix(source: str) -> str:
    return PurePath(urlsplit(source).path if "://" in source else source).suffix.lower()


def _named(source: str) -> Format | None:
    return _SUFFIXES.get(_suffix(source))


def _name_note(source: str, found: Format) -> tuple[str, ...]:
    named = _named(source)
    if named is None or named is found or {named, found} == {Format.TEXT, Format.MARKDOWN}:
        return ()
    return (f"Named {_suffix(source)}, but read as {found}, which it is.",)
