"""The source viewer: a stored document as escaped HTML, the cited words marked where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import escape
from itertools import pairwise, zip_longest

from chatbot.answer import Citation
from ingest.document import Document, Page, Part
from ui.evidence import badge, kind_name, link, person


@dataclass(frozen=True)
class Span:
    """The cited words: offsets into the document's text, and the number the answer gave them."""

    start: int
    end: int
    number: int | None = None


@dataclass(frozen=True)
class Stretch:
    """A run of the text that lies in one part, on one page, and is wholly marked or not marked at all."""

    start: int
    text: str
    part: Part | None
    page: Page | None
    marked: bool


def cited(citation: Citation) -> Span:
    """The words that a citation points at."""
    return Span(citation.start, citation.end, citation.number)


def holds(document: Document, span: Span) -> bool:
    """Whether the document's text reaches over the span."""
    return 0 <= span.start < span.end <= len(document.text)


def source_html(document: Document, span: Span | None = None, heading: str = "h2") -> str:
    """The document with what is known of it, and the words of `span` inside `<mark id="passage">`.

    Every character of the text is shown once and in order; the text inside the marks, unescaped, is the quote.
    """
    part = part_at(document, span.start) if span else None
    return (
        f'<article class="source" aria-labelledby="source-title">{_header(document, part, span, heading)}'
        f'<div class="document" role="region" aria-label="The document" tabindex="0">{_body(document, span)}</div>'
        "</article>"
    )


def part_at(document: Document, offset: int) -> Part | None:
    """The smallest part that holds `offset`."""
    holding = [part for part in document.parts if part.start <= offset < part.end]
    return min(holding, key=lambda part: part.end - part.start, default=None)


def stretches(document: Document, span: Span | None) -> Iterator[Stretch]:
    """The text cut wherever a part, a page or the marked words begin or end."""
    edges = {0, len(document.text)} | ({span.start, span.end} if span else set())
    edges |= {edge for part in document.parts for edge in (part.start, part.end)}
    edges |= {edge for page in document.pages for edge in (page.start, page.end)}
    for start, end in pairwise(sorted(edge for edge in edges if 0 <= edge <= len(document.text))):
        marked = span is not None and span.start <= start < span.end
        yield Stretch(
            start, document.text[start:end], part_at(document, start), document.page_at(start), marked
        )


def _header(document: Document, part: Part | None, span: Span | None, heading: str) -> str:
    rank = part.rank if part else document.rank
    number = f'<p class="source-number">Source {int(span.number)}</p>' if span and span.number else ""
    facts = "".join(
        f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in _facts(document, part, span)
    )
    said = [note for note in (document.completeness, document.status, *document.notes) if note]
    items = "".join(f"<li>{escape(note)}</li>" for note in said)
    notes = f'<ul class="notes">{items}</ul>' if items else ""
    return (
        f'<header>{number}<{heading} id="source-title" tabindex="-1" dir="auto">{escape(document.title)}</{heading}>'
        f'<div class="evidence">{badge(rank.level, rank.label)}<p class="reason">{escape(rank.reason)}</p></div>'
        f"<dl>{facts}</dl>{notes}</header>"
    )


def _facts(document: Document, part: Part | None, span: Span | None) -> Iterator[tuple[str, str]]:
    """Names and escaped values of what is known of the document and of the cited part."""
    page = document.page_at(span.start) if span else None
    yield "Kind", escape(kind_name(document.kind.value))
    if author := person((part.author if part else None) or document.author):
        yield "Author", escape(author)
    if date := (part.published if part else None) or document.published:
        yield "Date", escape(date)
    if document.checked:
        yield "Checked", escape(document.checked)
    if place := " · ".join(
        filter(None, [part.label if part else None, f"page {page.label}" if page else None])
    ):
        yield "Place", escape(place)
    yield "Read from", link(document.source) if not document.url else escape(document.source)
    if document.url:
        yield "Link", link(document.url)
    if span and (references := document.references_between(span.start, span.end)):
        yield "It cites", "<br>".join(escape(reference) for reference in references)


def _body(document: Document, span: Span | None) -> str:
    """The text with a label over each part and page. A heading in the text that is the part's label becomes it."""
    shown: list[str] = []
    part: Part | None = None
    page: Page | None = None
    for stretch, following in zip_longest(every := list(stretches(document, span)), every[1:]):
        if stretch.page is not None and stretch.page != page:
            shown.append(f'<p class="page-label">page {escape(stretch.page.label)}</p>')
        if stretch.part is not None and stretch.part != part:
            shown.append(_part_label(stretch.part, document, escape(stretch.part.label)))
        heading = _heading_at(stretch, following)
        shown.append(
            _words(
                replace(stretch, text=stretch.text[:heading]), first=stretch.start == (span and span.start)
            )
        )
        part, page = stretch.part, stretch.page or page
        if following and following.part and heading < len(stretch.text):
            shown.append(
                _part_label(following.part, document, _words(replace(stretch, text=stretch.text[heading:])))
            )
            part = following.part
    return "".join(shown)


def _heading_at(stretch: Stretch, following: Stretch | None) -> int:
    """Where, in text between parts, the line begins that the next part is labelled with; its end where none is."""
    text = stretch.text.rstrip()
    if stretch.part or stretch.marked or not following or not following.part:
        return len(stretch.text)
    label = following.part.label
    at = len(text) - len(label)
    is_line = text.endswith(label) and (at == 0 or text[at - 1] == "\n")
    return at if label and is_line else len(stretch.text)


def _words(stretch: Stretch, *, first: bool = False) -> str:
    # A carriage return written as itself would be read back by a browser as a line feed.
    text = escape(stretch.text).replace("\r", "&#13;")
    if not stretch.marked:
        kind = "gap" if stretch.part is None and stretch.text.isspace() else "words"
        return f'<span class="{kind}">{text}</span>' if text else ""
    name = ' id="passage" tabindex="-1"' if first else ""
    return f"<mark{name}>{text}</mark>"


def _part_label(part: Part, document: Document, label: str) -> str:
    """The heading over a part. `label` is HTML already escaped."""
    details = " · ".join(escape(fact) for fact in (person(part.author), part.published) if fact)
    cut_off = " · cut off on the page" if part.cut_off else ""
    mark = f" {badge(part.rank.level, part.rank.label)}" if part.rank.level != document.rank.level else ""
    about = f' <span class="part-about">{details}{cut_off}</span>' if details or cut_off else ""
    return f'<h3 class="part-label">{label}{about}{mark}</h3>'
