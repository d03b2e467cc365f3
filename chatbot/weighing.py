"""What stands beside the checked sentences: both sides where sources differ, safety boxes, retired guidelines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chatbot.condensing import Standalone
from chatbot.disputes.boxes import BoxShown, box_shown, boxes_for
from chatbot.disputes.contrasting import contrasts
from chatbot.disputes.disagreeing import Search, Shown, disputes_for, in_order
from chatbot.disputes.retiring import retired_lines
from chatbot.limits.guard import guarded
from chatbot.triage import Floor
from chatbot.verifying import NOTHING_CHECKED, Checked, Cosine, check
from chatbot.writing import Draft
from kb.passage import Passage


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


def weighed(
    asked: Standalone,
    checked: Checked,
    passages: Sequence[Passage],
    floor: Floor,
    search: Search,
    cosine: Cosine | None,
    with_boxes: bool = True,
) -> Weighed:
    """`checked` with both sides of each disagreement it touches, what safety asks to stand beside it, and the lines."""
    drafts = [draft for draft, _ in checked.kept]
    urgent = floor.urgency in ("same_day", "emergency")
    listed = disputes_for(asked.text, drafts, passages, search, short=urgent, most=1 if urgent else 2)
    ordered = in_order(drafts, listed)
    boxes = _boxes(asked, ordered, passages, listed) if with_boxes and (ordered or floor.rules) else ()
    ordered = (*ordered, *(draft for box in boxes for draft in box.added if draft not in ordered))
    again = sifted(ordered, floor, cosine)
    shown = [draft for draft, _ in again.kept]
    return Weighed(
        checked=Checked(again.kept, (*checked.removed, *again.removed)),
        disputes=(*listed, *contrasts(shown, listed)),
        boxes=tuple(box.text for box in boxes if box.text),
        retired=retired_lines(shown),
    )


def _boxes(
    asked: Standalone, drafts: Sequence[Draft], passages: Sequence[Passage], listed: Sequence[Shown]
) -> tuple[BoxShown, ...]:
    said = " ".join(draft.words for draft in drafts)
    told = [shown.id for shown in listed if shown.id]
    return tuple(
        box_shown(box, asked.text, drafts, passages) for box in boxes_for(asked.text, said, told=told)
    )
