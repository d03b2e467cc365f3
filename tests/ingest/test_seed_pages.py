"""The three real pages, read right to the last post, date and section. Their expected structure was written by hand."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from ingest.document import Document, Kind, Part, Role
from ingest.loading import Location, load
from ingest.reading import read

SEEDS = Path(__file__).resolve().parents[2] / ".." / "shared" / "seeds"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SEEDS.is_dir(), reason="../shared/seeds is not beside this checkout"),
]


@dataclass(frozen=True)
class Expected:
    """A part as written down by hand: its role, its first and last words and its rank."""

    role: Role
    first: str
    last: str
    rank: int


def seed(number: str) -> Document:
    path = next(SEEDS.glob(f"{number}_*.txt"))
    return read(load(Location(str(path), path.name, path)))


def words(document: Document, part: Part) -> str:
    return document.text[part.start : part.end]


def assert_as_expected(document: Document, expected: tuple[Expected, ...]) -> None:
    assert [part.role for part in document.parts] == [each.role for each in expected]
    for part, each in zip(document.parts, expected, strict=True):
        assert words(document, part).startswith(each.first)
        assert words(document, part).endswith(each.last)
        assert part.rank.level == each.rank


THREAD = (
    Expected(Role.POST, "I have a wonderful", "being wrong with her.", 5),
    Expected(Role.REPLY, "My boy will be", "never experienced such thing!", 5),
    Expected(Role.REPLY, "can you help me?", "for your help!!!", 5),
    Expected(Role.REPLY, "I just got an", "EEG and the MRI.", 5),
    Expected(Role.COMMENT, "Thanks so much for", "me feel much better!", 5),
    Expected(Role.REPLY, "I just wanted to", "as well for you.", 5),
    Expected(Role.REPLY, "Our baby had", "a specialist oppinion.", 5),
    Expected(Role.REPLY, "facial spasms tend to", "everything is perfectly normal.", 5),
)

REPLY = (
    Expected(Role.QUESTION, "Hello Dr. Jiang, I", "Thank you, doctor.", 5),
    Expected(Role.ANSWER, "Hello Mr. Lin: You", "is concerned about you.", 4),
    Expected(Role.MORE_INFO, "Facial twitching, often referred", "provide peace of mind.", 0),
    Expected(Role.RELATED_QUESTION, "Hello Dr. Jiang, a", "muscle spasms? Th...", 5),
    Expected(Role.RELATED_ANSWER, "Dear Mr. Lin, You", "certain metabolic disor...", 4),
    Expected(Role.RELATED_QUESTION, "Hello, doctor! Recently, I", "but it on...", 5),
    Expected(Role.RELATED_ANSWER, "Hello, if the above", "outpatient clinic for evaluation.", 4),
    Expected(Role.RELATED_QUESTION, "Hello, doctor: Recently, I", "Should I seek furth...", 5),
    Expected(Role.RELATED_ANSWER, "Hello: Your symptoms seem", "the associated nerves....", 4),
    Expected(Role.RELATED_QUESTION, "Hello, I have a", "from my body?", 5),
    Expected(Role.RELATED_ANSWER, "Hello: There are many", "want to ob...", 4),
)

ARTICLE = (Expected(Role.SECTION, "Hemifacial spasms happen when", "further manage your spasms.", 0),)


def test_the_thread_has_its_opening_post_six_replies_and_one_comment() -> None:
    assert_as_expected(seed("000"), THREAD)


def test_the_thread_knows_its_title_its_kind_and_how_many_replies_are_missing() -> None:
    document = seed("000")
    assert (document.title, document.kind, document.layout) == ("Facial Spasms", Kind.FORUM, "thread")
    assert document.completeness == "7 of 27 replies present"
    assert document.rank.level == 5
    assert (document.author, document.asker, document.published) == (None, None, None)


def test_the_posts_of_the_thread_are_numbered_from_the_opening_post() -> None:
    parts = seed("000").parts
    assert [part.number for part in parts] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert parts[3].label == "post 4 of 8"


def test_nothing_of_the_forums_furniture_is_in_the_thread() -> None:
    text = seed("000").text
    for furniture in (
        "Avatar",
        "Helpful -",
        "Sort by",
        "Responses",
        "1 Comments",
        "Close",
        "Have an Answer",
        "Popular",
        "gluten",
    ):
        assert furniture not in text


def test_the_paragraphs_of_a_post_stay_together() -> None:
    document = seed("000")
    paragraphs = [words(document, part).count("\n\n") + 1 for part in document.parts]
    assert paragraphs == [2, 3, 1, 2, 1, 5, 2, 1]


def test_the_doctors_reply_has_its_question_its_answer_what_others_added_and_four_related_pairs() -> None:
    assert_as_expected(seed("002"), REPLY)


def test_the_doctors_reply_knows_who_asked_and_who_answered_and_when() -> None:
    document = seed("002")
    assert (document.kind, document.layout, document.rank.level) == (Kind.DOCTOR_QA, "doctor_reply", 4)
    assert document.title.startswith("Facial Twitching: Is It")
    asker, doctor = document.asker, document.author
    assert asker is not None
    assert (asker.name, asker.age, asker.sex) == ("Lin", "10~19 year old", "female")
    assert doctor is not None
    assert (doctor.name, doctor.department) == ("Dr. Jiang Junyi", "Neurology")
    assert doctor.standing == "Department of Neurology, Taoyuan Medical Center"
    assert [part.published for part in document.parts[:2]] == ["2021-11-13", "2021-11-13"]
    assert document.published == "2021-11-13"


def test_what_was_added_below_the_reply_is_nobodys_and_quarantined() -> None:
    more = seed("002").parts[2]
    assert (more.author, more.published, more.rank.level) == (None, None, 0)
    assert "unknown author" in more.rank.reason


def test_related_questions_carry_their_title_their_number_their_doctor_and_where_they_were_cut_off() -> None:
    related = seed("002").parts[3:]
    assert [part.number for part in related] == [1, 1, 2, 2, 3, 3, 4, 4]
    assert [part.cut_off for part in related] == [True, True, True, False, True, True, False, True]
    assert [part.heading.split(":")[0] for part in related[::2] if part.heading] == [
        "Understanding Facial Twitching",
        "Understanding Involuntary Muscle Twitches",
        "Understanding Facial Twitches",
        "Understanding Facial Twitching",
    ]
    doctors = [part.author.name if part.author else None for part in related[1::2]]
    assert doctors == ["Dr. Jiang Junyi", "Dr. Cai Zongzhang", "Dr. Jiang Junyi", "Dr. Hong Weibin"]


def test_a_line_break_after_a_title_does_not_break_the_reply() -> None:
    text = seed("002").text
    for name in ("Hello Dr. Jiang", "Hello Mr. Lin", "Dr. Jiang Junyi, Department"):
        assert name in text


def test_nothing_of_the_sites_furniture_is_in_the_doctors_reply() -> None:
    text = seed("002").text
    for furniture in (
        "Share to",
        "Heartbeat",
        "Read More",
        "Related FAQ",
        "Similar Q",
        "Ask Date",
        "Reply Date",
        "More Info",
    ):
        assert furniture not in text


def test_the_article_is_one_page_of_prose_with_its_lists() -> None:
    document = seed("003")
    assert_as_expected(document, ARTICLE)
    assert (document.kind, document.layout) == (Kind.ARTICLE, "article")
    assert document.title == "Hemifacial Spasm: Symptoms, Treatments, and Causes (2024)"
    assert document.text.count("\n- ") == 6 + 4 + 2 + 4 + 3
    for item in ("- eyebrow", "- upper neck", "- blueberries, which", "- carbamazepine (Tegretol)"):
        assert item in document.text


def test_the_article_is_quarantined_for_its_invented_biography() -> None:
    document = seed("003")
    assert document.rank.level == 0
    assert "biography" in document.rank.reason
    assert "IT Strategist" in document.rank.reason
    assert document.author is not None
    assert document.author.name == "Rev. Porsche Oberbrunner"


def test_nothing_of_the_farms_furniture_is_in_the_article() -> None:
    text = seed("003").text
    for furniture in (
        "Top Articles",
        "Latest Posts",
        "Views",
        "Rating",
        "zany",
        "Birthday",
        "Oberbrunner",
        "(2024)",
    ):
        assert furniture not in text
