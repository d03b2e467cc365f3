"""PDF: paragraphs with the page they stand on, and each way of failing by its own name."""

from __future__ import annotations

import time

import pytest
from pypdf.constants import PageLabelStyle

from ingest.errors import (
    DamagedError,
    EncryptedError,
    ReadError,
    ScannedError,
    TimedOutError,
    TooLongError,
)
from ingest.formats.paragraphs import join_broken
from ingest.formats.pdf import read_pdf
from ingest.limits import Limits
from ingest.sheet import Line, Mark, Sheet
from tests.ingest import pdfs

LIMITS = Limits()


@pytest.fixture(scope="module")
def guide() -> Sheet:
    return read_pdf(pdfs.guide(), "guide.pdf", LIMITS)


def texts(sheet: Sheet, mark: Mark) -> list[str]:
    return [line.text for line in sheet.lines if line.mark is mark]


def line_with(sheet: Sheet, words: str) -> Line:
    return next(line for line in sheet.lines if words in line.text)


def test_headings_are_told_by_their_size(guide: Sheet) -> None:
    assert texts(guide, Mark.HEADING) == ["A small guide", "What it is", "Outlook"]


def test_wrapped_lines_are_one_paragraph_and_paragraphs_stay_apart(guide: Sheet) -> None:
    assert " ".join(pdfs.FILLER.split()) in texts(guide, Mark.PLAIN)
    assert line_with(guide, "A second paragraph begins").text.startswith("A second paragraph begins")


def test_items_lose_their_bullets(guide: Sheet) -> None:
    assert texts(guide, Mark.ITEM) == ["first item", "second item"]


def test_running_heads_and_page_numbers_are_dropped(guide: Sheet) -> None:
    words = " ".join(line.text for line in guide.lines)
    assert "Invented Neurology" not in words
    assert not [line for line in guide.lines if line.text.strip() in {"1", "2"}]


def test_a_raised_figure_never_becomes_another_number(guide: Sheet) -> None:
    line = line_with(guide, "cells")
    assert "10⁵ cells" in line.text
    assert "H₂O. It ended." in line.text


def test_what_the_file_says_of_itself_is_kept(guide: Sheet) -> None:
    assert (guide.said.title, guide.said.author) == ("A small guide", "Dr Jane Roe")


def test_every_line_has_the_page_it_stands_on(guide: Sheet) -> None:
    assert line_with(guide, "What it is").page == "1"
    assert line_with(guide, "cells").page == "2"


@pytest.mark.parametrize(
    ("style", "prefix", "labels"),
    [(PageLabelStyle.LOWERCASE_ROMAN, None, ["i", "ii"]), (PageLabelStyle.DECIMAL, "S", ["S1", "S2"])],
)
def test_printed_page_labels_are_kept_as_text(
    style: PageLabelStyle, prefix: str | None, labels: list[str]
) -> None:
    data = pdfs.labelled(
        pdfs.of_lines(["The first page says this."], ["The second says that."]), style, prefix
    )
    sheet = read_pdf(data, "x.pdf", LIMITS)
    assert [line.page for line in sheet.lines if line.text] == labels


def test_a_sentence_over_the_foot_of_a_page_stays_whole_on_the_page_it_begins() -> None:
    pages = ["A first sentence stands here. The second one goes", "on here and ends. A third is on page two."]
    sheet = read_pdf(pdfs.of_lines(*([page] for page in pages)), "x.pdf", LIMITS)
    assert [(line.page, line.text) for line in sheet.lines if line.text] == [
        ("1", "A first sentence stands here. The second one goes on here and ends."),
        ("2", "A third is on page two."),
    ]


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["infan-", "tile spasms"], "infantile spasms"),
        (["infantile", "spasms"], "infantile spasms"),
        (["a well-", "known sign"], "a well-known sign"),
        (["a co-ordinated move, co-", "ordinated"], "a co-ordinated move, co-ordinated"),
        (["from 10-", "20 days"], "from 10- 20 days"),
    ],
)
def test_broken_words_are_mended_and_no_words_are_glued(lines: list[str], joined: str) -> None:
    words = frozenset(word for line in lines for word in line.replace(",", "").split())
    assert join_broken(lines, words) == joined


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (pdfs.encrypted(pdfs.of_lines(["secret words"]), "open"), EncryptedError),
        (pdfs.guide()[:700], DamagedError),
        (b"%PDF-1.7\n" + b"rubbish " * 50, DamagedError),
        (pdfs.scanned(), ScannedError),
    ],
    ids=["encrypted", "truncated", "rubbish", "scanned"],
)
def test_what_cannot_be_read_has_an_error_of_its_own(data: bytes, error: type[ReadError]) -> None:
    with pytest.raises(error, match=r"x\.pdf"):
        read_pdf(data, "x.pdf", LIMITS)


def test_a_pdf_that_opens_without_a_password_is_read() -> None:
    data = pdfs.encrypted(pdfs.of_lines(["Plain words for all."]), "")
    assert line_with(read_pdf(data, "x.pdf", LIMITS), "Plain words")


def test_a_text_bomb_is_stopped_by_the_clock() -> None:
    data = pdfs.bomb(150_000)
    began = time.monotonic()
    with pytest.raises(TimedOutError, match="over 1 s"):
        read_pdf(data, "bomb.pdf", Limits(pdf_seconds=1))
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("limits", [Limits(pdf_pages=1), Limits(characters=100)])
def test_pages_and_characters_have_caps(limits: Limits) -> None:
    with pytest.raises(TooLongError, match="split it"):
        read_pdf(pdfs.guide(), "x.pdf", limits)


def test_pages_without_text_among_others_are_noted() -> None:
    sheet = read_pdf(pdfs.of_lines(["Words on page one."], [], ["And on page three."]), "x.pdf", LIMITS)
    assert sheet.notes == ("Pages with pictures and no text: 2.",)
