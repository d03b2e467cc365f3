"""A post as a page shows it, before it is known which of the thread it is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.dates import find_date, is_ago, is_when
from ingest.layouts.cues import find, group
from ingest.sheet import Line

_PARTS = re.compile(r" ?[•·|,»] ?| [–—-] ")
_NAME = re.compile(r"@?[^\W_][^.!?,:;\n]{0,29}|u/\S{2,30}")
_HANDLE = re.compile(r"@?[a-z][\w-]*(?:\.[\w-]+){1,3}")


@dataclass(frozen=True)
class Head:
    """What stands over a post. `when` is the date in the page's words."""

    name: str | None = None
    when: str | None = None

    def joined(self, other: Head) -> Head:
        return Head(self.name or other.name, self.when or other.when)


NO_HEAD = Head()


@dataclass(frozen=True)
class Post:
    """One post's lines. `depth` is how deep it is nested, 0 for the opening and its replies."""

    lines: tuple[Line, ...]
    head: Head = NO_HEAD
    depth: int = 0
    headed: bool = True


@dataclass(frozen=True)
class Thread:
    """The posts of a page in its order, what stood before them, and how many replies the page counts.

    `votes` and `talk` are how many lines under posts count votes, and offer to reply or quote.
    """

    posts: tuple[Post, ...]
    before: tuple[Line, ...] = ()
    counted: int | None = None
    votes: int = 0
    talk: int = 0


def head_of(text: str) -> Head | None:
    """The head that this line is, None where it is none."""
    words = text.strip()
    if find("avatar", words) or find("subject", words) or find("member", words):
        return Head()
    if is_when(words.strip("»•·|- ")):
        return Head(when=words.strip("»•·|- "))
    if match := find("posted", words):
        when = group(match, "when") or group(match, "ago")
        if when is None or _is_dated(when):
            return Head(_plain(group(match, "name")), when)
    return _inline(words)


def is_name(text: str) -> bool:
    """Whether the line could be a writer's name over a post."""
    words = text.strip()
    if words.startswith("r/"):
        return False
    return len(words.split()) <= 3 and bool(_NAME.fullmatch(words) or _HANDLE.fullmatch(words))


def _inline(words: str) -> Head | None:
    """ "marigold77 · 3 years ago": a name, then when. "Nurse at a hospital · 3y": who they say they are, then when."""
    parts = [part for part in _PARTS.split(words, maxsplit=2) if part]
    if len(words) > 120 or len(parts) < 2:
        return None
    if not is_name(parts[0]):
        _, dot, last = words.rpartition(" · ")
        return Head(when=last) if dot and is_when(last) else None
    rest = words[words.index(parts[0]) + len(parts[0]) :].strip(" •·|,»–—-")
    return Head(_plain(parts[0]), rest) if is_when(rest) or is_when(parts[1]) else None


def _is_dated(when: str) -> bool:
    first = _PARTS.split(when.strip())[0]
    return (
        is_when(first)
        or is_when(when)
        or (bool(find_date(when)) and len(when) < 40)
        or is_ago(" ".join(when.split()[:3]))
    )


def _plain(name: str | None) -> str | None:
    words = (name or "").strip(" .,:;@").removeprefix("u/")
    return words or None
