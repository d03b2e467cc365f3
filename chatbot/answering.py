"""The story of one answer: condense, triage, search, write, check, weigh, disclaim, answer."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Protocol

from chatbot.answer import Answer, MadeWith, Status
from chatbot.citing import cite
from chatbot.condensing import Standalone, condense
from chatbot.conversation import Conversation
from chatbot.disclaiming import Disclaimer, disclaimer_for
from chatbot.disputes.disagreeing import disagreements
from chatbot.gate import Evidence, Gate, evidence_for
from chatbot.limits.declining import Decline, declined
from chatbot.rendering import Spoken, phrases, rendered
from chatbot.settings import ChatSettings
from chatbot.topics import Lexicon
from chatbot.triage import NO_FLOOR, Floor, Triage
from chatbot.verifying import NOTHING_CHECKED, Checked, Cosine
from chatbot.weighing import NOTHING_WEIGHED, Weighed, sifted, weighed
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
    declined: Decline | None = None
    checked: Checked = NOTHING_CHECKED
    weighed: Weighed = NOTHING_WEIGHED
    disclaimer: Disclaimer | None = None
    timings_ms: dict[str, float] = field(default_factory=dict)

    @property
    def asked(self) -> Standalone:
        """The standalone question; every stage after the first may count on it."""
        if self.standalone is None:
            raise ValueError("the question was not condensed yet")
        return self.standalone

    @property
    def is_said(self) -> bool:
        """Whether all that is to be said was settled before anything is looked up."""
        return self.floor.alone or (self.declined is not None and self.declined.status != "note")


Stage = Callable[[Work], Work]


def stages(parts: Parts) -> tuple[tuple[str, Stage], ...]:
    """The stages of an answer by name, in order; nothing slow comes before triage."""

    def condensing(work: Work) -> Work:
        return replace(work, standalone=condense(work.conversation, parts.lexicon))

    def triage(work: Work) -> Work:
        floor = parts.triage.assess(work.conversation)
        wish = None if floor.alone else declined(work.conversation)
        refused: Status = "refused" if wish is None or wish.status == "note" else wish.status
        work = replace(work, floor=floor, declined=wish)
        return replace(work, status=refused) if work.is_said else work

    def retrieve(work: Work) -> Work:
        query = parts.lexicon.with_names(parts.shelf.corrected(work.asked.query))
        passages = parts.shelf.search(query)
        evidence = evidence_for(query, passages, parts.lexicon, parts.shelf.is_common)
        status = _status(work.asked, evidence, parts.gate, work.floor)
        return replace(work, passages=passages, evidence=evidence, status=status)

    def write(work: Work) -> Work:
        return replace(work, drafts=parts.writer.write(work.asked, work.passages))

    def checking(work: Work) -> Work:
        return replace(work, checked=sifted(work.drafts, work.floor, parts.cosine))

    def weigh(work: Work) -> Work:
        found = weighed(work.asked, work.checked, work.passages, work.floor, parts.shelf.search, parts.cosine)
        held = work.status if work.status == "out_of_scope" else "abstained"
        return replace(work, weighed=found, status="answered" if found.checked.kept else held)

    def disclaim(work: Work) -> Work:
        floor = work.floor
        return replace(work, disclaimer=disclaimer_for(work.asked, floor.urgency, work.status, floor.person))

    return (
        ("condense", condensing),
        ("triage", triage),
        ("retrieve", _unless_said(retrieve)),
        ("write", _where_answered(write)),
        ("check", _where_answered(checking)),
        ("weigh", _unless_said(weigh)),
        ("disclaim", disclaim),
    )


def _unless_said(stage: Stage) -> Stage:
    """`stage`, passed over where nothing is to be looked up."""
    return lambda work: work if work.is_said else stage(work)


def _where_answered(stage: Stage) -> Stage:
    """`stage`, passed over where the library does not cover the question."""
    return lambda work: stage(work) if work.status == "answered" else work


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
    """One hash over the triage rules and everything else in `chatbot/data` that decides what an answer says."""
    return hashlib.sha256(f"{triage.version} {_data_version()}".encode()).hexdigest()[:16]


@cache
def _data_version() -> str:
    folder = Path(str(files("chatbot") / "data"))
    digest = hashlib.sha256()
    for file in sorted(folder.rglob("*.toml")):
        digest.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def _status(asked: Standalone, evidence: Evidence, gate: Gate, floor: Floor) -> Status:
    if gate.lets_through(evidence):
        return "answered"
    return "abstained" if floor.rules or gate.is_of_the_field(asked, evidence) else "out_of_scope"


def _opening(work: Work) -> str | None:
    """The sentence of an answer that has none from the library."""
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


def _ms_since(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 3)
