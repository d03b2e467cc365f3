"""The story of one answer: condense, triage, search, write, check, disclaim, answer."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Protocol

from chatbot.answer import Answer, MadeWith, Status
from chatbot.citing import cite
from chatbot.condensing import Standalone, condense
from chatbot.conversation import Conversation
from chatbot.disclaiming import Disclaimer, disclaimer_for, disclaimers_version
from chatbot.gate import Evidence, Gate, evidence_for
from chatbot.rendering import Spoken, markdown, phrases
from chatbot.settings import ChatSettings
from chatbot.topics import Lexicon
from chatbot.triage import NO_FLOOR, Floor, Triage
from chatbot.verifying import NOTHING_CHECKED, Checked, Cosine, check
from chatbot.writing import Draft, Group, Writer
from kb.passage import Passage

NEARBY = 3
"""How many titles an answer with nothing of standing to say points to."""


class Shelf(Protocol):
    """What answers are made from."""

    @property
    def version(self) -> str: ...

    @property
    def embedding(self) -> str: ...

    def corrected(self, query: str) -> str: ...

    def is_common(self, word: str) -> bool: ...

    def search(self, query: str) -> tuple[Passage, ...]: ...


@dataclass(frozen=True)
class Parts:
    """Everything an answer is made with, put together once."""

    shelf: Shelf
    triage: Triage
    writer: Writer
    gate: Gate
    lexicon: Lexicon
    settings: ChatSettings
    settings_sha256: str
    cosine: Cosine | None = None


@dataclass(frozen=True)
class Work:
    """An answer in the making. Every stage takes it and hands on one that knows more."""

    conversation: Conversation
    standalone: Standalone | None = None
    floor: Floor = NO_FLOOR
    passages: tuple[Passage, ...] = ()
    evidence: Evidence | None = None
    status: Status = "abstained"
    drafts: tuple[Draft, ...] = ()
    checked: Checked = NOTHING_CHECKED
    disclaimer: Disclaimer | None = None
    timings_ms: dict[str, float] = field(default_factory=dict)

    @property
    def asked(self) -> Standalone:
        """The standalone question; every stage after the first may count on it."""
        if self.standalone is None:
            raise ValueError("the question was not condensed yet")
        return self.standalone


Stage = Callable[[Work], Work]


def stages(parts: Parts) -> tuple[tuple[str, Stage], ...]:
    """The stages of an answer by name, in order; nothing slow comes before triage."""

    def triage(work: Work) -> Work:
        return replace(work, floor=parts.triage.assess(work.conversation))

    def condensing(work: Work) -> Work:
        return replace(work, standalone=condense(work.conversation, parts.lexicon))

    def retrieve(work: Work) -> Work:
        query = parts.lexicon.with_names(parts.shelf.corrected(work.asked.query))
        passages = parts.shelf.search(query)
        evidence = evidence_for(query, passages, parts.lexicon, parts.shelf.is_common)
        return replace(
            work, passages=passages, evidence=evidence, status=_status(work.asked, evidence, parts.gate)
        )

    def write(work: Work) -> Work:
        return (
            replace(work, drafts=parts.writer.write(work.asked, work.passages))
            if work.status == "answered"
            else work
        )

    def checking(work: Work) -> Work:
        checked = check(work.drafts, parts.cosine)
        status: Status = "abstained" if work.status == "answered" and not checked.kept else work.status
        return replace(work, checked=checked, status=status)

    def disclaim(work: Work) -> Work:
        return replace(work, disclaimer=disclaimer_for(work.asked, work.floor.urgency, work.status))

    return (
        ("condense", condensing),
        ("triage", triage),
        ("retrieve", retrieve),
        ("write", write),
        ("check", checking),
        ("disclaim", disclaim),
    )


def timed(name: str, stage: Stage) -> Stage:
    """`stage`, with the milliseconds it took kept under `name`."""

    def run(work: Work) -> Work:
        started = time.perf_counter()
        done = stage(work)
        return replace(done, timings_ms={**done.timings_ms, name: _ms_since(started)})

    return run


def answer_from(work: Work, parts: Parts) -> Answer:
    """The answer object of finished work."""
    if work.disclaimer is None:
        raise ValueError("the work was not disclaimed yet")
    claims, citations = cite(work.checked.kept)
    drafts = [draft for draft, _ in work.checked.kept]
    spoken = Spoken(
        action=work.floor.action,
        opening=_opening(work),
        claims=claims,
        groups=tuple(draft.group for draft in drafts),
        nearby=_nearby(work),
        nothing_stronger=bool(drafts) and not any(draft.group is Group.STATED for draft in drafts),
        disclaimer=work.disclaimer.text,
    )
    return Answer(
        question=work.conversation.question,
        standalone_question=work.asked.text,
        status=work.status,
        urgency=work.floor.urgency,
        urgency_reasons=work.floor.reasons,
        answer=markdown(spoken),
        disclaimers=(work.disclaimer.text.replace("**", ""),),
        claims=claims,
        citations=citations,
        disagreements=(),
        record_id=None,
        made_with=MadeWith(
            writer=parts.writer.name,
            embedding=parts.shelf.embedding,
            library_version=parts.shelf.version,
            rules_version=rules_version(parts.triage),
            settings_sha256=parts.settings_sha256,
        ),
        timings_ms={**work.timings_ms, "total": round(sum(work.timings_ms.values()), 3)},
    )


def rules_version(triage: Triage) -> str:
    """One hash over the triage rules and the disclaimers."""
    return hashlib.sha256(f"{triage.version} {disclaimers_version()}".encode()).hexdigest()[:16]


def _status(asked: Standalone, evidence: Evidence, gate: Gate) -> Status:
    if gate.lets_through(evidence):
        return "answered"
    return "abstained" if gate.is_of_the_field(asked, evidence) else "out_of_scope"


def _opening(work: Work) -> str | None:
    if work.status == "answered":
        return None
    if not work.passages and work.status == "abstained":
        return phrases()["library_empty"]
    return phrases()[work.status]


def _nearby(work: Work) -> tuple[str, ...]:
    """The nearest titles, those of standing first, for an answer that has nothing of standing to say."""
    stated = any(draft.group is Group.STATED for draft, _ in work.checked.kept)
    if work.status == "out_of_scope" or stated:
        return ()
    best = sorted(work.passages, key=lambda passage: -passage.score)
    standing = [passage for passage in best if passage.chunk.part.rank.may_claim]
    lived = [passage for passage in best if passage.chunk.part.rank.level == 5 and work.status == "abstained"]
    return tuple(dict.fromkeys(_heading(passage) for passage in standing + lived))[:NEARBY]


def _heading(passage: Passage) -> str:
    title, heading = passage.chunk.document.title, passage.chunk.part.heading
    return f"{title}: {heading}" if heading else title


def _ms_since(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 3)
