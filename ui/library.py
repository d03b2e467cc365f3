"""The library pages: what is in it, by kind and rank, and one document as stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape

from ingest.document import Document
from ui.addresses import document_address
from ui.evidence import badge, weakness
from ui.pages import page
from ui.ports import Listed
from ui.source import Span, source_html
from ui.texts import texts


def library_page(listings: Sequence[Listed]) -> str:
    """What is in the library: counts by evidence rank, then the documents of each kind, strongest first."""
    intro = texts().library_intro if listings else texts().library_empty
    groups = "".join(
        _group(kind, [one for one in listings if one.kind == kind]) for kind in texts().kind_groups
    )
    return page(
        "Library", f"<h1>Library</h1><p>{escape(intro)}</p>{_counts(listings)}{groups}", here="library"
    )


def document_page(document: Document, span: Span | None = None) -> str:
    """One stored document, readable to the end, with the words of `span` marked."""
    back = '<p><a href="/library">All documents</a></p>'
    return page(document.title, back + source_html(document, span, heading="h1"), here="library")


def message_page(title: str, sentence: str) -> str:
    """A page that says one thing."""
    return page(title, f"<h1>{escape(title)}</h1><p>{escape(sentence)}</p>", here="")


def _counts(listings: Sequence[Listed]) -> str:
    counted = Counter((listing.evidence_rank, listing.evidence_label) for listing in listings)
    rows = "".join(
        f"<li>{badge(level, label)} <span>{_documents(counted[level, label])}</span></li>"
        for level, label in sorted(counted, key=lambda rank: weakness(rank[0]))
    )
    return f'<ul class="counts" aria-label="Documents by evidence">{rows}</ul>' if rows else ""


def _documents(count: int) -> str:
    return f"{count} document" if count == 1 else f"{count} documents"


def _group(kind: str, listings: Sequence[Listed]) -> str:
    if not listings:
        return ""
    ordered = sorted(
        listings, key=lambda listing: (weakness(listing.evidence_rank), listing.title.casefold())
    )
    items = "".join(f"<li>{_item(listing)}</li>" for listing in ordered)
    name = f'{escape(texts().kind_groups[kind])} <span class="count">{len(listings)}</span>'
    return f'<section class="shelf"><h2>{name}</h2><ul>{items}</ul></section>'


def _dates(listing: Listed) -> tuple[str | None, str | None]:
    return listing.published, listing.checked and texts().checked.format(date=listing.checked)


def _item(listing: Listed) -> str:
    passages = f"{listing.chunks} passages" if listing.ready else texts().not_ready
    details = " · ".join(
        escape(fact) for fact in (*_dates(listing), listing.source, passages, listing.status) if fact
    )
    title = (
        f'<a href="{escape(document_address(listing.id), quote=True)}" dir="auto">{escape(listing.title)}</a>'
    )
    about = f'<div class="about">{badge(listing.evidence_rank, listing.evidence_label)}<span>{details}</span></div>'
    return f'{title}{about}<p class="reason">{escape(listing.evidence_reason)}</p>'
