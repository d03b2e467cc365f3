"""Reading: raw bytes to a document, step by step."""

from __future__ import annotations

from dataclasses import replace

from ingest.assembly import document_from
from ingest.cleaning import clean
from ingest.document import Document
from ingest.errors import EmptyError, TooLongError
from ingest.foreseen import QUESTIONS, foreseen_in
from ingest.formats.html import read_html
from ingest.formats.markdown import read_markdown
from ingest.formats.medquad import read_medquad
from ingest.formats.pdf import read_pdf
from ingest.formats.text import read_text
from ingest.limits import STANDARD, Limits
from ingest.loading import Raw
from ingest.sheet import Meta, Sheet
from ingest.sniffing import Format, Sniffed, sniff


def read(raw: Raw, limits: Limits = STANDARD) -> Document:
    """The document that the bytes hold. Raises `ReadError`, or `BadSettingError` for wrong front matter."""
    document = document_from(raw.sha256, raw.location.key, raw.location.source, read_sheet(raw, limits))
    foreseen, lost = foreseen_in(document.text, raw.needs)
    notes = (*document.notes, *(f"No sentence of the page is “{answer}” ({QUESTIONS})." for answer in lost))
    return replace(document, foreseen=foreseen, notes=notes)


def read_sheet(raw: Raw, limits: Limits = STANDARD) -> Sheet:
    """The cleaned lines of a page, with what it says of itself and what whoever added it says."""
    source = raw.location.source
    sniffed = sniff(raw.data, source, raw.media_type)
    if len(sniffed.text) > limits.characters:
        raise TooLongError(source, f"{limits.characters:,} characters")
    sheet = _format_sheet(raw, sniffed, limits)
    cleaned = clean(_with_settings(raw, replace(sheet, notes=(*sniffed.notes, *sheet.notes))))
    if not any(character.isalpha() for line in cleaned.lines for character in line.text):
        raise EmptyError(source)
    return cleaned


def _format_sheet(raw: Raw, sniffed: Sniffed, limits: Limits) -> Sheet:
    source = raw.location.source
    if sniffed.format is Format.PDF:
        return read_pdf(raw.data, source, limits, raw.markers)
    if sniffed.format is Format.MEDQUAD:
        return read_medquad(sniffed.text, source)
    if sniffed.format is Format.MARKDOWN:
        return read_markdown(sniffed.text, source, raw.markers)
    return read_html(sniffed.text) if sniffed.format is Format.HTML else read_text(sniffed.text)


def _with_settings(raw: Raw, sheet: Sheet) -> Sheet:
    """A sidecar goes before front matter. Front matter of an address is the page's own word and sets no rank."""
    if raw.address is None:
        return replace(sheet, override=_over(raw.override, sheet.override))
    if sheet.override.evidence_rank is None:
        notes = sheet.notes
    else:
        notes = (
            *sheet.notes,
            "The page's own evidence_rank was passed over: only whoever adds a page may set it.",
        )
    said = _over(replace(sheet.override, kind=None, evidence_rank=None, evidence_reason=None), sheet.said)
    return replace(sheet, said=replace(said, url=said.url or raw.address), override=raw.override, notes=notes)


def _over(first: Meta, second: Meta) -> Meta:
    """`first` where it says something, else `second`. A rank and its reason stay together."""
    ranked = second if first.evidence_rank is None else first
    return Meta(
        title=first.title or second.title,
        kind=first.kind or second.kind,
        evidence_rank=ranked.evidence_rank,
        evidence_reason=ranked.evidence_reason,
        author=first.author or second.author,
        organisation=first.organisation or second.organisation,
        published=first.published or second.published,
        url=first.url or second.url,
        status=first.status or second.status,
        checked=first.checked or second.checked,
        audience=first.audience or second.audience,
        conditions=first.conditions or second.conditions,
    )
