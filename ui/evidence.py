"""How evidence ranks, kinds, people and addresses are shown, as escaped HTML."""

from __future__ import annotations

from html import escape
from urllib.parse import urlsplit

from ingest.document import EvidenceRank, Person
from ui.texts import texts

HIDDEN = '<span class="hidden-text">{}</span>'


def badge(level: int, label: str) -> str:
    """The evidence badge: its label in words, its strength by shade, and the rank for a screen reader."""
    rank = HIDDEN.format("Evidence: ")
    return f'<span class="badge badge-{int(level)}">{rank}{escape(label)}</span>'


def weakness(level: int) -> int:
    """A sort key for evidence ranks: the strongest first, quarantined last."""
    return EvidenceRank(level, "").weakness


def kind_name(kind: str) -> str:
    """A kind in the reader's words; one the pages do not know is shown as it is."""
    return texts().kinds.get(kind, kind)


def person(who: Person | None) -> str | None:
    """A person as the page describes them, in one line of plain text."""
    if who is None:
        return None
    facts = [who.name, who.standing, who.department, who.age, who.sex]
    return ", ".join(fact for fact in facts if fact) or None


def is_web_address(url: str) -> bool:
    """Whether `url` is an http or https address that a link may lead to."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return False
    return parts.scheme.lower() in ("http", "https") and bool(parts.netloc)


def link(url: str) -> str:
    """The address as text, made a link that opens in a new tab where it is http or https; else plain text."""
    shown = escape(url)
    if not is_web_address(url):
        return shown
    address = escape(url.strip(), quote=True)
    hidden = HIDDEN.format(" (opens in a new tab)")
    return f'<a href="{address}" rel="noopener noreferrer nofollow" target="_blank">{shown}{hidden}</a>'
