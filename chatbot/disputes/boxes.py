"""Safety boxes: what is said beside a drug or a procedure, quoted from the library where it says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache

from pydantic import ConfigDict, TypeAdapter

from chatbot.choosing import Candidate
from chatbot.datafiles import data_table
from chatbot.disputes.cues import Cue, Text, cue, read
from chatbot.disputes.quoting import best_saying, key_of, rank_of, says, surroundings
from chatbot.topics import lexicon
from chatbot.writing import Draft
from kb.passage import Passage

MOST_STATEMENTS = 3
_STRICT = ConfigDict(extra="forbid")


@dataclass(frozen=True)
class Statement:
    """One thing said, the keys of its sources, and how people know them; `cues` find it in the library."""

    __pydantic_config__ = _STRICT

    text: str
    sources: tuple[str, ...]
    name: str
    cues: tuple[str, ...]
    asked: tuple[str, ...] = ()
    always: bool = False

    @property
    def line(self) -> str:
        """As a reader meets it where the library does not say it."""
        return f"{self.text} ({self.name})"


@dataclass(frozen=True)
class Box:
    """What is said beside a topic; `needs` and `said_by` hold it back (see the data file)."""

    __pydantic_config__ = _STRICT

    id: str
    title: str
    topics: tuple[str, ...]
    statement: tuple[Statement, ...]
    words: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    said_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class BoxShown:
    """A box in an answer: the sentences of the library to cite for it, and the lines of our own for the rest."""

    box: Box
    added: tuple[Draft, ...]
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """The lines under their title; empty where the library says it all."""
        return f"{self.box.title}: {' '.join(self.lines)}" if self.lines else ""


def boxes_for(
    asked: str, shown_text: str, limit: int | None = None, told: Collection[str] = ()
) -> tuple[Box, ...]:
    """The boxes of the topics that the question names, in its order; else that of the topic shown most, twice or more.

    `told` are the ids of the disagreements shown. At most one box, two where the question names two; `limit` lowers
    that.
    """
    named = _topics(asked)
    present = {*named, *_topics(shown_text)}
    fitting = [box for box in boxes() if _fits(box, present, told)]
    first = _in_order(fitting, named, read(asked))
    if not first:
        first = _in_order(
            fitting,
            [name for name, count in Counter(_topics(shown_text)).most_common() if count > 1],
            read(""),
        )[:1]
    return tuple(first)[: 2 if limit is None else min(limit, 2)]


def box_shown(
    box: Box, asked: str, kept: Sequence[Draft], passages: Sequence[Passage], most: int = MOST_STATEMENTS
) -> BoxShown:
    """At most `most` statements of `box`: left out where a draft of standing already says it, else quoted, else ours.

    A box that the question does not ask for shows only what is always said.
    """
    told = [draft.words for draft in kept if rank_of(draft).may_claim]
    seen, added, lines = {key_of(draft) for draft in kept}, list[Draft](), list[str]()
    for statement in _chosen(box, asked, most):
        cues = _made(statement.cues)
        if any(says(words, cues) for words in told):
            continue
        draft = best_saying(passages, cues, lambda found: _speaks_of(box, found))
        if draft is None:
            lines.append(statement.line)
        elif key_of(draft) not in seen:
            seen.add(key_of(draft))
            added.append(draft)
    return BoxShown(box, tuple(added), tuple(lines))


@cache
def boxes() -> tuple[Box, ...]:
    """The boxes of `data/boxes.toml`."""
    return TypeAdapter(tuple[Box, ...]).validate_python(_data()["box"])


def _speaks_of(box: Box, found: Candidate) -> bool:
    """Whether a sentence may be quoted for `box`: of standing, in a passage that names its topic."""
    return found.rank.may_claim and not set(box.topics).isdisjoint(_topics(surroundings(found)))


def _fits(box: Box, present: Collection[str], told: Collection[str]) -> bool:
    wanted = not box.needs or not set(box.needs).isdisjoint(present)
    return wanted and set(box.said_by).isdisjoint(told)


def _in_order(fitting: Sequence[Box], named: Sequence[str], asked: Text) -> list[Box]:
    """The boxes that topics in `named` bring up, in that order, then those that only further words do."""
    by_topic = [box for name in named for box in fitting if name in box.topics]
    by_word = [box for box in fitting if any(each.finds(asked) for each in _made(box.words))]
    return list({box.id: box for box in [*by_topic, *by_word]}.values())


def _chosen(box: Box, asked: str, most: int) -> list[Statement]:
    """The statements to show, in the box's own order."""
    question = read(asked)

    def place(statement: Statement) -> int:
        if statement.always:
            return 0
        return 1 if any(each.finds(question) for each in _made(statement.asked)) else 2

    asked_for = bool(_in_order([box], _topics(asked), question))
    best = sorted((each for each in box.statement if asked_for or each.always), key=place)[:most]
    return [statement for statement in box.statement if statement in best]


def _topics(text: str) -> list[str]:
    """What `text` names, each as often as it does; "injections" alone name no drug."""
    found = lexicon().mentions(text)
    return [each.topic.name for each in found if text[each.start : each.end].lower() not in _vague()]


@cache
def _vague() -> frozenset[str]:
    words: str = data_table("boxes.toml")["vague"]
    return frozenset(words.split())


@cache
def _made(written: tuple[str, ...]) -> tuple[Cue, ...]:
    words = TypeAdapter(dict[str, str]).validate_python(_data()["words"])
    return tuple(cue(each, words) for each in written)


@cache
def _data() -> dict[str, object]:
    return data_table("boxes.toml")
