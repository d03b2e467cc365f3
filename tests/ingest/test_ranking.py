"""How far pages are trusted, and why."""

from __future__ import annotations

import pytest

from ingest.document import Document
from ingest.sheet import Line, Mark, Meta, Sheet
from tests.ingest.sheets import document, of_text, page

PROSE = "A twitch of one side of the face that lasts should be looked at by somebody who knows it well."


def sheet(*lines: str, said: Meta | None = None, override: Meta | None = None) -> Sheet:
    written = [each for line in lines for each in (Line(line), Line("", Mark.BLANK))]
    return Sheet((*written, Line(PROSE)), said or Meta(), override or Meta())


def rank(ranked: Document) -> tuple[int, str]:
    return ranked.rank.level, ranked.rank.reason


@pytest.mark.parametrize(
    ("name", "level", "reason"),
    [
        ("board.txt", 5, "nobody has checked"),
        ("chat.txt", 4, "Dr. Anil Mehta"),
        ("leaflet.txt", 4, "Northmoor University Hospital"),
        ("reviewed.html", 4, "medically reviewed by Tomas Lind, MD"),
        ("farm.html", 0, "names no author"),
        ("scraped.txt", 0, "biography"),
    ],
)
def test_a_page_is_ranked_by_what_it_shows_of_itself(name: str, level: int, reason: str) -> None:
    ranked = page(name)
    assert ranked.rank.level == level
    assert reason in ranked.rank.reason


def test_letters_after_an_invented_name_do_not_lift_a_scraped_copy() -> None:
    assert "Terence Hammes MD" in page("scraped.txt").rank.reason
    assert page("scraped.txt").rank.level == 0


@pytest.mark.parametrize(
    "author", ["Jane Roe, MD", "Jane Roe, consultant neurologist", "Sam Poe, RN", "Prof. Ana Lima, FRCP"]
)
def test_an_author_with_clinical_letters_or_a_clinical_role_is_an_expert(author: str) -> None:
    assert document(sheet("Twitches", f"By {author}")).rank.level == 4


@pytest.mark.parametrize(
    "author",
    [
        "Kim Lee, content writer",
        "Pat Doe",
        "Dr. Sarah Jones",
        "Ann May, mother of a patient",
        "Editorial Team",
    ],
)
def test_an_author_without_clinical_standing_is_quarantined(author: str) -> None:
    level, reason = rank(document(sheet("Twitches", f"By {author}")))
    assert level == 0
    assert reason


def test_a_heading_under_a_byline_lends_no_standing() -> None:
    assert document(sheet("Twitches", "By Pat Doe", "When to see a neurologist")).rank.level == 0


def test_doctors_say_is_no_author() -> None:
    assert of_text(f"Twitches\n\nDoctors say that a neurologist knows best, and {PROSE}\n").rank.level == 0


def test_a_file_that_claims_an_institutes_address_is_ranked_4_and_told_as_its_own_claim() -> None:
    level, reason = rank(
        document(sheet("NICE guideline NG217", said=Meta(url="https://www.nice.org.uk/guidance/ng217")))
    )
    assert level == 4
    assert "own claim" in reason


@pytest.mark.parametrize(
    ("url", "title", "level"),
    [
        ("https://www.nice.org.uk/guidance/ng217", "Epilepsies: NICE guideline NG217", 1),
        ("https://dailymed.nlm.nih.gov/x", "Vigabatrin: prescribing information", 1),
        ("https://pubmed.ncbi.nlm.nih.gov/1", "Toxin for spasm: a systematic review", 2),
        ("https://pubmed.ncbi.nlm.nih.gov/2", "Spasms in Spain: a retrospective cohort study", 3),
        ("https://pubmed.ncbi.nlm.nih.gov/3", "What I think of spasms", 4),
        ("https://www.ninds.nih.gov/x", "A systematic review", 4),
        ("https://nice.org.uk.example.com/x", "NICE guideline NG217", 0),
        ("https://blog.example/x", "Systematic review of my garden", 0),
    ],
)
def test_a_fetched_page_reaches_1_to_3_only_by_its_address_and_its_own_words_together(
    url: str, title: str, level: int
) -> None:
    ranked = document(sheet(title), location=url)
    assert ranked.rank.level == level
    assert ("not confirmed by a person" in ranked.rank.reason) == (level in {1, 2, 3})


def test_whoever_adds_a_page_sets_its_rank_and_the_reason_says_so() -> None:
    added = Meta(evidence_rank=2, evidence_reason="I read the trial")
    level, reason = rank(document(sheet("Twitches", override=added)))
    assert level == 2
    assert "whoever added the page" in reason
    assert "I read the trial" in reason


def test_a_set_rank_never_lifts_an_askers_or_an_unknown_authors_words() -> None:
    lines = (
        "Lip",
        "Question",
        "My lip twitches, why?",
        "Answered by Dr. Ida Holm, Neurology",
        "See someone.",
        "More Info",
    )
    ranked = document(sheet(*lines, override=Meta(evidence_rank=3)))
    assert [part.rank.level for part in ranked.parts] == [5, 3, 0]
