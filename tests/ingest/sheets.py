"""Sheets and documents for the tests of layouts: from a few lines of text, from a page file, from any format."""

from __future__ import annotations

from pathlib import Path

from ingest.assembly import document_from
from ingest.cleaning import clean
from ingest.document import Document, Part
from ingest.formats.html import read_html
from ingest.formats.markdown import read_markdown
from ingest.formats.text import read_text
from ingest.sheet import Sheet

PAGES = Path(__file__).parent / "pages"


def page(name: str) -> Document:
    """The document of a page under `pages/`."""
    text = (PAGES / name).read_text("utf-8")
    if name.endswith(".md"):
        return document(clean(read_markdown(text, name)))
    return document(clean(read_html(text) if name.endswith(".html") else read_text(text)))


def document(sheet: Sheet, location: str = "/pages/page.txt") -> Document:
    return document_from("0" * 64, location, location, sheet)


def of_text(text: str) -> Document:
    return document(clean(read_text(text)))


def words(document: Document, part: Part) -> str:
    return document.text[part.start : part.end]
