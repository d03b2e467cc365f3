"""The known disagreements that an answer touches: both sides quoted from the library, and the line beside them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from chatbot.answer import Claim, Disagreement
from chatbot.choosing import Candidate
from chatbot.disputes.cues import Cue
from chatbot.disputes.entries import Dispute, known
from chatbot.disputes.published import short_names
from chatbot.disputes.quoting import best_saying, key_of, says, surroundings
from chatbot.disputes.touching import side_of, sides, touched
from chatbot.writing import Draft
from kb.passage import Passage

MOST = 2
"""Disagreements that one answer shows."""

Search = Callable[[str], tuple[Passage, ...]]


@dataclass(frozen=True)
class Shown:
    """A disagreement as an answer shows it.

    `stronger` and `weaker` are the drafts on each side, `added` those of them that the answer did not hold before.
    `note` is our own line; `missing` closes it where no stronger sentence is cited in the end. `id` names the entry,
    None for two sentences that were only found to contradict each other.
    """

    id: str | None
    about: str
    stronger: tuple[Draft, ...]
    weaker: tuple[Draft, ...]
    added: tuple[Draft, ...]
    note: str
    missing: str


def disputes_for(
    asked: str,
    kept: Sequence[Draft],
    passages: Sequence[Passage],
    search: Search,
    short: bool = False,
    most: int = MOST,
    person: str | None = None,
) -> tuple[Shown, ...]:
    """The disagreements that the question or the drafts touch, the most specific first, with what to add.

    `kept` are the drafts that passed the checker; `search` is called once for each disagreement whose stronger side is
    neither in them nor in `passages`. The weaker side is added only beside the stronger one. `short`, for urgent
    answers, adds no weaker side and leaves out what is fair in it. `person` is who is meant ("infant", "child",
    "adult"), where that is known.
    """
    found: list[Shown] = []
    for dispute in touched(asked, kept, person)[:most]:
        told = [*kept, *(draft for shown in found for draft in shown.added)]
        found.append(_shown(dispute, told, passages, search, short))
    return tuple(found)


def disagreements(
    shown: Sequence[Shown], drafts: Sequence[Draft], claims: Sequence[Claim]
) -> tuple[Disagreement, ...]:
    """What the answer object says of `shown`; `drafts` are those cited, in the order of `claims`.

    A side is named by the numbers of its drafts that came through; a line that lost its stronger side says where the
    stronger side is published.
    """
    numbers = {key_of(draft): claim.citations for draft, claim in zip(drafts, claims, strict=True)}

    def cited(side: Collection[Draft]) -> tuple[int, ...]:
        return tuple(sorted({number for draft in side for number in numbers.get(key_of(draft), ())}))

    made = []
    for each in shown:
        stronger, weaker = cited(each.stronger), cited(each.weaker)
        if each.id or (stronger and weaker):
            note = each.note if stronger else f"{each.note} {each.missing}"
            made.append(Disagreement(about=each.about, stronger=stronger, weaker=weaker, note=note))
    return tuple(made)


def line(disagreement: Disagreement) -> str:
    """A disagreement as one line of the answer and of its safety lines."""
    return f"Sources differ on {disagreement.about}. {disagreement.note}"


def in_order(drafts: Sequence[Draft], shown: Sequence[Shown]) -> tuple[Draft, ...]:
    """`drafts` and what `shown` adds, in their order, but a stronger side never after its weaker one."""
    ordered = list(drafts)
    ordered += [draft for each in shown for draft in each.added if draft not in ordered]
    for each in shown:
        for draft in each.stronger:
            places = [ordered.index(other) for other in each.weaker if other in ordered]
            if draft in ordered and places and ordered.index(draft) > min(places):
                ordered.remove(draft)
                ordered.insert(min(places), draft)
    return tuple(ordered)


def _shown(
    dispute: Dispute, told: Sequence[Draft], passages: Sequence[Passage], search: Search, short: bool
) -> Shown:
    stronger, weaker = sides(dispute, told)
    more = _more_stronger(dispute, told, passages, search)
    wanted = dispute.repeat and not short and not weaker and bool(stronger or more)
    against = _more_weaker(dispute, passages) if wanted else ()
    return Shown(
        id=dispute.id,
        about=dispute.about,
        stronger=(*stronger, *more),
        weaker=(*weaker, *against),
        added=(*more, *against),
        note=dispute.note(short),
        missing=f"Stronger, but not in my library: {short_names(dispute.stronger.references)}.",
    )


def _more_stronger(
    dispute: Dispute, told: Sequence[Draft], passages: Sequence[Passage], search: Search
) -> tuple[Draft, ...]:
    """What is still missing of the stronger side: one sentence, and one for its second half where it has one."""
    cues, (stronger, _) = known().cues[dispute.id], sides(dispute, told)
    wanted = [
        side
        for side in (cues.stronger, cues.also)
        if side and not any(says(draft.words, side) for draft in stronger)
    ]

    def best(among: Sequence[Passage], side: Sequence[Cue]) -> Draft | None:
        return best_saying(among, side, lambda found: _is_on(dispute, found, "stronger"))

    here = [best(passages, side) for side in wanted]
    if None in here:
        found = search(dispute.search)
        here = [draft or best(found, side) for draft, side in zip(here, wanted, strict=True)]
    return tuple({key_of(draft): draft for draft in here if draft}.values())


def _more_weaker(dispute: Dispute, passages: Sequence[Passage]) -> tuple[Draft, ...]:
    cues = known().cues[dispute.id].weaker
    draft = best_saying(passages, cues, lambda found: _is_on(dispute, found, "weaker"))
    return (draft,) if draft else ()


def _is_on(dispute: Dispute, found: Candidate, side: str) -> bool:
    """Whether a sentence states this side, and stands in a passage that speaks of the matter."""
    subject = known().cues[dispute.id].subject
    return side_of(dispute, found.quote, found.rank) == side and says(surroundings(found), (subject,))
