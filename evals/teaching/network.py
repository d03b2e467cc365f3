"""The known models in torch, their upper layers ready to be changed a little.

Hu et al. 2021, "LoRA: Low-Rank Adaptation of Large Language Models": a frozen weight W becomes W + up · down.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from transformers import BertConfig, BertForSequenceClassification, BertModel

from evals.teaching.labels import TeachingError
from evals.teaching.quantised import Weights
from kb.models.embedding import TorchEmbedder

HEADS = 12
"""Attention heads of ms-marco-MiniLM-L-12-v2, which no weight tells (its config.json on the hub)."""

MASKED = -1e9
"""Added to the attention that a padding token would get."""


SPREAD = 10.0
"""Unit vectors are multiplied by it before the last layer, so that its weights need not grow large."""


@dataclass(frozen=True)
class Shape:
    """`frozen` layers stay as they are; `times` multiplies each change of rank `rank` (LoRA's alpha / r)."""

    frozen: int = 6
    rank: int = 16
    times: float = 2.0


class LowRank(nn.Module):
    """A frozen linear layer and its change. `down` is of shape (rank, in), `up` of (out, rank), at first zero."""

    def __init__(self, layer: nn.Linear, shape: Shape) -> None:
        super().__init__()
        self.layer = layer
        self.times = shape.times
        self.down = nn.Parameter(torch.randn(shape.rank, layer.in_features) * 0.02)
        self.up = nn.Parameter(torch.zeros(layer.out_features, shape.rank))

    def forward(self, inputs: Tensor) -> Tensor:
        changed: Tensor = self.layer(inputs) + self.times * (inputs @ self.down.T) @ self.up.T
        return changed


class Pupil(nn.Module):
    """A BERT in two halves: `lower` never changes, `upper` is taught. `bert` is the part of `model` with the layers."""

    def __init__(self, model: nn.Module, bert: BertModel, shape: Shape) -> None:
        super().__init__()
        self.model = model.requires_grad_(False)
        self.bert = bert
        self.frozen = shape.frozen
        for name, layer in list(model.named_modules()):
            if isinstance(layer, nn.Linear) and _is_taught(name, shape.frozen):
                model.set_submodule(name, LowRank(layer, shape))

    def lower(self, ids: Tensor, types: Tensor, mask: Tensor) -> Tensor:
        """Token ids, types and mask, each of shape (pairs, tokens), as states of shape (pairs, tokens, width)."""
        states: Tensor = self.bert.embeddings(input_ids=ids, token_type_ids=types)
        return _through(self.bert.encoder.layer[: self.frozen], states, mask)

    def upper(self, states: Tensor, mask: Tensor) -> Tensor:
        """The logits of each pair, of shape (pairs, outputs), from what `lower` gave."""
        return self.judge(_through(self.bert.encoder.layer[self.frozen :], states, mask), mask)

    def judge(self, states: Tensor, mask: Tensor) -> Tensor:
        """The logits, from what the last layer gave."""
        raise NotImplementedError

    def changes(self) -> dict[str, LowRank]:
        """The changed layers, by their names in the model."""
        return {name: each for name, each in self.model.named_modules() if isinstance(each, LowRank)}


class Student(Pupil):
    """A cross-encoder with one logit, scaled and shifted, since a model that ranks spreads wider than one that says
    yes or no."""

    def __init__(self, model: BertForSequenceClassification, shape: Shape) -> None:
        super().__init__(model, model.bert, shape)
        self.classifier = model.classifier
        self.scale = nn.Parameter(torch.tensor(0.5))
        self.shift = nn.Parameter(torch.tensor(0.0))
        self.classifier.weight.requires_grad_(True)

    def judge(self, states: Tensor, mask: Tensor) -> Tensor:  # noqa: ARG002 - the first token has seen the rest
        pooled = self.bert.get_submodule("pooler")(states)
        logits: Tensor = self.classifier(pooled) * self.scale + self.shift
        return logits


class Listener(Pupil):
    """An embedding model with a last layer of its own: the mean of the tokens, unit length, to one logit a label."""

    def __init__(self, model: BertModel, shape: Shape, labels: int) -> None:
        super().__init__(model, model, shape)
        self.head = nn.Linear(model.config.hidden_size, labels)

    def judge(self, states: Tensor, mask: Tensor) -> Tensor:
        told = mask.float()[:, :, None]
        mean = (states * told).sum(1) / told.sum(1)
        logits: Tensor = self.head(SPREAD * nn.functional.normalize(mean, dim=1))
        return logits


def listener_of(embedder: TorchEmbedder, shape: Shape, labels: int) -> Listener:
    """The known embedding model, to be taught. Raises TeachingError where it is no BERT."""
    model = embedder.model[0].get_submodule("model")
    if not isinstance(model, BertModel):
        raise TeachingError(f"{embedder.files.name} is no BERT: teach the known embedding model.")
    return Listener(model, shape, labels)


def student_of(weights: Weights, shape: Shape, heads: int = HEADS) -> Student:
    """The BERT that has these weights, by torch's names."""
    words = weights["bert.embeddings.word_embeddings.weight"]
    config = BertConfig(
        vocab_size=words.shape[0],
        hidden_size=words.shape[1],
        num_hidden_layers=_layers(weights),
        num_attention_heads=heads,
        intermediate_size=weights["bert.encoder.layer.0.intermediate.dense.weight"].shape[0],
        max_position_embeddings=weights["bert.embeddings.position_embeddings.weight"].shape[0],
    )
    config.num_labels = 1
    model = BertForSequenceClassification(config)
    model.load_state_dict({name: torch.from_numpy(value.copy()) for name, value in weights.items()})
    return Student(model, shape)


def _layers(weights: Weights) -> int:
    return sum(name.endswith("intermediate.dense.weight") for name in weights)


def _is_taught(name: str, frozen: int) -> bool:
    path = name.removeprefix("bert.").split(".")
    return name == "bert.pooler.dense" or (path[:2] == ["encoder", "layer"] and int(path[2]) >= frozen)


def _through(layers: nn.ModuleList, states: Tensor, mask: Tensor) -> Tensor:
    added = (1 - mask.float())[:, None, None, :] * MASKED
    for layer in layers:
        states = layer(states, added)
    return states
