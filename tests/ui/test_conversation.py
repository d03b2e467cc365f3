"""The conversation's HTML: hostile questions and sources stay text, and every source has its badge."""

from __future__ import annotations

from dataclasses import replace

from tests.ui.fakes import HOSTILE, FakeChatbot
from tests.ui.test_markdown import words
from tests.ui.test_source import Seen
from ui.conversation import conversation_html
from ui.exchange import Exchange, asked


def test_a_hostile_question_is_shown_as_it_was_typed() -> None:
    page = conversation_html((Exchange(HOSTILE),))
    assert not Seen(page).tags & {"img", "script", "form", "a", "iframe", "svg", "style", "input"}
    assert HOSTILE in words(page)


def test_a_hostile_source_adds_only_our_own_links() -> None:
    *_, exchanges = asked(FakeChatbot(), (), "trap")
    seen = Seen(conversation_html(exchanges))
    assert not seen.tags & {"img", "script", "form", "iframe", "svg", "style", "input"}
    assert not [name for name, _ in seen.attributes if name.startswith("on")]
    assert {str(value)[:14] for name, value in seen.attributes if name == "href"} == {"/library/trap?"}


def test_each_source_is_listed_with_its_badge_and_place() -> None:
    *_, exchanges = asked(FakeChatbot(), (), "What is it?")
    text = words(conversation_html(exchanges))
    assert "Personal experience (unverified)" in text
    assert "Review or expert page" in text
    assert "post 2 of 3" in text


def test_a_page_number_is_part_of_the_place() -> None:
    *_, exchanges = asked(FakeChatbot(), (), "What is it?")
    answer = exchanges[0].answer
    assert answer is not None
    paged = answer.model_copy(update={"citations": (answer.citations[0].model_copy(update={"page": "xii"}),)})
    assert "page xii" in words(conversation_html((replace(exchanges[0], answer=paged),)))


def test_only_an_answer_still_coming_in_is_marked_busy() -> None:
    halfway, *_, done = asked(FakeChatbot(), (), "What is it?")
    assert 'aria-busy="true"' in conversation_html(halfway)
    assert 'aria-busy="false"' in conversation_html(done)
    assert 'aria-live="polite"' in conversation_html(done)
