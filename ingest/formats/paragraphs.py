"""Printed lines to paragraphs, headings and items: running heads go, broken words are mended, none are glued."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from statistics import median

from ingest.sheet import Line, Mark

_KEEP = frozenset(
    tomllib.loads((Path(__file__).parents[1] / "data" / "hyphens.toml").read_text("utf-8"))["keep_after"]
)
_BLANK = Line("", Mark.BLANK)
_BULLET = re.compile(r"^\s*(?:[\x7f\uf0b7\uf0a7\uf076•◦▪‣●○∙·]\s*|[-–]\s+)")
_FOLIO = re.compile(r"^\W*(?:page\s*)?(?:\d{1,4}|[ivxlc]{1,7})(?:\s*(?:of|/)\s*\d{1,4})?\W*$", re.IGNORECASE)
_ENDED = re.compile(r"[.!?:][\"'”’)\]]*[⁰¹²³⁴⁵⁶⁷⁸⁹]*\s*$")
_REFERENCE = re.compile(r"(?:(?<=[.,;:)\"”’])|(?<=[a-z]{3}))[⁰¹²³⁴⁵⁶⁷⁸⁹]+(?:[,–-]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)*")
_CONTENTS = re.compile(r"(?:\. ?){5,}\s*(?:\d+|[ivxlc]+)?\s*$|^(?:\. ){5,}")
_EDGE = 2
_HEADING_SIZE, _HEADING_LENGTH = 1.12, 150


@dataclass(frozen=True)
class Printed:
    """A line as printed: size of its letters, where it begins and its height on the page, in points."""

    text: str
    size: float
    x: float
    y: float
    bold: bool
    page: str


@dataclass(frozen=True)
class _Look:
    """What is usual in this file: the size of running text, the step from line to line, the hyphenated words."""

    size: float
    step: float
    heading_sizes: tuple[float, ...]
    words: frozenset[str]


def paragraphs(pages: Sequence[Sequence[Printed]]) -> tuple[Line, ...]:
    """The lines of all pages as headings, items and paragraphs, each with the label of the page it begins on.

    A sentence that runs over the foot of a page is kept whole on the page it begins; the rest of its paragraph stands
    on the next.
    """
    kept = _without_running_heads(pages)
    look = _look(kept)
    blocks: list[list[Printed]] = []
    for line in (line for page in kept for line in page):
        if blocks and _goes_on(blocks[-1], line, look):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return tuple(line for block in blocks for line in _read(block, look))


def join_broken(lines: Sequence[str], words: frozenset[str]) -> str:
    """One paragraph of printed lines. `words` are those of the whole file: they tell "well-known" from "infan-tile"."""
    text = ""
    for line in (line.strip() for line in lines):
        broken = re.search(r"(\w+)[-\u2010\u00ad]$", text)
        rest = re.match(r"[a-zà-ÿ]+", line)
        if broken and rest:
            first, hyphen = broken.group(1), text[-1]
            whole, parted = (first + rest.group()).lower(), f"{first}-{rest.group()}".lower()
            keeps = parted in words or (whole not in words and first.lower() in _KEEP)
            text = text if keeps and hyphen != "\u00ad" else text[:-1]
            text += line
        else:
            text += f" {line}" if text else line
    return " ".join(text.split())


def _without_running_heads(pages: Sequence[Sequence[Printed]]) -> list[list[Printed]]:
    filled = [[line for line in page if line.text.strip()] for page in pages]
    edges = [_edge(page) for page in filled]
    counts = Counter(key for page in edges for key in {_key(line) for line in page})
    often = max(2, min(3, round(len(filled) * 0.4)))
    running = {key for key, count in counts.items() if count >= often}

    def goes(line: Printed, edge: list[Printed]) -> bool:
        at_edge = line in edge and (_key(line) in running or bool(_FOLIO.match(line.text)))
        return at_edge or bool(_CONTENTS.search(line.text))

    return [[line for line in page if not goes(line, edge)] for page, edge in zip(filled, edges, strict=True)]


def _edge(page: Sequence[Printed]) -> list[Printed]:
    """The lines nearest the top and the foot of a page."""
    if len({line.y for line in page}) < 2 * _EDGE:
        return [line for line in page if _FOLIO.match(line.text)]
    by_height = sorted(page, key=lambda line: line.y)
    return by_height[:_EDGE] + by_height[-_EDGE:]


def _key(line: Printed) -> tuple[str, int]:
    return re.sub(r"\d+|\b[ivxlc]+\b", "#", " ".join(line.text.lower().split())), round(line.y / 6)


def _look(pages: Sequence[Sequence[Printed]]) -> _Look:
    lines = [line for page in pages for line in page]
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    size = sizes.most_common(1)[0][0] if sizes else 0.0
    running = [pair for page in pages for pair in pairwise(page) if pair[0].size == pair[1].size == size]
    downs = [one.y - two.y for one, two in running if 0 < one.y - two.y < size * 4]
    headings = sorted(
        {line.size for line in lines if size and line.size >= size * _HEADING_SIZE}, reverse=True
    )
    words = frozenset(
        word.lower() for line in lines for word in re.findall(r"\w+(?:-\w+)*(?!\w*-$)", line.text)
    )
    return _Look(size, median(downs) if downs else 0.0, tuple(headings), words)


def _is_heading(line: Printed, look: _Look) -> bool:
    short = len(line.text) <= _HEADING_LENGTH and bool(re.search(r"[^\W\d_]{2}", line.text))
    larger = bool(look.size) and line.size >= look.size * _HEADING_SIZE
    bold = line.bold and len(line.text) <= 100 and not re.search(r"[.,;]\s*$", line.text)
    return short and not _BULLET.match(line.text) and (larger or bold)


def _goes_on(block: Sequence[Printed], line: Printed, look: _Look) -> bool:
    last = block[-1]
    headings = _is_heading(last, look), _is_heading(line, look)
    if any(headings):
        near = last.page == line.page and 0 <= last.y - line.y < line.size * 1.45
        return all(headings) and near and last.size == line.size and last.bold == line.bold
    if _BULLET.match(line.text):
        return False
    if _BULLET.sub("", last.text).strip() == "":
        return True
    return _same_paragraph(block, line, look)


def _same_paragraph(block: Sequence[Printed], line: Printed, look: _Look) -> bool:
    last = block[-1]
    step = last.y - line.y
    if last.page != line.page or step < 0:
        return not _ENDED.search(last.text) and (line.text.lstrip()[:1].islower() or last.size == line.size)
    if look.step and step > look.step * 1.35:
        return False
    indented = line.x > min(one.x for one in block[-3:]) + 5 and step > 0
    return not (abs(last.size - line.size) > 0.6 and step > 0) and not (
        indented and bool(_ENDED.search(last.text))
    )


def _read(block: Sequence[Printed], look: _Look) -> Iterator[Line]:
    first = block[0]
    mark = _BULLET.match(first.text)
    lines = [first.text[mark.end() :] if mark else first.text, *(line.text for line in block[1:])]
    if _is_heading(first, look):
        level = 1 + sum(size > first.size for size in look.heading_sizes)
        yield Line(join_broken(lines, look.words), Mark.HEADING, min(level, 6), page=first.page)
    else:
        kind, depth = (Mark.ITEM, 1) if mark else (Mark.PLAIN, 0)
        for page, text in _by_page(block, lines, look):
            yield Line(_REFERENCE.sub("", text), kind, depth, page=page)
    yield _BLANK if not mark else replace(_BLANK, page=first.page)


def _by_page(block: Sequence[Printed], lines: Sequence[str], look: _Look) -> Iterator[tuple[str, str]]:
    """The paragraph page by page, each page's share ending with a whole sentence where one ends on the next page."""
    shares: list[tuple[str, list[str]]] = []
    for line, text in zip(block, lines, strict=True):
        if not shares or shares[-1][0] != line.page:
            shares.append((line.page, []))
        shares[-1][1].append(text)
    carried: list[str] = []
    for (page, texts), following in zip(shares, [*shares[1:], None], strict=True):
        words = join_broken([*carried, *texts], look.words)
        if following is None:
            yield page, words
            continue
        rest = join_broken(following[1], look.words)
        ended = re.search(r"[.!?][\"'”’)\]]*(?=\s)", rest)
        head, tail = (rest[: ended.end()], rest[ended.end() :]) if ended else (rest, "")
        yield page, join_broken([words, head], look.words)
        following[1][:] = [tail]
