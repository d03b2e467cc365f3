"""The posts of a thread that shows them by lines between them: names, dates, votes, "Reply"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ingest.layouts.cues import find, group
from ingest.layouts.post import NO_HEAD, Head, Post, Thread
from ingest.layouts.thread_tokens import Sort, Token, cut_at_end, is_prose, opens, tokens_of
from ingest.sheet import Line, Mark


@dataclass
class _Reading:
    """Where the reading of the tokens stands."""

    posts: list[Post] = field(default_factory=list)
    before: list[Line] = field(default_factory=list)
    body: list[Line] = field(default_factory=list)
    head: Head = NO_HEAD
    headed: bool = False
    counted: int | None = None
    nested: int = 0

    def close(self) -> None:
        """End the post being read."""
        if not any(line.text for line in self.body):
            self.body = []
            return
        if not self.headed and not self.posts and not is_prose(self.body):
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
    every = tuple(tokens_of(lines))
    tokens = cut_at_end(every)
    reading = _Reading()
    for place, token in enumerate(tokens):
        _take(reading, tokens, place, token)
    reading.close()
    votes = sum(token.sort is Sort.FOOT and bool(find("votes", token.line.text)) for token in tokens)
    talk = sum(token.sort is Sort.FOOT and bool(find("talk", token.line.text)) for token in tokens)
    return Thread(tuple(reading.posts), tuple(reading.before), _counted(reading, every), votes, talk)


def _counted(reading: _Reading, tokens: Sequence[Token]) -> int | None:
    """How many replies the page counts: under its first post, or as posts of the whole thread at its end."""
    totals = (find("posts_total", token.line.text) for token in tokens)
    total = next((int((group(match, "n") or "1").replace(",", "")) for match in totals if match), None)
    return reading.counted if reading.counted is not None or total is None else total - 1


def _take(reading: _Reading, tokens: Sequence[Token], place: int, token: Token) -> None:
    if token.sort in {Sort.BODY, Sort.BLANK}:
        reading.body.append(token.line)
    elif token.sort is Sort.HEAD:
        # A head that follows the one before it with no post between is more of the same.
        if opens(token) and not reading.posts and not reading.headed:
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
