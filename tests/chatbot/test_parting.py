"""Questions that ask two things: how they are parted, and that both are answered."""

from __future__ import annotations

import pytest

from chatbot.condensing import condense
from chatbot.conversation import conversation_from
from chatbot.parting import parts_of, together
from chatbot.topics import lexicon
from tests.chatbot.fakes import WordShelf, chatbot_over, page


def parted(question: str) -> list[str]:
    return [part.text for part in parts_of(condense(conversation_from(question, []), lexicon()), lexicon())]


@pytest.mark.parametrize(
    ("question", "second"),
    [
        ("What is blepharospasm and how does it usually start?", "blepharospasm usually start"),
        (
            "How many people have hemifacial spasm, and is it more common in women?",
            "hemifacial spasm more common",
        ),
        (
            "What is infantile spasms relapse and how often does it happen?",
            "often does infantile spasms relapse happen",
        ),
        ("Does vigabatrin harm the eyes? How often is that tested?", "tested"),
        ("what causes hemifacial spasm, is it a trapped nerve", "trapped nerve (hemifacial spasm)"),
    ],
)
def test_two_questions_are_parted_and_the_second_stands_alone(question: str, second: str) -> None:
    assert second in parted(question)[1]


@pytest.mark.parametrize(
    "question",
    [
        "What is hemifacial spasm?",
        "Which is better, ACTH and vigabatrin or ACTH alone?",
        "When clinicians judged babies from videos only, how often did they get it right?",
        "I was told it is a vessel and I wonder what that means.",
        "Is it rare and mild?",
    ],
)
def test_one_question_stays_whole(question: str) -> None:
    assert parted(question) == []


def test_both_questions_are_answered() -> None:
    what = page("Blepharospasm is a forced closing of both eyes.", title="Blepharospasm")
    start = page("Blepharospasm usually starts with more blinking.", title="How it starts")
    answer = chatbot_over([what, start]).invoke(
        {"question": "What is blepharospasm and how does it usually start?"}
    )
    assert {claim.text for claim in answer.claims} == {what.text, start.text}


def test_what_both_questions_find_is_kept_once_and_as_well_as_either_found_it() -> None:
    shelf = WordShelf((page("Blepharospasm usually starts with more blinking.", title="How it starts"),))
    one, other = shelf.search("blepharospasm"), shelf.search("blepharospasm usually starts with blinking")
    (both,) = together(one, other)
    assert both.score == max(one[0].score, other[0].score)
    assert both.sentences[0].score == max(one[0].sentences[0].score, other[0].sentences[0].score)
    assert together(one, ()) == one
