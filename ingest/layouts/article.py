"""Articles: a title and sections of paragraphs and lists, without what the site puts around them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.dates import find_date
from ingest.document import Kind, Role
from ingest.layouts.cues import cues, find, group, has_hint, is_any, without_furniture
from ingest.layouts.laid import Block, Laid, Piece
from ingest.layouts.marking import PROSE, with_headings, with_items
from ingest.layouts.paragraphs import blocks_of, first_block
from ingest.layouts.titles import own_title, same_words
from ingest.sheet import Line, Mark, Sheet

INTRODUCTION, WHOLE = "Introduction", "Whole page"
_BETWEEN = re.compile(r" +[|•·—–] +")
_BLANK = Line("", Mark.BLANK)
_ABOUT = ("byline", "reviewer", "dated", "article_fact")


@dataclass(frozen=True)
class Section:
    """A heading with the headings it stands under, and the lines below it."""

    heading: Line | None
    path: tuple[str, ...]
    lines: tuple[Line, ...]


def recognise(sheet: Sheet) -> float:
    """An article is what a page is that shows itself to be nothing else: always 0.4, more with sections of prose."""
    headings = sum(line.mark is Mark.HEADING for line in sheet.lines)
    prose = sum(len(line.text) > PROSE for line in sheet.lines)
    return 0.45 if headings > 2 and prose > headings else 0.4


def lay_out(sheet: Sheet) -> Laid:
    """One piece a section. Words before the first heading are the introduction."""
    title, lines = body(sheet)
    sections = tuple(sections_of(lines))
    pieces = tuple(_pieces(sections))
    dates = (date for line in sheet.lines if (date := _date(line)))
    return Laid("article", Kind.ARTICLE, pieces, title=title, published=next(dates, None))


def body(sheet: Sheet) -> tuple[str | None, tuple[Line, ...]]:
    """The page's own title, and the lines that are the article's words and headings."""
    lines = without_furniture(_main(_without_comments(sheet.lines)))
    title = own_title(lines, sheet.said.title)
    marked = with_items(with_headings([_blanked(line, title, sheet.said.title) for line in lines]))
    return title, _without_ends(_without_contents(marked))


def sections_of(lines: Sequence[Line]) -> Iterator[Section]:
    """Sections by their headings, each with the headings of higher level above it."""
    heading: Line | None = None
    above: list[Line] = []
    gathered: list[Line] = []
    for line in lines:
        if line.mark is not Mark.HEADING:
            gathered.append(line)
            continue
        yield Section(heading, _path(above, heading), tuple(gathered))
        above = [each for each in (*above, *([heading] if heading else [])) if each.level < line.level]
        heading, gathered = line, []
    yield Section(heading, _path(above, heading), tuple(gathered))


def _path(above: Sequence[Line], heading: Line | None) -> tuple[str, ...]:
    return tuple(line.text for line in (*above, *([heading] if heading else [])))


def _pieces(sections: Sequence[Section]) -> Iterator[Piece]:
    """Headings without words of their own stand over the next section's; one right over a list leads into it."""
    waiting: tuple[Block, ...] = ()
    named = any(section.heading for section in sections)
    for section in sections:
        own = (replace(first_block([section.heading]), mark=Mark.HEADING),) if section.heading else ()
        if blocks := blocks_of(section.lines):
            heading = ": ".join(section.path[-2:]) or None
            label = heading or (INTRODUCTION if named else WHOLE)
            if _begins_with_list(section.lines):
                blocks, own = (*own, *blocks), ()
            yield Piece(Role.SECTION, blocks, label, above=waiting + own, heading=heading)
            waiting, own = (), ()
        waiting += own


def _begins_with_list(lines: Sequence[Line]) -> bool:
    first = next((line for line in lines if line.text), _BLANK)
    return first.mark is Mark.ITEM or "table" in first.hints


def _main(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines of the page's main element, where it holds most of the words."""
    total = sum(len(line.text) for line in lines) or 1
    for hint in ("main", "article"):
        inside = [line for line in lines if hint in line.hints]
        if sum(len(line.text) for line in inside) > total / 2:
            return tuple(line if hint in line.hints else _BLANK for line in lines)
    return tuple(lines)


def _without_comments(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines without those in boxes of comments, unless most of the page is in them."""
    said = [line for line in lines if line.box is not None and has_hint(line, "comments")]
    share = sum(len(line.text) for line in said) / (sum(len(line.text) for line in lines) or 1)
    dropped = {id(line) for line in said} if share <= cues().dropped_share * 2 else set()
    return tuple(_BLANK if id(line) in dropped else line for line in lines)


def _blanked(line: Line, title: str | None, said: str | None) -> Line:
    """The line, or a blank where it is the title again, a byline, a date or a figure about the page."""
    if not line.text or any(words and same_words(line.text, words) for words in (title, said)):
        return _BLANK
    told = line.mark is Mark.ITEM or "table" in line.hints or line.text.endswith("?")
    return _BLANK if not told and is_any(_ABOUT, line.text) else line


def _without_contents(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines without a table of contents: two or more lines in words that are also headings below them."""
    last = {line.text.lower(): place for place, line in enumerate(lines) if line.mark is Mark.HEADING}
    listed = {
        place
        for place, line in enumerate(lines)
        if line.text and line.mark is not Mark.HEADING and last.get(line.text.lower(), -1) > place
    }
    return tuple(_BLANK if len(listed) > 1 and place in listed else line for place, line in enumerate(lines))


def _without_ends(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines without sections and tails of links, comments and biographies."""
    if any(line.mark is Mark.HEADING for line in lines):
        return tuple(_without_end_sections(lines))
    return _without_tail(lines)


def _without_end_sections(lines: Sequence[Line]) -> Iterator[Line]:
    dropping: int | None = None
    for place, line in enumerate(lines):
        ends = bool(line.text) and line.mark is not Mark.ITEM and find("article_end", line.text) is not None
        if line.mark is Mark.HEADING and dropping is not None and line.level <= dropping and not ends:
            dropping = None
        if ends and (line.mark is Mark.HEADING or not _prose_after(lines, place)):
            dropping = line.level if line.mark is Mark.HEADING else 6
        yield _BLANK if ends or dropping is not None else line


def _without_tail(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Where no heading is marked an end mark ends the page if most of its prose stands before, else it is one line."""
    kept: list[Line] = []
    for place, line in enumerate(lines):
        if line.text and find("article_end", line.text) and line.mark is not Mark.ITEM:
            if sum(map(_prose, lines[:place])) >= sum(map(_prose, lines[place:])):
                break
            continue
        kept.append(line)
    return tuple(kept)


def _prose_after(lines: Sequence[Line], place: int) -> bool:
    """Whether prose of this section goes on after the line."""
    section = lines[place + 1 :]
    end = next((each for each, line in enumerate(section) if line.mark is Mark.HEADING), len(section))
    return sum(map(_prose, section[:end])) > 2 * PROSE


def _prose(line: Line) -> int:
    return len(line.text) if len(line.text) > PROSE else 0


def _date(line: Line) -> str | None:
    """The date of a line that tells it, or of a part of a byline ("By Ann Roe · June 3, 2022")."""
    if not line.text or "table" in line.hints:
        return None
    parts = _BETWEEN.split(line.text)
    byline = len(parts) > 1 and is_any(("byline", "reviewer"), parts[0])
    matches = [find("dated", part) for part in parts] if byline else [find("dated", line.text)]
    told = [group(match, "when") or "" for match in matches if match] + (parts[1:] if byline else [])
    return next((date for words in told if (date := find_date(words))), None)
