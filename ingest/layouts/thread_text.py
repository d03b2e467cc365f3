"""The posts of a thread that shows them by lines between them: names, dates, votes, "Reply"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto

from ingest.layouts.cues import find, group, has_hint, is_any
from ingest.layouts.post import Head, Post, Thread, head_of, is_name
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
    head: Head = Head()
    count: int = 0


@dataclass
class _Reading:
    """Where the reading of the tokens stands."""

    posts: list[Post] = field(default_factory=list)
    before: list[Line] = field(default_factory=list)
    body: list[Line] = field(default_factory=list)
    head: Head = Head()
    headed: bool = False
    counted: int | None = None
    nested: int = 0

    def close(self) -> None:
        """End the post being read."""
        if not any(line.text for line in self.body):
            self.body = []
            return
        if not self.headed and not self.posts and not _is_prose(self.body):
            self.before += self.body
        else:
            self.posts += self._nested_posts() if self.nested else [self._post(self.body)]
        self.body, self.head, self.headed = [], Head(), False

    def _post(self, lines: list[Line]) -> Post:
        depth = max((line.level for line in lines if line.mark is not Mark.HEADING), default=0)
        return Post(
            tuple(lines), self.head, depth if self.posts and lines[0].box is not None else 0, self.headed
        )

    def _nested_posts(self) -> list[Post]:
        """The comments under a reply: each line one where there are as many lines as comments."""
        filled = [line for line in self.body if line.text]
        if not self.headed and len(filled) == self.nested:
            posts = [replace(self._post([line]), depth=1) for line in filled]
        else:
            posts = [replace(self._post(self.body), depth=1)]
        self.nested = self.nested - 1 if self.headed else 0
        return posts


def read_posts(lines: Sequence[Line]) -> Thread:
    """The posts by the lines between them, up to where the page ends the thread."""
    tokens = _cut_at_end(tuple(_tokens(lines)))
    reading = _Reading()
    for place, token in enumerate(tokens):
        _take(reading, tokens, place, token)
    reading.close()
    votes = sum(token.sort is Sort.FOOT and bool(find("votes", token.line.text)) for token in tokens)
    return Thread(
        tuple(reading.posts), tuple(reading.before), reading.counted, votes, len(tokens) < len(lines)
    )


def _take(reading: _Reading, tokens: Sequence[Token], place: int, token: Token) -> None:
    if token.sort in {Sort.BODY, Sort.BLANK}:
        reading.body.append(token.line)
    elif token.sort is Sort.HEAD:
        # A head that follows the one before it with no post between is more of the same.
        if _opens(token) and not reading.posts and not reading.headed:
            reading.before += reading.body
            reading.body = []
        reading.close()
        reading.head, reading.headed = reading.head.joined(token.head), True
    elif token.sort is Sort.COUNT:
        reading.close()
        _count(reading, tokens, place, token)
    else:
        reading.close()


def _count(reading: _Reading, tokens: Sequence[Token], place: int, token: Token) -> None:
    """The first count under the opening post is the page's own of its replies, a later one is of nested comments."""
    followed = next(
        (later.sort for later in tokens[place + 1 :] if later.sort not in {Sort.BLANK, Sort.OTHER}), None
    )
    if reading.counted is None and (len(reading.posts) <= 1 or followed is Sort.HEAD):
        reading.counted = token.count
    elif followed is Sort.BODY:
        reading.nested = token.count


def _opens(token: Token) -> bool:
    """Whether the head says that the first post begins here: what stands above it is no post."""
    return token.line.mark is Mark.HEADING or bool(_FIRST.fullmatch(token.line.text.strip()))


def _is_top(token: Token) -> bool:
    return bool(find("avatar", token.line.text))


def _tokens(lines: Sequence[Line]) -> Iterator[Token]:
    sorted_lines = [_token(line) for line in lines]
    for place, token in enumerate(sorted_lines):
        if token.sort is Sort.BODY and _names_next(sorted_lines, place):
            yield Token(Sort.HEAD, token.line, Head(token.line.text.strip(" @•·").removeprefix("u/")))
        elif token.sort is Sort.HEAD and find("member", token.line.text) and _amid_words(sorted_lines, place):
            yield Token(Sort.BODY, token.line)
        else:
            yield token


def _names_next(tokens: Sequence[Token], place: int) -> bool:
    """Whether the line is the name of the writer whose date or standing comes next."""
    line = tokens[place].line
    if not is_name(line.text) or line.mark not in {Mark.PLAIN, Mark.HEADING}:
        return False
    if has_hint(line, "author"):
        return True
    later = [token for token in tokens[place + 1 : place + 4] if token.sort is not Sort.BLANK]
    above = tokens[place - 1].sort if place else Sort.OTHER
    apart = above is not Sort.BODY
    return (
        apart
        and bool(later)
        and later[0].sort is Sort.HEAD
        and later[0].head.name is None
        and not _is_top(later[0])
    )


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
    if is_any(("votes", "actions"), text):
        return Token(Sort.FOOT, line)
    if find("sort", text):
        return Token(Sort.OTHER, line)
    head = head_of(text) if line.mark is not Mark.ITEM else None
    return Token(Sort.BODY, line) if head is None else Token(Sort.HEAD, line, head)


def _cut_at_end(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
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
    return not _is_prose([token.line for token in tokens[place:] if token.sort is Sort.BODY])


def _is_prose(lines: Sequence[Line]) -> bool:
    return sum(len(line.text) for line in lines if len(line.text) > 90) > 0
