"""Teaching: labels that still fit, pairs that are hard, a student that learns, an adapter that the product takes."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
from safetensors.numpy import save_file
from transformers import BertConfig, BertForSequenceClassification

from chatbot.answer import Urgency
from evals.case import Case, load_cases
from evals.red import RedCase
from evals.teaching import alarming, furthering, labels, lessons, medquad, searched, teaching, training
from evals.teaching.exporting import export
from evals.teaching.network import Shape, Student, student_of
from evals.teaching.quantised import weights_of
from kb.models.adapting import adapt
from kb.models.copy import ONNX_FILE
from kb.models.cross_encoder import CrossEncoder
from kb.models.finding import ModelFiles, find_model
from kb.models.known import Role
from kb.models.tokenizer import Tokenizer
from kb.models.verdicts import Verdicts
from kb.settings import KNOWN_CROSS_ENCODER

ROOT = Path(__file__).resolve().parents[2]
MEDQUAD = ROOT.parent / "shared" / "benchmark" / "medquad.jsonl.gz"
CASES = ROOT / "evals" / "data"

QUERY = "How long does botulinum toxin last?"
TEXTS = ["The effect lasted about 12 weeks.", "Botulinum toxin is a protein.", "Cats sleep a lot."]


def a_case(answerable: bool) -> Case:
    return Case(id="c1", question="How long?", answerable=answerable, kind="direct")


def a_file(folder: Path, answer: str) -> Path:
    file = folder / "medquad.jsonl.gz"
    section = {"path": "a.xml", "focus": "Tics", "qtype": "outlook", "answer": answer}
    with gzip.open(file, "wt", encoding="utf-8") as lines:
        lines.write(json.dumps(section) + "\n" + json.dumps({**section, "path": "b.xml"}) + "\n")
    return file


def written(number: int, text: str) -> labels.Written:
    mark = labels.Mark(number=number, sha256=labels.digest(text))
    return labels.Written(id="w1", document="a.xml", question="How long?", answers=(mark,))


def drills(texts: Sequence[str], yes: Sequence[str] = ()) -> list[training.Drill]:
    return [teaching.drill_of(QUERY, lessons.Candidate(text, text in yes)) for text in texts]


def a_student() -> Student:
    """Two layers of random weights, the upper one and the pooler taught."""
    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=30522,
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        initializer_range=0.3,
    )
    config.num_labels = 1
    return Student(BertForSequenceClassification(config), Shape(frozen=1, rank=4))


@pytest.fixture(scope="module")
def known() -> ModelFiles:
    return find_model(KNOWN_CROSS_ENCODER, Role.CROSS_ENCODER)


@pytest.fixture(scope="module")
def tokenizer(known: ModelFiles) -> Tokenizer:
    return Tokenizer.open(known.folder / "tokenizer.json", teaching.MOST_TOKENS, plain=True)


def test_every_label_is_of_an_answerable_case_of_its_set() -> None:
    ours = labels.load_labels()
    assert len({(each.set, each.id) for each in ours}) == len(ours)
    cases = {name: load_cases(CASES / f"{name}.jsonl") for name in {each.set for each in ours}}
    can = {(name, case.id) for name, found in cases.items() for case in found if case.answerable}
    assert {(each.set, each.id) for each in ours} <= can


def test_no_near_miss_has_answers() -> None:
    ours = {(each.set, each.id) for each in labels.load_labels() if each.answers}
    cases = {name: load_cases(CASES / f"{name}.jsonl") for name in {name for name, _ in ours}}
    missed = {(name, case.id) for name, found in cases.items() for case in found if case.kind == "near_miss"}
    assert missed
    assert not ours & missed


def test_no_sentence_is_labelled_both_ways() -> None:
    assert all(set(each.answers).isdisjoint(each.others) for each in labels.load_labels())


def test_each_document_has_as_many_questions_that_it_answers_as_near_misses() -> None:
    ours = labels.load_written()
    for document in {each.document for each in ours}:
        answered = [bool(each.answers) for each in ours if each.document == document]
        assert answered.count(True) == answered.count(False)


@pytest.mark.shared
@pytest.mark.skipif(not MEDQUAD.exists(), reason="../shared is absent")
def test_every_number_is_of_the_sentence_that_was_labelled() -> None:
    ours = labels.load_written()
    articles = medquad.read_articles(MEDQUAD, {each.document for each in ours})
    found = [lessons.answer_numbers(each, articles) for each in ours]
    assert [len(numbers) for numbers in found] == [len(each.answers) for each in ours]


def test_only_the_documents_asked_for_are_read_and_what_is_too_short_is_no_statement(tmp_path: Path) -> None:
    file = a_file(tmp_path, "They come and go.  They stop within a few months in most children.")
    articles = medquad.read_articles(file, {"a.xml"})
    assert list(articles) == ["a.xml"]
    assert [each.text for each in articles["a.xml"].statements] == [
        "They stop within a few months in most children."
    ]
    assert articles["a.xml"].context(0) == "Tics. outlook"


def test_a_sentence_that_is_not_the_one_labelled_is_noticed(tmp_path: Path) -> None:
    text = "They stop within a few months in most children."
    articles = medquad.read_articles(a_file(tmp_path, text), {"a.xml"})
    assert lessons.answer_numbers(written(0, text), articles) == {0}
    for number, words in ((0, "Other words."), (1, text)):
        with pytest.raises(labels.TeachingError, match="number its answers again"):
            lessons.answer_numbers(written(number, words), articles)


def test_beside_a_question_stand_the_statements_nearest_to_it_and_one_answer() -> None:
    cosines = np.array([0.1, 0.9, 0.2, 0.8, 0.3, 0.7, 0.4, 0.6, 0.5, 0.0], np.float32)
    statements = np.stack([cosines, np.sqrt(1 - cosines**2)], axis=1)
    found = lessons.nearest_and_an_answer(np.array([1, 0], np.float32), statements, {1, 9, 0})
    assert found == [1, 3, 5, 7, 8, 6, 4, 2, 0]


def test_of_an_answerable_case_only_sentences_that_were_judged_are_taught() -> None:
    texts = ["It lasts three months.", "It is a toxin.", "Nobody judged this."]
    found = [(text, f"Title. {text}") for text in texts]
    label = labels.Label(
        id="c1", set="s", answers=(labels.digest(texts[0]),), others=(labels.digest(texts[1]),)
    )
    lesson = searched.judged("s", a_case(answerable=True), "How long?", found, label)
    assert [(each.text, each.answers) for each in lesson.candidates] == [
        ("Title. It lasts three months.", True),
        ("Title. It is a toxin.", False),
    ]
    assert not searched.judged("s", a_case(answerable=True), "How long?", found, None).candidates


def test_nothing_answers_a_case_that_the_library_cannot() -> None:
    found = [("It is a toxin.", "Title. It is a toxin.")] * 9
    lesson = searched.judged("s", a_case(answerable=False), "How long?", found, None)
    assert [each.answers for each in lesson.candidates] == [False] * lessons.NEAREST


def test_teaching_lowers_the_loss_and_leaves_the_weights_it_started_from(tokenizer: Tokenizer) -> None:
    student = a_student()
    before = {name: each.clone() for name, each in student.named_parameters() if not each.requires_grad}
    pairs = training.read_pairs(student, tokenizer, drills(TEXTS, yes=TEXTS[:1]) * 4)
    losses = training.train(
        student, pairs, training.Schedule(epochs=14, rate=0.02, warm_up=2, batch=4), lambda _: None
    )
    assert losses[-1] < losses[0] / 2
    (yes,), (no,), (other,) = training.score(student, pairs[:3])
    assert yes > max(no, other)
    after = dict(student.named_parameters())
    assert all(torch.equal(value, after[name]) for name, value in before.items())


def test_a_pair_scores_alike_alone_and_beside_longer_ones(tokenizer: Tokenizer) -> None:
    student = a_student()
    both = drills(["Weeks.", " ".join(TEXTS) * 3])
    pairs = training.read_pairs(student, tokenizer, both)
    alone = training.read_pairs(student, tokenizer, both[:1])
    assert training.score(student, pairs)[0] == pytest.approx(training.score(student, alone)[0], abs=1e-3)


def test_the_pace_rises_then_falls_to_nearly_nothing() -> None:
    pace = [training.Schedule(epochs=1, rate=1.0, warm_up=10).rate_at(step, 100) for step in range(100)]
    assert pace[0] == 0
    assert max(pace) == pace[10] > 0.8
    assert 0 < pace[-1] < 0.03


def test_the_known_model_read_back_into_torch_scores_as_it_does(
    known: ModelFiles, tokenizer: Tokenizer
) -> None:
    student = student_of(weights_of(onnx.load(known.weights)), Shape())
    pairs = training.read_pairs(student, tokenizer, drills(TEXTS))
    plain = CrossEncoder.open(known).score(QUERY, TEXTS)
    found = [score for (score,) in training.score(student, pairs)]
    assert found == pytest.approx([score / 2 for score in plain], abs=0.25)


def test_a_merged_adapter_gives_the_weights_that_the_student_has(tmp_path: Path, known: ModelFiles) -> None:
    student = student_of(weights_of(onnx.load(known.weights)), Shape())
    with torch.no_grad():
        student.shift.fill_(-1.0)
        for change in student.changes().values():
            change.up.normal_(std=0.2)
    file = tmp_path / "adapter.safetensors"
    export(student, file, "the known one")
    merged = weights_of(onnx.load(adapt(known, tmp_path / "models", Verdicts(None), file) / ONNX_FILE))
    assert len(student.changes()) == 6 * 6 + 1
    for name, change in student.changes().items():
        wanted = (change.layer.weight + change.times * change.up @ change.down).detach().numpy()
        half_a_step = np.abs(wanted).max() / 127 / 2
        assert np.abs(merged[f"{name}.weight"] - wanted).max() < half_a_step * 1.1
        assert np.abs(merged[f"{name}.weight"] - change.layer.weight.numpy()).max() > half_a_step * 10
    last = student.classifier.weight.detach().numpy() / 2
    assert merged["classifier.weight"] == pytest.approx(last, abs=float(np.abs(last).max()) / 127)
    assert merged["classifier.bias"] == pytest.approx(np.array([-1.0]))


def test_a_library_without_its_questions_is_refused() -> None:
    given = teaching.lent(MEDQUAD, ["questions.jsonl=library"])
    assert given.searched == ((Path("questions.jsonl"), Path("library")),)
    with pytest.raises(labels.TeachingError, match="QUESTIONS"):
        teaching.lent(MEDQUAD, ["library"])


def test_what_would_fail_in_an_hour_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(labels.TeachingError, match="has no labels"):
        teaching.gather(teaching.lent(MEDQUAD, ["questions.jsonl=library"]))
    for output in (tmp_path, tmp_path / "absent" / "adapter.safetensors"):
        with pytest.raises(labels.TeachingError, match="cannot be written"):
            teaching.teach(teaching.lent(MEDQUAD, []), output, lambda _: None)


def test_the_second_round_sees_all_that_was_held_out_and_no_more_of_the_rest_than_is_said() -> None:
    pairs = [training.Pair(*(torch.zeros(1, 1),) * 3) for _ in range(teaching.REPEATED + 5)]
    held = teaching.Taught(lessons.Lesson("gate_tune_2", "How long?", True, ()), tuple(pairs[:2]))
    second = teaching.second_round(pairs[2:], [held])
    assert second[:2] == pairs[:2]
    assert len({id(each) for each in second}) == len(second) == 2 + teaching.REPEATED


def test_an_adapter_can_be_taught_on_from_where_it_stands(
    tmp_path: Path, known: ModelFiles, tokenizer: Tokenizer
) -> None:
    weights = weights_of(onnx.load(known.weights))
    first = student_of(weights, Shape())
    with torch.no_grad():
        first.shift.fill_(-1.0)
        first.scale.fill_(0.8)
        for change in first.changes().values():
            change.up.normal_(std=0.02)
    export(first, tmp_path / "adapter.safetensors", "the known one")
    second = student_of(weights, Shape())
    furthering.resume(second, tmp_path / "adapter.safetensors")
    scores = [
        training.score(each, training.read_pairs(each, tokenizer, drills(TEXTS))) for each in (first, second)
    ]
    assert np.array(scores[1]) == pytest.approx(np.array(scores[0]), abs=0.02)
    save_file({"other.down": np.zeros((1, 1), np.float16)}, tmp_path / "strange.safetensors")
    with pytest.raises(labels.TeachingError, match="no adapter of this model"):
        furthering.resume(second, tmp_path / "strange.safetensors")


def test_of_a_near_miss_nothing_answers_and_unmarked_sentences_near_an_answer_count_little() -> None:
    found = (
        "how long",
        [(text, f"Title. {text}") for text in (*TEXTS, *(f"More {number}." for number in range(9)))],
    )
    marked = labels.Further(
        id="f1", question="How long?", answerable=True, answers=(labels.digest("More 8."),)
    )
    missed = labels.Further(id="f2", question="How long?", answerable=False, answers=())
    taught = furthering.drills_of(marked, found)
    assert [drill.text for drill in taught if drill.truth == (1.0,)] == ["how long"]
    assert len(taught) == lessons.NEAREST + 1
    assert {drill.weight for drill in taught if drill.truth == (0.0,)} == {(furthering.UNMARKED,)}
    assert {(drill.truth, drill.weight) for drill in furthering.drills_of(missed, found)} == {
        ((0.0,), (1.0,))
    }


def test_of_judged_sentences_all_that_help_are_taught_and_of_the_others_the_nearest() -> None:
    texts = [f"Sentence {number}." for number in range(40)]
    found = ("how long", [(text, f"Title. {text}") for text in texts])
    marks = [labels.digest(text) for text in texts]
    question = labels.Judged(
        id="q1",
        question="How long?",
        answers=(marks[0], marks[30]),
        useful=(marks[35],),
        others=(*marks[1:29],),
    )
    taught = {drill.other: drill.truth[0] for drill in furthering.judged_drills_of(question, found)}
    assert {text: truth for text, truth in taught.items() if truth} == {
        "Title. Sentence 0.": 1.0,
        "Title. Sentence 30.": 1.0,
        "Title. Sentence 35.": furthering.USEFUL,
    }
    assert [text for text, truth in taught.items() if not truth] == [
        f"Title. {text}" for text in texts[1 : furthering.JUDGED_NEAREST]
    ]


def test_every_judged_question_has_one_mark_a_sentence() -> None:
    ours = labels.load_judged()
    assert len({each.id for each in ours}) == len(ours)
    for each in ours:
        marks = [*each.answers, *each.useful, *each.others]
        assert marks
        assert len(set(marks)) == len(marks)


def test_what_was_found_is_kept_and_not_searched_for_again(tmp_path: Path) -> None:
    kept = tmp_path / "finds.jsonl"
    row = {"id": "q1", "query": "how long", "found": [["It lasts.", "Title. It lasts."]]}
    kept.write_text(json.dumps(row) + "\n", encoding="utf-8")
    question = labels.Judged(id="q1", question="How long?", answers=(), useful=(), others=())
    found = furthering.searched(tmp_path / "no library", [question], kept)
    assert found == {"q1": ("how long", (("It lasts.", "Title. It lasts."),))}


def message(least: Urgency, most: Urgency, *rules: str) -> RedCase:
    return RedCase(
        id="m1", group="infant", rules=rules, way="plain", messages=("one", "two"), least=least, most=most
    )


def test_the_alarm_is_taught_both_levels_and_the_rules_of_what_is_urgent() -> None:
    names = alarming.labels()
    urgent = alarming.drill_of(message("same_day", "emergency", "I6"))
    assert urgent.text == "one | two"
    assert {name for name, truth in zip(names, urgent.truth, strict=True) if truth} == {
        "urgent",
        "visit",
        "I6",
    }
    assert urgent.weight[1] == alarming.DOUBTFUL
    assert not any(alarming.drill_of(message("information", "soon", "I6")).truth)
    open_to_both = alarming.drill_of(message("soon", "same_day", "I15"))
    assert open_to_both.weight[0] == 0
    assert open_to_both.truth[names.index("visit")] == 1
    assert alarming.drill_of(message("routine", "soon")).weight[names.index("visit")] == 0


def test_every_message_is_taught_and_some_a_second_time_as_a_hurried_hand_types_them() -> None:
    cases = [
        replace_messages(message("emergency", "emergency", "I1"), f"He's Fitting, {number}!")
        for number in range(99)
    ]
    taught = [drill.text for drill in alarming.drills_of(cases)]
    assert {case.messages[0] for case in cases} <= set(taught)
    again = [text for text in taught if text == text.lower()]
    assert 99 * alarming.PLAINED * 0.5 < len(again) < 99 * alarming.PLAINED * 1.5
    assert all("'" not in text and "!" not in text for text in again)


def replace_messages(case: RedCase, *messages: str) -> RedCase:
    return case.model_copy(update={"messages": messages})
