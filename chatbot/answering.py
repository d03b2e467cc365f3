"""The story of one answer: condense, triage, search, write, check, weigh, disclaim, answer."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial, reduce
from typing import Protocol

from chatbot.answer import Status
from chatbot.condensing import Standalone, condense
from chatbot.conversation import Conversation
from chatbot.disclaiming import Disclaimer, disclaimer_for
from chatbot.disputes.retiring import retired_lines
from chatbot.gate import Evidence, Gate, evidence_for
from chatbot.lay_terms import with_terms
from chatbot.limits.declining import Decline, declined
from chatbot.parting import evened, parts_of, together
from chatbot.settings import ChatSettings
from chatbot.topics import Lexicon
from chatbot.triage import NO_FLOOR, Floor, Triage
from chatbot.verifying import NOTHING_CHECKED, Checked, Cosine
from chatbot.weighing import NOTHING_WEIGHED, Weighed, second_thoughts, sifted, weighed
from chatbot.writing import Draft, Writer
from kb.errors import KbError
from kb.passage import Passage


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
    """An answer in the making. Every stage takes it and hands on one that knows more.

    `problem` is what kept the library from being searched, where triage has something to say all the same.
    """

    conversation: Conversation
    standalone: Standalone | None = None
    floor: Floor = NO_FLOOR
    passages: tuple[Passage, ...] = ()
    evidence: Evidence | None = None
    problem: str | None = None
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
        """Whether all that is to be said is settled without anything being looked up."""
        refused = self.declined is not None and self.declined.status != "note"
        return self.floor.alone or refused or self.problem is not None


Stage = Callable[[Work], Work]


def stages(parts: Parts) -> tuple[tuple[str, Stage], ...]:
    """The stages of an answer by name, in order; nothing slow comes before triage."""
    return (
        ("condense", partial(_condense, parts)),
        ("triage", partial(_triage, parts)),
        ("retrieve", _unless_said(partial(_retrieve, parts))),
        ("write", _where_answered(partial(_write, parts))),
        ("check", _where_answered(partial(_check, parts))),
        ("weigh", _unless_said(partial(_weigh, parts))),
        ("disclaim", _disclaim),
    )


def _condense(parts: Parts, work: Work) -> Work:
    return replace(work, standalone=condense(work.conversation, parts.lexicon))


def _triage(parts: Parts, work: Work) -> Work:
    floor = parts.triage.assess(work.conversation)
    wish = None if floor.alone else declined(work.conversation)
    work = replace(work, floor=floor, declined=wish)
    if not work.is_said:
        return work
    return replace(work, status="refused" if wish is None or wish.status == "note" else wish.status)


def _retrieve(parts: Parts, work: Work) -> Work:
    """What the library holds; where it cannot be searched, why, if triage has something to say all the same."""
    try:
        return _found(parts, work)
    except (KbError, OSError, RuntimeError, sqlite3.Error) as problem:
        if not work.floor.rules:
            raise
        return replace(work, problem=str(problem))


def _found(parts: Parts, work: Work) -> Work:
    query = query_of(parts, work.asked)
    queries = [query, *(query_of(parts, part) for part in parts_of(work.asked, parts.lexicon))]
    found = [parts.shelf.search(each) for each in queries]
    whole = reduce(together, found)
    evidence = evidence_for(query, whole, parts.lexicon, parts.shelf.is_common)
    status = _status(work.asked, evidence, parts.gate, work.floor)
    return replace(work, passages=reduce(together, evened(found)), evidence=evidence, status=status)


def query_of(parts: Parts, asked: Standalone) -> str:
    """What the library is searched by: misspelt words put right, short names and homely words explained."""
    return with_terms(parts.lexicon.with_names(parts.shelf.corrected(asked.query)))


def _write(parts: Parts, work: Work) -> Work:
    return replace(work, drafts=parts.writer.write(work.asked, work.passages))


def _check(parts: Parts, work: Work) -> Work:
    """What may be shown of the drafts; where sentences were taken out, the writer may try what else answers."""
    settings = parts.settings
    checked = second_thoughts(
        sifted(work.drafts, work.floor, parts.cosine),
        lambda left: sifted(parts.writer.write(work.asked, left), work.floor, parts.cosine),
        work.passages,
        settings.sentence_floor - settings.within,
    )
    return replace(work, checked=checked)


def _weigh(parts: Parts, work: Work) -> Work:
    if work.status == "out_of_scope":
        told = retired_lines((), work.asked.text)
        return replace(work, weighed=Weighed(retired=told), status="abstained") if told else work
    wish = work.declined.id if work.declined else None
    found = weighed(
        work.asked, work.checked, work.passages, work.floor, wish, parts.shelf.search, parts.cosine
    )
    return replace(work, weighed=found, status="answered" if found.checked.kept else "abstained")


def _disclaim(work: Work) -> Work:
    floor = work.floor
    return replace(work, disclaimer=disclaimer_for(work.asked, floor.urgency, work.status, floor.person))


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


def _status(asked: Standalone, evidence: Evidence, gate: Gate, floor: Floor) -> Status:
    if gate.lets_through(evidence):
        return "answered"
    return "abstained" if floor.rules or gate.is_of_the_field(asked, evidence) else "out_of_scope"


def _ms_since(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 3)
