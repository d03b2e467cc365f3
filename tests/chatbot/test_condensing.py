"""Follow-ups are made to stand alone, new topics stay clean, and long messages are boiled down."""

from __future__ import annotations

import pytest

from chatbot.boiling import boil_down
from chatbot.condensing import Standalone, condense
from chatbot.conversation import Conversation, Turn
from chatbot.topics import lexicon


def asked(question: str, *before: str) -> Standalone:
    history = tuple(turn for text in before for turn in (Turn("user", text), Turn("assistant", "An answer.")))
    return condense(Conversation(question, history), lexicon())


@pytest.mark.parametrize(
    ("before", "question", "holds"),
    [
        (
            "Does Botox help hemifacial spasm?",
            "How long does it last?",
            ("botulinum toxin", "hemifacial spasm"),
        ),
        ("Does Botox help hemifacial spasm?", "any side effects?", ("botulinum toxin", "hemifacial spasm")),
        ("Does Botox help hemifacial spasm?", "What about surgery?", ("surgery", "hemifacial spasm")),
        ("What are infantile spasms?", "How are they treated?", ("infantile spasms",)),
        ("What are infantile spasms?", "and what causes them", ("infantile spasms",)),
        ("What are infantile spasms?", "Does an EEG hurt?", ("EEG", "infantile spasms")),
        ("is vigabatrin used in west syndrome", "is it safe", ("vigabatrin", "infantile spasms")),
        ("My eyelid twitch has lasted a week", "when should I see a doctor?", ("eyelid twitching",)),
        (
            "What is microvascular decompression for HFS?",
            "What are its risks?",
            ("microvascular decompression", "hemifacial spasm"),
        ),
    ],
)
def test_a_follow_up_is_filled_in_from_the_turns_before_it(
    before: str, question: str, holds: tuple[str, ...]
) -> None:
    found = asked(question, before).text.lower()
    assert all(term.lower() in found for term in holds), found


@pytest.mark.parametrize(
    "question",
    [
        "What are infantile spasms?",
        "Does magnesium help with cramps in my calf after running?",
        "What is the capital of France?",
        "Is it normal to have Bell's palsy twice?",
        "How is trigeminal neuralgia treated?",
    ],
)
def test_a_new_topic_takes_nothing_from_the_turns_before_it(question: str) -> None:
    found = asked(question, "Does Botox help hemifacial spasm?").text
    assert "botulinum" not in found
    assert "hemifacial" not in found


def test_the_focus_moves_on_with_every_turn() -> None:
    found = asked(
        "How long does it last?", "Does Botox help hemifacial spasm?", "How is Bell's palsy treated?"
    ).text
    assert "Bell's palsy" in found
    assert "botulinum" not in found


def test_a_question_without_history_is_shown_as_it_was_asked() -> None:
    assert asked("How long does it last?").text == "How long does it last?"
    assert asked("What  causes hemifacial spasm?").mentions


def test_a_question_that_says_little_alone_takes_what_it_is_about_along() -> None:
    message = (
        "I have had botox for my hemifacial spasm every three months for eleven years and it was always fine with me. "
        "My brother read that the body makes antibodies against it after a while. He read it at work. Is that so?"
    )
    found = boil_down(message, lexicon())
    assert found.startswith(
        "My brother read that the body makes antibodies against it after a while. Is that so"
    )
    assert "at work" not in found


def test_a_long_message_is_boiled_down_to_what_it_asks() -> None:
    message = (
        "Hello everyone, I have never posted here before so please be kind. We moved house in spring and my husband "
        "changed jobs, and since about then my left eye has been jumping. My sister says that I worry too much and my "
        "mother agrees. Last week my cheek joined in. Could this be hemifacial spasm? I also have a dog that needs "
        "walking three times a day. Thank you so much for reading all of this."
    )
    found = boil_down(message, lexicon())
    assert "Could this be hemifacial spasm?" in found
    assert "dog" not in found
    assert "husband" not in found


def test_a_long_message_keeps_the_terms_its_question_leaves_out() -> None:
    message = (
        "My daughter is eight months old and she had an EEG on Monday because the doctor was worried about infantile "
        "spasms, and we waited the whole day in a small room with no food and no idea what was going on around us. "
        "What does a normal result mean?"
    )
    found = boil_down(message, lexicon())
    assert "What does a normal result mean" in found
    assert "infantile spasms" in found
    assert "EEG" in found


def test_who_is_meant_is_remembered_over_the_whole_conversation() -> None:
    assert asked("What should I do?", "My baby is 5 months old and her face jerks").person == "infant"
    assert asked("Is a tic common?", "My son is nine").person == "child"
    assert asked("What causes hemifacial spasm?").person is None
    assert asked("What are infantile spasms?").person == "infant"
