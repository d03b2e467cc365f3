"""The door to BeautifulSoup: HTML to a plain tree, its page-wide styles written into the elements."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bs4 import BeautifulSoup, Comment, NavigableString, Tag
from bs4.element import PreformattedString
from soupsieve import SelectorSyntaxError

_RULE = re.compile(r"([^{}@;]+)\{([^{}]*)\}")
_MEDIA = re.compile(r"@[\w-]+[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}|/\*.*?\*/", re.DOTALL)
_HIDES = re.compile(
    r"display|visibility|opacity|font|position|clip|text-indent|color|overflow|height|transform|left",
    re.IGNORECASE,
)
_MOST_RULES = 400
_XML = re.compile(r"\A\s*<\?xml[^>]*\?>")
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)


@dataclass(eq=False)
class Node:
    """An element. `children` are elements and texts in order. `parent` is None for the root."""

    tag: str
    attributes: dict[str, str]
    parent: Node | None = None
    children: list[Node | str] = field(default_factory=list)

    def walk(self) -> Iterator[Node]:
        """This element and all below it, in the page's order."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(child for child in reversed(node.children) if isinstance(child, Node))

    def text(self) -> str:
        """All words below, joined by spaces where elements meet."""
        words: list[str] = []
        waiting: list[Node | str] = [self]
        while waiting:
            part = waiting.pop()
            if isinstance(part, Node):
                waiting.extend(reversed(part.children))
            else:
                words.append(part)
        return " ".join(" ".join(words).split())


@dataclass(frozen=True)
class Tree:
    """A parsed page: its root, and how many comments it hid."""

    root: Node
    comments: int


def parse(page: str) -> Tree:
    """The page as a tree. Never fails: broken HTML is mended as browsers do."""
    soup = BeautifulSoup(_XML.sub("", page), "lxml")
    _write_styles(soup)
    comments = len(soup.find_all(string=lambda text: isinstance(text, Comment) and bool(text.strip())))
    root = Node("[document]", {})
    waiting: list[tuple[Tag, Node]] = [(soup, root)]
    while waiting:
        tag, node = waiting.pop()
        for child in tag.children:
            if isinstance(child, Tag):
                below = Node(child.name.lower(), _attributes(child), node)
                node.children.append(below)
                waiting.append((child, below))
            elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
                node.children.append(str(child))
    return Tree(root, comments)


def declared_charset(data: bytes) -> str | None:
    """The charset an HTML page names in its first 4 kB."""
    match = _CHARSET.search(data[:4096])
    return match.group(1).decode("ascii") if match else None


def _attributes(tag: Tag) -> dict[str, str]:
    return {
        name.lower(): " ".join(value) if isinstance(value, list) else str(value)
        for name, value in tag.attrs.items()
    }


def _write_styles(soup: BeautifulSoup) -> None:
    """Rules of `<style>` that may hide go into the elements' own style, before what stands there, which wins."""
    sheets = _MEDIA.sub("", "\n".join(style.get_text() for style in soup.find_all("style")))
    for selector, said in _RULE.findall(sheets)[:_MOST_RULES]:
        if not _HIDES.search(said) or ":" in selector:
            continue
        try:
            chosen = soup.select(selector.strip(), limit=2_000)
        except (SelectorSyntaxError, ValueError, NotImplementedError):
            continue
        for element in chosen:
            element["style"] = f"{said};{element.get('style') or ''}"
