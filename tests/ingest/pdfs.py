"""PDFs made for the tests."""

from __future__ import annotations

import io
import zlib

from pypdf import PdfReader, PdfWriter
from pypdf.constants import PageLabelStyle
from pypdf.generic import DecodedStreamObject, NameObject
from reportlab.lib.styles import getSampleStyleSheet  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]
from reportlab.platypus import Flowable, ListFlowable, PageBreak, Paragraph, SimpleDocTemplate  # type: ignore[import-untyped]

STYLES = getSampleStyleSheet()
FILLER = "The eyelid closes on its own and the cheek follows after some months of waiting. " * 4


def paragraph(text: str) -> Paragraph:
    return Paragraph(text, STYLES["BodyText"])


def guide() -> bytes:
    """Two pages with a running head, page numbers, headings, a list and a sentence over the foot of the page."""
    story: list[Flowable] = [
        Paragraph("A small guide", STYLES["Title"]),
        Paragraph("What it is", STYLES["Heading1"]),
        paragraph(FILLER),
        paragraph("A second paragraph begins here. " + FILLER),
        ListFlowable([paragraph("first item"), paragraph("second item")], bulletType="bullet"),
        PageBreak(),
        Paragraph("Outlook", STYLES["Heading1"]),
        paragraph("There were 10<super>5</super> cells and H<sub>2</sub>O.<super>12</super> It ended."),
    ]

    def decorate(canvas: Canvas, document: SimpleDocTemplate) -> None:
        canvas.drawString(50, 820, "Journal of Invented Neurology")
        canvas.drawString(280, 20, str(document.page))

    buffer = io.BytesIO()
    made = SimpleDocTemplate(buffer, title="A small guide", author="Dr Jane Roe")
    made.build(story, onFirstPage=decorate, onLaterPages=decorate)
    return buffer.getvalue()


def of_lines(*pages: list[str]) -> bytes:
    """One PDF page for each list of lines, set as they are."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    for lines in pages:
        text = canvas.beginText(72, 760)
        for line in lines:
            text.textLine(line)
        canvas.drawText(text)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def labelled(data: bytes, style: PageLabelStyle, prefix: str | None = None) -> bytes:
    """The same pages with printed labels, such as i, ii or S1, S2."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.set_page_label(0, len(writer.pages) - 1, style=style, prefix=prefix)
    return _written(writer)


def encrypted(data: bytes, password: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.encrypt(password, algorithm="AES-256")
    return _written(writer)


def scanned() -> bytes:
    """A page with a drawing and no text."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    canvas.rect(100, 100, 300, 400, fill=1)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def bomb(shows: int) -> bytes:
    """A few kB that unfold to `shows` drawn strings."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(of_lines(["x"]))))
    stream = DecodedStreamObject()
    stream.set_data(b"BT /F1 12 Tf 72 760 Td " + b"(lalala) Tj 0 -1 Td " * shows + b"ET")
    writer.pages[0][NameObject("/Contents")] = writer._add_object(stream.flate_encode())
    return zlib_small(_written(writer))


def zlib_small(data: bytes) -> bytes:
    assert len(data) < 100_000, f"{len(data)} bytes are no bomb ({len(zlib.compress(data))} packed)"
    return data


def _written(writer: PdfWriter) -> bytes:
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()
