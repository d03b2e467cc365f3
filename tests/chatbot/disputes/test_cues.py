"""Cues as a clinician writes them."""

from __future__ import annotations

import pytest

from chatbot.disputes.cues import cue, read, stems_of

WORDS = {"teeth": "teeth/cutting a tooth"}


@pytest.mark.parametrize(
    "text", ["Her teeth and the twitches", "the twitching began. He is cutting a tooth", "TEETH... jerked!"]
)
def test_a_word_of_each_group_near_the_others_is_found_in_any_form(text: str) -> None:
    assert cue("{teeth} + twitch/jerk", WORDS).finds(read(text))


def test_words_far_apart_are_not_found() -> None:
    assert not cue("{teeth} + jerk", WORDS).finds(read("teeth " + "and so on " * 8 + "jerk"))


def test_a_word_after_the_minus_undoes_it() -> None:
    assert not cue("{teeth} + jerk - dentist", WORDS).finds(read("teeth jerk at the dentist"))


def test_a_star_matches_every_word_that_begins_so() -> None:
    assert cue("sedat* + scan", {}).finds(read("They sedated her for the scan"))
    assert not cue("sedat* + scan", {}).finds(read("They saw her for the scan"))


def test_apostrophes_and_commas_in_numbers_are_read_over() -> None:
    assert cue("dont + 1 in 10000", {}).finds(read("We don’t know: 1 in 10,000"))


def test_a_long_word_one_letter_off_is_read_as_the_cue_s() -> None:
    wanted = cue("vigabatrin", {})
    assert wanted.finds(read("vigabatrn", stems_of([wanted])))
    assert not wanted.finds(read("vigbtrn", stems_of([wanted])))
