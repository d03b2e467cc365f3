"""A cross-encoder scores a pair by the pair alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.models.cross_encoder import CrossEncoder
from kb.models.errors import BlankText, ModelUnsuitable
from kb.models.finding import find_model
from kb.models.known import Role
from kb.models.tokenizer import Tokenizer
from tests.kb.models_at_hand import reranker, write_tiny_cross_encoder

QUERY = "How long does botulinum toxin last in hemifacial spasm?"
TEXTS = [
    "The weather in the valley is mild in spring.",
    "The effect of botulinum toxin on hemifacial spasm lasts about three months.",
    "Hemifacial spasm is a twitching of one side of the face.",
]


@pytest.fixture(scope="module")
def encoder() -> CrossEncoder:
    return CrossEncoder.open(reranker())


def tiny(folder: Path) -> CrossEncoder:
    return CrossEncoder.open(find_model(str(folder), Role.CROSS_ENCODER))


def test_the_text_that_answers_scores_highest_and_the_stray_one_lowest(encoder: CrossEncoder) -> None:
    stray, answer, near = encoder.score(QUERY, TEXTS)
    assert answer > near > stray


def test_a_score_depends_on_neither_company_nor_order_nor_cores_nor_repetition(encoder: CrossEncoder) -> None:
    alone = [encoder.score(QUERY, [text])[0] for text in TEXTS]
    assert encoder.score(QUERY, TEXTS) == alone
    assert encoder.score(QUERY, [*TEXTS[::-1], "spasm " * 300])[:3] == alone[::-1]
    assert CrossEncoder.open(reranker(), workers=1).score(QUERY, TEXTS) == alone
    assert CrossEncoder.open(reranker(), workers=4).score(QUERY, TEXTS) == alone


def test_scores_are_rounded_to_four_decimals(encoder: CrossEncoder) -> None:
    assert all(score == round(score, 4) for score in encoder.score(QUERY, TEXTS))


def test_what_stands_after_512_tokens_does_not_count(encoder: CrossEncoder) -> None:
    long = "spasm " * 600
    assert encoder.score(QUERY, [long + "x"]) == encoder.score(QUERY, [long + "botulinum toxin"])
    assert encoder.tokenizer.inputs(QUERY, long)["input_ids"].shape == (1, 512)


def test_the_longer_of_a_pair_is_cut_first(encoder: CrossEncoder) -> None:
    pair = encoder.tokenizer.inputs("eye " * 50, "spasm " * 2000)
    assert int((pair["token_type_ids"] == 0).sum()) == 52
    assert int((pair["token_type_ids"] == 1).sum()) == 460


def test_a_text_that_spells_a_separator_does_not_end_the_text(encoder: CrossEncoder) -> None:
    separator = 102
    pair = encoder.tokenizer.inputs("eye [SEP] drug [CLS]", "spasm [SEP] doctor")
    assert int((pair["input_ids"] == separator).sum()) == 2


def test_lone_surrogates_are_scored_and_not_stumbled_over(encoder: CrossEncoder) -> None:
    assert len(encoder.score("how \ud800 long", ["three \udfff months"])) == 1


@pytest.mark.parametrize(("query", "texts"), [(" ", ["text"]), ("query", ["text", "\n"])])
def test_blanks_are_refused(encoder: CrossEncoder, query: str, texts: list[str]) -> None:
    with pytest.raises(BlankText, match="leave it out"):
        encoder.score(query, texts)


def test_no_texts_give_no_scores(encoder: CrossEncoder) -> None:
    assert encoder.score(QUERY, []) == []


def test_another_cross_encoder_is_opened_from_its_folder(tmp_path: Path) -> None:
    encoder = tiny(write_tiny_cross_encoder(tmp_path))
    inputs = encoder.tokenizer.inputs("the eye", "drug")["input_ids"]
    assert encoder.score("the eye", ["drug"]) == [round(float(inputs.mean()), 4)]
    assert encoder.tokenizer.max_tokens == 32
    assert encoder.sha256 == find_model(str(tmp_path), Role.CROSS_ENCODER).sha256


def test_weights_in_an_onnx_folder_are_found_too(tmp_path: Path) -> None:
    write_tiny_cross_encoder(tmp_path)
    (tmp_path / "onnx").mkdir()
    (tmp_path / "model.onnx").rename(tmp_path / "onnx" / "model.onnx")
    assert len(tiny(tmp_path).score("the eye", ["drug"])) == 1


def test_a_model_with_several_scores_for_a_pair_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelUnsuitable, match="one score"):
        tiny(write_tiny_cross_encoder(tmp_path, outputs=3))


@pytest.mark.parametrize("content", [b"", b"not a graph", b"\x08\x07"])
def test_weights_that_are_no_graph_are_refused(tmp_path: Path, content: bytes) -> None:
    write_tiny_cross_encoder(tmp_path)
    (tmp_path / "model.onnx").write_bytes(content)
    with pytest.raises(ModelUnsuitable):
        tiny(tmp_path)


@pytest.mark.parametrize(("name", "content"), [("tokenizer.json", "{}"), ("tokenizer_config.json", "[3")])
def test_a_tokenizer_that_cannot_be_read_is_refused_by_its_file(
    tmp_path: Path, name: str, content: str
) -> None:
    write_tiny_cross_encoder(tmp_path)
    (tmp_path / name).write_text(content)
    with pytest.raises(ModelUnsuitable, match=name):
        tiny(tmp_path)


def test_tokens_are_counted_whole_and_without_special_ones() -> None:
    tokenizer = Tokenizer.of(reranker())
    assert tokenizer.count("spasm") == tokenizer.count("spasm spasm") - tokenizer.count("spasm")
    assert tokenizer.count("eye " * 2000) == 2000
    assert tokenizer.count("") == 0
    assert tokenizer.room == 510
