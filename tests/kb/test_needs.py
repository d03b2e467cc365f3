"""How likely it is that a sentence answers: its own logit, and the questions that it is foreseen to answer."""

from __future__ import annotations

import pytest

from kb.needs import calibration


def test_a_near_foreseen_question_raises_and_a_far_one_lowers_what_the_sentence_says_by_itself() -> None:
    near, far = (calibration().log_odds_foreseen(1.0, cosine) for cosine in (0.9, 0.4))
    assert far < calibration().log_odds(1.0) < near


def test_a_question_further_than_far_counts_as_none() -> None:
    none = calibration().log_odds_foreseen(1.0, None)
    assert calibration().log_odds_foreseen(1.0, 0.1) == none < calibration().log_odds_foreseen(1.0, 0.5)


@pytest.mark.parametrize("cosine", [None, 0.5, 0.9])
def test_the_better_a_sentence_answers_by_itself_the_likelier_it_is_in_all(cosine: float | None) -> None:
    assert calibration().log_odds_foreseen(0.0, cosine) < calibration().log_odds_foreseen(1.0, cosine)
    assert calibration().log_odds(0.0) < calibration().log_odds(1.0)
