"""Whole conversations: the last question must stand alone, and carry nothing that belongs to another subject."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from chatbot.condensing import condense
from chatbot.conversation import Conversation, Turn
from chatbot.topics import lexicon

DATA = Path(__file__).parent / "data"
ASSISTANT = "> "


@dataclass(frozen=True)
class Said:
    """A conversation, what its standalone question must hold (any form of each) and lack, and who is meant."""

    said: tuple[str, ...]
    holds: tuple[str, ...]
    lacks: tuple[str, ...]
    person: str | None


def kept(name: str) -> list[Said]:
    lines = (DATA / f"conversations_{name}.jsonl").read_text(encoding="utf-8").splitlines()
    read = [json.loads(line) for line in lines]
    return [
        Said(tuple(one["said"]), tuple(one["holds"]), tuple(one["lacks"]), one.get("person", "anyone"))
        for one in read
    ]


def turn(text: str) -> Turn:
    return (
        Turn("assistant", text.removeprefix(ASSISTANT)) if text.startswith(ASSISTANT) else Turn("user", text)
    )


def stands_alone(case: Said) -> bool:
    *before, question = map(turn, case.said)
    found = condense(Conversation(question.text, tuple(before)), lexicon())
    text = found.text.lower()
    held = all(any(form.lower() in text for form in forms.split("|")) for forms in case.holds)
    clean = not any(term.lower() in text for term in case.lacks)
    return held and clean and case.person in ("anyone", found.person)


@pytest.mark.parametrize(("name", "count", "floor"), [("tune", 40, 1.0), ("apart", 20, 0.9)])
def test_the_share_of_questions_that_stand_alone_keeps_its_floor(name: str, count: int, floor: float) -> None:
    cases = kept(name)
    failed = [case.said for case in cases if not stands_alone(case)]
    assert len(cases) == count
    assert 1 - len(failed) / len(cases) >= floor, failed
