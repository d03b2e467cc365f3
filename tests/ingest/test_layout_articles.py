"""Articles, leaflets and collections of questions as different sites show them."""

from __future__ import annotations

from ingest.document import Role
from tests.ingest.sheets import of_text, page, words


def labels(name: str) -> list[str]:
    return [part.label for part in page(name).parts]


def test_a_leaflet_in_plain_text_has_its_sections_and_lists() -> None:
    leaflet = page("leaflet.txt")
    assert labels("leaflet.txt")[-3:] == [
        "What is the treatment?",
        "How do I prepare?",
        "After the injection",
    ]
    assert leaflet.text.count("\n- ") == 3
    assert "555" not in leaflet.text
    assert leaflet.published == "2024-03"


def test_wrapped_lines_are_joined_by_single_spaces() -> None:
    assert "so that the movement becomes" in page("leaflet.txt").text


def test_an_article_keeps_its_sections_and_drops_bylines_references_and_comments() -> None:
    article = page("reviewed.html")
    assert [part.role for part in article.parts] == [Role.SECTION] * 4
    assert labels("reviewed.html") == [
        "Introduction",
        "What it looks like",
        "What it looks like: At night",
        "How it is treated",
    ]
    for furniture in ("Paula", "Somebody A", "Bea", "operation in the end", "Last updated"):
        assert furniture not in article.text
    assert article.published == "2023-06-14"


def test_an_article_that_speaks_of_replies_and_comments_is_no_thread() -> None:
    farm = page("farm.html")
    assert farm.layout == "article"
    assert labels("farm.html") == ["Introduction", "Drink more water", "Reply to stress with rest"]
    for furniture in ("Winter", "soups", "cats", "Advertisement", "Pinterest", "email address"):
        assert furniture not in farm.text


def test_questions_over_paragraphs_of_a_scraped_copy_are_its_sections() -> None:
    assert labels("scraped.txt") == [
        "Introduction",
        "What causes eye twitching?",
        "How long is too long for eye twitching?",
    ]
    assert "Rome" not in page("scraped.txt").text


def test_headings_stand_in_the_text_and_in_no_part() -> None:
    farm = page("farm.html")
    at = farm.text.index("\n\nDrink more water\n\n") + 2
    assert not any(part.start <= at < part.end for part in farm.parts)


def test_a_page_of_frequent_questions_pairs_each_with_its_answer() -> None:
    faq = page("faq.md")
    assert faq.layout == "qa_collection"
    assert [part.role for part in faq.parts] == [Role.QUESTION, Role.ANSWER] * 3
    assert [part.number for part in faq.parts] == [1, 1, 2, 2, 3, 3]
    assert faq.parts[3].heading == "Can stress cause it?"
    assert words(faq, faq.parts[3]).endswith("not known to be the cause.")


def test_labelled_questions_and_answers_in_plain_text_are_pairs_even_where_an_answer_is_long() -> None:
    long = "It is a twitch of one side. " * 20
    document = of_text(f"Q: What is it?\nA: {long.strip()}\n\nQ: Will it end?\nA: It often lasts.\n")
    assert [part.role for part in document.parts] == [Role.QUESTION, Role.ANSWER] * 2
    assert words(document, document.parts[1]) == long.strip()
    assert document.parts[3].heading == "Will it end?"


def test_a_page_of_dated_paragraphs_is_no_thread() -> None:
    dated = "\n\n".join(
        f"{day} May 2020\n\nOn this day the clinic opened another room for people with facial spasm."
        for day in (3, 9, 14)
    )
    assert of_text(f"News of the clinic\n\n{dated}\n").layout == "article"


def test_a_dump_without_blank_lines_keeps_its_headings_and_its_unmarked_lists() -> None:
    assert labels("dump.txt") == ["What Is Hemifacial Spasm?", "Causes", "Treatment"]
    text = page("dump.txt").text
    assert "Other causes include:\n\n- Injury\n- A growth\n- Bell's palsy" in text
    for furniture in ("SOURCES", "privacy", "min read", "Maria", "Skip"):
        assert furniture not in text
