"""Beyond the known disagreements: two shown sentences of different evidence rank that cannot both be true."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from chatbot.checking import opposed
from chatbot.disputes.disagreeing import Shown
from chatbot.disputes.quoting import key_of, rank_of
from chatbot.writing import Draft

ABOUT = "this point"
NOTE = "{why}. The stronger is from: {stronger}; the other is from: {weaker}. Go by the stronger and ask your doctor."


def contrasts(drafts: Sequence[Draft], listed: Sequence[Shown] = ()) -> tuple[Shown, ...]:
    """At most one pair of `drafts` that contradict each other, the widest apart in rank first.

    Drafts that `listed` already sets against each other are left out.
    """
    told = {key_of(draft) for each in listed for draft in (*each.stronger, *each.weaker)}
    free = [draft for draft in drafts if key_of(draft) not in told]
    pairs = [_stronger_first(one, other) for one, other in combinations(free, 2)]
    apart = sorted((pair for pair in pairs if _gap(pair)), key=_gap, reverse=True)
    return tuple(
        _shown(stronger, weaker, why)
        for stronger, weaker in apart
        if (why := opposed(stronger.words, weaker.words))
    )[:1]


def _shown(stronger: Draft, weaker: Draft, why: str) -> Shown:
    note = NOTE.format(
        why=why[:1].upper() + why[1:],
        stronger=rank_of(stronger).label.lower(),
        weaker=rank_of(weaker).label.lower(),
    )
    return Shown(None, ABOUT, (stronger,), (weaker,), (), note, "")


def _stronger_first(one: Draft, other: Draft) -> tuple[Draft, Draft]:
    return (one, other) if rank_of(one).weakness <= rank_of(other).weakness else (other, one)


def _gap(pair: tuple[Draft, Draft]) -> int:
    return rank_of(pair[1]).weakness - rank_of(pair[0]).weakness
