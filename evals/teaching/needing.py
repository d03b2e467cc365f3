"""Teaching the turn that lays questions of one need near one another.

Of two questions of one need, each must find the other among those of other needs, some of them of the same page. The
loss is van den Oord et al. 2018, "Representation Learning with Contrastive Predictive Coding".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import save_file
from torch import Tensor, nn

import kb
from evals.teaching.labels import Judged, check_writable, digest, load_judged
from evals.teaching.training import Say
from ingest.cited import records
from ingest.foreseen import QUESTIONS, Need
from kb.models.embedding import TorchEmbedder
from kb.models.finding import find_model
from kb.models.known import Role
from kb.needs import OF, NeedSpace
from kb.ports import Embedder, Vectors
from kb.settings import KNOWN_EMBEDDING

EPOCHS, BATCH, RATE, TEMPERATURE = 30, 96, 3e-4, 0.1
SIDE_BY_SIDE = 16
"""Needs of one page that stand in one batch, so that what is near must be told apart."""

HALF = 0.5
"""How often a judged question stands in for a foreseen one, where a need has some."""

_Place = tuple[int, ...]


@dataclass(frozen=True)
class Taught:
    """A need as vectors: `foreseen` of shape (questions, dimension), `judged` the same of what people asked."""

    page: str
    answers: frozenset[str]
    foreseen: Vectors
    judged: Vectors


NEEDS = Path(kb.__path__[0]) / "starter" / QUESTIONS


def load_needs(file: Path = NEEDS) -> tuple[Need, ...]:
    """The needs of a file. Raises `BadSettingError` for a broken line."""
    return tuple(records(file.read_bytes(), Need, file.name))


def teach_needs(output: Path, held: Sequence[str], say: Say) -> None:
    """Writes the turn to `output`. Judged questions whose id begins with one of `held` are kept out and looked up.

    Says how many of those find a need that they were judged to be answered by, before and after.

    Raises:
        TeachingError: `output` cannot be written.
    """
    check_writable(output)
    known = find_model(KNOWN_EMBEDDING, Role.EMBEDDING)
    embedder = TorchEmbedder.open(known)
    needs, judged = load_needs(), load_judged()
    kept = [each for each in judged if each.id.startswith(tuple(held)) and each.answers] if held else []
    taught = read_needs(embedder, needs, [each for each in judged if each not in kept])
    turn = taught_turn(taught, say)
    if kept:
        for name, space in (("before", NeedSpace()), ("after", NeedSpace(turn))):
            say(
                f"{name}: {found(embedder, space, needs, kept)} of {len(kept)} judged questions find a right need first"
            )
    save_file({"turn": turn.astype(np.float16)}, output, {OF: known.sha256, "embedding": known.name})


def read_needs(embedder: Embedder, needs: Sequence[Need], judged: Sequence[Judged]) -> tuple[Taught, ...]:
    """The needs with their vectors; a judged question belongs to a need whose best answer was judged to answer it."""
    asked = defaultdict(list)
    for each in judged:
        for answer in each.answers:
            asked[answer].append(each.question)
    beside = [asked[digest(need.answers[0])] for need in needs]
    texts = [text for need, also in zip(needs, beside, strict=True) for text in (*need.questions, *also)]
    vectors, at, read = embedder.embed(texts), 0, []
    for need, also in zip(needs, beside, strict=True):
        own = at + len(need.questions)
        read.append(
            Taught(need.page, frozenset(need.answers), vectors[at:own], vectors[own : own + len(also)])
        )
        at = own + len(also)
    return tuple(read)


def taught_turn(needs: Sequence[Taught], say: Say, epochs: int = EPOCHS) -> Vectors:
    """The turn, of shape (dimension, dimension): at first none at all."""
    torch.manual_seed(1)
    dice = np.random.default_rng(1)
    turn = nn.Parameter(torch.eye(needs[0].foreseen.shape[1]))
    optimiser = torch.optim.Adam([turn], lr=RATE)
    for epoch in range(epochs):
        losses = []
        for places in _batches(needs, dice):
            loss = _loss(turn, [needs[at] for at in places], dice)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            losses.append(loss.item())
        say(f"epoch {epoch + 1} of {epochs}: mean loss {sum(losses) / max(len(losses), 1):.3f}")
    made: Vectors = turn.detach().numpy()
    return made


def found(embedder: Embedder, space: NeedSpace, needs: Sequence[Need], judged: Sequence[Judged]) -> int:
    """How many judged questions have a foreseen question nearest whose need they were judged to be answered by."""
    of = [at for at, need in enumerate(needs) for _ in need.questions]
    foreseen = space.place(embedder.embed([text for need in needs for text in need.questions]))
    nearest = (space.place(embedder.embed([each.question for each in judged])) @ foreseen.T).argmax(axis=1)
    return sum(
        any(digest(answer) in each.answers for answer in needs[of[at]].answers)
        for each, at in zip(judged, nearest.tolist(), strict=True)
    )


def _loss(turn: Tensor, needs: Sequence[Taught], dice: np.random.Generator) -> Tensor:
    """Cross-entropy of finding each need's second question by its first among all, and the other way round."""
    pairs = [_two(need, dice) for need in needs]
    first, second = (
        nn.functional.normalize(torch.from_numpy(np.stack(rows)) @ turn, dim=1)
        for rows in zip(*pairs, strict=True)
    )
    near = first @ second.T / TEMPERATURE
    # Needs that share an answer are no error for one another.
    shared = [[one is not other and bool(one.answers & other.answers) for other in needs] for one in needs]
    near = near.masked_fill(torch.tensor(shared), -1e4)
    right = torch.arange(len(needs))
    return (nn.functional.cross_entropy(near, right) + nn.functional.cross_entropy(near.T, right)) / 2


def _two(need: Taught, dice: np.random.Generator) -> tuple[Vectors, Vectors]:
    many = len(need.foreseen)
    one, other = dice.choice(many, 2, replace=False) if many > 1 else (0, 0)
    if len(need.judged) and dice.random() < HALF:
        return need.judged[dice.integers(len(need.judged))], need.foreseen[other]
    return need.foreseen[one], need.foreseen[other]


def _batches(needs: Sequence[Taught], dice: np.random.Generator) -> Iterator[_Place]:
    """Places of needs: a few of one page together, the rest from anywhere; what does not fill a batch waits."""
    pages = defaultdict(list)
    for at, need in enumerate(needs):
        pages[need.page].append(at)
    groups: list[list[int]] = []
    for places in pages.values():
        dice.shuffle(places)
        groups += [places[start : start + SIDE_BY_SIDE] for start in range(0, len(places), SIDE_BY_SIDE)]
    dice.shuffle(groups)
    order = [at for group in groups for at in group]
    size = min(BATCH, len(order))
    return (tuple(order[start : start + size]) for start in range(0, len(order) - size + 1, size))
