"""Collections of questions and answers: MedQuAD files, and pages of frequently asked questions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ingest.document import Kind, Role
from ingest.layouts.article import body
from ingest.layouts.cues import find, find_at_length
from ingest.layouts.laid import Block, Laid, Piece
from ingest.layouts.paragraphs import blocks_of
from ingest.sheet import Line, Mark, Sheet

_LEAST = 2
_BLANK = Line("", Mark.BLANK)
_BOTH = re.compile(r"(?P<question>.+?\?)\s+(?P<answer>A(?:ns(?:wer)?)?\s?[:.] ?\S.*)", re.DOTALL)


@dataclass
class _Pair:
    """A question's lines and the lines that answer it. `topics` are headings over the question."""

    asked: list[Line] = field(default_factory=list)
    answered: list[Line] = field(default_factory=list)
    topics: list[Line] = field(default_factory=list)


def recognise(sheet: Sheet) -> float:
    """How strongly the page shows questions each with its answer: 0 to 1."""
    marked = sum(line.mark is Mark.QUESTION for line in sheet.lines)
    if marked:
        return 1.0
    lines = _marked(sheet)
    asked = sum(line.mark is Mark.QUESTION for line in lines)
    if asked < _LEAST:
        return 0.0
    labelled = sum(bool(line.text) and find("faq_question", line.text) is not None for line in sheet.lines)
    headings = sum(line.mark is Mark.HEADING for line in lines)
    named = any(line.text and find("faq", line.text) for line in sheet.lines[:20])
    if labelled >= _LEAST:
        return 0.8
    return 0.7 if (named and asked > headings) or (asked >= 4 and not headings) else 0.2


def lay_out(sheet: Sheet) -> Laid:
    """A QUESTION and an ANSWER piece for each pair, sharing a number; the answer's heading is its question."""
    title, _ = body(sheet)
    pairs = [
        pair for pair in _pairs(_marked(sheet)) if any(line.text for line in (*pair.asked, *pair.answered))
    ]
    pieces = tuple(piece for number, pair in enumerate(pairs, 1) for piece in _pieces(pair, number))
    kind = Kind.REFERENCE if sheet.format == "medquad" else Kind.ARTICLE
    return Laid("qa_collection", kind, pieces, title=None if sheet.format == "medquad" else title)


def _marked(sheet: Sheet) -> tuple[Line, ...]:
    """The lines with questions marked, by the format, by "Q:" or as headings that ask."""
    if any(line.mark is Mark.QUESTION for line in sheet.lines):
        return sheet.lines
    _, lines = body(sheet)
    marked = tuple(_by_label(part) for line in lines for part in _labels_apart(line))
    return tuple(
        replace(line, mark=Mark.QUESTION) if line.mark is Mark.HEADING and line.text.endswith("?") else line
        for line in marked
    )


def _labels_apart(line: Line) -> tuple[Line, ...]:
    """ "Q: What is it? A: A twitch." as its question and its answer: Markdown joins lines that no blank parts."""
    match = _BOTH.fullmatch(line.text.strip()) if find_at_length("faq_question", line.text) else None
    if match is None:
        return (line,)
    start = line.text.index(match.group("answer"), match.end("question"))
    after = tuple((at - start, to) for at, to in line.cites if at >= start)
    before = tuple((at, to) for at, to in line.cites if at < start)
    answer = replace(line, text=match.group("answer"), cites=after)
    return replace(line, text=match.group("question"), cites=before), answer


def _by_label(line: Line) -> Line:
    for name, mark in (("faq_question", Mark.QUESTION), ("faq_answer", Mark.PLAIN)):
        if line.text and (match := find_at_length(name, line.text)):
            start = match.start("rest")
            cites = tuple((at - start, to) for at, to in line.cites if at >= start)
            return replace(line, text=match.group("rest"), mark=mark, cites=cites)
    return line


def _pairs(lines: Sequence[Line]) -> Iterator[_Pair]:
    pair = _Pair()
    topics: list[Line] = []
    for line in lines:
        if line.mark is Mark.QUESTION and pair.asked and not any(each.text for each in pair.answered):
            pair.asked.append(line)
        elif line.mark in {Mark.QUESTION, Mark.HEADING}:
            if pair.asked or any(each.text for each in pair.answered):
                yield pair
                pair = _Pair(topics=topics)
                topics = []
            if line.mark is Mark.QUESTION:
                pair.asked.append(line)
            else:
                pair.topics.append(line)
        else:
            pair.answered.append(line)
    yield pair


def _pieces(pair: _Pair, number: int) -> Iterator[Piece]:
    asked = tuple(replace(block, mark=Mark.PLAIN) for line in pair.asked for block in blocks_of([line]))
    above = tuple(replace(block, mark=Mark.HEADING) for line in pair.topics for block in blocks_of([line]))
    answered = blocks_of([replace(line, mark=_answer_mark(line)) for line in pair.answered])
    question = " ".join(block.text for block in asked) or None
    if asked:
        yield Piece(Role.QUESTION, asked, f"Question {number}", above, number=number)
    if answered:
        yield _answer(answered, () if asked else above, question, number)


def _answer(blocks: tuple[Block, ...], above: tuple[Block, ...], question: str | None, number: int) -> Piece:
    if question is None:
        heading = above[-1].text if above else None
        return Piece(Role.SECTION, blocks, heading or "Introduction", above, heading=heading)
    return Piece(Role.ANSWER, blocks, f"Answer {number}", above, heading=question, number=number)


def _answer_mark(line: Line) -> Mark:
    return line.mark if line.mark in {Mark.ITEM, Mark.BLANK} else Mark.ANSWER
