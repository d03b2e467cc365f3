"""Teaches the reader of words and letters (`chatbot/meaning/wording.py`) on red-team messages."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from chatbot.meaning.wording import CRISIS, KINDS, Floats, Table, Wording, key_of
from evals.case import Case, load_cases
from evals.red import RedCase, load_red
from evals.teaching.alarming import LEVELS, drill_of, texts_of
from evals.teaching.labels import TeachingError, check_writable
from evals.teaching.training import Drill, Say

LABELS = (*LEVELS, CRISIS)
CRISIS_WEIGHT = 2.0
"""What a message in crisis counts for its label: about one in twenty messages is one."""

FEWEST: Mapping[str, int] = {"words": 2, "letters": 3}
"""Messages that a gram must stand in to be kept."""
FREEDOM = 10.0
"""LogisticRegression's C: how little the weights are held back."""
MOST_STEPS = 300


def teach_wording(files: Sequence[Path], output: Path, say: Say, calm: Sequence[Path] = ()) -> None:
    """Writes what was learnt from the messages of all `files` to `output`; about a minute.

    `calm` are files of the gate's cases, questions in which nobody needs a doctor.

    Raises TeachingError where `output` cannot be written, OSError and ValueError for a file that cannot be read.
    """
    check_writable(output)
    cases = [case for file in files for case in load_red(file)]
    drills = drills_of([*cases, *(_calm(case) for file in calm for case in load_cases(file))])
    say(f"{len(drills)} drills")
    learnt = learn(drills)
    tensors = {
        f"{kind}.{name}": values
        for kind, table in learnt.tables.items()
        for name, values in (
            ("keys", table.keys),
            ("rarity", table.rarity.astype(np.float16)),
            ("weights", table.weights.astype(np.float16)),
        )
    }
    save_file({**tensors, "bias": learnt.bias}, output, metadata={"labels": " ".join(learnt.labels)})


def _calm(case: Case) -> RedCase:
    return RedCase(
        id=case.id,
        group="question",
        rules=(),
        way="plain",
        messages=(case.question,),
        least="information",
        most="soon",
    )


def drills_of(cases: Iterable[RedCase]) -> list[Drill]:
    """What is taught of the messages: the levels as the alarm is taught them, and whether somebody is in crisis."""
    drills = []
    for case, text in texts_of(cases):
        levels = drill_of(case, text)
        crisis = case.least == "emergency" and any(rule.startswith("C") for rule in case.rules)
        truth = (*levels.truth[: len(LEVELS)], float(crisis))
        weight = (*levels.weight[: len(LEVELS)], CRISIS_WEIGHT if crisis else 1.0)
        drills.append(Drill(text, None, truth, weight))
    return drills


def learn(drills: Sequence[Drill]) -> Wording:
    """A reader taught on `drills`, whose outputs are `LABELS`. Raises TeachingError."""
    counts = {kind: [Counter(grams(drill.text)) for drill in drills] for kind, grams in KINDS.items()}
    blank = {kind: _table(found, FEWEST[kind]) for kind, found in counts.items()}
    matrix = hstack([_matrix(blank[kind], found) for kind, found in counts.items()]).tocsr()
    columns, bias = [], []
    for place in range(len(LABELS)):
        weights = np.array([drill.weight[place] for drill in drills])
        told = np.flatnonzero(weights)
        truth = np.array([drill.truth[place] for drill in drills])[told]
        if len(set(truth)) < 2:
            raise TeachingError(
                f"All messages are alike in {LABELS[place]!r}: name files that hold both kinds."
            )
        model = LogisticRegression(C=FREEDOM, max_iter=MOST_STEPS)
        model.fit(matrix[told], truth, sample_weight=weights[told])
        columns.append(model.coef_[0])
        bias.append(model.intercept_[0])
    learnt = np.stack(columns, axis=1).astype(np.float32)
    tables, start = {}, 0
    for kind, table in blank.items():
        end = start + len(table.keys)
        tables[kind] = Table(table.keys, table.rarity, learnt[start:end])
        start = end
    return Wording(LABELS, tables, np.array(bias, np.float32))


def _table(counts: Sequence[Counter[str]], fewest: int) -> Table:
    """The grams that stand in `fewest` messages or more, with no weights yet."""
    within = Counter(gram for found in counts for gram in found)
    kept = {key_of(gram): number for gram, number in within.items() if number >= fewest}
    keys = sorted(kept)
    rarity: Floats = np.array([math.log((1 + len(counts)) / (1 + kept[key])) + 1 for key in keys], np.float32)
    return Table(np.array(keys, np.uint32), rarity, np.zeros((len(keys), len(LABELS)), np.float32))


def _matrix(table: Table, counts: Sequence[Counter[str]]) -> csr_matrix:
    """One row of unit length a message, one column a gram."""
    rows, columns, values = [], [], []
    for row, found in enumerate(counts):
        places, times = table.places(found)
        told = times * table.rarity[places]
        rows += [row] * len(places)
        columns += places.tolist()
        values += (told / (np.linalg.norm(told) or 1.0)).tolist()
    return csr_matrix((values, (rows, columns)), shape=(len(counts), len(table.keys)))
