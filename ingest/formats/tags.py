"""Raw HTML inside Markdown: hidden elements go, other tags lose their brackets' power by being taken out."""

from __future__ import annotations

import html
import re

from ingest.formats.hidden import hidden_why

_TAG = re.compile(
    r"<!--.*?(?:-->|\Z)|<(/?)([a-zA-Z][\w-]*)((?:\s+[\w:@.-]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'=<>`]+))?)*)\s*/?>",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"([\w:@.-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=<>`]+)))?")
_BREAKS = frozenset({"br", "p", "div", "li", "tr", "hr"})
_VOID = frozenset(
    {"br", "hr", "img", "input", "meta", "link", "source", "wbr", "col", "area", "base", "embed"}
)


def strip_tags(text: str) -> tuple[str, tuple[str, ...]]:
    """The text without tags, comments and hidden elements, and a note for each thing hidden."""
    kept: list[str] = []
    notes: list[str] = []
    end = 0
    skipping: str | None = None
    depth = 0
    for match in _TAG.finditer(text):
        closing, name = bool(match.group(1)), (match.group(2) or "").lower()
        if skipping:
            depth += 0 if name != skipping else -1 if closing else 1
            end = match.end()
            skipping = skipping if depth else None
            continue
        kept.append(text[end : match.start()])
        end = match.end()
        why = "a comment" if not name else None if closing else hidden_why(name, _attributes(match.group(3)))
        if why:
            notes.append(f"Dropped hidden content: {why}.")
        if why and name and name not in _VOID and _closes(text, name, end):
            skipping, depth = name, 1
        kept.append("\n" if name in _BREAKS and not skipping else "")
    return "".join(kept) + ("" if skipping else text[end:]), tuple(dict.fromkeys(notes))


def _closes(text: str, name: str, start: int) -> bool:
    return bool(re.search(rf"</{re.escape(name)}\s*>", text[start:], re.IGNORECASE)) or name in {
        "script",
        "style",
    }


def _attributes(text: str) -> dict[str, str]:
    found = _ATTRIBUTE.findall(text or "")
    return {name.lower(): html.unescape(double or single or bare) for name, double, single, bare in found}
