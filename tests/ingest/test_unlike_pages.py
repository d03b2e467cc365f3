"""Pages unlike those that the layouts were made with: what stands on them is kept, and whose it is."""

from __future__ import annotations

from ingest.assembly import document_from
from ingest.cleaning import clean
from ingest.document import Document, Kind, Role
from ingest.formats.html import read_html
from ingest.formats.markdown import read_markdown
from ingest.sheet import Line, Meta, Sheet
from tests.ingest.sheets import document, of_text, page, words


def of_html(body: str, head: str = "") -> Document:
    return document(clean(read_html(f"<html><head>{head}</head><body>{body}</body></html>")))


def test_a_board_that_frames_every_post_as_a_quote_keeps_its_posts() -> None:
    board = page("quoted_board.html")
    assert board.title == "Left eye twitch for months"
    assert [(part.author.name, part.published) for part in board.parts if part.author] == [
        ("carol54", "2012-03-14"),
        ("JimboR", "2012-03-15"),
    ]
    assert "carbamazepine 200 mg" in words(board, board.parts[0])
    assert board.text.count("Is surgery the next step?") == 1
    assert not any(fact in board.text for fact in ("Ohio", "1,204", "HFS right side", "08:22"))


def test_a_box_that_holds_only_a_head_gives_it_to_the_box_inside() -> None:
    crawler = page("crawler.html")
    assert [part.author.name for part in crawler.parts if part.author] == ["helen_k", "rob.wales", "mj77"]
    assert [part.published for part in crawler.parts] == ["2021-06-01", "2021-06-02", "2021-07-12"]
    assert words(crawler, crawler.parts[1]).startswith("Mine went up")


def test_an_opening_post_outside_the_boxes_of_its_replies_is_post_one() -> None:
    hub = page("hub.html")
    assert hub.kind is Kind.FORUM
    assert [part.role for part in hub.parts] == [Role.POST, Role.REPLY, Role.COMMENT, Role.REPLY]
    assert words(hub, hub.parts[0]).startswith("My daughter has started")
    assert hub.completeness == "3 of 14 replies present"


def test_a_row_of_a_table_of_medicines_is_no_byline() -> None:
    rows = "<tr><th>Medicine</th><th>Dose</th></tr><tr><td>Prednisolone</td><td>By mouth, 10 mg</td></tr>"
    read = of_html(f"<h1>Spasms</h1><p>These are the medicines.</p><table>{rows}</table>")
    assert "Prednisolone | By mouth, 10 mg" in read.text
    assert read.author is None


def test_a_line_that_comes_again_over_every_post_parts_the_posts() -> None:
    says = (
        "It went away after six weeks for me.",
        "Mine stayed, so I saw a doctor.",
        "Thank you both very much.",
    )
    replies = "\n".join(f"Gravatar icon\n{words}\nWas this helpful? Yes 1 No 0" for words in says)
    read = of_text(
        f"Cheek jumps\nPosted by Ann about 2 years ago\nMy cheek jumps all day long.\n9 Answers\n{replies}"
    )
    assert [words(read, part) for part in read.parts[1:]] == list(says)
    assert read.completeness == "3 of 9 replies present"
    assert read.parts[0].author is not None
    assert read.parts[0].author.name == "Ann"


def test_a_thread_of_dates_without_names_is_a_thread_where_one_may_reply() -> None:
    posts = "\n\n".join(
        f"{day} Jan 2016 at 9:41 PM\nHe did it again on waking, {day} times in a row today.\n\nReply  Quote  Report"
        for day in (12, 13, 14)
    )
    read = of_text(f"Topic: Arms jerk\n\n{posts}\n\nPage 1 of 2  1 2 Next")
    assert (read.kind, read.title) == (Kind.FORUM, "Arms jerk")
    assert [part.published for part in read.parts] == ["2016-01-12", "2016-01-13", "2016-01-14"]
    assert "Page" not in read.text


def test_dated_follow_ups_of_a_named_doctor_and_an_asker_are_no_thread() -> None:
    read = of_text(
        "Site\nAsk the Expert: Twitches\n\nQuestion by Lena, 29 F, Leeds\nposted 4/12/2019\n"
        "I have had twitches for two months. Is it serious?\n\n"
        "Answer by Mark Hill, MD, Board Certified Neurologist\n4/13/2019\nThis is almost surely benign.\n\n"
        "Follow-up from Lena\n4/15/2019\nThank you. Again in a year?\n\nAnswer by Mark Hill, MD\n4/16/2019\nNo need.\n"
    )
    assert read.kind is Kind.DOCTOR_QA
    assert [part.role for part in read.parts] == [Role.QUESTION, Role.ANSWER, Role.QUESTION, Role.ANSWER]
    assert {part.rank.level for part in read.parts if part.role is Role.ANSWER} == {4}
    assert read.asker is not None
    assert read.asker.age == "29"


