"""The starter collection and the rules it is kept by: what each rule finds, and that the collection has no fault."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import kb
from evals.starter import checks
from evals.starter.checks import Check, faults_of
from evals.starter.figures import strange_figures
from evals.starter.printing import print_all, printed
from evals.starter.shelf import PRINTED, Shelf, read_page, read_shelf
from ingest.loading import find_starter, load
from ingest.reading import read

STARTER = Path(kb.__path__[0]) / "starter"
SHARED = Path(__file__).resolve().parents[3] / "shared"
FRONT = """---
title: "A page"
kind: {kind}
evidence_rank: {rank}
evidence_reason: "our own summary"
author: "Seventh project"
written: 2026-11-20
checked: 2026-11-21
audience: "patients"
conditions: "hemifacial spasm"
status: "not reviewed by a clinician"
---
"""
FACT = {"id": "HFS-1", "note": "133/215 (62%) primary", "reference": "roe2020", "seen": "abstract"}
REFERENCE = {"ref": "roe2020", "title": "Many faces"}
NEED: dict[str, Any] = {
    "page": "a.md",
    "questions": ["how often is there no other cause"],
    "answers": ["About 62 in 100 of 215 people had no other cause."],
}
GOOD = "About 62 in 100 of 215 people had no other cause.[^HFS-1] Ask your doctor about your own case.\n"


def shelf(
    folder: Path, body: str, kind: str = "reference", rank: int = 4, front: tuple[str, str] = ("", "")
) -> Shelf:
    (folder / PRINTED).mkdir(exist_ok=True)
    key, value = front
    lines = FRONT.format(kind=kind, rank=rank).splitlines(keepends=True)
    text = "".join(f"{key}: {value}\n" if key and line.startswith(f"{key}:") else line for line in lines)
    (folder / "a.md").write_text(text + body, encoding="utf-8")
    (folder / "facts.jsonl").write_text(json.dumps(FACT), encoding="utf-8")
    (folder / "references.jsonl").write_text(json.dumps(REFERENCE), encoding="utf-8")
    if not (folder / "questions.jsonl").exists():
        (folder / "questions.jsonl").write_text(json.dumps(NEED), encoding="utf-8")
    return read_shelf(folder)


def found(check: Check, on: Shelf) -> list[str]:
    return [fault.what for fault in check(on)]


def test_a_page_that_keeps_every_rule_has_no_fault(tmp_path: Path) -> None:
    assert faults_of(shelf(tmp_path, GOOD)) == ()


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("Most have no other cause.[^HFS-2]\n" + GOOD, "the marker HFS-2 names no fact"),
        ("Ask your doctor.\n", "HFS-1 is marked nowhere"),
    ],
)
def test_a_marker_without_a_fact_and_a_fact_without_a_marker_are_faults(
    tmp_path: Path, body: str, said: str
) -> None:
    assert found(checks.markers, shelf(tmp_path, body)) == [said]


def test_a_reference_that_no_fact_uses_is_a_fault(tmp_path: Path) -> None:
    shelf(tmp_path, GOOD)
    (tmp_path / "references.jsonl").write_text(
        f"{json.dumps(REFERENCE)}\n{json.dumps({**REFERENCE, 'ref': 'doe2021'})}\n", encoding="utf-8"
    )
    assert found(checks.markers, read_shelf(tmp_path)) == ["doe2021 is used by no fact"]


@pytest.mark.parametrize(
    ("sentence", "is_fault"),
    [
        ("Surgery helps most people.", True),
        ("It comes back in a few.", True),
        ("What does the scan show?", False),
        ("Tell the team about any fever.", False),
        ("If it comes back, call the clinic.", False),
        ("We found no study of work.", False),
        ("Only a neurologist can tell.", False),
    ],
)
def test_a_sentence_that_states_something_ends_in_a_marker(
    tmp_path: Path, sentence: str, is_fault: bool
) -> None:
    assert bool(found(checks.unmarked, shelf(tmp_path, f"{sentence}\n\n{GOOD}"))) is is_fault


@pytest.mark.parametrize(
    ("sentence", "note", "strange"),
    [
        ("About 62 in 100 of 215 people.", "133/215 primary", ()),
        ("About 72 in 100 of 215 people.", "133/215 primary", ("72 in 100",)),
        ("Two thirds, or 66 in 100, of 230.", "n=230; 66%", ()),
        ("It lasts 12 weeks.", "12.4 weeks, 989 treatments", ()),
        ("It lasts 15 weeks.", "12.4 weeks, 989 treatments", ("15",)),
        ("About 1 in 10,000 people.", "9.8 per 100,000; 1 in 10,000", ()),
        ("It came back in 16 of 39 children.", "relapse 16/39 (41%)", ()),
        ("It came back in 61 of 93 children.", "relapse 16/39 (41%)", ("61 of 93",)),
    ],
)
def test_a_figure_is_one_of_its_facts(sentence: str, note: str, strange: tuple[str, ...]) -> None:
    assert strange_figures(sentence, note) == strange


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("Give 50 mg each day.[^HFS-1]\n", "dose"),
        ("Stop your tablets tonight.[^HFS-1]\n", "change-medicine"),
        ("Most babies grow out of it.[^HFS-1]\n", "banned reassurance"),
    ],
)
def test_doses_orders_about_medicines_and_false_comfort_are_faults(
    tmp_path: Path, body: str, words: str
) -> None:
    (fault,) = found(checks.banned, shelf(tmp_path, body))
    assert words in fault


def test_comfort_may_be_quoted_to_refute_it(tmp_path: Path) -> None:
    assert not found(
        checks.banned, shelf(tmp_path, 'The saying "they grow out of it" is not borne out.[^HFS-1]\n')
    )


def test_a_thread_says_that_we_wrote_it_and_ranks_as_an_experience(tmp_path: Path) -> None:
    assert found(checks.composite, shelf(tmp_path, "Hello all.\n", "forum", 5))
    ours = "Composite, written by us: no real people.\n\nHello all.\n"
    assert not found(checks.composite, shelf(tmp_path, ours, "forum", 5))
    assert found(checks.composite, shelf(tmp_path, ours, "forum", 4))


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("checked", "2026-11-01", "before it was written"),
        ("checked", "soon", "not dates"),
        ("status", '"reviewed"', "status"),
        ("audience", '""', "audience"),
    ],
)
def test_front_matter_without_a_date_a_status_or_an_audience_is_a_fault(
    tmp_path: Path, key: str, value: str, words: str
) -> None:
    assert any(
        words in fault for fault in found(checks.front_matter, shelf(tmp_path, GOOD, front=(key, value)))
    )


def test_long_words_in_long_sentences_are_above_the_highest_grade(tmp_path: Path) -> None:
    heavy = (
        "Neurovascular decompression necessitates comprehensive perioperative multidisciplinary evaluation, "
        "particularly considering individual anatomical abnormalities.[^HFS-1]\n"
    )
    assert found(checks.readable, shelf(tmp_path, heavy))
    drugs = "Carbamazepine and levetiracetam and carbamazepine are drugs.[^HFS-1]\n"
    assert not found(checks.readable, shelf(tmp_path, drugs))


def test_a_link_to_a_heading_or_a_page_that_is_not_there_is_dead(tmp_path: Path) -> None:
    body = "## What it is\n\nSee [this](#what-it-is), [that](#gone), [another](b.md) and [a.md](a.md#what-it-is).\n"
    assert found(checks.anchors, shelf(tmp_path, body)) == ["a dead link: (#gone)", "a dead link: (b.md)"]


def test_nine_words_of_a_source_are_a_fault_and_eight_are_not(tmp_path: Path) -> None:
    source = tmp_path / "source.txt"
    source.write_text("One two three four five six seven eight nine ten.", encoding="utf-8")
    page = shelf(tmp_path, "Ask one two three four five six seven eight.\n" + GOOD)
    assert not list(checks.copied(page, [source]))
    page = shelf(tmp_path, "Ask one two three four five six seven eight nine.\n" + GOOD)
    assert list(checks.copied(page, [source]))


def test_a_foreseen_answer_that_its_page_does_not_hold_is_a_fault_and_so_is_a_page_that_is_not_there(
    tmp_path: Path,
) -> None:
    lost = [{**NEED, "answers": [*NEED["answers"], "About 90 in 100 had."]}, {**NEED, "page": "b.md"}]
    (tmp_path / "questions.jsonl").write_text("\n".join(map(json.dumps, lost)), encoding="utf-8")
    assert found(checks.foreseen, shelf(tmp_path, GOOD)) == [
        "no sentence of a.md is: About 90 in 100 had",
        "b.md is no page of the collection",
    ]


def test_a_sentence_with_a_fact_that_answers_no_foreseen_question_is_a_fault(tmp_path: Path) -> None:
    more = GOOD + "\nAbout 38 in 100 had one.[^HFS-1]\n"
    assert found(checks.foreseen, shelf(tmp_path, more)) == [
        "no question is foreseen for: About 38 in 100 had one."
    ]


def test_the_starter_collection_has_no_fault() -> None:
    assert faults_of(read_shelf(STARTER)) == ()


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="../shared is not here")
def test_the_starter_collection_shares_no_nine_words_with_the_seeds_or_the_clinical_files() -> None:
    sources = [*(SHARED / "seeds").iterdir(), *(SHARED / "clinical").iterdir()]
    assert not list(checks.copied(read_shelf(STARTER), sources))


def test_the_collection_is_of_the_size_and_kinds_that_show_ranks_and_disagreements() -> None:
    kinds = [page.kind for page in read_shelf(STARTER).pages]
    assert kinds.count("reference") >= 30
    assert kinds.count("forum") >= 8
    assert kinds.count("doctor_qa") >= 6


def sources() -> Iterator[Path]:
    return (STARTER / PRINTED).glob("*.md")


@pytest.mark.parametrize("source", sorted(sources()), ids=lambda path: path.stem)
def test_a_printed_page_is_its_source_printed_anew_byte_for_byte(source: Path) -> None:
    target = STARTER / f"{source.stem}.pdf"
    assert target.read_bytes() == printed(read_page(source)), "run: python -m evals starter --print"


@pytest.mark.parametrize("source", sorted(sources()), ids=lambda path: path.stem)
def test_a_printed_page_keeps_its_page_labels_and_its_references(source: Path) -> None:
    (location,) = [each for each in find_starter(STARTER) if each.source == f"{source.stem}.pdf"]
    document = read(load(location))
    marked = sum(len(said.facts) for said in read_page(source).said)
    assert [page.label for page in document.pages][:3] == ["i", "1", "2"]
    assert len(document.references) == marked
    assert "[" not in document.text.split("\n\n", 4)[4]


def test_printing_writes_the_page_and_what_is_said_of_it(tmp_path: Path) -> None:
    shelf(tmp_path, GOOD)
    (tmp_path / "a.md").rename(tmp_path / PRINTED / "a.md")
    (made,) = print_all(tmp_path)
    (location,) = find_starter(tmp_path)
    document = read(load(location))
    assert made.name == "a.pdf"
    assert (document.title, document.checked, document.audience) == ("A page", "2026-11-21", "patients")
