"""Which of the known disagreements a question or the words of an answer touch, and which side a sentence states."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from chatbot.disputes.cues import Cue, read
from chatbot.disputes.entries import Dispute, known
from chatbot.disputes.quoting import rank_of, says
from chatbot.writing import Draft
from ingest.document import EvidenceRank


def touched(asked: str, kept: Sequence[Draft] = (), person: str | None = None) -> tuple[Dispute, ...]:
    """The disagreements that the question touches, the most specific first, then those a draft's words bring up.

    A draft that stands on the weaker side of one brings up no other. Where an adult is meant, none about infants is
    touched, and the other way round.
    """
    question, every = known().asked(asked), [each for each in known().disputes if _may_be_of(each, person)]
    weights = {
        dispute.id: _weight([each for each in known().cues[dispute.id].question if each.finds(question)])
        for dispute in every
    }
    found = sorted((each for each in every if weights[each.id]), key=lambda each: -weights[each.id])
    spoken_for = [draft for dispute in found for draft in sides(dispute, kept)[1]]
    for dispute in every:
        brought_by = [draft for draft in _brought_by(dispute, asked, kept) if draft not in spoken_for]
        if dispute not in found and brought_by:
            found.append(dispute)
            spoken_for += brought_by
    return tuple(found)


def sides(dispute: Dispute, drafts: Sequence[Draft]) -> tuple[tuple[Draft, ...], tuple[Draft, ...]]:
    """The drafts on the stronger side (ranks 1 to 4 alone) and on the weaker one; none is on both."""
    placed = [(draft, side_of(dispute, draft.words, rank_of(draft))) for draft in drafts]
    stronger = tuple(draft for draft, side in placed if side == "stronger")
    return stronger, tuple(draft for draft, side in placed if side == "weaker")


def side_of(dispute: Dispute, words: str, rank: EvidenceRank) -> Literal["stronger", "weaker"] | None:
    """The side that a sentence of this rank states, None for neither."""
    cues = known().cues[dispute.id]
    if (not dispute.weak_ranks or rank.level in dispute.weak_ranks) and says(words, cues.weaker):
        return "weaker"
    return "stronger" if rank.may_claim and says(words, (*cues.stronger, *cues.also)) else None


def _may_be_of(dispute: Dispute, person: str | None) -> bool:
    return {dispute.person, person} not in ({"infant", "adult"}, {"infant", "child"})


def _brought_by(dispute: Dispute, asked: str, kept: Sequence[Draft]) -> tuple[Draft, ...]:
    """The drafts that state the weaker side, of a person whom the entry is about."""
    _, weaker = sides(dispute, kept)
    return tuple(draft for draft in weaker if _is_of(dispute, asked, draft))


def _is_of(dispute: Dispute, asked: str, draft: Draft) -> bool:
    if dispute.person is None:
        return True
    document = draft.rests_on[0].passage.chunk.document
    baby = known().infant.finds(read(f"{asked} {document.title}. {document.text}"))
    return baby is (dispute.person == "infant")


def _weight(found: Sequence[Cue]) -> int:
    """How specific the cues found are: the groups of the most demanding one count most."""
    return 10 * max((len(each.groups) for each in found), default=0) + len(found)
