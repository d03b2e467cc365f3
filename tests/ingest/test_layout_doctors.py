"""Doctors' replies as different sites show them."""

from __future__ import annotations

from ingest.document import Kind, Role
from tests.ingest.sheets import of_text, page, words


def test_a_chat_with_a_doctor_alternates_questions_and_answers() -> None:
    chat = page("chat.txt")
    assert chat.kind is Kind.DOCTOR_QA
    assert [part.role for part in chat.parts] == [Role.QUESTION, Role.ANSWER] * 2
    assert [part.rank.level for part in chat.parts] == [5, 4, 5, 4]
    assert chat.asker is not None
    assert (chat.asker.age, chat.asker.sex) == ("42 Years", "male")
    assert words(chat, chat.parts[2]) == "My wife says that it does, yes."


def test_related_questions_that_are_only_links_are_dropped() -> None:
    text = page("chat.txt").text
    assert "eyelid twitch" not in text
    assert "Disclaimer" not in text
    assert "helpful" not in text


def test_an_answer_signed_at_its_end_is_its_signers() -> None:
    expert = page("expert.html")
    assert expert.kind is Kind.DOCTOR_QA
    assert expert.author is not None
    assert (expert.author.name, expert.author.department) == ("Helen Marsh, MD", "pediatric neurologist")
    assert [part.rank.level for part in expert.parts] == [5, 4]
    assert expert.parts[0].published == "2020-03-03"
    assert "Related" not in expert.text


def test_a_field_named_once_holds_for_every_answer_of_the_same_doctor() -> None:
    page_ = page("consultation.txt")
    answers = [part for part in page_.parts if part.role is Role.ANSWER]
    assert [part.author.department for part in answers if part.author] == ["Neurology", "Neurology"]
    assert [part.rank.level for part in answers] == [4, 4]
    assert "Reviewed At" not in page_.text


def test_an_answer_by_nobody_who_is_named_with_a_field_is_quarantined() -> None:
    document = of_text(
        "Eyelid question\n\nQuestion\n\nMy eyelid jumps all day, is that bad?\n\n"
        "Dr. Fay answered\n\nNo, not at all, do not worry.\n"
    )
    assert [part.rank.level for part in document.parts] == [5, 0]
    assert "no field" in document.rank.reason


def test_an_ai_answer_under_the_doctors_is_its_own_part_and_quarantined() -> None:
    document = of_text(
        "Lip twitch\n\nQuestion\n\nMy lip twitches, what is it?\n\nAnswered by Dr. Ida Holm, Neurology\n\n"
        "It is best to have it looked at.\n\nAI-generated answer\n\nLip twitching is most often caused by tiredness.\n"
    )
    assert [part.role for part in document.parts] == [Role.QUESTION, Role.ANSWER, Role.MORE_INFO]
    assert [part.rank.level for part in document.parts] == [5, 4, 0]


def test_related_pairs_are_told_apart_where_no_read_more_stands_between_them() -> None:
    document = of_text(
        "Lip twitch\n\nQuestion\n\nMy lip twitches, what is it?\n\nDr. Ida Holm reply Neurology\n\nIt is best.\n\n"
        "Related questions\n\nCheek jumps at night\n\nMy cheek jumps when I lie down, doctor, and it...\n\n"
        "Dr. Bo Lund reply Neurology\n\nPlease keep a diary.\n\nEyelid and screens\n\nDo screens make it jump?\n\n"
        "Dr. Ida Holm reply Neurology\n\nLong work at a screen can tire the lid.\n"
    )
    related = document.parts[2:]
    assert [(part.role, part.number) for part in related] == [
        (Role.RELATED_QUESTION, 1),
        (Role.RELATED_ANSWER, 1),
        (Role.RELATED_QUESTION, 2),
        (Role.RELATED_ANSWER, 2),
    ]
    assert [part.heading for part in related[::2]] == ["Cheek jumps at night", "Eyelid and screens"]
    assert [part.cut_off for part in related] == [True, False, False, False]


def test_an_article_with_a_doctors_byline_is_no_doctors_reply() -> None:
    document = of_text(
        "What makes a cheek jump?\n\nJane Roe, MD\n\nPublished: 3 May 2020\n\n"
        "Have you ever felt your cheek jump? Most people will tell you that they have, and it says little.\n\n"
        "It mostly stops by itself within a few days, and nobody knows quite what sets it off.\n"
    )
    assert document.layout == "article"
    assert document.rank.level == 4


def test_how_long_ago_a_doctor_replied_is_not_the_askers_age() -> None:
    chat = page("expert_chat.txt")
    assert chat.asker is None
    assert [part.role for part in chat.parts] == [Role.QUESTION, Role.ANSWER] * 2
    assert chat.author is not None
    assert chat.author.name == "Dr. Frank Dale"


def test_a_doctors_reply_in_html_comes_out_as_one_in_plain_text() -> None:
    reply = page("reply.html")
    assert [part.role.value for part in reply.parts] == [
        "question",
        "answer",
        "more_info",
        "related_question",
        "related_answer",
    ]
    assert words(reply, reply.parts[0]).startswith("Hello Dr. Wu, my")
    assert [part.published for part in reply.parts[:2]] == ["2020-02-29", "2020-03-01"]
    assert reply.parts[3].cut_off
    assert "Sleep" not in reply.text
