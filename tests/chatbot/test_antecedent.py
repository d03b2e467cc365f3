"""What stands in brackets before a sentence that leans on its neighbours: the right thing, or nothing."""

from __future__ import annotations

import pytest

from chatbot.antecedent import supplied_for
from chatbot.choosing import Candidate
from chatbot.topics import lexicon
from ingest.chunk import Chunk
from ingest.sentences import sentences
from kb.passage import Passage
from tests.chatbot.fakes import page


def supplied(text: str, title: str = "Hemifacial spasm") -> str | None:
    """What is supplied for the last sentence of `text`."""
    document = page(text, title=title)
    found = sentences(text, 0, len(text))
    chunk = Chunk(document, document.parts[0], 0, found)
    return supplied_for(Candidate(Passage(chunk, 1.0, 1.0, 1, 1, ()), found[-1], 1.0), lexicon())


@pytest.mark.parametrize(
    ("text", "bracket"),
    [
        ("Baclofen is a muscle relaxant. It may cause sleepiness.", "Baclofen"),
        ("Small vessels can loop over the nerve. They press on it.", "Small vessels"),
        ("My neighbour has had it for years. It never troubled her sleep.", "Hemifacial spasm"),
        ("Driving can be hard with closed eyes. It comes and goes.", "Hemifacial spasm"),
        ("There are two forms. The disorder is rare.", "Hemifacial spasm"),
        ("Most people do well. This condition is not fatal.", "Hemifacial spasm"),
        ("Surgeons may offer decompression. This operation has risks.", "decompression"),
        ("A vessel presses on the nerve. This causes twitching.", "A vessel presses on the nerve"),
        ("Sarcoidosis can look alike. This disease affects the lungs.", "Sarcoidosis can look alike"),
    ],
)
def test_a_leaning_sentence_is_given_what_it_refers_to(text: str, bracket: str) -> None:
    assert supplied(text) == bracket


@pytest.mark.parametrize(
    "text",
    [
        "Botulinum toxin wears off. It is important to plan the next visit.",
        "Botulinum toxin wears off. It is not known why some need more.",
        "Do not stop suddenly. This page gives no amounts.",
        "Ask your nurse first. This prevents mistakes.",
        "Botulinum toxin wears off. Those with dry eyes need drops.",
        "Botulinum toxin wears off. Most people come back after three months.",
        "Botulinum toxin wears off. The disorder called hemifacial spasm stays.",
    ],
)
def test_nothing_is_supplied_where_nothing_is_missing_or_the_referent_is_in_doubt(text: str) -> None:
    assert supplied(text) is None
