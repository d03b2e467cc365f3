"""The end of the story: finished work becomes the answer object."""

from __future__ import annotations

import hashlib

from chatbot.answer import Answer, MadeWith
from chatbot.answering import Parts, Work
from chatbot.citing import cite
from chatbot.datafiles import data_version
from chatbot.disputes.disagreeing import disagreements
from chatbot.rendering import Spoken, phrases, rendered
from chatbot.triage import Triage
from chatbot.writing import Group
from kb.passage import Passage

NEARBY = 3
"""How many titles an answer with nothing of standing to say points to."""

NOT_ASKED = "not asked"
"""Stands for the library where an answer was made without it."""


def answer_from(work: Work, parts: Parts) -> Answer:
    """The answer object of finished work."""
    if work.disclaimer is None:
        raise ValueError("the work was not disclaimed yet")
    kept = work.weighed.checked.kept
    claims, citations = cite(kept)
    differing = disagreements(work.weighed.disputes, [draft for draft, _ in kept], claims)
    spoken = Spoken(
        floor=work.floor,
        declined=work.declined,
        opening=_opening(work),
        claims=claims,
        groups=tuple(draft.group for draft, _ in kept),
        differing=differing,
        beside=(*work.weighed.retired, *work.weighed.boxes),
        nearby=_nearby(work),
        disclaimer=work.disclaimer.text,
    )
    said = rendered(spoken)
    return Answer(
        question=work.conversation.question,
        standalone_question=work.asked.text,
        status=work.status if said.claims or work.status != "answered" else "abstained",
        urgency=work.floor.urgency,
        urgency_reasons=work.floor.reasons,
        answer=said.markdown,
        disclaimers=said.safety_lines,
        claims=said.claims,
        citations=citations if said.claims else (),
        disagreements=said.differing,
        record_id=None,
        made_with=_made_with(work, parts),
        timings_ms={**work.timings_ms, "total": round(sum(work.timings_ms.values()), 3)},
    )


def _made_with(work: Work, parts: Parts) -> MadeWith:
    looked_up = work.problem is None and not work.floor.alone
    return MadeWith(
        writer=parts.writer.name,
        embedding=parts.shelf.embedding if looked_up else NOT_ASKED,
        library_version=parts.shelf.version if looked_up else NOT_ASKED,
        rules_version=rules_version(parts.triage),
        settings_sha256=parts.settings_sha256,
    )


def rules_version(triage: Triage) -> str:
    """One hash over the triage rules and everything else in `chatbot/data` that decides what an answer says."""
    return hashlib.sha256(f"{triage.version} {data_version()}".encode()).hexdigest()[:16]


def _opening(work: Work) -> str | None:
    """The sentence of an answer that has none from the library."""
    if work.problem is not None:
        return phrases()["failed"].format(problem=work.problem)
    if work.status == "answered" or work.is_said:
        return None
    if not work.passages and work.status == "abstained":
        return phrases()["library_empty"]
    if work.drafts:
        return phrases()["withheld"]
    return phrases()[work.status]


def _nearby(work: Work) -> tuple[str, ...]:
    """The nearest titles, those of standing first, for an answer that has nothing of standing to say."""
    stated = any(draft.group is Group.STATED for draft, _ in work.weighed.checked.kept)
    if work.status in ("out_of_scope", "refused") or stated:
        return ()
    best = sorted(work.passages, key=lambda passage: -passage.score)
    standing = [passage for passage in best if passage.chunk.part.rank.may_claim]
    lived = [passage for passage in best if passage.chunk.part.rank.level == 5 and work.status == "abstained"]
    return tuple(dict.fromkeys(_heading(passage) for passage in standing + lived))[:NEARBY]


def _heading(passage: Passage) -> str:
    title, heading = passage.chunk.document.title, passage.chunk.part.heading
    return f"{title}: {heading}" if heading else title
