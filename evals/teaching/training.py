"""Teaching a student: texts through the frozen half once, then the upper half over and over."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from evals.teaching.network import Pupil
from kb.models.tokenizer import Tokenizer

AT_ONCE = 64
"""Pairs that go through the frozen half, or are scored, together."""

LIKE_LENGTHS = 16
"""Batches that are shuffled apart by length, so that little of each is padding."""

Say = Callable[[str], object]


@dataclass(frozen=True)
class Drill:
    """A text and what may stand beside it, and for each output its truth (0 to 1) and what it counts in the loss."""

    text: str
    other: str | None
    truth: tuple[float, ...]
    weight: tuple[float, ...]


@dataclass(frozen=True)
class Pair:
    """What the frozen half made of a drill: `states` float16 of shape (tokens, width), the rest of shape (outputs,)."""

    states: Tensor
    truth: Tensor
    weight: Tensor


@dataclass(frozen=True)
class Schedule:
    """How long and how fast to teach. `rate` is AdamW's at most, reached after `warm_up` steps, at last near 0."""

    epochs: int
    rate: float
    warm_up: int = 60
    batch: int = 32
    decay: float = 0.01
    steepest: float = 1.0

    def rate_at(self, step: int, steps: int) -> float:
        return self.rate * min(1.0, step / max(self.warm_up, 1)) * (1 - step / (steps + 1))


def read_pairs(student: Pupil, tokenizer: Tokenizer, drills: Sequence[Drill]) -> tuple[Pair, ...]:
    """The drills as pairs, in the same order; about 50 KB each."""
    student.eval()
    tokens = [tokenizer.inputs(drill.text, drill.other) for drill in drills]
    pairs: dict[int, Pair] = {}
    for places in _by_length([each["input_ids"].shape[1] for each in tokens], AT_ONCE):
        rows = [{name: torch.from_numpy(value[0]) for name, value in tokens[at].items()} for at in places]
        ids, types, mask = (
            nn.utils.rnn.pad_sequence([row[name] for row in rows], batch_first=True)
            for name in ("input_ids", "token_type_ids", "attention_mask")
        )
        with torch.no_grad():
            states = student.lower(ids, types, mask)
        for at, state, row in zip(places, states, rows, strict=True):
            truth, weight = torch.tensor(drills[at].truth), torch.tensor(drills[at].weight)
            pairs[at] = Pair(state[: len(row["input_ids"])].half(), truth, weight)
    return tuple(pairs[at] for at in range(len(drills)))


def train(student: Pupil, pairs: Sequence[Pair], schedule: Schedule, say: Say) -> tuple[float, ...]:
    """Changes the student; gives the mean loss of each epoch (binary cross-entropy of all outputs, in nats)."""
    taught = [each for each in student.parameters() if each.requires_grad]
    optimiser = torch.optim.AdamW(taught, lr=schedule.rate, weight_decay=schedule.decay)
    steps, step, losses = schedule.epochs * math.ceil(len(pairs) / schedule.batch), 0, []
    student.train()
    for epoch in range(schedule.epochs):
        seen = []
        for places in _batches(pairs, schedule.batch, np.random.default_rng(epoch)):
            for group in optimiser.param_groups:
                group["lr"] = schedule.rate_at(step, steps)
            loss = _loss(student, [pairs[at] for at in places])
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(taught, schedule.steepest)
            optimiser.step()
            seen.append(loss.item())
            step += 1
        losses.append(sum(seen) / len(seen))
        say(f"epoch {epoch + 1} of {schedule.epochs}: mean loss {losses[-1]:.4f}")
    student.eval()
    return tuple(losses)


def score(student: Pupil, pairs: Sequence[Pair]) -> list[list[float]]:
    """The logits of each pair, in the order of `pairs`."""
    student.eval()
    logits: dict[int, list[float]] = {}
    with torch.no_grad():
        for places in _by_length([len(pair.states) for pair in pairs], AT_ONCE):
            found = student.upper(*_padded([pairs[at] for at in places])).tolist()
            logits.update(zip(places, found, strict=True))
    return [logits[at] for at in range(len(pairs))]


def _loss(student: Pupil, pairs: Sequence[Pair]) -> Tensor:
    """The loss of every output, added up, on average over the pairs."""
    truth, weight = (torch.stack([getattr(pair, name) for pair in pairs]) for name in ("truth", "weight"))
    lost = nn.functional.binary_cross_entropy_with_logits(
        student.upper(*_padded(pairs)), truth, weight=weight, reduction="sum"
    )
    return lost / len(pairs)


def _padded(pairs: Sequence[Pair]) -> tuple[Tensor, Tensor]:
    """States of shape (pairs, tokens, width) and their mask of shape (pairs, tokens)."""
    states = nn.utils.rnn.pad_sequence([pair.states.float() for pair in pairs], batch_first=True)
    lengths = torch.tensor([len(pair.states) for pair in pairs])
    return states, (torch.arange(states.shape[1])[None] < lengths[:, None]).long()


def _by_length(lengths: Sequence[int], most: int) -> Iterator[list[int]]:
    order = sorted(range(len(lengths)), key=lambda at: (lengths[at], at))
    return (order[start : start + most] for start in range(0, len(order), most))


def _batches(pairs: Sequence[Pair], batch: int, dice: np.random.Generator) -> list[list[int]]:
    """Every pair's place once: shuffled, pairs of like lengths together, the batches shuffled again."""
    order, reach = dice.permutation(len(pairs)).tolist(), batch * LIKE_LENGTHS
    batches = [
        [stretch[at] for at in places]
        for start in range(0, len(order), reach)
        for stretch in [order[start : start + reach]]
        for places in _by_length([len(pairs[at].states) for at in stretch], batch)
    ]
    return [batches[at] for at in dice.permutation(len(batches))]
