"""Questions that ask two things: how they are parted, and that both are answered."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chatbot.condensing import condense
from chatbot.conversation import conversation_from
from chatbot.parting import evened, parts_of, together
from chatbot.topics import lexicon
from kb.passage import Passage
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


def found_with(*answers: float | None) -> tuple[Passage, ...]:
    """Passages of one sentence each that answer so."""
    pages = [page(f"Sentence {number} says something.", title=f"{number}") for number in range(len(answers))]
    passages = [WordShelf((each,)).search("sentence says something")[0] for each in pages]
    return tuple(
        replace(passage, sentences=(replace(passage.sentences[0], answers=answer),))
        for passage, answer in zip(passages, answers, strict=True)
    )


def answers_in(found: tuple[Passage, ...]) -> list[float | None]:
    return [each.answers for passage in found for each in passage.sentences]


def test_the_second_question_is_not_outdone_by_sentences_that_answer_the_first_better() -> None:
    first, second = evened([found_with(5.0, 3.0), found_with(2.0, 0.5, None)])
    assert answers_in(first) == [5.0, 3.0]
    assert answers_in(second) == [5.0, 3.5, None]


def test_what_answers_neither_question_is_not_raised() -> None:
    assert answers_in(evened([found_with(5.0), found_with(-0.5, -2.0)])[1]) == [-0.5, -2.0]


def test_a_question_for_which_nothing_was_found_changes_nothing() -> None:
    assert evened([found_with(5.0), ()])[1] == ()