def test_a_menu_over_a_dump_is_not_its_title() -> None:
    read = of_text(
        "Conditions\nDrugs & Supplements\nWell-Being\n\nSpasm or twitch\n"
        "Medically reviewed by Karen Ivers, M.D., Neurology — By Joel Trent — Updated on May 9, 2023\n\n"
        "A spasm holds and a twitch jumps, and both are mostly harmless when they are short.\n"
    )
    assert (read.title, read.published) == ("Spasm or twitch", "2023-05-09")
    assert read.author is not None
    assert read.author.name == "Joel Trent"
    assert "reviewed by Karen Ivers, M.D., Neurology," in read.rank.reason


def test_questions_marked_q_and_questions_as_headings_stand_in_one_collection() -> None:
    text = "# Questions\n\n**Q: What is it?**\nA: A twitch.\n\n**Q: Does it last?**\nA: No.\n\n"
    text += "### Is it rare?\n\nIt is.\n"
    read = document(clean(read_markdown(text, "faq.md")))
    answers = [part for part in read.parts if part.role is Role.ANSWER]
    assert [(part.heading, words(read, part)) for part in answers] == [
        ("What is it?", "A twitch."),
        ("Does it last?", "No."),
        ("Is it rare?", "It is."),
    ]


def test_a_table_of_contents_in_the_words_of_its_headings_is_dropped() -> None:
    read = of_html(
        "<h1>Spasm</h1><ul><li>Causes</li><li>Care</li></ul><h2>Causes</h2><p>A vessel.</p><h2>Care</h2><p>Rest.</p>"
    )
    assert read.text == "Causes\n\nA vessel.\n\nCare\n\nRest."


def test_numbered_recommendations_stay_apart_and_an_owner_by_right_is_the_publisher() -> None:
    read = of_text(
        "Epilepsies\n\nSpasms\n6.1.1 Discuss the child with a specialist within 24 hours. [2022]\n"
        "6.1.2 Offer prednisolone, unless the child is at high risk of its effects. [2022]\n\n© NICE 2023. All rights."
    )
    assert "\n\n6.1.2 Offer" in read.text
    assert read.rank.level == 4
    assert "NICE, a guideline body" in read.rank.reason


def test_the_date_in_a_pdf_goes_before_the_date_the_file_was_made() -> None:
    lines = (Line("Spasms"), Line("Date of issue: May 2023"), Line("They begin in the first year of life."))
    sheet = Sheet(lines, Meta(published="2026-11-21"), format="pdf")
    assert document_from("0" * 64, "/a.pdf", "a.pdf", sheet).published == "2023-05"


def test_an_abstract_says_its_place_in_the_index() -> None:
    read = of_html(
        "<h1>A trial</h1><p>We compared two treatments.</p>", '<meta name="citation_pmid" content="12">'
    )
    assert read.url == "https://pubmed.ncbi.nlm.nih.gov/12/"
    assert read.rank.level == 4


def test_the_day_a_writer_joined_is_not_the_day_of_the_post() -> None:
    diary = page("diary.html")
    assert [part.published for part in diary.parts] == ["2019-05-01", "2019-05-02"]
    assert diary.text.count("Did your hearing come back?") == 1
    assert not any(fact in diary.text for fact in ("Reactions", "HFS 2012", "New member", "Joined"))


def test_an_article_with_a_byline_and_comments_in_boxes_is_no_thread() -> None:
    comments = "".join(
        f'<div class="comment"><span class="author">{name}</span> <time datetime="2020-01-02">Jan 2, 2020</time>'
        f"<p>Thanks, that is how mine began too.</p></div>"
        for name in ("joe", "sue", "max")
    )
    prose = (
        "My eye began to jump and after many visits I learned that it was a spasm of one side of the face."
    )
    signed = of_html(f"<main><h1>My eye</h1><p>By Ann Grey</p><p>{prose}</p>{comments}</main>")
    assert (signed.kind, signed.text) == (Kind.ARTICLE, prose)
    asked = of_html(f"<main><h1>My eye</h1><p>Posted by annie</p><p>{prose}</p>{comments}</main>")
    assert asked.kind is Kind.FORUM
    assert words(asked, asked.parts[0]) == prose


def test_a_doctors_name_over_a_line_of_letters_begins_the_answer() -> None:
    read = of_text(
        "Blinking hard\n\nAsked on 5 Feb 2020 by a 41 year old male\n\nMy son blinks hard. Is it fits?\n\n"
        "Dr. Sunita Rao\nMBBS, DNB (Pediatrics)\nPediatrician, Pune\nMost likely it is a simple tic.\nHelpful (12)\n\n"
        "Dr. Vikram Shah\nMD, DM Neurology\nI agree with tics, and would test his eyes first.\n"
    )
    answers = [part for part in read.parts if part.role is Role.ANSWER]
    assert [(part.author.name, words(read, part)) for part in answers if part.author] == [
        ("Dr. Sunita Rao, MBBS, DNB", "Most likely it is a simple tic."),
        ("Dr. Vikram Shah, MD, DM", "I agree with tics, and would test his eyes first."),
    ]
