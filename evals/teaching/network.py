"""The known cross-encoder in torch, its upper layers ready to be changed a little.

Hu et al. 2021, "LoRA: Low-Rank Adaptation of Large Language Models": a frozen weight W becomes W + up · down.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from transformers import BertConfig, BertForSequenceClassification

from evals.teaching.quantised import Weights

HEADS = 12
"""Attention heads of ms-marco-MiniLM-L-12-v2, which no weight tells (its config.json on the hub)."""

MASKED = -1e9
"""Added to the attention that a padding token would get."""


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


class Student(nn.Module):
    """A BERT with one logit, in two halves: `lower` never changes, `upper` is taught.

    The logit is scaled and shifted, since a model that ranks spreads wider than one that says yes or no.
    """

    def __init__(self, model: BertForSequenceClassification, shape: Shape) -> None:
        super().__init__()
        self.model = model.requires_grad_(False)
        self.frozen = shape.frozen
        self.scale = nn.Parameter(torch.tensor(0.5))
        self.shift = nn.Parameter(torch.tensor(0.0))
        model.classifier.weight.requires_grad_(True)
        for name, layer in list(model.named_modules()):
            if isinstance(layer, nn.Linear) and _is_taught(name, shape.frozen):
                model.set_submodule(name, LowRank(layer, shape))

    def lower(self, ids: Tensor, types: Tensor, mask: Tensor) -> Tensor:
        """Token ids, types and mask, each of shape (pairs, tokens), as states of shape (pairs, tokens, width)."""
        bert = self.model.bert
        states: Tensor = bert.embeddings(input_ids=ids, token_type_ids=types)
        return _through(bert.encoder.layer[: self.frozen], states, mask)

    def upper(self, states: Tensor, mask: Tensor) -> Tensor:
        """The logit of each pair, of shape (pairs,), from what `lower` gave."""
        bert = self.model.bert
        states = _through(bert.encoder.layer[self.frozen :], states, mask)
        pooled = bert.get_submodule("pooler")(states)
        logits: Tensor = self.model.classifier(pooled)[:, 0] * self.scale + self.shift
        return logits

    def changes(self) -> dict[str, LowRank]:
        """The changed layers, by their names in the model."""
        return {name: each for name, each in self.model.named_modules() if isinstance(each, LowRank)}


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
    path = name.split(".")
    return name == "bert.pooler.dense" or (path[1:3] == ["encoder", "layer"] and int(path[3]) >= frozen)


def _through(layers: nn.ModuleList, states: Tensor, mask: Tensor) -> Tensor:
    added = (1 - mask.float())[:, None, None, :] * MASKED
    for layer in layers:
        states = layer(states, added)
    return states
