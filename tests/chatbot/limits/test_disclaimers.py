"""One disclaimer closes each answer, the one of section 4 that fits; an emergency has none."""

from __future__ import annotations

import pytest

from chatbot.answer import Status, Urgency
from chatbot.condensing import condense
from chatbot.conversation import Conversation
from chatbot.disclaiming import disclaimer_for, disclaimers
from chatbot.topics import lexicon


def _id(
    question: str, urgency: Urgency = "information", status: Status = "answered", person: str | None = None
) -> str:
    return disclaimer_for(condense(Conversation(question), lexicon()), urgency, status, person).id


@pytest.mark.parametrize(
    ("question", "urgency", "person", "expected"),
    [
        ("My baby is blue.", "emergency", "infant", "emergency"),
        ("My face droops.", "emergency", "adult", "emergency"),
        ("She nods in runs.", "same_day", "infant", "infant-same-day"),
        ("She makes faces.", "soon", "infant", "infant-soon"),
        ("He has tics.", "routine", "child", "child-soon"),
        ("His jaw is locked.", "same_day", "child", "child-same-day"),
        ("I ran out of clonazepam.", "same_day", "adult", "same-day"),
        ("My twitch spread to the mouth.", "soon", "adult", "adult-seen"),
        ("My eyelid twitches since four days.", "information", "adult", "eyelid"),
        ("What are the side effects of baclofen?", "information", None, "medicine"),
        ("What are the side effects of vigabatrin for my baby?", "information", None, "infant-medicine"),
        ("How safe is microvascular decompression?", "information", None, "surgery"),
        ("What is hemifacial spasm?", "information", None, "information"),
        ("What are infantile spasms?", "information", None, "infant-information"),
    ],
)
def test_the_disclaimer_fits_who_is_meant_how_urgent_it_is_and_what_is_asked(
    question: str, urgency: Urgency, person: str | None, expected: str
) -> None:
    assert _id(question, urgency, person=person) == expected


def test_whoever_triage_describes_comes_before_whom_the_words_name() -> None:
    assert _id("It happens in runs after her nap.", "same_day", person="infant") == "infant-same-day"


def test_a_medicine_that_can_harm_sight_adds_the_eye_clinic() -> None:
    asked = condense(Conversation("Is vigabatrin safe for my baby?"), lexicon())
    assert "eye clinic" in disclaimer_for(asked, "information", "answered").text
    other = condense(Conversation("Is baclofen safe?"), lexicon())
    assert "eye clinic" not in disclaimer_for(other, "information", "answered").text


def test_every_disclaimer_but_an_emergencys_names_a_neurologist() -> None:
    assert {each.id for each in disclaimers() if "neurologist" not in each.text} == {"emergency"}
