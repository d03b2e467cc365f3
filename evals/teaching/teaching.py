"""The story of the adapter: gather lessons, teach on some, measure on the rest, teach on those as well, export."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import torch
from sklearn.metrics import roc_auc_score

from evals.teaching.exporting import export
from evals.teaching.labels import TeachingError, check_writable, load_labels, load_written
from evals.teaching.lessons import Candidate, Lesson, written_lessons
from evals.teaching.medquad import read_articles
from evals.teaching.network import Shape, Student, student_of
from evals.teaching.quantised import weights_of
from evals.teaching.searched import searched_lessons
from evals.teaching.training import Drill, Pair, Say, Schedule, read_pairs, score, train
from kb.models.embedding import TorchEmbedder
from kb.models.finding import ModelFiles, find_model
from kb.models.known import Role
from kb.models.tokenizer import Tokenizer
from kb.settings import KNOWN_CROSS_ENCODER, KbSettings

HELD_OUT = frozenset({"gate_tune_seeds", "gate_tune_2_seeds", "gate_tune_2"})
"""The sets that the first round leaves out, so that there is something to measure on."""

FIRST = Schedule(epochs=3, rate=5e-4)
SECOND = Schedule(epochs=1, rate=2.5e-4)

REPEATED = 2400
"""Pairs of the first round that the second sees again, so that it forgets nothing."""

ANSWER_WEIGHT = 1.5
"""What an answer counts in the loss beside 1 for any other sentence; about one in eleven answers."""

MOST_TOKENS = 128
SEED = 0


@dataclass(frozen=True)
class Lent:
    """What to teach from: MedQuAD's file, and files of questions each with the library to search for them."""

    medquad: Path
    searched: tuple[tuple[Path, Path], ...]


@dataclass(frozen=True)
class Taught:
    """A lesson and its pairs as the frozen half read them, in the order of its candidates."""

    lesson: Lesson
    pairs: tuple[Pair, ...]

    @property
    def is_held_out(self) -> bool:
        return self.lesson.set in HELD_OUT


def lent(medquad: Path, pairs: Sequence[str]) -> Lent:
    """What the command line names, each pair as "QUESTIONS=LIBRARY". Raises TeachingError."""
    parted = [pair.partition("=") for pair in pairs]
    for pair, (questions, _, folder) in zip(pairs, parted, strict=True):
        if not questions or not folder:
            raise TeachingError(f"{pair!r} is no pair: write QUESTIONS.jsonl=LIBRARY.")
    return Lent(medquad, tuple((Path(questions), Path(folder)) for questions, _, folder in parted))


def teach(given: Lent, output: Path, say: Say) -> None:
    """Writes an adapter to `output`; about an hour on two cores, half a gigabyte of pairs in memory.

    Raises TeachingError and what can be wrong with a library or a model, before the hour is spent.
    """
    check_writable(output)
    torch.manual_seed(SEED)
    lessons = gather(given)
    files = find_model(KNOWN_CROSS_ENCODER, Role.CROSS_ENCODER)
    student = student_of(weights_of(onnx.load(files.weights)), Shape())
    taught = _read(student, files, lessons)
    for line in _counts(taught):
        say(line)
    first = [pair for each in taught if not each.is_held_out for pair in each.pairs]
    held = [each for each in taught if each.is_held_out]
    train(student, first, FIRST, say)
    for line in measured(student, held):
        say(line)
    train(student, second_round(first, held), SECOND, say)
    export(student, output, f"{files.name} {files.sha256}")


def gather(given: Lent) -> tuple[Lesson, ...]:
    """Every lesson there is to teach from. Raises TeachingError and what can be wrong with a library."""
    labels = {(label.set, label.id): label for label in load_labels()}
    for questions, _ in given.searched:
        if questions.stem not in {name for name, _ in labels}:
            raise TeachingError(f"{questions} has no labels: leave it out, or label what is found for it.")
    written = load_written()
    articles = read_articles(given.medquad, {each.document for each in written})
    embedder = TorchEmbedder.open(find_model(KbSettings().embedding, Role.EMBEDDING))
    lessons = [*written_lessons(written, articles, embedder)]
    for questions, folder in given.searched:
        lessons += searched_lessons(questions, folder, labels)
    return tuple(lessons)


def second_round(first: Sequence[Pair], held: Sequence[Taught]) -> list[Pair]:
    """Every pair that was held out, and `REPEATED` drawn from the first round."""
    drawn = np.random.default_rng(SEED).permutation(len(first))[:REPEATED]
    return [*(pair for each in held for pair in each.pairs), *(first[at] for at in drawn)]


def measured(student: Student, held: Sequence[Taught]) -> list[str]:
    """For each set, how well the best sentence's logit tells questions that can be answered (area under ROC)."""
    lines = []
    for name in sorted({each.lesson.set for each in held}):
        ours = [each for each in held if each.lesson.set == name]
        truth = [each.lesson.answerable for each in ours]
        if len(set(truth)) == 2:
            best = [max(score(student, each.pairs))[0] for each in ours]
            lines.append(f"held out, {name}: area under ROC {roc_auc_score(truth, best):.3f} of {len(ours)}")
    return lines


def drill_of(query: str, candidate: Candidate) -> Drill:
    weight = ANSWER_WEIGHT if candidate.answers else 1.0
    return Drill(query, candidate.text, (float(candidate.answers),), (weight,))


def _read(student: Student, files: ModelFiles, lessons: Sequence[Lesson]) -> list[Taught]:
    tokenizer = Tokenizer.open(files.folder / "tokenizer.json", MOST_TOKENS, plain=True)
    drills = [drill_of(lesson.query, each) for lesson in lessons for each in lesson.candidates]
    pairs = iter(read_pairs(student, tokenizer, drills))
    return [Taught(lesson, tuple(next(pairs) for _ in lesson.candidates)) for lesson in lessons]


def _counts(taught: Sequence[Taught]) -> list[str]:
    lines = []
    for name in sorted({each.lesson.set for each in taught}):
        ours = [each for each in taught if each.lesson.set == name]
        found = [each for one in ours for each in one.lesson.candidates]
        answers = sum(each.answers for each in found)
        lines.append(f"{name}: {len(ours)} questions, {len(found)} sentences, {answers} of them answers")
    return lines
