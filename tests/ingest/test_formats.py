"""Text, Markdown, HTML and MedQuAD XML: each to lines that say what the format shows."""

from __future__ import annotations

import textwrap
import time

import pytest

from ingest.errors import BadSettingError, DamagedError, NoAnswersError
from ingest.formats.html import read_html
from ingest.formats.markdown import read_markdown
from ingest.formats.medquad import read_medquad
from ingest.formats.text import read_text
from ingest.sheet import Line, Mark, Meta, Sheet


def shown(sheet: Sheet) -> list[tuple[str, str]]:
    return [(line.mark.value, line.text) for line in sheet.lines if line.mark is not Mark.BLANK]


def words(sheet: Sheet) -> str:
    return "\n".join(line.text for line in sheet.lines)


def markdown(text: str) -> Sheet:
    return read_markdown(textwrap.dedent(text).lstrip("\n"), "x.md")


# Plain text


def test_text_lines_stay_lines_where_nothing_was_wrapped() -> None:
    sheet = read_text("Avatar\nMary  \n\nMy boy twitches.\n- Mary")
    assert shown(sheet) == [("plain", line) for line in ("Avatar", "Mary", "My boy twitches.", "- Mary")]
    assert sheet.lines[2].mark is Mark.BLANK


def test_text_wrapped_by_an_editor_is_joined_to_paragraphs() -> None:
    paragraph = (
        "The eyelid closes on its own many times a day and the cheek follows it after some months. " * 3
    )
    sheet = read_text(textwrap.fill(paragraph, 70) + "\n\n" + textwrap.fill(paragraph, 70))
    assert shown(sheet) == [("plain", paragraph.strip())] * 2


def test_text_lists_and_underlined_headings_are_marked() -> None:
    sheet = read_text("Signs\n=====\n\n- twitching\n- closing\n  of the eye\n\n• one")
    assert shown(sheet) == [
        ("heading", "Signs"),
        ("item", "twitching"),
        ("item", "closing of the eye"),
        ("item", "one"),
    ]


# Markdown


def test_markdown_blocks_become_lines() -> None:
    sheet = markdown(
        """
        # Eyelid *twitching*

        A wrapped
        paragraph with **bold**, `code`, a [link](http://x.y/(z)) and snake_case_words, 5 * 3 * 2.

        Signs
        -----
        1. first
           goes on
           - nested __deep__
        2. second

        > quoted
        > words

        | Drug | Dose |
        | --- | --- |
        | A | 5 mg |

        ![a face](http://evil/x.png) \\*not italic\\* age <2 &amp; up
        """
    )
    assert shown(sheet) == [
        ("heading", "Eyelid twitching"),
        ("plain", "A wrapped paragraph with bold, code, a link and snake_case_words, 5 * 3 * 2."),
        ("heading", "Signs"),
        ("item", "first goes on"),
        ("item", "nested deep"),
        ("item", "second"),
        ("plain", "quoted words"),
        ("plain", "Drug | Dose"),
        ("plain", "A | 5 mg"),
        ("plain", "a face *not italic* age <2 & up"),
    ]
    levels = [line.level for line in sheet.lines if line.mark in {Mark.HEADING, Mark.ITEM}]
    assert levels == [1, 2, 1, 2, 1]
    assert sheet.said.title == "Eyelid twitching"


def test_footnotes_become_cites_inside_the_sentence_they_stand_behind() -> None:
    sheet = markdown(
        """
        One claim.[^a] Another claim[^b][^a]. Last.[^gone]

        [^a]: Smith 2020,
            *Journal* 5.
        [^b]: Roe 2021.
        """
    )
    (line,) = [line for line in sheet.lines if line.text]
    assert line.text == "One claim. Another claim. Last."
    end = line.text.index("Another claim") + len("Another claim") - 1
    assert line.cites == ((9, "Smith 2020, Journal 5."), (end, "Roe 2021."), (end, "Smith 2020, Journal 5."))
    assert sheet.notes == ("Footnotes without a definition: gone.",)


def test_raw_html_and_fences_in_markdown_lose_their_power_and_hidden_words_go() -> None:
    sheet = markdown(
        """
        Seen <b onclick="x()">bold</b>.<!-- secret one -->

        <div style="display:none">secret <i>two</i></div><script>secret()</script>

        ```html
        <img src=x onerror=alert(1)> in a fence
        ```
        """
    )
    assert shown(sheet) == [("plain", "Seen bold."), ("plain", "in a fence")]
    assert any("comment" in note for note in sheet.notes)
    assert any("not displayed" in note for note in sheet.notes)


