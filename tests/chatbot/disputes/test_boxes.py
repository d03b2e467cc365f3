"""Safety boxes: which topic brings one up, what it says, and when the library says it instead."""

from __future__ import annotations

import re

import pytest

from chatbot.disputes.boxes import MOST_STATEMENTS, Box, box_shown, boxes, boxes_for
from chatbot.disputes.published import published
from evals.starter.grading import grade
from tests.chatbot.disputes.shelves import drafts_of, expert, passages_of, thread


def names(asked: str, shown: str = "", told: tuple[str, ...] = ()) -> list[str]:
    return [box.id for box in boxes_for(asked, shown, told=told)]


@pytest.mark.parametrize(
    ("asked", "box"),
    [
        ("Is Botox safe for HFS?", "botulinum-toxin"),
        ("they put her on sabril", "vigabatrin"),
        ("my doctor gave me Tegretol for my face", "carbamazepine"),
        ("side effects of ACTH in a baby", "acth-steroids"),
        ("prednisolone for infantile spasms", "acth-steroids"),
        ("can I take klonopin for the twitch", "clonazepam"),
        ("what about baclofen", "baclofen"),
        ("is gabapentin any good", "seizure-medicines"),
        ("do epilepsy drugs like topiramate help", "seizure-medicines"),
        ("will they sedate my baby for the scan", "infant-sedation"),
        ("should I try magnesium", "supplements"),
    ],
)
def test_a_drug_or_procedure_asked_about_brings_its_box(asked: str, box: str) -> None:
    assert names(asked) == [box]


def test_a_question_on_no_drug_has_no_box() -> None:
    assert names("What is hemifacial spasm?") == []


def test_a_drug_that_only_the_answer_names_brings_its_box() -> None:
    assert names(
        "What helps hemifacial spasm?", "Carbamazepine is kept for some. Carbamazepine can help."
    ) == ["carbamazepine"]


def test_what_is_asked_about_comes_before_what_the_answer_names() -> None:
    assert names("Is Botox safe?", "Carbamazepine, carbamazepine and carbamazepine.") == ["botulinum-toxin"]


def test_two_drugs_asked_about_have_two_boxes_and_never_more() -> None:
    assert names("ACTH or vigabatrin for infantile spasms?") == ["acth-steroids", "vigabatrin"]
    assert len(names("carbamazepine, baclofen or clonazepam for HFS?")) == 2


def test_a_lower_limit_holds() -> None:
    assert boxes_for("Is Botox safe?", "", limit=0) == ()


def test_steroids_for_an_adults_face_do_not_bring_the_box_about_babies() -> None:
    assert names("steroids for Bell's palsy") == []


def test_a_box_that_a_disagreement_already_tells_is_left_out() -> None:
    assert names("should I try magnesium for HFS", told=("C14",)) == []


def box(name: str) -> Box:
    return next(each for each in boxes() if each.id == name)


def test_the_vigabatrin_box_always_weighs_harm_against_harm() -> None:
    for asked in ("is vigabatrin safe", "vigabatrin eye checks and MRI and REMS", "vigabatrin blind"):
        shown = box_shown(box("vigabatrin"), asked, (), ())
        assert "weighs both" in shown.text
        assert "side vision for good" in shown.text


def test_the_carbamazepine_box_is_for_everyone() -> None:
    shown = box_shown(box("carbamazepine"), "is Tegretol ok for me", (), ())
    assert "HLA-B*15:02" in shown.text
    assert "whoever you are" in shown.text


def test_the_question_chooses_among_the_statements() -> None:
    assert "4 weeks" in box_shown(box("vigabatrin"), "when are eyes checked on vigabatrin", (), ()).text
    assert "REMS" in box_shown(box("vigabatrin"), "what is the vigabatrin REMS programme", (), ()).text


def test_each_line_names_its_source() -> None:
    shown = box_shown(box("botulinum-toxin"), "is Botox safe", (), ())
    assert all(re.search(r"\([^)]+\)$", line) for line in shown.lines)
    assert "(US boxed warning)" in shown.lines[0]


BOXED = "Vigabatrin carries a boxed warning: it can take side vision for good."


def test_a_sentence_of_the_library_is_cited_in_place_of_our_own_line() -> None:
    shown = box_shown(box("vigabatrin"), "is vigabatrin safe", (), passages_of(expert(BOXED)))
    assert [draft.words for draft in shown.added] == [BOXED]
    assert not any("boxed" in line for line in shown.lines)


def test_experience_never_stands_in_for_a_line() -> None:
    shown = box_shown(box("vigabatrin"), "is vigabatrin safe", (), passages_of(thread(BOXED)))
    assert shown.added == ()
    assert any("boxed" in line for line in shown.lines)


def test_what_the_answer_already_says_is_not_said_again() -> None:
    shown = box_shown(box("vigabatrin"), "is vigabatrin safe", drafts_of(expert(BOXED)), ())
    assert shown.added == ()
    assert not any("boxed" in line for line in shown.lines)


def test_a_box_nobody_asked_for_says_only_what_is_always_said() -> None:
    shown = box_shown(box("botulinum-toxin"), "How is hemifacial spasm treated?", (), ())
    assert shown.lines == tuple(each.line for each in shown.box.statement if each.always)


@pytest.mark.parametrize("each", boxes(), ids=lambda each: each.id)
def test_a_box_is_short_plain_and_sourced(each: Box) -> None:
    shown = box_shown(each, each.topics[0], (), ())
    assert 1 <= len(shown.lines) <= MOST_STATEMENTS
    assert grade(" ".join(statement.text for statement in each.statement)) <= 8
    assert all(published()[key] for statement in each.statement for key in statement.sources)


@pytest.mark.parametrize("each", boxes(), ids=lambda each: each.id)
def test_a_box_holds_no_amount_of_a_drug(each: Box) -> None:
    amounts = r"\d\s*(?:mg|mcg|g|ml|units?|iu|tablets?)\b|\bper kg\b"
    assert not any(re.search(amounts, statement.text, re.IGNORECASE) for statement in each.statement)
