"""Boxes of an HTML page: the containers that each hold one post, comment, answer or article; and the names as hints."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ingest.formats.markup import Node

_WORDS = tomllib.loads((Path(__file__).parents[1] / "data" / "html.toml").read_text("utf-8"))
_BOXES, _CONTAINERS = frozenset(_WORDS["boxes"]), frozenset(_WORDS["containers"])
_BOX_TAGS, _BOX_TYPES = frozenset(_WORDS["box_tags"]), frozenset(_WORDS["box_types"])
_NEVER = frozenset(
    {"body", "html", "[document]", "main", "form", "ul", "ol", "table", "tbody", "nav", "aside", "footer"}
    | {"a", "p", "span", "h1", "h2", "h3", "h4", "h5", "h6", "button", "input", "label", "time"}
)
_QUOTES = frozenset({"quote", "quoted", "bbcodeblock"})
_PIECES = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


@dataclass(frozen=True)
class Box:
    """`number` in the page's order, from 0; `depth` is how many boxes it is nested in."""

    number: int
    depth: int


def names(node: Node) -> frozenset[str]:
    """The words an element's class, id, itemprop, role and tag give, whole and in pieces, lower case."""
    given = (node.attributes.get(key, "") for key in ("class", "id", "itemprop", "role", "rel"))
    words = {word for value in given for word in value.split() if len(word) <= 60}
    types = {value.rstrip("/").rsplit("/", 1)[-1] for value in node.attributes.get("itemtype", "").split()}
    return frozenset(piece for word in words | types for piece in (word.lower(), *pieces(word)))


def pieces(name: str) -> tuple[str, ...]:
    """The words of "post-author" or "postAuthor", digits dropped."""
    return tuple(piece.lower() for piece in _PIECES.findall(name))


def find_boxes(root: Node) -> Mapping[Node, Box]:
    """The boxes of a page by element.

    A candidate that only wraps others is no box; one that wraps a differently named one of its own (`li.comment` around
    `article.comment-body`) takes it in, so that a nested reply is nested in its comment.
    """
    candidates = [node for node in root.walk() if _signature(node)]
    quoted = _quoted(root)
    candidates = [node for node in candidates if node not in quoted]
    above = {node: _nearest(node, set(candidates)) for node in candidates}
    dropped: set[Node] = set()
    for node in candidates:
        below = [other for other in candidates if above[other] is node]
        if below and not _own_text(node, set(below)):
            dropped.add(_spare(node, below))
    kept = [node for node in candidates if node not in dropped]
    chosen = set(kept)
    depths: dict[Node, int] = {}
    for node in kept:
        outer = _nearest(node, chosen)
        depths[node] = 0 if outer is None else depths[outer] + 1
    return {node: Box(number, depths[node]) for number, node in enumerate(kept)}


def _quoted(root: Node) -> frozenset[Node]:
    """The elements that stand in one that its name says is a quote."""
    quoted: set[Node] = set()
    for node in root.walk():
        if node.parent is not None and (node.parent in quoted or names(node.parent) & _QUOTES):
            quoted.add(node)
    return frozenset(quoted)


def _signature(node: Node) -> str | None:
    if node.tag in _NEVER:
        return None
    kind = node.attributes.get("itemtype", "").rstrip("/").rsplit("/", 1)[-1].lower()
    if kind in _BOX_TYPES:
        return f"{node.tag} {kind}"
    for name in (*node.attributes.get("class", "").split(), *node.attributes.get("id", "").split()):
        if word := _box_word(pieces(name)):
            return f"{node.tag} {word}"
    return node.tag if node.tag in _BOX_TAGS else None


def _box_word(parts: tuple[str, ...]) -> str | None:
    if not parts or len(parts) > 3:
        return None
    if parts[-1] in _BOXES:
        return parts[-1]
    return parts[0] if parts[0] in _BOXES and len(parts) == 2 and parts[1] in _CONTAINERS else None


def _nearest(node: Node, among: set[Node]) -> Node | None:
    here = node.parent
    while here is not None and here not in among:
        here = here.parent
    return here


def _own_text(node: Node, below: set[Node]) -> bool:
    waiting: list[Node | str] = list(node.children)
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            if part.strip():
                return True
        elif part not in below:
            waiting.extend(part.children)
    return False


def _spare(node: Node, below: list[Node]) -> Node:
    """Of a wrapper and what it wraps, the one that is no box of its own."""
    own = _signature(node)
    others = [other for other in below if _signature(other) != own]
    counts = Counter(_signature(other) for other in others)
    return others[0] if len(counts) == 1 and len(others) == 1 else node