def test_front_matter_overrides_and_strange_keys_are_only_noted() -> None:
    sheet = markdown(
        """
        ---
        title: A page
        evidence_rank: 2
        published: 2024-05-31
        layout: post
        ---
        Words.
        """
    )
    assert sheet.override == Meta(title="A page", evidence_rank=2, published="2024-05-31")
    assert sheet.notes == ("Passed over front matter of other names: layout.",)
    assert words(sheet) == "Words."


def test_what_was_written_for_the_library_says_when_it_was_written_and_checked_for_whom_and_on_what() -> None:
    meta = markdown(
        """
        ---
        written: 2026-11-20
        checked: 2026-11-21
        audience: parents
        conditions: infantile spasms, tuberous sclerosis
        ---
        Text.
        """
    ).override
    assert (meta.published, meta.checked) == ("2026-11-20", "2026-11-21")
    assert (meta.audience, meta.conditions) == ("parents", "infantile spasms, tuberous sclerosis")


@pytest.mark.parametrize(
    "front", ["evidence_rank: 7", "title: [", "evidence_rank: true", "kind: blog", "published: May"]
)
def test_wrong_front_matter_is_refused(front: str) -> None:
    with pytest.raises(BadSettingError, match=r"front matter of x\.md"):
        markdown(f"---\n{front}\n---\nWords.")


# HTML


def test_html_blocks_become_lines_with_levels() -> None:
    sheet = read_html(
        "<html><body><h2>Signs</h2><p>A <b>wrapped</b>\n paragraph.</p><ul><li>one<ul><li>two</li></ul></li></ul>"
        "<table><tr><th>Drug</th><th>Dose</th></tr><tr><td>A</td><td>5 mg</td></tr></table>"
        "10<sup>5</sup> cells, H<sub>2</sub>O<br>next line</body></html>"
    )
    assert shown(sheet) == [
        ("heading", "Signs"),
        ("plain", "A wrapped paragraph."),
        ("item", "one"),
        ("item", "two"),
        ("plain", "Drug | Dose"),
        ("plain", "A | 5 mg"),
        ("plain", "10⁵ cells, H₂O"),
        ("plain", "next line"),
    ]
    assert [line.level for line in sheet.lines if line.mark is not Mark.PLAIN and line.text] == [2, 1, 2]


HIDDEN = (
    '<p style="display: none">X</p>',
    "<p hidden>X</p>",
    '<p aria-hidden="true">X</p>',
    "<template>X</template>",
    "<script>X</script>",
    "<style>X</style>",
    "<noscript>X</noscript>",
    '<p style="font-size:0">X</p>',
    '<p style="font-size:1px">X</p>',
    '<p style="opacity:0.0">X</p>',
    '<p style="visibility:hidden !important">X</p>',
    '<p style="color:transparent">X</p>',
    '<p style="color:#fff">X</p>',
    '<p style="background-color:black;color:#000">X</p>',
    '<p style="position:absolute;left:-9999px">X</p>',
    '<p style="text-indent:-9999px">X</p>',
    '<p style="height:0;overflow:hidden">X</p>',
    '<p style="clip:rect(0,0,0,0)">X</p>',
    '<style>.pot, #jar {display:none}</style><p class="pot">X</p><p id="jar">X</p>',
    "<!-- X -->",
    "<p hidden><b>X</b></p>",
    "<table><tr><td>a</td><td hidden>X</td></tr></table>",
)


@pytest.mark.parametrize("hidden", HIDDEN)
def test_what_a_person_does_not_see_is_dropped(hidden: str) -> None:
    sheet = read_html(f"<html><body><p>Seen.</p>{hidden}<p>Also.</p></body></html>")
    assert "X" not in words(sheet)
    assert words(sheet).startswith("Seen.")
    assert words(sheet).rstrip().endswith("Also.")


@pytest.mark.parametrize(
    "style", ["color:#333", "font-size:11px", "left:-5px", "height:20px;overflow:hidden", "opacity:.9"]
)
def test_ordinary_styles_hide_nothing(style: str) -> None:
    assert "Seen" in words(read_html(f'<html><body><p style="{style}">Seen</p></body></html>'))


def test_hidden_words_are_noted() -> None:
    sheet = read_html("<html><body><p hidden>X</p><p hidden>Y</p><!-- Z --><p>Seen</p></body></html>")
    assert sheet.notes == (
        "Dropped hidden content: an element marked hidden (2).",
        "Dropped hidden content: 1 HTML comments.",
    )


