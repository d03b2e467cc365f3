"""Teaching needs: questions with one need come to lie near one another, though their words are far apart."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from evals.teaching import needing
from evals.teaching.labels import Judged, TeachingError, digest
from ingest.foreseen import Need
from kb.needs import OF, NeedSpace, need_space
from kb.ports import Vectors

SIZE = 12


class Fixed:
    """Gives every text a vector of its own: its topic loudly, and quietly what is asked, which the loudness hides."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        rows = np.zeros((len(texts), SIZE), np.float32)
        for row, text in zip(rows, texts, strict=True):
            topic, asked, style = (int(word) for word in text.split())
            row[topic], row[4 + asked], row[8 + style] = 1.0, 0.4, 0.9
        found: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return found


def needs() -> tuple[Need, ...]:
    """One for each topic and thing asked, each in two styles."""
    return tuple(
        Need(f"{topic}.md", tuple(f"{topic} {asked} {style}" for style in styles), (f"{topic}{asked}",))
        for topic in range(4)
        for asked in range(4)
        for styles in [((topic + asked) % 4, (topic + asked + 1 + topic % 2) % 4)]
    )


def judged(*answers: str) -> Judged:
    return Judged(id="q-1", question="1 2 0", answers=tuple(map(digest, answers)), useful=(), others=())


def test_after_teaching_a_question_finds_the_need_that_it_has_in_a_style_that_misled_before() -> None:
    taught = needing.read_needs(Fixed(), needs(), ())
    turn = needing.taught_turn(taught, lambda line: None, epochs=900)
    asked = [judged("12")]
    assert needing.found(Fixed(), NeedSpace(), needs(), asked) == 0
    assert needing.found(Fixed(), NeedSpace(turn), needs(), asked) == 1


def test_a_judged_question_belongs_to_the_needs_whose_best_answer_it_has() -> None:
    taught = needing.read_needs(Fixed(), needs(), [judged("12", "13")])
    assert [len(each.judged) for each in taught] == [0] * 6 + [1, 1] + [0] * 8


def test_the_turn_serves_the_model_that_it_was_taught_for_and_no_other(tmp_path: Path) -> None:
    file = tmp_path / "needs.safetensors"
    save_file({"turn": 2 * np.eye(2, dtype=np.float16)[::-1].copy()}, file, {OF: "a" * 64})
    vectors = np.array([[0.6, 0.8]], np.float32)
    assert need_space("a" * 64, file).place(vectors)[0] == pytest.approx([0.8, 0.6])
    assert need_space("b" * 64, file).place(vectors) is vectors


def test_an_output_that_cannot_be_written_is_refused_before_the_work(tmp_path: Path) -> None:
    with pytest.raises(TeachingError, match="cannot be written"):
        needing.teach_needs(tmp_path / "no" / "needs.safetensors", (), lambda line: None)


def test_the_committed_turn_is_for_the_known_embedding_and_keeps_every_direction() -> None:
    turn = load_file(needing.NEEDS.parents[1] / "data" / "needs.safetensors")["turn"]
    assert turn.shape == (384, 384)
    assert np.linalg.matrix_rank(turn.astype(np.float64)) == 384
