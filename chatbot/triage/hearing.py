"""What is heard of a conversation beside the rules: what it adds to those that fired, and which of them stand."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence

from chatbot.answer import URGENCIES
from chatbot.triage.facts import Facts
from chatbot.triage.net import Net, Verdict
from chatbot.triage.normalising import plain
from chatbot.triage.rules import Fired, crisis_rules, rules

SOON, SAME_DAY, EMERGENCY = (URGENCIES.index(level) for level in ("soon", "same_day", "emergency"))
HEARD_EMERGENCY, HEARD_TODAY, HEARD_CRISIS = "N1", "N2", "C1"
"""The rules of what only sounds urgent, and of what sounds like a wish to die."""


def weighed(
    net: Net,
    found: Sequence[Fired],
    sure: Collection[Fired],
    turns: Sequence[str],
    facts: Facts,
    person: str | None,
) -> list[Fired]:
    """What fired on plain turns alone, what fired otherwise and is meant by its wording, and what is heard beside it.

    Where the net cannot hear, everything that fired stands.
    """
    verdict = net.verdict(_readable(turns), person, facts.corrected_at)
    standing = [case for case in found if verdict is None or case in sure or _confirmed(case, verdict)]
    if verdict is not None and verdict.crisis and crisis_rules().isdisjoint(case.id for case in standing):
        standing += _case_of((*filter(crisis_rules().__contains__, verdict.rules), HEARD_CRISIS), EMERGENCY)
    highest = max((case.rank for case in standing), default=0)
    if verdict is not None and verdict.emergency and highest < EMERGENCY:
        standing += _case_of((*verdict.rules, HEARD_EMERGENCY), EMERGENCY)
    elif verdict is not None and verdict.urgent and highest < SAME_DAY:
        standing += _case_of((*verdict.rules, HEARD_TODAY), SAME_DAY)
    elif highest < SAME_DAY and (verdict is None or verdict.confirms):
        names = [name for name, _ in net.raised(facts.told, person)]
        standing += _case_of(names, SAME_DAY)
    return standing


def _confirmed(case: Fired, verdict: Verdict) -> bool:
    """Whether a case that fired on words which may be meant otherwise stands."""
    if case.id in crisis_rules():
        return verdict.confirms_crisis
    return verdict.confirms if case.rank >= SAME_DAY else verdict.visit or case.rank < SOON


def _readable(turns: Sequence[str]) -> tuple[str, ...]:
    """The turns as they were written, one with hidden or encoded words as triage reads it."""
    return tuple(turn if _letters_of(turn) == _letters_of(plain(turn)) else plain(turn) for turn in turns)


def _letters_of(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", unicodedata.normalize("NFKD", text).lower())


def _case_of(names: Sequence[str], least: int) -> list[Fired]:
    """Of the first of the rules `names` that can be so urgent, the least urgent case that is; an id may stand for
    several rules."""
    for name in names:
        cases = [
            case for rule in rules() if rule.id == name for _, case in rule.cases() if case.rank >= least
        ]
        if cases:
            return [min(cases, key=lambda case: case.rank)]
    return []
