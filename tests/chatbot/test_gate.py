"""The gate reads what the search shows: how near it comes, and what was asked and is nowhere in it."""

from __future__ import annotations

import pytest

from chatbot.gate import NOTHING_FOUND, evidence_for, gate
from chatbot.matters import unmet_asks, unmet_matters, unmet_terms
from chatbot.topics import lexicon
from tests.chatbot.fakes import WordShelf, page

COMMON = frozenset(["does", "help", "with", "safe", "much", "will", "work", "price", "sleep", "think"])


@pytest.mark.parametrize(
    ("question", "matter"),
    [
        ("How much does it cost?", "cost"),
        ("Can I drive with it?", "driving"),
        ("Is it safe when pregnant?", "pregnancy"),
        ("How common is it in Japan?", "japan"),
        ("Does levetiracetam help?", "levetiracetam"),
        ("Can dogs get it?", "animals"),
    ],
)
def test_a_matter_nothing_found_speaks_of_is_unmet(question: str, matter: str) -> None:
    assert matter in unmet_matters(question, "Hemifacial spasm is a twitch of the face.")


def test_a_matter_is_met_by_any_word_of_its_group() -> None:
    assert unmet_matters("Is it expensive?", "The price of an injection varies.") == ()


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How many people have it?", "how many"),
        ("At what age does it begin?", "what age"),
        ("How long is it?", "how long"),
    ],
)
def test_a_kind_of_thing_asked_for_and_not_given_is_unmet(question: str, kind: str) -> None:
    assert kind in unmet_asks(question, "Botulinum toxin eases the spasm.")
    assert unmet_asks(question, "In 9 of 100 it began at 40 and took 3 weeks.") == ()


@pytest.mark.parametrize(
    "question", ["Does nusinersen help?", "Did doctor Brown write this?", "What is valvulitis?"]
)
def test_a_name_nothing_found_holds_is_unmet(question: str) -> None:
    assert len(unmet_terms(question, "Hemifacial spasm is a twitch.", COMMON.__contains__)) == 1


@pytest.mark.parametrize(
    "question", ["What is Botox?", "CAN I SLEEP WITH THIS", "Is hemifacial spasm safe?", "I think so."]
)
def test_topics_openings_and_shouting_are_no_unmet_names(question: str) -> None:
    assert unmet_terms(question, "A page about something else.", COMMON.__contains__) == ()


def test_nothing_found_and_questions_of_no_words_are_never_let_through() -> None:
    shelf = WordShelf((page("Hemifacial spasm is a twitch."),))
    everyday = COMMON.__contains__
    assert evidence_for("hemifacial spasm", (), lexicon(), everyday) == NOTHING_FOUND
    assert evidence_for("????", shelf.search("????"), lexicon(), everyday) == NOTHING_FOUND
    assert not gate().lets_through(NOTHING_FOUND)


def test_the_closer_the_passages_the_wider_the_margin() -> None:
    shelf = WordShelf((page("Botulinum toxin eases hemifacial spasm for weeks."),))
    near, far = (
        gate().margin(evidence_for(question, shelf.search(question), lexicon(), COMMON.__contains__))
        for question in ("botulinum toxin hemifacial spasm weeks", "botulinum toxin price in Japan")
    )
    assert near > far
