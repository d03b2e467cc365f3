"""How much of one file or address is read, at most."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Sizes in bytes, pages and characters; times in seconds. Past any of them the input fails by name."""

    max_bytes: int = 50_000_000
    address_seconds: float = 30.0
    redirects: int = 5
    pdf_seconds: float = 120.0
    pdf_pages: int = 2_000
    characters: int = 5_000_000


STANDARD = Limits()
