"""Threads as different sites show them."""

from __future__ import annotations

from ingest.document import Kind, Role
from tests.ingest.sheets import of_text, page, words


def test_a_bulletin_board_gives_its_posts_with_writers_and_dates() -> None:
    board = page("board.txt")
    assert (board.kind, board.title) == (Kind.FORUM, "Eyelid jumping for six weeks")
    assert [(part.author.name, part.published) for part in board.parts if part.author] == [
        ("marigold77", "2021-03-02"),
        ("old_oak", "2021-03-03"),
        ("KestrelDad", "2021-03-03"),
        ("marigold77", "2021-03-06"),
    ]
    assert board.completeness == "3 of 3 replies present"


def test_a_quote_of_an_earlier_post_is_not_the_repliers_words() -> None:
    board = page("board.txt")
    assert words(board, board.parts[1]).startswith("That was how mine")
    assert board.text.count("my cheek joined in") == 1


def test_signatures_are_dropped() -> None:
    text = page("board.txt").text
    assert "owner of none" not in text
    assert "Be kind" not in text
    assert "____" not in text


def test_a_thread_where_someone_quotes_a_doctor_is_a_thread() -> None:
    board = page("board.txt")
    assert board.layout == "thread"
    assert {part.rank.level for part in board.parts} == {5}


def test_nested_comments_in_html_keep_their_depth_their_writer_and_their_date() -> None:
    nested = page("nested.html")
    assert nested.title == "Face twitch after a virus"
    assert [part.role for part in nested.parts] == [Role.POST, Role.REPLY, Role.COMMENT, Role.REPLY]
    assert [part.author.name for part in nested.parts if part.author] == [
        "plumjam",
        "greyheron",
        "plumjam",
        "nightowl",
    ]
    assert nested.parts[3].published == "2022-05-05"
    assert nested.completeness == "3 of 3 replies present"


def test_scores_buttons_and_quoted_words_of_html_threads_are_dropped() -> None:
    text = page("nested.html").text
    assert text.count("a scan to be safe") == 1
    for furniture in ("points", "reply", "Save", "Popular", "Best", "years ago"):
        assert furniture not in text


def test_names_over_relative_dates_are_writers_and_the_dates_are_told_in_words() -> None:
    community = page("community.txt")
    assert community.title == "Infant making odd faces"
    assert [part.author.name for part in community.parts if part.author] == [
        "tired_mum",
        "bluegate",
        "harbour_light",
    ]
    assert [part.published for part in community.parts] == [None, None, None]
    assert community.notes[-1].startswith("Dated only in words: post 1 “3 years ago”")
    assert community.completeness == "2 of 3 replies present"


def test_several_comments_under_one_reply_are_told_apart() -> None:
    thread = page("nested_comments.txt")
    assert [part.role for part in thread.parts] == [
        Role.POST,
        Role.REPLY,
        Role.COMMENT,
        Role.COMMENT,
        Role.REPLY,
    ]
    assert words(thread, thread.parts[3]) == "You are welcome, keep us posted!"


def test_a_line_of_a_post_that_looks_like_a_members_fact_stays_in_the_post() -> None:
    thread = of_text(
        "Face spasm\nPosted by anna on 3 May 2020\nWe saw the clinic last week and this is what they wrote down.\n"
        "Diagnosis: hemifacial spasm\nSo now we wait for the injections and hope for the best.\n\n"
        "Posted by ben on 4 May 2020\nGood luck to you, ours took about a week to work.\n"
    )
    assert len(thread.parts) == 2
    assert "Diagnosis: hemifacial spasm" in words(thread, thread.parts[0])


def test_a_bulletin_with_its_names_under_the_dates_gives_its_posts() -> None:
    board = page("bulletin.txt")
    assert board.title == "Hemifacial spasm and flying"
    assert [part.author.name for part in board.parts if part.author] == ["marigold77", "old_oak", "Bea"]
    assert "Registered" not in board.text
    assert board.text.count("went wild") == 1


def test_a_date_that_could_be_two_days_is_told_in_words_and_not_guessed() -> None:
    board = page("bulletin.txt")
    assert [part.published for part in board.parts] == [None, "2021-03-03", None]
    assert "post 1 “03-02-2021”" in board.notes[-1]


def test_what_a_poster_says_to_be_lends_the_post_no_rank() -> None:
    answers = page("answers.txt")
    assert [part.author.name for part in answers.parts if part.author] == ["Jane Doe", "Tim Small"]
    assert {part.rank.level for part in answers.parts} == {5}


def test_a_markdown_quote_in_a_reply_is_not_the_repliers_words() -> None:
    thread = page("thread.md")
    assert [words(thread, part) for part in thread.parts] == [
        "My cheek twitches since Monday. Is it stress?",
        "Try to sleep. Mine stopped.",
    ]