def test_posts_and_nested_replies_are_boxes_with_their_writer_and_date_on_lines_of_their_own() -> None:
    sheet = read_html(
        '<html><body class="post-page"><nav>Home</nav><div class="posts">'
        '<div class="post" id="post-1"><div>by <span class="author">Ann</span> on '
        '<time datetime="2020-01-02">2 Jan</time></div><p>First.</p>'
        '<div class="reply"><span class="username">Bob</span><p>Nested.</p></div></div>'
        '<div class="post" id="post-2"><p>Second by Ann.</p></div></div></body></html>'
    )
    seen = [(line.text, line.box, line.level) for line in sheet.lines if line.text]
    assert seen == [
        ("Home", None, 0),
        ("Ann", 0, 0),
        ("2 Jan", 0, 0),
        ("First.", 0, 0),
        ("Bob", 1, 1),
        ("Nested.", 1, 1),
        ("Second by Ann.", 2, 0),
    ]
    by_text = {line.text: line for line in sheet.lines}
    assert "nav" in by_text["Home"].hints
    assert {"author", "post"} <= by_text["Ann"].hints
    assert {"time", "datetime:2020-01-02"} <= by_text["2 Jan"].hints
    assert "reply" in by_text["Nested."].hints
    assert "author" not in by_text["First."].hints


def test_a_wrapper_and_the_comment_it_wraps_are_one_box() -> None:
    comment = '<li class="comment"><article class="comment-body"><p>{}</p></article>{}</li>'
    reply = "<ol>" + comment.format("Reply.", "") + "</ol>"
    sheet = read_html(
        f"<html><body><ol>{comment.format('One.', reply)}{comment.format('Two.', '')}</ol></body></html>"
    )
    assert [(line.text, line.box, line.level) for line in sheet.lines if line.text] == [
        ("One.", 0, 0),
        ("Reply.", 1, 1),
        ("Two.", 2, 0),
    ]


def test_a_raised_link_to_a_reference_becomes_a_cite() -> None:
    sheet = read_html(
        '<html><body><p>A claim.<sup><a href="#r1">1</a></sup> More.</p><ol><li id="r1">Smith 2020.'
        "</li></ol></body></html>"
    )
    assert sheet.lines[0] == Line("A claim. More.", cites=((7, "Smith 2020."),))


def test_what_a_page_says_of_itself_is_read_from_its_head() -> None:
    sheet = read_html(
        '<html><head><title>Twitch | Site</title><link rel="canonical" href="https://a.b/c">'
        '<meta property="og:title" content="Twitch"><meta property="article:published_time" content="2020-02-03T01:02">'
        '<meta property="og:site_name" content="Site"><script type="application/ld+json">'
        '{"@graph":[{"author":[{"name":"Jane Roe"},{"name":"Al Poe"}],"datePublished":"2021-04-05"}]}</script>'
        '<script type="application/ld+json">{broken</script></head><body><p>x</p></body></html>'
    )
    assert sheet.said == Meta(
        title="Twitch",
        author="Jane Roe, Al Poe",
        organisation="Site",
        published="2021-04-05",
        url="https://a.b/c",
    )


def test_deep_nesting_is_read_in_time() -> None:
    began = time.monotonic()
    sheet = read_html("<html><body>" + "<div class=post>" * 3000 + "deep" + "</div>" * 3000)
    assert words(sheet) == "deep"
    assert time.monotonic() - began < 10


# MedQuAD


def medquad(pairs: str, head: str = "") -> Sheet:
    return read_medquad(
        f'<?xml version="1.0"?>{head}<Document id="1" source="NINDS" url="http://x.gov/a"><Focus>Twitching</Focus>'
        f"<QAPairs>{pairs}</QAPairs></Document>",
        "x.xml",
    )


PAIR = "<QAPair><Question>What is it ?</Question><Answer>{}</Answer></QAPair>"


def test_medquad_questions_answers_and_items_are_marked() -> None:
    sheet = medquad(PAIR.format("First part.  Second\npart:  - an item  - another") + PAIR.format(" "))
    assert shown(sheet) == [
        ("question", "What is it?"),
        ("answer", "First part."),
        ("answer", "Second part:"),
        ("item", "an item"),
        ("item", "another"),
    ]
    assert sheet.said == Meta(title="Twitching", organisation="NINDS", url="http://x.gov/a")
    assert sheet.notes == ("Passed over 1 of 2 questions that have no answer.",)


def test_a_collection_without_answers_is_refused() -> None:
    with pytest.raises(NoAnswersError, match="no answers"):
        medquad(PAIR.format(""))


@pytest.mark.parametrize(
    "head", ['<!DOCTYPE d [<!ENTITY a "b">]>', '<!doctype d SYSTEM "file:///etc/passwd">']
)
def test_xml_that_declares_entities_is_refused_unread(head: str) -> None:
    with pytest.raises(DamagedError, match="declares"):
        medquad(PAIR.format("&a;"), head)


def test_broken_xml_is_damaged() -> None:
    with pytest.raises(DamagedError, match="well-formed"):
        read_medquad("<Document><QAPairs><QAPair>", "x.xml")
