"""The posts of a thread whose HTML puts each in a box of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.layouts.cues import cues, find, group, has_hint, is_any
from ingest.layouts.post import Head, Post, Thread, head_of, is_name
from ingest.sheet import Line, Mark

_BLANK = Line("", Mark.BLANK)
_ARTICLE_LENGTH = 2500
"""Characters: a first box longer than this, or with headings in it, is an article with comments on it."""


def read_boxed(lines: Sequence[Line]) -> Thread | None:
    """The posts by their boxes, None where the page has none."""
    if not any(line.box is not None and has_hint(line, "posts") for line in lines):
        return None
    runs: dict[int, list[Line]] = {}
    before: list[Line] = []
    for line in lines:
        if line.box is not None and (line.box in runs or not runs or _is_post(line)):
            runs.setdefault(line.box, []).append(line)
        elif not runs:
            before.append(line)
    posts = [post for number in sorted(runs) if (post := _post(runs[number])) is not None]
    lowest = min((post.depth for post in posts[1:]), default=0)
    levelled = tuple(replace(post, depth=max(post.depth - lowest, 0)) for post in posts)
    counted = next((number for line in lines if (number := _count(line)) is not None), None)
    return Thread(levelled, tuple(before), counted, votes=0)


def is_article_with_comments(thread: Thread) -> bool:
    """Whether what stands before the posts, or the first box, is an article and all others comments on it."""
    if len(thread.posts) < 2:
        return True
    return _is_article(thread.before) or _is_article(thread.posts[0].lines)


def _is_article(lines: Sequence[Line]) -> bool:
    headings = sum(line.mark is Mark.HEADING and line.level > 1 for line in lines)
    return headings > 1 or sum(len(line.text) for line in lines) > _ARTICLE_LENGTH


def _is_post(line: Line) -> bool:
    return has_hint(line, "posts") or has_hint(line, "articles")


def _count(line: Line) -> int | None:
    match = find("count", line.text)
    return int((group(match, "n") or group(match, "m") or "0").replace(",", "")) if match else None


def _post(lines: list[Line]) -> Post | None:
    head = Head()
    kept: list[Line] = []
    depth = 0
    for line in lines:
        if not line.text:
            kept.append(_BLANK)
            continue
        found = _head(line, in_body=any(earlier.text for earlier in kept))
        if found is not None:
            head = head.joined(found)
        elif has_hint(line, "quotes") or is_any(
            ("votes", "actions", "thread_end", "sort", "count"), line.text
        ):
            kept.append(_BLANK)
        else:
            depth = line.level if line.mark is Mark.PLAIN and not depth else depth
            kept.append(line)
    return Post(tuple(kept), head, depth) if any(line.text for line in kept) else None


def _head(line: Line, *, in_body: bool) -> Head | None:
    given = next(
        (hint.removeprefix("datetime:") for hint in line.hints if hint.startswith("datetime:")), None
    )
    short = len(line.text) <= 60 and line.mark is not Mark.ITEM
    read = head_of(line.text) if short else None
    if has_hint(line, "author") and short and (is_name(line.text) or read):
        return (read or Head()).joined(Head(_name(line, read), given))
    if read is not None or (given and short and has_hint(line, "date")):
        return Head(read.name if read else None, given or (read.when if read else line.text))
    return Head() if not in_body and find("member", line.text) else None


def _name(line: Line, read: Head | None) -> str | None:
    if read is not None and (read.name or read.when):
        return read.name
    return (
        line.text.strip(" @•·:,").removeprefix("u/")
        if not cues().hints["date"] & line.hints or not read
        else None
    )
