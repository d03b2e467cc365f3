"""Beyond the known disagreements: two shown sentences of different evidence rank that cannot both be true."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from chatbot.checking import opposed
from chatbot.degrees import frequencies
from chatbot.disputes.cues import read
from chatbot.disputes.disagreeing import Shown
from chatbot.disputes.entries import known
from chatbot.disputes.quoting import key_of, rank_of
from chatbot.topics import lexicon
from chatbot.wording import reading
from chatbot.writing import Draft

RARE = 1
"""The level of "rarely" among the checker's words for how often."""

NOTE = (
    "The stronger of the two comes from: {stronger}. The other is from: {weaker}. "
    "Go by the stronger, and ask your doctor."
)


def contrasts(drafts: Sequence[Draft], listed: Sequence[Shown] = ()) -> tuple[Shown, ...]:
    """At most one pair of `drafts` that contradict each other, the widest apart in rank first.

    Drafts that `listed` already sets against each other are left out.
    """
    told = {key_of(draft) for each in listed for draft in (*each.stronger, *each.weaker)}
    free = [draft for draft in drafts if key_of(draft) not in told and not _is_a_story(draft)]
    pairs = [_stronger_first(one, other) for one, other in combinations(free, 2)]
    apart = sorted((pair for pair in pairs if _gap(pair)), key=_gap, reverse=True)
    return tuple(_shown(*pair) for pair in apart if _contradict(*pair))[:1]


def _contradict(one: Draft, other: Draft) -> bool:
    """Whether both cannot be true: what is rare does not contradict what is usual, unless on how often it is."""
    why = opposed(one.words, other.words)
    said = (*frequencies(reading(one.words)), *frequencies(reading(other.words)))
    exceptions = [word.replace("_", " ") for word, _, level in said if level == RARE]
    return why is not None and (not exceptions or any(word in why for word in exceptions))


def _is_a_story(draft: Draft) -> bool:
    """Whether it tells what befell one person, which contradicts nothing that is said of all."""
    return rank_of(draft).level == 5 and known().story.finds(read(draft.words))


def _shown(stronger: Draft, weaker: Draft) -> Shown:
    note = NOTE.format(stronger=rank_of(stronger).label.lower(), weaker=rank_of(weaker).label.lower())
    return Shown(None, _about(stronger, weaker), (stronger,), (weaker,), (), note, "")


def _about(one: Draft, other: Draft) -> str:
    """What both name: "a point on hemifacial spasm"."""
    named = [mention.topic.name for mention in lexicon().mentions(one.words)]
    shared = [name for name in named if name in {each.topic.name for each in lexicon().mentions(other.words)}]
    return f"a point on {shared[0]}" if shared else "one point"


def _stronger_first(one: Draft, other: Draft) -> tuple[Draft, Draft]:
    return (one, other) if rank_of(one).weakness <= rank_of(other).weakness else (other, one)


def _gap(pair: tuple[Draft, Draft]) -> int:
    return rank_of(pair[1]).weakness - rank_of(pair[0]).weakness
