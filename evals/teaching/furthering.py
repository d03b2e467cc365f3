"""A second teaching of the adapter that tells answers: on questions about the starter collection, sentences marked."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import onnx
import torch
from safetensors.numpy import load_file
from tqdm import tqdm

from chatbot.building import build_parts
from chatbot.configuration import load_all_settings
from chatbot.conversation import conversation_from
from evals.teaching.exporting import export
from evals.teaching.labels import (
    Further,
    Judged,
    TeachingError,
    check_writable,
    digest,
    load_further,
    load_judged,
)
from evals.teaching.lessons import NEAREST
from evals.teaching.network import Shape, Student, student_of
from evals.teaching.quantised import weights_of
from evals.teaching.searched import Found, found_for
from evals.teaching.teaching import ANSWER_WEIGHT, MOST_TOKENS, SEED
from evals.teaching.training import Drill, Say, Schedule, read_pairs, train
from kb.library import Library
from kb.models.adapted import ANSWERING
from kb.models.finding import find_model
from kb.models.known import Role
from kb.models.tokenizer import Tokenizer
from kb.settings import KNOWN_CROSS_ENCODER

SCHEDULE = Schedule(epochs=2, rate=2.5e-4)
UNMARKED = 0.3
"""What a sentence counts that stands near an answerable question and was not marked: it may answer all the same."""
USEFUL = 0.4
"""How far a sentence answers that is only useful beside an answer."""
JUDGED_NEAREST = 12
"""Judged sentences from this place on are taught only where they answer or are useful; the others are easy."""


def teach_further(
    folder: Path, output: Path, say: Say, finds: Path | None = None, adapter: Path = ANSWERING
) -> None:
    """Writes `adapter`, taught further on what the library in `folder` finds for the questions, to `output`.

    Hours on two cores, much of it searching; what was found is kept in the file `finds`, where one
    is named, and not searched for again. Raises TeachingError and what can be wrong with a library.
    """
    check_writable(output)
    torch.manual_seed(SEED)
    marked, judged = load_further(), load_judged()
    found = searched(folder, [*marked, *judged], finds)
    drills = [
        *(drill for each in marked for drill in drills_of(each, found[each.id])),
        *(drill for each in judged for drill in judged_drills_of(each, found[each.id])),
    ]
    say(f"{len(drills)} sentences, {sum(drill.truth[0] for drill in drills):.0f} of them answers")
    known = find_model(KNOWN_CROSS_ENCODER, Role.CROSS_ENCODER)
    student = student_of(weights_of(onnx.load(known.weights)), Shape())
    resume(student, adapter)
    tokenizer = Tokenizer.open(known.folder / "tokenizer.json", MOST_TOKENS, plain=True)
    train(student, read_pairs(student, tokenizer, drills), SCHEDULE, say)
    export(student, output, f"{known.name} {known.sha256}")


def searched(
    folder: Path, questions: Sequence[Further | Judged], finds: Path | None = None
) -> dict[str, tuple[str, Found]]:
    """By a question's id, the query it is searched by and the best sentences found, as `best_sentences` gives them."""
    kept = _kept(finds)
    missing = [each for each in questions if each.id not in kept]
    if missing:
        kb, chat = load_all_settings(folder)
        parts = build_parts(Library.open(folder, kb), kb, chat)
        for each in tqdm(missing, unit="question", disable=not sys.stderr.isatty()):
            kept[each.id] = found_for(parts, conversation_from(each.question, ()))
            _keep(finds, each.id, kept[each.id])
    return kept


def _kept(finds: Path | None) -> dict[str, tuple[str, Found]]:
    if finds is None or not finds.exists():
        return {}
    rows = [json.loads(line) for line in finds.read_text(encoding="utf-8").splitlines()]
    return {row["id"]: (row["query"], tuple((text, shown) for text, shown in row["found"])) for row in rows}


def _keep(finds: Path | None, identity: str, found: tuple[str, Found]) -> None:
    if finds is not None:
        with finds.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps({"id": identity, "query": found[0], "found": found[1]}) + "\n")


def drills_of(question: Further, found: tuple[str, Found]) -> list[Drill]:
    """The best `NEAREST` sentences and every marked one; of a near miss none answers."""
    query, sentences = found
    marked = frozenset(question.answers)
    drills = []
    for place, (text, shown) in enumerate(sentences):
        answers = digest(text) in marked
        if place < NEAREST or answers:
            unsure = UNMARKED if question.answerable else 1.0
            drills.append(Drill(query, shown, (float(answers),), (ANSWER_WEIGHT if answers else unsure,)))
    return drills


def judged_drills_of(question: Judged, found: tuple[str, Found]) -> list[Drill]:
    """Every sentence that answers or is useful, and of the others the best."""
    query, sentences = found
    truths = dict.fromkeys(question.others, 0.0) | dict.fromkeys(question.useful, USEFUL)
    truths |= dict.fromkeys(question.answers, 1.0)
    told = [(place, shown, truths.get(digest(text))) for place, (text, shown) in enumerate(sentences)]
    return [
        Drill(query, shown, (truth,), (ANSWER_WEIGHT if truth == 1 else 1.0,))
        for place, shown, truth in told
        if truth is not None and (truth or place < JUDGED_NEAREST)
    ]


def resume(student: Student, adapter: Path) -> None:
    """Gives `student` the changes and the last layer of an adapter. Raises TeachingError where it is another's."""
    kept = {name: torch.from_numpy(each.astype("float32")) for name, each in load_file(adapter).items()}
    changes = student.changes()
    if {name.removesuffix(".down") for name in kept if name.endswith(".down")} != changes.keys():
        raise TeachingError(f"{adapter} is no adapter of this model: name the one of kb/data.")
    with torch.no_grad():
        for name, change in changes.items():
            change.down.copy_(kept[f"{name}.down"])
            change.up.copy_(kept[f"{name}.up"] / change.times)
        scale = float(student.scale)
        student.classifier.weight.copy_(kept["classifier.weight"] / scale)
        student.shift.copy_((kept["classifier.bias"] - student.classifier.bias * scale).squeeze())
