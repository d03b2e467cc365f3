"""Wishes that are not granted are told so in plain words; information is never refused."""

from __future__ import annotations

from pathlib import Path

import pytest
import textstat  # type: ignore[import-untyped]

from chatbot.conversation import Conversation, Turn
from chatbot.disclaiming import Disclaimer, disclaimers
from chatbot.limits.declining import Decline, declined
from chatbot.limits.guard import safe_answer
from chatbot.limits.language import is_english
from chatbot.limits.wishes import Wish, wishes

DATA = Path(__file__).parent / "data"
HIGHEST_GRADE = 8.0
"""Flesch-Kincaid. Source: clinical safety specification, section 10."""


def _lines(name: str) -> list[str]:
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def _asked(message: str) -> Decline | None:
    *before, question = message.split(" ... ")
    return declined(Conversation(question, tuple(Turn("user", text) for text in before)))


@pytest.mark.parametrize("line", _lines("messages_declined.txt"))
def test_a_wish_that_is_not_granted_is_known(line: str) -> None:
    name, status, message = line.split(" | ")
    found = _asked(message)
    assert found is not None
    assert (found.id, found.status) == (name, status)


@pytest.mark.parametrize("message", _lines("messages_answered.txt"))
def test_information_and_stories_are_answered(message: str) -> None:
    assert _asked(message) is None


@pytest.mark.parametrize("wish", wishes(), ids=lambda wish: wish.id)
def test_what_is_said_instead_is_plain_holds_no_dose_and_names_its_source(wish: Wish) -> None:
    assert textstat.flesch_kincaid_grade(wish.text.replace("**", "")) <= HIGHEST_GRADE
    assert not safe_answer(wish.text)
    assert wish.source
    assert wish.topics


@pytest.mark.parametrize("disclaimer", disclaimers(), ids=lambda each: each.id)
def test_a_disclaimer_is_plain_and_holds_no_dose(disclaimer: Disclaimer) -> None:
    assert textstat.flesch_kincaid_grade(disclaimer.text.replace("**", "")) <= HIGHEST_GRADE
    assert not safe_answer(disclaimer.text)


@pytest.mark.parametrize(
    "text",
    [
        "hi",
        "ok",
        "Marie de la Tour",
        "siezure",
        "botox",
        "LO 7mo",
        "MVD?",
        "El Paso clinic",
        "42",
        "😀",
        "is",
    ],
)
def test_short_english_names_and_typos_are_not_taken_for_another_language(text: str) -> None:
    assert is_english(text)
