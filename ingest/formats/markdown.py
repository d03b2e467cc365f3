"""Markdown: headings, lists, quotes and paragraphs as lines; footnotes as cites; code and HTML as plain words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from ingest.formats.frontmatter import split_front_matter
from ingest.formats.inline import plain
from ingest.formats.markers import with_cites
from ingest.formats.tags import strip_tags
from ingest.sheet import Line, Mark, Meta, Sheet

_BLANK = Line("", Mark.BLANK)
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
_ATX = re.compile(r"^ {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$")
_SETEXT = re.compile(r"^ {0,3}(=+|-{2,})[ \t]*$")
_RULE = re.compile(r"^ {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$")
_ITEM = re.compile(r"^([ \t]*)(?:[-*+•]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?(.*)$")
_QUOTE = re.compile(r"^ {0,3}> ?")
_DEFINITION = re.compile(r"^ {0,3}\[\^([^\]\s]+)\]:[ \t]*(.*)$")
_LINK_TARGET = re.compile(r"^ {0,3}\[[^\]^][^\]]*\]:[ \t]+\S+.*$")
_TABLE_RULE = re.compile(r"^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
HEADING = _ATX


@dataclass
class _Block:
    """Lines being gathered into one: a paragraph, an item, a quote."""

    mark: Mark = Mark.PLAIN
    level: int = 0
    hints: frozenset[str] = frozenset()
    words: list[str] = field(default_factory=list)


def read_markdown(text: str, source: str, markers: Mapping[str, str] = MappingProxyType({})) -> Sheet:
    """The sheet of a Markdown page. What its front matter says stands as `override`. Raises `BadSettingError`.

    `markers` are the footnotes that lie beside the page, by their names without case; its own go before them.
    """
    front = split_front_matter(text, source)
    body, hidden = strip_tags(front.rest)
    kept, definitions = _split_definitions(body.splitlines())
    blocks = (replace(block, text=plain(block.text)) for block in _lines(kept))
    lines, undefined = with_cites(blocks, {**markers, **definitions})
    title = next((line.text for line in lines if line.mark is Mark.HEADING and line.level == 1), None)
    lost = (f"Footnotes without a definition: {', '.join(undefined)}.",) if undefined else ()
    notes = (*front.notes, *hidden, *lost)
    return Sheet(lines, Meta(title=title), front.meta, "markdown", notes)


def _split_definitions(lines: list[str]) -> tuple[list[str], dict[str, str]]:
    """Footnote definitions (with their indented continuations) and link targets, apart from the rest."""
    kept: list[str] = []
    found: dict[str, list[str]] = {}
    current: list[str] | None = None
    for line in lines:
        if match := _DEFINITION.match(line):
            current = found.setdefault(match.group(1).casefold(), [])
            current.append(match.group(2))
        elif current is not None and line.startswith(("  ", "\t")) and line.strip():
            current.append(line.strip())
        elif not _LINK_TARGET.match(line):
            current = None if line.strip() else current
            kept.append(line)
    return kept, {key: plain(" ".join(words)) for key, words in found.items()}


def _lines(source: list[str]) -> Iterator[Line]:
    block = _Block()
    fence: str | None = None
    for line in source:
        if fence or _FENCE.match(line):
            yield from _flushed(block)
            fence, inside = _fenced(line, fence)
            block = _Block()
            if inside and line.strip():
                yield Line(line.strip(), hints=frozenset({"code"}))
            continue
        ready, block = _step(line, block)
        yield from ready
    yield from _flushed(block)


def _fenced(line: str, fence: str | None) -> tuple[str | None, bool]:
    """The fence that is open after `line`, and whether the line is code."""
    match = _FENCE.match(line)
    if fence is None:
        return (match.group(1) if match else None), False
    closes = bool(match and match.group(1)[0] == fence[0] and len(match.group(1)) >= len(fence))
    return (None, False) if closes and line.strip().strip(fence[0]) == "" else (fence, True)


def _step(line: str, block: _Block) -> tuple[tuple[Line, ...], _Block]:
    """The lines that are ready once `line` is seen, and the block it begins or joins."""
    if not line.strip() or (_RULE.match(line) and not (block.words and _SETEXT.match(line))):
        return (*_flushed(block), _BLANK), _Block()
    if (match := _SETEXT.match(line)) and block.words and block.mark is Mark.PLAIN:
        level = 1 if match.group(1)[0] == "=" else 2
        return (Line(" ".join(block.words), Mark.HEADING, level),), _Block()
    if match := _ATX.match(line):
        return (*_flushed(block), Line(match.group(2) or "", Mark.HEADING, len(match.group(1)))), _Block()
    if (item := _ITEM.match(line)) and not (
        block.words and block.mark is Mark.PLAIN and _mid_sentence(line, block)
    ):
        depth = len(item.group(1).expandtabs(4)) // 2 + 1
        return _flushed(block), _Block(Mark.ITEM, min(depth, 6), words=[item.group(2).strip()])
    if "|" in line and (_TABLE_RULE.match(line) or line.strip().startswith("|")):
        return (*_flushed(block), *_row(line)), _Block()
    return _continued(line, block)


def _mid_sentence(line: str, block: _Block) -> bool:
    """A wrapped line that happens to begin with a number ("…at the age of\\n2. …") is no item unless it is 1."""
    number = re.match(r"\s*(\d+)[.)]", line)
    return bool(number and number.group(1) != "1" and block.words)


def _continued(line: str, block: _Block) -> tuple[tuple[Line, ...], _Block]:
    quote = bool(_QUOTE.match(line))
    words = re.sub(r"^(?: {0,3}> ?)+", "", line) if quote else line
    if quote and not words.strip():
        return (*_flushed(block), _BLANK), _Block()
    hints = frozenset({"blockquote"}) if quote else frozenset()
    starts = quote and "blockquote" not in block.hints
    ready = _flushed(block) if starts else ()
    current = _Block(hints=hints) if starts or not block.words else block
    current.words.append(words.strip().removesuffix("\\"))
    if line.endswith(("  ", "\\")):
        return (*ready, *_flushed(current)), _Block()
    return ready, current


def _row(line: str) -> tuple[Line, ...]:
    if _TABLE_RULE.match(line):
        return ()
    cells = re.split(r"(?<!\\)\|", line.strip().strip("|"))
    return (Line(" | ".join(cell.strip() for cell in cells if cell.strip()), hints=frozenset({"table"})),)


def _flushed(block: _Block) -> tuple[Line, ...]:
    text = " ".join(block.words)
    return (Line(text, block.mark, block.level, hints=block.hints),) if text.strip() else ()
