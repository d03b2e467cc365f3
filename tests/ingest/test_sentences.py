"""How a text falls into sentences, and what each is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.chunk import Sentence, SentenceKind
from ingest.sentences import LIST_MARK, sentences

K = SentenceKind


def read(text: str, cut_off: bool = False) -> list[tuple[SentenceKind, str]]:
    return [(found.kind, text[found.start : found.end]) for found in sentences(text, 0, len(text), cut_off)]


def words(text: str) -> list[str]:
    return [said for _, said in read(text)]


def kind(text: str, cut_off: bool = False) -> SentenceKind:
    (only,) = read(text, cut_off)
    return only[0]


@pytest.mark.parametrize(
    "whole",
    [
        "Dr. Ahmed and Mr. Lee saw Prof. dr. Visser at St. Luke's.",
        "Some triggers, e.g. caffeine, matter, i.e. they make it worse.",
        "Botulinum toxin vs. surgery was compared by Gupta et al. (2019) in approx. 40 adults.",
        "The nerve is drawn in Fig. 2 and listed as No. 7.",
        "His fever reached 37.8 degrees after 3.5 hours.",
        "The U.S. Food and Drug Administration approved it.",
        "J. Smith and A. B. Jones wrote it.",
        "Take it q.d. or b.i.d. with food.",
        "It comes 2.5-3.5 times an hour in version 1.2.3 of the scale.",
        "She twitched... again and again.",
        "“Is it bad?” he asked me quietly.",
        "She is 3 mo. old and naps for 10 min. at a time.",
        "The page www.Example.com and the file notes.Pdf say so.",
        "The baby (he was tired. He had not slept.) stopped twitching.",
        "My doctor said: rest, sleep and less coffee.",
    ],
)
def test_a_stop_that_ends_no_sentence_does_not_split(whole: str) -> None:
    assert words(whole) == [whole]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("It began at 5 p.m.", "She slept afterwards."),
        ("We live in the U.S.", "The clinic is near."),
        ("Does it hurt?!", "No it does not."),
        ("He said it would “pass.”", "Then it did."),
        ("It passed (after a week).", "Nothing was found."),
        ("i went home.", "then she cried"),
        ("I rang my dr.", "He called back."),
        ("He lacked vitamin D.", "Botox was not needed."),
        ("No.", "She did not have an EEG."),
        ("It came back...", "We were afraid."),
        ("It lasted for years…", "Surgery ended it."),
        ("The nerve is pressed.[3]", "A vessel does it."),
        ("Stress, coffee, etc.", "Sleep helps too."),
        ("It took 40.", "5 did not answer."),
        ("is it serious?", "please tell me"),
        ("He sleeps well!!", "She does not."),
    ],
)
def test_a_stop_that_ends_a_sentence_splits(first: str, second: str) -> None:
    assert words(f"{first} {second}") == [first, second]


def test_a_missing_space_after_a_stop_does_not_join_two_sentences() -> None:
    assert words("My lip was twitching.It stopped.I slept.") == [
        "My lip was twitching.",
        "It stopped.",
        "I slept.",
    ]


def test_a_line_that_ends_in_a_title_goes_on_in_the_next() -> None:
    assert words("We saw Dr.\nOkafor on Monday.") == ["We saw Dr.\nOkafor on Monday."]


def test_a_range_that_ends_after_a_title_is_read() -> None:
    assert words("We saw Dr.\n") == ["We saw Dr."]


def test_each_line_is_a_block_of_its_own() -> None:
    text = "Causes of spasm\nA vessel presses on the nerve.\nIt can be moved."
    assert read(text) == [
        (K.HEADING, "Causes of spasm"),
        (K.STATEMENT, "A vessel presses on the nerve."),
        (K.STATEMENT, "It can be moved."),
    ]


def test_a_salutation_is_cut_from_what_it_opens() -> None:
    text = "Hello Mr. Tan: Your symptoms suggest a tired nerve."
    assert read(text) == [
        (K.GREETING, "Hello Mr. Tan:"),
        (K.STATEMENT, "Your symptoms suggest a tired nerve."),
    ]
    assert read("Hello, doctor: My cheek jumps.")[0] == (K.GREETING, "Hello, doctor:")
    assert read("Hi, if it goes on, see someone.")[1] == (K.STATEMENT, "if it goes on, see someone.")


@pytest.mark.parametrize(
    "text",
    [
        "Thank you, doctor.",
        "Wishing you good health and peace.",
        "Good luck to you and your boy!",
        "Thanks in advance",
        "Dr. Mina Roy, Department of Neurology, is concerned about you.",
        "Dear all,",
        "Hope this helps.",
    ],
)
def test_courtesies_are_greetings(text: str) -> None:
    assert kind(text) is K.GREETING


def test_thanks_to_a_treatment_is_no_greeting() -> None:
    assert kind("Thanks to the injections my face is calm.") is K.STATEMENT


@pytest.mark.parametrize(
    "text",
    [
        "Could she have spasms?",
        "Does any of you know if a scan is safe",
        "I would like to ask whether it comes back.",
        "has anyone tried magnesium",
        "how long does it last",
        "Please help.",
        "We were wondering if it hurts him.",
    ],
)
def test_asking_is_a_question_with_or_without_its_mark(text: str) -> None:
    assert kind(text) is K.QUESTION


@pytest.mark.parametrize(
    "text",
    [
        "How long it lasts depends on its cause.",
        "Can be caused by a vessel.",
        "What is known comes from small studies.",
        "Do this every day before meals.",
        "my son had it too",
    ],
)
def test_a_statement_that_begins_like_a_question_is_none(text: str) -> None:
    assert kind(text) is K.STATEMENT


@pytest.mark.parametrize(
    "text", ["Botulinum Toxin Is Used Widely", "Heartbeat issues", "27 replies", "----", "2021/11/13"]
)
def test_a_short_line_that_says_nothing_is_a_heading(text: str) -> None:
    assert kind(text) is K.HEADING


def test_a_list_of_fragments_is_one_sentence_with_its_lead_in() -> None:
    text = (
        "It may spread to other parts, such as:\n\n  • the chin\n  • the neck\n\nIt rarely spreads further."
    )
    listed, after = read(text)
    assert listed == (K.LIST, "It may spread to other parts, such as:\n\n  • the chin\n  • the neck")
    assert after == (K.STATEMENT, "It rarely spreads further.")


@pytest.mark.parametrize("mark", ["-", "*", "•", "1.", "2)", "(3)", "(a)"])
def test_every_usual_list_mark_is_known(mark: str) -> None:
    assert kind(f"Doctors use:\n{mark} tablets\n{mark} injections") is K.LIST


def test_items_that_are_sentences_stand_for_themselves_without_their_marks() -> None:
    text = "Remember:\n- Sleep is important for nerves.\n- Coffee can make it worse."
    assert read(text) == [
        (K.HEADING, "Remember:"),
        (K.STATEMENT, "Sleep is important for nerves."),
        (K.STATEMENT, "Coffee can make it worse."),
    ]


def test_a_list_longer_than_600_characters_is_not_quoted_whole() -> None:
    items = "\n".join(
        f"- a rather long fragment about facial nerves, number {number}" for number in range(12)
    )
    found = read(f"The causes are:\n{items}")
    assert len(found) == 13
    assert {kind for kind, _ in found} == {K.HEADING}


def test_a_lead_in_left_without_its_list_is_not_quotable() -> None:
    assert kind("Other changes that may help include") is K.HEADING


def test_a_note_number_after_the_stop_is_no_missing_end() -> None:
    assert kind("Most adults eat 15 grams of it.3") is K.STATEMENT


def test_fragments_with_no_lead_in_are_not_quotable() -> None:
    assert {kind for kind, _ in read("- chin\n- the upper neck")} == {K.HEADING}


def test_the_last_sentence_of_a_cut_part_is_cut_off() -> None:
    text = "It is mild. You may want to ob..."
    assert [kind for kind, _ in read(text, cut_off=True)] == [K.STATEMENT, K.CUT_OFF]
    assert [kind for kind, _ in read("It is mild. The cause is", cut_off=True)] == [K.STATEMENT, K.CUT_OFF]
    assert [kind for kind, _ in read("It is mild. It passes.", cut_off=True)] == [K.STATEMENT, K.STATEMENT]


def test_words_that_stop_in_the_middle_are_cut_off_anywhere() -> None:
    assert kind("Twitching of the lid may be a sign of") is K.CUT_OFF


def test_the_mark_of_removed_words_is_its_own_sentence_and_spoils_what_it_broke() -> None:
    mark = "[removed: words addressed to software]"
    assert read(f"It is mild. {mark} It passes.") == [
        (K.STATEMENT, "It is mild."),
        (K.REMOVED, mark),
        (K.STATEMENT, "It passes."),
    ]
    assert [kind for kind, _ in read(f"It is {mark} dangerous to wait.")] == [K.CUT_OFF, K.REMOVED, K.CUT_OFF]


def test_offsets_are_into_the_whole_text() -> None:
    text = "Menu\nIt is mild. It passes.\nFooter"
    assert sentences(text, 5, 27) == (Sentence(5, 16, K.STATEMENT), Sentence(17, 27, K.STATEMENT))


@pytest.mark.shared
def test_the_real_pages_greetings_lists_and_questions_are_told_apart() -> None:
    pages = sorted((Path(__file__).resolve().parents[2] / ".." / "shared" / "seeds").glob("0*.txt"))
    if not pages:
        pytest.skip("../shared is absent")
    found = [pair for page in pages for pair in read(page.read_text("utf-8"))]
    assert any(kind is K.GREETING and said.startswith("Hello Dr.\n") for kind, said in found)
    assert sum(kind is K.LIST for kind, _ in found) == 5
    assert not any(said.endswith((" Dr.", " Mr.", " e.g.")) for _, said in found)
    assert all(kind is not K.STATEMENT for kind, said in found if said.endswith("?"))


pieces = st.sampled_from(
    [
        "Dr. ",
        "e.g. ",
        "it is ",
        "mild",
        ". ",
        ".",
        "? ",
        "!\n",
        "\n",
        "\n\n",
        "- ",
        "• ",
        "3.5 ",
        "1. ",
        "The ",
        "a list:",
        "...",
        "…",
        "“so",
        "” ",
        "(",
        ") ",
        "Hello, ",
        "[removed: words addressed to software]",
        "\t",
        "\u00a0",
        "I. ",
        "ß",
        "U.S. ",
    ]
)
texts = st.one_of(st.text(max_size=120), st.lists(pieces, max_size=40).map("".join))


@given(texts, st.integers(0, 30), st.integers(0, 30), st.booleans())
def test_sentences_are_in_order_and_cover_every_word_of_the_range(
    text: str, skip: int, drop: int, cut: bool
) -> None:
    start = min(skip, len(text))
    end = max(start, len(text) - drop)
    found = sentences(text, start, end, cut)
    edges = [edge for one in found for edge in (one.start, one.end)]
    assert edges == sorted(edges)
    assert all(start <= one.start < one.end <= end for one in found)
    covered = {at for one in found for at in range(one.start, one.end)}
    for line in re.finditer(r"[^\n]+", text[start:end]):
        mark = LIST_MARK.match(line.group())
        first = start + line.start() + (mark.end() if mark else 0)
        missed = [
            at for at in range(first, start + line.end()) if at not in covered and not text[at].isspace()
        ]
        assert not missed
