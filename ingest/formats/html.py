"""HTML: what a person sees, as lines with the names the page gives them; what is hidden is dropped and noted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ingest.formats.blocks import (
    BLOCKS,
    FILLER,
    HEADINGS,
    PARAGRAPHS,
    REGIONS,
    byline_blocks,
    is_byline,
    reference,
    row_of_facts,
)
from ingest.formats.boxes import Box, find_boxes, names
from ingest.formats.definitions import DEFINES, with_definitions
from ingest.formats.hidden import hidden_why, is_noted
from ingest.formats.markup import Node, Tree, parse
from ingest.formats.said import read_said
from ingest.sheet import Line, Mark, Sheet

_SUPER, _SUB = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻"), str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")
_BLANK = Line("", Mark.BLANK)


@dataclass(frozen=True)
class _Place:
    """Where the walk stands: what every line begun here carries."""

    mark: Mark = Mark.PLAIN
    level: int = 0
    lists: int = 0
    box: Box | None = None
    hints: frozenset[str] = frozenset()
    short: bool = False


@dataclass
class _Page:
    """What the walk gathers."""

    boxes: Mapping[Node, Box]
    targets: Mapping[str, Node]
    heads: frozenset[Node]
    lines: list[Line] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    cites: list[tuple[int, str]] = field(default_factory=list)

    def flush(self, place: _Place, *, blank: bool = False) -> None:
        raw = "".join(self.words)
        text = " ".join(raw.split())
        if text and not (place.short and FILLER.match(text)):
            cites = tuple((max(len(" ".join(raw[:at].split())) - 1, 0), to) for at, to in self.cites)
            number = None if place.box is None else place.box.number
            level = place.level or (place.box.depth if place.box else 0)
            self.lines.append(Line(text, place.mark, level, number, place.hints, cites=cites))
        if blank and self.lines and self.lines[-1].mark is not Mark.BLANK:
            self.lines.append(_BLANK)
        self.words.clear()
        self.cites.clear()


def read_html(text: str) -> Sheet:
    """The sheet of an HTML page. What the page says of itself stands as `said`."""
    tree = parse(text)
    page = _walk(tree)
    counted = {why: page.hidden.count(why) for why in dict.fromkeys(page.hidden)}
    notes = tuple(f"Dropped hidden content: {why} ({count})." for why, count in counted.items())
    comments = (f"Dropped hidden content: {tree.comments} HTML comments.",) if tree.comments else ()
    return Sheet(with_definitions(page.lines), read_said(tree.root), format="html", notes=(*notes, *comments))


def _walk(tree: Tree) -> _Page:
    """Depth first without recursion, so that no nesting is too deep. The last of each entry says: leaving."""
    targets = {node.attributes["id"]: node for node in tree.root.walk() if node.attributes.get("id")}
    page = _Page(find_boxes(tree.root), targets, byline_blocks(tree.root))
    waiting: list[tuple[Node | str, _Place, bool]] = [(tree.root, _Place(), False)]
    while waiting:
        part, place, leaving = waiting.pop()
        if isinstance(part, str):
            page.words.append(part)
        elif leaving:
            page.flush(_place(part, place, page), blank=_stands_apart(part, place))
        elif not _is_hidden(part, page) and not _took_whole(part, place, page):
            waiting.extend(_entered(part, place, page))
    page.flush(_Place())
    return page


def _entered(node: Node, place: _Place, page: _Page) -> Iterator[tuple[Node | str, _Place, bool]]:
    """What to visit next, last first: the children in the place this element makes, then the leaving of it."""
    inside = _place(node, place, page)
    if _is_block(node, place):
        page.flush(place, blank=_stands_apart(node, place))
        yield node, place, True
    for child in reversed(node.children):
        yield child, inside, False


def _is_hidden(node: Node, page: _Page) -> bool:
    why = hidden_why(node.tag, node.attributes)
    if why and is_noted(node.tag) and node.text():
        page.hidden.append(why)
    return why is not None


def _took_whole(node: Node, place: _Place, page: _Page) -> bool:
    """Elements that are read in one: breaks, raised and lowered figures, reference marks, rows of a table of facts."""
    if node.tag == "br":
        twice = bool(page.lines) and not "".join(page.words).strip()
        page.flush(place, blank=twice)
    elif node.tag in {"sup", "sub"}:
        return _took_raised(node, page)
    elif node.tag == "a" and (cited := reference(node, page.targets)):
        page.cites.append((len("".join(page.words)), cited))
    elif node.tag == "tr" and (row := row_of_facts(node)):
        page.flush(place)
        page.words.append(row)
        inside = _place(node, place, page)
        page.flush(_Place(box=inside.box, hints=inside.hints | {"table"}))
    else:
        return False
    return True


def _took_raised(node: Node, page: _Page) -> bool:
    """A raised figure is a reference or a power; written on the line it would be another number."""
    text = node.text()
    links = [below for below in node.walk() if below.tag == "a"]
    references = [cited for link in links if (cited := reference(link, page.targets))]
    if references:
        page.cites.extend((len("".join(page.words)), cited) for cited in references)
    elif re.fullmatch(r"[0-9+-]+", text):
        page.words.append(text.translate(_SUPER if node.tag == "sup" else _SUB))
    else:
        return False
    return True


def _is_block(node: Node, place: _Place) -> bool:
    return node.tag in BLOCKS or (place.short and is_byline(node))


def _stands_apart(node: Node, place: _Place) -> bool:
    return node.tag in PARAGRAPHS and place.mark is not Mark.ITEM


def _place(node: Node, place: _Place, page: _Page) -> _Place:
    box = page.boxes.get(node, place.box)
    hints = (place.hints & REGIONS if node in page.boxes else place.hints) | _hints(node)
    mark, level, lists = place.mark, place.level, place.lists
    if node.tag in {"ul", "ol", "menu"}:
        mark, level, lists = Mark.PLAIN, 0, lists + 1
    elif node.tag in HEADINGS:
        mark, level = Mark.HEADING, HEADINGS[node.tag]
    elif node.tag == "li" and node not in page.boxes:
        mark, level = Mark.ITEM, min(max(lists, 1), 6)
    elif node in page.boxes:
        mark, level, lists = Mark.PLAIN, 0, 0
    block = node.tag in BLOCKS
    short = (node in page.heads if block else place.short) and mark is not Mark.HEADING
    return _Place(mark, level, lists, box, hints, short)


def _hints(node: Node) -> frozenset[str]:
    if node.tag in {"html", "body", "[document]"}:
        return frozenset()
    dated = {f"datetime:{node.attributes['datetime']}"} if node.attributes.get("datetime") else set()
    tag = {node.tag} if node.tag in REGIONS or node.tag in DEFINES else set()
    return names(node) | tag | dated
