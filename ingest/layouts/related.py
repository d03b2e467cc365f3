"""Related questions at the foot of a page: each a question and an answer of its own, often cut off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ingest.document import Person, Role
from ingest.layouts.cues import find
from ingest.layouts.laid import Block, Piece
from ingest.layouts.paragraphs import blocks_of, ends_sentence, words_of
from ingest.layouts.speaking import Said, Turn
from ingest.layouts.titles import is_title
from ingest.sheet import Line, Mark

_BLANK = Line("", Mark.BLANK)


@dataclass
class _Item:
    """One related question as it is gathered."""

    asked: list[Line] = field(default_factory=list)
    answered: list[Line] = field(default_factory=list)
    doctor: Person | None = None
    has_answer: bool = False


def related_pieces(said: Sequence[Said]) -> tuple[Piece, ...]:
    """A RELATED_QUESTION and a RELATED_ANSWER piece for each. A title without words under it is a link and dropped."""
    items = [item for item in _items(said) if item.has_answer and any(line.text for line in item.answered)]
    return tuple(piece for number, item in enumerate(items, 1) for piece in _pair(item, number))


def _items(said: Sequence[Said]) -> Iterator[_Item]:
    item = _Item()
    for place, each in enumerate(said):
        if each.turn is Turn.END:
            break
        if find("teaser_end", each.line.text) or _begins_next(item, said, place):
            yield item
            item = _Item()
        if each.turn in {Turn.ANSWER, Turn.PLAIN_ANSWER}:
            item.has_answer, item.doctor = True, each.person
            item.answered += [each.rest] if each.rest else []
        elif each.turn is Turn.FIELD and item.doctor and not any(line.text for line in item.answered):
            item.doctor = replace(item.doctor, department=item.doctor.department or each.line.text)
        elif each.turn in {Turn.WORDS, Turn.QUESTION, Turn.FIELD} and not find("teaser_end", each.line.text):
            words = each.rest or (_BLANK if each.turn is Turn.QUESTION else each.line)
            (item.answered if item.has_answer else item.asked).append(words)
    yield item


def _begins_next(item: _Item, said: Sequence[Said], place: int) -> bool:
    """Whether a title after an answer begins the next question where no "read more" parts them."""
    each = said[place]
    if (
        not any(line.text for line in item.answered)
        or each.turn is not Turn.WORDS
        or not is_title(each.line.text)
    ):
        return False
    apart = not said[place - 1].line.text or each.line.mark is Mark.HEADING
    answers_follow = any(later.turn in {Turn.ANSWER, Turn.PLAIN_ANSWER} for later in said[place + 1 :])
    return apart and answers_follow and not each.line.text.endswith("...")


def _pair(item: _Item, number: int) -> Iterator[Piece]:
    asked = blocks_of(item.asked)
    titled = len(asked) > 1 and is_title(asked[0].text)
    heading = asked[0] if asked and is_title(asked[0].text) else None
    question = asked[1:] if titled else asked
    above = (Block(heading.text, Mark.HEADING),) if heading and titled else ()
    if question:
        yield _piece(
            Role.RELATED_QUESTION, question, f"Related question {number}", above, heading, number, None
        )
    answer = blocks_of(item.answered)
    label = f"Answer to related question {number}"
    yield _piece(Role.RELATED_ANSWER, answer, label, () if question else above, heading, number, item.doctor)


def _piece(
    role: Role,
    blocks: tuple[Block, ...],
    label: str,
    above: tuple[Block, ...],
    heading: Block | None,
    number: int,
    author: Person | None,
) -> Piece:
    named = heading.text if heading else None
    return Piece(role, blocks, label, above, named, number, author, cut_off=_is_cut(words_of(blocks)))


def _is_cut(words: str) -> bool:
    return words.rstrip().endswith(("...", "…")) or not ends_sentence(words)
