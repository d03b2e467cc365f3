"""The final text, and everything that points into it."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.assembly import write
from ingest.document import Document, Kind
from ingest.layouts.recognising import lay_out
from ingest.sheet import Line, Mark, Meta, Sheet
from tests.ingest.sheets import document

FURNITURE = [
    "Helpful - 0",
    "Avatar universal",
    "3 Comments",
    "Reply",
    "Related articles",
    "More Info",
    "Similar Q&A",
    "By Jane Roe, MD",
]
HEADS = [
    "Posted by anna on 3 May 2020",
    "Answered by Dr. Ida Holm, Neurology",
    "Question:",
    "Q: Is it bad?",
    "Ask Date: 2021/11/13",
    "____",
]
SPOKEN = [
    "It is mild.",
    "Does it go away?",
    "hello",
    "My son of 8 months nods his head after his nap, many times in a row, and then he smiles.",
]

lines = st.builds(
    Line,
    st.sampled_from(["", *FURNITURE, *HEADS, *SPOKEN]) | st.text(max_size=60).map(str.strip),
    st.sampled_from(list(Mark)),
    st.integers(0, 3),
    st.none() | st.integers(0, 3),
    st.frozensets(
        st.sampled_from(["post", "comment", "author", "date", "nav", "main", "article", "blockquote"]),
        max_size=2,
    ),
    st.none() | st.sampled_from(["1", "2", "ii"]),
).map(lambda line: Line("", Mark.BLANK) if line.mark is Mark.BLANK else line)
kinds = st.none() | st.sampled_from([kind.value for kind in Kind])
sheets = st.builds(
    lambda given, kind: Sheet(tuple(given), Meta(), Meta(kind=kind)),
    st.lists(lines, min_size=1, max_size=25),
    kinds,
)


@settings(max_examples=150, deadline=None)
@given(sheets)
def test_parts_are_in_order_do_not_overlap_lie_inside_the_text_and_say_something(sheet: Sheet) -> None:
    read = document(sheet)
    ends = 0
    for part in read.parts:
        assert ends <= part.start < part.end <= len(read.text)
        assert read.text[part.start : part.end].strip()
        ends = part.end


@settings(max_examples=150, deadline=None)
@given(sheets)
def test_no_kept_paragraph_is_lost(sheet: Sheet) -> None:
    pieces = lay_out(sheet).pieces
    text, placed = write(pieces)
    for piece, blocks in zip(pieces, placed, strict=True):
        for block, each in zip((*piece.above, *piece.blocks), blocks, strict=True):
            assert text[each.words : each.end] == block.text


@settings(max_examples=100, deadline=None)
@given(sheets)
def test_pages_cover_the_text_in_order(sheet: Sheet) -> None:
    read = document(sheet)
    if read.pages:
        assert (read.pages[0].start, read.pages[-1].end) == (0, len(read.text))
        assert all(one.end == other.start for one, other in zip(read.pages, read.pages[1:], strict=False))


@settings(max_examples=50, deadline=None)
@given(sheets)
def test_the_same_sheet_gives_the_same_document(sheet: Sheet) -> None:
    assert document(sheet) == document(sheet)


def read_lines(*given: Line) -> Document:
    return document(Sheet(given))


def test_a_paragraph_over_a_page_break_is_one_paragraph_on_two_pages() -> None:
    read = read_lines(
        Line("A page that says what a twitch of the face is", page="i"),
        Line("", Mark.BLANK),
        Line("The muscle of the eye closes by itself many times a day and then the", page="i"),
        Line("cheek joins in.", page="ii"),
    )
    assert "then the cheek joins in." in read.text
    page = read.page_at(read.text.index("cheek joins"))
    assert page is not None
    assert page.label == "ii"


def test_a_reference_stands_at_the_last_character_before_its_marker() -> None:
    body = "It is rare. It goes away."
    read = read_lines(
        Line("Twitches", Mark.HEADING, 1),
        Line("Causes", Mark.HEADING, 2),
        Line(body, cites=((10, "Roe 2019"), (24, "Poe 2020"))),
        Line("one", Mark.ITEM, 1, cites=((2, "Moe 2021"),)),
    )
    assert [(read.text[each.at - 2 : each.at + 1], each.text) for each in read.references] == [
        ("re.", "Roe 2019"),
        ("ay.", "Poe 2020"),
        ("one", "Moe 2021"),
    ]
    start = read.text.index("It is rare.")
    assert read.references_between(start, start + len("It is rare.")) == ("Roe 2019",)


def test_items_stand_one_a_line_with_a_dash() -> None:
    read = read_lines(Line("It can be:"), Line("short", Mark.ITEM, 1), Line("long", Mark.ITEM, 1))
    assert read.text == "It can be:\n\n- short\n- long"


def test_the_kind_that_was_given_wins_over_what_the_page_shows() -> None:
    given = Sheet(
        (Line("Just a few words about a twitch that somebody has."),),
        override=Meta(kind="forum", title="Mine"),
    )
    read = document(given)
    assert (read.kind, read.layout, read.title) == (Kind.FORUM, "thread", "Mine")


def test_a_title_given_goes_before_the_pages_own() -> None:
    lines = (Line("Own title", Mark.HEADING, 1), Line("", Mark.BLANK), Line("Some words that are said."))
    assert document(Sheet(lines)).title == "Own title"
    assert document(Sheet(lines, Meta(title="Said"))).title == "Said"
    assert document(Sheet(lines, Meta(title="Said"), Meta(title="Given"))).title == "Given"


def test_a_sites_name_after_an_html_title_is_no_part_of_it() -> None:
    lines = (Line("Own title", Mark.HEADING, 1), Line("Some words that are said."))
    assert document(Sheet(lines, Meta(title="Own title | The Site"))).title == "Own title"


def test_a_break_after_dr_is_joined_however_long_the_line_is() -> None:
    long = (
        "We waited for so many weeks until that letter came, and some more, and it was signed by our own Dr."
    )
    read = read_lines(
        Line("Letter", Mark.HEADING, 1), Line(f"Dear all. {long}"), Line("Stone, who was kind.")
    )
    assert "our own Dr. Stone" in read.text


def test_long_lines_that_end_their_sentences_stay_paragraphs() -> None:
    long = "It began in the spring of that year and went on. " * 3 + "Then it came back."
    read = read_lines(Line("Story", Mark.HEADING, 1), Line(long), Line("It ended in the autumn."))
    assert read.text == f"{long}\n\nIt ended in the autumn."
