"""Answers become HTML in which only our own citation numbers are links and nothing can load or run."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.answer import Urgency
from chatbot.rendering import neutral
from tests.ui.fakes import DISCLAIMER, HOSTILE, OVERVIEW, TRAP, answer_about_faces, cite, made_answer
from tests.ui.test_source import Seen
from ui.markdown import answer_html

ALLOWED = {"p", "ul", "ol", "li", "strong", "em", "h3", "div", "a", "blockquote", "br"}
QUOTE = cite(1, "overview", OVERVIEW, "See a doctor when a twitch lasts longer than two weeks.")


def words(page: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", page))


def test_a_citation_number_is_a_link_to_its_source_with_a_name_for_screen_readers() -> None:
    page = answer_html(f"{QUOTE.quote} [1]", made_answer("", (QUOTE,)))
    assert 'aria-label="Source 1: Hemifacial spasm: an overview"' in page
    assert (
        f'data-panel="/source/overview/{OVERVIEW.text_sha256}?start={QUOTE.start}&amp;end={QUOTE.end}&amp;number=1"'
        in page
    )
    assert ">1</a>" in page


def test_several_numbers_in_one_bracket_are_several_links() -> None:
    second = QUOTE.model_copy(update={"number": 2})
    assert answer_html("Both [1, 2].", made_answer("", (QUOTE, second))).count("<a ") == 2


def test_a_number_without_a_citation_stays_text() -> None:
    page = answer_html("As shown [7] and [1, 7].", made_answer("", (QUOTE,)))
    assert "<a " not in page
    assert "[7]" in page


def test_an_escaped_number_inside_a_quote_is_not_taken_for_a_citation() -> None:
    quote = QUOTE.model_copy(update={"quote": "Shown before [1]."})
    page = answer_html(f"{neutral(quote.quote)} [1]", made_answer("", (quote,)))
    assert page.count("<a ") == 1
    assert "Shown before [1]." in words(page)


@pytest.mark.parametrize("escaped", [True, False])
def test_a_hostile_quote_reads_the_same_and_does_nothing(escaped: bool) -> None:
    citation = cite(1, "trap", TRAP, TRAP.text.strip())
    text = neutral(citation.quote) if escaped else citation.quote
    page = answer_html(f"- {text} [1]", made_answer("", (citation,)))
    seen = Seen(page)
    assert seen.tags <= ALLOWED
    assert {name for name, _ in seen.attributes} <= {"class", "href", "data-panel", "aria-label", "target"}
    assert HOSTILE in words(page)


@given(st.text(max_size=200))
def test_whatever_a_writer_writes_only_plain_tags_come_out(text: str) -> None:
    for answer in (None, made_answer(text, (QUOTE,))):
        seen = Seen(answer_html(text, answer))
        assert seen.tags <= ALLOWED
        assert all(
            value and value.startswith("/library/") for name, value in seen.attributes if name == "href"
        )


@pytest.mark.parametrize(
    "piece",
    [
        "![a](http://evil.example/a.png)",
        "[a](http://evil.example)",
        "<http://evil.example>",
        "[a][b]\n\n[b]: http://evil.example",
    ],
)
def test_images_and_links_in_an_answer_stay_text(piece: str) -> None:
    seen = Seen(answer_html(piece, made_answer(piece)))
    assert not seen.tags & {"a", "img"}


@pytest.mark.parametrize("urgency", ["emergency", "same_day"])
def test_the_action_line_stands_first_in_a_box_of_its_own(urgency: Urgency) -> None:
    page = answer_html(
        f"**Call your emergency number now.**\n\nMore.\n\n{DISCLAIMER}", made_answer("", urgency=urgency)
    )
    assert page.startswith(f'<div class="action action-{urgency}"')
    assert page.index("Call your") < page.index("</div>") < page.index("More.")


def test_a_heading_over_a_list_is_not_taken_for_an_action() -> None:
    page = answer_html("**What people describe**\n\n- One.", made_answer("", urgency="routine"))
    assert 'class="action' not in page
    assert "<h3><strong>What people describe</strong></h3>" in page


def test_an_answer_that_asks_for_no_action_has_no_box() -> None:
    assert 'class="action' not in answer_html("**Bold.**\n\nText.", made_answer("", urgency="information"))


def test_the_disclaimer_is_set_apart() -> None:
    assert '<p class="disclaimer">' in answer_html(f"Text.\n\n{DISCLAIMER}", made_answer(""))


def test_text_still_coming_in_shows_no_bare_asterisks() -> None:
    whole = "**Call your emergency number now.**\n\n- One *two* three.\n\n*General information, not advice.*"
    for end in range(1, len(whole)):
        if whole[end - 1] not in "*" and whole[end : end + 1] in (" ", "\n"):
            assert "*" not in words(answer_html(whole[:end]))


def test_the_whole_of_a_real_looking_answer_is_readable() -> None:
    answer = answer_about_faces("What is it?")
    text = words(answer_html(answer.answer, answer))
    for citation in answer.citations:
        assert citation.quote in text
