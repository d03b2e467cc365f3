"""What is to be said where a shown sentence rests on a guideline that is retired, or whose standing is not settled."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from chatbot.disputes.cues import Cue, cue
from chatbot.disputes.published import Published, published
from chatbot.disputes.quoting import says
from chatbot.writing import Draft


def retired_lines(drafts: Sequence[Draft], asked: str = "") -> tuple[str, ...]:
    """One line for each such guideline that `asked` names or a draft rests on, where none of those tells it already."""
    lines = []
    for source in published().values():
        resting = [draft for draft in drafts if source.standing and _rests_on(draft, source)]
        named = says(asked, _made(source.asked))
        if source.standing and (resting or named) and not any(_tells(draft, source) for draft in resting):
            lines.append(source.standing)
    return tuple(lines)


def _rests_on(draft: Draft, source: Published) -> bool:
    return says(draft.text, _made(source.cues)) or any(
        mark.lower() in named.lower() for mark in source.marks for named in _named_by(draft)
    )


def _named_by(draft: Draft) -> list[str]:
    """What the document says it is, and what it cites for the sentences that the draft rests on."""
    named = []
    for candidate in draft.rests_on:
        document = candidate.passage.chunk.document
        named += [document.title, document.source, document.url or ""]
        named += document.references_between(candidate.sentence.start, candidate.sentence.end)
    return named


def _tells(draft: Draft, source: Published) -> bool:
    return any(word in draft.text.lower() for word in source.told)


@cache
def _made(written: tuple[str, ...]) -> tuple[Cue, ...]:
    return tuple(cue(each, {}) for each in written)
