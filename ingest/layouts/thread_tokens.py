"""The lines of a thread sorted: words, heads of posts, what stands under posts, counts, and where the thread ends."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from ingest.layouts.cues import find, group, has_hint, is_any
from ingest.layouts.post import NO_HEAD, Head, head_of, is_name
from ingest.sheet import Line, Mark

_FIRST = re.compile(r"(?i)(?:post|message)? ?#?1\b.*")


class Sort(Enum):
    """What a line of a thread is."""

    BODY = auto()
    BLANK = auto()
    HEAD = auto()
    FOOT = auto()
    COUNT = auto()
    OTHER = auto()
    END = auto()


@dataclass(frozen=True)
class Token:
    """A line and what it is, with the head it makes or the number it counts."""

    sort: Sort
    line: Line
    head: Head = NO_HEAD
    count: int = 0


def opens(token: Token) -> bool:
    """Whether the head says that the first post begins here: what stands above it is no post."""
    return token.line.mark is Mark.HEADING or bool(_FIRST.fullmatch(token.line.text.strip()))


def _is_top(token: Token) -> bool:
    return bool(find("avatar", token.line.text))


def tokens_of(lines: Sequence[Line]) -> list[Token]:
    """The lines sorted; from the last up, so that a name over a name over a date is found."""
    tokens = _with_marks([_token(line) for line in lines])
    for place in reversed(range(len(tokens))):
        token = tokens[place]
        if token.sort is Sort.BODY and _names_next(tokens, place):
            tokens[place] = replace(
                token, sort=Sort.HEAD, head=Head(token.line.text.strip(" @•·").removeprefix("u/"))
            )
        elif token.sort is Sort.HEAD and find("member", token.line.text) and _amid_words(tokens, place):
            tokens[place] = replace(token, sort=Sort.BODY)
    return tokens


def _with_marks(tokens: list[Token]) -> list[Token]:
    """The tokens, where a line that comes again over each of three posts or more stands for a picture of its writer.

    It is short, ends no sentence and stands right over words; the page also counts replies or has lines under posts.
    """
    feet = sum(token.sort is Sort.FOOT for token in tokens)
    if feet < 2 and not any(token.sort is Sort.COUNT for token in tokens):
        return tokens
    over = Counter(token.line.text for place, token in enumerate(tokens) if _is_over_words(tokens, place))
    every = Counter(token.line.text for token in tokens)
    marks = {text for text, count in over.items() if count >= 3 and count == every[text]}
    return [
        replace(each, sort=Sort.HEAD, head=Head()) if each.line.text in marks else each for each in tokens
    ]


def _is_over_words(tokens: Sequence[Token], place: int) -> bool:
    here, above, below = (
        tokens[at] if 0 <= at < len(tokens) else None for at in (place, place - 1, place + 1)
    )
    if here is None or below is None or here.sort is not Sort.BODY or below.sort is not Sort.BODY:
        return False
    apart = above is None or above.sort is not Sort.BODY
    text = here.line.text
    return apart and len(text) <= 40 and text[-1] not in ".,;:?!" and len(below.line.text) > len(text)


def _names_next(tokens: Sequence[Token], place: int) -> bool:
    """Whether the line is the name of the writer whose date or standing comes next."""
    line = tokens[place].line
    if not is_name(line.text) or line.mark not in {Mark.PLAIN, Mark.HEADING}:
        return False
    if has_hint(line, "author"):
        return True
    later = next((token for token in tokens[place + 1 : place + 4] if token.sort is not Sort.BLANK), None)
    if later is None or later.sort is not Sort.HEAD or _is_top(later):
        return False
    handle = len(line.text.split()) == 1 and tokens[place + 1] is later
    apart = place == 0 or tokens[place - 1].sort is not Sort.BODY
    # "Father of three · 2y" says who someone is; their name is the line above.
    described = any(word.islower() and len(word) > 1 for word in (later.head.name or "").split()[1:])
    return handle or (apart and (described or not later.head.name))


def _amid_words(tokens: Sequence[Token], place: int) -> bool:
    """Whether words of a post stand before and after: "Diagnosis: ..." may be part of what someone writes."""
    before = next((token for token in reversed(tokens[:place]) if token.sort is not Sort.BLANK), None)
    after = next((token for token in tokens[place + 1 :] if token.sort is not Sort.BLANK), None)
    words = [
        token
        for token in (before, after)
        if token and token.sort is Sort.BODY and not is_name(token.line.text)
    ]
    return len(words) == 2


def _token(line: Line) -> Token:
    text = line.text.strip()
    if line.mark is Mark.BLANK or not text:
        return Token(Sort.BLANK, line)
    if find("thread_end", text):
        return Token(Sort.END, line)
    if match := find("count", text):
        return Token(
            Sort.COUNT, line, count=int((group(match, "n") or group(match, "m") or "0").replace(",", ""))
        )
    if is_any(("votes", "actions", "posts_total"), text):
        return Token(Sort.FOOT, line)
    if find("sort", text):
        return Token(Sort.OTHER, line)
    head = head_of(text) if line.mark is not Mark.ITEM else None
    return Token(Sort.BODY, line) if head is None else Token(Sort.HEAD, line, head)


def cut_at_end(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Everything up to the first end mark after the last post's beginning; end marks before it are furniture."""
    heads = [place for place, token in enumerate(tokens) if token.sort in {Sort.HEAD, Sort.FOOT}]
    last = heads[-1] if heads else 0
    ends = [place for place, token in enumerate(tokens) if token.sort is Sort.END]
    tail = len(tokens) // 2
    end = next(
        (place for place in ends if place > last or (place > tail and _few_heads(tokens, place))), len(tokens)
    )
    return tokens[:end]


def _few_heads(tokens: Sequence[Token], place: int) -> bool:
    """Whether what follows is a list of other threads: no prose in it."""
    return not is_prose([token.line for token in tokens[place:] if token.sort is Sort.BODY])


def is_prose(lines: Sequence[Line]) -> bool:
    """Whether any line is long enough to be what someone wrote."""
    return sum(len(line.text) for line in lines if len(line.text) > 90) > 0
