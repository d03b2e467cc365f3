"""Forum threads: the opening post, replies and nested comments, each with its number, writer and date."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from ingest.dates import find_date
from ingest.document import Kind, Person, Role
from ingest.layouts.cues import find, has_hint, without_furniture
from ingest.layouts.laid import Block, Laid, Piece
from ingest.layouts.paragraphs import blocks_of, ends_sentence, words_of
from ingest.layouts.post import Post, Thread
from ingest.layouts.thread_boxes import is_article_with_comments, read_boxed, without_frames
from ingest.layouts.thread_text import read_posts
from ingest.layouts.titles import is_title, same_words
from ingest.sheet import Line, Mark, Sheet

_SHORT = 300
_BLANK = Line("", Mark.BLANK)
_ORIGINAL = re.compile(r"\s+")
_CALLED = re.compile(r"(?i)^(?:thread|topic|discussion|subject|re): ")


@dataclass(frozen=True)
class Earlier:
    """All that a thread says, and where in it the post begins that is looked at."""

    words: str
    end: int

    def holds(self, text: str) -> bool:
        """Whether an earlier post has these words, where they are long enough to tell."""
        wanted = _folded(text)
        return len(wanted) > 20 and self.words.find(wanted, 0, self.end) >= 0


def recognise(sheet: Sheet) -> float:
    """How strongly the page shows posts by several people: 0 to 1."""
    thread = _read(sheet)
    if len(thread.posts) < 2:
        return 0.0
    headed = [post.head for post in thread.posts if post.headed]
    counted, voted = thread.counted is not None, min(thread.votes, 3)
    shows = 0.25 * min(len(headed), 4) + 0.3 * counted + 0.1 * voted
    only_dates = (
        all(head.when and not head.name for head in headed) and not counted and not voted and thread.talk < 2
    )
    article = is_article_with_comments(thread)
    return min(shows, 1.0) * (0.3 if article or only_dates else 1.0)


def lay_out(sheet: Sheet) -> Laid:
    """Every post with words becomes a piece; quotes of earlier posts, signatures, votes and navigation do not."""
    thread = _read(sheet)
    title, posts = _titled(sheet, thread)
    kept = tuple(_without_repeats([(post, blocks_of(post.lines)) for post in posts]))
    pieces = tuple(_piece(post, blocks, number, len(kept)) for number, (post, blocks) in enumerate(kept, 1))
    return Laid(
        "thread",
        Kind.FORUM,
        pieces,
        title=title,
        author=pieces[0].author if pieces else None,
        published=pieces[0].published if pieces else None,
        completeness=_completeness(len(pieces) - 1, thread.counted),
        notes=(*_told_before(thread), *_dated_in_words(kept)),
    )


def posts_shown(sheet: Sheet) -> int:
    """How many posts with a writer or date over them the page shows."""
    return sum(post.headed for post in _read(sheet).posts)


def _read(sheet: Sheet) -> Thread:
    lines = without_furniture(sheet.lines)
    boxed = read_boxed(lines := without_frames(lines))
    thread = boxed if boxed is not None and len(boxed.posts) > 1 else read_posts(lines)
    posts = _with_own_words(thread.posts)
    return replace(thread, posts=tuple(post for post in posts if any(line.text for line in post.lines)))


def _with_own_words(posts: Sequence[Post]) -> tuple[Post, ...]:
    """The posts, each without what it quotes of those before it."""
    said = [_folded(" ".join(line.text for line in post.lines)) for post in posts]
    starts = [0, *accumulate(len(words) + 1 for words in said)]
    everything = "\n".join(said)
    return tuple(
        replace(post, lines=_own_words(post, Earlier(everything, starts[place])))
        for place, post in enumerate(posts)
    )


def _own_words(post: Post, earlier: Earlier) -> tuple[Line, ...]:
    """The post's lines without a signature under a rule and without the words of others that it quotes."""
    kept: list[Line] = []
    quoting = False
    for place, line in enumerate(post.lines):
        ruled = find("signature", line.text) is not None
        if ruled and any(each.text for each in kept) and _is_signature(post.lines[place + 1 :]):
            break
        opens = ruled or find("quoted", line.text) is not None
        others = line.text.startswith(">") or (has_hint(line, "quotes") and _has_own(post.lines))
        repeated = (quoting or line.text.startswith(("“", '"'))) and earlier.holds(line.text)
        kept.append(_BLANK if opens or repeated or others else line)
        quoting = opens or (quoting and (repeated or not line.text))
    return tuple(kept)


