from __future__ import annotations

import sqlite3

from hypothesis import given
from hypothesis import strategies as st

from kb.fusing import fuse
from kb.words import MOST_TERMS, match_expression, stop_words, terms

TABLE = sqlite3.connect(":memory:", check_same_thread=False)
TABLE.execute(
    "CREATE VIRTUAL TABLE words USING fts5(text, tokenize = 'porter unicode61 remove_diacritics 2')"
)
TABLE.execute("INSERT INTO words VALUES ('botulinum near the eye and not the jaw')")

OPERATORS = st.sampled_from(
    ["NEAR", "NEAR(", "AND", "OR", "NOT", '"', "*", "^", ":", "text:", "(", ")", "-", "+", "\x00"]
)


def found(question: str) -> int:
    expression = match_expression(question)
    return (
        len(TABLE.execute("SELECT * FROM words WHERE words MATCH ?", (expression,)).fetchall())
        if expression
        else 0
    )


@given(st.text(max_size=300) | st.lists(OPERATORS | st.text(max_size=5), max_size=60).map(" ".join))
def test_whatever_is_typed_makes_a_query_that_the_word_index_accepts(question: str) -> None:
    found(question)


def test_a_very_long_message_makes_a_query_that_the_word_index_accepts() -> None:
    message = " ".join(f"word{number}" for number in range(50_000)) + " botulinum"
    assert found(message) == 0
    assert len(terms(message)) == MOST_TERMS


def test_operators_are_looked_for_as_words() -> None:
    assert found("NEAR(zzz") == 1
    assert found('zzz" OR "botulinum') == 1
    assert found("text:zzz") == 0


def test_one_shared_word_is_enough() -> None:
    assert found("how long does botulinum last") == 1


def test_stop_words_are_left_out_unless_there_is_nothing_else() -> None:
    assert terms("What is the jaw?") == ("jaw",)
    assert terms("What is it?") == ("what", "is", "it")


def test_words_that_turn_a_question_round_are_no_stop_words() -> None:
    assert stop_words().isdisjoint({"not", "no", "without", "never", "before"})


def test_blank_and_wordless_questions_ask_for_nothing() -> None:
    assert match_expression("") == ""
    assert match_expression(" ?! — … ") == ""


def test_what_two_rankings_agree_on_comes_first() -> None:
    assert fuse([["a", "b", "c"], ["b", "d"]], 60, tie=str)[0] == "b"


def test_a_place_is_worth_one_over_k_plus_place() -> None:
    # a: 1/61 = .01639; b: 1/62 + 1/1000 places away counts less than c: 1/63 + 1/62.
    assert fuse([["a", "b", "c"], ["x", "c"]], 60, tie=str) == ["c", "a", "x", "b"]


def test_equal_sums_are_ordered_by_the_tie_and_not_by_chance() -> None:
    assert fuse([["b"], ["a"]], 60, tie=str) == ["a", "b"]
    assert fuse([["a"], ["b"]], 60, tie=str) == ["a", "b"]


def test_nothing_found_fuses_to_nothing() -> None:
    assert fuse([[], []], 60, tie=str) == []
