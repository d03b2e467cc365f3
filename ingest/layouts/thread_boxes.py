"""The posts of a thread whose HTML puts each in a box of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.layouts.cues import cues, find, group, has_hint, is_any
from ingest.layouts.post import Head, Post, Thread, head_of, is_name
from ingest.layouts.thread_tokens import is_prose
from ingest.sheet import Line, Mark

_REPLYING = re.compile(
    r"(?i) (?:(?:in reply to|replied to|to) \S.{0,40}|(?:profile |user )?(?:image|picture|photo|avatar))$"
)
_AUTHORED = re.compile(r"(?i)(?:by|written by|authors?|(?:medically )?reviewed)\b")
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
    posts = _worded([_post(runs[number]) for number in sorted(runs)])
    first = next(iter(runs.values()))
    if found := _opening(before, first):
        before, opening = found
        posts.insert(0, opening)
    lowest = min((post.depth for post in posts[1:]), default=0)
    levelled = tuple(replace(post, depth=max(post.depth - lowest, 0)) for post in posts)
    counted = next((number for line in lines if (number := _count(line)) is not None), None)
    return Thread(levelled, tuple(before), counted, votes=0)


def without_frames(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines without the marks of a quote that are a board's frame around posts: an opening post quotes nobody."""
    boxed = [line for line in lines if line.box is not None and line.text]
    opening = next((line.box for line in boxed if is_prose([line])), None)
    first = [line for line in boxed if line.box == opening]
    frames = frozenset(
        hint
        for hint in cues().hints["quotes"]
        if 2 * sum(len(line.text) for line in first if hint in line.hints)
        > sum(len(line.text) for line in first)
    )
    return tuple(replace(line, hints=line.hints - frames) if line.hints & frames else line for line in lines)


def _worded(posts: Sequence[Post]) -> list[Post]:
    """The posts with words. What heads a box without words heads the box nested in it, which follows."""
    kept: list[Post] = []
    outer: Post | None = None
    for post, after in zip(posts, [*posts[1:], None], strict=True):
        headings = [line for line in post.lines if line.text and line.mark is Mark.HEADING]
        if any(line.text and line.mark is not Mark.HEADING for line in post.lines):
            kept.append(_inside(post, outer))
            outer = None
        elif after is not None and after.depth > post.depth:
            outer = post
        elif headings:
            kept.append(post)
    return kept


def _inside(post: Post, outer: Post | None) -> Post:
    if outer is None:
        return post
    return replace(
        post, lines=(*outer.lines, *post.lines), head=outer.head.joined(post.head), depth=outer.depth
    )


def _opening(before: Sequence[Line], first: Sequence[Line]) -> tuple[list[Line], Post] | None:
    """The opening post where the page boxes only the replies to it, the prose under its title; and what is above."""
    hints = frozenset(hint for line in first for hint in line.hints)
    if not hints & cues().hints["answering"] or hints & cues().hints["opening"]:
        return None
    titles = [place for place, line in enumerate(before) if line.mark is Mark.HEADING and line.level == 1]
    if not titles or _is_signed(before):
        return None
    post = _post(list(before[titles[-1] + 1 :]))
    return (list(before[: titles[-1] + 1]), post) if is_prose(post.lines) else None


def is_article_with_comments(thread: Thread) -> bool:
    """Whether what stands before the posts, or the first box, is an article and all others comments on it."""
    if len(thread.posts) < 2:
        return True
    opening = thread.posts[0].lines
    return _is_article(thread.before) or _is_article(opening) or _is_signed(thread.before)


def _is_signed(lines: Sequence[Line]) -> bool:
    """Whether a line names an author or a reviewer as articles do, and not who posted."""
    named = (line.text for line in lines if line.text and is_any(("byline", "reviewer"), line.text))
    return any(_AUTHORED.match(words) for words in named)


def _is_article(lines: Sequence[Line]) -> bool:
    headings = sum(line.mark is Mark.HEADING and line.level > 1 for line in lines)
    return headings > 1 or sum(len(line.text) for line in lines) > _ARTICLE_LENGTH


def _is_post(line: Line) -> bool:
    return has_hint(line, "posts") or has_hint(line, "articles")


def _count(line: Line) -> int | None:
    match = find("count", line.text)
    return int((group(match, "n") or group(match, "m") or "0").replace(",", "")) if match else None


def _post(lines: list[Line]) -> Post:
    head = Head()
    kept: list[Line] = []
    depth = 0
    for line in lines:
        if not line.text or line.text == head.name:
            kept.append(_BLANK)
            continue
        depth = line.level if line.mark is Mark.PLAIN and not depth else depth
        found = _head(line, in_body=any(earlier.text for earlier in kept))
        if found is not None:
            head = head.joined(Head(found.name) if has_hint(line, "writer") else found)
        elif (
            has_hint(line, "quotes")
            or has_hint(line, "writer")
            or is_any(("votes", "actions", "thread_end", "sort", "count"), line.text.strip("•·| "))
        ):
            kept.append(_BLANK)
        else:
            kept.append(line)
    while kept and (not kept[-1].text or find("member", kept[-1].text)):
        kept.pop()
    return Post(tuple(kept), head, depth)


def _head(line: Line, *, in_body: bool) -> Head | None:
    given = next(
        (hint.removeprefix("datetime:") for hint in line.hints if hint.startswith("datetime:")), None
    )
    line = replace(line, text=_REPLYING.sub("", line.text)) if has_hint(line, "author") else line
    short = len(line.text) <= 60 and line.mark is not Mark.ITEM
    read = head_of(line.text) if short else None
    if has_hint(line, "author") and short and (is_name(line.text) or read):
        return (read or Head()).joined(Head(_name(line, read), given))
    if read is not None or (given and short and has_hint(line, "date")):
        return Head(read.name if read else None, given or (read.when if read else line.text))
    if short and not in_body and has_hint(line, "date") and re.search(r"\d", line.text):
        return Head(when=line.text)
    return Head() if not in_body and find("member", line.text) else None


def _name(line: Line, read: Head | None) -> str | None:
    if read is not None and (read.name or read.when):
        return read.name
    return (
        line.text.strip(" @•·:,").removeprefix("u/")
        if not cues().hints["date"] & line.hints or not read
        else None
    )