def _has_own(lines: Sequence[Line]) -> bool:
    return any(line.text and not has_hint(line, "quotes") for line in lines)


def _is_signature(lines: Sequence[Line]) -> bool:
    return sum(len(line.text) for line in lines) <= _SHORT


def _without_repeats(posts: list[tuple[Post, tuple[Block, ...]]]) -> Iterator[tuple[Post, tuple[Block, ...]]]:
    """A last paragraph that closes several posts is a signature."""
    last = Counter(_folded(blocks[-1].text) for _, blocks in posts if len(blocks) > 1)
    for post, blocks in posts:
        repeated = len(blocks) > 1 and last[_folded(blocks[-1].text)] > 1
        if kept := blocks[:-1] if repeated else blocks:
            yield post, kept


def _titled(sheet: Sheet, thread: Thread) -> tuple[str | None, tuple[Post, ...]]:
    """The thread's title, and the posts without it."""
    if not thread.posts:
        return None, ()
    above = [line.text.strip() for line in thread.before if line.text and is_title(line.text)]
    headings = [line.text for line in (*thread.before, *thread.posts[0].lines) if line.mark is Mark.HEADING]
    opening = blocks_of(thread.posts[0].lines)
    own = opening[0].text if len(opening) > 1 and is_title(opening[0].text) else None
    own = own or _asked_first(thread.posts[0], opening)
    title = next(iter((*headings, *reversed(above))), None) or own
    title = _CALLED.sub("", title) if title else None
    said = sheet.said.title
    known = [words for words in (title, own if own and title is None else None, said) if words]
    return title, tuple(_without_title(post, known) for post in thread.posts)


def _asked_first(post: Post, opening: Sequence[Block]) -> str | None:
    """The first line of an opening post where it is a short question and the post goes on below it."""
    filled = [line.text.strip() for line in post.lines if line.text]
    first = filled[0] if len(filled) > 1 else ""
    asks = first.endswith("?") and len(first) <= 100 and is_title(first)
    return first if asks and opening[0].text.startswith(first) else None


def _without_title(post: Post, titles: Sequence[str]) -> Post:
    filled = [line for line in post.lines if line.text]
    first = filled[0] if len(filled) > 1 else None
    if first is None or not any(same_words(_CALLED.sub("", first.text), title) for title in titles):
        return post
    return replace(post, lines=tuple(line for line in post.lines if line is not first))


def _piece(post: Post, blocks: tuple[Block, ...], number: int, count: int) -> Piece:
    role = Role.POST if number == 1 else Role.COMMENT if post.depth else Role.REPLY
    return Piece(
        role,
        blocks,
        f"post {number} of {count}",
        number=number,
        author=Person(name=post.head.name) if post.head.name else None,
        published=find_date(post.head.when or ""),
        cut_off=words_of(blocks).endswith(("...", "…"))
        and any(find("furniture", line.text) for line in post.lines),
    )


def _completeness(present: int, counted: int | None) -> str | None:
    if counted is None or present < 0:
        return None
    return f"{min(present, counted)} of {counted} replies present"


def _told_before(thread: Thread) -> tuple[str, ...]:
    """Whole sentences that stand before the first post say what sort of thread this is."""
    told = [line.text for line in thread.before if ends_sentence(line.text) and 30 < len(line.text) <= _SHORT]
    return tuple(f"Before the first post the page says: “{words}”" for words in told[:2])


def _dated_in_words(posts: Sequence[tuple[Post, tuple[Block, ...]]]) -> tuple[str, ...]:
    dated = [
        f"post {number} “{post.head.when.split(',')[0]}”"
        for number, (post, _) in enumerate(posts, 1)
        if post.head.when and find_date(post.head.when) is None
    ]
    return (f"Dated only in words: {'; '.join(dated)}.",) if dated else ()


def _folded(text: str) -> str:
    return _ORIGINAL.sub(" ", text).strip(' "“”>').lower()
