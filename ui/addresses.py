"""Where a document and a passage are found among the pages' own addresses."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from chatbot.answer import Citation


def document_address(document_id: str) -> str:
    """The page that shows a stored document."""
    return f"/library/{quote(document_id, safe='')}"


def passage_address(citation: Citation) -> str:
    """The page of the cited version, at the cited words: what a new tab opens."""
    where = {"version": citation.document_sha256, "start": citation.start, "end": citation.end}
    return f"{document_address(citation.document_id)}?{urlencode(where)}#passage"


def panel_address(citation: Citation) -> str:
    """The fragment that the panel beside the answer shows."""
    where = {"start": citation.start, "end": citation.end, "number": citation.number}
    version = quote(citation.document_sha256, safe="")
    return f"/source/{quote(citation.document_id, safe='')}/{version}?{urlencode(where)}"
