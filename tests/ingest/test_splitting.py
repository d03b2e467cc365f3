"""How a document falls into chunks."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.chunk import QUOTABLE, Chunk
from ingest.document import Document, EvidenceRank, Kind, Part, Role
from ingest.sentences import sentences
from ingest.splitting import split

RANK = EvidenceRank(4, "a test")


def document(*bodies: str) -> Document:
    text, parts = "", []
    for number, body in enumerate(bodies):
        parts.append(Part(Role.SECTION, len(text), len(text) + len(body), f"section {number}", RANK))
        text += body + "\n\n"
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Document("x", "x", digest, text, digest, "Spasm", Kind.ARTICLE, "article", RANK, tuple(parts))


def count_words(text: str) -> int:
    return len(text.split())


def texts(chunks: tuple[Chunk, ...]) -> list[str]:
    return [chunk.text for chunk in chunks]


def test_chunks_hold_whole_sentences_up_to_the_limit() -> None:
    found = split(document("It is mild. It comes at night. It goes by day."), count_words, 7)
    assert texts(found) == ["It is mild. It comes at night.", "It goes by day."]


def test_paragraphs_are_kept_whole_where_they_fit() -> None:
    found = split(document("One is here now.\nTwo is here. Two is there."), count_words, 8)
    assert texts(found) == ["One is here now.", "Two is here. Two is there."]


def test_a_heading_stays_with_the_paragraph_under_it() -> None:
    found = split(
        document("It is mild here.\nTreatment by injection\nToxin is injected there."), count_words, 8
    )
    assert texts(found) == ["It is mild here.", "Treatment by injection\nToxin is injected there."]


def test_no_chunk_crosses_from_one_part_into_the_next() -> None:
    found = split(document("It is mild.", "It is rare."), count_words, 100)
    assert [(chunk.number, chunk.part.label, chunk.text) for chunk in found] == [
        (0, "section 0", "It is mild."),
        (1, "section 1", "It is rare."),
    ]


def test_a_sentence_longer_than_the_limit_stands_alone() -> None:
    found = split(document("It is mild. It is a very long sentence about nothing. It goes."), count_words, 4)
    assert texts(found) == ["It is mild.", "It is a very long sentence about nothing.", "It goes."]


def test_courtesies_and_headings_alone_make_no_chunk() -> None:
    found = split(document("Share to\nThank you, doctor.", " \n ", "It is mild."), count_words, 50)
    assert [(chunk.number, chunk.text) for chunk in found] == [(0, "It is mild.")]


def test_a_limit_below_one_token_is_refused() -> None:
    with pytest.raises(ValueError, match="1 or more"):
        split(document("It is mild."), count_words, 0)


said = st.sampled_from(
    [
        "It is mild. ",
        "Hello, ",
        "Is it rare? ",
        "\n",
        "\n\n",
        "Causes\n",
        "A list of:\n- chin\n- neck\n",
        "Nerves are pressed by vessels in most of those who have it. ",
        "Thanks!",
        "- An item is here.\n",
    ]
)
bodies = st.lists(st.lists(said, max_size=12).map("".join), max_size=4)


@given(bodies, st.integers(1, 30))
def test_every_quotable_sentence_is_in_exactly_one_chunk_within_the_limit(
    parts: list[str], limit: int
) -> None:
    paper = document(*parts)
    chunks = split(paper, count_words, limit)
    kept = [one for chunk in chunks for one in chunk.sentences if one.kind in QUOTABLE]
    everything = [one for part in paper.parts for one in sentences(paper.text, part.start, part.end)]
    assert kept == [one for one in everything if one.kind in QUOTABLE]
    assert all(count_words(chunk.text) <= limit or len(chunk.sentences) == 1 for chunk in chunks)
    assert [chunk.number for chunk in chunks] == list(range(len(chunks)))
