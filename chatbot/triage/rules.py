"""Rules as a clinician writes them: which signs, in whom, how urgent, why, what to do, on what source."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Literal

from pydantic import ConfigDict, TypeAdapter, ValidationError

from chatbot.answer import URGENCIES, Urgency
from chatbot.triage.data import RULE_FILES, TriageDataError, table
from chatbot.triage.signs import sign_cues

COMPUTED = frozenset(
    {"five_minutes_or_more", "over_two_weeks", "under_two_weeks", "short_span", "under_forty", "described"}
)


@dataclass(frozen=True)
class Raised:
    """A more urgent case of a rule."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    level: Urgency
    when: tuple[str, ...]
    reason: str
    action: str


@dataclass(frozen=True)
class Rule:
    """One row of the safety specification.

    `when`: any of these lines, each "sign + sign", with "not" before one that must be absent and "/" between choices.
    `unknown_age`: an infant rule that also holds for a child whose age nobody said;
    `unknown_person`: and where nobody said whom it is about.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    id: str
    level: Urgency
    person: Literal["infant", "child", "adult", "any"]
    when: tuple[str, ...]
    reason: str
    action: str
    sources: tuple[str, ...]
    unknown_age: bool = False
    unknown_person: bool = False
    raised: tuple[Raised, ...] = ()

    def cases(self) -> tuple[tuple[tuple[str, ...], Fired], ...]:
        """What the rule calls for, each with the lines of which one must hold."""
        raised = ((each.when, Fired(self.id, each.level, each.reason, each.action)) for each in self.raised)
        return (*raised, (self.when, Fired(self.id, self.level, self.reason, self.action)))


@dataclass(frozen=True)
class Fired:
    """A rule whose signs are there, at the level they call for."""

    id: str
    level: Urgency
    reason: str
    action: str

    @property
    def rank(self) -> int:
        return URGENCIES.index(self.level)


@cache
def rules() -> tuple[Rule, ...]:
    """All rules, in the order of their files.

    Raises:
        TriageDataError: a rule has another shape, names an unknown sign, or an id stands twice.
    """
    return tuple(rule for name in RULE_FILES for rule in _rules_of(name))


@cache
def crisis_rules() -> frozenset[str]:
    """The ids of the rules for somebody in crisis."""
    return frozenset(rule["id"] for rule in table("crisis.toml")["rule"])


def fired(rule: Rule, signs: Collection[str]) -> Fired | None:
    """`rule` at the most urgent level that `signs` call for, or None."""
    cases = [case for lines, case in rule.cases() if _holds(lines, signs)]
    return max(cases, key=lambda case: case.rank, default=None)


def _holds(lines: tuple[str, ...], signs: Collection[str]) -> bool:
    return any(all(absent == wanted.isdisjoint(signs) for absent, wanted in _terms(line)) for line in lines)


@cache
def _terms(line: str) -> tuple[tuple[bool, frozenset[str]], ...]:
    """What a line asks for: whether a term must be absent, and the signs of which one fulfils it."""
    terms = [term.strip() for term in line.split("+")]
    return tuple(
        (
            term.startswith("not "),
            frozenset(each.strip() for each in term.removeprefix("not ").split("/")),
        )
        for term in terms
    )


def _rules_of(name: str) -> tuple[Rule, ...]:
    try:
        found = TypeAdapter(tuple[Rule, ...]).validate_python(table(name).get("rule", ()))
    except ValidationError as error:
        place = ".".join(str(each) for each in error.errors()[0]["loc"])
        raise TriageDataError(
            f"chatbot/data/triage/{name}: {place} {error.errors()[0]['msg'].lower()}: correct it there."
        ) from error
    known = COMPUTED | sign_cues().keys()
    for rule in found:
        for sign in _named(rule):
            if sign not in known:
                raise TriageDataError(
                    f"chatbot/data/triage/{name}: {rule.id} needs the sign {sign}, which no sign file has: "
                    "add it or correct the name."
                )
    return found


def _named(rule: Rule) -> set[str]:
    return {
        sign.strip().removeprefix("not ").strip()
        for lines, _ in rule.cases()
        for line in lines
        for term in line.split("+")
        for sign in term.split("/")
    }
