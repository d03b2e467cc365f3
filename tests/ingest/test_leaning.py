"""Sentences that point back are known by how they begin, and what they lean on is found."""

from __future__ import annotations

import pytest

from ingest.leaning import leans, support_of
from ingest.sentences import sentences

TEXT = (
    "Decompression is an operation. It opens the skull. In this procedure a pad is placed. Recovery is slow."
)


@pytest.mark.parametrize(
    "words",
    [
        "It spreads.",
        "This procedure helps.",
        "But they stop.",
        "When these spread, pain follows.",
        "“She slept.”",
    ],
)
def test_a_sentence_that_points_back_leans(words: str) -> None:
    assert leans(words)


@pytest.mark.parametrize(
    "words", ["Italy is far.", "Thistles sting.", "A spasm stops.", "In most people it stops."]
)
def test_a_sentence_that_names_its_subject_stands(words: str) -> None:
    assert not leans(words)


def test_a_leaning_sentence_is_supported_by_the_nearest_one_that_stands() -> None:
    spans = sentences(TEXT, 0, len(TEXT))
    supports = [support_of(TEXT, spans, span) for span in spans]
    assert supports == [None, spans[0], spans[0], None]
