"""A guideline no longer in force is called so where a shown sentence rests on it."""

from __future__ import annotations

from chatbot.disputes.published import published
from chatbot.disputes.retiring import retired_lines
from evals.starter.grading import grade
from tests.chatbot.disputes.shelves import citing, drafts_of, expert

AAN_2012 = "Go CY and others. Medical treatment of infantile spasms. Neurology, 2012. PMID 22689735"
SPEED = "A shorter wait before treatment possibly helps."


def test_a_sentence_that_cites_the_retired_guideline_brings_the_line() -> None:
    (line,) = retired_lines(drafts_of(citing(expert(SPEED), AAN_2012)))
    assert "retired" in line


def test_a_sentence_that_names_the_retired_guideline_brings_the_line() -> None:
    drafts = drafts_of(
        expert("The American Academy of Neurology guideline of 2012 on infantile spasms says so.")
    )
    assert len(retired_lines(drafts)) == 1


def test_a_page_that_is_the_retired_guideline_brings_the_line() -> None:
    page = expert(SPEED, "Evidence-based guideline update: medical treatment of infantile spasms")
    assert len(retired_lines(drafts_of(page))) == 1


def test_a_sentence_that_says_so_itself_needs_no_line() -> None:
    page = citing(expert("A US guideline, now retired, says a shorter wait possibly helps."), AAN_2012)
    assert retired_lines(drafts_of(page)) == ()


def test_other_guidelines_bring_no_line() -> None:
    page = expert("A US guideline backs steroids for Bell's palsy.")
    assert retired_lines(drafts_of(citing(page, "Clinical Practice Guideline: Bell's Palsy, 2013"))) == ()


def test_a_guideline_of_unsettled_standing_is_called_so() -> None:
    page = citing(expert("Botulinum toxin is a choice."), "Simpson. doi:10.1212/WNL.0000000000002560")
    (line,) = retired_lines(drafts_of(page))
    assert "could not settle" in line


def test_a_question_that_names_the_guideline_brings_the_line() -> None:
    assert any(
        "2012" in line and "retired" in line for line in retired_lines((), "is the AAN guideline current?")
    )
    assert retired_lines((), "is there a guideline for Bell's palsy?") == ()


def test_the_lines_are_plain() -> None:
    assert all(grade(source.standing) <= 8 for source in published().values() if source.standing)
