"""Lay terms: homely words keep standing, the field's term comes after them."""

from __future__ import annotations

import pytest

from chatbot.lay_terms import MOST_ADDED, lay_terms, with_terms
from chatbot.words import stems


@pytest.mark.parametrize(
    ("asked", "read"),
    [
        ("do the face jabs hurt", "do the face jabs (botulinum toxin) hurt"),
        ("Do they knock you out for it?", "Do they knock you out (general anaesthetic) for it?"),
    ],
)
def test_the_term_is_put_after_what_people_say(asked: str, read: str) -> None:
    assert with_terms(asked) == read


@pytest.mark.parametrize(
    "asked",
    ["does botulinum toxin hurt, my face jabs did", "how common is hemifacial spasm", "thank you", ""],
)
def test_a_question_that_names_the_term_or_says_nothing_homely_stays_as_it_is(asked: str) -> None:
    assert with_terms(asked) == asked


def test_few_terms_are_added_to_one_question() -> None:
    every = ", ".join(term.says[0] for term in lay_terms())
    assert with_terms(every).count("(") == MOST_ADDED


def test_every_saying_stands_once_in_lower_case_and_without_its_own_term() -> None:
    said = [each for term in lay_terms() for each in term.says]
    assert len(set(said)) == len(said)
    assert all(each == each.lower().strip() for each in said)
    for term in lay_terms():
        assert not [each for each in term.says if stems(term.name) and stems(term.name) <= stems(each)]
