"""The model that tells answers: merged from the known cross-encoder and the adapter, once, and checked when opened."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import numpy_helper
from safetensors.numpy import save_file

from kb.errors import ModelMissing
from kb.models.adapted import ANSWERING, adapted_files
from kb.models.adapting import adapt
from kb.models.cross_encoder import CrossEncoder
from kb.models.errors import CopyMismatch, ModelUnsuitable
from kb.models.finding import ModelFiles, find_model
from kb.models.known import Role
from kb.models.verdicts import Verdicts
from kb.settings import KNOWN_CROSS_ENCODER

LAYER = "bert.encoder.layer.11.output.dense"
HASHES = Verdicts(None)
QUERY = "How long does botulinum toxin last?"
TEXTS = ["The effect lasted about 12 weeks.", "Botulinum toxin is a protein.", "Cats sleep a lot."]


@pytest.fixture(scope="module")
def base() -> ModelFiles:
    return find_model(KNOWN_CROSS_ENCODER, Role.CROSS_ENCODER)


def head_of(base: ModelFiles) -> np.ndarray:
    """The weight of the last layer, of shape (1, 384)."""
    stored = {each.name: numpy_helper.to_array(each) for each in onnx.load(base.weights).graph.initializer}
    whole = stored["classifier.weight_quantized"].astype(np.float32)
    weight: np.ndarray = (whole * stored["classifier.weight_scale"]).T.astype(np.float32)
    return weight


def an_adapter(
    folder: Path, base: ModelFiles, times: float = 1.0, plus: float = 0.0, layer: str = LAYER
) -> Path:
    """Changes no layer; the last is multiplied and shifted."""
    file = folder / "adapter.safetensors"
    save_file(
        {
            f"{layer}.down": np.zeros((2, 1536), np.float16),
            f"{layer}.up": np.zeros((384, 2), np.float16),
            "classifier.weight": head_of(base) * np.float32(times),
            "classifier.bias": np.array([plus], np.float32),
        },
        file,
    )
    return file


def scores(base: ModelFiles, models: Path, adapter: Path) -> list[float]:
    adapt(base, models, HASHES, adapter)
    return CrossEncoder.open(adapted_files(base, models, HASHES, adapter)).score(QUERY, TEXTS)


def test_an_adapter_that_changes_nothing_leaves_the_scores(tmp_path: Path, base: ModelFiles) -> None:
    before = CrossEncoder.open(base).score(QUERY, TEXTS)
    assert scores(base, tmp_path / "models", an_adapter(tmp_path, base)) == pytest.approx(before, abs=0.3)


def test_the_last_layer_is_multiplied_and_shifted_as_the_adapter_says(
    tmp_path: Path, base: ModelFiles
) -> None:
    before = CrossEncoder.open(base).score(QUERY, TEXTS)
    after = scores(base, tmp_path / "models", an_adapter(tmp_path, base, times=0.5, plus=-2.0))
    assert after == pytest.approx([score / 2 - 2 for score in before], abs=0.3)


def test_the_adapter_of_this_product_tells_an_answer_from_what_is_only_about_it(
    tmp_path: Path, base: ModelFiles
) -> None:
    answer, about, other = scores(base, tmp_path / "models", ANSWERING)
    assert answer > max(about, other) + 4


def test_an_adapter_of_another_model_is_refused(tmp_path: Path, base: ModelFiles) -> None:
    with pytest.raises(ModelUnsuitable, match="not for this model"):
        adapt(base, tmp_path / "models", HASHES, an_adapter(tmp_path, base, layer="encoder.of.another"))


def test_a_copy_that_is_not_there_or_was_altered_is_refused_with_the_command_that_makes_it(
    tmp_path: Path, base: ModelFiles
) -> None:
    models, adapter = tmp_path / "models", an_adapter(tmp_path, base)
    with pytest.raises(ModelMissing, match="--repair"):
        adapted_files(base, models, HASHES, adapter)
    weights = adapt(base, models, HASHES, adapter) / "model.onnx"
    weights.write_bytes(weights.read_bytes()[:-1] + b"?")
    with pytest.raises(CopyMismatch, match="--repair"):
        adapted_files(base, models, HASHES, adapter)
    adapt(base, models, HASHES, adapter)
    assert adapted_files(base, models, HASHES, adapter).weights == weights
