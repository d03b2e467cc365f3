"""Pages of the starter collection as real PDFs: several pages, page labels, every marker printed as [HFS-001]."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator
from pathlib import Path

from reportlab.lib.pagesizes import A5  # type: ignore[import-untyped]
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]
from reportlab.platypus import (  # type: ignore[import-untyped]
    Flowable,
    ListFlowable,
    PageBreak,
    Paragraph,
    SimpleDocTemplate,
)

from evals.starter.shelf import PRINTED, StarterPage, read_page
from ingest.formats.markers import FOOTNOTE

_ITEM = re.compile(r"^\s*[-*]\s+(.*)$")
_STYLES = getSampleStyleSheet()
_BODY = ParagraphStyle("body", _STYLES["BodyText"], fontSize=10.5, leading=15, spaceAfter=6)


def printed(page: StarterPage) -> bytes:
    """The page as a PDF, the same bytes every time: a title page labelled "i", then pages "1", "2" and on."""
    buffer = io.BytesIO()
    made = SimpleDocTemplate(
        buffer,
        pagesize=A5,
        title=page.front["title"],
        author=page.front["author"],
        invariant=1,
        leftMargin=48,
        rightMargin=48,
    )
    made.build([*_title(page), PageBreak(), *_flow(page.body)], onFirstPage=_first, onLaterPages=_later)
    return buffer.getvalue()


def print_all(folder: Path) -> tuple[Path, ...]:
    """Writes the PDF of every page in the folder's `printed` beside the other pages, with what is said of it."""
    written = []
    for path in sorted((folder / PRINTED).glob("*.md")):
        page = read_page(path)
        target = folder / f"{path.stem}.pdf"
        target.write_bytes(printed(page))
        target.with_name(f"{target.name}.meta.toml").write_text(_sidecar(page), encoding="utf-8")
        written.append(target)
    return tuple(written)


def _title(page: StarterPage) -> Iterator[Flowable]:
    front = page.front
    yield Paragraph(html.escape(front["title"]), _STYLES["Title"])
    for line in (
        f"{front['author']}. Written {front['written']}, checked {front['checked']}. For {front['audience']}.",
        f"{str(front['status']).capitalize()}. General information, not medical advice.",
        "What stands in square brackets names the fact that a sentence rests on; the library holds the list.",
    ):
        yield Paragraph(html.escape(line), _BODY)


def _flow(body: str) -> Iterator[Flowable]:
    """Headings, paragraphs and lists of the Markdown that the collection is written in."""
    items: list[Paragraph] = []
    for line in (*body.splitlines(), ""):
        item = _ITEM.match(line)
        if items and not item:
            yield ListFlowable(items, bulletType="bullet", leftIndent=14)
            items = []
        if item:
            items.append(Paragraph(_words(item.group(1)), _BODY))
        elif line.startswith("#"):
            yield Paragraph(_words(line.lstrip("# ")), _STYLES["Heading2"])
        elif line.strip():
            yield Paragraph(_words(line), _BODY)


def _words(text: str) -> str:
    return FOOTNOTE.sub(r" [\1]", html.escape(text, quote=False))


def _first(canvas: Canvas, document: SimpleDocTemplate) -> None:
    canvas.addPageLabel(document.page - 1, style="ROMAN_LOWER", start=1)


def _later(canvas: Canvas, document: SimpleDocTemplate) -> None:
    number = document.page - 1
    canvas.addPageLabel(number, style="ARABIC", start=number)
    canvas.drawCentredString(A5[0] / 2, 24, str(number))


def _sidecar(page: StarterPage) -> str:
    """The front matter as `.meta.toml`."""
    values = [(key, page.front[key]) for key in page.front]
    return "".join(f"{key} = {_as_toml(value)}\n" for key, value in values)


def _as_toml(value: object) -> str:
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    return str(value)
