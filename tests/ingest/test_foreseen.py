"""Foreseen questions: what stands beside a page for them, and where in its text they point."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ingest.document import Document
from ingest.errors import BadSettingError
from ingest.loading import find, load
from ingest.reading import read

PAGE = b"# EEG\n\nAn EEG does not hurt. It takes about\nhalf an hour.\n"
Need = dict[str, Any]

NEED: Need = {
    "page": "eeg.md",
    "questions": ["does it hurt", "is the brain wave test painful"],
    "answers": ["An EEG does not hurt."],
}


def shelf(folder: Path, *needs: Need) -> Path:
    (folder / "eeg.md").write_bytes(PAGE)
    (folder / "questions.jsonl").write_text("\n".join(json.dumps(need) for need in needs), encoding="utf-8")
    return folder / "eeg.md"


def document(page: Path) -> Document:
    return read(load(find([str(page)]).locations[0]))


def told(page: Document) -> list[tuple[str, list[str]]]:
    return [(each.question, [page.text[at : at + 5] for at in each.at]) for each in page.foreseen]


def test_every_question_points_at_the_sentences_that_answer_it_the_best_first(tmp_path: Path) -> None:
    need = {**NEED, "answers": ["It takes about half an hour.", "An EEG does not hurt."]}
    page = document(shelf(tmp_path, need))
    assert told(page) == [(question, ["It ta", "An EE"]) for question in need["questions"]]


def test_questions_of_other_pages_are_passed_over_and_the_file_is_no_page(tmp_path: Path) -> None:
    page = document(shelf(tmp_path, {**NEED, "page": "mri.md"}))
    assert page.foreseen == ()
    assert page.notes == ()
    assert [location.source for location in find([str(tmp_path)]).locations] == ["eeg.md"]


def test_an_answer_that_the_page_no_longer_holds_is_told_of_and_the_others_stay(tmp_path: Path) -> None:
    page = document(shelf(tmp_path, {**NEED, "answers": ["An EEG is quick.", "An EEG does not hurt."]}))
    assert told(page)[0] == ("does it hurt", ["An EE"])
    assert page.notes == ("No sentence of the page is “An EEG is quick.” (questions.jsonl).",)


def test_a_page_is_read_again_when_its_own_questions_change_and_only_then(tmp_path: Path) -> None:
    def hashed(*needs: Need) -> str:
        return load(find([str(shelf(tmp_path, *needs))]).locations[0]).sha256

    before = hashed(NEED)
    assert hashed(NEED, {**NEED, "page": "mri.md"}) == before
    assert hashed({**NEED, "questions": ["is it sore"]}) != before


def test_a_line_that_is_no_need_is_refused_by_its_number(tmp_path: Path) -> None:
    page = shelf(tmp_path, NEED, {"page": "eeg.md", "questions": "does it hurt", "answers": []})
    with pytest.raises(BadSettingError, match=r"questions\.jsonl, line 2.*questions"):
        document(page)
