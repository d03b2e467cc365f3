"""The gate is measured with its uncertainty, and fitted so that most of what can be answered is."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from chatbot.gate import Evidence
from evals.case import Case, CaseError, load_cases
from evals.gate import KEEP, Seen, Share, answered_of_the_answerable, fit, held_back_of_the_rest


def seen(answerable: bool, status: str = "abstained", best_passage: float = 0.0, unmet: int = 0) -> Seen:
    case = Case(id="c", question="?", answerable=answerable, kind="direct")
    return Seen(
        case,
        Evidence(0.0, 0.0, best_passage, 0.0, best_passage, best_passage, 0.5, 0.5, 0, unmet, 0, 0, 0),
        status,
    )


def test_only_what_can_be_answered_counts_for_answering_and_only_the_rest_for_holding_back() -> None:
    every = [
        seen(True, "answered"),
        seen(True),
        seen(False, "answered"),
        seen(False),
        seen(False, "out_of_scope"),
    ]
    assert answered_of_the_answerable(every) == Share(1, 2)
    assert held_back_of_the_rest(every) == Share(2, 3)


def test_a_share_of_nothing_has_no_value() -> None:
    assert Share(0, 0).value is None
    assert Share(0, 0).interval is None


def test_a_share_carries_its_wilson_interval() -> None:
    low, high = Share(9, 10).interval or (0.0, 0.0)
    assert (round(low, 3), round(high, 3)) == (0.596, 0.982)


def test_a_fitted_gate_lets_the_wanted_share_of_the_answerable_through_and_holds_back_unmet_matters() -> None:
    can = [seen(True, best_passage=score / 10) for score in range(-40, 60)]
    cannot = [seen(False, best_passage=score / 10 - 3, unmet=score % 2) for score in range(-40, 60)]
    gate = fit([*can, *cannot], field_similarity=0.45)
    through = sum(gate.lets_through(one.evidence) for one in can if one.evidence)
    assert KEEP * len(can) <= through < len(can)
    assert gate.unmet_matters < 0
    assert gate.best_passage > 0


def test_pages_without_foreseen_questions_have_a_bias_of_their_own() -> None:
    def unforeseen(one: Seen) -> Seen:
        assert one.evidence is not None
        weaker = one.evidence.best_passage - 5
        return replace(one, evidence=replace(one.evidence, best_passage=weaker, unforeseen=1))

    can = [seen(True, best_passage=score / 10) for score in range(-40, 60)]
    cannot = [seen(False, best_passage=score / 10 - 3) for score in range(-40, 60)]
    others = [unforeseen(one) for one in can]
    gate = fit([*can, *cannot, *others, *map(unforeseen, cannot)], field_similarity=0.45)
    for kind in (can, others):
        through = sum(gate.lets_through(one.evidence) for one in kind if one.evidence)
        assert KEEP * len(kind) <= through < len(kind)


def test_cases_are_read_a_line_each_and_a_wrong_line_is_named(tmp_path: Path) -> None:
    file = tmp_path / "cases.jsonl"
    good = {"id": "a", "question": "What is it?", "answerable": True, "kind": "direct"}
    file.write_text(json.dumps(good) + "\n\n" + json.dumps({**good, "answerabel": 1}) + "\n")
    with pytest.raises(CaseError, match="line 3"):
        load_cases(file)
    file.write_text(json.dumps(good))
    assert [case.id for case in load_cases(file)] == ["a"]
    with pytest.raises(CaseError, match="cannot be read"):
        load_cases(tmp_path / "absent.jsonl")
