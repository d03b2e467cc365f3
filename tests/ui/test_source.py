"""The source viewer shows a document as it is stored, and marks exactly the cited words."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import Document, Page, Person, Reference, Role
from tests.ui.fakes import HOSTILE, OVERVIEW, THREAD, TRAP, cite, made_document
from ui.evidence import is_web_address
from ui.source import Span, cited, holds, source_html

ALLOWED = {
    "article",
    "header",
    "h2",
    "h3",
    "p",
    "span",
    "dl",
    "div",
    "dt",
    "dd",
    "ul",
    "li",
    "mark",
    "a",
    "br",
}
ANY_TEXT = st.text(
    alphabet=st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), min_size=1, max_size=80
)


class Seen(HTMLParser):
    """The tags and attributes of some HTML, as a browser would read them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs


def marked(page: str) -> str:
    return html.unescape("".join(re.findall(r"<mark[^>]*>(.*?)</mark>", page, re.DOTALL)))


def shown_text(page: str) -> str:
    body = page.split('<div class="document"', 1)[1].split(">", 1)[1]
    return html.unescape(
        "".join(
            re.findall(r'<(?:mark|span class="(?:words|gap)")[^>]*>(.*?)</(?:mark|span)>', body, re.DOTALL)
        )
    )


def test_the_marked_words_are_the_quote() -> None:
    citation = cite(2, "thread", THREAD, "I had it four years ago & the twitch was gone the next morning.")
    page = source_html(THREAD, cited(citation))
    assert page.count('<mark id="passage"') == 1
    assert marked(page) == citation.quote


@given(before=ANY_TEXT, quote=ANY_TEXT, after=ANY_TEXT)
def test_any_characters_around_and_in_the_quote_are_kept(before: str, quote: str, after: str) -> None:
    document = made_document("Title", [(Role.SECTION, "Part", before + quote + after, 4)])
    page = source_html(document, Span(len(before), len(before) + len(quote)))
    assert marked(page) == quote
    assert shown_text(page) == document.text


@given(text=ANY_TEXT, cuts=st.lists(st.integers(0, 80), min_size=6, max_size=6))
def test_every_character_is_shown_once_whatever_parts_and_pages_the_document_has(
    text: str, cuts: list[int]
) -> None:
    first, second, third, fourth, fifth, sixth = (min(cut, len(text)) for cut in cuts)
    document = made_document("Title", [(Role.SECTION, "Part", text, 4)])
    part = document.parts[0]
    document = replace(
        document,
        text=text,
        parts=(
            replace(part, start=min(first, second), end=max(first, second)),
            replace(part, start=0, end=third),
        ),
        pages=(Page("i", 0, fourth), Page("S1", fourth, len(text))),
    )
    span = Span(min(fifth, sixth), max(fifth, sixth))
    page = source_html(document, span)
    assert shown_text(page) == text
    assert marked(page) == text[span.start : span.end]


def test_a_hostile_document_puts_nothing_but_text_into_the_page() -> None:
    citation = cite(1, "trap", TRAP, TRAP.text.strip())
    seen = Seen(source_html(TRAP, cited(citation)))
    assert seen.tags <= ALLOWED
    assert not [
        name for name, _ in seen.attributes if name.startswith("on") or name in ("src", "action", "style")
    ]
    assert not [value for name, value in seen.attributes if name == "href"]


def test_a_hostile_document_reads_as_it_is_stored() -> None:
    page = source_html(TRAP, None)
    assert shown_text(page) == TRAP.text
    assert html.escape(HOSTILE) in page


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        " JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "//evil.example",
        "http:",
        "http://[",
        "page.html",
    ],
)
def test_only_web_addresses_become_links(url: str) -> None:
    assert not is_web_address(url)
    page = source_html(replace(OVERVIEW, url=url))
    assert "<a " not in page
    assert html.escape(url) in page


def test_a_web_address_opens_in_a_new_tab_that_learns_nothing_of_this_one() -> None:
    page = source_html(replace(OVERVIEW, url='https://example.org/?a=1&b="2"'))
    assert 'href="https://example.org/?a=1&amp;b=&quot;2&quot;"' in page
    assert 'rel="noopener noreferrer nofollow" target="_blank"' in page


def test_the_reader_is_told_what_the_document_is_and_why_it_is_ranked_so() -> None:
    document = replace(
        OVERVIEW,
        pages=(Page("xii", 0, len(OVERVIEW.text)),),
        references=(Reference(OVERVIEW.text.index("Botulinum"), "Cochrane 2020 <review>"),),
    )
    start = OVERVIEW.text.index("Botulinum")
    page = source_html(document, Span(start, start + 30, 4))
    for said in (
        "Source 4",
        "Hemifacial spasm: an overview",
        "Review or expert page",
        "a national institute&#x27;s page",
        "Reference page",
        "National Institute of Faces",
        "2024-05-02",
        "How it is treated · page xii",
        "Cochrane 2020 &lt;review&gt;",
    ):
        assert said in page


def test_a_cited_part_shows_its_own_rank_author_and_date() -> None:
    part = replace(
        THREAD.parts[1],
        author=Person(name="Dr <b>Who</b>", department="Neurology"),
        published="2021-11-13",
        rank=OVERVIEW.rank,
    )
    document = replace(THREAD, parts=(THREAD.parts[0], part, THREAD.parts[2]))
    page = source_html(document, Span(part.start, part.end))
    header = page.split("</header>")[0]
    assert "Review or expert page" in header
    assert "Dr &lt;b&gt;Who&lt;/b&gt;, Neurology" in header
    assert "2021-11-13" in header
    assert "post 2 of 3" in header


def test_what_is_missing_from_a_page_is_told() -> None:
    assert "3 of 12 replies present" in source_html(THREAD)


@pytest.mark.parametrize("span", [Span(-1, 4), Span(4, 4), Span(9, 4), Span(0, 10**9)])
def test_words_outside_the_document_are_not_held(span: Span) -> None:
    assert not holds(THREAD, span)


def test_a_document_without_parts_or_pages_is_shown_whole() -> None:
    bare: Document = replace(OVERVIEW, parts=())
    assert shown_text(source_html(bare)) == OVERVIEW.text


def test_a_heading_in_the_text_that_names_the_part_is_shown_once() -> None:
    text = "Title\n\nWhat it is\n\nA twitch."
    part = replace(OVERVIEW.parts[0], start=text.index("A twitch"), end=len(text), label="What it is")
    page = source_html(replace(OVERVIEW, text=text, parts=(part,)), Span(part.start, part.end))
    assert page.count("What it is") == 2  # the fact "Place" and the heading
    assert re.search(r'<h3 class="part-label"><span class="words">What it is', page)
    assert shown_text(page) == text
    assert marked(page) == "A twitch."
