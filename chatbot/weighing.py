"""What stands beside the checked sentences: both sides where sources differ, safety boxes, retired guidelines."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from chatbot.condensing import Standalone
from chatbot.disputes.boxes import MOST_STATEMENTS, BoxShown, box_shown, boxes_for
from chatbot.disputes.contrasting import contrasts
from chatbot.disputes.disagreeing import Search, Shown, disputes_for, in_order
from chatbot.disputes.retiring import retired_lines
from chatbot.limits.guard import guarded
from chatbot.lookups import looked_up
from chatbot.triage import Floor
from chatbot.verifying import NOTHING_CHECKED, Checked, Cosine, check
from chatbot.writing import Draft, Group
from ingest.chunk import Sentence
from kb.passage import Passage

SECOND_THOUGHTS = 3
"""How often a writer may try again without the sentences that were taken out."""

MOST_BESIDE = 2
"""Sentences that stay beside those that were looked up."""

MOST_STATEMENTS_OF_EACH = 2
"""Statements of a box where two stand in one answer."""


@dataclass(frozen=True)
class Weighed:
    """The sentences to show with those that were added, the disagreements, and the lines of our own beside them."""

    checked: Checked = NOTHING_CHECKED
    disputes: tuple[Shown, ...] = ()
    boxes: tuple[str, ...] = ()
    retired: tuple[str, ...] = ()


NOTHING_WEIGHED = Weighed()


def sifted(drafts: Sequence[Draft], floor: Floor, cosine: Cosine | None) -> Checked:
    """The drafts that their sources support and that break no rule on what an answer may say; the rest, with why."""
    checked = check(drafts, cosine)
    last = guarded(checked.kept, floor)
    return Checked(last.kept, (*checked.removed, *last.removed))


def second_thoughts(
    checked: Checked, write: Callable[[Sequence[Passage]], Checked], passages: Sequence[Passage], least: float
) -> Checked:
    """`checked`, or what `write` makes of the sentences left, where quotations were taken out; a few times at most."""
    for _ in range(SECOND_THOUGHTS):
        gone = _quotes_among([draft for draft, _ in checked.removed])
        if not gone:
            break
        again = write(_others_that_answer(passages, gone, least))
        checked = Checked(again.kept, (*checked.removed, *again.removed))
        if not _quotes_among([draft for draft, _ in again.removed]):
            break
    return checked


def _quotes_among(drafts: Sequence[Draft]) -> frozenset[Sentence]:
    """The sentences that `drafts` quote."""
    resting = ((draft, candidate) for draft in drafts for candidate in draft.rests_on)
    return frozenset(candidate.sentence for draft, candidate in resting if candidate.quote == draft.words)


def _others_that_answer(
    passages: Sequence[Passage], taken: Collection[Sentence], least: float
) -> tuple[Passage, ...]:
    """`passages` with the sentences alone that answer by a logit of `least` and are none of `taken`."""
    return tuple(
        replace(
            passage,
            sentences=tuple(
                each
                for each in passage.sentences
                if each.sentence not in taken and each.answers is not None and each.answers >= least
            ),
        )
        for passage in passages
    )


def weighed(
    asked: Standalone,
    checked: Checked,
    passages: Sequence[Passage],
    floor: Floor,
    wish: str | None,
    search: Search,
    cosine: Cosine | None,
) -> Weighed:
    """`checked` with both sides of each disagreement it touches, what safety asks to stand beside it, and the lines.

    `wish` is the id of what the person wants and is not given.
    """
    drafts = _with_looked_up(asked.text, [draft for draft, _ in checked.kept], floor, wish, search)
    urgent = floor.urgency in ("same_day", "emergency")
    who = floor.person or asked.person
    listed = disputes_for(asked.text, drafts, passages, search, urgent, 1 if urgent else 2, who)
    ordered = in_order(drafts, listed)
    boxes = _boxes(asked, ordered, passages, listed) if ordered or floor.rules else ()
    ordered = (*ordered, *(draft for box in boxes for draft in box.added if draft not in ordered))
    # Sources were looked up and the order changed since the first check: near-duplicates and the lead are others now.
    again = sifted(ordered, floor, cosine)
    verdicts = dict(again.kept)
    disputes = (*listed, *contrasts([*verdicts], listed))
    shown = [draft for draft in in_order([*verdicts], disputes) if draft in verdicts]
    return Weighed(
        checked=Checked(
            tuple((draft, verdicts[draft]) for draft in shown), (*checked.removed, *again.removed)
        ),
        disputes=disputes,
        boxes=tuple(box.text for box in boxes if box.text),
        retired=retired_lines(shown, asked.text),
    )


def _with_looked_up(
    question: str, drafts: Sequence[Draft], floor: Floor, wish: str | None, search: Search
) -> tuple[Draft, ...]:
    """`drafts`, and what is looked up for the signs described or the wish; few of `drafts` stay beside it."""
    stated = any(draft.group is Group.STATED for draft in drafts)
    added = looked_up(question, floor.rules, wish, drafts, stated, search)
    if not added:
        return tuple(drafts)
    return (*drafts[:MOST_BESIDE], *added) if stated else (*added, *drafts[:MOST_BESIDE])


def _boxes(
    asked: Standalone, drafts: Sequence[Draft], passages: Sequence[Passage], listed: Sequence[Shown]
) -> tuple[BoxShown, ...]:
    said = " ".join(draft.words for draft in drafts)
    told = [shown.id for shown in listed if shown.id]
    fitting = boxes_for(asked.text, said, told=told)
    most = MOST_STATEMENTS if len(fitting) == 1 else MOST_STATEMENTS_OF_EACH
    return tuple(box_shown(box, asked.text, drafts, passages, most) for box in fitting)
