"""Misspelt words of a question are put right by the library's own words, and right ones are left alone."""

from __future__ import annotations

import pytest

from kb.spelling import Speller, word_counts

ENGLISH = frozenset(
    ["what", "when", "effect", "offer", "open", "with", "long", "does", "last", "will", "lose", "every"]
)
TEXTS = (
    "Hemifacial spasm often eases with botulinum toxin.",
    "Carbamazepine is a hormone-free medicine; surgery is rare.",
)


@pytest.fixture
def speller() -> Speller:
    return Speller(word_counts(TEXTS), ENGLISH.__contains__)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("hemifacal spasim", "hemifacial spasm"),
        ("carbamazapine", "carbamazepine"),
        ("is sugery rare", "is surgery rare"),
        ("offen", "often"),
        ("BOTULINIM toxin?", "botulinum toxin?"),
    ],
)
def test_a_slip_is_put_right(speller: Speller, written: str, meant: str) -> None:
    assert speller.corrected(written) == meant


@pytest.mark.parametrize(
    "written", ["what will effect me", "hormonal", "spasms", "Xeomin", "shes", "don't", "42 %", ""]
)
def test_what_is_no_slip_is_left_alone(speller: Speller, written: str) -> None:
    assert speller.corrected(written) == written
