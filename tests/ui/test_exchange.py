"""A conversation grows by exchanges, and nothing of it is lost when one fails or is stopped."""

from __future__ import annotations

from collections.abc import Iterator

from tests.ui.fakes import FakeChatbot
from ui.conversation import conversation_html
from ui.exchange import Exchange, Progress, asked, history, stopped
from ui.texts import texts


def test_a_question_is_shown_before_its_answer_comes_in() -> None:
    first = next(asked(FakeChatbot(), (), " What is it? "))
    assert first == (Exchange("What is it?"),)
    assert texts().waiting in conversation_html(first)


def test_text_grows_until_the_answer_is_whole() -> None:
    *growing, last = asked(FakeChatbot(), (), "What is it?")
    lengths = [len(exchanges[-1].text) for exchanges in growing]
    assert lengths == sorted(lengths)
    assert len(lengths) > 2
    assert last[-1].progress is Progress.ANSWERED
    assert last[-1].answer is not None


def test_a_follow_up_carries_the_turns_before_it() -> None:
    chatbot = FakeChatbot()
    *_, first = asked(chatbot, (), "What is it?")
    *_, second = asked(chatbot, first, "How long does it last?")
    answer = first[0].answer
    assert answer is not None
    assert chatbot.asked[1]["history"] == [("user", "What is it?"), ("assistant", answer.answer)]
    assert len(history(second)) == 4


def test_a_failed_turn_says_so_calmly_and_keeps_the_rest() -> None:
    *_, first = asked(FakeChatbot(), (), "What is it?")
    *_, second = asked(FakeChatbot(), first, "this fails")
    assert second[0] == first[0]
    assert second[1].progress is Progress.FAILED
    assert texts().failed in conversation_html(second)
    assert "the library went away" not in conversation_html(second)
    assert history(second) == history(first)


def test_a_stream_that_ends_without_an_answer_has_failed() -> None:
    class Silent:
        def stream(self, asked: object, /) -> Iterator[dict[str, str]]:
            yield {"text": "Half"}

    *_, last = asked(Silent(), (), "What is it?")
    assert last[-1].progress is Progress.FAILED


def test_stopping_keeps_what_was_read_and_leaves_it_out_of_the_history() -> None:
    halfway = (Exchange("What is it?", text="It is"),)
    ended = stopped(halfway)
    assert ended[0].progress is Progress.STOPPED
    assert "It is" in conversation_html(ended)
    assert texts().stopped in conversation_html(ended)
    assert history(ended) == []


def test_stopping_an_answer_that_is_there_changes_nothing() -> None:
    *_, done = asked(FakeChatbot(), (), "What is it?")
    assert stopped(done) == done
    assert stopped(()) == ()
