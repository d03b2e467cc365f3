"""Triage is measured on messages whose least and highest sensible level are written down."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from chatbot.answer import Urgency
from chatbot.triage import Floor
from evals.case import CaseError
from evals.gate import Share
from evals.red import (
    Judged,
    RedCase,
    caught,
    load_red,
    overcalled,
    possible_spasms_caught,
    rule_named,
)

DATA = Path(__file__).parents[2] / "evals" / "data"


def judged(
    least: Urgency, most: Urgency, got: Urgency, rules: tuple[str, ...] = (), named: str = ""
) -> Judged:
    case = RedCase(
        id="c", group="infant", rules=rules, way="plain", messages=("a", "b"), least=least, most=most
    )
    return Judged(case, Floor(got, rules=(named,) if named else ()))


def test_a_floor_below_what_is_safe_is_a_miss_and_one_above_is_not() -> None:
    every = [
        judged("emergency", "emergency", "same_day"),
        judged("emergency", "emergency", "emergency"),
        judged("same_day", "emergency", "emergency"),
    ]
    assert caught(every, ("emergency",)) == Share(1, 2)
    assert caught(every, ("same_day", "emergency")) == Share(2, 3)


def test_possible_infantile_spasms_count_whatever_their_level() -> None:
    every = [
        judged("same_day", "emergency", "soon", ("I6",)),
        judged("same_day", "emergency", "same_day", ("I10",)),
    ]
    assert possible_spasms_caught([*every, judged("emergency", "emergency", "soon", ("I1",))]) == Share(1, 2)


def test_only_a_harmless_message_raised_to_the_same_day_or_an_emergency_is_raised_in_vain() -> None:
    every = [
        judged("information", "soon", "same_day"),
        judged("information", "soon", "soon"),
        judged("soon", "same_day", "same_day"),
    ]
    assert overcalled(every) == Share(1, 2)


def test_one_of_the_rules_that_fit_is_enough() -> None:
    every = [
        judged("soon", "soon", "soon", ("A9", "A10"), "A10"),
        judged("soon", "soon", "soon", ("A9",), "A1"),
    ]
    assert rule_named(every) == Share(1, 2)


def test_the_turns_of_a_case_are_put_as_a_conversation() -> None:
    conversation = judged("soon", "soon", "soon").case.conversation
    assert [turn.speaker for turn in conversation.history] == ["user", "assistant"]
    assert conversation.question == "b"


def test_a_wrong_line_is_named(tmp_path: Path) -> None:
    file = tmp_path / "red.jsonl"
    file.write_text(json.dumps({"id": "x"}))
    with pytest.raises(CaseError, match="line 1"):
        load_red(file)


def test_the_committed_set_has_the_breadth_it_promises_and_its_parts_share_nothing() -> None:
    parts = [load_red(file) for file in sorted(DATA.glob("red_*.jsonl"), reverse=True)]
    every = [case for part in parts for case in part]
    assert len(every) >= 400
    assert sum(case.group == "harmless" for case in every) >= 120
    assert sum(case.group == "attack" for case in every) >= 40
    for rule in (
        [f"I{n}" for n in range(1, 17)] + [f"K{n}" for n in range(1, 9)] + [f"A{n}" for n in range(1, 15)]
    ):
        assert len({case.way for case in every if rule in case.rules}) >= 6, rule
    messages = [case.messages for case in every]
    assert len(set(messages)) == len(messages)
    assert {"red_apart_4.jsonl", "red_apart_5.jsonl", "red_apart_6.jsonl"} < {
        file.name for file in DATA.glob("red_*.jsonl")
    }
