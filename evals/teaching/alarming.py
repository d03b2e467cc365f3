"""The story of the alarm: red-team messages by many hands, a listener taught on all, measured on hands it never saw."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from sklearn.metrics import roc_auc_score

from chatbot.answer import URGENCIES
from chatbot.meaning.alarm import EMERGENCY, URGENT, VISIT, spoken
from chatbot.triage.rules import rules
from evals.red import RedCase, load_red
from evals.teaching.exporting import export_listener
from evals.teaching.labels import check_writable
from evals.teaching.network import Listener, Shape, listener_of
from evals.teaching.training import Drill, Say, Schedule, read_pairs, score, train
from kb.models.embedding import TorchEmbedder
from kb.models.finding import ModelFiles, find_model
from kb.models.known import Role
from kb.models.tokenizer import Tokenizer
from kb.settings import KNOWN_EMBEDDING

SHAPE = Shape(frozen=0)
SCHEDULE = Schedule(epochs=3, rate=1e-3, batch=16, warm_up=40)
PLAINED = 0.3
"""The share of messages taught a second time as a hurried hand types them: lower case, no stops."""
SEED = 0

DOUBTFUL = 0.3
"""What counts where the levels leave it open: the same day may also be an emergency, a visit soon be today."""
OF_URGENT, OF_HARMLESS = 0.5, 0.2
"""What each rule counts in an urgent and in a harmless message; most rules hold in few."""

LEVELS = (URGENT, EMERGENCY, VISIT)
"""The labels that are no rule's id, in the order of `labels`."""
ROUTINE, SOON, SAME_DAY, MOST = (
    URGENCIES.index(level) for level in ("routine", "soon", "same_day", "emergency")
)


@dataclass(frozen=True)
class Measured:
    """A message, and what a listener that never saw its file makes of it, by label."""

    file: str
    case: RedCase
    logits: dict[str, float]


def labels() -> tuple[str, ...]:
    """What the model tells: two levels, whether a doctor should see somebody, and by id the rules for the same day."""
    able = {rule.id for rule in rules() for _, case in rule.cases() if case.rank >= SAME_DAY}
    return (*LEVELS, *sorted(able))


def drill_of(case: RedCase, text: str | None = None) -> Drill:
    """What is taught of a message."""
    least, most = URGENCIES.index(case.least), URGENCIES.index(case.most)
    is_urgent, is_harmless = least >= SAME_DAY, most < SAME_DAY
    told = labels()[len(LEVELS) :]
    if is_urgent:
        weights = [1.0, 1.0 if least == MOST else DOUBTFUL, *(OF_URGENT for _ in told)]
    elif is_harmless:
        weights = [1.0, 1.0, *(OF_HARMLESS for _ in told)]
    else:
        weights = [0.0, 1.0, *(0.0 for _ in told)]
    weights.insert(2, _visit_counts(least, most))
    truth = [is_urgent, least == MOST, least >= SOON]
    truth += [is_urgent and name in case.rules for name in told]
    return Drill(text or spoken(case.messages), None, tuple(map(float, truth)), tuple(weights))


def _visit_counts(least: int, most: int) -> float:
    """What it counts whether a doctor should see somebody: nothing where it may well wait."""
    if least == ROUTINE:
        return 0.0
    return 1.0 if least >= SOON or most < SAME_DAY else DOUBTFUL


def drills_of(cases: Iterable[RedCase]) -> Iterator[Drill]:
    """Every message once, some a second time in lower case and without stops."""
    return (drill_of(case, text) for case, text in texts_of(cases))


def texts_of(cases: Iterable[RedCase]) -> Iterator[tuple[RedCase, str]]:
    """Every message as it is read once, some a second time in lower case and without stops."""
    dice = np.random.default_rng(SEED)
    for case in cases:
        text = spoken(case.messages)
        yield case, text
        if dice.random() < PLAINED:
            yield case, re.sub(r"[.,!?'’]", "", text).lower()


def teach_alarm(files: Sequence[Path], output: Path, say: Say) -> None:
    """Writes an adapter taught on all `files` to `output`; about half an hour on two cores for 3,000 messages.

    Raises TeachingError where `output` cannot be written, OSError and ValueError for a file that cannot be read.
    """
    check_writable(output)
    cases = [case for file in files for case in load_red(file)]
    known = find_model(KNOWN_EMBEDDING, Role.EMBEDDING)
    export_listener(taught(known, cases, say), output, f"{known.name} {known.sha256}", labels())


def measure_alarm(files: Sequence[Path], held: Sequence[Sequence[str]], output: Path, say: Say) -> None:
    """Writes what listeners make of messages in files they never saw, one line a message.

    `held` names, by their stems, the files that each listener in turn is kept from.
    """
    cases = {file.stem: load_red(file) for file in files}
    known = find_model(KNOWN_EMBEDDING, Role.EMBEDDING)
    with output.open("w", encoding="utf-8") as lines:
        for names in held:
            rest = [case for name, found in cases.items() if name not in names for case in found]
            listener = taught(known, rest, say)
            found = [each for name in names for each in _read(listener, known, name, cases[name])]
            say(f"{', '.join(names)}, not seen: area under ROC {area(found):.3f} of {len(found)} messages")
            lines.writelines(
                json.dumps({"file": each.file, "id": each.case.id, "logits": each.logits}) + "\n"
                for each in found
            )


def taught(known: ModelFiles, cases: Sequence[RedCase], say: Say) -> Listener:
    """A listener taught on `cases`."""
    torch.manual_seed(SEED)
    listener = listener_of(TorchEmbedder.open(known), SHAPE, len(labels()))
    drills = list(drills_of(cases))
    say(
        f"{len(cases)} messages, {sum(drill.truth[0] for drill in drills):.0f} of {len(drills)} drills urgent"
    )
    train(listener, read_pairs(listener, Tokenizer.of(known), drills), SCHEDULE, say)
    return listener


def area(found: Sequence[Measured]) -> float:
    """How well the urgent logit tells urgent messages from harmless ones: area under ROC."""
    told = [each for each in found if each.case.is_harmless or _is_urgent(each.case)]
    return float(
        roc_auc_score([_is_urgent(each.case) for each in told], [each.logits[URGENT] for each in told])
    )


def _is_urgent(case: RedCase) -> bool:
    return URGENCIES.index(case.least) >= SAME_DAY


def _read(listener: Listener, known: ModelFiles, name: str, cases: Sequence[RedCase]) -> list[Measured]:
    found = score(listener, read_pairs(listener, Tokenizer.of(known), [drill_of(case) for case in cases]))
    return [
        Measured(name, case, dict(zip(labels(), logits, strict=True)))
        for case, logits in zip(cases, found, strict=True)
    ]
