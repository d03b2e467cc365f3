"""What kinds of elements an HTML page is made of: blocks, bylines, rows of facts, marks of reference."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

from ingest.formats.boxes import names
from ingest.formats.hidden import hidden_why
from ingest.formats.markup import Node

_WORDS = tomllib.loads((Path(__file__).parents[1] / "data" / "html.toml").read_text("utf-8"))
REGIONS, _BYLINES = frozenset(_WORDS["regions"]), frozenset(_WORDS["bylines"])
FILLER = re.compile(_WORDS["filler"], re.IGNORECASE)
HEADINGS = {f"h{level}": level for level in range(1, 7)}
PARAGRAPHS = frozenset(
    {"p", "ul", "ol", "dl", "blockquote", "pre", "table", "section", "figure", "hr", *HEADINGS}
)
BLOCKS = PARAGRAPHS | frozenset(
    {
        "address",
        "article",
        "aside",
        "body",
        "button",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dt",
    }
    | {
        "fieldset",
        "figcaption",
        "footer",
        "form",
        "header",
        "html",
        "label",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
    }
    | {"option", "summary", "tbody", "td", "tfoot", "th", "thead", "tr"}
)
_INLINE_BYLINES = frozenset({"span", "a", "b", "strong", "i", "em", "small", "time", "cite", "abbr"})
_SHORT = 160


def reference(link: Node, targets: Mapping[str, Node]) -> str | None:
    """What a link such as “[3]” points to on this page."""
    href, text = link.attributes.get("href", ""), link.text()
    if not href.startswith("#") or not re.fullmatch(r"\[?\(?\d{1,3}[a-z]?\)?\]?", text):
        return None
    target = targets.get(href[1:])
    words = target.text() if target is not None else ""
    return re.sub(r"^[\^↑\s\d.]*", "", words)[:600] or None


def row_of_facts(row: Node) -> str | None:
    """A row of a table of facts as "cell | cell"; None for a row that lays out a page."""
    cells = [node for node in row.children if isinstance(node, Node) and node.tag in {"td", "th"}]
    layout = any(below.tag in BLOCKS for cell in cells for below in cell.walk() if below is not cell)
    hides = any(hidden_why(below.tag, below.attributes) for cell in cells for below in cell.walk())
    texts = [cell.text() for cell in cells]
    fits = len(cells) > 1 and all(len(text) <= 300 for text in texts)
    return " | ".join(text for text in texts if text) if fits and not layout and not hides else None


def is_byline(node: Node) -> bool:
    """Whether an inline element names a writer or a date."""
    return node.tag in _INLINE_BYLINES and (node.tag == "time" or bool(names(node) & _BYLINES))


def byline_blocks(root: Node) -> frozenset[Node]:
    """The blocks that are a line or two naming a writer or a date."""
    lengths: dict[Node, int] = {}
    named: set[Node] = set()
    for node in reversed(tuple(root.walk())):
        below = [child for child in node.children if isinstance(child, Node)]
        words = (len(child.strip()) for child in node.children if isinstance(child, str))
        lengths[node] = sum(words) + sum(lengths[child] for child in below)
        if any(child in named or is_byline(child) for child in below):
            named.add(node)
    return frozenset(node for node in named if lengths[node] <= _SHORT)
